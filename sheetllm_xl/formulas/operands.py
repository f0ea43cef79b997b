"""Anatomy of a formula: each operand with the calls around it and the operators beside it."""

from __future__ import annotations

from dataclasses import dataclass

from .formula import Formula
from .tokens import Part, Token, function_name

_OPERANDS = (Part.REFERENCE, Part.NUMBER, Part.STRING, Part.BOOL, Part.ARRAY, Part.ERROR)
_LOOKUPS_TEXT = """
    CHOOSE HLOOKUP IF IFERROR IFNA INDEX LOOKUP MATCH ROW ROWS VLOOKUP XLOOKUP XMATCH
"""
LOOKUPS = frozenset(_LOOKUPS_TEXT.split())


@dataclass(frozen=True, slots=True)
class Operand:
    """``calls``: the functions around it, outermost first, each with the number of the argument it stands in.

    ``before`` and ``after`` are the tokens beside it ("" at the ends); ``lead`` are the two before the innermost call.
    """

    token: Token
    calls: tuple[tuple[str, int], ...]
    before: str
    after: str
    lead: tuple[str, str] = ("", "")

    @property
    def function(self) -> str:
        """The innermost function; "" for none."""
        return self.calls[-1][0] if self.calls else ""

    @property
    def argument(self) -> int:
        """The number of the argument of that function, from 0."""
        return self.calls[-1][1] if self.calls else 0

    @property
    def looked_up(self) -> bool:
        """Whether it is only searched or picked from: every function around it is a lookup."""
        return bool(self.calls) and all(name in LOOKUPS for name, _ in self.calls)


def operands(formula: Formula) -> tuple[Operand, ...]:
    """Every operand of the formula, in order."""
    tokens = [token for token in formula.tokens if token.part is not Part.SPACE]
    read: list[Operand] = []
    frames: list[tuple[str, int, tuple[str, str]]] = []
    for i, token in enumerate(tokens):
        if token.part in _OPERANDS:
            before, after = tokens[i - 1].text if i else "", tokens[i + 1].text if i + 1 < len(tokens) else ""
            around = [frame for frame in frames if frame[0]]
            lead = around[-1][2] if around else ("", "")
            read.append(Operand(token, tuple(frame[:2] for frame in around), before, after, lead))
        elif token.text == "(":
            called = i > 0 and tokens[i - 1].part is Part.CALL
            first, last = ["", "", *(each.text for each in tokens[max(i - 3, 0) : max(i - 1, 0)])][-2:]
            frames.append((function_name(tokens[i - 1].text) if called else "", 0, (first, last)))
        elif token.text == ")" and frames:
            frames.pop()
        elif token.text == "," and frames:
            name, argument, lead = frames[-1]
            frames[-1] = (name, argument + 1, lead)
    return tuple(read)
