"""Dirty data: what stands in the cells a formula reads that may bend its result, counted and with addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from ..formulas import Part
from ..formulas.operands import operands
from ..formulas.tree import Call, counted, nodes
from ..grid import CellRange, column_letters
from ..literals import CellError, Value, literal
from ..sheet import Ints, Kind, Sheet
from ..text.numbers import is_number
from ..text.words import plain
from .compute import ReadArea, Result
from .reading import Reading

_SPACES = re.compile(r"[\u00a0\u202f\u2007]")
_LISTED = 5  # addresses that a note names
_KEYS = {"MATCH": 1, "XMATCH": 1, "XLOOKUP": 1, "VLOOKUP": 1, "LOOKUP": 1}  # the argument that is searched


def dirty_notes(result: Result, reading: Reading) -> tuple[str, ...]:
    """Sentences on numbers kept as text, odd spaces and digits, mixed columns, errors, doubled keys, hidden rows."""
    notes: dict[str, None] = {}
    for term in result.terms:
        calls = [node for node in nodes(term.formula) if isinstance(node, Call)]
        noted = {cells.reference for call in calls for cells in counted(call)}  # by the calculator
        uses = [use for use in operands(term.formula) if use.token.part is Part.REFERENCE]
        for place, use in zip(term.places, uses, strict=True):
            body = _body(place, reading)
            if body is None:
                continue
            for col in body.cols:
                column = CellRange(body.top, col, body.bottom, col)
                notes.update(dict.fromkeys(_column(place, column, term.copied, place.reference in noted)))
            if _KEYS.get(use.function) == use.argument:
                keys = CellRange(body.top, body.left, body.bottom, body.left)
                notes.update(dict.fromkeys(_doubled(place.sheet, keys)))
            notes.update(dict.fromkeys(_hidden(place.sheet, body)))
    return tuple(notes)


def _body(place: ReadArea, reading: Reading) -> CellRange | None:
    """The range without the header rows of its table."""
    table = reading.table_at(place.sheet, place.area)
    top = max(place.area.top, table.body.top) if table else place.area.top
    return CellRange(top, place.area.left, place.area.bottom, place.area.right) if top <= place.area.bottom else None


def _column(place: ReadArea, column: CellRange, copied: bool, is_noted: bool) -> Iterator[str]:
    sheet = place.sheet
    mask = sheet.inside(column) & sheet.filled
    rows, kinds = sheet.rows[mask], sheet.kinds[mask]
    texts = sheet.values[mask & (sheet.kinds == Kind.TEXT)].tolist()
    numeric = {text for text in {*texts} if is_number(text)}
    at = rows[kinds == Kind.TEXT].tolist()
    as_text = [row for row, text in zip(at, texts, strict=True) if text in numeric] if numeric else []
    if as_text and not is_noted and (not copied or len(as_text) < len(rows)):
        yield f"Numbers kept as text, which sums and comparisons pass over: {_where(column, as_text)}."
    odd = [(row, text) for row, text in zip(at, texts, strict=True) if not text.isascii()]
    if spaced := [row for row, text in odd if _SPACES.search(text)]:
        yield f"Texts with non-breaking spaces, which equal no text without them: {_where(column, spaced)}."
    if wide := [row for row, text in odd if _has_wide_digits(text)]:
        yield f"Texts with full-width digits: {_where(column, wide)}."
    errors = rows[kinds == Kind.ERROR].tolist()
    if errors:
        names = sorted({str(value) for value in sheet.values[mask] if isinstance(value, CellError)})
        yield f"Errors ({', '.join(names)}) among the cells: {_where(column, errors)}."
    yield from _mixed(column, rows, kinds, [*as_text, *errors])


def _mixed(column: CellRange, rows: Ints, kinds: npt.NDArray[np.uint8], without: list[int]) -> Iterator[str]:
    """Values of another kind than most of the column's, where they are few; ``without``: rows to leave out."""
    left = ~np.isin(rows, without)
    counts = {Kind(int(kind)): int((kinds[left] == kind).sum()) for kind in dict.fromkeys(kinds[left].tolist())}
    if len(counts) < 2:
        return
    most = max(counts, key=lambda kind: counts[kind])
    others = rows[left & (kinds != most)].tolist()
    if len(others) < counts[most]:
        plural = "calculated values" if most is Kind.BLANK else most.plural
        yield f"Values that are no {plural}, in a column of them: {_where(column, others)}."


def _doubled(sheet: Sheet, keys: CellRange) -> Iterator[str]:
    """Keys that a lookup finds more than once."""
    rows: dict[str, list[int]] = {}
    mask = sheet.inside(keys) & sheet.filled
    for row, value in zip(sheet.rows[mask].tolist(), sheet.values[mask], strict=True):
        rows.setdefault(_key(value), []).append(row)
    doubled = {key: at for key, at in rows.items() if len(at) > 1 and key}
    if doubled:
        at = [row for each in doubled.values() for row in each]
        names = ", ".join(key[:30] for key in list(doubled)[:_LISTED])
        yield f"Keys that stand more than once, of which a lookup takes the first ({names}): {_where(keys, at)}."


def _key(value: Value | None) -> str:
    return plain(value) if isinstance(value, str) else literal(value)


def _hidden(sheet: Sheet, body: CellRange) -> Iterator[str]:
    rows = sorted(sheet.hidden_rows & set(body.rows)) if sheet.hidden_rows else []
    if rows:
        yield f"Hidden rows are counted in: {_where(CellRange(body.top, body.left, body.bottom, body.left), rows)}."
    if cols := sorted(col for col in sheet.hidden_cols if col in body.cols):
        yield f"Hidden columns are read: {', '.join(map(column_letters, cols[:_LISTED]))}."


def _has_wide_digits(text: str) -> bool:
    return any(unicodedata.east_asian_width(letter) == "F" and letter.isdigit() for letter in text)


def _where(column: CellRange, rows: list[int]) -> str:
    letters = column_letters(column.left)
    named = ", ".join(f"{letters}{row}" for row in rows[:_LISTED])
    return f"{len(rows)} ({named}{', …' if len(rows) > _LISTED else ''})"
