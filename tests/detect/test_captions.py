"""A block's caption that tells it from its neighbour is its title."""

from __future__ import annotations

from sheetllm_xl.detect import detect
from sheetllm_xl.detect.headers import captions
from sheetllm_xl.drawing import drawn
from sheetllm_xl.grid import CellRange

BOXES = [(2, 0, 5, 2), (8, 0, 11, 2)]
AREAS = [CellRange.parse("A1:A2"), CellRange.parse("A8")]


def titles(first: str, second: str) -> list[str]:
    sheet = drawn(f"Decay of two samples\n{first}\n\n\n\n\n\n{second}")
    named = captions(dict(zip(BOXES, AREAS, strict=True)), sheet)
    return [str(named[box]) for box in BOXES]


def test_the_line_that_tells_a_block_from_its_neighbour_is_its_title() -> None:
    assert titles("Time = 30 min", "Time = 90 min") == ["A2", "A8"]


def test_lines_that_tell_nothing_apart_stay_together() -> None:
    assert titles("in thousands", "Second sample") == ["A1:A2", "A8"]
    assert titles("Time = 30 min", "Time = 30 min") == ["A1:A2", "A8"]


def test_detect_names_blocks_by_their_captions() -> None:
    block = "**Sample** | **Count** | **Rate**\nA | 12 | 0.4\nB | 15 | 0.5\nC | 11 | 0.3\nD | 18 | 0.6\n"
    sheet = drawn(f"Decay of four samples | |\nTime = 30 min | |\n{block} | |\nTime = 90 min | |\n{block}")
    assert [table.title_in(sheet) for table in detect(sheet)] == ["Time = 30 min", "Time = 90 min"]
