"""Criteria as COUNTIF and its kin read them, and those functions; databases' criteria too."""

from __future__ import annotations

import math
import operator
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property
from itertools import chain

from .reading import Unsure, number_in
from .values import DIV0, NUM, VALUE, Error, Grid, Value, first_error, flat, folded, is_number, over

_LONGEST = 255  # characters of a criterion
_OPERATOR = re.compile(r"<=|>=|<>|[<>=]|")
_COMPARE = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge}
_ERROR = re.compile(r"#(?:N/A|[A-Z_]+[!?]|DIV/0!|GETTING_DATA)", re.IGNORECASE)

Test = Callable[[Value], bool]


def criterion(value: Value, begins: bool = False) -> Test:
    """The test that a criterion is of a cell. ``begins``: a bare text is the beginning of what it finds.

    Raises ValueError where Excel's reading is an accident, or not sure.
    """
    if value is None:  # a blank among several criteria
        return _equal(0.0)
    if not isinstance(value, str):
        return _equal(value)
    sign = _OPERATOR.match(value)[0]  # type: ignore[index]
    rest = value[len(sign) :]
    if rest == "":
        if sign in _COMPARE:
            raise ValueError(f"The criterion “{sign}” compares with nothing.")
        return {"": _is_empty, "=": lambda cell: cell is None, "<>": lambda cell: cell is not None}[sign]
    if rest.startswith('"'):
        raise ValueError(f"Quotation marks in the criterion {value[:40]} are not computed here.")
    wanted = _typed(rest)
    if sign in _COMPARE:
        if isinstance(wanted, float):
            return _compared(_COMPARE[sign], wanted)
        raise ValueError(f"“{value[:40]}” depends on the order of texts, which is not computed here.")
    same = _equal(wanted) if not isinstance(wanted, str) else _like(wanted + "*" * (begins and not sign))
    return (lambda cell: not same(cell)) if sign == "<>" else same


def _typed(text: str) -> Value:
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if _ERROR.fullmatch(text):
        return Error(text.upper())
    number = number_in(text)
    return text if number is None else number


def _is_empty(cell: Value) -> bool:
    return cell is None or cell == ""


def _equal(wanted: Value) -> Test:
    if isinstance(wanted, float):
        return lambda cell: _same_number(cell, wanted)
    if isinstance(wanted, bool):
        return lambda cell: _same_truth(cell, wanted)
    return lambda cell: cell == wanted


def _same_truth(cell: Value, wanted: bool) -> bool:
    if isinstance(cell, str) and cell.lower() == str(wanted).lower():
        raise ValueError(f"The criterion {str(wanted).upper()} over texts “{cell}” is not computed here.")
    return cell is wanted


def _same_number(cell: Value, wanted: float) -> bool:
    if isinstance(cell, str):
        return _text_as(cell, wanted)
    if not is_number(cell):
        return False
    _refuse_near(cell, wanted)  # type: ignore[arg-type]
    return cell == wanted


def _text_as(cell: str, wanted: float) -> bool:
    """Digits in a text count as their number; of dates and other forms it is not sure."""
    try:
        number = number_in(cell)
    except Unsure as unsure:
        if unsure.yearless and not (wanted.is_integer() and 36_000 < wanted < 73_000):
            return False
        raise
    if number != wanted:
        return False
    if re.fullmatch(r" *[-+]?\d+(?:\.\d*)? *", cell, re.ASCII) is None:
        raise ValueError(f"Whether the text “{cell[:40]}” counts as the number {wanted:g} is not computed here.")
    return True


def _compared(compare: Callable[[float, float], bool], wanted: float) -> Test:
    def test(cell: Value) -> bool:
        if not is_number(cell):
            return False
        _refuse_near(cell, wanted)  # type: ignore[arg-type]
        return compare(cell, wanted)  # type: ignore[arg-type]

    return test


def _refuse_near(cell: float, wanted: float) -> None:
    """A criterion in a text has 15 digits, a cell 17."""
    if cell != wanted and math.isclose(cell, wanted, rel_tol=1e-14):
        raise ValueError(f"A cell differs from the criterion {wanted:.15g} by a rounding error; use ROUND.")


def pattern(text: str) -> re.Pattern[str]:
    """The texts that wildcards stand for; ``~`` takes a wildcard's or another ``~``'s meaning away."""
    pieces, at = [""], 0
    while at < len(text):
        mark = text[at]
        if mark == "~":
            at += 1
            if text[at : at + 1] not in ("~", "*", "?"):
                raise ValueError(f"A “~” before no wildcard, as in “{text[:40]}”, is not computed here.")
            pieces[-1] += re.escape(text[at])
        elif mark == "*":
            pieces.append("")
        else:
            pieces[-1] += "." if mark == "?" else re.escape(mark.lower())
        at += 1
    # What stands between two stars is taken where it comes first, and not tried again further on.
    between = "".join(f"(?>.*?{piece})" for piece in pieces[1:-1])
    end = ".*" + pieces[-1] if len(pieces) > 1 else ""
    return re.compile(pieces[0] + between + end, re.DOTALL)


def _like(text: str) -> Test:
    if not any(mark in text for mark in "*?~"):
        plain = text.lower()
        return lambda cell: isinstance(cell, str) and cell.lower() == plain
    match = pattern(text).fullmatch
    return lambda cell: isinstance(cell, str) and match(cell.lower()) is not None


Tally = Callable[[list[Value]], Value]


def _numbers(values: Sequence[Value]) -> list[float]:
    return [value for value in values if type(value) is float]


def _mean(values: list[Value]) -> Value:
    numbers = _numbers(values)
    return _finite(sum(numbers) / len(numbers)) if numbers else DIV0


def _total(values: list[Value]) -> Value:
    return _finite(sum(_numbers(values)))


def _finite(number: float) -> Value:
    return float(number) if math.isfinite(number) else NUM


TALLIES: dict[str, Tally] = {
    "SUM": _total,
    "AVERAGE": _mean,
    "MAX": lambda values: max(_numbers(values), default=0.0),
    "MIN": lambda values: min(_numbers(values), default=0.0),
}


class Area:
    """The cells that criteria are tried on, each distinct one once; texts without regard to case."""

    def __init__(self, grid: Grid) -> None:
        self.cells = flat(grid)

    @cached_property
    def places(self) -> dict[Hashable, list[int]]:
        """Where the cells stand, by what they hold."""
        places: dict[Hashable, list[int]] = defaultdict(list)
        for at, key in enumerate(map(folded, self.cells)):
            places[key].append(at)
        return places

    @cached_property
    def values(self) -> dict[Hashable, Value]:
        """What the cells hold, once each."""
        return {key: self.cells[at[0]] for key, at in self.places.items()}

    @cached_property
    def numbers(self) -> list[float]:
        """The numbers, sorted."""
        return sorted(_numbers(list(self.values.values())))

    @cached_property
    def readable(self) -> list[Hashable]:
        """The texts that read as numbers, or may."""
        return [key for key in self.places if isinstance(key, str) and _may_be_number(key)]

    def meeting(self, value: Value) -> set[int]:
        """Where the cells stand that meet a criterion."""
        test = criterion(value)
        met = (self.places[key] for key in self._candidates(value) if test(self.values[key]))
        return set(chain.from_iterable(met))

    def _candidates(self, value: Value) -> Iterable[Hashable]:
        """All, or for one value and no wildcard those alone that may be equal to it."""
        wanted = _typed(value.removeprefix("=")) if isinstance(value, str) and value else value
        if isinstance(wanted, float):
            low, high = sorted((wanted * (1 - 1e-13), wanted * (1 + 1e-13)))
            near = self.numbers[bisect_left(self.numbers, low) : bisect_right(self.numbers, high)]
            return [*near, *self.readable]
        if isinstance(wanted, str) and wanted and not set(wanted) & set("*?~") and wanted[0] not in "<>=":
            return [folded(wanted)] if folded(wanted) in self.places else []
        return self.places


def _may_be_number(text: str) -> bool:
    try:
        return number_in(text) is not None
    except Unsure:
        return True


def _conditional(tally: Tally | None, values: Grid | None, pairs: Sequence[Grid]) -> Grid:
    """The tally of the cells for which all criteria are met; without a tally, how many they are."""
    areas = [Area(grid) for grid in pairs[::2]]
    cells = flat(values) if values is not None else []
    if any(grid == [[None]] for grid in pairs[1::2]):
        raise ValueError("A criterion is empty.")

    def one(*tests: Value) -> Value:
        if any(isinstance(test, str) and len(test) > _LONGEST for test in tests):
            return VALUE
        met = set.intersection(*(area.meeting(test) for area, test in zip(areas, tests, strict=True)))
        if tally is None:
            return float(len(met))
        chosen = [cells[at] for at in sorted(met)]
        return first_error(chosen) or tally(chosen)

    return over(one, *pairs[1::2])


def countifs(*pairs: Grid) -> Grid:
    """COUNTIF and COUNTIFS."""
    return _conditional(None, None, pairs)


def of_one(tally: str) -> Callable[..., Grid]:
    """SUMIF and AVERAGEIF."""
    return lambda area, test, values=None: _conditional(TALLIES[tally], values or area, (area, test))


def of_several(tally: str) -> Callable[..., Grid]:
    """SUMIFS, AVERAGEIFS, MAXIFS and MINIFS."""
    return lambda values, *pairs: _conditional(TALLIES[tally], values, pairs)
