"""COPILOT(prompt, context, …), which Excel withdrew in 2026, and the ASKSHEET that asks the same of the same cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..errors import InputError
from ..grid import CellRange, Ref
from .call import text_literal, text_of
from .formula import parse
from .tokens import MAX_FORMULA, Part, Token, function_name, tokens, unmarked

_LONGEST_TEXT = 255  # characters of a text that is written out in a formula (Excel's specifications and limits)
_ONE_CELL = CellRange(1, 1, 1, 1)
_CLOSE_UP = ",.;:?!)"  # what no blank goes before
_STANDS_FOR = "[…]"  # the cells, where the prompt goes on behind them
_CONSTANTS = (Part.NUMBER, Part.BOOL, Part.ARRAY, Part.ERROR, Part.OPERATOR, Part.MARK, Part.SPACE)
_COMPARISONS = ("=", "<", ">", "<=", ">=", "<>")  # weaker than the & that joins texts

NO_CELLS = "It names no cells: COPILOT answered from what its model knew, and ASKSHEET answers from cells."
_NO_PROMPT = "It has no prompt."
_LAMBDA = "It stands in a LAMBDA, which asks for each row or cell: use Fill Column, or the option each=row."
_COMPUTED = "One of its contexts is computed; of several, ASKSHEET reads cells alone."
_RANGE = "Its prompt computes which cells it reads; name them as its context."
_THROUGH_OTHERS = "It filled {} through other functions; ASKSHEET says its shape in its own call."
_TWO_CALLS = "It asks twice, once with several contexts; in one formula ASKSHEET reads several ranges for one call."
_TOO_LONG = "As ASKSHEET it would be longer than a formula can be."
_NAMED = "The question names {} as text, which does not move with the cells."


@dataclass(frozen=True, slots=True)
class OldCell:
    """A cell whose formula calls COPILOT. ``after`` is "" where ``remark`` says why it cannot be converted."""

    place: Ref
    before: str
    after: str
    remark: str = ""

    def lines(self) -> tuple[str, ...]:
        """The cell, what it holds and what it would hold, without the marks that only files have."""
        after = f"  becomes {unmarked(self.after)}" if self.after else "  stays as it is."
        return f"{self.place}  {unmarked(self.before)}", f"{after}{' ' * bool(self.remark)}{self.remark}"


def calls_copilot(formula: str) -> bool:
    """Whether a formula calls COPILOT, also as files spell it.

    >>> calls_copilot('=IF(A1="",1,_xlfn.COPILOT("Sum up",A1))'), calls_copilot('="COPILOT(1)"&COPILOTS(1)')
    (True, False)
    """
    if "COPILOT" not in formula.upper():
        return False
    try:
        return any(map(_is_copilot, tokens(formula)))
    except InputError:
        return True  # nobody can say that it does not, and what cannot be read is listed with the reason


def old_cell(place: Ref, formula: str, filled: CellRange = _ONE_CELL) -> OldCell:
    """The cell with such a formula, and what takes its place; ``filled`` are the cells that its values spill into."""
    try:
        after, remark = converted(formula, filled)
    except InputError as error:
        return OldCell(place, formula, "", str(error))
    return OldCell(place, formula, after, remark)


def converted(formula: str, filled: CellRange = _ONE_CELL) -> tuple[str, str]:
    """The formula with each COPILOT as an ASKSHEET, and what to know of it. Raises InputError with why it has none.

    A prompt that goes on behind its only context says […] there, one with several says their addresses. Of several,
    single cells behind the first context are joined to the prompt as text, as COPILOT did.

    >>> converted('=COPILOT("Sort",B1:B9,"into",A1)')[0]
    '=ASKSHEET("Sort […] into "&A1,B1:B9)'
    """
    read = parse(formula)
    words = list(read.tokens)
    writing = _Writing({name.upper() for name in read.names}, sum(map(_is_copilot, words)))
    whole = bool(words) and _is_copilot(words[0]) and _closing(words, 1) == len(words) - 1
    if filled.area > 1 and not whole:
        raise InputError(_THROUGH_OTHERS.format(filled))
    text = f"={writing.text(words, _shape(filled))}"
    if len(text) > MAX_FORMULA:
        raise InputError(_TOO_LONG)
    return text, _NAMED.format(", ".join(writing.named)) if writing.named else ""


def _is_copilot(token: Token) -> bool:
    return token.part is Part.CALL and function_name(token.text) == "COPILOT"


def _shape(filled: CellRange) -> str:
    rows, cols = filled.shape
    return "" if filled.area == 1 else "column" if cols == 1 else "row" if rows == 1 else "table"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the question: a ``literal`` text, or an expression that gives one."""

    text: str
    literal: bool


@dataclass(slots=True)
class _Asked:
    """A call as it is read from left to right: what stands in ``order`` are pieces and contexts."""

    order: list[_Piece | str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)  # that texts are joined from
    computes_cells: bool = False  # for those texts, from ``cells``


class _Writing:
    """``known`` are the formula's defined names, ``calls`` how often it asks, ``named`` ranges a question says."""

    def __init__(self, known: set[str], calls: int) -> None:
        self.known, self.calls = known, calls
        self.named: list[str] = []

    def text(self, words: Sequence[Token], shape: str = "") -> str:
        """The words, every COPILOT among them as ASKSHEET."""
        pieces, at, lambdas = list[str](), 0, list[int]()
        while at < len(words):
            word = words[at]
            if word.part is Part.CALL and function_name(word.text) == "LAMBDA":
                lambdas.append(_closing(words, at + 1))
            if not _is_copilot(word):
                pieces.append(word.text)
                at += 1
                continue
            if lambdas and at < lambdas[-1]:
                raise InputError(_LAMBDA)
            end = _closing(words, at + 1)
            pieces.append(self.call(_arguments(words[at + 1 : end]), shape))
            at = end + 1
        return "".join(pieces)

    def call(self, arguments: Sequence[Sequence[Token]], shape: str) -> str:
        """One COPILOT of these arguments: prompts and contexts in turn."""
        asked = _Asked()
        for number, words in enumerate(arguments):
            if words:
                self.take(asked, words, is_context=number % 2 == 1)
        contexts = [one for one in asked.order if isinstance(one, str)]
        if not contexts and asked.computes_cells:
            raise InputError(_RANGE)
        contexts = contexts or list(dict.fromkeys(asked.cells))
        if len(contexts) < 2 and all(word.part in _CONSTANTS for one in contexts for word in tokens(one)):
            raise InputError(NO_CELLS)
        if len(contexts) > 1:
            contexts = self.several(asked, contexts, arguments)
        question = _joined(self.pieces(asked, contexts))
        area = contexts[0] if len(contexts) == 1 else f"({','.join(dict.fromkeys(contexts))})"
        if len(contexts) > 1 and self.calls > 1:
            raise InputError(_TWO_CALLS)
        return f"ASKSHEET({question},{area}" + (f',"{shape}")' if shape else ")")

    def take(self, asked: _Asked, words: Sequence[Token], *, is_context: bool) -> None:
        """One argument: by its place a prompt or a context, but for what can only be the other."""
        text = self.text(words)
        if (literal := text_of(text)) is not None:
            asked.order.append(_Piece(literal, literal=True))
        elif _joins_texts(words) or not (is_context or _are_many(words)):
            asked.order.append(_Piece(f"({text})" if _compares(words) else text, literal=False))
            if len(words) > 1:  # a cell alone is the prompt itself
                asked.computes_cells |= any(word.text in ("#", ":") for word in words)
                asked.cells += (word.text for word in words if word.part in (Part.REFERENCE, Part.STRUCTURED))
        else:
            asked.order.append(text)

    def several(self, asked: _Asked, contexts: list[str], arguments: Sequence[Sequence[Token]]) -> list[str]:
        """The contexts that stay ranges. Raises InputError where one is computed."""
        words = {self.text(argument): argument for argument in arguments if argument}
        kept = [one for i, one in enumerate(contexts) if i == 0 or one not in words or not _is_one(words[one])]
        if any(one in words and not self.are_cells(words[one]) for one in kept if len(kept) > 1):
            raise InputError(_COMPUTED)
        asked.order = [
            _Piece(one, literal=False) if isinstance(one, str) and one not in kept else one for one in asked.order
        ]
        return kept

    def pieces(self, asked: _Asked, contexts: Sequence[str]) -> Iterator[_Piece]:
        """The question's parts, its contexts named where that is needed."""
        if not any(isinstance(one, _Piece) for one in asked.order):
            raise InputError(_NO_PROMPT)
        last = max(i for i, one in enumerate(asked.order) if isinstance(one, _Piece))
        goes_on = any(isinstance(one, str) for one in asked.order[:last])
        for one in asked.order:
            if isinstance(one, _Piece):
                yield one
            elif goes_on and len(contexts) > 1:
                self.named += [one] * (one not in self.named)
                yield _Piece(one, literal=True)
            elif goes_on:
                yield _Piece(_STANDS_FOR, literal=True)

    def are_cells(self, words: Sequence[Token]) -> bool:
        """Whether an argument names cells in a way that one of several ranges may."""
        if len(words) != 1:
            return False
        word = words[0]
        if word.part is Part.NAME:
            return word.text.upper() in self.known
        return word.part in (Part.REFERENCE, Part.STRUCTURED) or (word.part is Part.PREFIXED and word.text[-1] != "(")


def _closing(words: Sequence[Token], begun: int) -> int:
    """The word that closes the parenthesis which opens at ``begun``, or behind blanks there."""
    depth = 0
    for at in range(begun, len(words)):
        if words[at].part is Part.MARK:
            depth += {"(": 1, ")": -1}.get(words[at].text, 0)
            if not depth:
                return at
    return len(words) - 1


def _arguments(words: Sequence[Token]) -> list[list[Token]]:
    """The arguments between an opening parenthesis and the end of ``words``, without blanks around them."""
    arguments, depth = [list[Token]()], 0
    begun = next(i for i, word in enumerate(words) if word.text == "(")
    for word in words[begun + 1 :]:
        if word.part is Part.MARK:
            depth += {"(": 1, ")": -1}.get(word.text, 0)
        if word.part is Part.MARK and word.text == "," and not depth:
            arguments.append([])
        else:
            arguments[-1].append(word)
    return [_trimmed(argument) for argument in arguments]


def _trimmed(words: list[Token]) -> list[Token]:
    filled = [i for i, word in enumerate(words) if word.part is not Part.SPACE]
    return words[filled[0] : filled[-1] + 1] if filled else []


def _outside(words: Sequence[Token]) -> Iterator[Token]:
    """The operators of an argument that stand in no parentheses."""
    depth = 0
    for word in words:
        if word.part is Part.MARK:
            depth += {"(": 1, ")": -1}.get(word.text, 0)
        elif word.part is Part.OPERATOR and not depth:
            yield word


def _joins_texts(words: Sequence[Token]) -> bool:
    return any(word.text == "&" for word in _outside(words))


def _compares(words: Sequence[Token]) -> bool:
    return any(word.text in _COMPARISONS for word in _outside(words))


def _are_many(words: Sequence[Token]) -> bool:
    """Whether an argument names several cells, so that it cannot be a prompt."""
    return len(words) == 1 and words[0].part in (Part.REFERENCE, Part.STRUCTURED) and not _is_one(words)


def _is_one(words: Sequence[Token]) -> bool:
    """Whether an argument names one cell. A name may stand for any number of them."""
    word = words[0]
    if len(words) == 1 and word.part is Part.STRUCTURED:
        return "@" in word.text or "[#THIS ROW]" in word.text.upper()
    return len(words) == 1 and word.part is Part.REFERENCE and ":" not in word.cells


def _joined(pieces: Iterator[_Piece]) -> str:
    """The pieces as one expression: texts beside each other become one, a blank between what touches."""
    merged = list[_Piece]()
    for piece in pieces:
        last = merged[-1] if merged else None
        apart = piece.text[:1].isspace() or piece.text.startswith(tuple(_CLOSE_UP))
        blank = "" if last is None or (piece.literal and apart) or (last.literal and last.text[-1:].isspace()) else " "
        if last and last.literal and piece.literal:
            merged[-1] = _Piece(f"{last.text}{blank}{piece.text}", literal=True)
        elif last and last.literal:
            merged[-1:] = [_Piece(f"{last.text}{blank}", literal=True), piece]
        elif last and piece.literal:
            merged.append(_Piece(f"{blank}{piece.text}", literal=True))
        else:
            merged += [_Piece(blank, literal=True)] * bool(blank) + [piece]
    return "&".join(text for piece in merged for text in (_spelled(piece.text) if piece.literal else [piece.text]))


def _spelled(text: str) -> list[str]:
    """A text as one or more that a formula can hold."""
    parts = [text[i : i + _LONGEST_TEXT] for i in range(0, len(text), _LONGEST_TEXT)] or [""]
    return [text_literal(part) for part in parts]
