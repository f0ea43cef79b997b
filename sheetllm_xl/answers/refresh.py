"""Refresh: the answers of the selected cells asked again, with consent where that takes more calls than may begin so.

Nothing is forgotten before the person has agreed. What was agreed to goes the way of every batch: a few at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from ..errors import InputError, SheetLLMError
from ..formulas.call import arguments
from ..grid import CellRange
from ..record import digest
from ..settings import Settings
from ..sheet import Sheet
from .cells import Area
from .desk import Desk
from .question import Question

MOST = 500  # cells at once: each is read before it is asked again, and Excel waits for that
_SAMPLES = 20  # questions whose cost is estimated for all
_NONE = "What failed will be asked again. The selected cell holds no question that can be asked again."
_WAITING, _AGAIN = "RefreshAnswers", "RefreshSelected"  # what was shown: how many wait; which would be asked again


@dataclass(frozen=True)
class Refresh:
    """``shown`` keeps from one press to the next what the person was asked to agree to."""

    desk: Desk
    settings: Callable[[], Settings]
    shown: dict[str, str]

    def press(self, agreed: bool) -> tuple[str, bool]:
        """The text to show, and whether it names a cost to be agreed to. Raises SheetLLMError."""
        waiting, again = self.shown.pop(_WAITING, ""), self.shown.pop(_AGAIN, "")
        batch = self.desk.answers.jobs.batch
        if agreed and waiting:
            batch.agree(int(waiting))
            return "", False
        area = self.desk.cells.selected()
        asking = self._asking(area)
        if len(asking) < 2:
            cell = next((cell for cell, _ in asking), area)
            return self._wait() if self.desk.waits_for_consent(cell) else self._ask_again(cell)
        if len(asking) > MOST:
            raise InputError(f"{len(asking):,} of the selected cells ask; select at most {MOST:,} of them at once.")
        if len(batch) and any(batch.holds(one.key) for _, one in self._read(asking)):
            return self._wait()
        return self._several(asking, again if agreed else "")

    def _asking(self, area: Area) -> list[tuple[Area, str]]:
        """The cells of the selection that hold an ASKSHEET, with their formulas."""
        formulas = sorted(self.desk.cells.read(area).formulas.items())
        found = [(place, formula) for place, formula in formulas if arguments(formula) is not None]
        one = self.desk.cells.evaluate
        return [(one(area, str(CellRange(row, col, row, col))), formula) for (row, col), formula in found]

    def _read(self, asking: Iterable[tuple[Area, str]]) -> Iterator[tuple[Area, Question]]:
        """What they ask; a cell whose question or range cannot be read now is left out."""
        seen: dict[Hashable, Sheet] = {}

        def once(area: Area) -> Sheet:
            where = self.desk.cells.where(area)
            if where not in seen:
                seen[where] = self.desk.cells.read(area)
            return seen[where]

        for cell, _ in asking:
            with suppress(SheetLLMError):
                if question := self.desk.question(cell, once):
                    yield cell, question

    def _wait(self) -> tuple[str, bool]:
        """New questions wait for the person already, these among them."""
        self.shown[_WAITING] = str(len(self.desk.answers.jobs.batch))
        return self.desk.batch_words(), True

    def _ask_again(self, cell: Area) -> tuple[str, bool]:
        return "" if self.desk.ask_again(cell) else _NONE, False

    def _several(self, asking: list[tuple[Area, str]], agreed: str) -> tuple[str, bool]:
        size, count = self.desk.answers.jobs.batch.size(), len({formula for _, formula in asking})
        some = list(islice(self._read(asking), max(size, _SAMPLES) if count > size else None))
        calls = {one.key: self.desk.answers.asking.calls(one) for _, one in some}
        if not some or (count <= size and sum(calls.values()) <= size):
            self._ask_all_again(asking)
            return "", False
        cells = [f"{self.desk.cells.place(cell)}{formula}" for cell, formula in asking]
        shows = digest("\x1f".join([*cells, str(len(self.desk.answers.jobs.batch))]))
        if shows != agreed:
            self.shown[_AGAIN] = shows
            return self._cost(count, [one for _, one in some[:_SAMPLES]]), True
        self._ask_all_again(asking)
        return "", False

    def _cost(self, count: int, samples: Sequence[Question]) -> str:
        """What it would take, by samples of it; those that wait already would go along."""
        settings, batch, others = self.settings(), self.desk.answers.jobs.batch, ""
        takes = self.desk.answers.asking.estimated(samples, count)
        if len(batch):
            takes += self.desk.answers.asking.estimated(batch.samples(), len(batch))
            others = f", and {len(batch):,} new ones that wait for you"
        return (
            f"{count:,} selected questions would be asked again{others}. They would take "
            f"{takes.words(settings.price())}.\n\nNothing of them was sent. OK asks them, at most "
            f"{batch.size():,} at once; Cancel leaves the answers as they are."
        )

    def _ask_all_again(self, asking: list[tuple[Area, str]]) -> None:
        """Forget the answers, and calculate the cells: so many questions begin; the others wait, and are agreed to."""
        desk, questions = self.desk, list(self._read(asking))
        answers = desk.answers
        answers.forget_failures()
        for key in {one.key for _, one in questions}:
            answers.forget(key)
        desk.cells.calculate([desk.cells.place(cell) for cell, _ in questions])
        answers.jobs.batch.agree(len(answers.jobs.batch))
