"""Sentence: the numbers and signs a model put into its words, checked against result, question and cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise, takewhile

from ..display import currency, shown
from ..grid import CellRange
from ..literals import Value, literal
from ..sheet import Kind, Sheet
from ..text.numbers import written_number
from ..text.words import plain
from .citations import agreement
from .compute import Result
from .grounds import Ground, Objection
from .places import SLOT
from .question import NO_WORD, Question
from .reading import Reading
from .verdict import Citation, Verdict

_NUMBER = re.compile(NO_WORD + r"(?<![.,])[-−]?[$€£¥₩]?\d[\d,']*(?:\.\d+)?\s?%?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?")
_SPACE = re.compile(r"\s")
_PERCENTS = ("%", "％")
_MOST_HEADS = 2_000  # cells of a header whose numbers a sentence may hold
_MOST_NUMBERS = 100  # different ones of a sentence that are compared with the cells
_LONGEST_LABEL = 100  # characters; a longer cell is prose, whose numbers are its own


def number_doubts(
    answer: str, result: Result | None, citations: Sequence[Citation], reading: Reading, question: Question
) -> Iterator[Objection]:
    """Numbers in the sentence that were not computed, asked for or cited, and what makes others of its results."""
    bare = _without_labels(plain(answer.replace(SLOT, ";")), reading)
    typed = list(dict.fromkeys(typed_numbers(bare)))
    backing = _Backing(result, citations, reading, question)
    strangers = [each for i, each in enumerate(typed) if i >= _MOST_NUMBERS or not backing.holds(each)]
    if strangers:
        yield _strange(", ".join(strangers[:5]), typed, answer, backing)
    if result is not None and any(isinstance(value, float) for value in result.values):
        yield from _beside(answer.split(SLOT), result, reading, question)


def _strange(strange: str, typed: Sequence[str], answer: str, backing: _Backing) -> Objection:
    """Typed numbers that nothing backs; without a place for the result, they contradict it."""
    result = backing.result
    alone = result.values[0] if result and len(result.values) == 1 and SLOT not in answer else None
    if type(alone) is float and not any(map(backing.result_agrees, typed)):
        sentence = f"The sentence says {strange}, but the cells come to {shown(alone)}."
        return Ground.STRANGE_NUMBER.says(sentence, Verdict.CONTRADICTED)
    return Ground.STRANGE_NUMBER.says(f"The model typed numbers that are not in the cells: {strange}.")


def _without_labels(bare: str, reading: Reading) -> str:
    """The sentence without the texts of cells that hold digits: "Q1 2024" in it is a label and no number."""
    numbered = {plain(text) for text in reading.texts() if len(text) <= _LONGEST_LABEL and any(map(str.isdigit, text))}
    for label in sorted((label for label in numbered if len(label) > 1 and label in bare), key=len, reverse=True):
        bare = re.sub(rf"(?<![\w.,]){re.escape(label)}(?!\w|[.,]\d)", " ", bare)
    return bare


def _beside(pieces: Sequence[str], result: Result, reading: Reading, question: Question) -> Iterator[Objection]:
    """What stands beside the places of a result and makes another number or another unit of it."""
    is_joined = any(_is_joined(before[-1:], after) for before, after in pairwise(pieces))
    if is_joined or not all(map(_SPACE.search, pieces[1:-1])):
        sentence = "What stands right beside the result in the sentence makes another number of it."
        yield Ground.BESIDE_RESULT.says(sentence)
    own = {sign for text in result.shown for sign in text if _is_unit(sign)}
    beside = {sign for a, b in pairwise(pieces) for sign in (a.rstrip()[-1:], b.lstrip()[:1]) if _is_unit(sign)}
    of_ratio = any("/" in term.formula.text and "100" not in term.formula.text for term in result.results)
    strange = beside - own if own else beside & {*_PERCENTS} if of_ratio else set[str]()
    if not own and (currencies := {*_currencies(reading, question)}):
        strange |= {sign for sign in beside if _is_currency(sign)} - currencies
    if strange:
        yield Ground.STRANGE_UNIT.says(f"The sentence says “{min(strange)}”, a unit that the result does not have.")


def _currencies(reading: Reading, question: Question) -> Iterator[str]:
    """The signs of currencies in the question, in what was read and in number formats."""
    formats = (currency(text) for sheet in reading.sheets for text in sheet.format_strings)
    for text in (question.text, *formats, *reading.texts()):
        yield from filter(_is_currency, text if not text.isascii() or "$" in text else "")


def _is_unit(sign: str) -> bool:
    return sign in _PERCENTS or _is_currency(sign)


def _is_currency(sign: str) -> bool:
    """Whether it is the sign of a currency, in any script."""
    return bool(sign) and unicodedata.category(sign) == "Sc"


def _is_joined(before: str, after: str) -> bool:
    """Whether a sign, digits, or a single letter are written onto a number: -{result}, {result}.5, {result}k.

    Longer words written onto it are units or endings, as are all letters of scripts without spaces.
    """
    word = "".join(takewhile(lambda letter: letter.isalnum() and letter.isascii(), after))
    return (
        before.isdigit()
        or before in (*".,-−",)
        or any(map(str.isdigit, word))
        or len(word) == 1
        or after[:1] in (*"‰‱",)
        or (after[:1] in (*".,",) and after[1:2].isdigit())
    )


def typed_numbers(text: str) -> list[str]:
    """The numbers in a sentence as they are written, dates taken whole.

    >>> typed_numbers("On 2025-01-31 North sold $1,200.50, up 3%, in Q1.")
    ['2025-01-31', '$1,200.50', '3%']
    """
    dates = _DATE.findall(text)
    return [*dates, *(number.strip().rstrip(",'") for number in _NUMBER.findall(_DATE.sub(" ", text)))]


@dataclass(frozen=True)
class _Backing:
    """What a number in a sentence may come from."""

    result: Result | None
    citations: Sequence[Citation]
    reading: Reading
    question: Question

    def holds(self, typed: str) -> bool:
        """Whether a typed number or date is the result's, the question's, or that of a cited cell."""
        if _DATE.fullmatch(typed):
            return typed in self.question.text or typed[:10] in self._dates
        read = written_number(typed)
        if read is None:
            return False
        if read[0] in self.question.numbers or (read[2] and read[0] * 100 in self.question.numbers):
            return True
        if self.result_agrees(typed) or typed in self._in_texts or (not read[1] and read[0] in self._days):
            return True
        return any(agreement(typed, value, text) is Verdict.VERIFIED for value, text in self._numbers)

    def result_agrees(self, typed: str) -> bool:
        """Whether a number of the result is the typed one."""
        return self.result is not None and any(
            agreement(typed, value, text) is Verdict.VERIFIED
            for value in self.result.values
            if type(value) is float
            for text in self._formats
        )

    @cached_property
    def _formats(self) -> set[str]:
        return {_number_format(place.sheet, place.area) for place in self.result.places} if self.result else set()

    @cached_property
    def _cited(self) -> tuple[tuple[Value | None, str], ...]:
        return tuple(_cited(self.citations, self.reading))

    @cached_property
    def _numbers(self) -> tuple[tuple[float, str], ...]:
        return tuple((value, text) for value, text in self._cited if type(value) is float)

    @cached_property
    def _dates(self) -> set[str]:
        values = (*(value for value, _ in self._cited), *(self.result.values if self.result else ()))
        return {literal(value)[:10] for value in values if isinstance(value, datetime)}

    @cached_property
    def _days(self) -> set[float]:
        """Years and days of the cited dates."""
        return {float(n) for value, _ in self._cited if isinstance(value, datetime) for n in (value.year, value.day)}

    @cached_property
    def _in_texts(self) -> set[str]:
        """Numbers in cited texts, and in headers, titles and notes."""
        texts = (value for value in (*(value for value, _ in self._cited), *_heads(self.reading)))
        return {n for text in texts if isinstance(text, str) for n in typed_numbers(plain(text))}


def _cited(citations: Iterable[Citation], reading: Reading) -> Iterator[tuple[Value | None, str]]:
    """What single cells that were cited hold, with their number formats."""
    for citation in citations:
        sheet, area = reading.sheet(citation.ref.sheet), citation.ref.range
        i = sheet.index(area.top, area.left) if citation.checked and sheet is not None and area.area == 1 else None
        if sheet is not None and i is not None:
            yield sheet.values[i], sheet.format_strings[sheet.formats[i]]


def _heads(reading: Reading) -> Iterator[str]:
    """What headers, titles, notes and first columns hold, as text."""
    for name, table in reading.tables:
        sheet, first = (
            reading.sheet(name),
            CellRange(table.body.top, table.range.left, table.body.bottom, table.range.left),
        )
        for area in (table.header, table.title, *table.notes, first) if sheet else ():
            if sheet and area and area.area <= _MOST_HEADS:
                yield from map(literal, sheet.crop(area).values.tolist())


def _number_format(sheet: Sheet, area: CellRange) -> str:
    """The number format that every number in a range has; "" where they differ."""
    places = sheet.inside(area) & (sheet.kinds == Kind.NUMBER)
    used = set(sheet.formats[places].tolist())
    return sheet.format_strings[used.pop()] if len(used) == 1 else ""
