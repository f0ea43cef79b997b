"""Numbers that lie outside every table, over the ordinary sheets of the corpus: what the detector leaves out.

python -m tests.bench.outside [--list]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sheetllm_xl.detect import FoundTable, detect
from sheetllm_xl.sheet import Kind, Sheet

from .corpus import sheets

FOLDERS = ("general", "qa")
LEAST = 20  # numbers of a sheet that is looked at
MUCH = 0.1  # of its numbers


@dataclass(frozen=True)
class Left:
    """How many tables were found on a sheet, and the share of its numbers that lie outside all of them."""

    where: str
    tables: int
    share: float


def outside(sheet: Sheet, tables: Iterable[FoundTable]) -> float:
    """The share of the sheet's numbers that lie in none of the tables."""
    numbers = sheet.kinds == Kind.NUMBER
    left = numbers.copy()
    for table in tables:
        left &= ~sheet.inside(table.range)
    return float(left.sum() / max(numbers.sum(), 1))


def measured() -> Iterable[Left]:
    """Every sheet with enough numbers."""
    for path, sheet in sheets(*FOLDERS):
        if np.count_nonzero(sheet.kinds == Kind.NUMBER) >= LEAST:
            tables = detect(sheet)
            yield Left(f"{path.name} | {sheet.name}", len(tables), outside(sheet, tables))


def main() -> None:
    """Print the shares, and with ``--list`` the sheets themselves."""
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--list", action="store_true", help="name the sheets")
    named = words.parse_args().list
    found = list(measured())
    much, none = [one for one in found if one.share > MUCH], [one for one in found if not one.tables]
    print(f"{len(found)} sheets with {LEAST} numbers or more")
    print(f"more than {MUCH:.0%} of the numbers outside every table: {len(much)} ({len(much) / len(found):.1%})")
    print(f"nothing found: {len(none)}")
    for one in sorted(much, key=lambda one: -one.share) if named else ():
        print(f"{one.share:6.1%} {one.tables:3} {one.where}")


if __name__ == "__main__":
    main()
