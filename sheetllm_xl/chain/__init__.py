"""Chain of Spreadsheet: question + Sheet -> Answer, by way of a model that is handed in. Pure but for that port."""

from __future__ import annotations

from ..verify.verdict import Citation, Verdict
from .answer import Answer, Receipt, Sent, Step
from .ask import ask, plan
from .budget import BUDGET, Budget
from .tables import ask_tables, plan_tables

__all__ = [
    "BUDGET",
    "Answer",
    "Budget",
    "Citation",
    "Receipt",
    "Sent",
    "Step",
    "Verdict",
    "ask",
    "ask_tables",
    "plan",
    "plan_tables",
]
