"""Likely: how likely an answer is right, by the kinds of what speaks against it."""

from __future__ import annotations

import math
from collections.abc import Iterable

from .grounds import Basis, Ground

# Log-odds, fitted by tests/bench/train_judge.py: of an answer that nothing speaks against, and what each kind costs.
# It has no price for what the model typed, which is never shown: that costs as much as the dearest.
_CLEAN = 3.86
_COSTS = {Basis.EXECUTION: 2.92, Basis.TYPED: 2.92, Basis.STRUCTURE: 0.94}
SHOWN = 0.5  # the likelihood from which an answer in doubt is shown: rather right than wrong


def likely(grounds: Iterable[Ground]) -> float:
    """The share of such answers that is right, 0 to 1; a kind counts once.

    >>> [round(likely(grounds), 2) for grounds in ([], [Ground.BY_EYE], [Ground.ERROR_VALUE])]
    [0.98, 0.95, 0.72]
    """
    return 1 / (1 + math.exp(sum(_COSTS[ground.basis] for ground in {*grounds}) - _CLEAN))


def worth_a_look(grounds: Iterable[Ground]) -> bool:
    """Whether an answer is shown with its reasons to look: no computation speaks against it, nothing of it is typed.

    >>> worth_a_look([Ground.BY_EYE]), worth_a_look([Ground.TOTALS_COUNTED]), worth_a_look([Ground.TYPED_NUMBER])
    (True, False, False)
    """
    known = {*grounds}
    return likely(known) >= SHOWN and all(ground.basis is Basis.STRUCTURE for ground in known)
