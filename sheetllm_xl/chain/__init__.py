"""Chain of Spreadsheet: question + Sheet -> Answer, by way of a model that is handed in. Pure but for that port."""

from __future__ import annotations

from .answer import Answer, Receipt, Sent, Step
from .ask import ask, plan
from .budget import BUDGET, Budget
from .judging.verdict import Citation, Verdict
from .scripted import ScriptedModel
from .tables import detect_by_model

__all__ = [
    "BUDGET",
    "Answer",
    "Budget",
    "Citation",
    "Receipt",
    "ScriptedModel",
    "Sent",
    "Step",
    "Verdict",
    "ask",
    "detect_by_model",
    "plan",
]
