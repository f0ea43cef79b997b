"""Conversation: the questions that are asked on the page, each on a thread of its own, with what came of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict

from ..answers import Answers, Question
from ..answers.shapes import is_withheld
from ..chain import Step
from ..chain.prompts import LONGEST_QUESTION
from ..errors import InputError, SheetLLMError, fault
from ..grid import CellRange, Ref
from ..record import Record
from ..settings import Settings
from .answer import answer_fields
from .book import Book, as_read

_MOST_TURNS = 200  # turns a conversation keeps; what was answered before stays in the history
_AT_ONCE = 4  # questions on their way
_FOLLOWED = 3  # questions before a follow-up that it is sent with
_LONGEST_FOLLOWED = 500  # characters of each
_BUSY = "{} questions are on their way. Wait for one, or stop one."
_EMPTY = "No sheet of this workbook holds anything, so there is nothing to ask it."
_GONE = "That question is not on this page any more."


class Asked(BaseModel):
    """What is asked of which cells. ``after`` is the turn it follows on from.

    ``agreed`` is the key of the question whose figures the person has agreed to; of any other they have not.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    scope: Literal["cells", "sheet", "workbook"] = "sheet"
    sheet: str = ""
    range: str = ""
    after: str = ""
    fresh: bool = False
    agreed: str = ""


class _StoppedError(KeyboardInterrupt):
    """The person stopped the question: it leaves the receipt of one that was cancelled."""


@dataclass(eq=False)
class Turn:
    """A question and, by and by, its steps and its record; ``error`` where nothing was begun."""

    id: str
    asked: Asked
    steps: list[Step] = field(default_factory=list)
    record: Record | None = None
    remembered: bool = False
    error: str = ""
    stopped: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)

    def heard(self, step: Step, awaited: Callable[[], bool]) -> None:
        """Keep a step, and go no further once the person has stopped and no cell waits for the same."""
        self.steps.append(step)
        if self.stopped.is_set() and not awaited():
            raise _StoppedError

    @property
    def state(self) -> str:
        """``asking``, ``stopped``, ``failed`` (nothing was begun) or ``answered``."""
        if self.stopped.is_set():
            return "stopped"
        if not self.done.is_set():
            return "asking"
        return "failed" if self.record is None else "answered"


class Conversation:
    """Over one workbook, by the road that cells take. ``settings`` are those in force, for prices and bounds."""

    def __init__(self, book: Book, answers: Answers, settings: Callable[[], Settings]) -> None:
        self._book, self._answers, self._settings = book, answers, settings
        self._turns: dict[str, Turn] = {}
        self._lock = threading.Lock()

    def plan(self, asked: Asked) -> dict[str, Any]:
        """What would be sent first, to the letter, and what all of it may cost, of cells as they were last looked at.

        Raises SheetLLMError.
        """
        question, settings = self._question(asked, renewed=False), self._settings()
        plan = self._answers.plan(question)
        return {
            "texts": [prompt.text for prompt in plan.prompts],
            "takes": plan.takes.words(settings.price()),
            "to": settings.address,
            "model": settings.model,
            "remembered": self._answers.remembered(question) is not None,
        }

    def begin(self, asked: Asked) -> dict[str, Any]:
        """Ask; the turn's name comes back, or ``agree`` with what it may cost, where that is much, and its ``key``.

        Raises SheetLLMError.
        """
        question = self._question(asked)
        if asked.agreed != question.key and (words := self._dear(question, asked.fresh)):
            return {"agree": words, "key": question.key}
        turn = Turn(uuid4().hex[:12], asked)
        with self._lock:
            if sum(not one.done.is_set() and not one.stopped.is_set() for one in self._turns.values()) >= _AT_ONCE:
                raise InputError(_BUSY.format(_AT_ONCE))
            self._turns[turn.id] = turn
            ended = [one.id for one in self._turns.values() if one.done.is_set()]
            for name in ended[: max(0, len(self._turns) - _MOST_TURNS)]:
                del self._turns[name]
        threading.Thread(target=self._ask, args=(turn, question), daemon=True).start()
        return {"turn": turn.id}

    def stop(self, name: str) -> None:
        """Go no further with a question: nothing more is sent for it. Raises InputError."""
        self._turn(name).stopped.set()

    def turns(self) -> list[dict[str, Any]]:
        """Every turn as the page shows it, the oldest first."""
        return [self._fields(turn) for turn in list(self._turns.values())]

    def turn(self, name: str) -> dict[str, Any]:
        """One of them. Raises InputError."""
        return self._fields(self._turn(name))

    def record(self, name: str) -> Record | None:
        """The record of a turn. Raises InputError."""
        return self._turn(name).record

    def asked(self, name: str) -> Asked:
        """What was asked in a turn. Raises InputError."""
        return self._turn(name).asked

    def _turn(self, name: str) -> Turn:
        if (turn := self._turns.get(name)) is None:
            raise InputError(_GONE)
        return turn

    def _question(self, asked: Asked, renewed: bool = True) -> Question:
        """What is asked, of cells as they are now where they are ``renewed``. Raises SheetLLMError."""
        text, book, is_whole = self._followed(asked), self._book, asked.scope == "workbook"
        if renewed:
            book.renew("" if is_whole else asked.sheet)
        if is_whole:
            whole = book.workbook()
            if not whole.sheets:
                raise InputError(_EMPTY)
            question = self._answers.workbook_question(whole, text, book.full_name)
        else:
            cells = CellRange.parse(asked.range) if asked.scope == "cells" else None
            question = self._answers.question(book.data(asked.sheet, cells), text, workbook=book.full_name)
        return book.briefed(question, is_whole)

    def _followed(self, asked: Asked) -> str:
        """The question with those that it follows on from: what was asked, and nothing of what a model answered."""
        before, name = list[str](), asked.after
        while name and len(before) < _FOLLOWED:
            earlier = self._turn(name).asked
            before.insert(0, " ".join(earlier.text.split())[:_LONGEST_FOLLOWED])
            name = earlier.after
        text = asked.text.strip()
        if not (text and before) or len(text) > LONGEST_QUESTION:
            return text
        return f"{text}\n\n(Asked before: {' / '.join(before)})"

    def _dear(self, question: Question, fresh: bool) -> str:
        """What a question of more calls than are made unasked may take; "" for any other."""
        if not fresh and self._answers.remembered(question):
            return ""
        settings, takes = self._settings(), self._answers.plan(question).takes
        return takes.words(settings.price()) if takes.calls[1] > settings.batch_calls else ""

    def _ask(self, turn: Turn, question: Question) -> None:
        def awaited() -> bool:
            job = self._answers.jobs.job(self._answers.as_remembered(question).key)
            return job is not None and bool(job.cells)

        def heard(step: Step) -> None:
            turn.heard(step, awaited)

        try:
            known = None if turn.asked.fresh else self._answers.remembered(question)
            turn.remembered = known is not None
            turn.record = known or self._answers.ask(question, fresh=turn.asked.fresh, on_progress=heard)
        except _StoppedError:
            pass  # the turn says so already, and the receipt
        except SheetLLMError as error:
            turn.error = str(error)
        except Exception as error:  # noqa: BLE001 - the shell: a thread's failure would be seen by nobody
            turn.error = f"A fault of ours ({fault(error)}); nothing was answered."
        finally:
            self._answers.ledger.store.close()  # this thread's connection
            turn.done.set()

    def _fields(self, turn: Turn) -> dict[str, Any]:
        state = turn.state
        record = turn.record if state == "answered" else None
        return {
            "id": turn.id,
            "asked": turn.asked.model_dump(),
            "state": state,
            "steps": [{"stage": step.stage, "tokens": step.tokens, "note": step.note} for step in _new(turn.steps)],
            "error": turn.error,
            "remembered": turn.remembered,
            "withheld": record is not None and is_withheld(record, self._answers.withholds),
            "changed": record is not None and self._changed(record),
            "answer": answer_fields(record) if record else None,
        }

    def _changed(self, record: Record) -> bool:
        """Whether cells that were read hold something else by now."""
        try:
            return not all(as_read(self._book, Ref.parse(one.ref), one.digest) for one in record.read)
        except SheetLLMError:
            return True  # the sheet, or the workbook, is gone


def _new(steps: list[Step]) -> list[Step]:
    """What begins, and what is noted; that a call is back is seen by what comes next."""
    return [step for step in steps if step.completion is None]
