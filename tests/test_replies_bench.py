"""The bench of recorded replies: what it counts as right, withheld, verified and wrong, on a workbook made here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from .bench import replies

ROWS = (("Region", "Units"), ("North", 320), ("South", 805), ("East", 410), ("West", 95))


def recorded(verdict: str, formula: str, sentence: str = "It is {result}.", stage: str = "answer") -> dict[str, Any]:
    """A line of the file: what a model replied to a question about South."""
    reply = {"kind": "value", "formulas": [formula], "answer": sentence, "cells": [], "table": "A1:B5", "other": ""}
    reply["reading"] = [{"do": "value", "of": ["B1 Units", "A3 South"]}]
    return {
        "workbook": "units.xlsx",
        "sheet": "Sheet",
        "question": "How many units did South sell?",
        "replies": [{"stage": stage, "text": json.dumps(reply)}],
        "verdict": verdict,
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "units.xlsx")
    return tmp_path


def run(folder: Path, *lines: dict[str, Any]) -> list[str]:
    (folder / "replies.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return [str(folder / "replies.jsonl"), "--qa", str(folder)]


def test_its_figures_count_what_a_person_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        recorded("right", "=B3"),
        recorded("right+extra", "=SUM(B3"),  # no formula, so nothing to show
        recorded("wrong", "=B4"),
        recorded("wrong", "=B3") | {"truth": "95"},  # verified, though the person says otherwise
        recorded("defensible", "=B3"),
    ]
    replies.main([*run(folder, *lines), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"right", "withheld", "verified", "verified_wrong", "auroc", "ece"}
    assert {name: told[name] for name in ("right", "withheld", "verified", "verified_wrong")} == {
        "right": 2,
        "withheld": 1,
        "verified": 3,
        "verified_wrong": 1,
    }


def test_a_wrong_answer_that_comes_to_the_truth_now_is_right_and_one_that_changed_is_neither(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mended = recorded("wrong", "=B3") | {"truth": "805"}
    changed = recorded("right", "=B3") | {"truth": "95", "then": {"answer": 95}}
    replies.main([*run(folder, mended, changed, recorded("wrong", "=B4") | {"truth": "805"}), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert (told["right"], told["verified"], told["verified_wrong"]) == (1, 2, 0)


def test_its_report_tells_what_fires_on_what(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replies.main(run(folder, recorded("right", "=B3"), recorded("wrong", "=B4")))
    told = capsys.readouterr().out
    (row,) = (line for line in told.splitlines() if line.startswith("reading comes to something else"))
    assert row.split()[-3:] == ["0", "1", "0"]


def test_a_table_is_chosen_by_what_the_reply_took_where_no_choice_was_recorded() -> None:
    model = replies.Recorded(recorded("right", "=B3")["replies"])
    prompt = replies.Prompt(replies.CHOOSE, "", "")
    assert json.loads(model.complete(prompt).text) == {"tables": ["A1:B5"]}


@pytest.mark.parametrize(
    ("judged", "expected"),
    [([(1.0, True), (0.0, False)], 1.0), ([(0.0, True), (1.0, False)], 0.0), ([(0.5, True), (0.5, False)], 0.5)],
)
def test_the_area_under_the_curve_is_the_share_of_pairs_in_order(
    judged: list[tuple[float, bool]], expected: float
) -> None:
    assert replies.auroc(judged) == expected
