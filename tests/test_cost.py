"""What a question would take is said before anything is sent, and a limit on it holds."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from sheetllm_xl.answers.estimate import Estimate
from sheetllm_xl.answers.question import of_sheet
from sheetllm_xl.app import ledger
from sheetllm_xl.chain import Budget, ask
from sheetllm_xl.compress import estimate_tokens
from sheetllm_xl.files.sample import write_sample
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.ports import Completion, Prompt, Usage
from sheetllm_xl.settings import Price, load
from sheetllm_xl.sheet import Cell, Sheet

from .chain.replying import calculator
from .cli.calling import REPLY, run
from .loopback import Loopback, counts, says

PRICE = Price(as_of=date(2026, 11, 1), input=3, output=15, cache_write=3.75, cache_read=0.3)
PRICES = '{"claude-sonnet-5-5": {"as_of": "2026-11-01", "input": 3, "output": 15}}'
CHOSEN = says({"tables": ["B5:J12"]})
NOT_FOUND = {"found": False, "answer": "", "result": "", "cells": []}
FOUND = {"found": True, "answer": "{result}", "result": "=A2", "cells": [{"cell": "A2", "value": "n2"}]}
WRONG = FOUND | {"cells": [{"cell": "A2", "value": "n9"}]}


@pytest.fixture
def keyed(api: Loopback, monkeypatch: pytest.MonkeyPatch) -> Loopback:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test-0000000000000000")
    return api


@pytest.fixture
def priced(keyed: Loopback, monkeypatch: pytest.MonkeyPatch) -> Loopback:
    monkeypatch.setenv("SHEETLLM_PRICES", PRICES)
    return keyed


@pytest.fixture
def book(tmp_path: Path) -> Path:
    write_sample(tmp_path / "sample.xlsx")
    return tmp_path / "sample.xlsx"


def test_a_cost_over_the_limit_is_refused_before_sending(book: Path, priced: Loopback) -> None:
    done = run("ask", book, "How many units in Q1?", "--max-cost", "0.01")
    assert done.exit_code == 6
    assert "--max-cost allows $0.01, so nothing was sent" in done.stderr
    assert "(prices of 2026-11-01" in done.stderr
    assert priced.requests == []


def test_a_cost_within_the_limit_is_said_and_paid(book: Path, priced: Loopback) -> None:
    priced.then(CHOSEN, says(REPLY))
    done = run("ask", book, "How many units in Q1?", "--max-cost", "0.5")
    assert (done.exit_code, len(priced.requests)) == (0, 2)
    assert "Before sending: 1 to 4 calls, " in done.stderr


def test_without_a_price_a_limit_refuses_and_says_how_to_set_one(book: Path, keyed: Loopback) -> None:
    done = run("ask", book, "How many units in Q1?", "--max-cost", "100")
    assert done.exit_code == 6
    assert '[prices."claude-sonnet-5-5"] with as_of, input and output' in done.stderr
    assert keyed.requests == []


def test_a_limit_holds_on_the_way_too(book: Path, priced: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the estimate was: a reply that cost more than was thought leaves no room for the next call."""
    dear = {
        "input_tokens": 100,
        "output_tokens": 30_000,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
    }
    priced.then(says({"tables": ["B5:J12"]}, usage=dear), says(REPLY))
    done = run("ask", book, "How many units in Q1?", "--max-cost", "0.4")
    assert done.exit_code == 6
    assert "$0.4 is what this question may cost; $0.4503 of it is spent" in done.stderr
    assert len(priced.requests) == 1
    assert [call.state for call in ledger(load()).calls()] == ["done"]


def test_the_api_counts_when_asked(book: Path, priced: Loopback) -> None:
    priced.then(counts(4_321), CHOSEN, says(REPLY))
    done = run("ask", book, "How many units in Q1?", "--count-exactly")
    assert done.exit_code == 0
    assert "4,321 to " in done.stderr
    assert [request.path.rpartition("/")[2] for request in priced.requests] == ["count_tokens", "messages", "messages"]
    counted = priced.requests[0].body
    assert counted["messages"] == priced.requests[1].body["messages"]


def test_a_dry_run_says_the_range(book: Path, priced: Loopback) -> None:
    done = json.loads(run("ask", book, "Units?", "--dry-run", "--json").stdout)
    low, high = done["cost_usd"]
    assert 0 < low < high
    assert done["calls"] == [1, 4]
    assert priced.requests == []


def test_the_detectors_calls_are_booked_too(book: Path, keyed: Loopback) -> None:
    keyed.then(says({"tables": ["B5:J12"]}))
    run("detect", book, "--engine", "claude", "--jsonl")
    assert ledger(load()).usage() == Usage(100, 20, 7, 3)


class Spender:
    """Answers, and keeps what it was sent."""

    name = "m"

    def __init__(self, lines: list[Any]) -> None:
        self.script, self.tokens = ScriptedModel(lines), 0

    def complete(self, prompt: Prompt, again: object = None) -> Completion:
        self.tokens += estimate_tokens(prompt.text)
        return self.script.complete(prompt)


@settings(max_examples=20)  # each asks the calculator, in a process of its own
@given(st.integers(1, 400), st.integers(1, 4), st.booleans(), st.booleans(), st.booleans())
def test_what_is_sent_lies_within_the_estimate(
    rows: int, cols: int, beside: bool, told_at_once: bool, right: bool
) -> None:
    cells = [Cell(1, c, f"head {c}") for c in range(1, cols + 1)]
    cells += [Cell(r, c, f"n{r}" if c == 1 else float(r * c)) for r in range(2, rows + 2) for c in range(1, cols + 1)]
    if beside:
        cells += [Cell(r, cols + 4, f"other {r}") for r in range(1, 5)]
    sheet, budget = Sheet.of("S", cells), Budget(table=600, reply=100)
    told = of_sheet(sheet, "Which?", "m").plan(budget, estimate_tokens).takes
    said = FOUND if right else WRONG
    lines = [said if told_at_once else NOT_FOUND, *[said] * 60]
    model = Spender([{"tables": [str(sheet.used)]}, *lines] if _chooses(sheet, budget) else lines)
    answer = ask(sheet, "Which?", model, calculator(), budget=budget)
    assert told.calls[0] <= answer.receipt.calls <= told.calls[1]
    assert told.tokens_in[0] <= model.tokens <= told.tokens_in[1]


def _chooses(sheet: Sheet, budget: Budget) -> bool:
    from sheetllm_xl.chain import plan
    from sheetllm_xl.chain.prompts import CHOOSE

    return plan(sheet, "Which?", budget=budget)[0].instructions == CHOOSE


def test_an_estimate_adds_up_and_costs_a_range() -> None:
    one = Estimate((1, 3), (1_000, 5_000), (0, 600))
    assert one + one == one.scaled(2) == Estimate((2, 6), (2_000, 10_000), (0, 1_200))
    assert one.cost(PRICE) == pytest.approx((1_000 * 0.3e-6, 5_000 * 3.75e-6 + 600 * 15e-6))
    assert one.words(None).endswith("no price of the model is set, so the cost is not known")


@pytest.fixture
def tickets(tmp_path: Path) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["Id", "Text", "Amount"])
    for n in range(2, 122):
        sheet.append([n, f"Ticket {n}", n * 1.5])
    workbook.save(tmp_path / "tickets.xlsx")
    return tmp_path / "tickets.xlsx"


def batch(exchange: Any) -> None:
    body = exchange.loopback.bodies[-1]["messages"][0]["content"][0]["text"]
    numbers = [int(line[2:].partition(",")[0]) for line in body.partition("|rows")[2].split("\n") if line[:2] == "|A"]
    said = {"rows": [{"row": n, "value": "spam" if n == 7 else f"ticket {n}"} for n in numbers]}
    says(said)(exchange)


def test_each_row_on_the_command_line(tickets: Path, priced: Loopback) -> None:
    priced.then(batch)
    done = run("ask", tickets, "Its name?", "--each-row", "--header", "1", "--json")
    answer = json.loads(done.stdout)
    assert done.exit_code == 0
    assert [one["row"] for one in answer["each_row"]] == list(range(2, 122))
    values = {one["row"]: one["value"] for one in answer["each_row"]}
    assert values[2] == "Ticket 2"
    assert (values[7], values[121]) == ("#VALUE!", "Ticket 121")
    assert "“spam” does not stand" in next(one["problem"] for one in answer["each_row"] if one["row"] == 7)
    assert len(priced.bodies) == 3
    shown = run("ask", tickets, "Its name?", "--each-row", "--range", "A1:C4", "--header", "1").stdout
    assert "  3  Ticket 3\n" in shown


@pytest.mark.parametrize(
    ("values", "code"),
    [(("spam", "eggs"), 5), (("", "spam"), 0), (("Ticket 2", "spam"), 0), ((), 5)],
)
def test_a_batch_in_which_no_row_is_answered_fails(
    tickets: Path, priced: Loopback, values: tuple[str, ...], code: int
) -> None:
    """Each row fails for a reason of its own. That a row does not hold the answer is one."""
    priced.then(says({"rows": [{"row": 2 + i, "value": value} for i, value in enumerate(values)]}))
    for form in ((), ("--json",)):
        done = run("ask", tickets, "Its name?", "--each-row", "--range", "A1:C3", "--header", "1", *form)
        assert (done.exit_code, "No row was answered" in done.stderr) == (code, code == 5)
        assert "Ticket" in done.stdout or "#N/A" in done.stdout or "#VALUE!" in done.stdout


def test_a_batch_over_the_set_size_is_asked_about_and_cancel_is_the_default(
    tickets: Path, priced: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEETLLM_BATCH_CALLS", "2")
    done = run("ask", tickets, "Its name?", "--each-row")
    assert (done.exit_code, priced.requests) == (1, [])
    assert "This would take 3 to 15 calls" in done.stderr
    assert "add --yes" in done.stderr
    priced.then(batch)
    assert run("ask", tickets, "Its name?", "--each-row", "--yes").exit_code == 0
    assert run("ask", tickets, "Its name?", "--label", "a").exit_code == 1


def test_a_sheet_too_wide_to_be_written_out_is_estimated() -> None:
    far = Sheet.of("Far", [Cell(1, 1, "Name"), Cell(2, 1, "Ann"), Cell(1_000_000, 9_000, 5.0)])
    found = of_sheet(far, "Which?", "m").plan(Budget(), estimate_tokens).takes
    assert found.calls[0] >= 1
    assert found.tokens_in[1] >= found.tokens_in[0] > 0
