"""Heeding: whether a formula makes use of every row, month and direction that the question names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..formulas import Part
from ..grid import CellRange
from ..sheet import Kind
from ..text.words import plain
from .compute import Result
from .grounds import Ground, Objection
from .mentions import Labels, Spot, label_words
from .question import Question
from .totals import data_rows
from .verdict import Citation

_SHARE = re.compile(r"\b(?:share|percentage|percent|proportion|fraction|anteil|prozent)\b|비율|비중|占比")
_MORE = re.compile(r"\bhow (?:much|many) (?:more|higher|larger|greater|longer)\b|\bum wie ?viel mehr\b")


def unheeded(result: Result, citations: Sequence[Citation], labels: Labels, question: Question) -> list[Objection]:
    """What the question names and the formulas pass over."""
    sentences = [*_labels(result, labels, question), *_months(result, labels, question), *_directions(result, question)]
    sentences += _cited_elsewhere(result, citations, labels, question)
    return list(dict.fromkeys(sentences))


def _labels(result: Result, labels: Labels, question: Question) -> Iterator[Objection]:
    """Row labels of the question that neither stand in a row that was read alone nor are asked for by a text.

    Beside a copied cell a label counts where another of its column was heeded: others may be headings of its group.
    """
    typed = {plain(text) for text in _typed(result)}
    numbers = {t.text for term in result.terms for t in term.formula.tokens if t.part is Part.NUMBER}
    values = {plain(value) for value in result.values if isinstance(value, str)}
    named, areas = labels.named(question.text), list(_areas(result, labels))
    heeded = {(s.sheet, s.col) for spots in named.values() for s in spots if _is_used(s, areas)}
    for label, spots in named.items():
        body = [spot for spot in spots if _is_data(spot, areas)]
        if not body or len(body) < len(spots) or label in typed | values | numbers:
            continue
        used = any(_is_used(spot, areas) for spot in body)
        beside = any((spot.sheet, spot.col) in heeded for spot in body)
        if (
            not used
            and (beside or not result.copied)
            and not any(label_words(label) & label_words(text) for text in typed)
        ):
            yield Ground.UNUSED_LABEL.says(f"The question names {label}, which the formula does not use.")


@dataclass(frozen=True, slots=True)
class _Area:
    """What a place reads: its rows, the table around it, that table's data rows, and whether it picks some of them."""

    sheet: str
    rows: range
    table: CellRange | None
    data: frozenset[int]
    picks: bool


def _areas(result: Result, labels: Labels) -> Iterator[_Area]:
    for place in result.places:
        table, rows = labels.reading.table_at(place.sheet, place.area), place.area.rows
        data = data_rows(place.sheet, table, place.area.cols) if table else frozenset[int]()
        whole = len(rows) > 1 and table is not None and data <= {*rows}
        yield _Area(place.sheet.name, rows, table.range if table else None, data, not whole)


def _typed(result: Result) -> Iterator[str]:
    for term in result.terms:
        for token in term.formula.tokens:
            if token.part is Part.STRING:
                yield token.text[1:-1].lstrip("<>=")


def _is_data(spot: Spot, areas: Iterable[_Area]) -> bool:
    """Whether a label stands in a row that holds data where the result was read: no header, heading or total."""
    for area in areas:
        if area.sheet == spot.sheet and area.table is not None and (spot.row, spot.col) in area.table:
            return spot.row in area.data
    return False


def _is_used(spot: Spot, areas: Iterable[_Area]) -> bool:
    """Whether the label's row was read alone, or as part of a range that is not the whole column."""
    return any(area.picks and area.sheet == spot.sheet and spot.row in area.rows for area in areas)


def _months(result: Result, labels: Labels, question: Question) -> Iterator[Objection]:
    """A month of the question, where there are dates to compare it with and the formula reads none."""
    if not question.names_a_month or any(question.names_month_in(label) for label in labels.named(question.text)):
        return
    for sheet in labels.reading.sheets:
        for table in labels.reading.on(sheet):
            dates = set(sheet.cols[sheet.inside(table.range) & (sheet.kinds == Kind.DATE)].tolist())
            read = {col for place in result.places if place.sheet is sheet for col in place.area.cols}
            alone = all(place.area.shape[0] == 1 for place in result.places)
            if dates and not dates & read and not alone:
                yield Ground.UNUSED_MONTH.says("The question names a month, but the formula reads no date.")


def _directions(result: Result, question: Question) -> Iterator[Objection]:
    """A share above one, and a "how much more" below nothing."""
    asks = plain(question.text)
    value = result.values[0] if len(result.values) == 1 else None
    text = result.results[0].formula.text
    if type(value) is not float or len(result.results) > 1:
        return
    if _SHARE.search(asks) and "/" in text and value > 1 and not re.search(r"grow|grew|increas|change|rise|rose", asks):
        yield Ground.PAST_WHOLE.says("The question asks for a share, but the result is more than the whole.")
    if _MORE.search(asks) and "-" in text and value < 0:
        yield Ground.BELOW_NOTHING.says("The question asks how much more, but the result is negative.")


def _cited_elsewhere(
    result: Result, citations: Sequence[Citation], labels: Labels, question: Question
) -> Iterator[Objection]:
    """A label that is cited for a value of another row."""
    if not result.places or any(place.area.shape[0] > 1 for place in result.places):
        return
    rows = {(place.sheet.name, place.area.top) for place in result.places}
    of_question, areas = labels.named(question.text), list(_areas(result, labels))
    for citation in citations:
        ref = citation.ref
        label = plain(citation.shows[0]) if len(citation.shows) == 1 and isinstance(citation.shows[0], str) else ""
        spot = Spot(ref.sheet, ref.range.top, ref.range.left)
        elsewhere = (ref.sheet, ref.range.top) not in rows and label not in of_question
        if label and citation.checked and elsewhere and _is_data(spot, areas):
            yield Ground.CITED_ELSEWHERE.says(
                f"{ref.range} ({label[:40]}) is cited, but the result stands in another row."
            )
