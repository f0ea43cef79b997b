"""The document of a prompt: sheet content between two lines that no cell can forge.

Every line of content begins with one ``|`` or with none, the two fences with ``||`` and a mark. The mark is drawn from
the content, so the same sheet gives the same bytes, and it stands nowhere in that content. A literal (``literals``)
holds no raw ``|`` and no line break, so a cell's text stays on one line and can neither begin nor end the document.

What is masked or shown in it changes the prompts of sheets alone that hold such characters, so it is no new VERSION.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from itertools import count

from ..detect import FoundTable
from ..grid import CellRange, column_letters, runs
from ..literals import Value, literal, quoted
from ..sheet import Kind, Sheet
from ..text.secret import count as secrets_in
from ..text.secret import masked
from ..text.unseen import HIDING, IDLE, seen
from .fills import fill_lines

_MARK_DIGITS = 8
NOT_CALCULATED = "(not calculated)"  # a formula whose file holds no value for it
_MOST_LISTED = 40
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")


def fenced(content: str) -> str:
    """``content`` between the fences: keys masked, unseen characters shown as U+FFFD, no line like a fence in it."""
    return enclosed(content, _mark(content))


def enclosed(content: str, mark: str) -> str:
    """``content`` between fences of a given mark, which is taken out of it where it holds it."""
    bare = _seen(content).replace(mark, "\ufffd")
    lines = (
        f" {line}" if line.startswith("||") else line for line in re.split(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", bare)
    )
    return "\n".join((f"||begin {mark}||", *lines, f"||end {mark}||"))


def mark_of(document: str) -> str:
    """The mark of what ``fenced`` gave."""
    return document.partition("\n")[0].removeprefix("||begin ").removesuffix("||")


def _mark(content: str) -> str:
    """The first digits of the content's digest that do not stand in the content."""
    bare = _seen(content)
    drawn = (
        hashlib.sha256(f"{turn}\x1e{bare}".encode("utf-8", "replace")).hexdigest()[:_MARK_DIGITS] for turn in count()
    )
    return next(mark for mark in drawn if mark not in bare)


def _seen(content: str) -> str:
    return seen(masked(content.strip("\n")))


def changes(content: str) -> tuple[str, ...]:
    """What ``fenced`` alters in this content, as sentences for the receipt."""
    sentences = []
    if keys := secrets_in(content):
        sentences.append(f"{keys} API key{'s' * (keys > 1)} found in cells {'were' if keys > 1 else 'was'} masked.")
    if not content.isascii() and HIDING.search(content):
        sentences.append("Invisible characters in cells were sent as \ufffd.")
    if not content.isascii() and IDLE.search(content):
        sentences.append("Soft hyphens and marks without effect in cells were left out.")
    return tuple(sentences)


def cell_lines(sheet: Sheet, area: CellRange) -> dict[int, str]:
    """The filled cells of ``area``, one line a row: ``|B3,North|C3,1200``. Rows without one are left out."""
    pieces: dict[int, list[str]] = {}
    cells = sheet.crop(area)
    for row, col, value, filled in zip(
        cells.rows.tolist(), cells.cols.tolist(), cells.values, cells.filled.tolist(), strict=True
    ):
        if filled:
            spelling = NOT_CALCULATED if value is None else _spelling(value)
            pieces.setdefault(row, []).append(f"{column_letters(col)}{row},{spelling}")
    return {row: f"|{'|'.join(parts)}" for row, parts in pieces.items()}


def _spelling(value: Value) -> str:
    """The literal; a text without a letter is quoted where it has a digit, for its commas look like those of a line."""
    if isinstance(value, str) and not _LETTER.search(value) and _DIGIT.search(value):
        return quoted(value)
    return literal(value, (NOT_CALCULATED,))


def about(sheet: Sheet, table: FoundTable) -> tuple[str, ...]:
    """What a table's cells do not say of themselves: totals, formats, merges, fills, what is hidden and beside."""
    area = table.range
    lines = [f"|sheet {literal(sheet.name)}|table {area}"]
    if totals := row_runs(table.total_rows):
        lines.append(f"|total rows|{totals}")
    if table.total_cols:
        lines.append(f"|total columns|{','.join(map(column_letters, table.total_cols))}")
    if formats := _column_formats(sheet.crop(area)):
        lines.append(f"|number formats|{'|'.join(formats)}")
    if merges := [str(merge) for merge in sheet.merges_in(area)]:
        lines.append(f"|merged cells|{_some(merges)}")
    if rows := row_runs(row for row in sheet.hidden_rows if row in area.rows):
        lines.append(f"|hidden rows|{_some(rows.split(','))}")
    if cols := [column_letters(col) for col in sorted(sheet.hidden_cols) if col in area.cols]:
        lines.append(f"|hidden columns|{_some(cols)}")
    lines += fill_lines(sheet, table)
    for place in (*((table.title,) if table.title else ()), *table.notes):
        if lines_there := cell_lines(sheet, place):
            lines += [f"|beside the table|{place}", *lines_there.values()]
    return tuple(lines)


def _some(items: list[str]) -> str:
    """The first of many, and how many there are besides: a part must have room for cells."""
    more = len(items) - _MOST_LISTED
    return ",".join(items[:_MOST_LISTED]) + (f"|and {more} more" if more > 0 else "")


def _column_formats(cells: Sheet) -> list[str]:
    """``C 0.0%`` for each column whose numbers all have one number format that is not General."""
    found: dict[int, set[int]] = {}
    numbers = cells.kinds == Kind.NUMBER
    for col, number_format in zip(cells.cols[numbers].tolist(), cells.formats[numbers].tolist(), strict=True):
        found.setdefault(col, set()).add(number_format)
    named = ((col, cells.format_strings[min(used)]) for col, used in sorted(found.items()) if len(used) == 1)
    return [f"{column_letters(col)} {literal(text)}" for col, text in named if text]


def row_runs(rows: Iterable[int]) -> str:
    """Row numbers as Excel writes rows: ``3:5,9:9``."""
    return ",".join(f"{first}:{last}" for first, last in runs(rows))
