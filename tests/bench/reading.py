"""Our file host beside openpyxl's full reader, in one run: python -m tests.bench.reading [--sizes 10000 100000 1000000]

Each reading is a process of its own, so that its peak memory is its own; seconds are those of reading, without imports.
The two take turns, and the best of three turns counts: what disturbs the machine disturbs both. The workbook holds
texts, decimals, whole numbers, dates with a format, and formulas, written by openpyxl with a fixed seed; the sheets
are compared cell by cell: value, number format, formula.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

COLUMNS, TURNS = 20, 3

_OURS = """
from sheetllm_xl.files.file import FileHost
begun, ticks = time.perf_counter(), time.process_time()
with FileHost(path) as host:
    sheet = host.read("Data")
done, ticked = time.perf_counter() - begun, time.process_time() - ticks
def cells():
    for cell in sheet.cells():
        value = None if str(cell.value) == "#NOT_CALCULATED" else cell.value
        yield cell.row, cell.col, value, cell.format, cell.formula
"""
_THEIRS = """
import openpyxl
begun, ticks = time.perf_counter(), time.process_time()
book = openpyxl.load_workbook(path)
done, ticked = time.perf_counter() - begun, time.process_time() - ticks
def cells():
    for row in book["Data"].iter_rows():
        for cell in row:
            formula = cell.value if cell.data_type == "f" else ""
            value = None if formula else float(cell.value) if cell.data_type == "n" else cell.value
            yield cell.row, cell.column, value, cell.number_format.replace("General", ""), formula
"""
_PROGRAM = """
import hashlib, json, resource, sys, time
path = sys.argv[1]
{reading}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
digest, count = hashlib.sha256(), 0
for row, col, value, code, formula in cells():
    if value is not None or formula:
        digest.update(repr((row, col, value, code, formula)).encode())
        count += 1
print(json.dumps({{"seconds": done, "cpu": ticked, "mib": peak, "cells": count, "digest": digest.hexdigest()}}))
"""


def workbook(path: Path, cells: int) -> Path:
    """A workbook of about so many cells."""
    from openpyxl import Workbook

    rng, book = random.Random(1), Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    sheet.append([f"Column {col}" for col in range(COLUMNS)])
    first = datetime(2020, 1, 1)
    for row in range(2, cells // COLUMNS + 1):
        kinds = (
            lambda row=row: f"Item {row * 7 % 5003}",
            lambda: round(rng.random() * 1e5, 2),
            lambda row=row: row * 31,
            lambda row=row: first + timedelta(days=row % 3000),
        )
        values = [kinds[col % 4]() for col in range(COLUMNS)]
        values[-1] = f"=B{row}*2"
        sheet.append(values)
    book.save(path)
    return path


def _measured(reading: str, path: Path) -> dict[str, float]:
    program = _PROGRAM.format(reading=reading)
    # Through a shell of its own: a child's peak memory begins as its parent's.
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$0" -c "$1" "$2"', sys.executable, program, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--turns", type=int, default=TURNS)
    given = parser.parse_args()
    print("| cells | ours s | CPU s | cells/s (CPU) | MiB | openpyxl s | CPU s | MiB | faster | memory | equal |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|")
    with tempfile.TemporaryDirectory() as folder:
        for size in given.sizes:
            path = workbook(Path(folder) / f"{size}.xlsx", size)
            turns = [(_measured(_OURS, path), _measured(_THEIRS, path)) for _ in range(given.turns)]
            ours, theirs = (
                {key: min(turn[side][key] for turn in turns) for key in ("seconds", "cpu", "mib", "cells")}
                for side in (0, 1)
            )
            equal = len({side["digest"] for turn in turns for side in turn}) == 1
            print(
                f"| {ours['cells']:,} | {ours['seconds']:.2f} | {ours['cpu']:.2f} | {ours['cells'] / ours['cpu']:,.0f} "
                f"| {ours['mib']:.0f} | {theirs['seconds']:.2f} | {theirs['cpu']:.2f} | {theirs['mib']:.0f} "
                f"| {theirs['cpu'] / ours['cpu']:.1f}× | {ours['mib'] / theirs['mib']:.2f} | {equal} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
