"""Witness: a reply's reading, worked out apart from its formulas, held against what they come to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from ..errors import InputError, NotComputed
from ..literals import Value, literal
from ..messages.replies import AnswerReply, ReadingPart
from ..text.numbers import written_number
from ..text.words import plain
from .compute import Result
from .facts import key_of
from .grounds import Ground, Objection
from .lines import ADDRESS
from .question import NO, NO_WORD, YES, Question
from .reading import Reading
from .readings import EACH, answers_and_operands, named_rows, worked_out

_THRESHOLD = re.compile(r"(?:<=|>=|<(?!>)|(?<!<)>)\s*+[\"$€£¥]?+\s*+([-\d.,]++%?)")
_NUMBER = re.compile(r"(?:\d[\d.,]*+|\.\d++)(?:[eE][-+]?\d++)?%?")
_FREE = frozenset({0.0, 1.0, 2.0, 100.0})  # of arithmetic: below nothing, a share, a half, a percentage
_BRANCHES = re.compile(r'=IF\(.*,\s*"([^"]*)",\s*"([^"]*)"\)', re.DOTALL)
_UNSPACED = "\u1100"  # from here on scripts set no space between words
_SHORT = 3  # letters of words such as "of" and "der"
_WORD = re.compile(r"[^\W_\u1100-\U0003ffff]+|[\u1100-\U0003ffff]")
_LOST = 0.005  # of a value, at most, by rounding that nobody can see to have been asked for
_LISTED = 5  # values of a reading that a sentence names


def unwitnessed(reply: AnswerReply, result: Result, reading: Reading, question: Question) -> Objection | None:
    """Why no second way leads to what the formulas come to; None where the reading, worked out apart, comes to it."""
    if not reply.reading:
        return Ground.NO_READING.says("The formula alone says so: no reading of the question came with it.")
    try:
        answers, operands = answers_and_operands(reply.reading, reply.table, reading)
        is_same = agrees(answers, result, operands) or agrees_beside_figures(reply, answers, result, reading)
        by_eye = next(_by_eye(reply, reading, question), "") if is_same else ""
    except (InputError, NotComputed) as error:
        return Ground.NO_READING.says(f"The formula alone says so: its reading cannot be worked out. {error}")
    if not is_same:
        comes_to = ", ".join(map(literal, answers[:_LISTED])) or "nothing"
        text = f"What is asked, read cell by cell, comes to {comes_to[:200]}; the formula comes to something else."
        return Ground.READING_DIFFERS.says(text)
    if _is_ranking(reply.reading) and _texts(answers) != _texts(result.values):
        in_order = ", ".join(_texts(answers)[:_LISTED])
        return Ground.READING_DIFFERS.says(
            f"What is asked begins with {in_order[:200]}; the formula has another order."
        )
    if by_eye:
        return Ground.BY_EYE.says(f"{by_eye[:60]} was chosen by whoever read the sheet: the question does not name it.")
    return None


def _is_ranking(parts: Sequence[ReadingPart]) -> bool:
    """Whether everything is asked for in its order; of the first few any order will do."""
    return len(parts) == 1 and bool(parts[0].order) and not parts[0].rank


def _texts(values: Sequence[Value]) -> list[str]:
    return [key_of(value) for value in values if isinstance(value, str)]


def chosen_words(parts: Sequence[ReadingPart]) -> str:
    """The words of what a reading is about, without those that it leaves out."""
    where = (text for part in parts for text in part.where if "<>" not in text)
    return " ".join([*(text for part in parts for text in (*part.of, part.per, *part.give)), *where])


def _by_eye(reply: AnswerReply, reading: Reading, question: Question) -> Iterator[str]:
    """Rows that a reading names one by one, and texts that it filters by, of which the question has no word.

    "How much did South sell?" names South; of "Which region sold most?" with a reading that takes South, formula and
    reading have it of one hand.
    """
    for row in named_rows(reply.reading, reply.table, reading):
        if not _names(question, row):
            yield row


def _names(question: Question, label: str) -> bool:
    """Whether a question has a word of a label, told by how it begins: "Bayerns" is Bayern, "women" is not Men.

    Words of few letters count, whole, where a label has no others, since every question has some of them.
    """
    if read := written_number(label):
        return read[0] in question.numbers | _FREE
    folded, words = plain(question.text), _WORD.findall(plain(label))
    long = [word for word in words if len(word) > _SHORT or word.isdigit()]
    pairs = [a + b for a, b in pairwise(words) if min(a + b) >= _UNSPACED]
    return any(_stands(word, folded) for word in (long + pairs or words))


def _stands(word: str, text: str) -> bool:
    if word >= _UNSPACED:
        return word in text
    whole = len(word) <= _SHORT or word.isdigit()
    begins = rf"{word}(?![a-z\d])" if whole else re.escape(word[: max(3, 2 * len(word) // 3)])
    return re.search(NO_WORD + begins, text) is not None


def typed_readings(parts: Sequence[ReadingPart], question: Question) -> Iterator[Objection]:
    """Thresholds and factors of a reading that the question does not give: formula and reading have them of one hand.

    A condition that a value equals something needs no such check: it finds what stands in cells or nothing.
    """
    free = question.numbers | question.factors | _FREE
    for part in parts:
        texts = [text for text in part.of if part.do == "calculate" or EACH.match(text)]
        added = {float(len(ADDRESS.findall(text))) for text in texts}  # (B3+C3+D3)/3
        calculated = (_NUMBER.findall(ADDRESS.sub(" ", text)) for text in texts)
        for number in chain(*map(_THRESHOLD.findall, part.where), *calculated):
            read = written_number(number)
            if (read[0] if read else None) not in free | added:
                yield Ground.READ_NUMBER.says(f"What was read holds {number[:40]}, which is not in the question.")


def agrees_beside_figures(reply: AnswerReply, answers: Sequence[Value], result: Result, reading: Reading) -> bool:
    """Whether labels alone are the result, and the values that a reading gives beside them figures of the sentence."""
    without = [tuple(name for name in part.give if name != "value") for part in reply.reading]
    parts = [
        one.model_copy(update={"give": give or one.give}) for one, give in zip(reply.reading, without, strict=True)
    ]
    labels = worked_out(parts, reply.table, reading)
    figures = {
        key_of(value) for term in result.figures.values() for row in term.rows for value in row if value is not None
    }
    return agrees(labels, result) and {*map(key_of, answers)} - {*map(key_of, labels)} <= figures


def agrees(answers: Sequence[Value], result: Result, operands: Sequence[Value] = ()) -> bool:
    """Whether a reading and the formulas come to the same values: in any order, as rounded, signed and scaled there.

    Formulas may also give what the reading calculates its answer from.
    A truth agrees with the word that an outermost IF has for it, since words for yes and no are of a language.
    """
    left = list(result.values)
    if len(answers) == len(left) == 1 and type(answers[0]) is bool:
        return _is_truth(answers[0], left[0], result)
    for answer in answers:
        match = next((i for i, value in enumerate(left) if _same(answer, value, _text(result))), None)
        if match is None:
            return False
        del left[match]
    return bool(answers) and all(any(_same(one, value, "") for one in operands) for value in left)


def _text(result: Result) -> str:
    return " ".join(term.formula.text for term in result.results).upper()


def _is_truth(answer: bool, value: Value, result: Result) -> bool:
    if isinstance(value, bool):
        return value is answer
    found, word = _BRANCHES.fullmatch(_text(result)), plain(literal(value))
    is_reversed = word in (NO if answer else YES)
    return found is not None and word == plain(found[1] if answer else found[2]) and not is_reversed


def _same(answer: Value, value: Value, formula: str) -> bool:
    if type(answer) is not float or type(value) is not float:
        kept_as_text = written_number(answer) if isinstance(answer, str) and type(value) is float else None
        return kept_as_text[0] == value if kept_as_text else key_of(answer) == key_of(value)
    decimals = len(f"{value:.12f}".rstrip("0").partition(".")[2])
    is_rounded = "ROUND" in formula or "TEXT(" in formula
    near = min(0.5001 * 10.0**-decimals, _LOST * abs(answer)) if is_rounded else 0.0
    scales = (1.0, 100.0) if re.search(r"\*100\b|\b100\*", formula) and "/" in formula else (1.0,)
    signs = (1, -1) if re.search(r"ABS\([^()]*-", formula) else (1,)
    return any(
        abs(scale * sign * answer - value) <= max(scale * near, 1e-9 * max(1.0, abs(value)))
        for scale in scales
        for sign in signs
    )
