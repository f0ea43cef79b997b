"""Criteria over random columns: each is made from a meaning and a spelling of it, and finds what the meaning says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.literals import CellError, Value
from sheetllm_xl.sheet import Cell, Sheet

from .table import same

WORK = IronCalculator()
Meaning = Callable[[Value | None], bool]


class Criterion(NamedTuple):
    """A criterion's text and which cells it is meant to find."""

    text: str
    meaning: Meaning


WORDS = ["North", "north", "nor", "South", "a*b", "a?b", "a~b", "axb", "axyb", "", "10", "010", "TRUE story", "x y"]
numbers = st.integers(-5, 5).map(lambda n: n / 4)
days = st.integers(8, 14).map(lambda n: datetime(2025, 12, 20) + timedelta(days=n))
cells = st.one_of(
    st.none(),
    numbers,
    st.just(10.0),
    st.sampled_from(WORDS),
    st.booleans(),
    days,
    st.sampled_from([CellError.NA, CellError.DIV0]),
)
columns = st.lists(cells, min_size=4, max_size=12)
SIGNS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def serial(cell: Value | None) -> float | None:
    """The number in a cell, if it is one."""
    if isinstance(cell, datetime):
        return float((cell - datetime(1899, 12, 30)).days)
    return cell if type(cell) is float else None


@st.composite
def about_numbers(draw: st.DrawFn, column: list[Value | None]) -> Criterion:
    """Of a number or a day, mostly of the column's, in one of its spellings."""
    own = [cell for cell in column if type(cell) is float]
    number = draw(st.sampled_from(own) if own else numbers | st.just(10.0) | st.integers(-2000, 2000).map(float))
    day = draw(st.sampled_from([cell for cell in column if isinstance(cell, datetime)] or [datetime(2026, 1, 1)]))
    amount, whole = abs(number), Fraction(number)
    sign = "-" if number < 0 else ""
    spellings = [(repr(number), number), (f"{number:e}", number), (f"{number * 100:g}%", number)]
    spellings += [(f"{sign}${amount:,.2f}", number), (f"{number:,}", number)]
    if number < 0:
        spellings += [(f"({amount:,})", number), (f"(${amount:.2f})", number)]
    if whole.denominator > 1:
        part = abs(whole) % 1
        spellings += [(f"{sign}{int(amount)} {part.numerator}/{part.denominator}", number)]
    spelled = (day.strftime(form) for form in ("%Y-%m-%d", "%m/%d/%Y", "%d-%b-%Y", "%B %d, %Y", "%d %b %y", "%Y/%m/%d"))
    spellings += [(text, serial(day) or 0) for text in spelled]
    text, meant = draw(st.sampled_from(spellings))
    sign = draw(st.sampled_from(["", "=", "<>", *SIGNS]))

    def equal(cell: Value | None) -> bool:
        as_number = float(cell) if isinstance(cell, str) and cell.isdecimal() else serial(cell)
        return as_number == meant

    def meaning(cell: Value | None) -> bool:
        if sign in SIGNS:
            found = serial(cell)
            return found is not None and SIGNS[sign](found, meant)
        return equal(cell) != (sign == "<>")

    return Criterion(sign + text, meaning)


PIECES = ["n", "N", "or", "th", "a", "x", "b", "y", " ", "*", "?", "~*", "~?", "~~"]


def matches(pieces: tuple[str, ...], text: str) -> bool:
    """Whether the pieces make up the text, one after the other."""
    if not pieces:
        return text == ""
    first, rest = pieces[0], pieces[1:]
    if first == "*":
        return any(matches(rest, text[at:]) for at in range(len(text) + 1))
    if first == "?":
        return text != "" and matches(rest, text[1:])
    plain = first.removeprefix("~").lower()
    return text.startswith(plain) and matches(rest, text[len(plain) :])


@st.composite
def about_texts(draw: st.DrawFn) -> Criterion:
    """Of texts, by wildcards and without."""
    pieces = tuple(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5)))
    if not "".join(pieces).strip():
        pieces = ("a",)
    sign = draw(st.sampled_from(["", "=", "<>"]))

    def meaning(cell: Value | None) -> bool:
        return (isinstance(cell, str) and matches(pieces, cell.lower())) != (sign == "<>")

    return Criterion(sign + "".join(pieces), meaning)


ABOUT_OTHERS = st.sampled_from(
    [
        Criterion("", lambda cell: cell is None or cell == ""),
        Criterion("=", lambda cell: cell is None),
        Criterion("<>", lambda cell: cell is not None),
        Criterion("TRUE", lambda cell: cell is True),
        Criterion("=false", lambda cell: cell is False),
        Criterion("<>TRUE", lambda cell: cell is not True),
        Criterion("#N/A", lambda cell: cell is CellError.NA),
        Criterion("<>#DIV/0!", lambda cell: cell is not CellError.DIV0),
    ]
)


def criteria(column: list[Value | None]) -> st.SearchStrategy[Criterion]:
    return st.one_of(about_numbers(column), about_texts(), ABOUT_OTHERS)


def sheet_of(*columns: list[Value | None]) -> Sheet:
    found = [
        Cell(row, col, value)
        for col, column in enumerate(columns, 1)
        for row, value in enumerate(column, 1)
        if value is not None
    ]
    return Sheet.of("S", [*found, Cell(99, 9, "end")])


def computed(formula: str, sheet: Sheet) -> Value | None:
    return WORK.evaluate(f'=IF(I99="end",{formula})', [sheet]).rows[0][0]


@given(columns, st.data())
@settings(max_examples=400)
def test_what_a_criterion_finds(column: list[Value | None], data: st.DataObject) -> None:
    criterion = data.draw(criteria(column))
    amounts: list[Value | None] = list(data.draw(st.lists(numbers, min_size=len(column), max_size=len(column))))
    sheet, last = sheet_of(column, amounts), len(column)
    quoted = '"' + criterion.text.replace('"', '""') + '"'
    found = [amount for cell, amount in zip(column, amounts, strict=True) if criterion.meaning(cell)]
    picked = [amount for amount in found if type(amount) is float]
    mean: Value = sum(picked) / len(picked) if picked else CellError.DIV0
    for formula, expected in [
        (f"COUNTIF(A1:A{last},{quoted})", float(len(found))),
        (f"SUMIF(A1:A{last},{quoted},B1:B{last})", float(sum(picked))),
        (f"AVERAGEIF(A1:A{last},{quoted},B1:B{last})", mean),
        (f"MAXIFS(B1:B{last},A1:A{last},{quoted})", max(picked, default=0.0)),
        (f"MINIFS(B1:B{last},A1:A{last},{quoted})", min(picked, default=0.0)),
    ]:
        assert same(computed(formula, sheet), expected), (formula, column)


@given(st.lists(st.tuples(cells, cells), min_size=4, max_size=10), st.data())
@settings(max_examples=100)
def test_what_two_criteria_find(rows: list[tuple[Value | None, Value | None]], data: st.DataObject) -> None:
    one, other = data.draw(criteria([row[0] for row in rows])), data.draw(criteria([row[1] for row in rows]))
    sheet, last = sheet_of([row[0] for row in rows], [row[1] for row in rows]), len(rows)
    texts = ['"' + criterion.text.replace('"', '""') + '"' for criterion in (one, other)]
    expected = float(sum(one.meaning(first) and other.meaning(second) for first, second in rows))
    assert same(computed(f"COUNTIFS(A1:A{last},{texts[0]},B1:B{last},{texts[1]})", sheet), expected)
