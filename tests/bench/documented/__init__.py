"""Formulas and what Excel gives for them, in the way of the examples of Microsoft's function reference.

A file has sheets, each with its name behind ``##``, its rows, and lines ``formula → result``. A result is a literal,
`` | `` between the cells of a row and `` / `` between rows; ``~0.333`` is a number with the decimals that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import NamedTuple, TypeVar

from sheetllm_xl.calc.cells import serial
from sheetllm_xl.drawing import drawn
from sheetllm_xl.literals import Value, parse_literal
from sheetllm_xl.sheet import Sheet

from ...calc.table import same

T = TypeVar("T")
FOLDER = Path(__file__).parent
Grid = Sequence[Sequence[Value | None]]


class Example(NamedTuple):
    """A formula over a sheet, and its result as it is written."""

    sheet: Sheet
    formula: str
    result: str

    @property
    def cells(self) -> list[list[str]]:
        """The result's cells, each as it is written."""
        return [row.split(" | ") for row in self.result.split(" / ")]


def examples(text: str) -> Iterator[Example]:
    """The examples of a file."""
    for section in text.split("\n## ")[0 if text.startswith("## ") else 1 :]:
        name, *lines = section.removeprefix("## ").split("\n")
        picture = [line.strip().strip("|") for line in lines if line.startswith("|")]
        sheet = drawn("\n".join(picture), name=name.strip())
        for line in lines:
            if line.startswith("="):
                formula, _, result = line.rpartition(" → ")
                yield Example(sheet, formula.strip(), result.strip())


def every_example() -> list[Example]:
    """The examples of all files."""
    files = sorted(FOLDER.glob("*.txt"))
    return [one for path in files for one in examples(path.read_text(encoding="utf-8"))]


def is_right(rows: Grid, example: Example) -> bool:
    """Whether the values are the example's, in their places and of their kinds."""
    expected = example.cells
    if list(map(len, rows)) != list(map(len, expected)):
        return False
    return all(map(_same, _flat(rows), _flat(expected)))


def _flat(rows: Iterable[Iterable[T]]) -> list[T]:
    return [one for row in rows for one in row]


def _same(value: Value | None, written: str) -> bool:
    if written.startswith("~"):
        decimals = len(written.partition(".")[2])
        return type(value) is float and abs(value - float(written[1:])) <= 0.5000001 * 10.0**-decimals
    return same(value, parse_literal(written))


def numbered(value: object) -> object:
    """A value as Excel keeps it: dates and times of day as numbers, errors as their text."""
    return serial(value) if isinstance(value, datetime | time) else value
