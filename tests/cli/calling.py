"""The command line called as a person calls it, and a reply that it is given."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from sheetllm_xl.cli import cli

REPLY = {
    "found": True,
    "reading": [{"head": "5:6", "do": "sum", "of": ["C6"]}],
    "answer": "{result}",
    "result": "=SUM(C7:C11)",
    "cells": [{"cell": "B12", "value": "Total"}],
}


def run(*words: object) -> Result:
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result
