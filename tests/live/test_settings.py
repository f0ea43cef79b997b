"""What Excel is set to while it is written into, and that it comes back when a person keeps Excel busy meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import xlwings
from openpyxl import load_workbook

from sheetllm_xl.detect import detect
from sheetllm_xl.errors import HostError
from sheetllm_xl.excel.busy import Patience
from sheetllm_xl.excel.read.live import LiveHost
from sheetllm_xl.excel.write import writeback
from sheetllm_xl.excel.write.journal import Journal
from sheetllm_xl.excel.write.undisturbed import restore_what_is_left, undisturbed
from sheetllm_xl.files.sample import SHEET, write_sample

from . import memory
from .engine import App, ComError, Engine

Open = Callable[..., xlwings.Book]
FOR_EVER = 10**9


@pytest.fixture(autouse=True)
def left(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What is left to put back: nothing of other tests."""
    monkeypatch.setattr("sheetllm_xl.excel.write.undisturbed._left", found := list[object]())
    return found


def busy_from(rig: App, call: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person begins to edit a cell at that call, and goes on until ``rig.busy`` is 0."""
    calls, real = [0], App.hit

    def hit(self: App, name: str) -> None:
        calls[0] += 1
        if calls[0] == call:
            self.busy = FOR_EVER
        real(self, name)

    monkeypatch.setattr(App, "hit", hit)


@pytest.mark.parametrize("way", [writeback.write_list, writeback.write_outlines])
@pytest.mark.parametrize("call", range(2, 160, 13))
def test_what_a_busy_excel_keeps_is_put_back_as_soon_as_it_can_be(
    opened: Open, tmp_path: Path, rig: App, hasty: Patience, call: int, way: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_sample(path := tmp_path / "sample.xlsx")
    short = load_workbook(path)
    short.active.delete_rows(30, 200)
    short.save(path)
    book = opened(path)
    sheet = LiveHost(book).read(SHEET)
    rig._settings |= {"status_bar": "mine", "calculation": "semiautomatic"}
    before = dict(rig._settings)
    busy_from(rig, call, monkeypatch)
    with suppress(HostError):
        way(book, [(sheet, table) for table in detect(sheet)], Journal(tmp_path / "journal.json"), hasty)  # type: ignore[operator]
    rig.calls.clear()
    assert restore_what_is_left() is (rig._settings != before)
    assert rig.calls.total() <= 1, "a busy Excel is asked once, not once a setting"
    rig.busy = 0
    assert not restore_what_is_left()
    assert rig._settings == before


@pytest.mark.parametrize("calls_before", [0, 2])
def test_the_end_of_a_work_waits_once_and_not_once_a_setting(
    opened: Open, rig: App, hasty: Patience, calls_before: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Busy from its first call on, or when some are back already."""
    with undisturbed(opened(), "at work", hasty):
        busy_from(rig, calls_before + 1, monkeypatch)
        begun = hasty.clock()
    assert hasty.clock() - begun <= 10
    begun = hasty.clock()
    assert restore_what_is_left()
    assert hasty.clock() == begun, "the loop that calls it is held up by nothing"


def test_excels_own_status_bar_comes_back_where_it_came_as_a_text(opened: Open, rig: App, hasty: Patience) -> None:
    rig._settings["status_bar"] = "FALSE"
    with undisturbed(opened(), "at work", hasty):
        assert rig._settings["status_bar"] == "at work"
    assert rig._settings["status_bar"] is False


def test_an_error_in_the_work_is_the_one_that_is_told(opened: Open, rig: App, hasty: Patience) -> None:
    def fail() -> None:
        rig.busy = FOR_EVER
        raise ValueError("ours")

    with pytest.raises(ValueError, match="ours"), undisturbed(opened(), "at work", hasty):
        fail()


def test_the_next_work_takes_nothing_that_is_left_for_a_persons(opened: Open, rig: App, hasty: Patience) -> None:
    book, before = opened(), dict(rig._settings)
    with undisturbed(book, "at work", hasty):
        rig.busy = FOR_EVER
    assert rig._settings["calculation"] == "manual"
    with pytest.raises(HostError, match="busy"), undisturbed(book, "again", hasty):
        pytest.fail("begun on settings that are not a person's")
    rig.busy = 0
    with undisturbed(book, "again", hasty):
        assert rig._settings["status_bar"] == "again"
    assert rig._settings == before
    assert not restore_what_is_left()


def test_what_a_person_has_changed_since_is_theirs(opened: Open, rig: App, hasty: Patience) -> None:
    with undisturbed(opened(), "at work", hasty):
        rig.busy = FOR_EVER
    rig.busy = 0
    rig._settings["calculation"] = "semiautomatic"
    assert not restore_what_is_left()
    assert (rig._settings["calculation"], rig._settings["enable_events"]) == ("semiautomatic", True)


def test_one_busy_excel_keeps_no_other_waiting(opened: Open, rig: App, hasty: Patience) -> None:
    other = xlwings.App(impl=Engine("other").apps.app)
    book, second = opened(), xlwings.Book(impl=other.impl.books.take(memory.Store()))
    before = dict(other.impl._settings)
    with undisturbed(book, "at work", hasty), undisturbed(second, "at work", hasty):
        rig.busy = other.impl.busy = FOR_EVER
    other.impl.busy = 0
    assert restore_what_is_left()
    assert other.impl._settings == before
    assert rig._settings != before


def test_an_excel_that_was_closed_is_let_be(
    opened: Open, rig: App, hasty: Patience, left: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(self: App, name: str) -> None:
        raise ComError(-2147417848)

    with undisturbed(opened(), "at work", hasty):
        rig.busy = FOR_EVER
    assert left
    monkeypatch.setattr(App, "hit", gone)
    assert not restore_what_is_left()


def test_a_setting_that_is_refused_keeps_no_other_from_coming_back(
    opened: Open, rig: App, hasty: Patience, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the workbook was closed meanwhile: without one, Excel is not told how to calculate."""
    book, before, real, refusals = opened(), dict(rig._settings), App.hit, [2]

    def hit(self: App, name: str) -> None:
        if name == "calculation=" and refusals[0]:
            refusals[0] -= 1
            raise ComError(-2147352567, -2146827284)
        real(self, name)

    with undisturbed(book, "at work", hasty):
        rig.busy = FOR_EVER
    rig.busy = 0
    monkeypatch.setattr(App, "hit", hit)
    assert restore_what_is_left()
    assert rig._settings == {**before, "calculation": "manual"}
    with pytest.raises(HostError, match="did not do"), undisturbed(book, "again", hasty):
        pytest.fail("begun on settings that are not a person's")
    assert not restore_what_is_left()
    assert rig._settings == before
