"""How many tokens a text costs: an estimate that needs no network, and fair samples of texts too long to count."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from .spelling import Grid

Count = Callable[[str], int]

EXACT_CHARACTERS = 100_000  # a longer text is projected from a sample: a tokenizer takes seconds a million characters
EXACT_GRID_CELLS = 40_000
_SLICES, _SLICE = 20, 4_000
_SAMPLE = 2_000

_PIECES = re.compile(r"([A-Za-z]+)|([0-9]+)|([ \t]+)|(\n)|([\x21-\x7e])|(.)", re.DOTALL)

# Tokens a piece costs: non-negative least squares on ctok's counts of 755 encodings of real sheets. On others
# (tests/bench/tokens.py) the mean error is 6 to 7 %, totals are within 5 %.
_WORD, _CAPITALS, _CAPITAL_MORE = 1.155, 1.42, 0.271
_LONGEST_WORD, _LETTER_MORE = 16, 0.5  # longer runs of letters are no words; ctok: about one token for two of them
_DIGITS, _DIGIT_MORE = 1.322, 0.312
_BLANKS, _LINE_BREAK, _MARK, _MARK_AGAIN, _OTHER = 0.284, 1.225, 0.456, 0.297, 1.102


def estimate_tokens(text: str) -> int:
    """Claude's tokens of a text, about: words, numbers, blanks, marks and other characters each cost by their kind."""
    total, last = 0.0, ""
    for letters, digits, blanks, line_break, mark, _ in _PIECES.findall(text):
        if letters:
            capitals = letters.isupper()
            total += _CAPITALS + _CAPITAL_MORE * max(0, len(letters) - 2) if capitals else _WORD
            total += 0 if capitals else _LETTER_MORE * max(0, len(letters) - _LONGEST_WORD)
        elif digits:
            total += _DIGITS + _DIGIT_MORE * max(0, len(digits) - 3)
        elif mark:
            total += _MARK + _MARK_AGAIN * (mark == last)
        else:
            total += _BLANKS if blanks else _LINE_BREAK if line_break else _OTHER
        last = mark
    return round(total)


def counted(text: str, count: Count) -> tuple[int, bool]:
    """Tokens of a text, and whether they were counted in full; a long text is projected from 20 even slices."""
    if len(text) <= EXACT_CHARACTERS:
        return count(text), True
    starts = np.linspace(0, len(text) - _SLICE, _SLICES).astype(int).tolist()
    slices = [text[start : start + _SLICE] for start in starts]
    return round(sum(map(count, slices)) * len(text) / (_SLICE * _SLICES)), False


def grid_tokens(grid: Grid, count: Count) -> tuple[int, bool]:
    """Tokens of a grid's text, and whether it was written and counted; a large grid is projected from its cells."""
    if grid.area <= EXACT_GRID_CELLS:
        return counted(grid.text(), count)
    step = max(1, len(grid) // _SAMPLE)
    each_filled = count(grid.filled(step)) / max(1, -(-len(grid) // step))
    each_blank = count(grid.blank(_SAMPLE)) / _SAMPLE
    return round(len(grid) * each_filled + (grid.area - len(grid)) * each_blank + len(grid.rows)), False
