"""The judgement of one reply: its formulas computed, its citations checked, everything that speaks against it named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..errors import InputError, NotComputed
from ..grid import Ref
from ..literals import CellError, literal
from ..messages.replies import AnswerReply, CitedCell
from ..ports import Calculator
from ..text.secret import holds, masked
from .citations import agreement, cited, read
from .compute import Result, computed
from .dirty import dirty_notes
from .figures import typed_figures
from .grounds import Ground, Objection
from .likely import likely
from .naming import name_doubts
from .places import Sentence, sentence
from .question import Question
from .reading import Reading
from .sentence import number_doubts, typed_numbers
from .totals import total_doubts
from .trial import copy_doubts
from .verdict import Citation, Verdict
from .witness import chosen_words, typed_readings, unwitnessed


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reply comes to. ``result`` is None for plain words, for "not in the data", and where nothing was computed.

    ``not_computed`` says why a formula was not; ``notes`` are for the receipt.
    """

    reply: AnswerReply
    result: Result | None
    citations: tuple[Citation, ...]
    objections: tuple[Objection, ...]
    not_computed: str = ""
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> Sentence:
        """The sentence with its places."""
        return sentence(self.reply.answer, self.result)

    @property
    def verdict(self) -> Verdict:
        """The gravest of the objections."""
        if any(each.verdict is Verdict.CONTRADICTED for each in self.objections):
            return Verdict.CONTRADICTED
        return Verdict.UNVERIFIED if self.objections else Verdict.VERIFIED

    @property
    def likely(self) -> float:
        """How likely it is right, 0 to 1; nothing that was not computed is."""
        return likely(each.ground for each in self.objections) if self.result else 0.0

    @property
    def problems(self) -> tuple[str, ...]:
        """What to put right in another reply; nothing where asking again would not help."""
        sentences = [each.text for each in self.objections if each.verdict is Verdict.CONTRADICTED]
        return tuple(dict.fromkeys((*sentences, *[self.not_computed] * bool(self.not_computed))))


def judge(
    reply: AnswerReply, others: Iterable[AnswerReply], reading: Reading, question: str, calculator: Calculator
) -> Judgement:
    """Check a reply against the sheets. ``others``: replies of a table's parts, whose cells it stands on as well."""
    asks = Question(question)
    claims = dict.fromkeys(claim for other in others if other.found for claim in other.cells)
    citations, objections = _cited(claims, reading, Verdict.UNVERIFIED)
    mine, against = _cited(reply.cells if reply.found else (), reading, Verdict.CONTRADICTED)
    citations, objections = list(dict.fromkeys((*citations, *mine))), [*objections, *against]
    if not reply.found:
        return Judgement(reply, None, tuple(citations), ())
    result, why_not = None, ""
    notes: tuple[str, ...] = ()
    if reply.formulas or reply.kind != "text":
        try:
            figures = {figure.name: figure.formula for figure in reply.figures}
            result = computed(reply.formulas, reading, calculator, figures)
        except NotComputed as error:
            why_not = str(error)
            objections.append(Ground.NOT_COMPUTED.says(f"Not computed: {error}"))
    words, witness = sentence(reply.answer, result), ""
    if result is not None:
        notes = (*result.notes, *dirty_notes(result, reading))
        known = {citation.ref for citation in citations if citation.checked}
        citations += [_read(ref, reading) for ref in result.read if ref not in known]
        typed = list(typed_readings(reply.reading, asks))
        alone = unwitnessed(reply, result, reading, asks)
        # a number that only formula and reading have is of one hand, so the two prove nothing about it
        terms = result.terms if alone or typed else result.figures.values()
        objections += [*_of_values(result, reading), *typed, *typed_figures(terms, reading, asks)]
        if alone:
            objections += [alone, *total_doubts(result, reading, calculator)]
        else:
            witness = chosen_words(reply.reading)
            objections += () if typed else copy_doubts(reply, result, reading, calculator)
        objections += _not_in_sentence(words, result)
    elif not why_not:
        objections.append(Ground.NO_READING.says("These are the model's own words, over the cells that are cited."))
    objections += number_doubts(words.text, result, citations, reading, asks)
    objections += name_doubts(words, result, reading, asks, witness)
    if not any(citation.checked for citation in citations):
        objections.append(Ground.NO_CITATION.says("No cell was cited that could be checked."))
    return Judgement(reply, result, tuple(citations), _masked(objections), why_not, tuple(map(masked, notes)))


def _masked(objections: Iterable[Objection]) -> tuple[Objection, ...]:
    """Each once, without keys: they quote cells."""
    return tuple({each.text: replace(each, text=masked(each.text)) for each in objections}.values())


def _of_values(result: Result, reading: Reading) -> Iterator[Objection]:
    """What is wrong with the values themselves and the cells they are of, whatever was asked."""
    if unread := [place.area for place in result.places if reading.unread(place.sheet, place.area)]:
        yield Ground.UNREAD.says(f"{unread[0]} holds cells that were not sent, so nobody read them.")
    values = result.values
    if any(isinstance(value, str) and holds(value) for value in values):
        yield Ground.SECRET.says("The result holds an API key, which was masked.")
    errors = [value for value in values if isinstance(value, CellError)]
    if errors and not result.copied:
        yield Ground.ERROR_VALUE.says(f"The formula comes to {errors[0]}.")
    if not values:
        yield Ground.NOTHING.says("The formula comes to nothing.")


def _not_in_sentence(words: Sentence, result: Result) -> list[Objection]:
    """A sentence stands for a single value only where it has it in it: as the slot, or in words of its own."""
    answer = words.text
    if not answer or words.gives_result or len(result.values) != 1:
        return []
    (value,) = result.values
    is_written = literal(value).casefold() in answer.casefold()
    if is_written or any(agreement(each, value) is not Verdict.CONTRADICTED for each in typed_numbers(answer)):
        return []
    return [Ground.NOT_SAID.says("The sentence does not say what the formula comes to.")]


def _cited(claims: Iterable[CitedCell], reading: Reading, gravest: Verdict) -> tuple[list[Citation], list[Objection]]:
    """The citations, and what is wrong with them; ``gravest`` bounds how much a wrong one weighs."""
    citations: list[Citation] = []
    objections: list[Objection] = []
    for claim in claims:
        try:
            citation = cited(claim, reading)
        except InputError as error:
            objections.append(Ground.NOT_THERE.says(f"The reply cites a cell that is not there: {error}", gravest))
            continue
        citations.append(citation)
        if citation.verdict is Verdict.UNVERIFIED:
            objections.append(Ground.CITED_UNCLEARLY.says(citation.problem))
        elif citation.verdict is Verdict.CONTRADICTED:
            objections.append(Ground.CITED_OTHERWISE.says(citation.problem, gravest))
    return citations, objections


def _read(ref: Ref, reading: Reading) -> Citation:
    sheet = reading.sheet(ref.sheet) or reading.home
    return read(ref.range, sheet)
