"""The command line: a thin shell over ``app``. It parses words, shows results, and turns errors into exit codes."""

from __future__ import annotations

from . import asking, demo, detecting, encoding, explaining, keys, registering
from .screen import cli

__all__ = ["asking", "cli", "demo", "detecting", "encoding", "explaining", "keys", "main", "registering"]


def main() -> None:
    """Run ``sheetllm``."""
    cli()
