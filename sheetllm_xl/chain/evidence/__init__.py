"""Evidence: which cells of a workbook a question is answered from, chosen by structure and index, without a model."""

from __future__ import annotations

from .book import Book
from .describe import Column, columns, describe
from .index import Hit, Index
from .select import Evidence, evidence

__all__ = ["Book", "Column", "Evidence", "Hit", "Index", "columns", "describe", "evidence"]
