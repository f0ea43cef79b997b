"""Desk: what the worksheet functions ask. It reads a range, knows the key of the answer, and has the queue get it.

Nothing here waits for a network. How ASKSHEET_WHY finds what a cell asked: it takes the call out of the cell's formula,
evaluates the arguments and makes the key anew, so a cell that was moved, copied or filled down is still known. Only
where an argument cannot be evaluated does the cell's place count, as it was when the cell was last calculated.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import replace

from ..errors import SheetLLMError
from ..formulas.call import arguments
from ..literals import CellError, Value
from ..record import LedgerError, Outcome, Place, digest, failure, origin
from ..sheet import Sheet
from ..store import Ledger
from .arrays import found_tables
from .asking import Asking
from .cells import Area, Cells
from .inputs import Inputs
from .queue import STOPPED, TURN, Jobs, of_error
from .reading import Asked, Call, Given, Reader
from .shapes import Form, outcome_of, why

__all__ = ["Area", "Cells", "Desk", "Place", "found_tables"]

_NEVER = failure("This cell holds no ASKSHEET that was calculated.", "Name a cell that holds one.", CellError.NA)
_WAITS = "The answer is on its way."
_CHANGED = "The cells have changed since this one was calculated; it asks when it is calculated again. Press F9."
_LOOK = 0.1  # seconds between looks for an answer that a button waits for
_INPUT_WAITS = "Cells of the range still wait for their own values."


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
        self.asking, self._reader = asking, Reader(cells, model)
        self._noted: dict[str, tuple[str, Outcome | None]] = {}
        self._inputs = Inputs(jobs)

    def answer(self, call: Call, caller: Area | None) -> tuple[tuple[Value | None, ...], ...]:
        """ASKSHEET's rows; #GETTING_DATA while it waits. Without a calling cell nothing is begun."""
        place = self.cells.place(caller) if caller is not None else None
        asked: Asked | None = None
        try:
            asked = self._reader.asked(call, caller, lambda area: self._reader.reads.of(area, place))
            if asked is None:
                return ((self._inputs.shown(place) if place else CellError.GETTING_DATA,),)
            asked, outcome = self._submit(asked, place, place.book if place else "")
        except Given as given:
            return ((given.error,),)
        except SheetLLMError as error:
            outcome = of_error(error)
        if place:
            self._inputs.came(place)
        if outcome is None:
            self._note(place, asked.key if asked else "", None)
            return ((CellError.NA if place is None else CellError.GETTING_DATA,),)
        self._note(
            place, asked.key if asked else "", None if asked and outcome.kept and not outcome.failed else outcome
        )
        return (asked.form if asked else Form()).rows(outcome)

    def ask(self, sheet: Sheet, question: str, book: str) -> Outcome:
        """A question from outside a cell, remembered, booked and capped like theirs; ``book``: the full name.

        Waits for the answer. Raises SheetLLMError.
        """
        asked, waiting = self._kept(self._reader.of(sheet, question)), object()
        if (known := self.jobs.known(asked.key)) is None or known.failed:
            self.forget(asked.key)
            self.jobs.batch.let_pass(asked.key)
        _, outcome = self._submit(asked, waiting, book)
        while outcome is None:
            time.sleep(_LOOK)
            _, outcome = self._submit(asked, waiting, book)
        return outcome

    def remembered(self, sheet: Sheet, question: str) -> Outcome | None:
        """What ``ask`` would give without a call; None where there is nothing. Raises InputError."""
        asked = self._kept(self._reader.of(sheet, question))
        known = self.jobs.known(asked.key)
        return None if known is None or known.failed else known.moved(sheet.name, origin(sheet))

    def outcome(self, area: Area) -> Outcome:
        """What the ASKSHEET in a cell came to; a failure with a sentence where it waits, or never asked."""
        known = self._noted.get(self.cells.place(area).digest) or self._known(area)
        if (parts := arguments(self.cells.formula(area))) is None:
            return _NEVER
        call = self._reader.evaluated(area, parts)
        if call is None:
            return self._by_place(known)
        try:
            asked = self._found(call, area)
        except Given as given:
            return failure(f"An argument is {given.error}.", "Look at the cells the formula names.", given.error)
        except SheetLLMError as error:
            return of_error(error)
        if asked is None:
            return failure(_INPUT_WAITS, error=CellError.GETTING_DATA)
        if found := self.jobs.known(asked.key):
            return found.moved(asked.sheet.name, origin(asked.sheet))
        if known and known[1] is not None and known[0] in ("", asked.key):
            return TURN if self.jobs.batch.agreed(asked.key) else known[1]
        return failure(_WAITS if self.jobs.is_asking(asked.key) else _CHANGED, error=CellError.GETTING_DATA)

    def why(self, area: Area) -> str:
        """The sentences about a cell."""
        return why(self.outcome(area))

    def sheet(self, area: Area | None, caller: Area | None) -> Sheet:
        """What SHEETTABLES and SHEETTOKENS read: the range, else what is around the caller. Raises SheetLLMError."""
        place = self.cells.place(caller) if caller is not None else None
        return self._reader.read(area, caller, lambda found: self._reader.reads.of(found, place))

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

    def forget(self, key: str) -> None:
        """Forget an outcome, so that it is asked again. Raises LedgerError, with nothing forgotten."""
        self.ledger.forget(key)
        self.jobs.forget(key)

    def ask_again(self, area: Area) -> bool:
        """Forget failures and the answer of this cell, and calculate it; False where it asks nothing that is known."""
        self.ask_failures_again()
        call = self._reader.call_in(area)
        if call is None:
            return False
        try:
            asked = self._found(call, area)
        except Given:
            return False
        if asked is not None:
            self.forget(asked.key)
            self.jobs.batch.let_pass(asked.key)
        self.cells.calculate([self.cells.place(area)])
        return True

    def asks(self, area: Area, read: Callable[[Area], Sheet] | None = None) -> Asked | None:
        """What the ASKSHEET in a cell asks, its range as ``read`` gives it; None where there is none to tell.

        Raises SheetLLMError.
        """
        call = self._reader.call_in(area)
        try:
            return self._found(call, area, read) if call else None
        except Given:
            return None

    def waits_for_consent(self, area: Area) -> bool:
        """Whether a cell's question is one that waits for the person, or the cell asks none while others wait."""
        if not len(self.jobs.batch):
            return False
        try:
            asked = self.asks(area)
        except SheetLLMError:
            return True
        return asked is None or self.jobs.batch.holds(asked.key)

    def batch_words(self) -> str:
        """What the questions that wait for the person would take. Raises LedgerError."""
        return self.asking.batch_words(len(self.jobs.batch), self.jobs.batch.samples())

    def write_down(self) -> None:
        """Put what cells asked into the ledger: not on Excel's thread. What cannot be written now is tried again."""
        self._reader.reads.tidy()
        self._inputs.call_back()
        noted: dict[str, tuple[str, Outcome | None]] = {}
        try:
            self.ledger.close_late()
            while self._noted:  # one by one: cells go on noting meanwhile
                noted.update((self._noted.popitem(),))
            if noted:
                self.ledger.note_cells(noted)
        except LedgerError:
            for cell, note in noted.items():
                self._noted.setdefault(cell, note)

    def _submit(self, asked: Asked, cell: Hashable | None, book: str) -> tuple[Asked, Outcome | None]:
        def work() -> Outcome:
            answer = self.asking.ask(asked.sheet, asked.question, book, asked.form)
            return outcome_of(answer, asked.sheet, asked.form.shape)

        try:
            calls = self.asking.calls(asked.sheet, asked.form)
        except SheetLLMError:  # of the settings: what is remembered needs none
            if (outcome := self.jobs.known(asked.key)) is None:
                raise
        else:
            sample = asked.sheet, asked.question, asked.form
            outcome = self.jobs.submit(asked.key, work, cell, digest(book), calls=calls, sample=sample)
        if outcome and outcome.bound(origin(asked.sheet)):
            return self._submit(asked.placed(), cell, book)
        return asked, outcome and outcome.moved(asked.sheet.name, origin(asked.sheet))

    def _kept(self, asked: Asked) -> Asked:
        """The question as ``_submit`` keeps it."""
        known = self.jobs.known(asked.key)
        return asked.placed() if known and known.bound(origin(asked.sheet)) else asked

    def _found(self, call: Call, caller: Area | None, read: Callable[[Area], Sheet] | None = None) -> Asked | None:
        """The call, as it is kept."""
        asked = self._reader.asked(call, caller, read or self._reader.reads.lately)
        return asked and self._kept(asked)

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
