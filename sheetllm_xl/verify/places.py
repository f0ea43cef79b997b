"""Places: where results and figures stand in a sentence, ``{result}`` and ``{name}``, and what fills each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..display import shown
from .compute import Result, Term

SLOT = "{result}"
MOST_SLOTS = 20  # places that a sentence may have: a result may be long
_PLACE = re.compile(r"\{(\w+)(?:(%)\}(?:\s?%)?|\})")
_PERCENT = "0.0%"


@dataclass(frozen=True, slots=True)
class Place:
    """One place: the terms that fill it, as percentages where it says so; ``result`` where it is the answer's."""

    terms: tuple[Term, ...]
    percent: bool = False
    result: bool = True

    @property
    def written(self) -> str:
        """What stands there."""
        return ", ".join(text for term in self.terms for text in self._shown(term))

    def _shown(self, term: Term) -> Iterator[str]:
        values = (value for row in term.rows for value in row if value is not None)
        for value, text in zip(values, term.shown, strict=True):
            yield shown(value, _PERCENT) if self.percent and type(value) is float and "%" not in text else text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with ``SLOT`` in every place, and the places in order."""

    text: str
    places: tuple[Place, ...] = ()

    @property
    def gives_result(self) -> bool:
        """Whether the answer's result has a place in it."""
        return any(place.result for place in self.places)


def sentence(answer: str, result: Result | None) -> Sentence:
    """The sentence as it is filled: as many ``{result}`` as formulas take one each, in order; else each takes all.

    A name that no figure has, or too many places, leave the results alone.
    """
    found = list(_PLACE.finditer(answer))
    figures = result.figures if result else {}
    names = [match[1] for match in found]
    if len(found) > MOST_SLOTS or (result and not {*names} <= {"result", *figures}):
        answer, found, names = SLOT, list(_PLACE.finditer(SLOT)), ["result"]
    results = result.results if result else ()
    in_order = iter(results) if names.count("result") == len(results) else None
    places = [
        Place((figures[name],), bool(match[2]), result=False)
        if name in figures
        else Place((next(in_order),) if in_order and name == "result" else results, bool(match[2]))
        for name, match in zip(names, found, strict=True)
    ]
    return Sentence(_PLACE.sub(lambda _: SLOT, answer), tuple(places))


def without_places(answer: str) -> str:
    """The sentence without its places.

    >>> without_places("None of {result}, {units%} are there.")
    'None of , are there.'
    """
    return " ".join(_PLACE.sub("", answer).split())
