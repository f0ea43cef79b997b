"""Desk: what worksheet functions ask. It reads a cell's call as a question, and takes it the way of all answers.

Nothing here waits for a network. How ASKSHEET_WHY finds what a cell asked: it takes the call out of the cell's formula,
evaluates the arguments and makes the key anew, so a cell that was moved, copied or filled down is still known. Only
where an argument cannot be evaluated does the cell's place count, as it was when the cell was last calculated.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from ..errors import SheetLLMError
from ..formulas.call import arguments
from ..literals import CellError, Value
from ..record import LedgerError, Place, Record, failure
from ..sheet import Sheet
from ..text.languages import rendered
from .answers import Answers
from .cells import Area, Cells
from .inputs import Inputs
from .question import Question
from .queue import STOPPED, TURN, of_error
from .reading import Call, Given, Reader
from .shapes import Form, why

_NEVER = failure("This cell holds no ASKSHEET that was calculated.", "Name a cell that holds one.", CellError.NA)
_WAITS = "The answer is on its way."
_CHANGED = "The cells have changed since this one was calculated; it asks when it is calculated again. Press F9."
_INPUT_WAITS = "Cells of the range still wait for their own values."


class Desk:
    """``answers`` get a question its answer; ``cells`` are the spreadsheet program's."""

    def __init__(self, cells: Cells, answers: Answers) -> None:
        self.cells, self.answers = cells, answers
        self._reader = Reader(cells, answers)
        self._noted: dict[str, tuple[str, Record | None]] = {}
        self._inputs = Inputs(answers.jobs)

    def answer(self, call: Call, caller: Area | None) -> tuple[tuple[Value | None, ...], ...]:
        """ASKSHEET's rows; #GETTING_DATA while it waits. Without a calling cell nothing is begun."""
        place = self.cells.place(caller) if caller is not None else None
        question: Question | None = None
        try:
            book = place.book if place else ""
            question = self._reader.question(call, caller, lambda area: self._reader.reads.of(area, place), book)
            if question is None:
                self.answers.jobs.leave(place)
                return ((self._inputs.shown(place) if place else CellError.GETTING_DATA,),)
            question, record = self.answers.submit(question, place)
        except Given as given:
            self.answers.jobs.leave(place)
            return ((given.error,),)
        except SheetLLMError as error:
            self.answers.jobs.leave(place)
            record = of_error(error)
        if place:
            self._inputs.came(place)
        key = question.key if question else ""
        if record is None:
            self._note(place, key, None)
            return ((CellError.NA if place is None else CellError.GETTING_DATA,),)
        self._note(place, key, None if question and record.remember and not record.failed else record)
        return (question.form if question else Form()).rows(record, self.answers.withholds)

    def record(self, area: Area) -> Record:
        """What the ASKSHEET in a cell came to; a failure with a sentence where it waits, or never asked."""
        return self._record(area, self.cells.place(area))

    def _record(self, area: Area, place: Place) -> Record:
        known = self._noted.get(place.digest) or self._known(place)
        if (parts := arguments(self.cells.formula(area))) is None:
            return _NEVER
        call = self._reader.evaluated(area, parts)
        if call is None:
            return self._by_place(known)
        try:
            question = self._question(call, area)
        except Given as given:
            return failure(f"An argument is {given.error}.", "Look at the cells the formula names.", given.error)
        except SheetLLMError as error:
            return of_error(error)
        if question is None:
            return failure(_INPUT_WAITS, error=CellError.GETTING_DATA)
        jobs = self.answers.jobs
        if record := jobs.known(question.key):
            return record.moved(question.name, question.origin)
        if known and known[1] is not None and known[0] in ("", question.key):
            return TURN if jobs.batch.agreed(question.key) else known[1]
        return failure(_WAITS if jobs.job(question.key) else _CHANGED, error=CellError.GETTING_DATA)

    def why(self, area: Area) -> str:
        """The sentences about a cell, in the language of the program that it is open in."""
        place = self.cells.place(area)
        say = partial(rendered, language=self.cells.language(area, place.book))
        words, parts = why(self._record(area, place), self.answers.withholds, say), arguments(self.cells.formula(area))
        with suppress(Given, SheetLLMError):  # of the options: the record says so
            if parts is not None and (unfollowed := self._reader.unfollowed(area, parts)):
                words += f" {say(unfollowed)}"
        return words

    def sheet(self, area: Area | None, caller: Area | None) -> Sheet:
        """What SHEETTABLES and SHEETTOKENS read: the range, else what is around the caller. Raises SheetLLMError."""
        place = self.cells.place(caller) if caller is not None else None
        return self._reader.read(area, caller, lambda found: self._reader.reads.of(found, place))

    def settle_left_behind(self) -> int:
        """Settle what processes that died left past its deadline; how many. A clock that was set back is met here."""
        ledger = self.answers.ledger
        ledger.set_right()
        keys = ledger.left_behind()
        for key in keys:
            ledger.abandon(key, STOPPED)
        return len(keys)

    def ask_again(self, area: Area) -> bool:
        """Forget failures and the answer of this cell, and calculate it; False where it asks nothing that is known."""
        self.answers.forget_failures()
        call = self._reader.call_in(area)
        if call is None:
            return False
        try:
            question = self._question(call, area)
        except Given:
            return False
        if question is not None:
            self.answers.forget(question.key)
            self.answers.jobs.batch.let_pass(question.key)
        self.cells.calculate([self.cells.place(area)])
        return True

    def question(self, area: Area, read: Callable[[Area], Sheet] | None = None) -> Question | None:
        """What the ASKSHEET in a cell asks, its range as ``read`` gives it; None where there is none to tell.

        Raises SheetLLMError.
        """
        call = self._reader.call_in(area)
        try:
            return self._question(call, area, read) if call else None
        except Given:
            return None

    def waits_for_consent(self, area: Area) -> bool:
        """Whether a cell's question is one that waits for the person, or the cell asks none while others wait."""
        batch = self.answers.jobs.batch
        if not len(batch):
            return False
        try:
            question = self.question(area)
        except SheetLLMError:
            return True
        return question is None or batch.holds(question.key)

    def batch_words(self) -> str:
        """What the questions that wait for the person would take. Raises LedgerError."""
        batch = self.answers.jobs.batch
        return self.answers.asking.batch_words(len(batch), batch.samples())

    def write_down(self) -> None:
        """Put what cells asked into the ledger: not on Excel's thread. What cannot be written now is tried again."""
        self._reader.reads.tidy()
        self._inputs.call_back()
        noted: dict[str, tuple[str, Record | None]] = {}
        try:
            self.answers.ledger.close_late()
            while self._noted:  # one by one: cells go on noting meanwhile
                noted.update((self._noted.popitem(),))
            if noted:
                self.answers.ledger.note_cells(noted)
        except LedgerError:
            for cell, note in noted.items():
                self._noted.setdefault(cell, note)

    def _question(
        self, call: Call, caller: Area | None, read: Callable[[Area], Sheet] | None = None
    ) -> Question | None:
        """The call in a cell, as it is remembered by."""
        question = self._reader.question(call, caller, read or self._reader.reads.lately)
        return question and self.answers.as_remembered(question)

    def _known(self, place: Place) -> tuple[str, Record | None] | None:
        try:
            return self.answers.ledger.cell(place.digest)
        except LedgerError:
            return None

    def _by_place(self, known: tuple[str, Record | None] | None) -> Record:
        if known is None:
            return _NEVER
        record = known[1] or self.answers.jobs.known(known[0]) or failure(_WAITS, error=CellError.GETTING_DATA)
        return record.but(notes=(*record.notes, "Told from the cell's place, when it was last calculated."))

    def _note(self, place: Place | None, key: str, refusal: Record | None) -> None:
        if place is not None:
            self._noted[place.digest] = (key, refusal)
