"""Sort: what a number is a number of, as a dimension is in physics, and the algebra of sorts.

A unit is what a number format writes beside the digits: a currency, "kg", and days for lengths of time. Units multiply,
divide and cancel; only like is added to like. Dates and times of day are points: a point less a point is a length.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from ..display import FormatKind, Unshowable, decimals, format_kind
from ..display.codes import parsed
from ..sheet import Kind

Units = tuple[tuple[str, int], ...]
"""Units with their powers, in order: ``(("$", 1), ("day", -1))``. None is ``()``."""

DAYS: Units = (("day", 1),)
_WORDS = ("currency", "text")  # tokens of a format that stand as they are
_CLOCK_PART = re.compile(r'"[^"]*"|\\.|\[[^\[\]]*\]|[_*].|([hms])\1*', re.IGNORECASE)
_HALF_DAYS = re.compile(r"(?<!\s)\s*+(?:AM/PM|A/P)", re.IGNORECASE)


class Form(enum.Enum):
    """How numbers of one unit differ: what may be added to what."""

    NUMBER = "an amount, a length of time or a plain number"
    SHARE = "a percentage"
    CLOCK = "a time of day, which is a point of a day and a part of one"
    MOMENT = "a date, with or without its time"
    FREE = "a number that a formula writes itself, which goes with any"
    MASK = "a yes or a no, which as a factor keeps or drops"


@dataclass(frozen=True, slots=True)
class Sort:
    """``units`` of a number, its ``form``, and the number ``format`` it is shown by ("" is General).

    Where several units or powers are left, none shows it; ``formats`` then has that of each, for when others cancel.
    """

    units: Units = ()
    form: Form = Form.NUMBER
    format: str = ""
    formats: tuple[tuple[str, str], ...] = ()


PLAIN, FREE, MASK = Sort(), Sort(form=Form.FREE), Sort(form=Form.MASK)
Known = Sort | None
"""None: of no one sort, such as euros and dollars together."""


@lru_cache(maxsize=4096)
def cell_sort(number_format: str, kind: Kind) -> Known:
    """The sort of a cell that holds a number, a date or a time.

    >>> cell_sort("#,##0 [$€-407]", Kind.NUMBER).units, cell_sort("[h]:mm", Kind.NUMBER).units
    ((('€', 1),), (('day', 1),))
    """
    shows = format_kind(number_format)
    if kind is Kind.DATE:
        return Sort(DAYS, Form.MOMENT, number_format)
    if shows in (FormatKind.ELAPSED, FormatKind.TIME) or kind is Kind.TIME:
        return Sort(DAYS, Form.NUMBER if shows is FormatKind.ELAPSED else Form.CLOCK, number_format)
    if shows is FormatKind.DATE:  # a number that is no date: negative, or beyond the calendar
        return None
    if shows is FormatKind.PERCENT:
        return Sort((), Form.SHARE, number_format)
    unit = _unit(number_format)
    return Sort(((unit, 1),) if unit else (), Form.NUMBER, number_format)


def _unit(number_format: str) -> str:
    """What a format's first section writes beside the digits; a currency goes before other words."""
    try:
        sections = parsed(number_format).numbers
    except Unshowable:
        return ""
    words = [token.text.strip() for section in sections[:1] for token in section.tokens if token.kind in _WORDS]
    money = [word for word in words if any(unicodedata.category(sign) == "Sc" for sign in word)]
    return next(iter(money or [word for word in words if any(sign.isalpha() or sign in "%‰" for sign in word)]), "")


def product(a: Known, b: Known, power: int = 1) -> Known:
    """``a * b``, or ``a / b`` where ``power`` is -1."""
    if a is None or b is None:
        return None
    if b.form is Form.MASK:
        return a
    if a.form is Form.MASK and power > 0:
        return b
    if Form.MOMENT in (a.form, b.form):
        return None
    powers = dict(a.units)
    for unit, times in b.units:
        powers[unit] = powers.get(unit, 0) + power * times
    units = tuple(sorted((unit, times) for unit, times in powers.items() if times))
    if not units:
        return FREE if a.form is b.form is Form.FREE else PLAIN
    formats = _formats(b) | _formats(a)
    (unit, times), *others = units
    if times == 1 and not others:
        return Sort(units, format=formats.get(unit, ""))
    return Sort(units, formats=tuple(formats.items()))


def _formats(one: Sort) -> dict[str, str]:
    return dict(one.formats) or {unit: span(one).format for unit, _ in one.units}


def plus(a: Known, b: Known) -> Known:
    """``a + b``. A number that is written out goes with any, and so does a plain one; dates take days."""
    if a is None or b is None:
        return None
    if b.form in (Form.FREE, Form.MASK):
        return PLAIN if a.form is b.form is Form.MASK else a
    if a.form in (Form.FREE, Form.MASK):
        return b
    if a.form is b.form is Form.MOMENT:
        return None
    if Form.MOMENT in (a.form, b.form):
        moment, other = (a, b) if a.form is Form.MOMENT else (b, a)
        if other.form is Form.SHARE or other.units not in ((), DAYS):
            return None
        return replace(moment, format="") if other.units else moment
    if a.form is b.form is Form.CLOCK:
        return span(a)
    if a.units == b.units == DAYS:
        return a if a.form is Form.CLOCK else b if b.form is Form.CLOCK else alike([a, b])
    if not a.units or not b.units:
        with_units, other = (a, b) if a.units else (b, a)
        if with_units.units:
            return None if other.form is Form.SHARE else with_units
    return alike([a, b]) if a.form is b.form or a.units else PLAIN


def minus(a: Known, b: Known) -> Known:
    """``a - b``: days between dates, a length between times of day."""
    if a is None or b is None:
        return None
    if b.form is Form.MOMENT:
        return PLAIN if a.form is Form.MOMENT else None
    if b.form is Form.CLOCK and a.form is not Form.MOMENT:
        return span(a if a.units == DAYS else b)
    return plus(a, b)


def alike(sorts: Iterable[Known]) -> Known:
    """The sort of what is one of several, or an average of them; the commonest first, for their formats.

    Plain numbers among money are money: accountants write the sign in the first row and under the line alone.
    """
    every = list(dict.fromkeys(sorts))
    some = [one for one in every if one is not None and one.form not in (Form.FREE, Form.MASK)]
    if None in every or not some:
        return None if None in every else every[0] if every else FREE
    if {one.form for one in some} == {Form.NUMBER, Form.CLOCK}:
        some = [span(one) for one in some]
    if len({one.form for one in some}) > 1:
        return None
    units = {one.units for one in some if one.units}
    if len(units) > 1 or (DAYS in units and any(not one.units for one in some)):
        return None
    if units:
        some = [one for one in some if one.units]
    formats = [one.format for one in some]
    return replace(some[0], format="" if "" in formats else max(formats, key=decimals))


def total(one: Known) -> Known:
    """The sort of a sum: times of day add up to a length of time."""
    return span(one) if one is not None and one.form is Form.CLOCK else one


def spread(one: Known) -> Known:
    """The sort of a distance between values, such as a standard deviation."""
    return minus(one, one) if one is not None and one.form is not Form.FREE else one


def span(one: Sort) -> Sort:
    """A time of day as a length of time, whose hours go on after 24."""
    return replace(one, form=Form.NUMBER, format=_elapsed(one.format)) if one.form is Form.CLOCK else one


def _elapsed(number_format: str) -> str:
    """A clock's format for a length of time.

    >>> _elapsed("hh:mm"), _elapsed("h:mm:ss AM/PM"), _elapsed("mm:ss"), _elapsed("")
    ('[hh]:mm', '[h]:mm:ss', '[mm]:ss', '[h]:mm')
    """
    first = _HALF_DAYS.sub("", number_format.partition(";")[0])
    if re.search(r"\[(?:h+|m+|s+)\]", first, re.IGNORECASE):
        return first
    part = next((match for match in _CLOCK_PART.finditer(first) if match[1]), None)
    return f"{first[: part.start()]}[{part[0]}]{first[part.end() :]}" if part else "[h]:mm"
