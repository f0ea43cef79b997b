"""Figures: what a reply typed into its formulas instead of naming a cell for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..formulas import Part
from ..formulas.operands import Operand, operands
from ..formulas.tree import Call, Constant, Node, nodes
from ..sheet import Kind
from ..text.numbers import written_number
from ..text.words import plain
from .compute import Term
from .grounds import Ground, Objection
from .question import NO, YES, Question
from .reading import Reading

# Arguments that say how to look, round, count or which day is meant, by function: 0 is the first. None is a figure.
_SWITCHES: dict[str, tuple[int, ...]] = {
    "CHOOSE": (0,), "CHOOSECOLS": (1, 2, 3, 4, 5), "DATE": (1, 2), "EDATE": (1,), "EOMONTH": (1,), "FILTER": (2,),
    "HLOOKUP": (2, 3), "IFERROR": (1,), "IFNA": (1,), "INDEX": (2, 3), "LEFT": (1,), "MATCH": (2,), "MID": (1, 2),
    "NETWORKDAYS.INTL": (2,), "RANK": (2,), "RANK.AVG": (2,), "RANK.EQ": (2,), "RIGHT": (1,), "ROUND": (1,),
    "ROUNDDOWN": (1,), "ROUNDUP": (1,), "SORT": (1, 2, 3), "SORTBY": (2, 4), "TEXTJOIN": (1,), "TIME": (0, 1, 2),
    "UNIQUE": (1, 2), "VLOOKUP": (2, 3), "WEEKDAY": (1,), "XLOOKUP": (3, 4, 5), "XMATCH": (2, 3), "YEARFRAC": (2,),
}  # fmt: skip
_PICKS = {
    "LARGE": (1,),
    "SMALL": (1,),
    "TAKE": (1, 2),
    "INDEX": (1,),
    "CHOOSEROWS": (1,),
    "DROP": (1,),
}  # that rank or pick
_ORDERED = {"SORT", "SORTBY", "FILTER", "UNIQUE", "TAKE"}  # of what these give a row is picked by its rank
_BY_PLACE = {"INDEX", "CHOOSEROWS", "DROP"}
_COMPARE = ("=", "<", ">", "<=", ">=", "<>")
_CRITERIA = re.compile(r"(<>|<=|>=|=|<|>)?(.*)", re.DOTALL)
_ELEMENT = re.compile(r'"[^"]*+"|[^,;{}"]++')
_FORMATS = re.compile(r"[$€£¥]?[#0,]*0\.0+%?|[ymdhs:/. \-]+", re.IGNORECASE)  # with decimals, or of a date
_THOUSANDS = re.compile(r"1(?:000)+")
_FREE = frozenset({0.0, 1.0, 100.0})  # of arithmetic: none, one more, a percentage


def typed_figures(terms: Iterable[Term], reading: Reading, question: Question) -> Iterator[Objection]:
    """Numbers and texts of formulas that come neither from the question nor from cells."""
    known = _Known(reading, question)
    for term in terms:
        if term.copied:
            continue
        free = known.of_question | {float(len(term.places))}  # (B3+B4+B5)/3
        branches = _says(nodes(term.formula))
        ordered = bool(_ORDERED & {*term.formula.functions})
        for operand in operands(term.formula):
            part, text = operand.token.part, operand.token.text
            if part is Part.NUMBER:
                yield from _number(operand, free, known, ordered)
            elif part is Part.STRING:
                yield from _text(operand, known, text in branches)
            elif part is Part.ARRAY:
                yield from _list(text, free, known)


class _Known:
    """The numbers of a question, and what stands in the cells that were read."""

    def __init__(self, reading: Reading, question: Question) -> None:
        self.of_question = question.numbers | question.factors | _FREE
        self.asked = plain(question.text)
        self._reading = reading
        self._texts: frozenset[str] | None = None

    def is_number(self, number: float) -> bool:
        """Whether a number stands in a cell, or is the year of a date there or the next one."""
        for sheet in self._reading.sheets:
            seen = self._reading.was_read(sheet)
            if number in sheet.values[seen & (sheet.kinds == Kind.NUMBER)]:
                return True
            years = {value.year for value in sheet.values[seen & (sheet.kinds == Kind.DATE)]}
            if {number, number - 1} & years:
                return True
        return False

    def is_text(self, wanted: str) -> bool:
        """Whether a text is of the question, a cell's, part of one where wildcards ask for that, or yes or no."""
        if self._texts is None:
            self._texts = frozenset(map(plain, self._reading.texts()))
        text, bare = plain(wanted), plain(wanted.strip("*?"))
        if text in self._texts or text in YES | NO or (bare and bare in self.asked):
            return True
        return bare != text and bool(bare) and any(bare in each for each in self._texts)


def _number(operand: Operand, free: frozenset[float], known: _Known, ordered: bool) -> Iterator[Objection]:
    number, text, function = float(operand.token.text), operand.token.text, operand.function
    picks = operand.argument in _PICKS.get(function, ())
    by_place = picks and function in _BY_PLACE and not ordered  # the fourth row, whatever stands there
    if operand.argument in _SWITCHES.get(function, ()) or number in (known.of_question - _FREE if by_place else free):
        return
    if ("=" in (operand.before, operand.after) or function == "DATE") and known.is_number(number):
        return
    compared = operand.before in _COMPARE or operand.after in _COMPARE
    scales = _THOUSANDS.fullmatch(text) and (operand.before in ("*", "/") or operand.after == "*")
    yield _strange(text, Ground.SPELLED if compared or scales or (picks and not by_place) else Ground.TYPED_NUMBER)


def _strange(number: str, ground: Ground) -> Objection:
    return ground.says(f"The formula holds {number[:40]}, which is neither in the question nor in the cells.")


def _text(operand: Operand, known: _Known, says: bool) -> Iterator[Objection]:
    text = operand.token.text[1:-1].replace('""', '"')
    if operand.function == "TEXT" and operand.argument == 1:
        if not _FORMATS.fullmatch(text):
            yield Ground.WRITTEN_AS.says(f"The formula writes a number as “{text[:40]}”, which may not be what it is.")
    elif operand.function not in ("DATEDIF", "FIXED") and re.search(r"\w|%", text):  # else a unit, or marks
        found = _criterion(text, known)
        yield from (replace(each, ground=Ground.SPELLED) for each in found) if says else found


def _criterion(text: str, known: _Known) -> Iterator[Objection]:
    sign, wanted = (_CRITERIA.fullmatch(text) or ["", "", text]).groups("")  # type: ignore[union-attr]
    wanted = wanted.strip()
    if read := written_number(wanted):
        if read[0] not in known.of_question and (sign not in ("", "=") or not known.is_number(read[0])):
            yield _strange(wanted, Ground.SPELLED)
    elif wanted and not known.is_text(wanted):
        ground = Ground.SPELLED if wanted[0].isdigit() else Ground.TYPED_TEXT  # a date, otherwise spelled
        yield ground.says(f"The formula holds the text “{wanted[:40]}”, which stands in no cell that was read.")


def _list(text: str, free: frozenset[float], known: _Known) -> Iterator[Objection]:
    """Numbers and texts of a list in braces."""
    for element in _ELEMENT.findall(text):
        read = written_number(element)
        if read is None and element.startswith('"'):
            yield from _criterion(element[1:-1], known)
        elif read and read[0] not in free and not known.is_number(read[0]):
            yield _strange(element, Ground.TYPED_NUMBER)


def _says(found: Iterable[Node]) -> set[str]:
    """The texts of an IF that comes to words alone, whatever holds: they are its way to say a truth."""
    texts: set[str] = set()
    for node in found:
        if isinstance(node, Call) and node.name == "IF" and (words := _words(node)):
            texts |= words
    return texts


def _words(node: Node) -> set[str]:
    """The words that a text or an IF of words comes to; none where it may come to something else."""
    if isinstance(node, Constant) and node.text.startswith('"'):
        return {node.text}
    if not (isinstance(node, Call) and node.name == "IF" and len(node.arguments) == 3):
        return set()
    both = [_words(branch) for branch in node.arguments[1:]]
    return both[0] | both[1] if all(both) else set()
