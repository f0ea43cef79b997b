"""Sentence: the numbers and units a model put into its words, checked against result, question and cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise, takewhile

from ..display import shown
from ..grid import CellRange
from ..literals import Value, literal
from ..sheet import Kind, Sheet
from ..text.numbers import written_number
from ..text.words import plain
from .citations import agreement
from .compute import Result
from .grounds import Ground, Objection
from .mentions import Labels, header_path
from .places import SLOT
from .question import Question
from .reading import Reading
from .verdict import Citation, Verdict

_NUMBER = re.compile(r"(?<![\w.,])[-−]?[$€£¥₩]?\d[\d,']*(?:\.\d+)?\s?%?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?")
_MAGNITUDES = re.compile(
    r"\b(?:hundreds?|thousands?|million(?:s|en)?|billions?|trillions?|dozens?|mio|mrd|tsd|tausend|milliarden?|bn|lakhs?"
    r"|crores?|twice|doubled?|triple[ds]?|halved|doppelt)\b|[만억万亿]"
)
_SPELLED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)\b"
)
_SPACE = re.compile(r"\s")
_COUNTED = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MOST_HEADS = 2_000  # cells of a header whose numbers a sentence may hold
_MOST_NUMBERS = 100  # different ones of a sentence that are compared with the cells
_PERCENT = re.compile(r"\{result\}\s*(?:%|percent\b|per cent\b|prozent\b|pct\b|퍼센트|％)", re.IGNORECASE)
_MONEY = re.compile(r"[$€£¥₩]|\b(?:usd|eur|gbp|krw|jpy|dollars?|euros?|pounds?|yen|won)\b", re.IGNORECASE)


def number_doubts(
    answer: str, result: Result | None, citations: Sequence[Citation], labels: Labels, question: Question
) -> list[Objection]:
    """Numbers and units in the sentence that were not computed, asked for or cited."""
    bare = plain(answer.replace(SLOT, " "))
    objections = _typed(answer, bare, result, citations, labels, question)
    if result is not None:
        objections += _beside(answer.split(SLOT), result, " ".join((plain(question.text), *labels.texts)))
    known = " ".join((plain(question.text), *labels.texts, *_number_texts(labels.reading)))
    counted = _COUNTED[len(result.values)] if result and len(result.values) < len(_COUNTED) else ""
    for words in (_MAGNITUDES, _SPELLED):
        if strange := {word for word in {*words.findall(bare)} if word not in known and word != counted}:
            objections.append(Ground.MAGNITUDE.says(f"The sentence says “{min(strange)}”, which no cell gives."))
    if result is not None and _PERCENT.search(answer) and not _in_percent(result, labels):
        sentence = "The sentence calls a number a percentage that the cells do not show as one."
        objections.append(Ground.STRANGE_UNIT.says(sentence))
    if strange := {sign for sign in {*_MONEY.findall(bare)} if sign not in known}:
        objections.append(Ground.STRANGE_UNIT.says(f"The sentence says “{min(strange)}”, a unit that no cell gives."))
    return objections


def _beside(pieces: Sequence[str], result: Result, texts: str) -> Iterator[Objection]:
    """What stands beside the places of a result and makes another number or another unit of it."""
    if not any(isinstance(value, float) for value in result.values):
        return
    own = {sign for text in result.shown for sign in text if unicodedata.category(sign) == "Sc"}
    between = pieces[1:-1]
    if any(_is_joined(before[-1:], after) for before, after in pairwise(pieces)) or not all(
        map(_SPACE.search, between)
    ):
        sentence = "What stands right beside the result in the sentence makes another number of it."
        yield Ground.BESIDE_RESULT.says(sentence)
    for before, after in pairwise(pieces):
        for sign in (before.rstrip()[-1:], after.lstrip()[:1]):
            if sign and unicodedata.category(sign) == "Sc" and sign not in own and (own or sign not in texts):
                yield Ground.STRANGE_UNIT.says(f"The sentence says “{sign}”, a unit that no cell of the result has.")


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


def _typed(
    answer: str,
    bare: str,
    result: Result | None,
    citations: Sequence[Citation],
    labels: Labels,
    question: Question,
) -> list[Objection]:
    """Typed numbers that nothing backs; without a slot for the result, they contradict it."""
    typed = list(dict.fromkeys(typed_numbers(labels.without(bare))))
    backing = _Backing(result, citations, labels.reading, question)
    strangers = [each for i, each in enumerate(typed) if i >= _MOST_NUMBERS or not backing.holds(each)]
    if not strangers:
        return []
    strange = ", ".join(strangers[:5])
    alone = result.values[0] if result and len(result.values) == 1 and SLOT not in answer else None
    if result is not None and type(alone) is float and not any(map(backing.result_agrees, typed)):
        sentence = f"The sentence says {strange}, but the cells come to {shown(alone)}."
        return [Ground.STRANGE_NUMBER.says(sentence, Verdict.CONTRADICTED)]
    return [Ground.STRANGE_NUMBER.says(f"The model typed numbers that are not in the cells: {strange}.")]


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
        return {number_format(place.sheet, place.area) for place in self.result.places} if self.result else set()

    @cached_property
    def _cited(self) -> tuple[object, ...]:
        return tuple(_cited(self.citations, self.reading))

    @cached_property
    def _numbers(self) -> tuple[tuple[float, str], ...]:
        return tuple(_cited_numbers(self.citations, self.reading))

    @cached_property
    def _dates(self) -> set[str]:
        values = (*self._cited, *(self.result.values if self.result else ()))
        return {literal(value)[:10] for value in values if isinstance(value, datetime)}

    @cached_property
    def _days(self) -> set[float]:
        """Years and days of the cited dates."""
        return {float(n) for value in self._cited if isinstance(value, datetime) for n in (value.year, value.day)}

    @cached_property
    def _in_texts(self) -> set[str]:
        """Numbers in cited texts, and in headers, titles and notes."""
        texts = (value for value in (*self._cited, *_heads(self.reading)) if isinstance(value, str))
        return {n for text in texts for n in typed_numbers(plain(text))}


def _cited(citations: Iterable[Citation], reading: Reading) -> Iterator[object]:
    for citation in citations:
        sheet = reading.sheet(citation.ref.sheet)
        if citation.checked and sheet is not None and citation.ref.range.area == 1:
            yield sheet.value(citation.ref.range.top, citation.ref.range.left)


def _cited_numbers(citations: Iterable[Citation], reading: Reading) -> Iterator[tuple[float, str]]:
    for citation in citations:
        sheet, area = reading.sheet(citation.ref.sheet), citation.ref.range
        i = sheet.index(area.top, area.left) if citation.checked and sheet is not None and area.area == 1 else None
        if sheet is not None and i is not None and type(value := sheet.values[i]) is float:
            yield value, sheet.format_strings[sheet.formats[i]]


def _heads(reading: Reading) -> Iterator[Value]:
    """What headers, titles and notes hold, as text."""
    for name, table in reading.tables:
        sheet = reading.sheet(name)
        for area in (table.header, table.title, *table.notes) if sheet else ():
            if sheet and area and area.area <= _MOST_HEADS:
                yield from map(literal, sheet.crop(area).values.tolist())


def _number_texts(reading: Reading) -> Iterator[str]:
    for sheet in reading.sheets:
        yield plain(sheet.name)
        yield from (plain(shown(1.0, text)) for text in sheet.format_strings)


def _in_percent(result: Result, labels: Labels) -> bool:
    """Whether the numbers are shown or made percentages, or a header or title says that they are."""
    if all("100" in term.formula.text and "/" in term.formula.text for term in result.results):
        return True
    for place in result.places:
        table = labels.reading.table_at(place.sheet, place.area)
        heads = [text for col in place.area.cols for text in header_path(place.sheet, table, col)] if table else []
        rows = place.area.rows if place.area.shape[0] == 1 else ()
        heads += [str(place.sheet.value(row, col)) for row in rows for col in (table.range.cols if table else ())]
        title = table.title_in(place.sheet) if table else ""
        if re.search(r"%|percent|per cent|prozent|pct|퍼센트", " ".join((*heads, title)), re.IGNORECASE):
            return True
        if "%" in shown(1.0, number_format(place.sheet, place.area)):
            return True
    return False


def number_format(sheet: Sheet, area: CellRange) -> str:
    """The number format that every number in a range has; "" where they differ."""
    places = sheet.inside(area) & (sheet.kinds == Kind.NUMBER)
    used = set(sheet.formats[places].tolist())
    return sheet.format_strings[used.pop()] if len(used) == 1 else ""
