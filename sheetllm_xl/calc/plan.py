"""A formula made ready for the engine: the same computation, spelled in the way the engine computes as Excel does.

IronCalc's functions take arrays that stand in cells as Excel does, and arrays that are computed on the way often not
(0.9.1: ``COUNT({1,2})`` is 0, ``AVERAGE(IF(…))`` counts FALSE). So each array that is handed to a function is a step of
its own, spilled into free cells, and a function of single values that is given many is mapped over them. What IronCalc
computes otherwise than Excel, criteria, lookups and texts first of all, is a step by a function of ours.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import NotComputed
from ..formulas.signatures import ANY, ARRAYS, CHOOSERS, PASSERS, parameters
from ..formulas.tree import Call, Cells, Constant, Node, Operation, Signed
from .cells import Scope
from .functions import FUNCTIONS
from .functions.reading import Unsure, number_in
from .kinds import is_text_as_excel_writes, may_be_text
from .spelling import PAIRED, UNSOUND, Shape, in_columns, lacks_pairs, spelled

ONE = (1, 1)
_LONGEST = 60_000  # characters of all steps together: LET's names may stand in many places
_ARITHMETIC = set("+-*/^")
_NO_NUMBERS = {"AND", "COUNTA", "HSTACK", "OR", "VSTACK", "XOR"}
"""Functions of any values that take a text as no number."""

_BLANKS_ARE_NOTHING = {"AND", "COLUMNS", "CONCAT", "OR", "ROWS", "SUM", "SUMPRODUCT", "SUMSQ", "TEXTJOIN"}
"""Functions to which a blank among computed values is no other than 0, or than a value."""

STEP, FIRST = "\ue000{}\ue001", "\ue000{}\ue002"
"""How a formula names the cells of an earlier step, or its one cell; the worker knows where they came to stand."""

Step = str | list[Any]
"""A formula, or the name of a function of ours and its arguments: formulas, cells, or ``[value]``."""


@dataclass(slots=True)
class Plan:
    """``steps`` are computed in order, each put into cells; ``formula`` is the last. Both name steps as ``STEP``."""

    scope: Scope
    beyond: int
    steps: list[Step] = field(default_factory=list)
    formula: str = ""
    _variables: int = 0

    @classmethod
    def of(cls, node: Node, scope: Scope, beyond: int = 1) -> Plan:
        """The plan for a tree; a reference that goes on ends ``beyond`` lines after the data. Raises NotComputed."""
        plan = cls(scope, beyond)
        plan.formula = "=" + plan.text(node)
        if len(plan.formula) + len(json.dumps(plan.steps)) > _LONGEST:
            raise NotComputed("The formula grows too long when its names are put in their places.")
        return plan

    def request(self) -> dict[str, Any]:
        """As the worker takes it."""
        return {"steps": self.steps, "formula": self.formula}

    def step(self, step: Step) -> int:
        """The number of a step; the same is not computed twice."""
        if step not in self.steps:
            self.steps.append(step)
        return self.steps.index(step)

    def own(self, name: str, arguments: Sequence[Node], letters: str, shape: Shape) -> str:
        """The cells of what a function of ours gives."""
        given = [self.given(argument, letter) for argument, letter in zip(arguments, letters, strict=True)]
        return (FIRST if shape == ONE else STEP).format(self.step([name, given]))

    def given(self, node: Node, letter: str) -> Any:
        """An argument of a function of ours."""
        if letter != "n" and isinstance(node, Constant) and node.shape == ONE and not node.text.startswith("#"):
            return [_value(node.text)]
        return self.number(node) if letter == "n" else self.text(node)

    def text(self, node: Node) -> str:
        """The engine's spelling of a node."""
        match node:
            case Constant(text, _):
                return text
            case Cells():
                sheet, area = self.scope.place(node, self.beyond)
                return f"{sheet}!{area}"
            case Signed("+", operand):
                return self.text(operand)
            case Signed("%", operand):
                return f"({self.number(operand)}%)"
            case Signed(sign, operand):
                return f"({sign}{self.number(operand)})"
            case Operation(operands, ("&", *_)):
                return self.own("&", operands, "s" * len(operands), self.shape(node))
            case Operation(operands, operators):
                spell = self.number if _ARITHMETIC & set(operators) else self.text
                pieces = list(map(spell, operands))
                return "(" + pieces[0] + "".join(map("".join, zip(operators, pieces[1:], strict=True))) + ")"
        return self.call(node)

    def number(self, node: Node) -> str:
        """The spelling of a node where Excel makes numbers of texts: plain digits, and 5%, $1,000 or 5-Jan-2024 too."""
        if not may_be_text(node, self.scope):
            return self.text(node)
        if isinstance(node, Constant) and node.shape == ONE:
            try:
                number = number_in(str(_value(node.text)))
            except Unsure as unsure:
                raise NotComputed(str(unsure)) from None
            return "#VALUE!" if number is None else repr(number)
        return self.own("as number", [node], "s", self.shape(node))

    def written(self, node: Node) -> str:
        """The spelling of a node where Excel makes texts of numbers."""
        if is_text_as_excel_writes(node, self.scope):
            return self.text(node)
        return self.own("as text", [node], "s", self.shape(node))

    def readable(self, node: Node) -> str:
        """The spelling of a node whose texts may stay texts."""
        plain = not may_be_text(node, self.scope)
        return self.text(node) if plain else self.own("as number or text", [node], "s", self.shape(node))

    def small(self, node: Node) -> str:
        """The spelling of a node that must be no large number."""
        return self.own("as small number", [node], "n", self.shape(node))

    def call(self, node: Call) -> str:
        """The spelling of a call."""
        if lacks_pairs(node, self.shape):
            return "#N/A"
        if (turned := in_columns(node, self.shape)) is not node:
            return self.text(turned)
        letters = parameters(node.name, len(node.arguments))
        if node.name in CHOOSERS:
            return f"{node.name}({','.join(map(self.text, node.arguments))})"
        if node.name in ("ROW", "COLUMN") and not node.arguments:
            raise NotComputed(f"{node.name}() without cells depends on where it stands; name the cells.")
        if node.name in FUNCTIONS:
            self.check(node, letters)
            return self.own(node.name, node.arguments, letters, self.shape(node))
        return self.plain(node, letters)

    def check(self, node: Call, letters: str) -> None:
        """Raises NotComputed for a number of arguments that a function of ours does not take, or no ranges."""
        try:
            inspect.signature(FUNCTIONS[node.name]).bind(*node.arguments)
            pairs = not node.name.endswith("IFS") or letters[-1:] == "s"
        except TypeError:
            pairs = False
        if not pairs:
            raise NotComputed(f"{node.name} takes another number of arguments.")
        ranges = [one for one, letter in zip(node.arguments, letters, strict=True) if letter == "r"]
        if not all(map(self.refers, ranges)):
            raise NotComputed(f"{node.name} needs cells where computed values stand; use FILTER or SUMPRODUCT.")
        if len({self.shape(one) for one in ranges}) > 1:
            raise NotComputed(f"{node.name} needs ranges of one size.")

    def plain(self, node: Call, letters: str) -> str:
        """A call, mapped over the arrays that stand where it takes single values."""
        spell = {"s": self.text, "n": self.small if node.name in UNSOUND else self.number, "t": self.written}
        spell["v"] = self.readable
        pieces: list[str] = []
        mapped: list[str] = []
        shapes: set[Shape] = set()
        for argument, letter in zip(node.arguments, letters, strict=True):
            if letter in spell and self.shape(argument) != ONE:
                self._variables += 1
                pieces.append(f"v_{self._variables}_")
                mapped.append(spell[letter](argument))
                shapes.add(self.shape(argument))
            elif letter in spell:
                pieces.append(spell[letter](argument))
            else:
                piece = self.counted(node.name, argument) if letter == "a" else ""
                pieces.append(piece or self.argument(node.name, argument, letter))
        if node.name in PAIRED and len({piece.partition("!")[0] for piece in pieces if "!" in piece}) > 1:
            raise NotComputed(f"{node.name} needs its ranges on one sheet.")
        called = spelled(node, pieces)
        if not mapped:
            return called
        if node.name in ARRAYS or (len(mapped) > 1 and (len(shapes) > 1 or None in shapes)):
            raise NotComputed(f"{node.name} over several arrays at once is not computed here.")
        variables = [piece for piece in pieces if piece.startswith("v_")]
        return f"MAP({','.join(mapped)},LAMBDA({','.join(variables)},{called}))"

    def argument(self, name: str, node: Node, letter: str) -> str:
        """The spelling of a list of values: cells as they are, a computed array as the cells of its step."""
        if isinstance(node, Cells):
            sheet, area = self.scope.place(node, self.beyond)
            corner = f":{area}" if area.area == 1 else ""
            return f"{sheet}!{area}{corner}"
        if letter == "c" and isinstance(node, Constant):
            return node.text.strip("{}").replace(";", ",")
        if self.refers(node) or (isinstance(node, Call) and node.name in FUNCTIONS):
            return self.text(node)
        if self.shape(node) == ONE:
            if name not in ANY - _NO_NUMBERS:
                return self.text(node)
            return self.readable(node) if name == "COUNT" else self.number(node)
        return STEP.format(self.step(f"={self.text(node)}"))

    def counted(self, name: str, node: Node) -> str:
        """The spelling of an argument where blanks that a function hands on matter; "" where they do not."""
        if name == "COUNTA" and isinstance(node, Call) and node.name in ARRAYS & PASSERS & set(FUNCTIONS):
            return self.own("blanks as 0", [node], "s", None)
        if name not in PASSERS | _BLANKS_ARE_NOTHING:
            self.refuse_blanks(node)
        return ""

    def refuse_blanks(self, node: Node) -> None:
        """Have the worker refuse blanks among what a function hands on to one that counts."""
        if isinstance(node, Call) and node.name in ARRAYS & PASSERS:
            for source in node.arguments[:1] if node.name not in ("HSTACK", "VSTACK") else node.arguments:
                self.refuse_blanks(source)
                if isinstance(source, Cells) and node.name not in FUNCTIONS:
                    self.own("without blanks", [source], "s", None)
            if node.name in FUNCTIONS:
                self.own("without blanks", [node], "s", None)

    def refers(self, node: Node) -> bool:
        """Whether the node hands on cells themselves, whose blanks stay blank, and no array made of them."""
        match node:
            case Cells():
                return True
            case Call("INDEX", (first, *_)):
                return self.refers(first)
            case Call("XLOOKUP", (_, _, values, *_)):
                return self.refers(values)
            case Call("IF", (condition, *branches)) if self.shape(condition) == ONE:
                return all(self.refers(one) or self.shape(one) == ONE for one in branches)
        return False

    def shape(self, node: Node) -> Shape:
        """How many values a node has."""
        match node:
            case Constant(_, shape):
                return shape
            case Cells():
                return self.scope.place(node, self.beyond)[1].shape
            case Signed(_, operand):
                return self.shape(operand)
            case Operation(operands, _):
                return _broadcast([self.shape(one) for one in operands])
        if node.name in ("ROW", "COLUMN") and len(node.arguments) == 1 and isinstance(node.arguments[0], Cells):
            rows, cols = self.shape(node.arguments[0]) or ONE
            return (rows, 1) if node.name == "ROW" else (1, cols)
        if node.name == "TRANSPOSE" and node.arguments:
            size = self.shape(node.arguments[0])
            return size and (size[1], size[0])
        if node.name in ARRAYS:
            return None
        letters = parameters(node.name, len(node.arguments))
        single = [argument for argument, letter in zip(node.arguments, letters, strict=True) if letter in "sntv"]
        if node.name == "INDEX" and _takes_a_line(node, self.shape):
            return None
        if node.name == "XLOOKUP" and len(node.arguments) > 2:
            size = self.shape(node.arguments[2])
            if size is None or min(size) > 1:
                return None
        return _broadcast([self.shape(one) for one in single])


def _broadcast(shapes: Sequence[Shape]) -> Shape:
    known = [shape for shape in shapes if shape is not None]
    if len(known) < len(shapes):
        return None
    return max((rows for rows, _ in known), default=1), max((cols for _, cols in known), default=1)


def _takes_a_line(node: Call, shape: Callable[[Node], Shape]) -> bool:
    """Whether INDEX gives a whole row or column: one of its numbers is 0, or left out where the cells are a block."""
    if not node.arguments:
        return False
    numbers = node.arguments[1:]
    if any(isinstance(one, Constant) and one.text.strip("0.") == "" for one in numbers):
        return True
    size = shape(node.arguments[0])
    return len(numbers) == 1 and (size is None or min(size) > 1)


def _value(text: str) -> float | bool | str:
    """The value of a constant."""
    if text.startswith('"'):
        return text[1:-1].replace('""', '"')
    return text.upper() == "TRUE" if text.upper() in ("TRUE", "FALSE") else float(text)
