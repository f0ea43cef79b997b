"""Tables that Claude is asked for: a question like any other, so it is booked, leaves a receipt and costs once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..chain import Answer, ask_tables, plan_tables, prompts
from ..chain.budget import Budget, honest
from ..chain.tables import named_tables
from ..compress import Count
from ..detect import FoundTable
from ..grid import CellRange
from ..ports import Model, Prompt
from ..record import Record, answer_key, content_digest, origin, placed_key
from ..sheet import Sheet
from .estimate import estimate
from .question import OnProgress, Plan, SheetQuestion, Terms
from .shapes import Form


@dataclass(frozen=True, slots=True)
class TablesQuestion(SheetQuestion):
    """Which tables there are on a sheet. Its answer names places, so it holds only where the data stand."""

    def plan(self, budget: Budget, count: Count, exactly: Callable[[Prompt], int] | None = None) -> Plan:
        """One call."""
        count = honest(count)
        prompt = plan_tables(self.sheet, budget=budget, count=count)
        return Plan((prompt,), estimate((prompt,), 0, 0, budget.reply, count, exactly))

    def ask(self, model: Model, terms: Terms, on_progress: OnProgress) -> Answer:
        """The compressed sheet, types instead of numbers."""
        return ask_tables(self.sheet, model, budget=terms.budget, count=terms.count, on_progress=on_progress)


def of_tables(sheet: Sheet, model: str, workbook: str = "") -> TablesQuestion:
    """Which tables there are on a sheet, as a question to the model of that name."""
    content = content_digest(sheet)
    key = answer_key(prompts.WHICH_TABLES, content, model=model, prompts=prompts.VERSION, judge=0, shape="tables")
    return TablesQuestion(prompts.WHICH_TABLES, Form(), workbook, placed_key(key, origin(sheet)), sheet)


def of_record(sheet: Sheet, record: Record, known: tuple[FoundTable, ...]) -> tuple[FoundTable, ...]:
    """The tables that a record names."""
    return named_tables(sheet, [CellRange.parse(str(area)) for row in record.rows for area in row], known)
