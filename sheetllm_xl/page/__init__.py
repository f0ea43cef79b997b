"""The page on which a workbook is asked and looked at: served on 127.0.0.1 alone, to whoever has its address."""

from __future__ import annotations

from .book import FileBook
from .live import LiveBook
from .preparing import Fittings
from .serving import Served, listening, listening_again
from .site import site

__all__ = ["FileBook", "Fittings", "LiveBook", "Served", "listening", "listening_again", "site"]
