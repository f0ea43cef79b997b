"""How many tokens a text costs: an estimate that needs no network, and fair samples of texts too long to count."""

from __future__ import annotations

import string
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from .spelling import Grid

Count = Callable[[str], int]

EXACT_CHARACTERS = 100_000  # a longer text is projected from a sample: a tokenizer takes seconds a million characters
EXACT_GRID_CELLS = 40_000
_SLICES, _SLICE = 20, 4_000
_SAMPLE = 2_000

# Tokens a piece costs: non-negative least squares on ctok's counts of 755 encodings of real sheets. On others
# (tests/bench/tokens.py) the mean error is 6 to 7 %, totals are within 5 %.
_WORD, _CAPITALS, _CAPITAL_MORE = 1.155, 1.42, 0.271
_LONGEST_WORD, _LETTER_MORE = 16, 0.5  # longer runs of letters are no words; ctok: about one token for two of them
_DIGITS, _DIGIT_MORE = 1.322, 0.312
_BLANKS, _LINE_BREAK, _MARK, _MARK_AGAIN, _OTHER = 0.284, 1.225, 0.456, 0.297, 1.102


_BLANK, _BREAK, _DIGIT, _LOWER, _UPPER, _SIGN, _REST = range(7)
_SORTS = np.full(128, _REST, np.uint8)  # of the ASCII characters; every other one, too, is _REST
for _sort, _characters in (
    (_BLANK, " \t"), (_BREAK, "\n"), (_DIGIT, string.digits), (_LOWER, string.ascii_lowercase),
    (_UPPER, string.ascii_uppercase), (_SIGN, string.punctuation),
):  # fmt: skip
    _SORTS[[ord(character) for character in _characters]] = _sort


def estimate_tokens(text: str) -> int:
    """Claude's tokens of a text, about: words, numbers, blanks, marks and other characters each cost by their kind."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    sorts = _SORTS[np.minimum(codes, 127)]
    again = np.count_nonzero((sorts[1:] == _SIGN) & (codes[1:] == codes[:-1]))
    counts = np.bincount(sorts, minlength=7)
    total = float(_LINE_BREAK * counts[_BREAK] + _MARK * counts[_SIGN] + _OTHER * counts[_REST]) + _MARK_AGAIN * again
    _, blanks = _runs(sorts == _BLANK)
    _, digits = _runs(sorts == _DIGIT)
    total += _BLANKS * len(blanks) + _DIGITS * len(digits) + _DIGIT_MORE * int(np.maximum(digits - 3, 0).sum())
    starts, letters = _runs((sorts == _LOWER) | (sorts == _UPPER))
    lower = np.concatenate([[0], np.cumsum(sorts == _LOWER)])
    capital = lower[starts + letters] == lower[starts]
    longer = int(np.maximum(letters[~capital] - _LONGEST_WORD, 0).sum())
    total += _WORD * int((~capital).sum()) + _LETTER_MORE * longer
    total += _CAPITALS * int(capital.sum()) + _CAPITAL_MORE * int(np.maximum(letters[capital] - 2, 0).sum())
    return round(total)


def _runs(among: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Where stretches of True begin, and how long they are."""
    edges = np.flatnonzero(np.diff(among, prepend=False, append=False))
    return edges[0::2], edges[1::2] - edges[0::2]


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
