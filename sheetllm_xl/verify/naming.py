"""Naming: the labels and names a model put into its words, checked against the rows its result stands in."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from ..formulas import Part
from ..grid import CellRange, Ref, column_letters
from ..literals import Value
from ..text.secret import ANTHROPIC_MASK, MASK
from ..text.words import plain
from .citations import agreement
from .compute import Result
from .grounds import Ground, Objection
from .mentions import Labels, Spot, header_path, label_words
from .pairing import unpaired
from .places import SLOT, Sentence
from .question import Question
from .sentence import typed_numbers
from .verdict import Citation

_NAME = re.compile(r"(?<![\w'’])[^\W\d_a-zß-öø-ÿ]\w{2,}")
_LINK = re.compile(r"(?:https?://|www\.)\S.*+", re.IGNORECASE)  # of one word
_MOST_NAMES = 60  # different ones of a sentence that are compared with the cells


def name_doubts(
    sentence: Sentence,
    result: Result | None,
    citations: Sequence[Citation],
    labels: Labels,
    question: Question,
    witness: str = "",
) -> list[Objection]:
    """Names in the sentence that are not those of the result, of the cited cells or of the question.

    ``witness``: the words of a reading that bears the result out; what those name, the sentence may name.
    """
    answer = sentence.text
    bare = answer.replace(SLOT, " ")
    if result is not None and witness:
        sentences = [*_foreign(bare, result, labels, f"{question.text} {witness}"), *_order(bare, result, labels)]
        sentences += [*_subject(answer, result, labels, question)]
        sentences += [each for each in unpaired(sentence, labels) if each.ground is not Ground.UNPAIRED]
    elif result is None:
        sentences = [*_uncited(bare, citations, labels, question), *_pairs(bare, citations, labels)]
    else:
        sentences = [*_elsewhere(bare, result, labels, question), *_order(bare, result, labels)]
        sentences += [*_subject(answer, result, labels, question), *unpaired(sentence, labels)]
    if ANTHROPIC_MASK in answer or MASK in answer:
        sentences.append(Ground.SECRET.says("The reply held an API key, which was masked."))
    if "||" in answer:
        sentences.append(Ground.MARKS.says("The sentence holds marks of the prompt."))
    outside = list(dict.fromkeys(_addresses(bare)))
    if strange := next((one for one in outside[:_MOST_NAMES] if result or not _is_known(one, labels, question)), ""):
        sentences.append(Ground.ADDRESS.says(f"The sentence names an address, {strange[:60]}."))
    names = {*_NAME.findall(bare)}
    if max(len(outside), len(names)) > _MOST_NAMES:
        sentences.append(
            Ground.TOO_MANY_NAMES.says(
                f"The sentence names more than {_MOST_NAMES} things, so not all were held against the cells."
            )
        )
    return list(dict.fromkeys(sentences))


def _foreign(bare: str, result: Result, labels: Labels, spoken: str) -> Iterator[Objection]:
    """Labels of rows that neither the question nor the reading has, and in whose rows the result does not stand."""
    shown = {plain(value) for value in result.values if isinstance(value, str)}
    known = label_words(spoken)
    for label, spots in labels.named(bare).items():
        strange = label not in shown and not label_words(label) <= known
        if strange and all(_is_body(spot, labels) and not _stands_there(spot, label, result, labels) for spot in spots):
            yield Ground.NAMED_ELSEWHERE.says(
                f"The sentence names {label} ({_address(spots[0])}), but the result does not stand there."
            )


def _addresses(text: str) -> Iterator[str]:
    """Links and e-mail addresses.

    >>> list(_addresses("see (https://x.example/y), a@b.example, @home and a@b"))
    ['https://x.example/y),', 'a@b.example']
    """
    for word in text.split():
        if link := _LINK.search(word):
            yield link[0]
        elif "@" in word[1:]:
            mail = word[: next((i for i in range(len(word), 0, -1) if word[i - 1].isalnum()), 0)]
            if "." in mail[mail.find("@", 1) + 2 :]:
                yield mail


def _is_known(address: str, labels: Labels, question: Question) -> bool:
    """Whether an address stands in a cell or in the question."""
    return any(address.rstrip(".,)") in text for text in (question.text, *labels.reading.texts()))


def _elsewhere(bare: str, result: Result, labels: Labels, question: Question) -> Iterator[Objection]:
    """Labels of rows and columns in which the result does not stand."""
    of_question = {*labels.named(question.text)}
    for label, spots in labels.named(bare).items():
        if label in of_question or not any(_in_tables(spot, labels) for spot in spots):
            continue
        if not any(_stands_there(spot, label, result, labels) for spot in spots):
            yield Ground.NAMED_ELSEWHERE.says(
                f"The sentence names {label} ({_address(spots[0])}), but the result does not stand there."
            )


def _in_tables(spot: Spot, labels: Labels) -> bool:
    sheet = labels.reading.sheet(spot.sheet)
    return sheet is not None and any((spot.row, spot.col) in table.range for table in labels.reading.on(sheet))


def _stands_there(spot: Spot, label: str, result: Result, labels: Labels) -> bool:
    """Whether the result was read from the label's column or row, or holds the label, or a formula asked for it."""
    if any(plain(value) == label for value in result.values if isinstance(value, str)):
        return True
    typed = (t.text[1:-1] for term in result.terms for t in term.formula.tokens if t.part is Part.STRING)
    if any(label == plain(text.lstrip("<>=")) for text in typed):
        return True
    sheet = labels.reading.sheet(spot.sheet)
    for place in result.places:
        table = labels.reading.table_at(place.sheet, place.area)
        if place.sheet is not sheet or table is None:
            continue
        heads = (head for col in place.area.cols for head in header_path(sheet, table, col))
        if spot.row < table.body.top and label in map(plain, heads):
            return True
        if spot.row not in place.area.rows:
            continue
        if place.area.shape[0] == 1 or any(
            _equal(sheet.value(spot.row, col), value) for col in place.area.cols for value in result.values
        ):
            return True
    return _result_row(spot, result, labels)


def _result_row(spot: Spot, result: Result, labels: Labels) -> bool:
    """Whether a text result is itself a label of the same row."""
    return any(
        (other.sheet, other.row) == (spot.sheet, spot.row)
        for value in result.values
        if isinstance(value, str)
        for other in labels.spots.get(plain(value), ())
    )


def _order(bare: str, result: Result, labels: Labels) -> Iterator[Objection]:
    """Labels named in another order than the copied values are listed in."""
    if not result.copied or len(result.values) < 2:
        return
    rows = list(dict.fromkeys((p.sheet.name, row) for p in result.places for row in p.area.rows))
    named = [
        place
        for label, spots in labels.named(bare).items()
        for place in [(spots[0].sheet, spots[0].row)]
        if place in rows and label
    ]
    named = list(dict.fromkeys(named))
    if len(named) > 1 and named != [row for row in rows if row in named]:
        yield Ground.OTHER_ORDER.says("The sentence names the rows in another order than the results are listed in.")


def _subject(answer: str, result: Result, labels: Labels, question: Question) -> Iterator[Objection]:
    """``South sold more than {result}``: another label of the result's column comes first, one nobody asked about."""
    of_question = {*labels.named(question.text)}
    before = answer.partition(SLOT)[0] if SLOT in answer else ""
    texts = {plain(value) for value in result.values if isinstance(value, str)}
    cols = {(spot.sheet, spot.col) for text in texts for spot in labels.spots.get(text, ())}
    others = [
        label
        for label, spots in labels.named(before).items()
        if label not in texts | of_question and any((s.sheet, s.col) in cols and _is_body(s, labels) for s in spots)
    ]
    if len(others) == 1:
        yield Ground.OTHER_SUBJECT.says(f"The sentence speaks of {others[0]}, which is not the result.")


def _is_body(spot: Spot, labels: Labels) -> bool:
    sheet = labels.reading.sheet(spot.sheet)
    table = labels.reading.table_at(sheet, CellRange(spot.row, spot.col, spot.row, spot.col)) if sheet else None
    return table is not None and spot.row >= table.body.top


def _uncited(bare: str, citations: Sequence[Citation], labels: Labels, question: Question) -> Iterator[Objection]:
    """With words alone: labels, and rows the question asks about, that no checked citation touches."""
    cited = [citation.ref for citation in citations if citation.checked]
    if not cited:
        return
    for label, spots in labels.named(bare).items():
        if not any(_touches(ref, spot, labels) for spot in spots for ref in cited):
            yield Ground.NAME_UNCITED.says(
                f"The sentence names {label} ({_address(spots[0])}), which is not among the cited cells."
            )
    for label, spots in labels.named(question.text).items():
        body = tuple(spot for spot in spots if _is_body(spot, labels))
        if body and not any(ref.sheet == spot.sheet and spot.row in ref.range.rows for spot in body for ref in cited):
            yield Ground.ROW_UNCITED.says(
                f"The question names {label} ({_address(body[0])}), of whose row no cell is cited."
            )


def _touches(ref: Ref, spot: Spot, labels: Labels) -> bool:
    """Whether a cited range lies in the label's row, or below it where it is a header."""
    if ref.sheet != spot.sheet:
        return False
    return spot.row in ref.range.rows or (spot.col in ref.range.cols and not _is_body(spot, labels))


def _pairs(bare: str, citations: Sequence[Citation], labels: Labels) -> Iterator[Objection]:
    """Numbers and labels in words alone, paired in their order, must share a row."""
    searched = plain(bare)
    named = [(spots, label) for label, spots in labels.named(bare).items() if any(_is_body(s, labels) for s in spots)]
    numbers = typed_numbers(labels.without(searched))
    if len(named) != len(numbers):
        return
    for (spots, label), number in zip(named, numbers, strict=True):
        rows = {(c.ref.sheet, c.ref.range.top) for c in citations if c.checked and _shows(c, number, labels)}
        if rows and not any((spot.sheet, spot.row) in rows for spot in spots):
            yield Ground.WRONG_PAIR.says(f"The sentence gives {number} for {label}, in whose row it does not stand.")


def _shows(citation: Citation, number: str, labels: Labels) -> bool:
    sheet = labels.reading.sheet(citation.ref.sheet)
    i = sheet.index(citation.ref.range.top, citation.ref.range.left) if sheet else None
    if sheet is None or i is None or isinstance(sheet.values[i], str):
        return False
    return str(agreement(number, sheet.values[i], sheet.format_strings[sheet.formats[i]])) == "verified"


def _equal(value: Value | None, other: Value) -> bool:
    if type(value) is float and type(other) is float:
        return math.isclose(value, other, rel_tol=1e-9)
    return value == other


def _address(spot: Spot) -> str:
    return f"{column_letters(spot.col)}{spot.row}"
