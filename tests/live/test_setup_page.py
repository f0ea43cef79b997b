"""The button Setup: a page of all that its tip names, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
import xlwings

from sheetllm_xl import ribbon
from sheetllm_xl.app import checkup
from sheetllm_xl.ribbon import surroundings
from sheetllm_xl.setup import IDENTITY, MemoryRegistry, register
from sheetllm_xl.store import Ledger

from ..loopback import Loopback, fails, silent
from .test_ribbon import book, pages

__all__ = ["book", "pages"]


def test_the_setup_is_a_page_of_all_that_its_tip_names(
    book: xlwings.Book, pages: list[str], api: Loopback, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("ANTHROPIC_API_KEY", "gateway-key-abcdefgh1234")  # Anthropic's own goes to its own host alone
    add_in, python = tmp_path / "SheetLLM.xlam", tmp_path / "python"
    registry, command = MemoryRegistry(), f'"{python}" -m sheetllm_xl.server'
    monkeypatch.setattr(checkup, "registry", lambda: registry)
    monkeypatch.setattr(checkup, "server_command", lambda: command)
    add_in.touch()
    python.touch()
    register(registry, IDENTITY, command, add_in)
    assert "What was found opens as a page." in ribbon.check_setup("")
    assert [request.path for request in api.requests] == ["/v1/models/claude-sonnet-5-5"]
    told = unescape(pages[0])
    for part in (
        "Nothing is wrong.",
        "✓ Excel answers; the workbook in front has 1 sheets.",
        "✓ The server is registered: ",
        "✓ The add-in is registered to load in Excel 16.0: ",
        f"✓ The settings ask claude-sonnet-5-5 at {api.url}",
        "✓ The API key comes from the environment",
        "✓ The ledger is in order",
        f"✓ {api.url} takes the key and knows the model claude-sonnet-5-5",
    ):
        assert part in told
    assert "abcdefgh" not in told


def test_the_setup_says_what_is_wrong_and_what_to_do(
    pages: list[str], api: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkup, "registry", MemoryRegistry)
    ribbon.check_setup("")
    told = unescape(pages[-1])
    assert "To be mended: 5 of 8." in told
    assert "✗ No workbook in front can be worked on.\n  No workbook is open" in told
    assert "✗ The server is not registered, so Excel cannot start it.\n  Run `sheetllm register`." in told
    assert "✗ The connection was not tried.\n  There is no API key." in told
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-api03-abcdefgh1234")
    for status, fix in ((401, "The API key was refused."), (404, "The server does not know this model or address.")):
        api.plays[:] = [fails(status)]
        ribbon.check_setup("")
        said = f"✗ {api.url} did not confirm the model claude-sonnet-5-5.\n  {fix}"
        assert said in unescape(pages[-1])


def test_the_setup_is_looked_at_while_excel_goes_on(pages: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    waiting: list[Callable[[], None]] = []
    monkeypatch.setattr(checkup, "findings", lambda: pytest.fail("on Excel's thread"))
    with ribbon.surrounded(replace(surroundings.now(), later=waiting.append)):
        assert "opens as a page" in ribbon.check_setup("")
    assert (len(waiting), pages) == (1, [])


def test_a_server_that_needs_no_key_is_not_said_to_take_one(api: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    assert checkup.connection().seen == f"{api.url} knows the model claude-sonnet-5-5"


def test_the_check_of_the_ledger_never_touches_the_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ledger, "pause", lambda self, paused: pytest.fail("a pause that comes meanwhile would be lost"))
    assert checkup._ledger_probe().ok


def test_a_silent_server_of_the_model_is_given_up_soon(api: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setattr(checkup, "_BRIEF", 0.2)
    api.then(silent(3))
    found = checkup.connection()
    assert not found.ok
    assert "in time" in found.fix or "within 0.2 seconds" in found.fix
