"""Citations: what a reply says of single cells, checked against the sheet by code alone."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, time

from ..display import FormatKind, currency, format_kind, shown
from ..display import decimals as shown_decimals
from ..errors import InputError
from ..grid import CellRange
from ..literals import CellError, Value, literal, quoted
from ..messages.replies import CitedCell
from ..sheet import Sheet
from ..text.numbers import written_number
from ..text.secret import masked
from ..text.words import plain
from .reading import Reading, ref
from .verdict import Citation, Verdict

_SHOWN = 12  # values a citation lists
_SIGNIFICANT = 6  # digits of a General number that a cell of the default width shows
_DECIMAL = (FormatKind.NUMBER, FormatKind.CURRENCY, FormatKind.PERCENT)


def cited(claim: CitedCell, reading: Reading) -> Citation:
    """The citation of a cell and what a reply says it holds. Raises InputError where that is no cell of a sheet."""
    sheet, area = _on(reading, claim.cell)
    citation, claimed = read(area, sheet), claim.value.strip()
    if not citation.checked or (area.area > 1 and not claimed):
        return citation if citation.checked else replace(citation, verdict=Verdict.CONTRADICTED)
    if (sheet.inside(area) & sheet.filled & ~reading.was_read(sheet)).any():
        return _unverified(citation, f"{area} is not among the cells that were read.")
    if area.area > 1:
        return _unverified(citation, f"{area} is several cells; what it is said to hold cannot be checked.")
    if not claimed:
        return _unverified(citation, f"The reply does not say what {area} holds.")
    i = sheet.index(area.top, area.left)
    value = None if i is None else sheet.values[i]
    verdict = agreement(claimed, value, "" if i is None else sheet.format_strings[sheet.formats[i]])
    if verdict is Verdict.UNVERIFIED:
        return _unverified(
            citation, f"{area} holds {literal(value)[:60]}, which {claimed[:60]} rounds further than shown."
        )
    if verdict is Verdict.CONTRADICTED:
        holds = masked(literal(value))[:60] or "nothing"
        return replace(citation, verdict=verdict, problem=f"{area} holds {holds}, not {claimed[:60]}.")
    return citation


def read(area: CellRange, sheet: Sheet) -> Citation:
    """The citation of cells that code has read: verified where they lie on the used range and are not empty."""
    if sheet.used is None or area not in sheet.used:
        outside = f"{area} lies outside the cells in use ({sheet.used or 'none'})."
        return Citation(ref(sheet, area), Verdict.UNVERIFIED, problem=outside)
    mask = sheet.inside(area) & sheet.filled
    if not mask.any():
        return Citation(ref(sheet, area), Verdict.UNVERIFIED, problem=f"{area} is empty.")
    shows = (masked(value) if isinstance(value, str) else value for value in sheet.values[mask][:_SHOWN])
    return Citation(ref(sheet, area), Verdict.VERIFIED, tuple(value for value in shows if value is not None))


def agreement(claim: str, value: Value | None, number_format: str = "") -> Verdict:
    """Whether a claim is what a cell holds: numbers but for display rounding, text but for case and spaces.

    A number may be as coarse as its number format shows it; a General one needs six digits. One that is rounded further
    than that is unverified.

    >>> [str(agreement(claim, 0.12512, "0.0%")) for claim in ("12.5%", "13%", "14%")]
    ['verified', 'unverified', 'contradicted']
    """
    is_formatted = format_kind(number_format) not in (FormatKind.GENERAL, FormatKind.TEXT)
    if (
        isinstance(value, float | datetime | time)
        and is_formatted
        and plain(claim) == plain(shown(value, number_format))
    ):
        return Verdict.VERIFIED
    if isinstance(value, float) and not isinstance(value, bool):
        return _same_number(claim, value, number_format)
    if isinstance(value, bool | CellError):
        same = plain(claim) == plain(literal(value))
    elif isinstance(value, str):
        same = plain(claim) in (plain(value), plain(literal(value)), plain(quoted(value)), plain(masked(value)))
    elif isinstance(value, datetime | time):
        same = _same_moment(claim, value)
    else:
        same = False
    return Verdict.VERIFIED if same else Verdict.CONTRADICTED


def _unverified(citation: Citation, problem: str) -> Citation:
    return replace(citation, verdict=Verdict.UNVERIFIED, problem=problem)


def _on(reading: Reading, text: str) -> tuple[Sheet, CellRange]:
    name, bang, cells = text.strip().strip("[]").rpartition("!")
    name = name[1:-1].replace("''", "'") if len(name) > 2 and name[0] == name[-1] == "'" else name
    sheet = reading.sheet(name)
    if sheet is None or (bang and not name):
        raise InputError(f"{text[:60]} is on another sheet than the one that was read.")
    return sheet, CellRange.parse(cells[:40])


def _same_number(claim: str, value: float, number_format: str) -> Verdict:
    if (read := written_number(claim.replace(currency(number_format), ""))) is None:
        return Verdict.CONTRADICTED
    number, decimals, percent = read
    if math.isclose(number, value, rel_tol=1e-9, abs_tol=1e-12):
        return Verdict.VERIFIED
    if abs(number - value) > 0.5 * 10.0**-decimals / (100 if percent else 1) * (1 + 1e-9):
        return Verdict.CONTRADICTED
    kind = format_kind(number_format)
    if kind in _DECIMAL and (kind is FormatKind.PERCENT) == percent:
        enough = decimals >= shown_decimals(number_format)
    else:
        enough = sum(map(str.isdigit, claim.lstrip("-+$€£¥ 0."))) >= _SIGNIFICANT
    return Verdict.VERIFIED if enough else Verdict.UNVERIFIED


def _same_moment(claim: str, value: datetime | time) -> bool:
    for kind in (datetime, time):
        try:
            if kind.fromisoformat(claim.strip()) == value:
                return True
        except ValueError:
            continue
    return False
