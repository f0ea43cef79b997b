"""Inference of sorts: over a formula's tree, from the cells it names to the number format its result is shown by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

import numpy as np

from ..formulas import Reference
from ..formulas.signatures import PASSERS
from ..formulas.tree import Call, Cells, Constant, Node, Operation, Signed
from ..grid import CellRange
from ..literals import Value
from ..sheet import Kind, Sheet
from .cells import Scope
from .sorts import FREE, MASK, PLAIN, Form, Known, Sort, alike, cell_sort, minus, plus, product, span, spread, total
from .typed import Rows

Formats = tuple[tuple[str, ...], ...]
"""A number format for each value; "" where nothing is known."""

_KINDS = [Kind.NUMBER, Kind.DATE, Kind.TIME]
_HOURS = {"24", "1440", "86400"}  # of a day: hours, minutes, seconds
_PER_DAY = Sort((("day", -1),))
_PICKING = PASSERS | {"SUMIF", "SUMIFS"}  # which serve as lookups too

# By law, and by which arguments bear it (as a slice; the first where there is none such): the functions of that law.
# alike: one of them, or an average or estimate of them. sum, product, spread: as they say. Any other function counts,
# compares or tells a part of something: a plain number.
_LAWS_TEXT = """
alike 0: AVERAGE AVERAGEA GEOMEAN HARMEAN HSTACK MAX MAXA MEDIAN MIN MINA MODE MODE.MULT MODE.SNGL VSTACK
alike 0:1 ABS AVERAGEIFS CEILING CEILING.MATH CEILING.PRECISE CHOOSECOLS CHOOSEROWS DAVERAGE DGET DMAX DMIN DROP EVEN
alike 0:1 EXPAND FILTER FLOOR FLOOR.MATH FLOOR.PRECISE FVSCHEDULE GROWTH INDEX INT INTERCEPT ISO.CEILING LARGE MAXIFS
alike 0:1 MINIFS MROUND N ODD PERCENTILE PERCENTILE.EXC PERCENTILE.INC QUARTILE QUARTILE.EXC QUARTILE.INC ROUND
alike 0:1 ROUNDDOWN ROUNDUP SMALL SORT SORTBY TAKE TOCOL TOROW TRANSPOSE TREND TRIMMEAN TRUNC UNIQUE WRAPCOLS WRAPROWS
alike 0:2 DB DDB IFERROR IFNA SLN SYD VDB
alike 1: CHOOSE NPV
alike 1:2 FORECAST FORECAST.LINEAR HLOOKUP VLOOKUP XNPV
alike 1:3 IF
alike 1::2 IFS
alike 2: PMT
alike 2:3 AVERAGEIF CUMIPMT CUMPRINC
alike 2:4 FV PV XLOOKUP
alike 2::2 SWITCH
alike 3: IPMT PPMT
alike -1: LOOKUP
sum 0: SUM
sum 0:1 DSUM SUMIFS
sum 2:3 SUMIF
product 0: MMULT SUMPRODUCT
spread 0: AVEDEV STDEV STDEV.P STDEV.S STDEVA STDEVP STDEVPA
spread 0:1 DSTDEV DSTDEVP STEYX
moment 0:1 DATE DATEVALUE EDATE EOMONTH WORKDAY WORKDAY.INTL
clock 0:1 TIME TIMEVALUE
rest 0:1 MOD
mask 0:1 AND ISBLANK ISERR ISERROR ISEVEN ISLOGICAL ISNA ISNONTEXT ISNUMBER ISODD ISTEXT NOT OR SIGN XOR
"""


class _Law(NamedTuple):
    name: str
    bearing: slice


def _laws() -> Mapping[str, _Law]:
    lines = [line.split() for line in _LAWS_TEXT.strip().splitlines()]
    cuts = {cut: slice(*(int(end) if end else None for end in cut.split(":"))) for _, cut, *_ in lines}
    return {name: _Law(law, cuts[cut]) for law, cut, *names in lines for name in names}


_LAWS = _laws()


@dataclass(frozen=True, slots=True)
class Inference:
    """The sorts of one formula's nodes. ``area`` gives the sort that the cells of a reference share."""

    area: Callable[[Cells], Known]

    def sort(self, node: Node | None) -> Known:
        """The sort of a node.

        Args:
            node: a tree, or None for an argument left out.

        Returns:
            Its sort with the number format to show it by; None where its numbers are of no one sort.
        """
        match node:
            case None | Constant():
                return FREE
            case Cells():
                return self.area(node)
            case Signed("%", operand):
                return product(self.sort(operand), FREE)
            case Signed(_, operand):
                one = self.sort(operand)
                return None if one is not None and one.form is Form.MOMENT else one
            case Operation(operands, operators):
                return self._chain(operands, operators)
        return self._call(node)

    def _chain(self, operands: tuple[Node, ...], operators: tuple[str, ...]) -> Known:
        sort = self.sort(operands[0])
        for sign, operand in zip(operators, operands[1:], strict=True):
            other = self.sort(operand)
            match sign:
                case "+":
                    sort = plus(sort, other)
                case "-":
                    sort = minus(sort, other)
                case "*" | "/":
                    power = 1 if sign == "*" else -1
                    sort, other = _by_hours(sort, operands[0], other, operand, power)
                    sort = product(sort, other, power)
                case "^":
                    sort = PLAIN if sort is not None and not sort.units else None
                case "&":
                    sort = FREE
                case _:
                    sort = MASK
        return sort

    def _call(self, node: Call) -> Known:
        law = _LAWS.get(node.name)
        if law is None:
            return PLAIN
        node = narrowed(node)
        bearing = [self.sort(one) for one in node.arguments[law.bearing] or node.arguments[:1]]
        match law.name:
            case "product":
                factors: Known = MASK
                for one in bearing:
                    factors = product(factors, one)
                return total(factors)
            case "mask":
                return MASK
            case "clock":
                return cell_sort("", Kind.TIME)
        one = alike(bearing)
        match law.name:
            case "sum":
                return total(one)
            case "spread":
                return spread(one)
            case "moment":
                return one if one is not None and one.form is Form.MOMENT else cell_sort("", Kind.DATE)
            case "rest" if one is not None and one.form is Form.MOMENT:
                return cell_sort("", Kind.TIME)
        return one


def _by_hours(a: Known, left: Node, b: Known, right: Node, power: int) -> tuple[Known, Known]:
    """24, written beside a length of time, is 24 hours a day: the product counts hours."""
    if a is not None and ("day", power) in a.units and isinstance(right, Constant) and right.text in _HOURS:
        return a, _PER_DAY
    if b is not None and ("day", 1) in b.units and isinstance(left, Constant) and left.text in _HOURS and power > 0:
        return product(a, _PER_DAY), b
    return a, b


def narrowed(node: Call) -> Call:
    """A lookup in a block with the line that it counts off in digits: column 3 of VLOOKUP, as cells of their own."""
    at = {"VLOOKUP": (1, None, 2), "HLOOKUP": (1, 2, None), "INDEX": (0, 1, 2)}.get(node.name)
    block = node.arguments[at[0]] if at and len(node.arguments) > at[0] else None
    if at is None or not isinstance(block, Cells):
        return node
    area = block.reference.range
    row, col = (_counted(node, place) for place in at[1:])
    top, bottom = (area.top + row - 1,) * 2 if 0 < row <= area.shape[0] else (area.top, area.bottom)
    left, right = (area.left + col - 1,) * 2 if 0 < col <= area.shape[1] else (area.left, area.right)
    line = Cells(replace(block.reference, range=CellRange(top, left, bottom, right)))
    return replace(node, arguments=(*node.arguments[: at[0]], line, *node.arguments[at[0] + 1 :]))


def _counted(node: Call, place: int | None) -> int:
    one = node.arguments[place] if place is not None and place < len(node.arguments) else None
    return int(one.text) if isinstance(one, Constant) and one.text.isdecimal() else 0


class Sorting:
    """The number formats of one formula's values, from the cells it reads."""

    def __init__(self, node: Node, scope: Scope) -> None:
        self._node = node
        self._sheets = {reference.sheet: scope.of(reference) for reference in scope.references}
        self.sort = Inference(lambda cells: alike(_sorts(*self._cells(cells.reference)))).sort(node)

    def formats(self, rows: Rows) -> Formats:
        """A number format for each value. What is picked from cells of several formats is shown as those that hold it.

        Args:
            rows: the values the formula comes to.

        Returns:
            As many formats, in the same rows; "" for texts and where nothing is known.
        """
        by_value = self._by_value({(type(value), value) for row in rows for value in row if value is not None})
        return tuple(tuple(self._format(value, by_value) for value in row) for row in rows)

    def _format(self, value: Value | None, by_value: Mapping[tuple[type, Value], set[str]]) -> str:
        if value is None or isinstance(value, str | bool):
            return ""
        picked = by_value.get((type(value), value), set())
        if picked:
            return next(iter(picked)) if len(picked) == 1 else ""
        if self.sort is None or (self.sort.form is Form.MOMENT) != isinstance(value, datetime):
            return ""
        beyond = isinstance(value, float) and not 0 <= value < 1
        return (span(self.sort) if beyond else self.sort).format

    def _by_value(self, wanted: set[tuple[type, Value]]) -> Mapping[tuple[type, Value], set[str]]:
        """The formats of the cells that a result may have been picked from, where those have several, by value."""
        formats_by_value: dict[tuple[type, Value], set[str]] = {}
        for cells in _picked_from(self._node):
            sheet, at = self._cells(cells.reference)
            if len(_sorts(sheet, at)) < 2:
                continue
            for value, number_format in zip(sheet.values[at].tolist(), sheet.formats[at].tolist(), strict=True):
                if (type(value), value) in wanted:
                    formats_by_value.setdefault((type(value), value), set()).add(sheet.format_strings[number_format])
        return formats_by_value

    def _cells(self, reference: Reference) -> tuple[Sheet, np.ndarray[tuple[int], np.dtype[np.intp]]]:
        """A reference's sheet, and where its numbers, dates and times stand in it."""
        sheet = self._sheets[reference.sheet]
        return sheet, np.flatnonzero(sheet.inside(reference.range) & np.isin(sheet.kinds, _KINDS))


def _sorts(sheet: Sheet, at: np.ndarray[tuple[int], np.dtype[np.intp]]) -> list[Known]:
    """The sorts of cells, the commonest first."""
    counts = np.bincount(sheet.formats[at].astype(np.int64) * len(Kind) + sheet.kinds[at])
    pairs = [divmod(pair, len(Kind)) for pair in np.argsort(-counts, kind="stable").tolist() if counts[pair]]
    return [cell_sort(sheet.format_strings[number_format], Kind(kind)) for number_format, kind in pairs]


def _picked_from(node: Node | None) -> Iterator[Cells]:
    """The cells that a result may be one of."""
    if isinstance(node, Cells):
        yield node
    if isinstance(node, Call) and node.name in _PICKING and (law := _LAWS.get(node.name)):
        for one in narrowed(node).arguments[law.bearing] or node.arguments[:1]:
            yield from _picked_from(one)
