"""Ours beside other encoders, in one run on the same files: python -m tests.bench.peers [--cells 1000,…] [--general]

sheetwise, sheet-compressor and what a plain dump by openpyxl needs are installed into an environment that is thrown
away. Each ledger is encoded in a process of its own, from the .xlsx to the text: the first time, and, where that took
under two seconds, the best of four more (a process that has loaded what it needs). The encoders take turns, three
rounds each, and the best round counts: a machine is not as fast in one minute as in the next. Seconds are the CPU's,
which other work on the machine disturbs less; every encoder works on one thread. Tokens are our estimate for all.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from math import inf
from pathlib import Path
from statistics import geometric_mean
from typing import Any

from openpyxl import Workbook

from sheetllm_xl.compress import VANILLA, compress, estimate_tokens
from sheetllm_xl.compress.tokens import counted
from sheetllm_xl.errors import InputError, SheetLLMError
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.sheet import Sheet

from .claims import READERS, Score, Truth, beneath, held, left_out, score
from .contender import WAYS
from .corpus import CORPUS
from .generated import ledger

PINNED = ("sheetwise==2.8.0", "sheet-compressor==0.1.1", "openpyxl==3.1.5")
SIZES = (1_000, 10_000, 100_000, 1_000_000)
SECONDS_GENERAL = 20
ROUNDS = 3
_HEAD = (
    f"{'cells':>9}  {'encoder':22}{'first':>8}{'read':>8}{'encode':>9}{'peak MB':>9}{'tokens':>11}{'ratio':>10}"
    f"{'right':>10}{'typed':>10}{'wrong':>9}{'phantom':>9}{'missing':>9}"
)


def environment(folder: Path) -> Path:
    """A Python with the others in it."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", *PINNED], check=True, capture_output=True)
    return python


def encoded(name: str, python: Path, jobs: Sequence[tuple[Path, Path]], seconds: int) -> list[dict[str, Any]]:
    """What a contender made of the files; the time of a call that does not come back is over, too."""
    program = [
        sys.executable if name.startswith("ours") else str(python),
        str(Path(__file__).with_name("contender.py")),
    ]
    lines = "".join(f"{path}\t{out}\n" for path, out in jobs)
    try:
        done = subprocess.run(
            [*program, name, str(seconds)],
            input=lines,
            text=True,
            capture_output=True,
            timeout=(seconds + 30) * len(jobs),
        )
    except subprocess.TimeoutExpired:
        return [{"error": f"over {seconds} s", "peak": 0.0} for _ in jobs]
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    dead = {"error": done.stderr.strip().split("\n")[-1][:120] or "died", "peak": 0.0}
    return told + [dead] * (len(jobs) - len(told))


def written(sheet: Sheet, path: Path) -> Truth:
    """The sheet as a workbook, and what its cells hold."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.name)
    width, values = int(sheet.cols.max()), sheet.values.tolist()
    for first in range(0, len(values), width):
        page.append(values[first : first + width])
    book.save(path)
    places = zip(sheet.rows.tolist(), sheet.cols.tolist(), strict=True)
    return {place: (value,) for place, value in zip(places, values, strict=True)}


def judged(name: str, text: str, truth: Truth, sheet: Sheet) -> Score:
    """The score of one text."""
    formats = frozenset(sheet.format_strings[1:]) if name == "ours, default" else frozenset()
    return score(truth, READERS[name](text), formats, left_out(text) if name == "ours, default" else 0)


def line(cells: int, name: str, told: dict[str, Any], tokens: int = 0, ratio: float = 0, score: str = "") -> str:
    """A line of the table."""
    if "error" in told:
        return f"{cells:>9,}  {name:22}{told['error']}"
    seconds = f"{told['first']:8.2f}{told['read']:8.3f}{told['encode']:9.3f}"
    return f"{cells:>9,}  {name:22}{seconds}{told['peak']:9.0f}{tokens:11,}{ratio:10.2f}{score}"


def figures(found: Score) -> str:
    """Right, typed, wrong, phantom and missing cells."""
    fields = (found.right, found.typed, found.wrong, found.phantom, found.missing)
    return "".join(f"{field:>{width},}" for field, width in zip(fields, (10, 10, 9, 9, 9), strict=True))


def timed(name: str, python: Path, path: Path, out: Path, seconds: int) -> dict[str, Any]:
    """The first time and the best of more, in one process where the first was quick."""
    [told] = encoded(name, python, [(path, out)], seconds)
    if "error" in told:
        return told
    told["first"] = _whole(told)
    if told["first"] < 2:
        told |= min(encoded(name, python, [(path, out)] * 5, seconds)[1:], key=_whole) | {"first": told["first"]}
    return told


def _whole(told: dict[str, Any]) -> float:
    return float(told.get("read", inf) + told.get("encode", inf))


def sizes(
    python: Path, folder: Path, cells: Sequence[int], seconds: int
) -> Iterator[tuple[int, str, dict[str, Any], str]]:
    """Ledgers of growing size through every contender."""
    for count in cells:
        sheet, path = ledger(count), folder / f"ledger{count}.xlsx"
        truth = written(sheet, path)
        try:
            vanilla = compress(sheet, VANILLA).tokens
        except InputError:
            vanilla = 0
        rounds = [{name: timed(name, python, path, folder / name, seconds) for name in WAYS} for _ in range(ROUNDS)]
        for name in WAYS:
            told = min((one[name] for one in rounds), key=_whole)
            if "error" in told:
                yield count, name, told, line(count, name, told)
                continue
            text = (folder / name).read_text("utf-8")
            tokens = counted(text, estimate_tokens)[0]
            found = judged(name, text, truth, sheet)
            yield count, name, told, line(count, name, told, tokens, vanilla / max(1, tokens), figures(found))


def general(python: Path, folder: Path, every: int) -> None:
    """Ordinary workbooks of others: totals, and how many each fails on."""
    cases: list[tuple[Path, Truth, Sheet]] = []
    for path in sorted((CORPUS / "general").rglob("*.xls[xm]"))[::every]:
        try:
            with FileHost(path) as host:
                sheet = host.read(host.sheet_names()[0])
            if sheet.used and sheet.used.area < 200_000:
                truth = held(path)[sheet.name]
                cases.append((path, truth | beneath(sheet, truth), sheet))
        except (SheetLLMError, TypeError, ValueError, KeyError):  # what we, or openpyxl, cannot open
            continue
    cells = sum(len(truth) for _, truth, _ in cases)
    print(f"\n{len(cases)} first sheets of ordinary workbooks that openpyxl opens, {cells:,} cells")
    print(f"{'encoder':22}{'seconds':>9}{'ratio':>8}{'right':>10}{'typed':>10}{'wrong':>9}{'phantom':>9}{'missing':>9}"
          f"{'no fault':>10}{'failed':>8}")  # fmt: skip
    for name in WAYS:
        jobs = [(path, folder / f"{i}.txt") for i, (path, *_) in enumerate(cases)]
        told = encoded(name, python, jobs, SECONDS_GENERAL)
        print(f"{name:22}{summed(name, cases, jobs, told)}", flush=True)


def summed(
    name: str,
    cases: Sequence[tuple[Path, Truth, Sheet]],
    jobs: Sequence[tuple[Path, Path]],
    answers: Sequence[dict[str, Any]],
) -> str:
    """Seconds, geometric mean of the ratios, cells, files without a fault and files not encoded at all."""
    total, ratios, seconds, failed, clean = Score(), [], 0.0, 0, 0
    for (_, out), (_, truth, sheet), told in zip(jobs, cases, answers, strict=True):
        if "error" in told:
            failed += 1
            total += Score(missing=len(truth))
            continue
        text = out.read_text("utf-8")
        found = judged(name, text, truth, sheet)
        clean += not (found.wrong or found.phantom or found.missing)
        total, seconds = total + found, seconds + told["read"] + told["encode"]
        if text:
            ratios.append(compress(sheet, VANILLA).tokens / max(1, counted(text, estimate_tokens)[0]))
    return f"{seconds:9.1f}{geometric_mean(ratios):8.2f}{figures(total)}{clean:10}{failed:8}"


def compared(found: Sequence[dict[str, Any]]) -> Iterator[str]:
    """How much longer than ours each other took, by size; at the least, where its time was over."""
    for count in dict.fromkeys(one["cells"] for one in found):
        took = {one["name"]: one for one in found if one["cells"] == count}
        ours = took["ours, default"]["read"] + took["ours, default"]["encode"]
        told = []
        for name, one in took.items():
            if not name.startswith("ours"):
                late = "error" in one
                told.append(f"{name} {one['error'] if late else round((one['read'] + one['encode']) / ours, 1)}")
        yield f"{count:>9,} cells, times ours, file to text: {', '.join(told)}"


def main() -> None:
    """Print the tables."""
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--cells", default=",".join(map(str, SIZES)), help="sizes of the ledgers")
    words.add_argument("--seconds", type=int, default=180, help="the most for a ledger")
    words.add_argument("--general", type=int, default=1, help="every n-th ordinary workbook of the corpus; 0: none")
    words.add_argument("--json", type=Path, help="where to keep the figures, for tests.bench.plots")
    words.add_argument("--python", type=Path, help="a Python that has the others already")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        python = asked.python or environment(folder / "others")
        print(_HEAD)
        found = []
        for count, name, told, text in sizes(
            python, folder, [int(n) for n in asked.cells.split(",") if n], asked.seconds
        ):
            print(text, flush=True)
            found.append({"cells": count, "name": name, **told})
        print("\n".join(compared(found)))
        if asked.json:
            asked.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
        if asked.general and CORPUS.is_dir():
            general(python, folder, asked.general)


if __name__ == "__main__":
    main()
