"""A whole workbook asked: its outline, what the question's words point to, and a bounded loop of read-only steps."""

from __future__ import annotations
