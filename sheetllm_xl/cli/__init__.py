"""The command line: a thin shell over ``app``. It parses words, shows results, and turns errors into exit codes."""

from __future__ import annotations

from . import detecting, encoding, explaining
from .screen import cli

__all__ = ["cli", "detecting", "encoding", "explaining", "main"]


def main() -> None:
    """Run ``sheetllm``."""
    cli()
