"""Evidence: which cells of a workbook a question is answered from, chosen by structure and index, without a model."""

from __future__ import annotations

from .describe import Column, columns, describe
from .index import Hit, Index
from .select import Evidence, evidence
from .workbook import Workbook

__all__ = ["Column", "Evidence", "Hit", "Index", "Workbook", "columns", "describe", "evidence"]
