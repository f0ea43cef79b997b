"""The command line: a thin shell over ``app``. It parses words, shows results, and turns errors into exit codes."""

from __future__ import annotations

import io
import sys

from . import (
    agents,
    asking,
    briefing,
    converting,
    demo,
    detecting,
    encoding,
    explaining,
    keys,
    opening,
    receipts,
    registering,
)
from .screen import cli

__all__ = [
    "agents",
    "asking",
    "briefing",
    "cli",
    "converting",
    "demo",
    "detecting",
    "encoding",
    "explaining",
    "keys",
    "main",
    "opening",
    "receipts",
    "registering",
]


def main() -> None:
    """Run ``sheetllm``. Into files and pipes goes UTF-8: a code page of Windows holds few of a sheet's characters."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    cli()
