"""Verification: what a reply claims, held against the sheet by code alone."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import replace
from datetime import datetime, time

from ..errors import InputError
from ..grid import CellRange, Ref, quoted
from ..literals import CellError, Value, literal, parse_literal
from ..sheet import Sheet
from .answer import Citation
from .replies import CitedCell

_SHOWN = 12  # values a citation lists
_SIGNIFICANT = 3  # digits a rounded claim about a General cell must have to count as the same number
_NUMBER = re.compile(r"([-−+(]?)\s*[$€£¥]?\s*([-−]?)(\d[\d., \u00a0\u202f']*)\s*[$€£¥]?\s*(%?)\)?")
_ANY_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")


def cited(claim: CitedCell, sheet: Sheet) -> Citation:
    """The citation of a cell and what a reply says it holds. Raises InputError where that is no cell of it."""
    area = _on(sheet, claim.cell)
    citation, said = read(area, sheet), claim.value.strip()
    if not citation.checked or (area.area > 1 and not said):
        return citation
    if area.area > 1:
        problem = f"{area} is several cells; what it is said to hold cannot be checked."
    elif not said:
        problem = f"The reply does not say what {area} holds."
    else:
        i = sheet.index(area.top, area.left)
        value = None if i is None else sheet.values[i]
        if agrees(said, value, "" if i is None else sheet.format_strings[sheet.formats[i]]):
            return citation
        problem = f"{area} holds {literal(value)[:60] or 'nothing'}, not {said[:60]}."
    return replace(citation, checked=False, problem=problem)


def read(area: CellRange, sheet: Sheet) -> Citation:
    """The citation of cells that code has read: checked where they lie on the used range and are not empty."""
    ref = Ref(sheet.name, area)
    if sheet.used is None or area not in sheet.used:
        return Citation(ref, False, problem=f"{area} lies outside the cells in use ({sheet.used or 'none'}).")
    held = sheet.inside(area) & sheet.filled
    if not held.any():
        return Citation(ref, False, problem=f"{area} is empty.")
    return Citation(ref, True, tuple(value for value in sheet.values[held][:_SHOWN] if value is not None))


def _on(sheet: Sheet, text: str) -> CellRange:
    name, bang, cells = text.strip().strip("[]").rpartition("!")
    if bang and name.lower() not in (sheet.name.lower(), quoted(sheet.name).lower()):
        raise InputError(f"{text[:60]} is on another sheet than the one that was read.")
    return CellRange.parse(cells[:40])


def agrees(claim: str, value: Value | None, number_format: str = "") -> bool:
    """Whether a claim and a cell are the same: numbers but for display rounding, text but for case and spaces.

    A claim may be as coarse as the cell's number format shows it; for General it needs three digits or equality.

    >>> agrees("12.5%", 0.12512, "0.0%"), agrees("12%", 0.12512, "0.0%"), agrees(" north", "North"), agrees("7", "7")
    (True, False, True, True)
    """
    if isinstance(value, bool | CellError):
        return _plain(claim) == _plain(literal(value))
    if isinstance(value, str):
        return _plain(claim) in (_plain(value), _plain(literal(value)))
    if isinstance(value, datetime | time):
        return _same_moment(claim, value)
    return value is not None and _same_number(claim, value, number_format)


def _same_number(claim: str, value: float, number_format: str) -> bool:
    if (read := _claimed_number(claim)) is None:
        return False
    number, decimals, percent = read
    if math.isclose(number, value, rel_tol=1e-9, abs_tol=1e-12):
        return True
    if abs(number - value) > 0.5 * 10.0**-decimals / (100 if percent else 1) * (1 + 1e-9):
        return False
    shown = re.match(r"[^;.]*[0#?](?:\.([0#?]*))?", number_format)
    if shown and ("%" in number_format) == percent:
        return decimals >= len(shown[1] or "")
    return sum(map(str.isdigit, claim.lstrip("-+$€£¥ 0."))) >= _SIGNIFICANT


def _claimed_number(claim: str) -> tuple[float, int, bool] | None:
    """The number, its decimals, and whether it is a percentage (then already divided by 100)."""
    literally = parse_literal(claim.strip())
    if isinstance(literally, float):
        return literally, len(claim.strip().lower().partition("e")[0].partition(".")[2]), False
    if not (found := _NUMBER.fullmatch(claim.strip())):
        return None
    sign, inner, digits, percent = found.groups()
    digits = re.sub(r"[ \u00a0\u202f']", "", digits)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})*,\d+|\d+,\d{1,2}", digits) and not re.fullmatch(r"\d{1,3}(?:,\d{3})+", digits):
        digits = digits.replace(".", "").replace(",", ".")  # 1.200,50
    digits = digits.replace(",", "")
    if not re.fullmatch(r"\d+(?:\.\d*)?", digits):
        return None
    number = float(digits) / (100 if percent else 1)
    return (-number if sign in ("-", "−", "(") or inner else number), len(digits.partition(".")[2]), bool(percent)


def _same_moment(claim: str, value: datetime | time) -> bool:
    for kind in (datetime, time):
        try:
            if kind.fromisoformat(claim.strip()) == value:
                return True
        except ValueError:
            continue
    return False


def _plain(text: str) -> str:
    kept = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Co"))
    return " ".join(kept.replace("\ufffd", "").casefold().split())


def typed_numbers(sentence: str, known: str) -> tuple[str, ...]:
    """Numbers in the model's sentence that stand neither in the question nor in the cells: typed, not computed."""
    there = {_bare(number) for number in _ANY_NUMBER.findall(known)}
    return tuple(number for number in _ANY_NUMBER.findall(sentence) if _bare(number) not in there)


def _bare(number: str) -> str:
    whole, _, decimals = number.replace(",", "").partition(".")
    return f"{whole.lstrip('0')}.{decimals.rstrip('0')}"
