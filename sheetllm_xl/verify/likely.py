"""Likely: how likely an answer is right, by the kinds of what speaks against it."""

from __future__ import annotations

import math
from collections.abc import Iterable

from .grounds import Basis, Ground

# Log-odds, fitted by tests/bench/train_judge.py: of an answer that nothing speaks against, and what each kind costs.
# It has no price for what the model typed, which is never shown: that costs as much as the dearest.
_CLEAN = 3.49
_COSTS = {Basis.EXECUTION: 2.99, Basis.TYPED: 2.99, Basis.STRUCTURE: 0.54}
SHOWN = 0.8
"""The cut from which an answer in doubt is shown: on folds held out, none of the 65 recorded ones that it lets by is
wrong (0 to 5.5 %), and 6 % where one-slip formulas make up 5 % of all answers."""


def likely(grounds: Iterable[Ground]) -> float:
    """The share of such answers that is right, 0 to 1; a kind counts once.

    >>> round(likely([]), 2), round(likely([Ground.BY_EYE]), 2), round(likely([Ground.ERROR_VALUE]), 2)
    (0.97, 0.95, 0.62)
    """
    return 1 / (1 + math.exp(sum(_COSTS[ground.basis] for ground in {*grounds}) - _CLEAN))


def worth_a_look(grounds: Iterable[Ground]) -> bool:
    """Whether an answer is shown with its reasons to look: likely right, and nothing of it typed by the model.

    >>> worth_a_look([Ground.BY_EYE]), worth_a_look([Ground.TOTALS_COUNTED]), worth_a_look([Ground.TYPED_NUMBER])
    (True, False, False)
    """
    known = {*grounds}
    return likely(known) >= SHOWN and not any(ground.basis is Basis.TYPED for ground in known)
