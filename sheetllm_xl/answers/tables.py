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
    """Which tables there are on a sheet, of which those ``known`` were detected.

    Its answer names places, so it holds only where the data stand.
    """

    known: tuple[FoundTable, ...]

    def plan(self, budget: Budget, count: Count, exactly: Callable[[Prompt], int] | None = None) -> Plan:
        """One call."""
        count = honest(count)
        prompt = plan_tables(self.sheet, self.known, budget=budget, count=count)
        return Plan((prompt,), estimate((prompt,), 0, 0, budget.reply, count, exactly))

    def ask(self, model: Model, terms: Terms, on_progress: OnProgress) -> Answer:
        """The compressed sheet, types instead of numbers."""
        budget, count = terms.budget, terms.count
        return ask_tables(self.sheet, model, self.known, budget=budget, count=count, on_progress=on_progress)

    def named(self, record: Record) -> tuple[FoundTable, ...]:
        """The tables that its record names."""
        areas = [CellRange.parse(str(area)) for row in record.rows for area in row]
        return named_tables(self.sheet, areas, self.known)


def of_tables(sheet: Sheet, known: tuple[FoundTable, ...], model: str, workbook: str = "") -> TablesQuestion:
    """Which tables there are on a sheet, as a question to the model of that name."""
    content = content_digest(sheet)
    key = answer_key(prompts.WHICH_TABLES, content, model=model, prompts=prompts.VERSION, judge=0, shape="tables")
    return TablesQuestion(prompts.WHICH_TABLES, Form(), workbook, placed_key(key, origin(sheet)), sheet, known)
