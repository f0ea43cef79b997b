"""Figures: what a reply typed into its formulas instead of naming a cell for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from ..formulas import Formula, Part
from ..formulas.operands import Operand, operands
from ..formulas.tree import Call, Cells, Constant, Node, Operation, Signed, nodes
from ..literals import number_text, parse_literal
from ..sheet import Kind
from ..text.numbers import written_number
from ..text.words import plain
from .compute import Result, Term
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
_CONDITIONS = ("AVERAGEIF", "AVERAGEIFS", "COUNTIF", "COUNTIFS", "MAXIFS", "MINIFS", "SUMIF", "SUMIFS")
_ROUNDING = {"INT", "TRUNC", "CEILING", "CEILING.MATH", "FLOOR", "FLOOR.MATH", "MROUND", "EVEN", "ODD"}
_SWITCHED = {"VLOOKUP": 3, "HLOOKUP": 3, "MATCH": 2}  # the argument that says whether a lookup is exact
_COMPARE = ("=", "<", ">", "<=", ">=", "<>")
_FORMATS = re.compile(r"[$€£¥]?[#0,]*0\.0+%?|[ymdhs:/. \-]+", re.IGNORECASE)  # with decimals, or of a date
_CRITERIA = re.compile(r"(<>|<=|>=|=|<|>)?(.*)", re.DOTALL)
_YES = {"yes", "true", "ja", "oui", "sí", "si", "예", "네", "是"}
_NO = {"no", "false", "nein", "non", "아니요", "否", "不是"}


def typed_figures(result: Result, labels: Labels, question: Question) -> list[Objection]:
    """Numbers and texts in the formulas that come neither from the question nor from cells, and signs turned round."""
    known = _cell_numbers(labels.reading)
    objections: list[Objection] = []
    for term in result.terms:
        if term.copied:
            continue
        for operand in operands(term.formula):
            if operand.token.part is Part.NUMBER and not _harmless(operand, term.formula, question, known):
                text = f"The formula holds {operand.token.text}, which is neither in the question nor in the cells."
                objections.append(Ground.TYPED_NUMBER.says(text))
            elif operand.token.part is Part.STRING:
                objections += _typed_text(operand, labels, question, known)
            elif operand.token.part in (Part.ARRAY, Part.BOOL) and not _is_condition(operand, question):
                text = f"The formula holds {operand.token.text[:40]}, which names no cell."
                objections.append(Ground.TYPED_CONSTANT.says(text))
        objections += _turned_signs(term)
        objections += _rounded(term, question)
        objections += _turned_conditions(term, question)
        objections += _near_matches(term)
    return objections


def _is_condition(operand: Operand, question: Question) -> bool:
    """Whether TRUE or FALSE says how to look, or is the condition that a question puts."""
    if _is_switch(operand):
        return True
    condition = operand.function in _CONDITIONS or operand.before in _COMPARE or operand.after in _COMPARE
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
    """Whether a number says how to look, was asked for, or is the 1 of a growth rate."""
    number, of_question = float(operand.token.text), question.numbers
    if _is_switch(operand):
        return True
    if _PICKS.get(operand.function) == operand.argument:
        return number in of_question or (number == 1 and (operand.function != "INDEX" or _made_first(formula)))
    if operand.function in ("DATE", "EDATE", "EOMONTH"):
        return _in_calendar(operand, question, known)
    if operand.before in _COMPARE or operand.after in _COMPARE:
        equal = "=" in (operand.before, operand.after)
        month = "MONTH" in formula.functions and number in question.months
        return number in of_question or number == 0 or month or (equal and number in known) or _unit_of_a_match(operand)
    if operand.before and operand.before in "*/^+-":
        if number == 1:
            return (operand.before == "-" and "/" in formula.text) or _unit_of_a_match(operand)
        return (number in of_question and number not in (100, 1000)) or _is_count(operand, formula)
    if number == 1 and (operand.after == "-" or operand.calls):
        return "/" in formula.text or operand.function in ("MATCH", "XMATCH", "XLOOKUP")
    return number in of_question


def _unit_of_a_match(operand: Operand) -> bool:
    """The 1 of ``MATCH(1,(A2:A9=…)*(B2:B9=…),0)``, and the 1 or 0 that a product of conditions is compared with."""
    return operand.token.text in ("0", "1") and operand.function in ("SUMPRODUCT", "FILTER", "MATCH", "XMATCH")


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
        if sign not in ("<", ">", ">=") or question.says("compared"):
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


def _typed_text(operand: Operand, labels: Labels, question: Question, known: set[float]) -> Iterator[Objection]:
    text = operand.token.text[1:-1].replace('""', '"')
    if operand.function == "TEXT" and operand.argument == 1:
        if not _FORMATS.fullmatch(text):
            yield Ground.WRITTEN_AS.says(f"The formula writes a number as “{text[:40]}”, which may not be what it is.")
        return
    if operand.function in ("DATEDIF", "FIXED") or not re.search(r"\w|%", text):
        return  # a unit of time, or signs between results
    if operand.function == "IF" and plain(text) in _YES | _NO:
        if plain(text) in _NO and operand.argument == 1:
            yield Ground.NAY_FOR_YEA.says(f"The formula says “{text}” where its condition holds.")
        return
    if plain(text) in (_YES if question.denies else _NO) and operand.function != "IF":
        yield Ground.REVERSE_ASKED.says(f"The formula asks for “{text}”, the reverse of what the question asks.")
    sign, wanted = (_CRITERIA.fullmatch(text) or ["", "", text]).groups("")  # type: ignore[union-attr]
    read = written_number(wanted.strip()) if wanted.strip() else (0.0, 0, False)
    if read is not None:
        if read[0] not in question.numbers and read[0] != 0 and (sign not in ("", "=") or read[0] not in known):
            yield Ground.TYPED_NUMBER.says(
                f"The formula holds {wanted[:40]}, which is neither in the question nor in the cells."
            )
    elif sign and re.search(r"\d", wanted) and plain(wanted) in plain(question.text):
        return  # a date as the question spells it
    elif not _stands(wanted.strip(), labels, question):
        yield Ground.TYPED_TEXT.says(
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


def _turned_signs(term: Term) -> Iterator[Objection]:
    """``=-B3`` and ``=ABS(B3)`` show another number than the cell."""
    match next(nodes(term.formula), None):
        case Signed("-", Cells()) | Operation((Constant("0"), Cells()), ("-",)):
            is_turned = True
        case Call("ABS", (Cells(),)):
            value = term.places[0].sheet.value(term.places[0].area.top, term.places[0].area.left)
            is_turned = isinstance(value, float) and value < 0
        case _:
            is_turned = False
    if is_turned:
        yield Ground.TURNED_SIGN.says(f"The formula turns the sign of {term.places[0].area} round.")


def _rounded(term: Term, question: Question) -> Iterator[Objection]:
    """A result rounded to fewer digits than its cells show, though nobody asked for it."""
    if question.says("rounded"):
        return
    if coarse := _ROUNDING & {*term.formula.functions}:
        yield Ground.ROUNDED.says(f"The formula rounds by {min(coarse)}, which the question does not ask for.")
    small = any(isinstance(value, float) and abs(value) < 1 for row in term.rows for value in row)
    for call in _calls(term.formula, "ROUND", "ROUNDUP", "ROUNDDOWN"):
        written = _written(call.arguments[1]) if len(call.arguments) > 1 else "0"
        digits = written_number(written)
        if digits is None or digits[0] < (4 if small else 2):
            yield Ground.ROUNDED.says(f"The formula rounds to {written} digits, which the question does not ask for.")


def _turned_conditions(term: Term, question: Question) -> Iterator[Objection]:
    """``<700`` where the question says more than 700, and the other way round."""
    more, less = question.says("above"), question.says("below")
    if more == less:
        return
    wrong = "<" if more else ">"
    for operand in operands(term.formula):
        if operand.token.part is Part.STRING:
            sign, wanted = (_CRITERIA.fullmatch(operand.token.text[1:-1]) or ["", "", ""]).groups("")  # type: ignore[union-attr]
            number = written_number(wanted)
        elif operand.token.part is Part.NUMBER:
            number = written_number(operand.token.text)
            sign = operand.before or operand.after.translate({ord("<"): ">", ord(">"): "<"})
        else:
            continue
        if number is not None and number[0] in question.numbers and sign in (wrong, f"{wrong}="):
            yield Ground.TURNED_CONDITION.says(
                f"The formula holds {sign}{number[0]:g}, the reverse of what the question asks."
            )


def _near_matches(term: Term) -> Iterator[Objection]:
    """A lookup that takes the next best row unless the lookup column is sorted."""
    for call in _calls(term.formula, *_SWITCHED):
        at = _SWITCHED[call.name]
        if len(call.arguments) <= at or _written(call.arguments[at]) not in ("0", "FALSE"):
            yield Ground.NEAR_MATCH.says(
                f"{call.name} in {term.formula.text[:60]} takes the nearest row where none is equal."
            )


def _calls(formula: Formula, *names: str) -> Iterator[Call]:
    return (node for node in nodes(formula) if isinstance(node, Call) and node.name in names)


def _written(node: Node) -> str:
    """A constant as it is written, with its sign."""
    match node:
        case Constant(text, _):
            return text.upper()
        case Signed("+" | "-" as sign, operand):
            return sign + _written(operand)
    return "computed"
