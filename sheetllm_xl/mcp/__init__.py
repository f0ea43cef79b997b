"""MCP: workbooks in folders that were allowed at the start, for other programs' agents. Everything here only reads."""

from __future__ import annotations

from .folders import Folders
from .tools import Tools

__all__ = ["Folders", "Tools"]
