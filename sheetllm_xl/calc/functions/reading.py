"""Texts that Excel reads as numbers, dates and times, by the conventions of English (United States)."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_MONTH = {name[:size]: at for at, name in enumerate(_MONTHS, 1) for size in (3, len(name))}
_NAME = "(?P<month>" + "|".join(sorted(_MONTH, key=len, reverse=True)) + ")"
_DAY_ZERO = date(1899, 12, 30).toordinal()

_DIGITS = r"(?P<whole>\d{1,3}(?:,\d{3})+|\d*)(?P<part>\.\d*)?(?P<power>e[+-]?\d{1,4})?"
_NUMBER = re.compile(rf"(?P<sign>[+-]?)\$?{_DIGITS}(?P<percent>%?)", re.ASCII)
_IN_PARENTHESES = re.compile(rf"(?P<sign>\()\$?{_DIGITS}(?P<percent>)\)", re.ASCII)
_FRACTION = re.compile(r"([+-]?)(\d{1,9}) (\d{1,9})/(\d{1,9})", re.ASCII)
_DATES = [
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<year>\d{4})([-/])(?P<number>\d{1,2})\2(?P<day>\d{1,2})",
        r"(?P<number>\d{1,2})([-/])(?P<day>\d{1,2})\2(?P<year>\d{4}|\d\d)",
        rf"(?P<day>\d{{1,2}})(?:-|/| ){_NAME}(?:-|/|,? )(?P<year>\d{{4}}|\d\d)",
        rf"{_NAME} (?P<day>\d{{1,2}}), ?(?P<year>\d{{4}}|\d\d)",
        rf"{_NAME}(?:-| )(?P<year>\d{{4}})",
    )
]
_CLOCK = re.compile(r"(\d{1,4}):(\d\d)(?::(\d\d(?:\.\d{1,3})?))?(?: ?([ap])m?)?", re.ASCII)
_HOUR = re.compile(r"(\d{1,2})()() ([ap])m?", re.ASCII)
_YEARLESS = re.compile(
    rf"\d{{1,2}}[-/]\d{{1,2}}|\d{{1,2}}[-/ ]{_NAME}".replace("?P<month>", "?:") + "|" + rf"{_NAME}[-/ ]\d{{1,2}}",
    re.ASCII,
)
_WORDS = re.compile(
    rf"{_NAME}|\bsept\b|"
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)(?:day)?\b|(?<= )[ap]m?\b|(?<=\d)e(?=[-+\d])"
)
_BEGINS = re.compile(rf"[-+$(.%\d€£¥]|{_NAME}|sept|mon|tue|wed|thu|fri|sat|sun")
_MARKS = set("0123456789 .,:/-+$%()€£¥")
_TEXT = re.compile(r"\d+(?:\.\d+){2,}|\d+(?::\d+){3,}|[-+]{2}.*|[\d.]+(?:,? [\d.]+)+|(?>.*?\) ).*", re.ASCII)


class Unsure(ValueError):
    """A text of which it is not sure, or not the same every year, what Excel makes of it. The message is a sentence."""

    def __init__(self, message: str, yearless: bool = False) -> None:
        super().__init__(message)
        self.yearless = yearless


def number_in(text: str) -> float | None:
    """The number that Excel reads in a text, a date as its serial; None where it stays text. Raises Unsure.

    >>> [number_in(text) for text in ("(500)", "$1,234.50", "10%", "1 1/2", "16:48:00", "5-Jan-2024", "Q1")]
    [-500.0, 1234.5, 0.1, 1.5, 0.7, 45296.0, None]
    """
    plain = text.strip(" ").lower()
    if not _BEGINS.match(plain) or not any(mark.isdigit() for mark in plain):
        return None
    for pattern in (_NUMBER, _IN_PARENTHESES):
        if (match := pattern.fullmatch(plain)) and (match["whole"] or match["part"] not in (None, ".")):
            return _number(match)
    if match := _FRACTION.fullmatch(plain):
        sign, whole, over, under = match.groups()
        if int(under):
            return (int(whole) + int(over) / int(under)) * (-1 if sign == "-" else 1)
    moment = moment_in(plain)
    if moment is not None:
        return moment[0] + moment[1]
    if _YEARLESS.fullmatch(plain):
        raise Unsure(f"“{text[:40]}” is a date in the year of today; write its year.", yearless=True)
    if set(_WORDS.sub("", plain)) <= _MARKS and not _is_text(plain):
        raise Unsure(f"It is not sure how Excel reads “{text[:40]}”; write it as a plain number or date.")
    return None


def moment_in(text: str) -> tuple[int, float] | None:
    """The day and the part of a day in a text; None where it is no date or time. Raises Unsure."""
    plain = text.strip(" ").lower()
    day = _day(plain)
    if day is not None:
        return day, 0.0
    clock = _clock(plain)
    if clock is not None:
        return 0, clock
    first, _, rest = plain.partition(":")
    head, _, hour = first.rpartition(" ")
    day, clock = _day(head.strip()), _clock(f"{hour}:{rest}")
    return (day, clock) if day is not None and clock is not None and clock < 1 else None


def _number(match: re.Match[str]) -> float | None:
    """Excel reads 15 digits; what follows them counts as zeros."""
    whole, part = match["whole"].replace(",", ""), (match["part"] or ".")[1:]
    digits = (whole + part).lstrip("0")
    cut = max(0, len(digits) - 15)
    power = int((match["power"] or "e0")[1:]) - len(part) + cut - 2 * bool(match["percent"])
    number = float(f"{digits[:15] or 0}e{power}")
    if number == float("inf"):
        return None
    return -number if match["sign"] in ("-", "(") else number


def _day(plain: str) -> int | None:
    for pattern in _DATES:
        if match := pattern.fullmatch(plain):
            parts = match.groupdict()
            month = int(parts["number"]) if "number" in parts else _MONTH[parts["month"]]
            year = int(parts["year"])
            if len(parts["year"]) == 2:
                year += 2000 if year < 30 else 1900
            return _serial(year, month, int(parts.get("day") or 1))
    return None


def _serial(year: int, month: int, day: int) -> int | None:
    if year < 1900:
        return None
    if year == 1900 and month < 3:  # Excel counts a 29 February 1900, which never was
        raise Unsure("Dates before March 1900 in a text are not computed here.")
    try:
        return date(year, month, day).toordinal() - _DAY_ZERO
    except ValueError:
        return None


def _clock(plain: str) -> float | None:
    match = _CLOCK.fullmatch(plain) or _HOUR.fullmatch(plain)
    if not match:
        return None
    hours, minutes, seconds = int(match[1]), int(match[2] or 0), float(match[3] or 0)
    if minutes > 59 or seconds >= 60 or (match[4] and hours > 12):
        return None
    if match[4]:
        hours = hours % 12 + 12 * (match[4] == "p")
    return (hours * 3600 + minutes * 60 + seconds) / 86400


def _is_text(plain: str) -> bool:
    """Whether digits and marks are neither number nor date: 555-1234, 2019-20, 13/1/2026, 1.2.3, (555) 123-4567."""
    parts = re.split("[-/]", plain)
    if len(parts) == 1 or not all(part.isdigit() for part in parts):
        return _TEXT.fullmatch(plain) is not None
    sizes = sorted(map(len, parts))
    if len(parts) > 3 or 3 in sizes or sizes[-1] > 4:
        return True
    if len(parts) == 3:
        return sizes[-1] == 4
    return sizes[0] == 4 or not 1 <= int(min(parts, key=len)) <= 12
