"""Chain of Spreadsheet: question + Sheet -> Answer, by way of a model that is handed in. Pure but for that port."""

from __future__ import annotations

from .answer import Answer, Citation, Receipt, Step, Verdict
from .ask import ask, plan
from .budget import BUDGET, Budget
from .scripted import ScriptedModel
from .tables import detect_by_model

__all__ = [
    "BUDGET",
    "Answer",
    "Budget",
    "Citation",
    "Receipt",
    "ScriptedModel",
    "Step",
    "Verdict",
    "ask",
    "detect_by_model",
    "plan",
]
