"""Figures: what a reply typed into its formulas instead of naming a cell for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from ..formulas import Formula, Part
from ..formulas.operands import Operand, operands
from ..formulas.tree import Call, Constant, Node, Operation, nodes
from ..literals import number_text, parse_literal
from ..sheet import Kind
from ..text.numbers import written_number
from ..text.words import plain
from .compute import Result
from .grounds import Ground, Objection
from .mentions import Labels, label_words
from .question import Question
from .reading import Reading

# Arguments that say how to look, round or count, by function: 0 is the first. Their numbers are no figures.
_SWITCHES: dict[str, tuple[int, ...]] = {
    "CHOOSE": (0,), "CHOOSECOLS": (1, 2, 3, 4, 5), "FILTER": (2,), "HLOOKUP": (2, 3), "IFERROR": (1,), "IFNA": (1,),
    "INDEX": (2, 3), "LEFT": (1,), "MATCH": (2,), "MID": (1, 2), "NETWORKDAYS.INTL": (2,), "RANK": (2,),
    "RANK.AVG": (2,), "RANK.EQ": (2,), "RIGHT": (1,), "ROUND": (1,), "ROUNDDOWN": (1,), "ROUNDUP": (1,),
    "SORT": (1, 2, 3), "SORTBY": (2, 4), "TEXTJOIN": (1,), "UNIQUE": (1, 2), "VLOOKUP": (2, 3), "WEEKDAY": (1,),
    "XLOOKUP": (3, 4, 5), "XMATCH": (2, 3), "YEARFRAC": (2,),
}  # fmt: skip
_PICKS = {"LARGE": 1, "SMALL": 1, "TAKE": 1, "INDEX": 1, "CHOOSEROWS": 1, "DROP": 1}  # the argument that ranks or picks
_MADE_FIRST = ("SORT", "SORTBY", "FILTER", "UNIQUE", "TAKE")  # whose first row is not picked by eye
COMPARE = ("=", "<", ">", "<=", ">=", "<>")
CRITERIA = re.compile(r"(<>|<=|>=|=|<|>)?(.*)", re.DOTALL)
_CONDITIONS = ("AVERAGEIF", "AVERAGEIFS", "COUNTIF", "COUNTIFS", "MAXIFS", "MINIFS", "SUMIF", "SUMIFS")
_FORMATS = re.compile(r"[$€£¥]?[#0,]*0\.0+%?|[ymdhs:/. \-]+", re.IGNORECASE)  # with decimals, or of a date
_YES = {"yes", "true", "ja", "oui", "sí", "si", "sim", "예", "네", "是", "はい"}
_NO = {"no", "false", "nein", "non", "não", "아니요", "否", "不是", "いいえ"}


def typed_figures(result: Result, labels: Labels, question: Question) -> list[Objection]:
    """Numbers and texts in the formulas that come neither from the question nor from cells, and signs turned round."""
    known = _cell_numbers(labels.reading)
    objections: list[Objection] = []
    for term in result.terms:
        if term.copied:
            continue
        named = _are_words_of_the_question(term.formula, question)
        for operand in operands(term.formula):
            if operand.token.part is Part.NUMBER and not _harmless(operand, term.formula, question, known):
                text = f"The formula holds {operand.token.text}, which is neither in the question nor in the cells."
                objections.append(_ground(operand, term.formula).says(text))
            elif operand.token.part is Part.STRING:
                objections += _typed_text(operand, labels, question, known, named)
            elif operand.token.part in (Part.ARRAY, Part.BOOL) and not _is_condition(operand, question):
                text = f"The formula holds {operand.token.text[:40]}, which names no cell."
                objections.append(Ground.TYPED_CONSTANT.says(text))
    return objections


def _ground(operand: Operand, formula: Formula) -> Ground:
    """What a number does there: a rank, a threshold or a scale may be spelled in the question in words."""
    if _is_rank(operand, formula):
        return Ground.RANK
    if operand.before in COMPARE or operand.after in COMPARE:
        return Ground.THRESHOLD
    if re.fullmatch(r"1(?:000)+", operand.token.text) and (operand.before in ("*", "/") or operand.after == "*"):
        return Ground.SCALE
    return Ground.TYPED_NUMBER


def _are_words_of_the_question(formula: Formula, question: Question) -> bool:
    """Whether what IF comes to is named by yes and no or by words of the question: higher or lower, rise or fall.

    One of them is enough, for the question seldom names the reverse of what it asks.
    """
    asked = plain(question.text)
    texts = (
        plain(operand.token.text[1:-1])
        for operand in operands(formula)
        if operand.token.part is Part.STRING and operand.function == "IF" and operand.argument
    )
    return any(text and (text in _YES | _NO or text in asked) for text in texts)


def _is_condition(operand: Operand, question: Question) -> bool:
    """Whether TRUE or FALSE says how to look, or is the condition that a question puts."""
    if _is_switch(operand):
        return True
    condition = operand.function in _CONDITIONS or operand.before in COMPARE or operand.after in COMPARE
    return condition and (operand.token.text.upper() == "TRUE" or question.denies)


def _cell_numbers(reading: Reading) -> set[float]:
    """The numbers that were read, and the years of the dates."""
    dates = (v for sheet in reading.sheets for v in sheet.values[reading.was_read(sheet) & (sheet.kinds == Kind.DATE)])
    years = {float(value.year) for value in dates}
    return (
        years
        | {year + 1 for year in years}
        | {
            value
            for sheet in reading.sheets
            for value in sheet.values[reading.was_read(sheet) & (sheet.kinds == Kind.NUMBER)]
        }
    )


def _harmless(operand: Operand, formula: Formula, question: Question, known: set[float]) -> bool:
    """Whether a number says how to look, was asked for, or belongs to the arithmetic, as 1 in 1+10% and 100 in /100."""
    number, of_question = float(operand.token.text), question.numbers | question.factors
    if _is_switch(operand):
        return True
    if _PICKS.get(operand.function) == operand.argument:
        return number in of_question or (number == 1 and (operand.function != "INDEX" or _made_first(formula)))
    if operand.function in ("DATE", "EDATE", "EOMONTH"):
        return _in_calendar(operand, question, known)
    if operand.before in COMPARE or operand.after in COMPARE:
        equal = "=" in (operand.before, operand.after)
        month = "MONTH" in formula.functions and number in question.months
        return number in of_question or number == 0 or month or (equal and number in known) or _unit_of_a_match(operand)
    if operand.before and operand.before in "*/^+-":
        if number == 1:
            return (operand.before == "-" and "/" in formula.text) or _unit_of_a_match(operand)
        if number == 100:  # of a ratio in percent, or of a percentage that is multiplied
            return operand.before in "*/" and {"*": "/", "/": "*"}[operand.before] in formula.text
        return (number in of_question and number != 1000) or _is_count(operand, formula)
    if number == 1 and operand.after and operand.after in "+-":
        return True
    if number == 100 and operand.after == "*":
        return "/" in formula.text
    if number == 1 and operand.calls:
        growth = "/" in formula.text
        return growth or number in of_question or operand.function in ("MATCH", "XMATCH", "XLOOKUP")
    return number in of_question


def _unit_of_a_match(operand: Operand) -> bool:
    """The 1 of ``MATCH(1,(A2:A9=…)*(B2:B9=…),0)``, and the 1 or 0 that a product of conditions is compared with."""
    return operand.token.text in ("0", "1") and operand.function in ("SUMPRODUCT", "FILTER", "MATCH", "XMATCH")


def _is_rank(operand: Operand, formula: Formula) -> bool:
    """Whether a number says which of rows in order is taken; a question may spell it: the second, the top three."""
    ranks = _PICKS.get(operand.function) == operand.argument and operand.function not in ("CHOOSEROWS", "DROP")
    return ranks and (operand.function != "INDEX" or _made_first(formula))


def _made_first(formula: Formula) -> bool:
    return any(name in _MADE_FIRST for name in formula.functions)


def _in_calendar(operand: Operand, question: Question, known: set[float]) -> bool:
    """Year, month or day of a date that the question names, as far as its words tell."""
    number = float(operand.token.text)
    if operand.function != "DATE":
        return number in question.numbers or number in (0, 1, -1, 12)
    if operand.argument == 0:
        return number in known or bool({number, number - 1} & question.numbers)
    if operand.argument == 1:
        first, last = operand.lead
        sign = first.strip('"') if last == "&" else last
        if sign not in ("<", ">", ">=") or question.compares:
            return number in question.months
        return number in (question.begins if sign.startswith(">") else question.ends)
    return number in question.numbers or number in (1, 28, 29, 30, 31)


def _is_count(operand: Operand, formula: Formula) -> bool:
    """``(B3+B4+B5)/3``: divided by as many cells as were added."""
    count = float(operand.token.text)
    divisions = (
        (dividend, divisor)
        for node in nodes(formula)
        if isinstance(node, Operation)
        for dividend, sign, divisor in zip(node.operands, node.operators, node.operands[1:], strict=False)
        if sign == "/"
    )
    return any(divisor == Constant(number_text(count)) and _added(sum_) == count > 1 for sum_, divisor in divisions)


def _added(node: Node) -> int:
    """How many values a node adds up; 1 for what is no sum."""
    match node:
        case Call("SUM", (operand,)):
            return _added(operand)
        case Operation(operands, operators) if {*operators} == {"+"}:
            return len(operands)
    return 1


def _is_switch(operand: Operand) -> bool:
    return operand.argument in _SWITCHES.get(operand.function, ())


def _typed_text(
    operand: Operand, labels: Labels, question: Question, known: set[float], named: bool
) -> Iterator[Objection]:
    text = operand.token.text[1:-1].replace('""', '"')
    if operand.function == "TEXT" and operand.argument == 1:
        if not _FORMATS.fullmatch(text):
            yield Ground.WRITTEN_AS.says(f"The formula writes a number as “{text[:40]}”, which may not be what it is.")
        return
    if operand.function in ("DATEDIF", "FIXED") or not re.search(r"\w|%", text):
        return  # a unit of time, or signs between results
    if operand.function == "IF" and operand.argument and named:
        if plain(text) in _NO and operand.argument == 1:
            yield Ground.NAY_FOR_YEA.says(f"The formula says “{text}” where its condition holds.")
        return
    if plain(text) in (_YES if question.denies else _NO) and operand.function != "IF":
        yield Ground.REVERSE_ASKED.says(f"The formula asks for “{text}”, the reverse of what the question asks.")
    sign, wanted = (CRITERIA.fullmatch(text) or ["", "", text]).groups("")  # type: ignore[union-attr]
    read = written_number(wanted.strip()) if wanted.strip() else (0.0, 0, False)
    if read is not None:
        if read[0] not in question.numbers and read[0] != 0 and (sign not in ("", "=") or read[0] not in known):
            yield Ground.THRESHOLD.says(
                f"The formula holds {wanted[:40]}, which is neither in the question nor in the cells."
            )
    elif sign and re.search(r"\d", wanted) and plain(wanted) in plain(question.text):
        return  # a date as the question spells it
    elif not _stands(wanted.strip(), labels, question):
        yield (Ground.QUESTION_TEXT if plain(wanted) in plain(question.text) else Ground.TYPED_TEXT).says(
            f"The formula holds the text “{wanted[:40]}”, which stands in no cell that was read."
        )
    elif other := _better_label(wanted.strip(), labels, question):
        yield Ground.BETTER_LABEL.says(f"The formula asks for “{wanted[:40]}”, but the question names “{other[:40]}”.")


def _better_label(wanted: str, labels: Labels, question: Question) -> str:
    """Another label of the same column of which the question names more words; "" for none."""
    theirs, mine = label_words(question.text), label_words(wanted) & label_words(question.text)
    columns = {(spot.sheet, spot.col) for spot in labels.spots.get(plain(wanted), ())}
    better = [label for label in labels.like(question.text) if label_words(label) & theirs > mine]
    return min((label for label in better if columns & {(s.sheet, s.col) for s in labels.spots[label]}), default="")


def _stands(wanted: str, labels: Labels, question: Question) -> bool:
    """Whether a text is a cell's, is part of one where wildcards ask for it, or is a date that was asked for."""
    text = plain(wanted)
    if text in labels.spots or text in labels.texts:
        return True
    bare = text.strip("*?")
    if bare != text:
        return bool(bare) and bare in plain(question.text)
    date = None if wanted.startswith('"') else parse_literal(wanted)
    if isinstance(date, datetime):
        return text in plain(question.text) or (date.month in question.months and date.day in (1, 28, 29, 30, 31))
    return False
