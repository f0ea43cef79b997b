"""Pairing: whether each place for a result in a sentence is the place of the formula that fills it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..formulas import Part
from ..literals import parse_literal
from ..text.words import plain
from .compute import Result, Term
from .grounds import Ground, Objection
from .mentions import Labels, Spot
from .sentence import SLOT


def unpaired(answer: str, result: Result, labels: Labels) -> Iterator[Objection]:
    """As many places as formulas are filled in order, so the labels that tell the formulas apart come in that order.

    "North sold {result}, South {result}" with ``=B2`` and ``=B3`` of the rows North and South is proved; with ``=B3``
    and ``=B2`` it is refuted. Where the sentence names nothing that tells them apart, nothing is proved.
    """
    terms = result.terms
    if len(terms) < 2 or answer.count(SLOT) != len(terms):
        return
    order = []
    for label, spots in labels.named(answer.replace(SLOT, " ")).items():
        owners = [i for i, term in enumerate(terms) if _names(term, label, spots)]
        order += owners if len(owners) == 1 else []
    order = list(dict.fromkeys(order))
    if any(before > after for before, after in pairwise(order)):
        yield Ground.OTHER_ORDER.says("The sentence names the results in another order than the formulas give them.")
    elif len(order) < len(terms):
        yield Ground.UNPAIRED.says("Which result belongs in which place of the sentence cannot be checked.")


def _names(term: Term, label: str, spots: tuple[Spot, ...]) -> bool:
    """Whether a label is a text of the formula, or heads the row or the column of a cell that it reads alone."""
    texts = {plain(str(parse_literal(token.text))) for token in term.formula.tokens if token.part is Part.STRING}
    cells = [(place.sheet.name, place.area.top, place.area.left) for place in term.places if place.area.area == 1]
    return label in texts or any(
        spot.sheet == sheet and (spot.row == row or spot.col == col) for spot in spots for sheet, row, col in cells
    )
