"""The cells a formula reads: chosen from the Sheets, and written for the worker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ..display import FormatKind, format_kind
from ..errors import NotComputed
from ..formulas import Reference
from ..formulas.tree import Cells
from ..grid import MAX_COL, MAX_ROW, CellRange, Ref
from ..literals import CellError
from ..sheet import Kind, Sheet

MOST_CELLS = 4_000_000  # filled cells one formula may read
_LARGE = 1_000_000  # cells of a range that is taken to go on below the data
_LONGEST = timedelta(days=60)  # the calendar's 29 February 1900, which was none
DAY_ZERO = datetime(1899, 12, 30)
"""Serial 0. Excel's serials from 1 March 1900 on, in the 1904 system too: dates are loaded as dates, not as numbers."""

Floats = npt.NDArray[np.float64]

# IronCalc reads these as errors; it would take any other for text.
_KNOWN_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#CALC!", "#SPILL!"}
_STAND_IN = "#NULL!"
_TYPES = {kind: number for number, kind in enumerate((float, str, bool, datetime, time, CellError, type(None)))}


def serial(value: datetime | time) -> float:
    """Days since ``DAY_ZERO``; a time of day is a part of a day."""
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86400
    return (value - DAY_ZERO) / timedelta(days=1)


@dataclass(frozen=True)
class Loaded:
    """The filled cells of one sheet that a formula reads, in parallel columns."""

    rows: npt.NDArray[np.int32]
    cols: npt.NDArray[np.int32]
    values: npt.NDArray[np.object_]

    @cached_property
    def _types(self) -> npt.NDArray[np.uint8]:
        return np.fromiter(map(_TYPES.__getitem__, map(type, self.values)), np.uint8, len(self.values))

    def where(self, keep: npt.NDArray[np.bool_]) -> Loaded:
        """The cells where ``keep`` is True."""
        return Loaded(self.rows[keep], self.cols[keep], self.values[keep])

    def of(self, *types: type) -> Loaded:
        """The cells whose values are of those types."""
        return self.where(np.isin(self._types, [_TYPES[one] for one in types]))

    def __iter__(self) -> Iterator[tuple[int, int, Any]]:
        """Each cell as (row, column, value)."""
        return zip(self.rows.tolist(), self.cols.tolist(), self.values, strict=True)

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def nothing(cls) -> Loaded:
        """No cells."""
        return cls(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, object))


class Scope:
    """The sheets a formula may name, and which of their cells it does."""

    def __init__(self, sheets: Sequence[Sheet], references: Sequence[Reference]) -> None:
        self._given = sheets
        self.sheets = tuple(map(_with_lengths, sheets))
        self.references = references
        self._within: dict[Reference, Loaded] = {}
        numbers = {sheet.name.casefold(): number for number, sheet in reversed([*enumerate(sheets)])}
        self._numbers = {r: numbers.get(r.sheet.casefold()) if r.sheet else 0 for r in references}
        self.read = tuple(dict.fromkeys(Ref(self.of(r).name, r.range) for r in references))
        used = [self.of(r).used for r in references]
        self.bottom = max((area.bottom for area in used if area), default=1)
        self.right = max((area.right for area in used if area), default=1)

    def number(self, reference: Reference) -> int:
        """Which of the sheets a reference lies on. Raises NotComputed where there is none of that name."""
        number = self._numbers[reference]
        if number is None or number >= len(self.sheets):
            raise NotComputed(f"There is no sheet “{reference.sheet[:40]}” among those that are asked.")
        return number

    def of(self, reference: Reference) -> Sheet:
        """The sheet a reference lies on."""
        return self.sheets[self.number(reference)]

    def spelled(self, reference: Reference) -> str:
        """A reference for a reader: with its sheet's name where that is not the first."""
        plain = not reference.sheet or self._first(reference.sheet)
        return str(reference.range) if plain else str(Ref(reference.sheet, reference.range))

    def _first(self, name: str) -> bool:
        return name.casefold() == self.sheets[0].name.casefold()

    @property
    def free_column(self) -> int:
        """The first column right of everything that is read. Raises NotComputed near the right edge of the grid."""
        right = max((self.place(Cells(reference), 2)[1].right for reference in self.references), default=1)
        if right > MAX_COL - 2000:
            raise NotComputed("The formula reads too close to the right edge of the sheet.")
        return right + 2

    @property
    def goes_on(self) -> bool:
        """Whether a reference goes on below or beside the data, as A:A does."""
        return any(_open(reference.range) for reference in self.references)

    def place(self, node: Cells, beyond: int = 1) -> tuple[str, CellRange]:
        """Where the engine has a reference's cells. One that goes on ends ``beyond`` lines after the data."""
        area = node.reference.range
        if _open(area):
            bottom = max(area.top, min(area.bottom, self.bottom + beyond))
            right = max(area.left, min(area.right, self.right + beyond))
            area = CellRange(area.top, area.left, bottom, right)
        return f"Cells_{self.number(node.reference)}", area

    @cached_property
    def loaded(self) -> Mapping[int, Loaded]:
        """The filled cells that are read, by the number of their sheet. Raises NotComputed where they are too many."""
        cells_by_sheet = {}
        for number, sheet in enumerate(self.sheets):
            keep = np.zeros(len(sheet), bool)
            for reference in self.references:
                if self.number(reference) == number:
                    _mark(keep, sheet, reference.range)
            self._refuse_unknown(sheet, keep)
            keep &= sheet.filled
            if keep.any():
                cells_by_sheet[number] = Loaded(sheet.rows[keep], sheet.cols[keep], sheet.values[keep])
        total = sum(map(len, cells_by_sheet.values()))
        if total > MOST_CELLS:
            raise NotComputed(f"The formula reads {total:,} filled cells; up to {MOST_CELLS:,} are computed.")
        return cells_by_sheet

    def _refuse_unknown(self, sheet: Sheet, keep: npt.NDArray[np.bool_]) -> None:
        for i in np.flatnonzero(keep & (sheet.kinds == Kind.ERROR)):
            if sheet.values[i] is CellError.UNCALCULATED:
                cell = Ref(sheet.name, CellRange(*[int(sheet.rows[i]), int(sheet.cols[i])] * 2))
                raise NotComputed(f"{cell} holds a formula whose value is not known; let Excel calculate it and save.")

    def within(self, reference: Reference) -> Loaded:
        """The filled cells of one reference, as the sheet has them."""
        if reference not in self._within:
            sheet = self._given[self.number(reference)]
            keep = np.zeros(len(sheet), bool)
            _mark(keep, sheet, reference.range)
            keep &= sheet.filled
            self._within[reference] = Loaded(sheet.rows[keep], sheet.cols[keep], sheet.values[keep])
        return self._within[reference]


def _with_lengths(sheet: Sheet) -> Sheet:
    """The sheet with 24 hours and more that stand in a clock's format (30:30 in h:mm) as numbers, which they are.

    They read as dates of the calendar's first days; a real date of those days is shown as a date.
    """
    clocks = [i for i, text in enumerate(sheet.format_strings) if format_kind(text) is FormatKind.TIME]
    zero = datetime(1904, 1, 1) if sheet.date1904 else datetime(1899, 12, 31)
    dated = np.flatnonzero((sheet.kinds == Kind.DATE) & np.isin(sheet.formats, clocks))
    long = [i for i in dated.tolist() if timedelta() <= sheet.values[i] - zero < _LONGEST]
    if not long:
        return sheet
    values, kinds = sheet.values.copy(), sheet.kinds.copy()
    values[long] = [(sheet.values[i] - zero) / timedelta(days=1) for i in long]
    kinds[long] = Kind.NUMBER
    return replace(sheet, values=values, known=kinds)


def _open(area: CellRange) -> bool:
    return area.bottom == MAX_ROW or area.right == MAX_COL or area.area > _LARGE


def _mark(keep: npt.NDArray[np.bool_], sheet: Sheet, area: CellRange) -> None:
    """The sheet is in row order, so a range's rows are one stretch of it."""
    first, last = np.searchsorted(sheet.rows, [area.top, area.bottom + 1])
    cols = sheet.cols[first:last]
    keep[first:last] |= (cols >= area.left) & (cols <= area.right)


def message(loaded: Mapping[int, Loaded], count: int) -> tuple[list[dict[str, Any]], bytes, dict[str, CellError]]:
    """``count`` sheets as the worker takes them: their part of the header, their bytes, and what #NULL! stands for."""
    headers, blobs = [], []
    stand_ins: dict[str, CellError] = {}
    for number in range(count):
        cells = loaded.get(number) or Loaded.nothing()
        # A formula's text of length 0 is no value of a Sheet, but a text to whoever counts.
        texts, words = cells.of(str, type(None)), dict[str | None, int]()
        places = [words.setdefault(text, len(words)) for text in texts.values]
        numbers, moments, dates = cells.of(float), cells.of(time), cells.of(datetime)
        runs = [*_runs("n", numbers, numbers.values), *_runs("t", texts, places)]
        runs += [*_runs("n", moments, _serials(moments)), *_runs("d", dates, _serials(dates))]
        headers.append(
            {
                "name": f"Cells_{number}",
                "runs": [(kind, col, len(rows)) for kind, col, rows, _ in runs],
                "words": [_sendable(text or "") for text in words],
                "bools": list(cells.of(bool)),
                "errors": [(row, col, _known(error, stand_ins)) for row, col, error in cells.of(CellError)],
            }
        )
        blobs += [rows.tobytes() for _, _, rows, _ in runs]
        blobs += [values.tobytes() for *_, values in runs]
    return headers, b"".join(blobs), stand_ins


def _runs(kind: str, cells: Loaded, values: Any) -> Iterator[tuple[str, int, npt.NDArray[np.int32], Floats]]:
    """The cells column by column: (kind, column, rows, values)."""
    order, values = np.argsort(cells.cols, kind="stable"), np.asarray(values, np.float64)
    cols = cells.cols[order]
    ends = np.flatnonzero(np.diff(cols, append=-1)) + 1
    for begin, end in zip([0, *ends.tolist()], ends.tolist(), strict=False):
        yield kind, int(cols[begin]), cells.rows[order[begin:end]].astype(np.int32), values[order[begin:end]]


def _serials(cells: Loaded) -> list[float]:
    return list(map(serial, cells.values))


def _known(error: CellError, stand_ins: dict[str, CellError]) -> str:
    if str(error) in _KNOWN_ERRORS:
        return str(error)
    stand_ins.setdefault(_STAND_IN, error)
    return _STAND_IN


def _sendable(text: str) -> str:
    """Without lone halves of surrogate pairs, which are no text to the engine."""
    return text.encode("utf-8", "replace").decode("utf-8")
