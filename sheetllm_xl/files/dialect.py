"""How a text file spells a table: its encoding, the mark between cells, the mark of decimals."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .limits import Deadline

MARKS = (",", ";", "\t", "|")
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_PIECE = 1 << 20
SAMPLE = 1 << 16  # bytes or characters that are looked at to tell an encoding or a mark
_MOST_ROWS = 500
_CONTROLS = re.compile("[\0-\x08\x0e-\x1f\x7f]")
_BOMS = (  # the longer first: that of UTF-32 begins as that of UTF-16 does
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What programs write that do not write Unicode: the ANSI code pages of Windows, and East Asia's.
# Where several of them give the same text, the first is named.
_CODE_PAGES = ["cp1252", *(f"cp125{n}" for n in (0, 1, 3, 4, 5, 6)), "cp932", "gb18030", "cp949", "big5"]
_FIGURES = re.compile(r"[-+\d., \u00a0\u202f'/:%€$£]+")
_COMMA_GROUPS = re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+")
_POINT_GROUPS = re.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+")
_WITH_COMMA = re.compile(r"[-+]?(?:\d{1,3}(?:[. \u00a0\u202f']\d{3})+|\d+),\d+ ?%?")
_WITH_POINT = re.compile(r"[-+]?(?:\d{1,3}(?:[, \u00a0\u202f']\d{3})+|\d*)\.\d+ ?%?")
_ENOUGH = 3  # different numbers with groups of three digits: that decimals all came in threes is no chance any more


@dataclass(frozen=True, slots=True)
class Dialect:
    """``decimal`` is "." or ","; ``grouped`` says that the other of the two parts thousands."""

    encoding: str
    delimiter: str
    decimal: str = "."
    grouped: bool = False

    def sentence(self) -> str:
        """What was taken for what, for the reader.

        >>> Dialect("cp1252", ";", ",").sentence()
        'Read as text in cp1252, its cells parted by semicolons, its decimals by commas.'
        """
        decimals = ", its decimals by commas" if self.decimal == "," else ""
        marks = _NAMES.get(self.delimiter, repr(self.delimiter))
        return f"Read as text in {self._encoding}, its cells parted by {marks}{decimals}."

    def undecoded(self) -> str:
        """What is said of a file with bytes that the encoding has no characters for."""
        return f"Some of its bytes are no characters in {self._encoding}; they stand as \ufffd."

    @property
    def _encoding(self) -> str:
        return self.encoding.removesuffix("-sig")


def encoding_of(path: Path, deadline: Deadline) -> str:
    """The encoding: as the file's first bytes say, else UTF-8 where all of it is, else the likeliest code page.

    Raises ValueError for what is no text.
    """
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    if b"\0" in head:
        return _wide(head)
    if is_encoded(path, "utf-8", deadline):
        return "utf-8"
    from charset_normalizer import from_bytes

    lines = _foreign(path)
    best = from_bytes(lines, cp_isolation=_CODE_PAGES, enable_fallback=False).best()
    text = str(best) if best else lines.decode(_CODE_PAGES[0], "replace")
    alike = (page for page in _CODE_PAGES if lines.decode(page, "replace") == text)
    return next(alike, best.encoding if best else _CODE_PAGES[0])


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: every other byte of Latin text is 0. Raises ValueError where it is neither."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    if _CONTROLS.search(head[: len(head) // 2 * 2].decode(name, "replace")):
        raise ValueError("no text")
    return name


def is_encoded(path: Path, encoding: str, deadline: Deadline) -> bool:
    """Whether all bytes of the file are characters in that encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                deadline.check()
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _foreign(path: Path) -> bytes:
    """The lines with bytes beyond ASCII: the only ones that say anything about a code page."""
    lines = list[bytes]()
    size = 0
    with path.open("rb") as file:
        while size < SAMPLE and (line := file.readline(SAMPLE)):
            if not line.isascii():
                lines.append(line)
                size += len(line)
    return b"".join(lines)


def delimiter_of(sample: str) -> str:
    """The mark between cells: the one that gives rows of a like width, with cells that are numbers or plain words.

    The product of both, as van den Burg, Nazábal and Sutton measure it (Wrangling messy CSV files, 2019, §3).
    """
    return max(MARKS, key=lambda mark: _consistency(sample, mark))


def _consistency(sample: str, mark: str) -> float:
    try:
        rows = [row for row in csv.reader(sample.splitlines(keepends=True)[:_MOST_ROWS], delimiter=mark) if row]
    except csv.Error:
        return 0.0
    widths = Counter(len(row) for row in rows)
    pattern = sum(count * (width - 1) / width for width, count in widths.items()) / max(len(widths), 1)
    cells = [cell.strip() for row in rows for cell in row]
    return pattern * sum(map(_is_clean, cells)) / max(len(cells), 1)


def _is_clean(cell: str) -> bool:
    """Whether a cell holds none of the marks, but where it is a number."""
    return not any(mark in cell for mark in MARKS) or (bool(_FIGURES.fullmatch(cell)) and any(map(str.isdigit, cell)))


def decimal_of(cells: Iterable[str]) -> tuple[str, bool]:
    """The mark of decimals, and whether the other one parts thousands.

    A number counts that can be read in one way only. ``1,234`` is 1234 or 1.234: thousands where a number with a point
    shows it, or where several of them all have three digits behind each comma; else it stays a text.

    >>> decimal_of(["1,5", "2.000,25"]), decimal_of(["1.5", "1,200"]), decimal_of(["1,234"])
    ((',', True), ('.', True), ('.', False))
    """
    texts = {cell.strip() for cell in cells}
    commas = {text for text in texts if _WITH_COMMA.fullmatch(text)}
    points = {text for text in texts if _WITH_POINT.fullmatch(text)}
    comma_groups = {text for text in texts if _COMMA_GROUPS.fullmatch(text)}
    point_groups = {text for text in texts if _POINT_GROUPS.fullmatch(text)}
    by_comma, by_point = len(commas - comma_groups), len(points - point_groups)
    if by_comma > by_point:
        return ",", True
    several = any(text.count(",") > 1 for text in comma_groups) or len(comma_groups) >= _ENOUGH
    return ".", bool(by_point) or (several and not by_comma)
