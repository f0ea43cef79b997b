"""Tools: what an agent may do with a workbook: list, detect, encode, read, describe, compute, ask. None writes.

Each gives lines of text, a page of them at a time; what cells hold is spelled so that it is never more than a value.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .. import app
from ..answers.briefed import briefed
from ..answers.queue import to_error
from ..app import beside, briefings
from ..compress import compress
from ..detect import detect, outside
from ..display import shown
from ..errors import InputError
from ..grid import CellRange, Ref, placed, sheets_listed
from ..literals import literal
from ..retrieve.describe import Column, describe
from ..settings import load
from ..sheet import Sheet
from ..text.secret import masked, masked_in
from ..text.unseen import on_one_line
from .folders import Folders

if TYPE_CHECKING:
    from ..files.file import FileHost

MOST_CHARACTERS = 20_000  # of a page
MOST_TOKENS = 8_000  # of an encoding
_AT_ONCE = 64  # columns cut out of a sheet together, as a look at one goes over all cells of the sheet


class Tools:
    """The tools over some folders. Each raises SheetLLMError with a sentence."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders

    def workbooks(self, page: int = 1) -> str:
        """The workbooks that can be read."""
        return _paged((self._folders.name(path) for path in self._folders), page)

    def detect(self, workbook: str, page: int = 1) -> str:
        """The tables on every sheet of a workbook: range, title, header rows, how sure; and what lies outside them."""
        lines = []
        with app.open_workbook(self._folders.path(workbook)) as host:
            for name in host.sheet_names():
                host.check()
                sheet = host.read(name)
                tables = detect(sheet)
                lines.append(f"sheet {_named(host, name)}: {len(tables)} tables")
                for one in tables:
                    title = literal(one.title_in(sheet))
                    lines.append(f"  {one.range} header rows {one.header_rows}, sure {one.certainty}, title {title}")
                lines += [f"  {left}"] if (left := outside(sheet, tables).sentence()) else []
        return _paged(lines, page)

    def encode(
        self, workbook: str, sheet: str = "", budget: int = MOST_TOKENS, remarks: bool = False, page: int = 1
    ) -> str:
        """A sheet compressed for a model, in at most `budget` tokens (8,000 at most).

        With `remarks`, what stands beside its cells instead, by pages: notes, link targets, lists to choose from, what
        pivots sum up, colours that few cells have.
        """
        with app.open_workbook(self._folders.path(workbook)) as host:
            read = app.chosen_sheet(host, sheet or None)
            if remarks:
                lines = [*beside.lines(host, read)]
                return _paged(lines, page) if lines else "Nothing stands beside the cells of this sheet."
            further = [] if sheet else [_named(host, one) for one in host.sheet_names() if one != read.name]
        encoding = compress(read, count=app.token_counter(), budget=max(100, min(budget, MOST_TOKENS)))
        named = f"sheet {literal(read.name)}; the others: {sheets_listed(further)}"
        return masked("\n".join([*[named] * bool(further), encoding.text.rstrip("\n"), *encoding.given_up]))

    def read(self, workbook: str, cells: str, page: int = 1) -> str:
        """The cells of a range such as Sales!A1:C20, one a line: address, value, what Excel shows, formula."""
        read, area = self._cells(workbook, cells)
        lines = []
        for cell in read.crop(area).cells():
            if cell.value is None and not cell.formula:
                continue
            seen = shown(cell.value, cell.format, read.date1904)
            parts = [f"{CellRange(cell.row, cell.col, cell.row, cell.col)}", literal(cell.value)]
            parts += [f"shown {literal(seen)}"] if seen != literal(cell.value) else []
            parts += [f"formula {literal(cell.formula)}"] if cell.formula else []
            lines.append("|".join(parts))
        return _paged(lines, page) if lines else "These cells are empty."

    def describe(self, workbook: str, cells: str, page: int = 1) -> str:
        """What each column of a range without its header holds: sorts of values, least, largest, sum."""
        read, area = self._cells(workbook, cells)
        within = area & (read.used or area) or area
        wanted = replace(area, left=within.left, right=within.right)
        return _paged((column.line for column in _columns(read, wanted)), page, len(wanted.cols))

    def compute(self, workbook: str, formula: str, page: int = 1) -> str:
        """What an Excel formula over the workbook comes to, such as =SUM(Sales!B2:B9); it is written nowhere.

        First come the cells that were read and what was left out of account, then the values, a line a row.
        """
        with app.open_workbook(self._folders.path(workbook)) as host:
            sheets = [sheet for sheet in map(host.read, host.sheet_names()) if sheet.used]
        computed = app.calculator().evaluate(formula, sheets)
        rows = ["|".join(literal(value) for value in row) for row in computed.rows]
        return _paged([f"read {', '.join(map(str, computed.read))}", *computed.notes, *rows], page)

    def ask(self, workbook: str, question: str, sheet: str = "") -> str:
        """A question to the model that the person has set: answer, state, formula, cited cells, doubts, receipt.

        It costs what the person's settings allow; the same question over the same cells costs once.
        """
        settings, path = load(), self._folders.path(workbook)
        answers = app.answers(lambda: settings)
        with app.open_workbook(path) as host:
            briefing = briefings.sent(host)
            whole = None if sheet else app.whole_workbook(host, map(host.read, host.sheet_names()))
            if whole and len(whole.sheets) > 1:
                asked = answers.workbook_question(whole, question, str(path))
            else:
                asked = answers.question(app.chosen_sheet(host, sheet or None), question, workbook=str(path))
        record = answers.ask(briefed(asked, briefing))
        if error := to_error(record):
            raise error
        cited = [{"cell": one.ref, "verdict": str(one.verdict)} for one in record.citations]
        answer = {"answer": record.text or record.sentence, "state": record.state, "formula": record.formula}
        answer |= {"values": record.shown, "cells": cited, "doubts": record.doubts, "receipt": record.id}  # type: ignore[dict-item]
        return _fitted(masked_in(answer))

    def _cells(self, workbook: str, cells: str) -> tuple[Sheet, CellRange]:
        with app.open_workbook(self._folders.path(workbook)) as host:
            shown = [one for one in host.sheet_names() if one not in host.hidden]
            name, area = placed(cells, shown, workbook, lambda sheet, area: f'cells "{Ref(sheet, area)}"')
            return app.chosen_sheet(host, name), area


def _named(host: FileHost, sheet: str) -> str:
    """A sheet's name, and whether Excel hides it."""
    return literal(sheet) + (f" ({host.hidden[sheet]})" if sheet in host.hidden else "")


def _columns(sheet: Sheet, area: CellRange) -> Iterator[Column]:
    """What each column of ``area`` holds, one after the other."""
    for left in range(area.left, area.right + 1, _AT_ONCE):
        part = replace(area, left=left, right=min(left + _AT_ONCE - 1, area.right))
        cells = sheet.crop(part)
        yield from (describe(cells, replace(part, left=col, right=col)) for col in part.cols)


def _fitted(fields: dict[str, Any]) -> str:
    """The fields as JSON that is no longer than a page: the longest are cut, and ``cut`` names which."""
    while len(text := json.dumps(fields, ensure_ascii=False, default=str)) > MOST_CHARACTERS:
        longest = max(fields, key=lambda name: len(json.dumps(fields[name], ensure_ascii=False, default=str)))
        shorter = fields[longest][: len(fields[longest]) // 2]
        fields = fields | {longest: shorter, "cut": sorted({*fields.get("cut", ()), longest})}
    return text


def _paged(lines: Iterable[str], page: int, count: int | None = None) -> str:
    """A page of whole lines, and where it goes on; where ``count`` says how many there are, none behind it is made.

    Raises InputError for a page that is not there.
    """
    if page < 1:
        raise InputError("Pages are counted from 1.")
    text, number, rest = list[str](), 1, 0
    size = 0
    for at, line in enumerate(lines):
        line = on_one_line(masked(line))[:MOST_CHARACTERS]
        if size and size + len(line) + 1 > MOST_CHARACTERS:
            number, size = number + 1, 0
        size += len(line) + 1
        if number == page:
            text.append(line)
        rest += number > page
        if rest and count is not None:
            rest = count - at
            break
    if page > number:
        raise InputError(f"There is no page {page}; the last one is {number}.")
    more = [f"{rest:,} more lines from page {page + 1} on."] if rest else []
    return "\n".join([*text, *more])
