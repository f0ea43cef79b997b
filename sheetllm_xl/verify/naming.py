"""Naming: the rows and addresses that a model put into its words, checked against those its result is of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from ..detect import FoundTable
from ..formulas import Part
from ..grid import CellRange
from ..literals import literal, parse_literal
from ..sheet import Sheet
from ..text.secret import ANTHROPIC_MASK, MASK
from ..text.words import plain
from .compute import ReadArea, Result, Term
from .grounds import Ground, Objection
from .places import SLOT, Sentence
from .question import Question
from .reading import Reading

_LINK = re.compile(r"(?:https?://|www\.)\S.*+", re.IGNORECASE)  # of one word
_LONGEST_LABEL = 100  # characters; a longer cell is prose, not a label
_MOST_ADDRESSES = 60  # of a sentence that are looked for in the cells


def name_doubts(
    sentence: Sentence, result: Result | None, reading: Reading, question: Question, witness: str = ""
) -> Iterator[Objection]:
    """Rows in the sentence that are neither the result's nor asked for, and what no sentence may hold.

    ``witness``: the words of a reading that bears the result out; what those name, the sentence may name.
    """
    answer = sentence.text
    if result is not None:
        spoken = plain(f"{question.text} {witness}")
        tables = {
            (p.sheet.name, t.range): (p.sheet, t) for p in result.places if (t := reading.table_at(p.sheet, p.area))
        }
        for sheet, table in tables.values():
            yield from _others(plain(answer.replace(SLOT, " ")), result, sheet, table, spoken)
        yield from _swapped(sentence, reading)
    if ANTHROPIC_MASK in answer or MASK in answer:
        yield Ground.SECRET.says("The reply held an API key, which was masked.")
    if "||" in answer:
        yield Ground.MARKS.says("The sentence holds marks of the prompt.")
    outside = list(dict.fromkeys(_addresses(answer.replace(SLOT, " "))))
    if strange := next(
        (one for one in outside[:_MOST_ADDRESSES] if result or not _is_known(one, reading, question)), ""
    ):
        yield Ground.ADDRESS.says(f"The sentence names an address, {strange[:60]}.")
    elif len(outside) > _MOST_ADDRESSES:
        yield Ground.ADDRESS.says(f"The sentence names more than {_MOST_ADDRESSES} addresses.")


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


def _is_known(address: str, reading: Reading, question: Question) -> bool:
    """Whether an address stands in a cell or in the question."""
    return any(address.rstrip(".,)") in text for text in (question.text, *reading.texts()))


def _others(bare: str, result: Result, sheet: Sheet, table: FoundTable, spoken: str) -> Iterator[Objection]:
    """Rows that the sentence names, of the columns whose rows are named, and of which the result is not."""
    rows = _rows(sheet, table, spoken, {plain(value) for value in result.values if isinstance(value, str)})
    shown = {plain(literal(value)) for term in result.terms for row in term.rows for value in row if value is not None}
    for label in sorted(rows, key=len, reverse=True):
        if label in bare and (found := _whole(label, bare)):
            bare = f"{bare[: found.start()]} {bare[found.end() :]}"
            is_known = label in spoken or any(label in text for text in shown)
            if not is_known and not any(_is_of(row, result, sheet, shown) for row in rows[label]):
                text = f"The sentence names {label} (row {rows[label][0]}), but the result does not stand there."
                yield Ground.NAMED_ELSEWHERE.says(text)


def _rows(sheet: Sheet, table: FoundTable, spoken: str, shown: set[str]) -> Mapping[str, list[int]]:
    """The rows of each text in the first column and in those of which question, reading or result names one."""
    cells = sheet.crop(table.body)
    filled = Counter(cells.rows[cells.filled].tolist())  # a label alone in its row heads others
    texts = [
        (row, col, plain(value))
        for row, col, value in zip(cells.rows.tolist(), cells.cols.tolist(), cells.values.tolist(), strict=True)
        if isinstance(value, str) and 1 < len(value) <= _LONGEST_LABEL and filled[row] > 1
    ]
    cols = {
        table.range.left,
        *(col for _, col, text in texts if text in shown or (text in spoken and _whole(text, spoken))),
    }
    rows: dict[str, list[int]] = {}
    for row, col, text in texts:
        if col in cols:
            rows.setdefault(text, []).append(row)
    return rows


def _whole(label: str, text: str) -> re.Match[str] | None:
    """Where a text has a label of two letters or more, not as part of a longer word of letters and digits."""
    if len(label) < 2:
        return None
    begins, ends = (r"(?<![^\W_])" if label[0].isascii() else ""), (r"(?![^\W_])" if label[-1].isascii() else "")
    return re.search(begins + re.escape(label) + ends, text)


def _is_of(row: int, result: Result, sheet: Sheet, shown: set[str]) -> bool:
    """Whether the result was read from a row alone, or a value of it stands there."""
    for place in result.places:
        if place.sheet is sheet and row in place.area.rows:
            if place.area.shape[0] == 1:
                return True
            known = (sheet.value(row, col) for col in place.area.cols)
            if any(value is not None and plain(literal(value)) in shown for value in known):
                return True
    return any(isinstance(value, str) and plain(value) in shown for value in sheet.values[sheet.rows == row])


def _swapped(sentence: Sentence, reading: Reading) -> Iterator[Objection]:
    """Each place has its own formula, so the labels that tell the formulas apart come in the order of the places.

    "North sold {result}, South {result}" with ``=B2`` and ``=B3`` of the rows North and South stands; with ``=B3`` and
    ``=B2`` it does not.
    """
    terms = [place.terms[0] for place in sentence.places if len(place.terms) == 1]
    if len(terms) < 2 or len({*map(id, terms)}) < len(sentence.places):
        return
    text = plain(sentence.text.replace(SLOT, " "))
    named = [{label for label in _labels(term, reading) if label in text} for term in terms]
    at = {label: match.start() for label in set[str]().union(*named) if (match := _whole(label, text))}
    owners = [{i for i, labels in enumerate(named) if label in labels} for label in sorted(at, key=at.__getitem__)]
    of_several = {i for i in range(len(terms)) if sum(i in each for each in owners) > 1}  # names tell them from none
    owned = [each - of_several if len(each) > 1 else each for each in owners]
    order = list(dict.fromkeys(i for each in owned if len(each) == 1 for i in each))
    if any(before > after for before, after in pairwise(order)):
        yield Ground.OTHER_ORDER.says("The sentence names the results in another order than the formulas give them.")


def _labels(term: Term, reading: Reading) -> Iterator[str]:
    """The texts of a formula, and those in the row and above the column of a cell that it reads alone."""
    for token in term.formula.tokens:
        if token.part is Part.STRING:
            yield plain(str(parse_literal(token.text)))
    for place in term.places:
        if place.area.area == 1:
            yield from (plain(text) for text in _around(place, reading) if 1 < len(text) <= _LONGEST_LABEL)


def _around(place: ReadArea, reading: Reading) -> Iterator[str]:
    area, table = place.area, reading.table_at(place.sheet, place.area)
    if table is None:
        return
    row = CellRange(area.top, table.range.left, area.top, table.range.right)
    above = CellRange(table.range.top, area.left, max(table.range.top, table.body.top - 1), area.left)
    for box in (row, above):
        yield from (literal(value) for value in place.sheet.crop(box).values.tolist() if not isinstance(value, float))
