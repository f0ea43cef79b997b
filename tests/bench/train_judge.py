"""Fits what verify/likely.py holds: python -m tests.bench.train_judge FILE...

From recorded replies (see ``replies``; those of a relay run have readings) and from slips of the right ones (see
``slips``), since a file of replies of a good model holds hardly any that is wrong. The slips weigh together so much
that ``WRONG`` of all answers are wrong, which is more than of the recorded ones: a weaker model is not to be trusted
too far. By workbook in five folds; each is judged by what was fitted on the others. Costs are never negative: more that
speaks against an answer never makes it likelier.
"""

from __future__ import annotations

import math
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sheetllm_xl.verify.grounds import Basis, Ground
from sheetllm_xl.verify.likely import SHOWN

from .corpus import CORPUS
from .qa import lines
from .replies import replayed
from .slips import slipped

WRONG = 0.05
_PRICED = (Basis.EXECUTION, Basis.STRUCTURE)  # slips type nothing: what is typed is withheld by rule
_FOLDS = 5
_STEPS, _RATE, _DECAY = 4_000, 1.0, 1e-3
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """An answer: its workbook, the kinds of what speaks against it, and whether it is right; slips were made here."""

    workbook: str
    grounds: frozenset[Ground]
    right: bool
    slip: bool

    @property
    def counts(self) -> list[int]:
        """How many kinds of each basis that has a price."""
        return [sum(ground.basis is basis for ground in self.grounds) for basis in _PRICED]


def cases(path: Path, folder: Path) -> list[Case]:
    """The computed answers of a file that are right or wrong, and the slips of the right ones."""
    found = []
    for line in lines(path):
        one = replayed(line, folder)
        if one.truth is None or one.answer is None or not one.answer.rows:
            continue
        grounds = frozenset(each.ground for each in one.answer.objections)
        found.append(Case(line["workbook"], grounds, one.truth, False))
        for slip in slipped(line, one.answer, folder) if one.truth else ():
            found.append(Case(line["workbook"], frozenset(o.ground for o in slip.objections), False, True))
    return found


def weights(known: Sequence[Case]) -> Floats:
    """One for each recorded answer; for the slips, together, what makes ``WRONG`` of all answers wrong."""
    right = sum(case.right for case in known)
    slips = sum(case.slip for case in known)
    share = max(0.0, WRONG / (1 - WRONG) * right - (len(known) - right - slips)) / max(slips, 1)
    return np.array([share if case.slip else 1.0 for case in known])


def fitted(counts: Floats, right: Floats, weight: Floats) -> tuple[float, Floats]:
    """The log-odds of a clean answer, and the cost of a kind of each basis."""
    clean, costs = 2.0, np.full(counts.shape[1], 0.5)
    for _ in range(_STEPS):
        off = weight * (_likely(clean, costs, counts) - right) / weight.sum()
        clean -= _RATE * off.sum()
        costs = np.maximum(costs + _RATE * (off @ counts - _DECAY * costs), 0.0)
    return clean, costs


def _likely(clean: float, costs: Floats, counts: Floats) -> Any:
    return 1 / (1 + np.exp(counts @ costs - clean))


def bounds(hits: int, of: int, level: float = 0.95) -> tuple[float, float]:
    """The exact (Clopper-Pearson) interval of a share.

    >>> [round(share, 3) for share in bounds(0, 10)]
    [0.0, 0.308]
    """
    tail = (1 - level) / 2

    def at_most(k: int, share: float) -> float:
        return sum(math.comb(of, i) * share**i * (1 - share) ** (of - i) for i in range(k + 1))

    def solved(k: int, wanted: float) -> float:
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if at_most(k, middle) > wanted else (low, middle)
        return low

    return (solved(hits - 1, 1 - tail) if hits else 0.0), (solved(hits, tail) if hits < of else 1.0)


def coverage(likely: Floats, right: npt.NDArray[np.bool_], weight: Floats, wrong: float = 0.01) -> float:
    """The largest share of all answers, the likeliest first, of which so few are wrong; answers of one score together.

    >>> coverage(np.array([0.9, 0.8, 0.8, 0.1]), np.array([True, True, True, False]), np.ones(4))
    0.75
    """
    cuts = [likely >= cut for cut in np.unique(likely)]
    shares = (weight[at].sum() / weight.sum() for at in cuts if weight[at & ~right].sum() <= wrong * weight[at].sum())
    return float(max(shares, default=0.0))


def main() -> None:
    """Print the fit, and what it does on folds it was not fitted on."""
    known = [case for path in sys.argv[1:] for case in cases(Path(path), CORPUS / "qa")]
    counts, weight = np.array([case.counts for case in known], float), weights(known)
    right, slip = (np.array([getattr(case, name) for case in known]) for name in ("right", "slip"))
    fold = np.array([zlib.crc32(case.workbook.encode()) % _FOLDS for case in known])
    typed = np.array([any(ground.basis is Basis.TYPED for ground in case.grounds) for case in known])
    held = np.zeros(len(known))
    for number in range(_FOLDS):
        fit, rest = (fold != number) & ~typed, fold == number
        clean, costs = fitted(counts[fit], right[fit].astype(float), weight[fit])
        held[rest] = _likely(clean, costs, counts[rest])
    clean, costs = fitted(counts[~typed], right[~typed].astype(float), weight[~typed])
    print(f"{int(right.sum())} right, {int((~right & ~slip).sum())} wrong, {int(slip.sum())} slips")
    print(
        f"clean {clean:.2f};",
        ", ".join(f"{b} {cost:.2f}" for b, cost in zip(_PRICED, costs, strict=True)),
    )
    won = [((held[right] > one).mean() + (held[right] == one).mean() / 2) for one in held[~right]]
    print(f"held out: AUROC {np.average(won, weights=weight[~right]):.3f}, ECE {_ece(held, right, weight):.3f}")
    print(f"coverage at most 1 % wrong: {coverage(held, right, weight):.3f}")
    clear, shown = (counts.sum(1) == 0) & ~typed, (held >= SHOWN) & ~typed
    states = {"verified": clear, "a look": ~clear & shown, "withheld": ~clear & ~shown}
    for name, at in states.items():
        wrong, of = int((at & ~right & ~slip).sum()), int((at & ~slip).sum())
        low, high = bounds(wrong, of)
        weighed = (weight * at * ~right).sum() / max((weight * at).sum(), 1e-9)
        among = (at & right).sum() / right.sum()
        print(
            f"{name:9} right {int((at & right).sum()):4} ({among:.1%}), wrong {wrong} of {of}"
            f" ({low:.1%} to {high:.1%}), slips {int((at & slip).sum()):4} ({weighed:.1%} wrong at {WRONG:.0%} in all)"
        )


def _ece(held: Floats, right: npt.NDArray[np.bool_], weight: Floats) -> float:
    bins = np.minimum((held * 10).astype(int), 9)
    return float(sum(abs((weight * (held - right))[bins == each].sum()) for each in range(10)) / weight.sum())


if __name__ == "__main__":
    main()
