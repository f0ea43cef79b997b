"""Chain of Spreadsheet: question + Sheet -> Answer, by way of a model that is handed in. Pure but for that port."""

from __future__ import annotations

from ..verify.verdict import Citation, Verdict
from .answer import Answer, Receipt, Sent, Step
from .ask import ask, plan
from .budget import BUDGET, Budget
from .tables import detect_by_model, detect_where_unsure

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
    "detect_by_model",
    "detect_where_unsure",
    "plan",
]
