"""Further targets: binary workbooks, and formulas."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from sheetllm_xl.errors import InputError
from sheetllm_xl.formulas import SharedFormula, moved, parse

from ..files.binaries import brt, cell, compound, font, place, record, row, strings, text, wide, xf, xls, xlsb
from .answer_targets import ANSWERS
from .engine import Target
from .targets import TARGETS, read_file, shape


def _file(suffix: str, made: Callable[[bytes], bytes]) -> Callable[[bytes], Hashable]:
    def run(data: bytes) -> Hashable:
        result, sheets = read_file(made(data), suffix)
        return result, shape(sheets)

    return run


def _formula(data: bytes) -> Hashable:
    formula = data.decode("utf-8", "replace")
    moved(formula, 3, -2, "Sheet 2")
    try:
        found = parse(formula)
    except InputError as error:
        return str(error)[:40]
    return len(found.functions), len(found.references)


def _shared_formula(data: bytes) -> Hashable:
    return len(SharedFormula(data.decode("utf-8", "replace"), 5, 5).at(900, 3) or "") // 8


_NUMBER = bytes.fromhex("000000000000F03F")
_XLS = xls(
    record(0x203, place(0, 0) + _NUMBER)
    + record(0xFD, place(0, 1) + bytes(4))
    + record(0x27E, place(0, 2) + b"\x0f\0\0\0")
    + record(0xBD, bytes(4) + bytes(12) + b"\1\0")
    + record(0x205, place(1, 0) + b"\x2a\1")
    + record(0x06, place(1, 1) + b"\0\0\0\0\0\0\xff\xff" + bytes(8))
    + record(0x207, text("f"))
    + record(0xE5, b"\1\0" + bytes(8)),
    font() + record(0x41E, b"\xa4\0" + text("0.0%")) + xf() + xf(code=14, fill=1, color=10)
    + strings(text("North"), text("서울"), cut=21),
)  # fmt: skip
_XLSB = (
    row(0) + cell(2, 0, b"\x0f\0\0\0") + cell(5, 1, _NUMBER) + cell(7, 2, bytes(4)) + cell(6, 3, wide("a"))
    + row(1, hidden=True) + cell(4, 0, b"\1") + cell(11, 1, b"\x07") + brt(13, bytes(8)) + brt(176, bytes(16))
    + brt(60, bytes(18)) + brt(19, b"\0" + wide("s")) + brt(44, b"\xa4\0" + wide("0.0%")) + brt(43, bytes(16))
    + brt(45, bytes(16)) + brt(46, bytes(51)) + brt(617) + brt(47, bytes(16)) + brt(618)
)  # fmt: skip
_FORMULAS = (
    b"=SUM(A1:B2)*3+IF(C1>0,\"a\",'It''s'!$D$4)",
    b"=XLOOKUP(1,A:A,3:5)&Table1[[#This Row],[x]]",
    b"={1,2;3,4}+LOG10(Sheet1!A1#)",
)
_WORDS = (b"(", b")", b'"', b"'", b"[", b"]", b"{", b"}", b",", b"!", b":", b"$A$1", b"XFD1048576", b"#REF!", b"1E5")

EVERY = (
    *TARGETS,
    *ANSWERS,
    Target("xls", _file(".xls", bytes), (_XLS,)),
    Target("xlsrecords", _file(".xls", lambda data: compound(data[:50_000])), (_XLS[1536:],)),
    Target("xlsb", _file(".xlsb", lambda data: xlsb(data, styles=data, strings=data)), (_XLSB,)),
    Target("formula", _formula, _FORMULAS, _WORDS),
    Target("shared", _shared_formula, _FORMULAS, _WORDS),
)
BY_NAME = {target.name: target for target in EVERY}
