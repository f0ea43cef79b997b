"""The rules that name a difference between our reading of a cell and another reader's, each checked, not assumed.

A rule holds only where the other value is ours after what the rule says; "" is a difference that no rule names.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Container, Iterable
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from itertools import product
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

from defusedxml.ElementTree import ParseError, fromstring
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError
from sheetllm_xl.sheet import Sheet

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_PREFIX = re.compile(r"_xl(?:fn|ws|udf|pm)\.")
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_NO_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|General', re.IGNORECASE)
_HALF_DAY = re.compile("A/P", re.IGNORECASE)
_MOST = 32_767  # characters of a cell
_MOMENT = timedelta(milliseconds=1)


def ours(value: object) -> object:
    """Another reader's value in our terms: whole numbers, dates without a time; an empty text is no value."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return float(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value


def same(got: object, want: object) -> bool:
    """Whether two values are one, numbers to the last but one digit that a double holds."""
    numbers = isinstance(got, float) and isinstance(want, float)
    return (got == want and isinstance(got, bool) == isinstance(want, bool)) or (
        numbers and math.isclose(got, want, rel_tol=1e-15)  # type: ignore[arg-type]
    )


def refusal_rule(path: Path) -> str:
    """The rule for a file that we refuse and another reader opens."""
    if not is_zipfile(path):
        return ""
    with ZipFile(path) as archive:
        names = [name.lower() for name in archive.namelist()]
        if len(set(names)) < len(names):
            return "of two parts of one name, openpyxl takes the last"
        if b"/office/excel/2006/2" in archive.read("xl/workbook.xml"):
            return "openpyxl opens a trial's workbook, and finds no text in it"
        try:
            fromstring(archive.read("_rels/.rels"))
        except ParseError:
            return "openpyxl does not look at the package's own relationships, which are damaged"
    return ""


def sheet_rule(path: Path, name: str) -> str:
    """The rule for a sheet that only openpyxl counts among the worksheets."""
    with ZipFile(path) as archive:
        book = fromstring(archive.read("xl/workbook.xml"))
        links = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    kinds = {link.get("Id"): link.get("Type", "").rpartition("/")[2] for link in links}
    sheets = [sheet for sheet in book.iter() if sheet.tag.endswith("}sheet") and sheet.get("name") == name]
    found = {kinds.get(value) for sheet in sheets for key, value in sheet.items() if key.endswith("}id")}
    macro = found and found <= {"xlMacrosheet", "xlIntlMacrosheet", "dialogsheet"}
    return "a sheet of macros, or a dialog, is a worksheet to openpyxl" if macro else ""


def filled_by_formulas(cells: Iterable[Any]) -> set[tuple[int, int]]:
    """The places that array formulas and data tables fill, by openpyxl's cells."""
    refs = (CellRange.parse(cell.value.ref) for cell in cells if getattr(cell.value, "ref", None))
    return {place for ref in refs if ref.area <= 100_000 for place in product(ref.rows, ref.cols)}


def value_rule(
    got: Any, want: Any, place: tuple[int, int], other: Any, sheet: Sheet, filled: Container[tuple[int, int]]
) -> str:
    """The rule for a value that openpyxl reads differently; ``other`` is its cell, if it has one.

    ``filled``: the places that array formulas and data tables fill.
    """
    if got is CellError.UNCALCULATED and (place in sheet.formulas or place in filled):
        if want is None:
            return "a formula whose value is not in the file"
        if want == 0:
            return "formulas that all come to 0 or nothing in a file that asks to be calculated"
    if want == "#VALUE!" and getattr(other, "data_type", "") == "e" and isinstance(got, str | CellError):
        return "a rich value is #VALUE! to openpyxl"
    if isinstance(got, CellError) and other is not None:
        unknown = got is CellError.UNKNOWN and want not in {error.value for error in CellError}
        if other.data_type == "e" and (want == got.value or unknown):
            return "an error value is a text to openpyxl"
    if place[0] == 0 and got is None:
        return "Excel has no row 0"
    link = getattr(other, "hyperlink", None)
    if got is None and link is not None and want in (link.location, link.target):
        return "openpyxl fills an empty linked cell with its target"
    if want is None and covered(place, other, sheet):
        return "openpyxl drops what a merge covers"
    if isinstance(got, str) and isinstance(want, str):
        if "_x" in want and got == _ESCAPED.sub(lambda found: chr(int(found[1], 16)), want):
            return "openpyxl leaves _xHHHH_ as it is"
        if got == want[:_MOST]:
            return "a text longer than a cell holds is cut"
    return _time_rule(got, want, place, sheet)


def covered(place: tuple[int, int], other: Any, sheet: Sheet) -> bool:
    """Whether a merge covers the cell, and openpyxl has none there or a mere placeholder."""
    row, col = place
    within = (merge for merge in sheet.merges if merge.top <= row <= merge.bottom and merge.left <= col <= merge.right)
    return (other is None or type(other).__name__ == "MergedCell") and any(
        (merge.top, merge.left) != place for merge in within
    )


def _code(place: tuple[int, int], sheet: Sheet) -> str:
    at = sheet.index(*place)
    return "" if at is None else sheet.format_strings[sheet.formats[at]]


def _is_of_dates(code: str) -> bool:
    return bool(re.search("[dmyhs]", _NO_DATE.sub("", code), re.IGNORECASE))


def _time_rule(got: Any, want: Any, place: tuple[int, int], sheet: Sheet) -> str:
    if isinstance(got, float) and isinstance(want, timedelta):
        seconds = abs(got * 86_400 - want.total_seconds())
        return "a length of time stays its number" if seconds < _MOMENT.total_seconds() else ""
    if isinstance(got, float) and isinstance(want, datetime | clock_time):
        beyond = not 0 <= got < (2_957_004 if sheet.date1904 else 2_958_466)
        if beyond or (int(got) == 60 and not sheet.date1904):
            return "what Excel shows as ##### or as 29 February 1900 stays a number"
        code, calendar = _code(place, sheet), CALENDAR_MAC_1904 if sheet.date1904 else CALENDAR_WINDOWS_1900
        if want == from_excel(got, calendar) and _ELAPSED.search(code):
            return "a length of time stays its number"
        if want == from_excel(got, calendar) and not _is_of_dates(code):
            return "a number whose format the other reader takes for a date's"
    if isinstance(got, datetime) and isinstance(want, float):
        code, calendar = _code(place, sheet), CALENDAR_MAC_1904 if sheet.date1904 else CALENDAR_WINDOWS_1900
        theirs = from_excel(want, calendar)
        if _HALF_DAY.search(code) and not _is_of_dates(code) and abs(got - theirs) < _MOMENT:
            return "a format of nothing but A/P, which is the half of a day, is a number's to openpyxl"
    return ""


def formula_rule(formula: str, written: str, place: tuple[int, int], raw: Any, sheet: Sheet) -> str:
    """The rule for a formula that openpyxl reads differently; both without their equals sign."""
    if formula == _PREFIX.sub("", written):
        return "the prefixes of newer functions are left out"
    if "".join(formula.split()) == "".join(written.split()) and Counter(formula) == Counter(written):
        return "openpyxl moves line ends and blanks in a shared formula"
    if not written and covered(place, raw, sheet):
        return "openpyxl drops what a merge covers"
    return ""


def binary_rule(got: Any, want: Any, place: tuple[int, int], sheet: Sheet) -> str:
    """The rule for a value of a binary workbook that calamine reads differently."""
    if got is CellError.UNCALCULATED and want in (None, 0.0):
        return "formulas that all come to 0 or nothing in a file that does not say it is calculated"
    if isinstance(got, CellError) and want is None:
        return "an error value is nothing to calamine"
    if got is CellError.NUM and isinstance(want, float) and math.isnan(want):
        return "a number that is none is #NUM!"
    if isinstance(got, datetime | clock_time) and isinstance(want, float):
        calendar = CALENDAR_MAC_1904 if sheet.date1904 else CALENDAR_WINDOWS_1900
        if from_excel(want, calendar) == got and _is_of_dates(_code(place, sheet)):
            return "a date whose format calamine takes for none"
    texts = isinstance(got, str) and isinstance(want, str)
    if texts and got == want.replace("\0", ""):
        return "calamine reads a text of two bytes a character as one of one byte"
    if texts and got.encode("cp1252", "replace") == want.encode("latin-1", "replace"):
        return "calamine reads a text as Latin-1"
    return _time_rule(got, want, place, sheet)
