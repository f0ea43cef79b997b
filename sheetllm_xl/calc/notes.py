"""What a reader should know about a computed number: what its function left out of account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..formulas.signatures import CONDITIONAL, parameters, words
from ..formulas.tree import Call, Cells, Node, calls
from ..grid import CellRange
from ..text.unseen import normalized
from .cells import Scope

_SHOWN = 5  # addresses a note names
_COUNTING = words("""
AVERAGE AVERAGEIF AVERAGEIFS COUNT GEOMEAN HARMEAN LARGE MAX MAXIFS MEDIAN MIN MINIFS MODE MODE.SNGL PERCENTILE
PERCENTILE.EXC PERCENTILE.INC PRODUCT QUARTILE QUARTILE.EXC QUARTILE.INC RANK RANK.AVG RANK.EQ SMALL STDEV STDEV.P
STDEV.S STDEVP SUM SUMIF SUMIFS SUMPRODUCT SUMSQ VAR VAR.P VAR.S VARP
""")
"""Functions that take numbers from cells and pass over text."""

_NUMBER = re.compile(r"[-+(]?[$€£¥₩]?\s?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][-+]?\d+)?\s?[%€$£¥₩)]{0,2}")


def is_number_in_text(text: str) -> bool:
    """Whether a person would read the text as a number: ``1,200``, `` 12 %``, full-width digits, a no-break space.

    >>> [is_number_in_text(text) for text in ("1,200", " 12 % ", "１２", "(3)", "Q1", "-", "")]
    [True, True, True, True, False, False, False]
    """
    plain = normalized("NFKC", text).strip()
    return _NUMBER.fullmatch(plain) is not None and any(mark.isdigit() for mark in plain)


def notes(node: Node, scope: Scope) -> tuple[str, ...]:
    """Sentences about the cells under the formula's functions."""
    return tuple(dict.fromkeys([*_texts(node, scope), *_empties(scope)]))


def _texts(node: Node, scope: Scope) -> Iterator[str]:
    for call in calls(node):
        if call.name not in _COUNTING:
            continue
        found = []
        for cells in _valued(call):
            for row, col, text in scope.within(cells.reference).of(str):
                if is_number_in_text(text):
                    found.append(scope.spelled(replace(cells.reference, range=CellRange(row, col, row, col))))
        if found:
            shown = ", ".join(found[:_SHOWN]) + ("…" if len(found) > _SHOWN else "")
            yield f"Numbers kept as text, which {call.name} does not count: {len(found)} ({shown})."


def _valued(call: Call) -> Iterator[Cells]:
    """The arguments whose values are counted: not those a criterion is held against."""
    pairs = list(zip(call.arguments, parameters(call.name, len(call.arguments)), strict=True))
    if call.name in ("SUMIF", "AVERAGEIF") and len(pairs) > 2:
        pairs = pairs[2:]
    elif call.name in CONDITIONAL:
        pairs = pairs[:1]
    for argument, letter in pairs:
        if letter in "ar" and isinstance(argument, Cells):
            yield argument


def _empties(scope: Scope) -> Iterator[str]:
    for reference in scope.references:
        if not len(scope.within(reference)):
            yield f"{scope.spelled(reference)} is empty."
