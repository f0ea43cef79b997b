"""Words: what is written for each of many cells, every distinct text spelled once."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..literals import literal, number_text
from ..sheet import Ints, Kind, Sheet


@dataclass(frozen=True, eq=False)
class Words:
    """``keys`` (int32, one a cell) index ``texts``; cells with equal keys are one entry of an index."""

    keys: Ints
    texts: list[str]

    def __len__(self) -> int:
        return len(self.keys)

    def listed(self) -> list[str]:
        """The text of each cell."""
        return list(map(self.texts.__getitem__, self.keys.tolist()))

    def only(self, keep: npt.NDArray[np.bool_] | Ints) -> Words:
        """The words of some of the cells."""
        return Words(self.keys[keep], self.texts)

    def under(self, above: Ints, texts: list[str]) -> Words:
        """These words but where ``above`` is not negative: there it indexes ``texts``, none of which is ours."""
        keys = np.where(above < 0, self.keys, above + np.int32(len(self.texts)))
        return Words(keys.astype(np.int32), [*self.texts, *texts])


def literals(cells: Sheet, reserved: Container[str] = (), longest: int | None = None) -> Words:
    """The literal of each cell's value; "" for a formula without one. Texts in ``reserved`` are quoted.

    A text of more than ``longest`` characters is cut there and ends in "…", which makes it longer than any other.
    """
    keys = np.zeros(len(cells), np.int32)
    texts = [""]
    for kind in np.unique(cells.kinds).tolist():
        if kind != Kind.BLANK:
            at = np.flatnonzero(cells.kinds == kind)
            values = cells.values[at]
            if longest is not None and kind == Kind.TEXT:
                values = _objects([v if len(v) <= longest else f"{v[:longest]}…" for v in values.tolist()])
            numbers, found = _numbered(values, kind, reserved)
            keys[at] = numbers + len(texts)
            texts += found
    return Words(keys, texts)


def _objects(values: list[str]) -> npt.NDArray[np.object_]:
    column = np.empty(len(values), object)
    column[:] = values
    return column


def _numbered(
    values: npt.NDArray[np.object_], kind: int, reserved: Container[str]
) -> tuple[npt.NDArray[np.integer], list[str]]:
    """A number for each value of one kind, and the literal of each number."""
    if kind == Kind.NUMBER:
        distinct, numbers = np.unique(values.astype(np.float64), return_inverse=True)
        return numbers, list(map(number_text, distinct.tolist()))
    listed = values.tolist()
    known = {value: i for i, value in enumerate(dict.fromkeys(listed))}
    numbers = np.fromiter(map(known.__getitem__, listed), np.int32, len(listed))
    return numbers, [literal(value, reserved) for value in known]
