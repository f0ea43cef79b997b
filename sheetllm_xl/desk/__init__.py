"""Desk: what the worksheet functions ask. It reads a range, knows the key of the answer, and has the queue get it.

Nothing here waits for a network. How ASKSHEET_WHY finds what a cell asked: it takes the call out of the cell's formula,
evaluates the arguments and makes the key anew, so a cell that was moved, copied or filled down is still known. Only
where an argument cannot be evaluated does the cell's place count, as it was when the cell was last calculated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..chain import Answer
from ..chain.prompts import VERSION, accepted
from ..errors import InputError, SheetLLMError
from ..jobs import (
    STOPPED,
    TURN,
    Jobs,
    LedgerError,
    Outcome,
    Place,
    answer_key,
    content_digest,
    digest,
    failure,
    of_error,
    origin,
    placed_key,
)
from ..ledger import Ledger
from ..literals import CellError, Value, literal
from ..sheet import Kind, Sheet
from .answers import Form, outcome_of, why
from .arrays import array_sheet, found_tables, values_of
from .asking import Asking
from .calls import arguments, is_ours, text_of
from .cells import Area, Cells

__all__ = ["Area", "Cells", "Desk", "Place", "found_tables"]

_NEVER = failure("This cell holds no ASKSHEET that was calculated.", "Name a cell that holds one.", CellError.NA)
_WAITS = "The answer is on its way."
_INPUT_WAITS = "Cells of the range still wait for their own values."
_NO_RANGE = "An answer of several cells would be read as part of this sheet: name the range it is about."


@dataclass(frozen=True, slots=True)
class Asked:
    """A call with its arguments read: what is asked of what, in which form."""

    question: str
    sheet: Sheet
    form: Form
    key: str

    def placed(self) -> Asked:
        """The same by itself where it stands, since what is known of it holds elsewhere only."""
        return replace(self, key=placed_key(self.key, origin(self.sheet)))


class _Given(Exception):
    """An argument is an error value, which is the result then. An error in the data is data."""

    def __init__(self, error: CellError) -> None:
        super().__init__(error.value)
        self.error = error


class Desk:
    """``asking`` gets an answer by way of the chain; ``model`` names the model."""

    def __init__(
        self,
        cells: Cells,
        ledger: Ledger,
        jobs: Jobs,
        asking: Asking,
        model: Callable[[], str],
    ) -> None:
        self.cells, self.ledger, self.jobs = cells, ledger, jobs
        self.asking, self._model = asking, model
        self._noted: dict[str, tuple[str, Outcome | None]] = {}

    def answer(self, call: tuple[Any, Any, Any, Any], caller: Area | None) -> tuple[tuple[Value | None, ...], ...]:
        """ASKSHEET's rows; #GETTING_DATA while it waits. Without a calling cell nothing is begun."""
        place = self.cells.place(caller) if caller is not None else None
        asked: Asked | None = None
        try:
            asked = self._asked(call, caller)
            if asked is None:
                return ((CellError.GETTING_DATA,),)
            asked, outcome = self._submit(asked, place)
        except _Given as given:
            return ((given.error,),)
        except SheetLLMError as error:
            outcome = of_error(error)
        if outcome is None:
            self._note(place, asked.key if asked else "", None)
            return ((CellError.NA if place is None else CellError.GETTING_DATA,),)
        self._note(
            place, asked.key if asked else "", None if asked and outcome.kept and not outcome.failed else outcome
        )
        return (asked.form if asked else Form()).rows(outcome)

    def ask(self, sheet: Sheet, question: str, book: str) -> Answer:
        """A question from outside a cell, booked and capped like theirs. ``book``: the workbook's full name."""
        return self.asking.ask(sheet, question, book, Form())

    def outcome(self, area: Area) -> Outcome:
        """What the ASKSHEET in a cell came to; a failure with a sentence where it waits, or never asked."""
        known = self._noted.get(self.cells.place(area).digest) or self._known(area)
        if (parts := arguments(self.cells.formula(area))) is None:
            return _NEVER
        call = self._evaluated(area, parts)
        if call is None:
            return self._by_place(known)
        try:
            asked = self._found(call, area)
        except _Given as given:
            return failure(f"An argument is {given.error}.", "Look at the cells the formula names.", given.error)
        except SheetLLMError as error:
            return of_error(error)
        if asked is None:
            return failure(_INPUT_WAITS, error=CellError.GETTING_DATA)
        if found := self.jobs.known(asked.key):
            return found.moved(asked.sheet.name, origin(asked.sheet))
        if known and known[1] is not None and known[0] in ("", asked.key):
            return TURN if self.jobs.batch.agreed(asked.key) else known[1]
        return failure(_WAITS, error=CellError.GETTING_DATA)

    def why(self, area: Area) -> str:
        """The sentences about a cell."""
        return why(self.outcome(area))

    def sheet(self, area: Area | None, caller: Area | None) -> Sheet:
        """What SHEETTABLES and SHEETTOKENS read: the range, else what is around the caller. Raises SheetLLMError."""
        return self._read(area, caller)

    def settle_left_behind(self) -> int:
        """Settle what processes that died left past its deadline; how many. A clock that was set back is met here."""
        self.ledger.set_right()
        keys = self.ledger.left_behind()
        for key in keys:
            self.ledger.abandon(key, STOPPED)
        return len(keys)

    def ask_failures_again(self) -> None:
        """Forget failures, so that their cells ask anew when they are calculated. Raises LedgerError."""
        self.ledger.forget()
        self.jobs.forget_failures()

    def ask_again(self, area: Area) -> bool:
        """Forget failures and the answer of this cell, and calculate it; False where it asks nothing that is known."""
        self.ask_failures_again()
        parts = arguments(self.cells.formula(area))
        call = self._evaluated(area, parts) if parts is not None else None
        if call is None:
            return False
        try:
            asked = self._found(call, area)
        except _Given:
            return False
        if asked is not None:
            self.ledger.forget(asked.key)
            self.jobs.forget(asked.key)
            self.jobs.batch.let_pass(asked.key)
        self.cells.calculate([self.cells.place(area)])
        return True

    def waits_for_consent(self, area: Area) -> bool:
        """Whether a cell's question is one that waits for the person, or the cell asks none while others wait."""
        if not len(self.jobs.batch):
            return False
        parts = arguments(self.cells.formula(area))
        call = self._evaluated(area, parts) if parts is not None else None
        try:
            asked = self._found(call, area) if call else None
        except (_Given, SheetLLMError):
            return True
        return asked is None or self.jobs.batch.holds(asked.key)

    def batch_words(self) -> str:
        """What the questions that wait for the person would take. Raises LedgerError."""
        return self.asking.batch_words(len(self.jobs.batch), self.jobs.batch.samples())

    def write_down(self) -> None:
        """Put what cells asked into the ledger: not on Excel's thread. What cannot be written now is tried again."""
        noted, self._noted = self._noted, {}
        try:
            self.ledger.close_late()
            if noted:
                self.ledger.note_cells(noted)
        except LedgerError:
            self._noted = noted | self._noted

    def _submit(self, asked: Asked, place: Place | None) -> tuple[Asked, Outcome | None]:
        book = digest(place.book) if place else ""

        def work() -> Outcome:
            answer = self.asking.ask(asked.sheet, asked.question, place.book if place else "", asked.form)
            return outcome_of(answer, asked.sheet, asked.form.shape)

        calls, sample = self.asking.calls(asked.sheet, asked.form), (asked.sheet, asked.question, asked.form)
        outcome = self.jobs.submit(asked.key, work, place, book, calls=calls, sample=sample)
        if outcome and outcome.bound(origin(asked.sheet)):
            return self._submit(asked.placed(), place)
        return asked, outcome and outcome.moved(asked.sheet.name, origin(asked.sheet))

    def _found(self, call: tuple[Any, Any, Any, Any], caller: Area | None) -> Asked | None:
        """The call as ``_submit`` keeps it."""
        asked = self._asked(call, caller)
        known = asked and self.jobs.known(asked.key)
        return asked.placed() if asked and known and known.bound(origin(asked.sheet)) else asked

    def _asked(self, call: tuple[Any, Any, Any, Any], caller: Area | None) -> Asked | None:
        """The call, read; None where cells of its range still wait. Raises SheetLLMError."""
        question, area, shape, options = call
        if isinstance(area, CellError):
            raise _Given(area)
        wanted = self._value(question, "question")
        form = Form.of(self._value(shape, "shape"), self._value(options, "options"))
        text = accepted(wanted if isinstance(wanted, str) else literal(wanted))
        if area is None and form.shape != "cell":
            raise InputError(_NO_RANGE)
        sheet = self._read(area, caller)
        if any(value is CellError.GETTING_DATA for value in sheet.values[sheet.kinds == Kind.ERROR]):
            return None
        content = content_digest(sheet)
        return Asked(
            text, sheet, form, answer_key(text, content, model=self._model(), prompts=VERSION, shape=form.asked)
        )

    def _read(self, area: Any, caller: Area | None) -> Sheet:
        if area is None:
            return self._around(caller)
        if isinstance(area, str):
            raise InputError("The range is a text; name the cells without quotation marks: Sales!A:H.")
        if not self.cells.is_area(area):
            return array_sheet(area)
        return self.cells.read(area)

    def _around(self, caller: Area | None) -> Sheet:
        """The caller's current region, else its sheet's used range, without the cells that hold our own functions."""
        if caller is None:
            raise InputError("Name the range to read; there is no cell it could be told from.")
        sheet = Sheet("")
        for area in self.cells.around(caller):
            sheet = self.cells.read(area)
            ours = {place for place, formula in sheet.formulas.items() if is_ours(formula)}
            places = zip(sheet.rows.tolist(), sheet.cols.tolist(), strict=True)
            sheet = sheet.only(np.array([place not in ours for place in places], bool)) if ours else sheet
            if sheet.used:
                break
        return sheet

    def _value(self, argument: Any, name: str) -> Value | None:
        """An argument that is one value, or a cell that holds one. Raises _Given for an error value."""
        if self.cells.is_area(argument):
            argument = tuple(values_of(self.cells.read(argument)))
        if isinstance(argument, tuple | list):
            values = [value for row in argument for value in (row if isinstance(row, tuple | list) else (row,))]
            if len(values) > 1:
                raise InputError(f"The {name} is {len(values)} cells; name one.")
            argument = values[0] if values else None
        if isinstance(argument, CellError):
            raise _Given(argument)
        return float(argument) if type(argument) is int else argument

    def _evaluated(self, area: Area, parts: list[str]) -> tuple[Any, Any, Any, Any] | None:
        """The arguments of a call as the cell would see them; None where one cannot be told."""
        values: list[Any] = []
        for part in [*parts, "", "", ""][:4]:
            value = None
            if part:
                text = text_of(part)
                value = self.cells.evaluate(area, part) if text is None else text
                if value is None:
                    return None
            values.append(value)
        return values[0], values[1], values[2], values[3]

    def _known(self, area: Area) -> tuple[str, Outcome | None] | None:
        try:
            return self.ledger.cell(self.cells.place(area).digest)
        except LedgerError:
            return None

    def _by_place(self, known: tuple[str, Outcome | None] | None) -> Outcome:
        if known is None:
            return _NEVER
        outcome = known[1] or self.jobs.known(known[0]) or failure(_WAITS, error=CellError.GETTING_DATA)
        return replace(outcome, notes=(*outcome.notes, "Told from the cell's place, when it was last calculated."))

    def _note(self, place: Place | None, key: str, outcome: Outcome | None) -> None:
        if place is not None:
            self._noted[place.digest] = (key, outcome)
