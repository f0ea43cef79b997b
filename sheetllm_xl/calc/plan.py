"""A formula made ready for the engine: the same computation, spelled in the way the engine computes as Excel does.

IronCalc's functions take arrays that stand in cells as Excel does, and arrays that are computed on the way often not
(0.9.1: ``COUNT({1,2})`` is 0, ``AVERAGE(IF(…))`` counts FALSE, ``SUM(COUNTIF(A:A,{…}))`` is 0). So each array that is
handed to a function is a step of its own, spilled into free cells, and a function of single values that is given many
is mapped over them. What else is spelled otherwise, and why:

* ``"<>text"`` as a criterion passes over blanks and numbers: such a pair becomes a step that compares, and 1.
* XLOOKUP that gives a whole row or column is INDEX with XMATCH; TEXTJOIN does not leave out texts of length 0.
* Text in a range is made a number by arithmetic only where it is plain digits: ``--`` before it takes 1,000 and 5% too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import NotComputed
from ..grid import CellRange
from .signatures import ARRAYS, CHOOSERS, CONDITIONAL, PAIRED, parameters
from .spelling import spelled
from .tree import Call, Cells, Chain, Constant, Node, Signed

Shape = tuple[int, int] | None
"""Rows and columns; None is many values, how many is known only when they are computed."""

ONE = (1, 1)
_LONGEST = 60_000  # characters of all steps together: LET's names may stand in many places
_ARITHMETIC = set("+-*/^")
STEP = "\ue000{}\ue001"
"""How a formula names the cells of an earlier step; the worker knows where they came to stand."""


@dataclass(slots=True)
class Plan:
    """``steps`` are computed in order, each spilled; ``formula`` is the last. Both name steps as ``STEP``."""

    place: Callable[[Cells], tuple[str, CellRange]]
    steps: list[str] = field(default_factory=list)
    formula: str = ""
    _variables: int = 0

    @classmethod
    def of(cls, node: Node | None, place: Callable[[Cells], tuple[str, CellRange]]) -> Plan:
        """The plan for a tree; ``place`` says where a reference's cells stand in the engine. Raises NotComputed."""
        plan = cls(place)
        plan.formula = "=" + plan.text(node)
        if sum(map(len, (plan.formula, *plan.steps))) > _LONGEST:
            raise NotComputed("The formula grows too long when its names are put in their places.")
        return plan

    def request(self) -> dict[str, Any]:
        """As the worker takes it."""
        return {"steps": self.steps, "formula": self.formula}

    def step(self, text: str) -> str:
        """Put an array into cells of its own; the same array is not put there twice."""
        if f"={text}" not in self.steps:
            self.steps.append(f"={text}")
        return STEP.format(self.steps.index(f"={text}"))

    def text(self, node: Node | None) -> str:
        """The engine's spelling of a node."""
        match node:
            case None:
                return ""
            case Constant(text, _):
                return text
            case Cells():
                sheet, area = self.place(node)
                return f"{sheet}!{area}"
            case Signed("%", operand):
                return f"({self.text(operand)}%)"
            case Signed(sign, operand):
                return f"({sign}{self.text(operand)})"
            case Chain(operands, operators):
                many = bool(_ARITHMETIC & set(operators))
                pieces = [
                    f"(--{self.text(one)})" if many and self.shape(one) != ONE else self.text(one) for one in operands
                ]
                return "(" + pieces[0] + "".join(map("".join, zip(operators, pieces[1:], strict=True))) + ")"
        return self.call(node)

    def call(self, node: Call) -> str:
        """The spelling of a call."""
        if node.name in CHOOSERS:
            return f"{node.name}({','.join(map(self.text, node.arguments))})"
        if node.name in ("ROW", "COLUMN") and not node.arguments:
            raise NotComputed(f"{node.name}() without cells depends on where it stands; name the cells.")
        if node.name in CONDITIONAL:
            return self.conditional(node)
        if node.name == "XLOOKUP" and (line := self.line_found(node)):
            return line
        return self.plain(node, parameters(node.name, len(node.arguments)))

    def plain(self, node: Call, letters: str) -> str:
        """A call, mapped over the arrays that stand where it takes single values."""
        pieces: list[str] = []
        mapped: list[Node] = []
        for argument, letter in zip(node.arguments, letters, strict=True):
            if letter == "s" and argument is not None and self.shape(argument) != ONE:
                self._variables += 1
                pieces.append(f"v_{self._variables}_")
                mapped.append(argument)
            else:
                pieces.append(self.argument(argument, letter))
        if node.name in PAIRED and len({piece.partition("!")[0] for piece in pieces if "!" in piece}) > 1:
            raise NotComputed(f"{node.name} needs its ranges on one sheet.")
        if node.name == "TEXTJOIN":
            pieces[2:] = [self.without_empty(pieces[1], piece) for piece in pieces[2:]]
        called = spelled(node, pieces)
        if not mapped:
            return called
        shapes = {self.shape(one) for one in mapped}
        if node.name in ARRAYS or (len(mapped) > 1 and (len(shapes) > 1 or None in shapes)):
            raise NotComputed(f"{node.name} over several arrays at once is not computed here.")
        variables = [piece for piece in pieces if piece.startswith("v_")]
        return f"MAP({','.join(map(self.text, mapped))},LAMBDA({','.join(variables)},{called}))"

    def conditional(self, node: Call) -> str:
        """A function over the cells that meet criteria; its ranges must be of one size, as Excel wants them."""
        letters = parameters(node.name, len(node.arguments))
        pairs = list(zip(node.arguments, letters, strict=True))
        ranges = [one for one, letter in pairs if letter == "r" and one is not None]
        if len({self.shape(one) for one in ranges}) > 1:
            raise NotComputed(f"{node.name} needs ranges of one size.")
        arguments = list(node.arguments)
        for i, (one, letter) in enumerate(pairs):
            ruled_out = _ruled_out(one) if letter == "s" and i else None
            over = arguments[i - 1] if ruled_out else None
            if ruled_out and over is not None:
                told = f'IF(({self.text(over)}&"")=({self.text(ruled_out)}&""),0,1)'
                arguments[i - 1], arguments[i] = Constant(self.step(f"IFERROR({told},1)")), Constant("1")
        if node.name in ("SUMIF", "AVERAGEIF") and len(arguments) == 2 and arguments[0] is not node.arguments[0]:
            arguments.append(node.arguments[0])
            letters += "r"
        return self.plain(Call(node.name, tuple(arguments)), letters)

    def line_found(self, node: Call) -> str:
        """XLOOKUP over a block, which gives a whole line of it; "" where it gives one cell."""
        key, keys, block, *rest = (*node.arguments, *[None] * 6)[:6]
        if key is None or keys is None or block is None or self.shape(key) != ONE:
            return ""
        along, size = self.shape(keys), self.shape(block)
        if along is None or size is None or 1 not in along or along == ONE or min(size) == 1:
            return ""
        options = f",{self.text(rest[1]) or 0},{self.text(rest[2]) or 1}"
        match = f"XMATCH({self.text(key)},{self.argument(keys, 'a')}{options})"
        found = f"INDEX({self.argument(block, 'a')},{f'{match},0' if along[1] == 1 else f'0,{match}'})"
        return f"IFNA({found},{self.text(rest[0])})" if rest[0] is not None else found

    def without_empty(self, leaves_out: str, piece: str) -> str:
        """TEXTJOIN's values without the texts of length 0, where it is to leave them out."""
        if leaves_out.upper() not in ("TRUE", "1") or not ("!" in piece or piece.startswith(STEP[0])):
            return piece
        return self.step(f'FILTER(TOCOL({piece}),TOCOL({piece})<>"","")')

    def argument(self, node: Node | None, letter: str) -> str:
        """The spelling of an argument: cells as they are, a computed array as the cells of its step."""
        if node is None or letter == "s":
            return self.text(node)
        if isinstance(node, Cells):
            sheet, area = self.place(node)
            corner = f":{area}" if area.area == 1 else ""  # XLOOKUP and COUNTIF want a range even of one cell
            return f"{sheet}!{area}{corner}"
        if letter == "c" and isinstance(node, Constant):
            return node.text.strip("{}").replace(";", ",")
        if self.shape(node) == ONE or self.refers(node):
            return self.text(node)
        return self.step(self.text(node))

    def refers(self, node: Node) -> bool:
        """Whether the node hands on cells themselves, whose blanks stay blank, and no array made of them."""
        match node:
            case Cells():
                return True
            case Call("INDEX", (first, *_)) if first is not None:
                return self.refers(first)
            case Call("XLOOKUP", (_, _, Cells(), *_)):
                return self.line_found(node) != ""
            case Call("IF", (condition, *branches)) if condition is not None and self.shape(condition) == ONE:
                return all(one is None or self.refers(one) or self.shape(one) == ONE for one in branches)
        return False

    def shape(self, node: Node) -> Shape:
        """How many values a node has."""
        match node:
            case Constant(_, shape):
                return shape
            case Cells():
                return self.place(node)[1].shape
            case Signed(_, operand):
                return self.shape(operand)
            case Chain(operands, _):
                return _broadcast([self.shape(one) for one in operands])
        if node.name in ("ROW", "COLUMN") and len(node.arguments) == 1 and isinstance(node.arguments[0], Cells):
            rows, cols = self.shape(node.arguments[0]) or ONE
            return (rows, 1) if node.name == "ROW" else (1, cols)
        if node.name in ARRAYS:
            return None
        letters = parameters(node.name, len(node.arguments))
        single = [a for a, letter in zip(node.arguments, letters, strict=True) if letter == "s" and a is not None]
        if node.name == "INDEX" and _takes_a_line(node, self.shape):
            return None
        if node.name == "XLOOKUP" and len(node.arguments) > 2 and node.arguments[2] is not None:
            found = self.shape(node.arguments[2])
            if found is None or min(found) > 1:
                return None
        return _broadcast([self.shape(one) for one in single])


def _broadcast(shapes: Sequence[Shape]) -> Shape:
    known = [shape for shape in shapes if shape is not None]
    if len(known) < len(shapes):
        return None
    return max((rows for rows, _ in known), default=1), max((cols for _, cols in known), default=1)


def _takes_a_line(node: Call, shape: Callable[[Node], Shape]) -> bool:
    """Whether INDEX gives a whole row or column: one of its numbers is 0, or left out where the cells are a block."""
    if not node.arguments or node.arguments[0] is None:
        return False
    numbers = node.arguments[1:]
    if any(one is None or (isinstance(one, Constant) and one.text.strip("0.") == "") for one in numbers):
        return True
    size = shape(node.arguments[0])
    return len(numbers) == 1 and (size is None or min(size) > 1)


def _ruled_out(criterion: Node | None) -> Node | None:
    """What ``"<>text"`` or ``"<>"&A2`` rules out; None for every other criterion, numbers and wildcards included."""
    match criterion:
        case Constant(text, _) if text.startswith('"<>'):
            rest = text[3:-1]
            known = not rest or any(mark in rest for mark in "*?~") or rest.lower() in ("true", "false")
            return None if known or rest[0] == "#" or _is_number(rest) else Constant(f'"{rest}"')
        case Chain((Constant('"<>"', _), rest), ("&",)):
            return rest
    return None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
