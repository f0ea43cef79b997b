"""Formula: an Excel formula read as far as one must to say what it calls and which cells it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..errors import InputError
from ..grid import CellRange
from .tokens import Part, Token, function_name, is_array_of_constants, tokens

_OPERANDS = {Part.STRING, Part.ARRAY, Part.ERROR, Part.REFERENCE, Part.STRUCTURED, Part.NUMBER, Part.BOOL, Part.NAME}


@dataclass(frozen=True, slots=True)
class Reference:
    """Cells that a formula names: on ``sheet`` ("" is the formula's own), at ``span`` of its text.

    ``last_sheet`` is set for cells of several sheets (``Jan:Dec!A1``), ``workbook`` for those of another one.
    """

    sheet: str
    range: CellRange
    span: tuple[int, int]
    last_sheet: str = ""
    workbook: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula's text (with its "="), and what stands in it, each in the order of appearance.

    ``functions`` are upper case, without the marks of files, once each; what LET and LAMBDA name is no function.
    ``names`` are defined names, ``structured`` references to tables (``Sales[Units]``). ``depth`` counts nesting,
    ``crossings`` the operators between references (``:``, a space, ``#``, ``@``).
    """

    text: str
    functions: tuple[str, ...]
    references: tuple[Reference, ...]
    names: tuple[str, ...] = ()
    structured: tuple[str, ...] = ()
    crossings: tuple[str, ...] = ()
    depth: int = 0
    tokens: tuple[Token, ...] = field(default=(), repr=False)


def parse(text: str) -> Formula:
    """Read a formula, with or without its "=". Raises InputError with a sentence where Excel would not take it.

    >>> formula = parse("=SUM(B2:B9)/'Q1 sales'!$C$3")
    >>> formula.functions, [(r.sheet, str(r.range)) for r in formula.references]
    (('SUM',), [('', 'B2:B9'), ('Q1 sales', 'C3')])
    """
    text = text.strip()
    text = text if text.startswith("=") else f"={text}"
    shift = len(text) - len(text[1:])
    cut = tuple(t._replace(start=t.start + shift, end=t.end + shift) for t in tokens(text[1:]))
    read = _Reading(text)
    for token, following in zip(cut, _following(cut), strict=True):
        read.take(token, following)
    read.close()
    unbound = [n for n in read.names if n.upper() not in read.bound]
    functions = [name for name in read.calls if name not in read.bound]
    return Formula(
        text,
        tuple(dict.fromkeys(functions)),
        tuple(read.references),
        tuple(dict.fromkeys(unbound)),
        tuple(read.structured),
        tuple(read.crossings),
        read.depth,
        cut,
    )


def separate(text: str) -> list[str]:
    """The formulas of a list of them, each with its "="; commas inside parentheses part arguments.

    >>> separate("=SUM(B2,B4),B7")
    ['=SUM(B2,B4)', '=B7']
    """
    try:
        formula = parse(text)
    except InputError:
        return [text]  # whoever reads it says why
    depth, cuts = 0, [0]
    for token in formula.tokens:
        depth += {"(": 1, ")": -1}.get(token.text, 0) if token.part is Part.MARK else 0
        if token.text == "," and not depth:
            cuts.append(token.start)
    ends = [*cuts[1:], len(formula.text)]
    return [f"={formula.text[begin + 1 : end].strip()}" for begin, end in zip(cuts, ends, strict=True)]


def _following(cut: Sequence[Token]) -> list[Token | None]:
    """The next token after each that is no white space."""
    following: list[Token | None] = []
    after: Token | None = None
    for token in reversed(cut):
        following.append(after)
        after = after if token.part is Part.SPACE else token
    return following[::-1]


@dataclass(slots=True)
class _Frame:
    """An open parenthesis: a call of ``function``, or of what stands before it (""), or none (None)."""

    function: str | None
    argument: int = 0
    fresh: bool = True  # nothing of the argument has been read


class _Reading:
    """A walk over the tokens that knows whether an operand or an operator comes next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.frames = [_Frame(None)]
        self.wants_operand = True
        self.before: Token | None = None
        self.spaced = False
        self.signs = self.depth = 0
        self.calls: list[str] = []
        self.bound: set[str] = set()
        self.names: list[str] = []
        self.structured: list[str] = []
        self.crossings: list[str] = []
        self.references: list[Reference] = []

    def wrong(self, why: str) -> InputError:
        return InputError(f"“{self.text[:80]}” is not a formula: {why}.")

    def take(self, token: Token, following: Token | None) -> None:
        if token.part is Part.SPACE:
            self.spaced = True
            return
        if token.part in _OPERANDS:
            self.operand(token, following)
        elif token.part is Part.CALL:
            self.juxtaposed(token)
            self.calls.append(function_name(token.text))
        elif token.part is Part.PREFIXED:
            raise self.wrong(f"“{token.text.rstrip('(')}” is no cell of a sheet")
        else:
            self.mark(token)
        self.frames[-1].fresh = token.text in ("(", ",") and token.part is Part.MARK
        self.before, self.spaced = token, False

    def operand(self, token: Token, following: Token | None) -> None:
        self.juxtaposed(token)
        self.wants_operand, self.signs = False, 0
        if self.binds(token, following):
            return
        match token.part:
            case Part.REFERENCE:
                self.reference(token)
            case Part.NAME:
                self.names.append(token.text)
            case Part.STRUCTURED:
                self.structured.append(token.text)
            case Part.ARRAY if not is_array_of_constants(token.text):
                raise self.wrong("a list in braces holds constants alone")

    def binds(self, token: Token, following: Token | None) -> bool:
        """Whether the token gives a name: in LET before each value, in LAMBDA before the last argument."""
        frame = self.frames[-1]
        if not (frame.fresh and following and following.text == "," and frame.function in ("LET", "LAMBDA")):
            return False
        if frame.function == "LET" and frame.argument % 2:
            return False
        if token.part is not Part.NAME:
            raise self.wrong(f"“{token.text[:40]}” cannot be a name in {frame.function}")
        self.bound.add(token.text.upper())
        return True

    def reference(self, token: Token) -> None:
        try:
            area = CellRange.parse(token.cells)
        except InputError as error:
            if token.prefix or ":" in token.text:
                raise self.wrong(str(error).rstrip(".")) from None
            self.names.append(token.text)  # beyond the grid a word such as YOY1 is a name
            return
        workbook, sheet, last = _place(token.prefix)
        self.references.append(Reference(sheet, area, (token.start, token.end), last, workbook))

    def juxtaposed(self, token: Token) -> None:
        """An operand where an operator was due: a space between two references is one, which keeps what they share."""
        if self.wants_operand:
            return
        if not self.spaced:
            raise self.wrong(f"an operator is missing before “{token.text[:40]}”")
        self.crossings.append(" ")
        self.wants_operand = True

    def mark(self, token: Token) -> None:
        frame, text = self.frames[-1], token.text
        if text == "(":
            self.open()
        elif text == ")":
            self.shut(frame)
        elif text == ",":
            if self.wants_operand and frame.function is None:
                raise self.wrong("a value is missing before a comma")
            frame.argument += 1
            self.wants_operand, self.signs = True, 0
        elif self.wants_operand:
            if text not in "+-@":
                raise self.wrong(f"a value is missing before “{text}”")
            self.signs += 1
            self.depth = max(self.depth, len(self.frames) - 1 + self.signs)
            self.crossings.extend("@" * (text == "@"))
        elif text == "@":
            raise self.wrong("an operator is missing before “@”")
        else:
            self.wants_operand = token.part is Part.OPERATOR
            self.crossings.extend(text if text in ":#" else "")

    def open(self) -> None:
        called = self.before is not None and self.before.part is Part.CALL
        applied = not self.wants_operand and self.before is not None and self.before.text == ")" and not self.spaced
        if not called and not applied and not self.wants_operand:
            raise self.wrong("an operator is missing before “(”")
        self.frames.append(_Frame(self.calls[-1] if called else "" if applied else None))
        self.depth = max(self.depth, len(self.frames) - 1 + self.signs)
        self.wants_operand = True

    def shut(self, frame: _Frame) -> None:
        if len(self.frames) == 1:
            raise self.wrong("a parenthesis is closed that was not opened")
        empty = self.before is not None and self.before.text in ("(", ",")
        if self.wants_operand and not (frame.function is not None and empty):
            raise self.wrong("a value is missing before “)”")
        self.frames.pop()
        self.wants_operand, self.signs = False, 0

    def close(self) -> None:
        if len(self.frames) > 1:
            raise self.wrong("a parenthesis is not closed")
        if self.wants_operand:
            raise self.wrong("it ends where a value is due" if self.before else "it is empty")


def _place(prefix: str) -> tuple[str, str, str]:
    """(workbook, sheet, last sheet) of ``'C:\\[Book.xlsx]Jan:Dec'!``."""
    name = prefix.removesuffix("!")
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    workbook, bracket, sheets = name.rpartition("]")
    first, _, last = sheets.partition(":")
    return (workbook + bracket), first, last
