"""TextReader: a stand-in for a model that knows nothing but the text of its prompts.

It takes a question apart by a few patterns of English ("the manager of the store of …"), reads the outline's columns,
the cells and the places that were found, follows the joins from cell to cell, and where a cell is not in the text yet
asks for the step that would bring it. It keeps no memory between calls.
"""

from __future__ import annotations

import difflib
import json
import re
from typing import Any

from sheetllm_xl.compress import Count, estimate_tokens
from sheetllm_xl.grid import column_letters
from sheetllm_xl.literals import parse_literal
from sheetllm_xl.ports import Completion, Prompt, Usage

from .planted import plain


class TextReader:
    """A Model that works from the prompt's text alone, by looking words up in it; it keeps each prompt's tokens."""

    name = "text-reader"

    def __init__(self, count: Count = estimate_tokens) -> None:
        self.count = count
        self.tokens: list[int] = []

    def complete(self, prompt: Prompt, again: object = None) -> Completion:
        self.tokens.append(self.count(prompt.text))
        reply = _Text(prompt).reply()
        return Completion(json.dumps(reply), "end_turn", Usage(self.tokens[-1], 50), self.name)


def _fold(text: str) -> str:
    return " ".join(plain(text).casefold().split())


_NOTHING: dict[str, Any] = {
    "kind": "none",
    "formulas": [],
    "answer": "",
    "cells": [],
    "table": "",
    "other": "",
    "steps": [],
}
_PLACE = re.compile(r"((?:'(?:[^']|'')+'|[\w.]+))!([A-Z]+)(\d+)")


class _Text:
    """One prompt as this reader understands it."""

    def __init__(self, prompt: Prompt) -> None:
        self.columns: dict[str, dict[str, str]] = {}  # sheet -> header -> column
        self.areas: dict[str, tuple[int, int]] = {}  # sheet -> first and last row of its table
        self.cells: dict[tuple[str, int], dict[str, str]] = {}  # (sheet, row) -> column -> literal
        self.places: list[tuple[str, str, int]] = []  # (text, sheet, row) of what was found
        self.sought: set[str] = set()
        self.question = prompt.question.partition("\n")[0].removeprefix("Question: ")
        self._read_outline(prompt.document)
        self._read_cells(prompt.question)

    def _read_outline(self, text: str) -> None:
        sheet = ""
        for line in text.splitlines():
            parts = line.split("|")[1:]
            if parts and parts[0].startswith("sheet "):
                sheet = parts[0][6:].strip("'")
            elif parts and parts[0].startswith("table ") and sheet:
                heads = [re.fullmatch(r"([A-Z]{1,3}) (.*?) \((?:[^()]*)\)", part) for part in parts[1:]]
                self.columns[sheet] = {_fold(head[2]): head[1] for head in heads if head}
                self.areas[sheet] = tuple(map(int, re.findall(r"\d+", parts[0])))[:2]
            elif parts and parts[0] == "alike":
                for name, area in re.findall(r"('(?:[^']|'')+'|[\w.]+) ([A-Z]+\d+:[A-Z]+\d+)", line):
                    self.columns[name.strip("'")] = self.columns[sheet]
                    self.areas[name.strip("'")] = tuple(map(int, re.findall(r"\d+", area)))[:2]

    def _read_cells(self, text: str) -> None:
        sheet = ""
        for line in text.splitlines():
            parts = line.split("|")[1:]
            if parts and (named := re.fullmatch(r"sheet (.*)", parts[0])):
                sheet = named[1].strip("'")
            elif parts and parts[0] == "step find":
                self.sought.add(_fold(parts[2]))
            elif parts and re.fullmatch(r"[A-Z]{1,3}\d+,.*", parts[0]):
                for part in parts:
                    if cell := re.fullmatch(r"([A-Z]{1,3})(\d+),(.*)", part):
                        self.cells.setdefault((sheet, int(cell[2])), {})[cell[1]] = cell[3]
            else:
                for name, _, row in _PLACE.findall(line):
                    self.places.append((_fold(parts[0]), name.strip("'"), int(row)))

    def reply(self) -> dict[str, Any]:
        """The next steps, or the answer."""
        asked = self.question.removeprefix("What is the ").removesuffix("?")
        if found := re.fullmatch(r"largest (.*) on (.*)", asked):
            return self._answer(f"=MAX({self._column(found[2], found[1])})", [])
        total = re.fullmatch(r"sum of (.*) on (.*) of the (.*) of \"(.*)\"", asked)
        if total:
            return self._follow([total[3]], total[4], total)
        path = asked.partition(' of "')
        return self._follow(
            [step.removeprefix("the ") for step in path[0].split(" of ")][::-1], path[2].strip('"'), None
        )

    def _follow(self, path: list[str], entity: str, total: re.Match[str] | None) -> dict[str, Any]:
        """From the entity along the columns named, each value the key of the next."""
        value, cites = entity, []
        for i, wanted in enumerate(path):
            at = self._row(value, wanted, exact=i > 0)
            if at is None:
                if _fold(value) in self.sought:
                    return _NOTHING | {"answer": "It is not there."}
                return _NOTHING | {"steps": [{"do": "find", "sheet": "", "what": value}]}
            sheet, row = at
            col = self.columns[sheet][_fold(wanted)]
            if (sheet, row) not in self.cells or col not in self.cells[sheet, row]:
                return _NOTHING | {
                    "steps": [
                        {
                            "do": "read",
                            "sheet": sheet,
                            "what": f"A{row}:{column_letters(len(self.columns[sheet]))}{row}",
                        }
                    ]
                }
            value = str(parse_literal(self.cells[sheet, row][col]))
            cites.append({"cell": f"'{sheet}'!{col}{row}", "value": self.cells[sheet, row][col]})
        if total is None:
            return self._answer("=" + cites[-1]["cell"], cites)
        units, keys = self._column(total[2], total[1]), self._column(total[2], total[3])
        return self._answer(f"=SUMIFS({units},{keys},{cites[-1]['cell']})", cites)

    def _row(self, value: str, wanted: str, exact: bool) -> tuple[str, int] | None:
        """A row that holds the value, on a sheet that has the column wanted."""
        key = _fold(value)
        fits = [sheet for sheet, heads in self.columns.items() if _fold(wanted) in heads]
        for (sheet, row), held in self.cells.items():
            if sheet in fits and any(_fold(text) == key for text in held.values()):
                return sheet, row
        found = [(text, sheet, row) for text, sheet, row in self.places if sheet in fits]
        near = [(sheet, row) for text, sheet, row in found if text == key]
        if not near and not exact and key in self.sought and found:
            like = max(found, key=lambda place: difflib.SequenceMatcher(None, place[0], key).ratio())
            near = [like[1:]]
        return near[0] if near else None

    def _column(self, sheet: str, header: str) -> str:
        name = next(known for known in self.columns if _fold(known) == _fold(sheet))
        col, (top, bottom) = self.columns[name][_fold(header)], self.areas[name]
        return f"'{name}'!{col}{top + 1}:{col}{bottom}"

    @staticmethod
    def _answer(formula: str, cites: list[dict[str, str]]) -> dict[str, Any]:
        return _NOTHING | {"kind": "value", "formulas": [formula], "answer": "It is {result}.", "cells": cites[-1:]}
