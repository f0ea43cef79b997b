"""A reader of prompts that shares no code with their writers: every line of a document must be one that there is, and
say of the workbook what is so.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from sheetllm_xl.sheet import Sheet

BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BEGIN = re.compile(r"\|\|begin ([0-9a-f]{8})\|\|")
_KEY = re.compile(r"sk-ant-[\w-]{4,}", re.IGNORECASE)
_FILLERS = "\ufffd\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_TYPED = re.compile(rf"{_NUMBER}|TRUE|FALSE|#[A-Z/0!?_]+|\d{{4}}-\d\d-\d\d(?: [\d:.]+)?|\d\d:\d\d:\d\d(?:\.\d+)?")
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!", "#BUSY!")
AREA = r"[A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?"
RUNS = r"\d+:\d+(?:,\d+:\d+)*"
SORT = r"(?:numbers|texts(?:, \d+ different)?|booleans|dates|times|errors|formulas|empty)"


class Forged(AssertionError):
    """What a line says that no line may say."""


def documents(text: str) -> tuple[list[str], list[list[str]]]:
    """The lines outside of the documents, each of these as one line ``||``, and the lines of each document."""
    outside: list[str] = []
    found: list[list[str]] = []
    mark = ""
    for line in BREAK.split(text):
        if not mark and (begins := _BEGIN.fullmatch(line)):
            mark = begins[1]
            outside.append("||")
            found.append([])
        elif mark and line == f"||end {mark}||":
            mark = ""
        elif line.startswith("||"):
            raise Forged(f"a fence: {line[:80]!r}")
        elif mark:
            if mark in line:
                raise Forged(f"the mark stands in {line[:80]!r}")
            found[-1].append(line)
        else:
            outside.append(line)
    if mark:
        raise Forged("a document that does not end")
    return outside, found


def plain(text: str) -> str:
    """A text without what a prompt may leave out or mask: unseen characters, Anthropic keys."""
    masked = _KEY.sub("sk-ant-(masked)", text)
    return "".join(
        c
        for c in masked
        if c not in _FILLERS
        and unicodedata.category(c) not in ("Cf", "Cs", "Cn", "Co")
        and not ("\ufe00" <= c <= "\ufe0f" or "\U000e0100" <= c <= "\U000e01ef")
    )


def spelled(field: str) -> tuple[bool, str]:
    """Whether a field is typed (a number, a date, an error …), and its text. Raises Forged for a quote left open."""
    if not field.startswith('"'):
        typed = field in _ERRORS or bool(_TYPED.fullmatch(field) and not field.startswith("#"))
        return typed, field
    try:
        text, end = json.JSONDecoder().raw_decode(field)
    except ValueError:
        raise Forged(f"no text: {field[:80]!r}") from None
    if end != len(field) or not isinstance(text, str):
        raise Forged(f"more than a text: {field[:80]!r}")
    return False, text


def says(field: str, value: Any, cut: int = 0) -> bool:
    """Whether a field spells a value; with ``cut``, its beginning will do once that many characters are there."""
    typed, text = spelled(field)
    if value is None:
        return field == "(not calculated)"
    if isinstance(value, str):
        mine, its = plain(text), plain(value)
        whole = mine == its or (bool(cut) and its.startswith(mine) and (len(field) + 12 >= cut or "(masked)" in mine))
        return whole and not typed
    if isinstance(value, bool):
        return field == str(value).upper()
    if isinstance(value, float):
        return bool(re.fullmatch(_NUMBER, field)) and float(field) == value
    if isinstance(value, datetime | time):
        return field.startswith(str(value)[:8])
    return field == str(value)


def places(area: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The corners of an address, as (row, column)."""
    corners = []
    for corner in area.split(":"):
        letters = re.match("[A-Z]+", corner)[0]
        col = 0
        for letter in letters:
            col = col * 26 + ord(letter) - 64
        corners.append((int(corner[len(letters) :]), col))
    return corners[0], corners[-1]


def within(area: str) -> Iterator[tuple[int, int]]:
    (top, left), (bottom, right) = places(area)
    if (bottom - top + 1) * (right - left + 1) > 10_000:
        raise Forged(f"an area: {area}")
    return ((row, col) for row in range(top, bottom + 1) for col in range(left, right + 1))


class Truth:
    """The workbook as it is: what a line may say of it."""

    def __init__(self, sheets: tuple[Sheet, ...]) -> None:
        self.sheets = sheets
        self.used = sheets[0]
        self.area = ""

    def sheet(self, field: str, quoted: bool = False) -> Sheet:
        """The sheet of that name, which becomes the one that addresses lie on."""
        field = unquoted(field) if quoted else field
        for sheet in self.sheets:
            if says(field, sheet.name):
                self.used = sheet
                return sheet
        raise Forged(f"a sheet: {field[:80]!r}")

    def cells(self, line: str, least: int) -> int:
        """A line of cells below row ``least``; gives its row."""
        last = (least, 1 << 20)
        for field in line[1:].split("|"):
            address, comma, value = field.partition(",")
            if not comma or not re.fullmatch(r"[A-Z]{1,3}\d{1,7}", address):
                raise Forged(f"a cell: {field[:80]!r}")
            place, _ = places(address)
            if place <= last or (place[0] != last[0] and last[1] != 1 << 20):
                raise Forged(f"{address} out of order")
            index = self.used.index(*place)
            held = None if index is None else self.used.values[index]
            mistaken = value == "(not calculated)" and held is not None
            if value != " " and (index is None or mistaken or not says(value, held)):
                raise Forged(f"what {address} holds: {value[:80]!r}")
            if value == " " and held is not None:
                raise Forged(f"{address} as empty")
            last = place
        return last[0]

    def at(self, field: str) -> Any:
        """What the cell of a reference with its sheet's name holds."""
        name, bang, address = spelled(field)[1].rpartition("!")
        if not bang or not re.fullmatch(r"[A-Z]{1,3}\d{1,7}", address):
            raise Forged(f"a reference: {field[:80]!r}")
        found = [sheet for sheet in self.sheets if plain(unquoted(name)) == plain(sheet.name)]
        if not found:
            raise Forged(f"a reference: {field[:80]!r}")
        return found[0].value(*places(address)[0])


def unquoted(name: str) -> str:
    """A sheet's name without the apostrophes that a formula has it in."""
    return name[1:-1].replace("''", "'") if len(name) > 1 and name[0] == name[-1] == "'" else name


def one_of(field: str, *patterns: str) -> None:
    if not any(re.fullmatch(pattern, field) for pattern in patterns):
        raise Forged(f"a field: {field[:80]!r}")
