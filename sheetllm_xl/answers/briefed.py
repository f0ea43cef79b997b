"""A question that is put with what its workbook says of itself: its prompts and its key have that in them.

Where nobody has confirmed it, neither has, and the receipt says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ..chain import Answer, Budget
from ..chain.briefing import NAME, VERSION, Briefed, Briefing, is_briefing
from ..compress import Count
from ..ports import Model, Prompt
from ..record import digest
from ..sheet import Sheet
from .question import OnProgress, Plan, Question, Terms

SENT = f"Sent with it: what the workbook says of itself in {NAME}, as its reader has confirmed it."
UNSENT = (
    f"What the workbook says of itself in {NAME} was not sent: no one has confirmed it here, as `sheetllm instructions "
    "FILE --confirm` does."
)


@dataclass(frozen=True, slots=True)
class BriefedQuestion(Question):
    """The question ``of``, with a briefing, or a note that there is one that ``is_sent`` to nobody."""

    of: Question
    briefing: Briefing
    is_sent: bool = True

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Those of the question."""
        return self.of.sheets

    @property
    def name(self) -> str:
        """The sheet's."""
        return self.of.name

    @property
    def origin(self) -> tuple[int, int]:
        """The sheet's."""
        return self.of.origin

    def calls(self, budget: Budget, count: Count, most: int) -> int:
        """As many as without it."""
        return self.of.calls(budget, count, most)

    def plan(self, budget: Budget, count: Count, exactly: Callable[[Prompt], int] | None = None) -> Plan:
        """The prompts with the briefing, which every call takes by our count."""
        plan = self.of.plan(budget, count, exactly)
        if not self.is_sent:
            return plan
        least, most = plan.takes.calls
        more = count(self.briefing.beside(Prompt("", "", "")).text)
        tokens_in = plan.takes.tokens_in[0] + least * more, plan.takes.tokens_in[1] + most * more
        return Plan(tuple(map(self.briefing.beside, plan.prompts)), replace(plan.takes, tokens_in=tokens_in))

    def ask(self, model: Model, terms: Terms, on_progress: OnProgress) -> Answer:
        """As without it, every prompt with the briefing; the receipt says so."""
        answer = self.of.ask(Briefed(model, self.briefing) if self.is_sent else model, terms, on_progress)
        note = SENT if self.is_sent else UNSENT
        return replace(answer, receipt=replace(answer.receipt, notes=(*answer.receipt.notes, note)))


def briefed(question: Question, briefing: Briefing | None) -> Question:
    """The question with a briefing; as it is where there is none."""
    if briefing is None or not briefing.text:
        return question
    key = digest(f"{question.key}\n{VERSION}\n{briefing.text}")
    return BriefedQuestion(question.text, question.form, question.workbook, key, question, briefing)


def briefed_by(question: Question, sheets: Iterable[Sheet], is_confirmed: Callable[[Briefing], bool]) -> Question:
    """The question with what its workbook says of itself, where that stands on one of ``sheets``."""
    for sheet in sheets:
        if is_briefing(sheet.name) and sheet.used and (briefing := Briefing.of(sheet)).text:
            if is_confirmed(briefing):
                return briefed(question, briefing)
            return BriefedQuestion(
                question.text, question.form, question.workbook, question.key, question, briefing, is_sent=False
            )
    return question
