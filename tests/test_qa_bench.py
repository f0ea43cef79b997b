"""The question-answering bench, from labels to its report, against the server that plays the Messages API."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from sheetllm_xl.errors import ModelError

from .bench import qa
from .bench.corpus import ABSENT, CORPUS
from .loopback import Loopback, fails, message

SCORER = CORPUS / "score_qa.py"
needs_scorer = pytest.mark.skipif(not SCORER.exists(), reason=ABSENT)
ROWS = (("Region", "Units"), ("North", 320), ("South", 805), ("East", 410))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three questions about a workbook, in the corpus's form."""
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "units.xlsx")
    labels = [
        {
            "workbook": "units.xlsx",
            "sheet": "Sheet",
            "question": f"How many units did {region} sell?",
            "answer": str(units),
        }
        | {"dataset": "own", "evidence": f"B{row}", "exact_scorable": True, "band": "small", "kind": "lookup"}
        for row, (region, units) in enumerate(ROWS[1:], 2)
    ]
    (tmp_path / "labels.jsonl").write_text("".join(json.dumps(label) + "\n" for label in labels), encoding="utf-8")
    return tmp_path


def reader(api: Loopback, wrong: tuple[str, ...] = ()) -> Any:
    """A model that looks the region up in the text it was sent; for those in ``wrong`` it takes the row above."""

    def play(exchange: Any) -> None:
        document, question = (part["text"] for part in api.bodies[-1]["messages"][0]["content"])
        region = re.search(r"did (\w+) sell", question)[1]
        row = int(re.search(rf"A(\d+),{region}", document)[1]) - (region in wrong)
        held = re.search(rf"B{row},(\w+)", document)[1]
        cells = [{"cell": f"B{row}", "value": held}]
        exchange.send(200, message(qa_reply(f"=B{row}", cells)))

    return play


def qa_reply(result: str, cells: list[dict[str, str]]) -> dict[str, Any]:
    read = [{"do": "value", "of": ["B1 Units", result.strip("=").replace("B", "A")]}]
    return {"found": True, "reading": read, "answer": "{result} units.", "result": result, "cells": cells}


def run(folder: Path, api: Loopback, out: str, *more: str) -> None:
    where = ("--base-url", api.url, "--qa", str(folder), "--out", str(folder / out))
    qa.main([*where, *more])


@needs_scorer
def test_a_run_is_scored_and_goes_on_where_it_was_cut_off(
    folder: Path, api: Loopback, capsys: pytest.CaptureFixture[str]
) -> None:
    api.then(reader(api))
    run(folder, api, "run.jsonl")
    said = capsys.readouterr().out
    assert re.search(r"OVERALL\s+3\s+3\s+3\s+1\.000", said)
    assert re.search(r"verified\s+3\s+1\.000\s+1\.000", said)
    assert "100 input tokens, 20 output tokens" in said
    kept = (folder / "run.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "run.jsonl").write_text("".join(kept[:1]) + kept[1][:40], encoding="utf-8")
    calls = len(api.bodies)
    run(folder, api, "run.jsonl")
    assert len(api.bodies) == calls + 2
    assert re.search(r"OVERALL\s+3\s+3\s+3\s+1\.000", capsys.readouterr().out)
    run(folder, api, "run.jsonl")
    assert len(api.bodies) == calls + 2


@needs_scorer
def test_flips_are_counted_both_ways(folder: Path, api: Loopback, capsys: pytest.CaptureFixture[str]) -> None:
    api.then(reader(api, wrong=("South",)))
    run(folder, api, "before.jsonl")
    api.plays[:] = [reader(api, wrong=("North", "East"))]
    run(folder, api, "after.jsonl", "--against", str(folder / "before.jsonl"))
    said = capsys.readouterr().out
    assert "2 right before and wrong now, 1 wrong before and right now" in said
    assert "lost: units.xlsx Sheet: How many units did East sell?" in said


@needs_scorer
def test_a_failure_is_a_line_and_asked_again(folder: Path, api: Loopback, capsys: pytest.CaptureFixture[str]) -> None:
    api.then(fails(413))
    run(folder, api, "run.jsonl")
    assert re.search(r"failed\s+3\s+1\.000", capsys.readouterr().out)
    api.plays[:] = [reader(api)]
    run(folder, api, "run.jsonl")
    assert re.search(r"verified\s+3\s+1\.000", capsys.readouterr().out)


def test_a_refused_key_ends_the_run(folder: Path, api: Loopback) -> None:
    api.then(fails(401))
    with pytest.raises(ModelError, match="key was refused"):
        run(folder, api, "run.jsonl")
    assert not (folder / "run.jsonl").exists()
