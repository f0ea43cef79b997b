"""What a reader should know about a computed number: what its function left out of account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..formulas.tree import Node, calls, counted
from ..grid import CellRange
from ..text.numbers import is_number
from .cells import Scope

_SHOWN = 5  # addresses a note names


def notes(node: Node, scope: Scope) -> tuple[str, ...]:
    """Sentences about the cells under the formula's functions."""
    return tuple(dict.fromkeys([*_texts(node, scope), *_empties(scope)]))


def _texts(node: Node, scope: Scope) -> Iterator[str]:
    for call in calls(node):
        addresses = []
        for cells in counted(call):
            for row, col, text in scope.within(cells.reference).of(str):
                if is_number(text):
                    addresses.append(scope.spelled(replace(cells.reference, range=CellRange(row, col, row, col))))
        if addresses:
            shown = ", ".join(addresses[:_SHOWN]) + ("…" if len(addresses) > _SHOWN else "")
            yield f"Numbers kept as text, which {call.name} does not count: {len(addresses)} ({shown})."


def _empties(scope: Scope) -> Iterator[str]:
    for reference in scope.references:
        if not len(scope.within(reference)):
            yield f"{scope.spelled(reference)} is empty."
