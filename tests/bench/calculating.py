"""Seconds of a formula over 100,000 rows, here and in another checkout of the package.

python -m tests.bench.calculating [--against FOLDER] [--rows 100000]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.sheet import Cell, Sheet

FORMULAS = {
    "SUM": "=SUM(D2:D{last})",
    "SUMIFS": '=SUMIFS(D2:D{last},B2:B{last},"North",C2:C{last},"P7")',
    "COUNTIFS": '=COUNTIFS(B2:B{last},"North",D2:D{last},">=100")',
    "AVERAGEIFS": '=AVERAGEIFS(D2:D{last},C2:C{last},"P7")',
    "VLOOKUP": '=VLOOKUP("K000090",A2:E{last},4,FALSE)',
    "XLOOKUP": '=XLOOKUP("K000090",A2:A{last},D2:D{last})',
    "MATCH": "=MATCH(90,E2:E{last},0)",
    "FILTER": '=SUM(FILTER(D2:D{last},B2:B{last}="North"))',
    "UNIQUE": "=COUNTA(UNIQUE(C2:C{last}))",
}
_TURNS = 3


def table(rows: int) -> Sheet:
    """Keys, regions, products, units and a count."""
    dice, regions = random.Random(1), ("North", "South", "East", "West")
    cells = [Cell(1, col, head) for col, head in enumerate(("Key", "Region", "Product", "Units", "Row"), 1)]
    for row in range(2, rows + 2):
        values = (f"K{row:06d}", dice.choice(regions), f"P{dice.randrange(500)}", float(dice.randrange(1000)))
        cells += [Cell(row, col, value) for col, value in enumerate((*values, float(row)), 1)]
    return Sheet.of("Data", cells)


def seconds(rows: int) -> dict[str, float]:
    """The best of some turns of each formula."""
    sheet, work = table(rows), IronCalculator(deadline=120)
    work.evaluate("=SUM(D2:D3)", [sheet])
    best = dict.fromkeys(FORMULAS, float("inf"))
    for _ in range(_TURNS):
        for name, formula in FORMULAS.items():
            begun = time.perf_counter()
            work.evaluate(formula.format(last=rows + 1), [sheet])
            best[name] = min(best[name], time.perf_counter() - begun)
    work.close()
    return best


def main() -> None:
    """Print the seconds, and their ratio to the other checkout's."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--against", type=Path)
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    there = {}
    if given.against:  # this file, with the other checkout's package
        command = [sys.executable, __file__, "--json", "--rows", str(given.rows)]
        done = subprocess.run(
            command,
            env=os.environ | {"PYTHONPATH": str(given.against)},
            cwd=given.against,
            capture_output=True,
            check=True,
        )
        there = json.loads(done.stdout)
    here = seconds(given.rows)
    if given.json:
        print(json.dumps(here))
        return
    for name, spent in here.items():
        print(f"{name:<12} {spent:.3f} s" + (f"  {spent / there[name]:.2f} of {there[name]:.3f} s" if there else ""))


if __name__ == "__main__":
    main()
