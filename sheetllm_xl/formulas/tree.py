"""The tree of a formula: what is computed from what, in Excel's order of operations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from ..errors import NotComputed
from ..literals import number_text
from .formula import Formula, Reference
from .left_out import NONE, default
from .signatures import CONDITIONAL, COUNTING, parameters
from .tokens import Part, Token, function_name


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, text, boolean, error or list in braces, as it is written; ``shape`` is (rows, columns)."""

    text: str
    shape: tuple[int, int] = (1, 1)


@dataclass(frozen=True, slots=True)
class Cells:
    """A reference."""

    reference: Reference


@dataclass(frozen=True, slots=True)
class Operation:
    """Operands joined by binary operators of one rank, computed from the left."""

    operands: tuple[Node, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """An operand behind a sign, or before ``%``."""

    sign: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function of its arguments; those left out stand for what Excel takes them for."""

    name: str
    arguments: tuple[Node, ...]


Node = Constant | Cells | Operation | Signed | Call

_RANKS = ({"=", "<>", "<", ">", "<=", ">="}, {"&"}, {"+", "-"}, {"*", "/"}, {"^"})


def tree(formula: Formula) -> tuple[Node, ...]:
    """The formula's tree; several where commas list several at its top. LET's names are put in their places.

    Raises NotComputed for a list of references inside a formula.
    """
    reading = _Parser(formula)
    tops = [reading.chain(0)]
    while reading.accept(","):
        tops.append(reading.chain(0))
    return tuple(tops)


class _Parser:
    """Precedence climbing. The formula has been admitted, so the words are known to be in order."""

    def __init__(self, formula: Formula) -> None:
        self.words = [token for token in formula.tokens if token.part is not Part.SPACE]
        self.references = {reference.span: reference for reference in formula.references}
        self.bound: dict[str, Node] = {}
        self.at = 0

    def accept(self, text: str) -> bool:
        is_next = self.at < len(self.words) and self.words[self.at].text == text
        self.at += is_next
        return is_next

    def chain(self, rank: int) -> Node:
        if rank == len(_RANKS):
            return self.signed()
        operands, operators = [self.chain(rank + 1)], []
        while self.at < len(self.words) and self.words[self.at].text in _RANKS[rank]:
            operators.append(self.words[self.at].text)
            self.at += 1
            operands.append(self.chain(rank + 1))
        return Operation(tuple(operands), tuple(operators)) if operators else operands[0]

    def signed(self) -> Node:
        for sign in "+-":
            if self.accept(sign):
                return Signed(sign, self.signed())
        node = self.operand()
        while self.accept("%"):
            node = Signed("%", node)
        return node

    def operand(self) -> Node:
        word = self.words[self.at]
        self.at += 1
        if word.part is Part.CALL:
            return self.call(word)
        if word.part is Part.REFERENCE:
            return Cells(self.references[word.start, word.end])
        if word.part is Part.NAME:
            return self.named(word.text)
        if word.text == "(":
            node = self.chain(0)
            if not self.accept(")"):
                raise NotComputed("A list of references in parentheses is not computed here.")
            return node
        if word.part is Part.NUMBER:
            return Constant(number_text(float(word.text)))
        if (shape := _shape(word)) == (1, 1) and word.part is Part.ARRAY:
            return _only_one(word.text[1:-1].strip())
        return Constant(word.text, shape)

    def named(self, name: str) -> Node:
        if name.upper() not in self.bound:
            raise NotComputed(f"“{name[:40]}” is used outside the LET that names it.")
        return self.bound[name.upper()]

    def call(self, word: Token) -> Node:
        self.at += 1  # the parenthesis
        name = function_name(word.text)
        if name == "LET":
            return self.let()
        arguments: list[Node | None] = []
        while not self.accept(")"):
            arguments.append(None if self.words[self.at].text in (",", ")") else self.chain(0))
            if self.accept(",") and self.words[self.at].text == ")":
                arguments.append(None)
        given = _filled(name, arguments)
        return _chosen(*given) if name == "CHOOSE" and len(given) > 1 else Call(name, tuple(given))

    def let(self) -> Node:
        outer = dict(self.bound)
        while self.words[self.at].part is Part.NAME and self.words[self.at + 1].text == ",":
            name = self.words[self.at].text.upper()
            self.at += 2
            self.bound[name] = self.chain(0)
            if not self.accept(","):
                raise NotComputed("LET ends with a name; it needs a last argument that uses its names.")
        value = self.chain(0)
        if not self.accept(")"):
            raise NotComputed("LET takes pairs of a name and a value, and then what is computed from them.")
        self.bound = outer
        return value


def _filled(name: str, arguments: list[Node | None]) -> list[Node]:
    """The arguments, each that is left out as Excel takes it. Raises NotComputed where that is not sure."""
    while arguments and arguments[-1] is None and default(name, len(arguments) - 1) == "*":
        arguments.pop()
    filled: list[Node] = []
    for at, argument in enumerate(arguments):
        spelling = default(name, at) if argument is None else ""
        if spelling in (NONE, "*"):
            raise NotComputed(f"{name[:40]} with its argument {at + 1} left out is not computed here; write it.")
        if argument is not None:
            filled.append(argument)
        else:
            filled.append(Call(spelling, (filled[0],)) if spelling in ("ROWS", "COLUMNS") else Constant(spelling))
    return filled


def _chosen(index: Node, *choices: Node) -> Node:
    """CHOOSE as IFs, which hand on cells as they are."""
    if isinstance(index, Constant) and index.text.isdecimal() and 0 < int(index.text) <= len(choices):
        return choices[int(index.text) - 1]
    chosen: Node = Constant("#VALUE!")
    for number, choice in reversed(list(enumerate(choices, 1))):
        is_it = Operation((Call("INT", (index,)), Constant(str(number))), ("=",))
        chosen = Call("IF", (is_it, choice, chosen))
    return chosen


def _only_one(text: str) -> Constant:
    """What a list in braces holds that has one value."""
    is_number = text[:1] not in ('"', "#") and text.upper() not in ("TRUE", "FALSE")
    return Constant(number_text(float(text)) if is_number else text)


def _shape(word: Token) -> tuple[int, int]:
    if word.part is not Part.ARRAY:
        return 1, 1
    rows, cols, quoted = 1, 1, False
    for mark in word.text:
        quoted ^= mark == '"'
        rows += mark == ";" and not quoted
        cols += mark == "," and not quoted and rows == 1
    return rows, cols


def below(node: Node) -> tuple[Node, ...]:
    """The nodes that a node is computed from."""
    match node:
        case Call(_, nodes) | Operation(nodes, _):
            return nodes
        case Signed(_, operand):
            return (operand,)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and every node below it, outer ones first."""
    yield node
    for one in below(node):
        yield from walk(one)


def calls(node: Node) -> Iterator[Call]:
    """Every call in the tree, outer ones first."""
    return (one for one in walk(node) if isinstance(one, Call))


def nodes(formula: Formula) -> Iterator[Node]:
    """Every node of a formula's tree; none where it has no tree."""
    with suppress(NotComputed):
        for top in tree(formula):
            yield from walk(top)


def counted(call: Call) -> Iterator[Cells]:
    """The cells whose numbers a function counts and whose texts it passes over, not those that a criterion tests."""
    if call.name not in COUNTING:
        return
    pairs = list(zip(call.arguments, parameters(call.name, len(call.arguments)), strict=True))
    if call.name in ("SUMIF", "AVERAGEIF") and len(pairs) > 2:
        pairs = pairs[2:]
    elif call.name in CONDITIONAL:
        pairs = pairs[:1]
    for argument, letter in pairs:
        if letter in "ar" and isinstance(argument, Cells):
            yield argument
