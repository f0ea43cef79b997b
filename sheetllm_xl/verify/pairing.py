"""Pairing: whether each place for a result in a sentence is the place of the formula that fills it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..formulas import Part
from ..literals import parse_literal
from ..text.words import plain
from .compute import Term
from .grounds import Ground, Objection
from .mentions import Labels, Spot
from .places import SLOT, Sentence


def unpaired(sentence: Sentence, labels: Labels) -> Iterator[Objection]:
    """Each place has its own formula, so the labels that tell the formulas apart come in the order of the places.

    "North sold {result}, South {result}" with ``=B2`` and ``=B3`` of the rows North and South is proved; with ``=B3``
    and ``=B2`` it is refuted. Where the sentence names nothing that tells several results apart, nothing is proved.
    """
    places = sentence.places
    terms = [place.terms[0] for place in places if len(place.terms) == 1]
    if len(terms) < 2 or len({*map(id, terms)}) < len(places):
        return
    named = labels.named(sentence.text.replace(SLOT, " "))
    by_label = [{i for i, term in enumerate(terms) if _names(term, label, spots)} for label, spots in named.items()]
    of_several = {i for i in range(len(terms)) if sum(i in owners for owners in by_label) > 1}
    owned = [owners - of_several if len(owners) > 1 else owners for owners in by_label]
    order = list(dict.fromkeys(i for owners in owned if len(owners) == 1 for i in owners))
    if any(before > after for before, after in pairwise(order)):
        yield Ground.OTHER_ORDER.says("The sentence names the results in another order than the formulas give them.")
    elif len(order) < len(terms) and sum(place.result for place in places) > 1:
        yield Ground.UNPAIRED.says("Which result belongs in which place of the sentence cannot be checked.")


def _names(term: Term, label: str, spots: tuple[Spot, ...]) -> bool:
    """Whether a label is a text of the formula, or heads the row or the column of a cell that it reads alone."""
    texts = {plain(str(parse_literal(token.text))) for token in term.formula.tokens if token.part is Part.STRING}
    cells = [(place.sheet.name, place.area.top, place.area.left) for place in term.places if place.area.area == 1]
    return label in texts or any(
        spot.sheet == sheet and (spot.row == row or spot.col == col) for spot in spots for sheet, row, col in cells
    )
