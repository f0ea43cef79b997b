"""Bounded: a calculator with so many seconds for all formulas of one question, however many a reply names."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from ..errors import NotComputed
from ..ports import Calculator, Computed
from ..sheet import Sheet

SECONDS = 60.0  # four formulas that run into the calculator's own deadline; ordinary ones take milliseconds


class Bounded:
    """The Calculator ``inner`` until its ``seconds`` are used up; after that every formula is NotComputed."""

    def __init__(
        self, inner: Calculator, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._inner, self._seconds, self._left, self._clock = inner, seconds, seconds, clock

    def evaluate(self, formula: str, sheets: Sequence[Sheet]) -> Computed:
        """As the Calculator's. Raises NotComputed."""
        if self._left <= 0:
            raise NotComputed(f"The formulas for this question took more than {self._seconds:g} seconds together.")
        begun = self._clock()
        try:
            return self._inner.evaluate(formula, sheets)
        finally:
            self._left -= self._clock() - begun
