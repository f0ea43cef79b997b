"""Our display beside SheetJS's tables of what Excel shows: python -m tests.bench.formats --ssf FOLDER

FOLDER is the test/ folder of github.com/SheetJS/ssf, fetched for the run. Rows that a table itself marks as not met by
SSF are counted apart. What differs is printed, with the reason where one is known; nothing that differs counts as
right. Then, how the time grows with a hostile format's length.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sheetllm_xl.display import FormatKind, Unshowable, format_kind, rendered
from sheetllm_xl.literals import Value

REFUSED = "(refused)"
TARGETS = {"general": 0.99, "fraction": 0.99, "comma": 0.99, "exp": 0.99, "oddities": 0.95}

# The built-in formats of ECMA-376 §18.8.30 as an American Excel shows them, by the ids that the tables give
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "m/d/yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip

# Why a row differs, by its format, where it is not Excel's own text that the row gives
REASONS = {
    "[Blue]G3neral": "SSF shows text beside a section for numbers that it refuses",
    'A"TODO"': "Excel puts a minus before text alone, as the table's own row for r has it",
    "\\r": "Excel puts a minus before text alone, as the table's own row for r has it",
    "B2yyyymmdd": "the Hijri calendar is not shown",
    "☃": "SSF refuses a sign that it does not know; Excel quotes it",
}
_SIGN = "a section for negative numbers alone shows no minus of its own, as the rows for -26.1 and -50 have it"


class Row(NamedTuple):
    """One expectation of a table."""

    code: str
    value: Value
    wanted: str
    is_met: bool = True  # by SSF, as the table says


def ours(row: Row) -> str:
    """What we show; a date that Excel fills the cell with # for is empty in the tables."""
    try:
        return rendered(row.value, row.code)
    except Unshowable:
        is_moment = format_kind(row.code) in (FormatKind.DATE, FormatKind.TIME, FormatKind.ELAPSED)
        return "" if is_moment and row.wanted == "" else REFUSED


def _value(value: Any) -> Value:
    return value if isinstance(value, bool | str) else float(value)


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def triples(path: Path) -> Iterator[Row]:
    """general.json, fraction.json: value, format, text."""
    for value, code, text in _json(path):
        yield Row(BUILT_IN[code] if isinstance(code, int) else code, _value(value), text)


def implied(path: Path) -> Iterator[Row]:
    """implied.json: a value and its text under each of the built-in formats."""
    for value, *rest in _json(path):
        pairs = rest[0] if len(rest) == 1 else [rest]
        for pair in pairs:
            if len(pair) == 2 and pair[0] in BUILT_IN:
                yield Row(BUILT_IN[pair[0]], _value(value), pair[1])


def oddities(path: Path) -> Iterator[Row]:
    """oddities.json: a format, its values and texts; a third part is for what SSF does not meet, no text is refused."""
    for code, *cases in _json(path):
        for case in cases:
            text = case[1] if len(case) > 1 else REFUSED
            yield Row(BUILT_IN[code] if isinstance(code, int) else code, _value(case[0]), text, len(case) < 3)


def columns(path: Path) -> Iterator[Row]:
    """comma.tsv, exp.tsv, times.tsv, dates.tsv, cal.tsv: a format a column, a value a row; | marks what SSF misses."""
    header, *lines = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line]
    for line in lines:
        for code, text in zip(header[1:], line[1:], strict=False):
            wanted = re.sub(r"#{255}", "", text)
            yield Row(code, float(line[0]), wanted.replace("|", ""), not wanted.startswith("|"))


def valid(path: Path) -> Iterator[Row]:
    """valid.tsv: formats that take every value; a number that is no date has no text."""
    for code in filter(None, path.read_text("utf-8").splitlines()):
        for value in (0.0, 1.0, 3.45, "foo"):
            found = ours(Row(code, value, ""))
            yield Row(code, value, "some text" if found == REFUSED else found)


def is_date(path: Path) -> Iterator[Row]:
    """is_date.json: whether a format is one of dates or times; compared as words."""
    for code, wanted in _json(path):
        found = format_kind(code) in (FormatKind.DATE, FormatKind.TIME, FormatKind.ELAPSED)
        yield Row(code if found == wanted else f"{code} is {format_kind(code)}", "", "" if found == wanted else "date")


def dates(path: Path) -> Iterator[Row]:
    """date.json: dates of JavaScript and their text."""
    for made, text, _ in _json(path):
        year, month, day = map(int, re.findall(r"\d+", made))
        yield Row("yyyy-mm-dd HH:MM:SS", datetime(year, month + 1, day), text)


TABLES: dict[str, tuple[str, Callable[[Path], Iterator[Row]]]] = {
    "general": ("general.json", triples),
    "fraction": ("fraction.json", triples),
    "comma": ("comma.tsv", columns),
    "exp": ("exp.tsv", columns),
    "oddities": ("oddities.json", oddities),
    "implied": ("implied.json", implied),
    "valid": ("valid.tsv", valid),
    "is_date": ("is_date.json", is_date),
    "date": ("date.json", dates),
    "dates": ("dates.tsv", columns),
    "times": ("times.tsv", columns),
    "cal": ("cal.tsv", columns),
}


def report(name: str, rows: list[Row], longest: int = 12) -> bool:
    """Prints a table's count and what differs; whether it reaches its target."""
    met = [row for row in rows if row.is_met]
    missed = [row for row in met if ours(row) != row.wanted]
    share, target = 1 - len(missed) / max(len(met), 1), TARGETS.get(name)
    aim = f"   target {target:.0%}" if target else ""
    print(f"{name:10}{len(met) - len(missed):6} of {len(met):6}  {share:7.2%}{aim}")
    for row in missed[:longest]:
        reason = REASONS.get(row.code) or (_SIGN if row.value == -25.0 and "General" in row.code else "")
        print(
            f"    {row.value!r} by {row.code!r}: {ours(row)!r}, there {row.wanted!r}"
            + (f" ({reason})" if reason else "")
        )
    if apart := [row for row in rows if not row.is_met]:
        right = sum(ours(row) == row.wanted for row in apart)
        print(f"    rows that SSF itself does not meet: {right} of {len(apart)}")
    return target is None or share >= target


def growth() -> None:
    """Prints the seconds for hostile formats of 64, 128 and 255 characters: to double them doubles the time at most."""
    seeds = ("[", '"', "\\", "_", "*", "[$", "%", "0", "?/", "0,", ";", "h", "[h]", "@", "[<1", "E+0", "General", "m.0")
    for seed in seeds:
        seconds = []
        for length in (64, 128, 255):
            codes = [(seed * length)[: length - 9] + f"{i:09}" for i in range(100)]  # each is parsed, none remembered
            begun = time.perf_counter()
            for code in codes:
                with suppress(Unshowable):
                    rendered(1234.5, code)
            seconds.append((time.perf_counter() - begun) / len(codes))
        print(f"    {seed!r:10}" + "  ".join(f"{each * 1e6:8.0f} µs" for each in seconds))


def main(arguments: list[str]) -> int:
    """0 where every target is reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ssf", type=Path, required=True, help="the test/ folder of SheetJS/ssf")
    folder: Path = parser.parse_args(arguments).ssf
    reached = []
    for name, (file, read) in TABLES.items():
        path = folder / file
        if not path.is_file() or not path.stat().st_size:
            print(f"{name:10}absent: {file}")
            reached.append(name not in TARGETS)
        else:
            reached.append(report(name, list(read(path))))
    print("seconds a format of 64, 128 and 255 characters takes the first time:")
    growth()
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
