"""The trained part of the detector, as it is shipped: model.json, written by tests/bench/train_detector.py."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pkgutil import get_data

import numpy as np
import numpy.typing as npt

from .trees import Trees


@dataclass(frozen=True, eq=False)
class Model:
    """Trees for a table's first and last rows and for whole boxes; ``knots``: raw chance -> calibrated chance.

    A box is worth choosing when its raw chance is above ``worth``.
    """

    tops: Trees
    bottoms: Trees
    boxes: Trees
    knots: tuple[tuple[float, ...], tuple[float, ...]]
    worth: float

    def confidence(self, chances: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Calibrated chances that all four edges are right."""
        return np.interp(chances, *self.knots)


@cache
def shipped() -> Model:
    """The model in this package."""
    parts = json.loads(get_data(__name__, "model.json") or b"")
    trees = {name: Trees.of(parts[name]["start"], parts[name]["trees"]) for name in ("tops", "bottoms", "boxes")}
    return Model(**trees, knots=(tuple(parts["knots"][0]), tuple(parts["knots"][1])), worth=parts["worth"])
