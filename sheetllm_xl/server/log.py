"""The log of the server: what was called when, without keys and without what stands in a cell."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from platformdirs import user_log_path

from ..text.secret import masked
from ..text.unseen import on_one_line


def log_file() -> Path:
    """Where the log is."""
    return user_log_path("sheetllm", appauthor=False) / "server.log"


class _Line(logging.Formatter):
    """A line of the log: one, and without keys, whatever a workbook's or a button's name holds."""

    def format(self, record: logging.LogRecord) -> str:
        """As it is written."""
        return on_one_line(masked(super().format(record)))


def begin_log(path: Path) -> None:
    """Log our own lines, a megabyte at most, and three files before it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    lines.setFormatter(_Line("%(asctime)s %(levelname)s %(process)d %(name)s %(message)s"))
    ours = logging.getLogger("sheetllm_xl")
    ours.addHandler(lines)
    ours.setLevel(logging.INFO)
