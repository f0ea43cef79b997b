"""What kind of values a node may give, as far as it is known before it is computed."""

from __future__ import annotations

from datetime import datetime, time

from ..formulas.signatures import PASSERS, TEXTUAL
from ..formulas.tree import Call, Cells, Constant, Node, Operation, Signed
from .cells import Scope


def may_be_text(node: Node, scope: Scope) -> bool:
    """Whether a text may be among the node's values."""
    match node:
        case Constant(text, _):
            return '"' in text
        case Cells(reference):
            return len(scope.within(reference).of(str)) > 0
        case Signed("+", operand):
            return may_be_text(operand, scope)
        case Operation(_, ("&", *_)):
            return True
        case Call(name, arguments):
            return name in TEXTUAL or (name in PASSERS and any(may_be_text(one, scope) for one in arguments))
    return False


def is_text_as_excel_writes(node: Node, scope: Scope) -> bool:
    """Whether the engine writes the node's values as Excel does: texts as they are, small whole numbers as digits."""
    match node:
        case Constant(text, _):
            return text.startswith('"') or text.isdecimal()
        case Cells(reference):
            cells = scope.within(reference)
            whole = (number.is_integer() and abs(number) < 1e15 for number in cells.of(float).values)
            return not len(cells.of(datetime, time)) and all(whole)
        case Operation(_, ("&", *_)):
            return True
        case Call(name, _):
            return name in TEXTUAL
    return False
