"""A whole workbook asked: its outline, what the question's words point to, and a bounded loop of read-only steps."""

from __future__ import annotations

from .limits import LIMITS, Limits
from .loop import ask_workbook, plan_workbook
from .outline import Outline, outline

__all__ = ["LIMITS", "Limits", "Outline", "ask_workbook", "outline", "plan_workbook"]
