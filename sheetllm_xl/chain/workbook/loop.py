"""The loop: a question to a workbook, the steps that the model asks for, and the answer, checked."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ...compress import Count, estimate_tokens
from ...detect import FoundTable
from ...errors import InputError, ReplyError
from ...grid import column_letters
from ...literals import literal
from ...ports import Calculator, Model, Prompt
from ...retrieve.select import evidence
from ...retrieve.workbook import Workbook
from ...sheet import Sheet
from ...verify.reading import Reading
from ..answer import Answer
from ..bounded import Bounded
from ..budget import honest
from ..calls import Calls, OnProgress, silent
from ..conclude import conclude
from ..prompts import accepted
from .limits import LIMITS, Limits
from .outline import outline
from .prompts import WorkbookReply, shortened, workbook_prompt
from .steps import AskedStep, Looked, look

_LEAST = 300  # tokens that a step may give however little room is left; what was found before makes room for it
_SAMPLE = 400  # cells of a sheet whose tokens are counted
_AROUND = 60  # tokens of the words and fences around what a step gave


def ask_workbook(
    workbook: Workbook,
    question: str,
    model: Model,
    calculator: Calculator,
    *,
    limits: Limits = LIMITS,
    count: Count = estimate_tokens,
    on_progress: OnProgress = silent,
) -> Answer:
    """Answer a question about all sheets of a workbook. Steps come from the model's replies in their form alone.

    Raises InputError (the question, or a workbook without cells), ModelError, ReplyError.
    """
    asked, calculator = _Asked(workbook, accepted(question), limits, honest(count)), Bounded(calculator)
    calls = Calls(asked.home, model, asked.count, on_progress, asked.tokens_before)
    calls.note(*(note for sheet in workbook.sheets for note in sheet.notes), *asked.outline.notes, *asked.first.notes)
    begun = time.monotonic()
    for call in range(1, limits.calls + 1):
        reached = asked.limit_reached(call, time.monotonic() - begun)
        last = bool(reached)
        prompt = asked.prompt(0 if last else asked.left)
        reply = calls.ask(prompt, WorkbookReply, "last" if last else f"look {call}", asked.content)
        if reached:
            calls.note(f"Nothing more was looked up: {reached}.")
        if last or not reply.steps:
            break
        asked.take(reply.steps, calculator, calls)
    if reply.steps and not reply.found:
        raise ReplyError(
            f"After {call} calls and {len(asked.looked)} steps the model still wanted to look further, and {reached}; "
            "ask about one sheet, or name the sheet in the question."
        )
    reading = asked.reading(reply)
    answer = conclude(calls, reading, prompt, (), reply, asked.question, calculator)
    sheets = ", ".join(dict.fromkeys(name for name, _ in reading.tables))
    cells = sum(int(sheet.filled.sum()) for sheet in workbook.sheets)
    return replace(answer, receipt=replace(answer.receipt, sheet=sheets, cells=cells))


def plan_workbook(
    workbook: Workbook, question: str, *, limits: Limits = LIMITS, count: Count = estimate_tokens
) -> tuple[Prompt, ...]:
    """What ``ask_workbook`` would send first, to the letter. Sends nothing. Further calls depend on the replies."""
    asked = _Asked(workbook, accepted(question), limits, honest(count))
    return (asked.prompt(asked.left),)


class _Asked:
    """One question to a workbook: what was put before the model so far, and how much more may be."""

    def __init__(self, workbook: Workbook, question: str, limits: Limits, count: Count) -> None:
        if not workbook.sheets:
            raise InputError("No sheet of this workbook holds anything, so there is nothing to ask it.")
        self.workbook, self.question, self.limits, self.count = workbook, question, limits, count
        self.outline = outline(workbook, limits.outline, count)
        self.first = evidence(workbook, question, limits.evidence, count)
        self.looked: list[Looked] = []
        self.repeated = False

    @property
    def home(self) -> Sheet:
        """Where an address without a sheet's name is taken to lie: on the sheet that the question's words fit best."""
        return (
            self.workbook.sheets[self.workbook.number(self.first.shown[0].name)]
            if self.first.shown
            else self.workbook.sheets[0]
        )

    @property
    def left(self) -> int:
        """Steps that may still be taken; none once a reply brought nothing but steps that were taken before."""
        return 0 if self.repeated else self.limits.steps - len(self.looked)

    def limit_reached(self, call: int, seconds: float) -> str:
        """Why this call is the last, as the end of a sentence; "" where more may be looked up."""
        limits = self.limits
        if seconds > limits.seconds:
            return f"{limits.seconds:.0f} seconds had passed"
        if self.repeated:
            return "it asked again for what it had been shown"
        if len(self.looked) >= limits.steps:
            return _most(limits.steps, "step")
        return _most(limits.calls, "call") if call == limits.calls else ""

    @property
    def tokens_before(self) -> int:
        """What the filled cells of the workbook would cost without compression, projected from some of each sheet."""
        return sum(_projected(sheet, self.count) for sheet in self.workbook.sheets)

    @property
    def content(self) -> str:
        """What of the workbook stands in the prompts, before it is fenced."""
        return "\n".join([self.outline.content, self.first.content, *(found.content for found in self.looked)])

    def prompt(self, left: int) -> Prompt:
        """The next prompt, within the tokens of a call: the oldest findings make room first, then the evidence."""
        evidence, looked = self.first.content, list(self.looked)
        for oldest in [*range(len(looked)), None]:
            prompt = workbook_prompt(self.outline.content, evidence, looked, self.question, left, self.limits.reply)
            if self.count(prompt.text) <= self.limits.call:
                return prompt
            if oldest is None:
                evidence = ""
            elif oldest < len(looked) - 1:
                looked[oldest] = shortened(looked[oldest])
        return workbook_prompt(self.outline.content, evidence, looked, self.question, left, self.limits.reply)

    def take(self, steps: Sequence[AskedStep], calculator: Calculator, calls: Calls) -> None:
        """Take the steps that were not taken before, as many as are allowed, each within its part of the room left."""
        known = {found.step for found in self.looked}
        fresh = [step for step in dict.fromkeys(steps) if step not in known]
        self.repeated = not fresh
        taken = fresh[: min(self.limits.together, self.left)] if fresh else []
        if len(taken) < len(fresh):
            calls.note(f"The model asked for {len(fresh)} steps at once; {len(taken)} were taken.")
        room = self.limits.call - self.count(self.prompt(self.left).text)
        for step in taken:
            share = max(_LEAST, min(self.limits.step, room // len(taken) - _AROUND))
            found = look(self.workbook, step, calculator, share, self.count)
            self.looked.append(found)
            calls.note(f"Looked up: {step.do} {step.what[:80]}{f' on {step.sheet[:40]}' if step.sheet else ''}.")
            if found.note:
                calls.note(found.note)

    def reading(self, reply: WorkbookReply) -> Reading:
        """What the answer may stand on: the sheets it names, all of which the outline names; else those looked at."""
        names = self._named(reply)
        if not names or not reply.formulas:
            names |= {ref.sheet for ref in self.first.read} | {name for found in self.looked for name, _ in found.read}
        order = [self.home, *(sheet for sheet in self.workbook.sheets if sheet.name != self.home.name)]
        tables: list[tuple[str, FoundTable]] = []
        for sheet in order:
            if sheet.name in names and sheet.used:
                number = self.workbook.number(sheet.name)
                every = (FoundTable(sheet.used), *self.workbook.layouts[number].blocks, *self.workbook.tables[number])
                tables += [(sheet.name, table) for table in dict.fromkeys(every)]
        return Reading(tuple(order), tuple(tables))

    def _named(self, reply: WorkbookReply) -> set[str]:
        """The sheets that the reply's formulas and cells name; the outline names all of them."""
        texts = [*reply.formulas, *(claim.cell for claim in reply.cells)]
        written = " ".join(texts).casefold()
        names = {sheet.name: sheet.name.casefold() for sheet in self.workbook.sheets}
        return {
            name for name, low in names.items() if f"{low}!" in written or f"""{low.replace("'", "''")}'!""" in written
        }


def _most(count: int, thing: str) -> str:
    return f"1 {thing} is the most" if count == 1 else f"{count} {thing}s are the most"


def _projected(sheet: Sheet, count: Count) -> int:
    at = np.flatnonzero(sheet.filled)
    some = at[:: max(1, len(at) // _SAMPLE)]
    places = zip(sheet.cols[some].tolist(), sheet.rows[some].tolist(), sheet.values[some], strict=True)
    text = "".join(f"|{column_letters(col)}{row},{literal(value)}" for col, row, value in places)
    return round(count(text) * len(at) / max(len(some), 1))
