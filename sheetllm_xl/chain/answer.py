"""Answer: what a question gets back, what it stands on, and what it took."""

from __future__ import annotations

from dataclasses import dataclass

from ..grid import CellRange
from ..literals import Value
from ..ports import Completion, Usage
from ..verify.grounds import Objection
from ..verify.verdict import Citation, Rows, Verdict
from ..verify.worded import Worded


@dataclass(frozen=True, slots=True)
class Sent:
    """One call of a ``stage``: its prompt's ``tokens`` as our counter counts, ``usage`` as the API does, its time."""

    stage: str
    tokens: int
    usage: Usage
    model: str
    request_id: str | None
    seconds: float


EncodedStage = tuple[str, int, int, int]
"""A module of SheetCompressor, and the rows, columns and filled cells that were left after it."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was read, sent and spent. Nothing that was left out or altered is missing from ``notes``.

    ``cells``: filled cells on the sheet. ``tokens_before``: the whole sheet without compression; ``tokens_sent``: all
    prompts; both as our counter counts, ``usage`` as the API does. ``seconds`` is wall-clock time. ``sent`` has the
    calls one by one; ``left_out`` says what stage 1 aggregated or left out to find the table, ``encoding`` how far each
    module went; ``id`` is the receipt's name in the ledger, empty where there is none; ``home`` is the sheet that a
    formula means where it names none.
    """

    sheet: str
    read: CellRange
    tables: tuple[CellRange, ...]
    cells: int
    tokens_before: int
    tokens_sent: int
    usage: Usage
    calls: int
    model: str
    request_ids: tuple[str, ...] = ()
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    sent: tuple[Sent, ...] = ()
    left_out: str = ""
    encoding: tuple[EncodedStage, ...] = ()
    id: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """The answer of one row: a value, or an error value with the sentence why; None and no sentence for a header."""

    row: int
    value: Value | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """``rows`` were read from the sheet or computed over it by code, never typed by the model; none for plain words.

    ``text`` is the model's sentence with those values in their place, ``formula`` what they were computed with (several
    formulas as one list). ``found`` is False for "not in the data". ``doubts`` says what could not be checked; an
    answer is ``verified`` only where there is nothing to say. A contradicted answer has no rows: ``text`` says why.
    ``shown`` has the values that are not empty as a person reads them, by the number formats of their cells. ``each``
    is there for a question put to each row; ``broke_off`` says what ended it before its last row. ``objections`` are
    all that speaks against it, each with its kind, and ``likely`` (0 to 1) is how likely it is right all the same.
    ``reading`` is what was taken to be asked, in the language of the question.
    """

    rows: Rows
    text: str
    formula: str
    citations: tuple[Citation, ...]
    receipt: Receipt
    found: bool = True
    doubts: tuple[str, ...] = ()
    verdict: Verdict = Verdict.VERIFIED
    each: tuple[RowAnswer, ...] = ()
    broke_off: str = ""
    shown: tuple[str, ...] = ()
    objections: tuple[Objection, ...] = ()
    likely: float = 0.0
    reading: tuple[Worded, ...] = ()

    @property
    def value(self) -> Value | tuple[Value, ...] | None:
        """The only value; a tuple of those that are not empty where there are several; None where there is none."""
        values = tuple(value for row in self.rows for value in row if value is not None)
        return values if len(values) > 1 else values[0] if values else None

    @property
    def verified(self) -> bool:
        """Every number was computed and every citation holds what is claimed of it."""
        return self.found and self.verdict is Verdict.VERIFIED


@dataclass(frozen=True, slots=True)
class Step:
    """Progress: ``stage`` is about to be sent, came back (``completion``, not judged yet), or has a ``note``.

    ``seconds`` is what a completion took.
    """

    stage: str
    tokens: int = 0
    completion: Completion | None = None
    note: str = ""
    seconds: float = 0.0

    def sent(self) -> Sent | None:
        """The call this step tells the end of."""
        if (back := self.completion) is None:
            return None
        return Sent(self.stage, self.tokens, back.usage, back.model, back.request_id, self.seconds)
