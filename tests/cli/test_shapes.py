"""What ``--schema`` prints is what the commands print: real outputs are held against it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer.main
from jsonschema import Draft202012Validator

from sheetllm_xl.cli import cli

from ..loopback import Loopback, says
from .calling import REPLY, run


def holds(command: tuple[str, ...], *outputs: Any) -> None:
    schema = json.loads(run(*command, "--schema").stdout)
    Draft202012Validator.check_schema(schema)
    check = Draft202012Validator(schema)
    for output in outputs:
        assert [error.message[:300] for error in check.iter_errors(output)] == []
        some = next(iter(output)) if isinstance(output, dict) else output[0] | {"tables": 3}
        assert not check.is_valid(output | {"more": 1} if isinstance(output, dict) else [some])
        if isinstance(output, dict):
            assert not check.is_valid({name: value for name, value in output.items() if name != some})


def out(*words: object) -> Any:
    return json.loads(run(*words).stdout)


def test_of_detect(book: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04")
    run("detect", book, tmp_path / "bad.xlsx", "--out", tmp_path / "found.jsonl")
    _, *lines = (tmp_path / "found.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    holds(("detect",), out("detect", book, "--json"), out("detect", book, "--jsonl"), *map(json.loads, lines))


def test_of_encode(book: Path) -> None:
    more = ("--budget", 90, "--remarks")
    holds(("encode",), out("encode", book, "--json"), out("encode", book, "--json", *more))


def test_of_ask_and_its_receipt(book: Path, keyed: Loopback, tmp_path: Path) -> None:
    keyed.then(says(REPLY))
    words = ("ask", book, "How many units in all?", "--range", "B5:J12")
    answered = out(*words, "--json")
    assert answered["value"]
    holds(("ask",), answered, out(*words, "--json"), out(*words, "--dry-run", "--json"))
    run("receipts", "export", tmp_path / "r.jsonl")
    line = json.loads((tmp_path / "r.jsonl").read_text(encoding="utf-8"))
    holds(("receipts", "show"), out("receipts", "show", "--json"), line)


def test_of_a_question_to_each_row(book: Path, keyed: Loopback) -> None:
    keyed.then(says({"rows": [{"row": row, "value": "yes"} for row in range(7, 12)]}))
    done = out("ask", book, "Busy?", "--range", "B5:J12", "--each-row", "--label", "yes", "--label", "no", "--json")
    assert done["each_row"]
    holds(("ask",), done)


def test_of_doctor() -> None:
    holds(("doctor",), out("doctor", "--json"))


def commands(group: Any, *words: str) -> list[tuple[tuple[str, ...], set[str]]]:
    if not hasattr(group, "commands"):
        return [(words, {option for one in group.params for option in one.opts})]
    return [found for name, one in group.commands.items() for found in commands(one, *words, name)]


@pytest.mark.parametrize(("words", "options"), commands(typer.main.get_command(cli)))
def test_every_command_that_prints_json_says_its_shape(words: tuple[str, ...], options: set[str]) -> None:
    assert ("--json" in options) == ("--schema" in options), words
