"""M7, M18: settings that change hold at once; broken ones hide no remembered answer, ask nothing, and show no path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sheetllm_xl import app
from sheetllm_xl.app.checkup import findings
from sheetllm_xl.cli import cli
from sheetllm_xl.errors import SettingError
from sheetllm_xl.grid import CellRange
from sheetllm_xl.record import LedgerError
from sheetllm_xl.settings import InForce, load, policy_file, user_file
from sheetllm_xl.sheet import Sheet
from sheetllm_xl.store import database as store

from ..loopback import Loopback, says
from .test_locked import locked
from .test_udfs import BLOCKED, SUM, VALUE, WAITS, asked, book, opened, run, why
from .workbook import Area, Workbook

__all__ = ["book"]
FORMULA, OTHER = '=ASKSHEET("Total?",Data!A1:D4)', '=ASKSHEET("And of Q1?",Data!A1:D4)'


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings are looked at at each question, not every 2 s."""
    monkeypatch.setattr(app, "InForce", lambda: InForce(life=-1.0))


def put(text: str, path: Path | None = None) -> None:
    path = path or user_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_broken_settings_hide_no_answer_and_ask_nothing(book: Workbook, api: Loopback, tmp_path: Path) -> None:
    api.then(says(SUM))
    assert asked(book, None) == 1800.0
    put("model = [broken")
    book.calculate_all()
    assert book.shown["Ask", "B2"] == 1800.0
    assert book.put("B3", OTHER) == VALUE
    said = why(book, "B3")
    assert said.startswith("Your settings.toml cannot be read:")
    assert "Check my setup" in said
    assert not any(part in said for part in (str(tmp_path), "/", "\\"))
    put("")
    assert book.put("B3", OTHER) == WAITS  # not remembered as a failure
    run(book)
    assert (book.shown["Ask", "B3"], len(api.bodies)) == (1800.0, 2)


def test_a_server_starts_with_broken_settings_and_knows_what_was_answered(
    book: Workbook, api: Loopback, tmp_path: Path
) -> None:
    api.then(says(SUM))
    assert asked(book, None) == 1800.0
    put("model = [broken")
    book = opened(tmp_path, book)
    book.calculate_all()
    assert (book.shown["Ask", "B2"], book.put("B3", OTHER)) == (1800.0, VALUE)


def test_a_cap_that_is_raised_holds_at_once(book: Workbook, api: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    api.then(says(SUM))
    put("calls_a_minute = 0\ndeadline_seconds = 7")
    assert book.put("B2", FORMULA) == BLOCKED
    assert book.server
    assert book.server._desk.answers.jobs.deadline == 7
    put("calls_a_minute = 5")
    assert book.put("B2", FORMULA) == WAITS
    run(book)
    assert book.shown["Ask", "B2"] == 1800.0


def test_who_wrote_the_file_is_said_and_where_it_is_on_a_screen_alone() -> None:
    put("model = [broken", policy_file())
    with pytest.raises(SettingError, match=r"^The administrator's settings.toml cannot be read") as caught:
        load()
    assert caught.value.place == str(policy_file())
    assert str(policy_file()) not in str(caught.value)
    assert str(policy_file()) in " ".join(finding.fix for finding in findings())
    policy_file().unlink()
    put("model = 'x'\nmodle = 'y'")
    with pytest.raises(SettingError, match="no setting modle"):
        load()
    user_file().write_bytes(b"model = '\xff'")
    with pytest.raises(SettingError, match=r"^Your settings.toml cannot be read"):
        load()
    assert str(user_file()) in CliRunner().invoke(cli, ["usage"]).output.replace("\n", "")


def test_the_last_settings_without_a_fault_are_known_and_files_are_not_read_for_each_cell() -> None:
    now = [0.0]
    put("model = 'one'")
    in_force = InForce(lambda: now[0])
    assert (in_force.last.model, in_force().model) == ("claude-sonnet-5-5", "one")
    put("model = ")
    assert in_force().model == "one"
    now[0] = 2.1
    for _ in range(2):
        with pytest.raises(SettingError):
            in_force()
    assert in_force.last.model == "one"
    put("model = 'two'")
    now[0] = 4.2
    assert in_force().model == in_force.last.model == "two"


def test_refresh_asks_again_what_is_known_in_memory_alone(
    book: Workbook, api: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "WRITE_MS", 50)
    held = locked(tmp_path / "ledger.sqlite")

    def locks(exchange: Any) -> None:
        held.__enter__()
        says(SUM)(exchange)

    api.then(locks, says(SUM))
    assert asked(book, None) == 1800.0
    desk, cell = book.server._desk, Area("Ask", CellRange.parse("B2"))  # type: ignore[union-attr]
    with pytest.raises(LedgerError):
        desk.ask_again(cell)
    assert book.calculate_cell("Ask", "B2") == 1800.0  # nothing was forgotten half
    held.__exit__(None, None, None)
    assert desk.ask_again(cell)
    assert book.shown["Ask", "B2"] == WAITS
    run(book)
    assert (book.shown["Ask", "B2"], len(api.bodies)) == (1800.0, 2)


def test_a_filter_that_is_set_counts_where_it_is_asked_about(book: Workbook, api: Loopback) -> None:
    api.then(says(SUM))
    formula = '=ASKSHEET("Total of the visible rows?",Data!A1:D4)'
    assert asked(book, None, formula) == 1800.0
    sheet = book.sheets["Data"]
    book.sheets["Data"] = Sheet.of("Data", sheet.cells(), hidden_rows=frozenset({2}))
    assert book.put("B2", formula) == WAITS
    run(book)
    book.sheets["Data"] = sheet
    assert book.put("B2", formula) == 1800.0
    assert len(api.bodies) == 2
