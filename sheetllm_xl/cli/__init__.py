"""The command line: a thin shell over ``app``. It parses words, shows results, and turns errors into exit codes."""

from __future__ import annotations

from . import asking, demo, detecting, encoding, explaining, keys, receipts, registering
from .screen import cli

__all__ = ["asking", "cli", "demo", "detecting", "encoding", "explaining", "keys", "main", "receipts", "registering"]


def main() -> None:
    """Run ``sheetllm``."""
    cli()
