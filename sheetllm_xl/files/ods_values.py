"""What a cell of an OpenDocument spreadsheet holds: its value by its type (ODF 1.3 part 3, §19.385), its text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta

from ..literals import CellError, Value, parse_literal
from .dates import dated
from .xml_stream import MAX_TEXT, without_halves

CALCEXT = "calcext:"
"""Begins the name of an attribute of LibreOffice's own namespace; the others go by their local names."""

_NUMBERS = ("float", "percentage", "currency")
_DURATION = re.compile(r"(-?)P(?:(\d{1,7})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,7})M)?(?:(\d{1,7})(?:[.,](\d{1,9}))?S)?)?")
_FORMATS = {"percentage": "0.00%", "date": "yyyy-mm-dd", "time": "hh:mm:ss"}
_LONG_TIME = "[h]:mm:ss"
_DAY_0 = datetime(1899, 12, 30)
_FIRST = datetime(1900, 3, 1)  # from here on Excel and everybody else count alike
_MOST_SPACES = 1 << 10
_PARAGRAPHS = ("p", "h")


class Words:
    """The text of a cell, from the events inside it: paragraphs as lines, runs of spaces spelled as one element.

    At most as much of it as a cell can hold.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._room = MAX_TEXT
        self._open = self._begun = 0  # paragraphs at hand, and all so far

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element of the text begins."""
        if tag in _PARAGRAPHS:
            self._open += 1
            self._begun += 1
            self.add("\n" if self._begun > 1 else "")
        elif tag == "s":
            count = attributes.get("c", "1")
            self.add(" " * min(int(count) if count.isascii() and count.isdigit() else 1, _MOST_SPACES))
        elif tag in ("tab", "line-break"):
            self.add("\t" if tag == "tab" else "\n")

    def end(self, tag: str) -> None:
        """An element of the text ends."""
        self._open -= tag in _PARAGRAPHS

    def add(self, text: str) -> None:
        """Characters; those outside paragraphs are the file's own layout."""
        if self._open and self._room and text:
            self._pieces.append(text[: self._room])
            self._room -= len(self._pieces[-1])

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self._pieces)

    @property
    def is_there(self) -> bool:
        """Whether there is any paragraph, an empty one too."""
        return bool(self._begun)


def value_of(cell: Mapping[str, str], text: str) -> tuple[Value | None, str]:
    """The cell's value, and the number format that its kind needs where its style has none ("" for any).

    LibreOffice says by a type of its own that a cell shows an error; the text is spelled as its user's language has it.
    """
    if cell.get(f"{CALCEXT}value-type") == "error":
        return _error(text) or CellError.UNKNOWN, ""
    kind = cell.get("value-type", "")
    try:
        if kind in _NUMBERS:
            return _number(cell["value"], text), _FORMATS.get(kind, "")
        if kind == "boolean":
            return cell["boolean-value"] == "true", ""
        if kind == "date":
            return _date(cell["date-value"]), _FORMATS[kind]
        if kind == "time":
            return _time(cell["time-value"])
    except (KeyError, ValueError, OverflowError):
        kind = "string"
    if kind != "string" and not cell.get("formula"):
        return None, ""
    shown = cell.get("string-value") or text
    if cell.get("formula") and (error := _error(shown or text)):
        return error, ""
    return without_halves(shown[:MAX_TEXT]) or None, ""


def _number(spelled: str, text: str) -> Value:
    number = float(spelled)
    if error := _error(text):  # LibreOffice keeps 0 beside an error it cannot show
        return error
    return CellError.NUM if number - number != 0 else number


def _error(text: str) -> CellError | None:
    """The error that a text shows; LibreOffice's own go by number.

    >>> _error("#DIV/0!"), _error("Err:522"), _error("North")
    (CellError.DIV0, CellError.UNKNOWN, None)
    """
    if text.startswith("#"):
        value = parse_literal(text)
        return value if isinstance(value, CellError) and value is not CellError.UNCALCULATED else None
    return CellError.UNKNOWN if text.startswith("Err:") and text[4:].isdigit() else None


def _date(spelled: str) -> Value:
    moment = datetime.fromisoformat(spelled.rstrip("Z")).replace(tzinfo=None)
    return moment if moment >= _FIRST else dated((moment - _DAY_0) / timedelta(days=1)) if moment >= _DAY_0 else spelled


def _time(spelled: str) -> tuple[Value, str]:
    """A time of day, or a length of time in days. Raises ValueError.

    >>> _time("PT13H30M00S"), _time("PT47H30M")
    ((datetime.time(13, 30), 'hh:mm:ss'), (1.9791666666666667, '[h]:mm:ss'))
    """
    if not (match := _DURATION.fullmatch(spelled)):
        raise ValueError(spelled)
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:5])
    length = timedelta(days, seconds, 0, 0, minutes, hours) + timedelta(seconds=float(f"0.{match[6] or 0}"))
    if match[1] or length >= timedelta(1):
        return (-1 if match[1] else 1) * (length / timedelta(1)), _LONG_TIME
    return (datetime.min + length).time() if length else time(), _FORMATS["time"]
