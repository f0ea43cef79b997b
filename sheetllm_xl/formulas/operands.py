"""Anatomy of a formula: each operand with the calls around it and the operators beside it."""

from __future__ import annotations

from dataclasses import dataclass

from .formula import Formula
from .tokens import Part, Token, function_name

_OPERANDS = (Part.REFERENCE, Part.NUMBER, Part.STRING, Part.BOOL, Part.ARRAY, Part.ERROR)


@dataclass(frozen=True, slots=True)
class Operand:
    """``calls``: the functions around it, outermost first, each with the number of the argument it stands in.

    ``before`` and ``after`` are the tokens beside it ("" at the ends).
    """

    token: Token
    calls: tuple[tuple[str, int], ...]
    before: str
    after: str

    @property
    def function(self) -> str:
        """The innermost function; "" for none."""
        return self.calls[-1][0] if self.calls else ""

    @property
    def argument(self) -> int:
        """The number of the argument of that function, from 0."""
        return self.calls[-1][1] if self.calls else 0


def operands(formula: Formula) -> tuple[Operand, ...]:
    """Every operand of the formula, in order."""
    tokens = [token for token in formula.tokens if token.part is not Part.SPACE]
    read: list[Operand] = []
    frames: list[tuple[str, int]] = []
    for i, token in enumerate(tokens):
        if token.part in _OPERANDS:
            before, after = tokens[i - 1].text if i else "", tokens[i + 1].text if i + 1 < len(tokens) else ""
            read.append(Operand(token, tuple(frame for frame in frames if frame[0]), before, after))
        elif token.text == "(":
            called = i > 0 and tokens[i - 1].part is Part.CALL
            frames.append((function_name(tokens[i - 1].text) if called else "", 0))
        elif token.text == ")" and frames:
            frames.pop()
        elif token.text == "," and frames:
            name, argument = frames[-1]
            frames[-1] = (name, argument + 1)
    return tuple(read)
