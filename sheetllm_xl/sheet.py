"""Sheet: one sheet as it stood at one moment, in columns. Everything after the host works on this value alone."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import InitVar, dataclass, field, replace
from datetime import datetime, time
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .grid import MAX_COL, CellRange, edges_of, touching
from .literals import CellError, Value, spelled

Ints = npt.NDArray[np.int32]


class Style(enum.IntFlag):
    """What a cell looks like, as a bit set. The indent level (0–15) stands in the bits of INDENT."""

    TOP = 1
    BOTTOM = 2
    LEFT = 4
    RIGHT = 8
    FILL = 16
    BOLD = 32
    ITALIC = 64
    UNDERLINE = 128
    FORMULA = 256
    HIDDEN = 512  # the cell's row or column is hidden
    CENTERED = 1024
    LARGE = 2048  # a larger font than the workbook's normal one
    WRAPPED = 4096
    INDENT = 15 << 16

    @classmethod
    def indent(cls, level: int) -> int:
        """The bits of an indent level."""
        return min(level, 15) << 16


class Kind(enum.IntEnum):
    """What sort of value a cell holds."""

    BLANK = 0
    NUMBER = 1
    TEXT = 2
    BOOL = 3
    DATE = 4
    TIME = 5
    ERROR = 6

    @property
    def plural(self) -> str:
        """What several values of the kind are called."""
        return "booleans" if self is Kind.BOOL else f"{self.name.lower()}s"


_KINDS = dict(zip((type(None), float, str, bool, datetime, time, CellError), Kind, strict=True))


def kinds_of(values: list[Any]) -> npt.NDArray[np.uint8]:
    """The ``Kind`` of each value (uint8)."""
    return np.fromiter(map(_KINDS.__getitem__, map(type, values)), np.uint8, len(values))


class Cell(NamedTuple):
    """One cell, as hosts hand it over and ``Sheet.cells`` gives it back."""

    row: int
    col: int
    value: Value | None = None
    format: str = ""  # number format string; "" is General
    style: int = 0
    fill: str = ""  # RRGGBB; "" is none
    formula: str = ""  # with its leading "="; "" is none


@dataclass(frozen=True, slots=True)
class Table:
    """A ListObject: a table its author declared. ``range`` includes the header and totals rows."""

    name: str
    range: CellRange
    header_rows: int = 1
    total_rows: int = 0


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet's non-empty or styled cells, row-major, in parallel read-only numpy columns of one length.

    ``rows``, ``cols`` (int32, 1-based), ``values`` (object: float, str, bool, datetime, time, CellError, None),
    ``formats`` (index into ``format_strings``; 0 is General), ``styles`` (``Style`` bits), ``fills`` (index into
    ``fill_colors``; 0 is none). ``formulas`` maps (row, col) to text with its "=". ``notes`` are sentences for the
    reader on how the sheet was read, and no part of what it holds. Two sheets are equal when their digests are.
    """

    name: str
    rows: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    cols: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    values: npt.NDArray[np.object_] = field(default_factory=lambda: np.zeros(0, object))
    formats: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    styles: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    fills: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    format_strings: tuple[str, ...] = ("",)
    fill_colors: tuple[str, ...] = ("",)
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merges: tuple[CellRange, ...] = ()
    tables: tuple[Table, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_cols: frozenset[int] = frozenset()
    date1904: bool = False
    notes: tuple[str, ...] = ()
    known: InitVar[npt.NDArray[np.uint8] | None] = None  # the kinds, from who has them already

    def __post_init__(self, known: npt.NDArray[np.uint8] | None) -> None:
        if known is not None:
            known.flags.writeable = False
            self.__dict__["kinds"] = known
        for column in (self.rows, self.cols, self.values, self.formats, self.styles, self.fills):
            if len(column) != len(self.rows):
                raise ValueError("the columns of a Sheet have one length")
            column.flags.writeable = False
        object.__setattr__(self, "formulas", MappingProxyType(dict(self.formulas)))
        object.__setattr__(self, "names", MappingProxyType(dict(self.names)))

    @classmethod
    def of(cls, name: str, cells: Iterable[Cell], **rest: Any) -> Sheet:
        """A sheet from its cells in any order; the last of two cells at one place wins. ``rest``: the other fields.

        Cells that hold nothing and look like nothing are no cells.
        """
        placed = {(cell.row, cell.col): cell for cell in cells if cell[2:] != Cell(1, 1)[2:]}
        ordered = [placed[place] for place in sorted(placed)]
        hidden_rows, hidden_cols = rest.get("hidden_rows", frozenset()), rest.get("hidden_cols", frozenset())
        formats: dict[str, int] = {"": 0}
        fills: dict[str, int] = {"": 0}
        styles = [
            cell.style
            | (Style.FORMULA if cell.formula else 0)
            | (Style.FILL if cell.fill else 0)
            | (Style.HIDDEN if cell.row in hidden_rows or cell.col in hidden_cols else 0)
            for cell in ordered
        ]
        values = np.empty(len(ordered), object)
        values[:] = [float(c.value) if type(c.value) is int else c.value for c in ordered]
        return cls(
            name,
            rows=np.array([cell.row for cell in ordered], np.int32),
            cols=np.array([cell.col for cell in ordered], np.int32),
            values=values,
            formats=np.array([formats.setdefault(cell.format, len(formats)) for cell in ordered], np.int32),
            styles=np.array(styles, np.int32),
            fills=np.array([fills.setdefault(cell.fill, len(fills)) for cell in ordered], np.int32),
            format_strings=tuple(formats),
            fill_colors=tuple(fills),
            formulas={(cell.row, cell.col): cell.formula for cell in ordered if cell.formula},
            **rest,
        )

    def __len__(self) -> int:
        return len(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sheet) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"<Sheet {self.name!r} {self.used or 'empty'}, {int(self.filled.sum())} cells>"

    @cached_property
    def kinds(self) -> npt.NDArray[np.uint8]:
        """The ``Kind`` of each cell."""
        return kinds_of(self.values.tolist())

    @cached_property
    def filled(self) -> npt.NDArray[np.bool_]:
        """True where a cell holds a value or a formula (a formula without a cached value counts)."""
        mask: npt.NDArray[np.bool_] = (self.kinds != Kind.BLANK) | ((self.styles & Style.FORMULA) != 0)
        return mask

    @cached_property
    def used(self) -> CellRange | None:
        """The smallest range that holds every filled cell; None for an empty sheet."""
        rows, cols = self.rows[self.filled], self.cols[self.filled]
        if not len(rows):
            return None
        return CellRange(int(rows[0]), int(cols.min()), int(rows[-1]), int(cols.max()))

    @cached_property
    def _places(self) -> npt.NDArray[np.int64]:
        return self.rows.astype(np.int64) * (MAX_COL + 1) + self.cols

    def index(self, row: int, col: int) -> int | None:
        """Where the cell stands in the columns, or None."""
        place = row * (MAX_COL + 1) + col
        i = int(np.searchsorted(self._places, place))
        return i if i < len(self) and self._places[i] == place else None

    def value(self, row: int, col: int) -> Value | None:
        """What the cell holds."""
        i = self.index(row, col)
        return None if i is None else self.values[i]

    def cells(self) -> Iterator[Cell]:
        """Every cell, row-major."""
        columns = (self.rows.tolist(), self.cols.tolist(), self.values, self.formats, self.styles, self.fills)
        for row, col, value, number_format, style, fill in zip(*columns, strict=True):
            formula = self.formulas.get((row, col), "") if style & Style.FORMULA else ""
            text, color = self.format_strings[number_format], self.fill_colors[fill]
            yield Cell(row, col, value, text, int(style), color, formula)

    def inside(self, area: CellRange) -> npt.NDArray[np.bool_]:
        """True where a cell lies in ``area``."""
        first, end = np.searchsorted(self.rows, (area.top, area.bottom + 1))
        mask = np.zeros(len(self), bool)
        mask[first:end] = (self.cols[first:end] >= area.left) & (self.cols[first:end] <= area.right)
        return mask

    @cached_property
    def merge_edges(self) -> Ints:
        """Top, left, bottom and right of each merge: (merge, 4)."""
        return edges_of(self.merges)

    def merges_in(self, area: CellRange) -> tuple[CellRange, ...]:
        """The merges that share a cell with ``area``."""
        return tuple(self.merges[i] for i in np.flatnonzero(touching(self.merge_edges, area)).tolist())

    def crop(self, area: CellRange) -> Sheet:
        """The part of the sheet in ``area``, at its own addresses."""
        return self.only(self.inside(area), area)

    def only(self, keep: npt.NDArray[np.bool_], area: CellRange | None = None) -> Sheet:
        """The cells where ``keep`` is True; merges and tables only those that touch ``area``, where one is given."""
        if area is None and keep.all():
            return self
        computed = keep & ((self.styles & Style.FORMULA) != 0) if self.formulas else np.zeros(len(self), bool)
        places = zip(self.rows[computed].tolist(), self.cols[computed].tolist(), strict=True)
        return replace(
            self,
            known=self.kinds[keep],
            rows=self.rows[keep],
            cols=self.cols[keep],
            values=self.values[keep],
            formats=self.formats[keep],
            styles=self.styles[keep],
            fills=self.fills[keep],
            formulas={place: self.formulas[place] for place in places if place in self.formulas},
            merges=self.merges if area is None else self.merges_in(area),
            tables=tuple(t for t in self.tables if area is None or t.range & area),
            hidden_rows=frozenset(r for r in self.hidden_rows if area is None or area.top <= r <= area.bottom),
            hidden_cols=frozenset(c for c in self.hidden_cols if area is None or area.left <= c <= area.right),
        )

    @cached_property
    def remembered(self) -> dict[Hashable, Any]:
        """What was worked out from this sheet, for who may need it again: a sheet never changes."""
        return {}

    @cached_property
    def digest(self) -> str:
        """SHA-256 over everything the sheet holds, in hex: the same for the same content, whatever host it came from.

        The order of format strings and colours does not count; the name does.
        """
        digest = hashlib.sha256()

        def add(*parts: object) -> None:
            digest.update("\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass") + b"\x1e")

        add(self.name, self.date1904, sorted(self.hidden_rows), sorted(self.hidden_cols))
        add(*sorted(map(str, self.merges)))
        for table in sorted(self.tables, key=lambda t: t.name):
            add(table.name, table.range, table.header_rows, table.total_rows)
        add(*(f"{name}={target}" for name, target in sorted(self.names.items())))
        for column in (self.rows, self.cols, self.styles):
            digest.update(column.astype("<i4").tobytes())
        add(*spelled(self.values))
        for texts, column in ((self.format_strings, self.formats), (self.fill_colors, self.fills)):
            used = sorted({texts[i] for i in np.unique(column).tolist()})
            ranks = {text: i for i, text in enumerate(used)}
            rank = np.array([ranks.get(text, 0) for text in texts], "<i4")
            add(*used)
            digest.update(rank[column].tobytes())
        add(*(f"{row},{col}{text}" for (row, col), text in sorted(self.formulas.items())))
        return digest.hexdigest()
