"""The detector on the labelled sheets, where they are at hand: right often enough, and not slow beside reading."""

from __future__ import annotations

import time

import pytest

from sheetllm_xl.detect import detect
from sheetllm_xl.grid import CellRange

from ..bench.labelled import ORDINARY, corpus, load

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not corpus().exists(), reason="no labelled sheets (set SHEETLLM_CORPUS)"),
]


def test_tables_of_the_labelled_sheets() -> None:
    found = labelled = predicted = 0
    begun = time.process_time()
    examples = load()
    reading, detecting = time.process_time() - begun, 0.0
    for example in examples:
        start = time.process_time()
        tables = {table.range for table in detect(example.with_declared)}
        detecting += time.process_time() - start
        if example.label["dataset"] in ORDINARY:
            continue  # several of them stay hard even for a model that has learned from them
        wanted = {CellRange.parse(text) for text in example.label["tables"]}
        found += len(tables & wanted)
        labelled += len(wanted)
        predicted += len(tables) if example.complete else len(tables & wanted)
    assert 2 * found / (labelled + predicted) > 0.85  # on sheets the model was trained on: a guard, no measure
    print(f"{reading:.1f} s to read, {detecting:.1f} s to detect")
    assert detecting < 5 * reading  # a ratio, in which the machine cancels: 3 is usual
