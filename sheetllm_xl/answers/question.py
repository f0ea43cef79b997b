"""Question: what is asked of which cells, in which form: of a sheet, of each row of it, or of a whole workbook.

``plan`` says what would be sent and what that may cost, ``ask`` puts it to a model; neither remembers anything.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace

from .. import verify
from ..chain import Answer, Budget, Step, ask, plan, prompts
from ..chain.budget import honest
from ..chain.rows import MORE, OnRows, ask_rows, calls_needed, plan_rows, unseen_rows
from ..chain.workbook import Limits, ask_workbook, plan_workbook
from ..compress import Count
from ..detect import detect
from ..errors import InputError
from ..ports import Calculator, Model, Prompt
from ..record import answer_key, content_digest, digest, hidden_digest, origin, placed_key, workbook_digest
from ..retrieve import Workbook
from ..sheet import Sheet
from .estimate import AGAIN, Estimate, estimate, further_calls
from .shapes import Form

OnProgress = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a question is put with: its bounds, a counter of tokens, what computes formulas, who hears of parts."""

    budget: Budget
    count: Count
    calculator: Calculator
    on_rows: OnRows = unseen_rows


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be sent first, to the letter, and what the whole question may take."""

    prompts: tuple[Prompt, ...]
    takes: Estimate


@dataclass(frozen=True, slots=True)
class Question(ABC):
    """``text`` is what is asked, ``workbook`` the full name of the workbook that pays, ``key`` what is remembered by.

    Whoever makes one does so with ``of_sheet`` or ``of_workbook``.
    """

    text: str
    form: Form
    workbook: str
    key: str

    @property
    @abstractmethod
    def sheets(self) -> tuple[Sheet, ...]:
        """What is read, first the sheet that an address without a name means."""

    @property
    def file_name(self) -> str:
        """The workbook's, without its folder."""
        return re.split(r"[/\\]", self.workbook)[-1]

    @property
    def name(self) -> str:
        """The sheet's name; empty for a whole workbook, whose addresses name their sheets."""
        return ""

    @property
    def origin(self) -> tuple[int, int]:
        """Where the data of the sheet stand: its first used row and column."""
        return (1, 1)

    def placed(self) -> Question:
        """The same by itself where it stands, since what is known of it holds elsewhere only."""
        return replace(self, key=placed_key(self.key, self.origin))

    def calls(self, budget: Budget, count: Count, most: int) -> int:
        """How many calls it begins with, as far as ``most`` and one more. Raises InputError."""
        return 1

    @abstractmethod
    def plan(self, budget: Budget, count: Count, exactly: Callable[[Prompt], int] | None = None) -> Plan:
        """What would be sent and may be spent; ``exactly`` counts a prompt as the API does, in place of ``count``.

        Raises InputError for what could not be asked, and what ``exactly`` raises.
        """

    @abstractmethod
    def ask(self, model: Model, terms: Terms, on_progress: OnProgress) -> Answer:
        """The answer of a model. Raises SheetLLMError."""


@dataclass(frozen=True, slots=True)
class SheetQuestion(Question):
    """A question about one sheet, or some cells of it."""

    sheet: Sheet

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheet."""
        return (self.sheet,)

    @property
    def name(self) -> str:
        """The sheet's."""
        return self.sheet.name

    @property
    def origin(self) -> tuple[int, int]:
        """The sheet's."""
        return origin(self.sheet)

    def plan(self, budget: Budget, count: Count, exactly: Callable[[Prompt], int] | None = None) -> Plan:
        """The prompts of the first stage, or of the second where the table is plain."""
        count, words, tables = honest(count), self.form.question(self.text), detect(self.sheet)
        first = plan(self.sheet, words, tables=tables, budget=budget, count=count)
        more, longest = further_calls(self.sheet, tables, words, first, budget, count)
        return Plan(first, estimate(first, more, longest, budget.reply, count, exactly))

    def ask(self, model: Model, terms: Terms, on_progress: OnProgress) -> Answer:
        """By the chain of a sheet."""
        words, calculator = self.form.question(self.text), terms.calculator
        return ask(
            self.sheet, words, model, calculator, budget=terms.budget, count=terms.count, on_progress=on_progress
        )


@dataclass(frozen=True, slots=True)
class RowsQuestion(SheetQuestion):
    """A question that is put to each row by itself."""

    def calls(self, budget: Budget, count: Count, most: int) -> int:
        """So many batches of rows."""
        form = self.form
        return calls_needed(self.sheet, header=form.header, free=form.free, budget=budget, count=count, most=most)

    def plan(self, budget: Budget, count: Count, exactly: Callable[[Prompt], int] | None = None) -> Plan:
        """All that is sent, if every reply can be used."""
        count, form = honest(count), self.form
        first = plan_rows(
            self.sheet, self.text, labels=form.labels, header=form.header, free=form.free, budget=budget, count=count
        )
        longest = max(count(prompt.text) for prompt in first)
        return Plan(first, estimate(first, MORE, longest, budget.reply, count, exactly))

    def ask(self, model: Model, terms: Terms, on_progress: OnProgress) -> Answer:
        """Batch by batch."""
        return ask_rows(
            self.sheet,
            self.text,
            model,
            labels=self.form.labels,
            header=self.form.header,
            free=self.form.free,
            budget=terms.budget,
            count=terms.count,
            on_progress=on_progress,
            on_rows=terms.on_rows,
        )


@dataclass(frozen=True, slots=True)
class WorkbookQuestion(Question):
    """A question about all sheets of a workbook, or several of them."""

    of: Workbook

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """All that hold anything."""
        return self.of.sheets

    def plan(self, budget: Budget, count: Count, exactly: Callable[[Prompt], int] | None = None) -> Plan:
        """The outline that is sent first; every further call may be as long as one may be."""
        count, limits = honest(count), _limits(budget)
        first = plan_workbook(self.of, self.form.question(self.text), limits=limits, count=count)
        more = limits.calls - 1 + AGAIN
        return Plan(first, estimate(first, more, limits.call, budget.reply, count, exactly))

    def ask(self, model: Model, terms: Terms, on_progress: OnProgress) -> Answer:
        """Step by step, as the model looks things up."""
        limits, count, words = _limits(terms.budget), terms.count, self.form.question(self.text)
        return ask_workbook(
            self.of, words, model, terms.calculator, limits=limits, count=count, on_progress=on_progress
        )


def of_sheet(sheet: Sheet, text: str, model: str, form: Form | None = None, workbook: str = "") -> SheetQuestion:
    """A question about a sheet, or each of its rows, to the model of that name. Raises InputError."""
    text, form = prompts.accepted(text), form or Form()
    content = content_digest(sheet) + hidden_digest(sheet, text)
    kind = RowsQuestion if form.each_row else SheetQuestion
    return kind(text, form, workbook, _key(text, content, model, form.key_part), sheet)


def of_workbook(of: Workbook, text: str, model: str, workbook: str = "", form: Form | None = None) -> WorkbookQuestion:
    """A question about all sheets of a workbook, to the model of that name. Raises InputError."""
    text, form = prompts.accepted(text), form or Form()
    if form.each_row:
        raise InputError("each=row asks the rows of one table; name its range.")
    content = workbook_digest(of.sheets, text)
    if notes := {sheet: dict(those) for sheet, those in of.notes.items() if those}:
        content = digest(f"{content}{sorted(notes.items())}")
    shape = "workbook" if form.shape == "cell" else f"workbook {form.shape}"
    return WorkbookQuestion(text, form, workbook, _key(text, content, model, shape), of)


def _key(text: str, content: str, model: str, shape: str) -> str:
    return answer_key(text, content, model=model, prompts=prompts.VERSION, judge=verify.VERSION, shape=shape)


def _limits(budget: Budget) -> Limits:
    """The bounds on a question to a whole workbook."""
    return Limits(reply=budget.reply)
