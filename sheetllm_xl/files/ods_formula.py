"""Formulas of OpenDocument spreadsheets (OpenFormula, ODF 1.3 part 4, §5) as Excel spells them."""

from __future__ import annotations

import re

from ..formulas import unmarked
from ..grid import quoted

LONGEST_FORMULA = 1 << 15  # characters of one as it is spelled there; Excel's own may have 8,192
_CONSTANTS = ("of:=TRUE()", "of:=FALSE()")  # which is how LibreOffice writes a boolean that somebody typed
_SPELLED = re.compile(r"(of|oooc|msoxl):=(.*+)", re.DOTALL)  # msoxl: as Excel itself writes it into such a file
_PIECE = re.compile(
    r"""(?P<text>"(?:[^"]|"")*+")
    | \[(?P<ref>(?:'(?:[^']|'')*+'|[^\]'"])*+)\]
    | (?P<name>\$\$)?+(?:COM\.MICROSOFT\.|LEGACY\.)?+(?P<word>[^\W\d][\w.]*+)
    | (?P<mark>[;{}|!])
    | (?P<plain>\#[A-Z0-9/]++[!?]?+|[\s\d.,()+\-*/^&=<>:%]++)
    """,
    re.VERBOSE,
)
_SHEET = r"(?:\$?(?P<{0}>'(?:[^']|'')++'|[^\s.'\[\]:#$!]++))?+"
_CELL = r"\.(?P<{0}>\$?[A-Za-z]{{1,3}}\$?[0-9]{{1,7}}|\$?[A-Za-z]{{1,3}}|\$?[0-9]{{1,7}})"
_PLACE = re.compile(
    f"{_SHEET.format('sheet')}{_CELL.format('first')}(?::{_SHEET.format('until')}{_CELL.format('last')})?+"
)
_LOST = re.compile(r"\.?(#REF!)")


def excel_formula(spelled: str) -> str:
    """The formula with its "="; "" for one that Excel has no like for, such as one that reads another file.

    >>> excel_formula("of:=SUM([.B2:.B3];[$'Q1 ''26'.$A$1])"), excel_formula('of:=IF([.A1]>1;"a;b";{1;2|3;4})')
    ("=SUM(B2:B3,'Q1 ''26'!$A$1)", '=IF(A1>1,"a;b",{1,2;3,4})')
    >>> excel_formula("of:=SUM([$Jan.A20:$Mar.A20])"), excel_formula("of:=COM.MICROSOFT.STDEV.S([.A:.A])")
    ('=SUM(Jan:Mar!A20)', '=STDEV.S(A:A)')
    >>> excel_formula("of:=SUM([.A1:.B3]![.B2:.C4])+#REF!"), excel_formula("of:=SUM([.A1]~[.B1])")
    ('=SUM(A1:B3 B2:C4)+#REF!', '')
    >>> excel_formula("of:=['file:///b.ods'#$Sheet1.A1]"), excel_formula("msoxl:=SUM(A1,A2)")
    ('', '=SUM(A1,A2)')
    """
    match = _SPELLED.fullmatch(spelled) if len(spelled) <= LONGEST_FORMULA else None
    if not match or spelled in _CONSTANTS:
        return ""
    if match[1] == "msoxl":
        return f"={match[2]}"
    text, pieces, at, braces = match[2], ["="], 0, 0
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None:
            return ""
        at = piece.end()
        braces += {"{": 1, "}": -1}.get(piece["mark"] or "", 0)
        as_excel = _piece(piece, bool(braces))
        if as_excel is None:
            return ""
        pieces.append(as_excel)
    return unmarked("".join(pieces))


def _piece(piece: re.Match[str], in_braces: bool) -> str | None:
    """A piece as Excel spells it; None where it cannot."""
    if piece["mark"]:
        # Within braces a bar ends a row; outside them an exclamation mark is what two ranges share.
        return {";": ",", "|": ";" if in_braces else None, "!": " "}.get(piece["mark"], piece["mark"])
    if piece["word"]:
        return piece["word"]
    return piece[0] if piece["ref"] is None else _reference(piece["ref"])


def _reference(spelled: str) -> str | None:
    if lost := _LOST.fullmatch(spelled):
        return lost[1]
    place = _PLACE.fullmatch(spelled)
    if not place:
        return None
    first, last = place["first"], place["last"] or ""
    if not last and first.replace("$", "").isalpha():
        return None
    names = [one[1:-1].replace("''", "'") if one[0] == "'" else one for one in (place["sheet"], place["until"]) if one]
    span = list(dict.fromkeys(names))
    spelled_names = list(map(quoted, span))
    prefix = ":".join(spelled_names) if spelled_names == span else quoted(":".join(span))
    cells = first if not last or (last == first and len(span) > 1) else f"{first}:{last}"
    return f"{prefix}!{cells}" if span else cells
