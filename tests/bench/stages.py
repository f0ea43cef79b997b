"""The stages from Sheet to Encoding against the clock: python -m pytest -o addopts= tests/bench/stages.py

``--cells`` is set by the environment variable SHEETLLM_BENCH_CELLS (default 100,000). As a program it prints seconds
and peak memory of whole encodings at 100,000 and 1,000,000 cells, each in a process of its own:
python -m tests.bench.stages [PROFILE…]
"""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from sheetllm_xl.compress import DEFAULT, LOSSLESS, PROFILES, compress, estimate_tokens
from sheetllm_xl.compress.formats import folds
from sheetllm_xl.compress.indexed import described
from sheetllm_xl.compress.lossless import lossless_text
from sheetllm_xl.compress.skeleton import anchored
from sheetllm_xl.compress.spelling import index
from sheetllm_xl.compress.words import literals
from sheetllm_xl.detect import scan
from sheetllm_xl.detect.model import shipped
from sheetllm_xl.errors import InputError
from sheetllm_xl.sheet import Sheet

from .generated import KINDS

CELLS = int(os.environ.get("SHEETLLM_BENCH_CELLS", "100000"))
SIZES = (100_000, 1_000_000)


@pytest.fixture(scope="module", params=KINDS)
def sheet(request: pytest.FixtureRequest) -> Sheet:
    shipped()
    return KINDS[request.param](CELLS)


def fresh(sheet: Sheet) -> Sheet:
    """The same sheet, with nothing remembered of it."""
    return Sheet(**{field.name: getattr(sheet, field.name) for field in dataclasses.fields(Sheet)})


def rounds(benchmark: Any, stage: Callable[..., object], *before: Callable[[], object]) -> None:
    """Three rounds, each on a fresh sheet."""
    benchmark.pedantic(stage, setup=lambda: (tuple(make() for make in before), {}), rounds=3)


def test_scan(benchmark: Any, sheet: Sheet) -> None:
    rounds(benchmark, scan, lambda: fresh(sheet))


def test_anchors(benchmark: Any, sheet: Sheet) -> None:
    boxes = scan(sheet).candidates()
    rounds(benchmark, lambda s: anchored(s, s.used, boxes, 4), lambda: fresh(sheet))


def test_words(benchmark: Any, sheet: Sheet) -> None:
    rounds(benchmark, literals, lambda: fresh(sheet))


def test_inverted_index(benchmark: Any, sheet: Sheet) -> None:
    words = literals(sheet)
    rounds(benchmark, lambda: list(index(sheet.rows, sheet.cols, words)))


def test_types(benchmark: Any, sheet: Sheet) -> None:
    rounds(benchmark, folds, lambda: fresh(sheet))


def test_text_of_the_default(benchmark: Any, sheet: Sheet) -> None:
    looked = scan(sheet)
    skeleton = anchored(sheet, sheet.used, looked.candidates(), 4)  # type: ignore[arg-type]
    rounds(benchmark, lambda s: described(s, skeleton, looked.tables(), DEFAULT), lambda: fresh(sheet))


def test_lossless_text(benchmark: Any, sheet: Sheet) -> None:
    rounds(benchmark, lossless_text, lambda: fresh(sheet))


@pytest.mark.parametrize("profile", [DEFAULT, LOSSLESS], ids=lambda profile: profile.name)
def test_all(benchmark: Any, sheet: Sheet, profile: Any) -> None:
    rounds(benchmark, lambda s: compress(s, profile), lambda: fresh(sheet))


def _once(kind: str, cells: int, profile: str, answers: Any) -> None:
    shipped()
    sheet = KINDS[kind](cells)
    busy, begun = time.process_time(), time.perf_counter()
    try:
        tokens = compress(sheet, PROFILES[profile], count=estimate_tokens).tokens
    except InputError:
        tokens = -1  # a grid too large to write out
    elapsed, worked = time.perf_counter() - begun, time.process_time() - busy
    answers.put((elapsed, worked, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, tokens))


def main() -> None:
    """Print the table: elapsed and CPU seconds (other work on the machine stretches the former), megabytes, tokens."""
    print(f"{'sheet':14}{'profile':10}{'cells':>10}{'seconds':>9}{'CPU s':>8}{'peak MB':>9}{'tokens':>12}")
    context = multiprocessing.get_context("spawn")
    for profile in sys.argv[1:] or ["default"]:
        for kind in KINDS:
            for cells in SIZES:
                answers = context.Queue()
                process = context.Process(target=_once, args=(kind, cells, profile, answers))
                process.start()
                elapsed, worked, peak, tokens = answers.get(timeout=600)
                process.join()
                print(f"{kind:14}{profile:10}{cells:10,}{elapsed:9.2f}{worked:8.2f}{peak:9.0f}{tokens:12,}", flush=True)


if __name__ == "__main__":
    main()
