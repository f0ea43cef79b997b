"""What a page asks, writes and takes back of a workbook in an Excel that the in-memory engine plays on a thread."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings
from openpyxl import Workbook

from sheetllm_xl import app
from sheetllm_xl.answers.briefed import UNSENT
from sheetllm_xl.app import briefings
from sheetllm_xl.chain.briefing import NAME, Briefing
from sheetllm_xl.errors import HostError, InputError
from sheetllm_xl.excel.errands import Errands
from sheetllm_xl.excel.write.journal import Journal
from sheetllm_xl.grid import CellRange, Ref
from sheetllm_xl.page import LiveBook
from sheetllm_xl.page.conversation import Asked, Conversation
from sheetllm_xl.page.history import History
from sheetllm_xl.settings import InForce

from ..cli.calling import REPLY
from ..live import memory
from ..live.conftest import _bridge, excel, in_front, rig
from ..live.conftest import opened as in_memory
from ..live.engine import App
from ..loopback import Loopback, says

__all__ = ["_bridge", "excel", "in_front", "in_memory", "rig"]
Open = Callable[..., xlwings.Book]
WHOLE = {
    "found": True,
    "answer": "In all {result}.",
    "result": "=SUM(Data!B2:B3)",
    "cells": [{"cell": "Data!B2", "value": "3"}],
    "steps": [],
}


class Turns(Errands):
    """Excel's thread: what is due is done a few times a second; ``done`` counts it, ``home`` is the thread."""

    def __init__(self) -> None:
        super().__init__()
        self.done, self.home, self.over = 0, 0, threading.Event()

    def go_round(self) -> None:
        self.home = threading.get_ident()
        while not self.over.wait(0.01):
            self.done += self.run()


@pytest.fixture
def turns() -> Iterator[Turns]:
    errands = Turns()
    thread = threading.Thread(target=errands.go_round)
    thread.start()
    while errands._home != errands.home:
        time.sleep(0.01)
    yield errands
    errands.over.set()
    thread.join()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    book = Workbook()
    data = book.active
    data.title = "Data"
    for row in (["Item", "Units"], ["Kettle", 3], ["Iron", 4]):
        data.append(row)
    more = book.create_sheet("More")
    more.append(["Place", "North"])
    book.create_sheet("SheetLLM.Instructions").append(["Currency", "groats"])
    book.save(tmp_path / "b.xlsx")
    return tmp_path / "b.xlsx"


@pytest.fixture
def live(in_front: xlwings.App, in_memory: Open, path: Path, turns: Turns, tmp_path: Path) -> LiveBook:
    in_memory(path)
    return LiveBook(
        str(path), str(in_front.pid), turns.do, lambda: Journal(tmp_path / "journal.json"), briefings.is_confirmed
    )


def cell(in_front: xlwings.App, name: str, sheet: str = "Data") -> Any:
    return in_front.books.active.sheets[sheet].range(name)


def plan(live: LiveBook, **asked: str) -> str:
    talk = Conversation(live, app.answers(InForce()), InForce())
    return "\n".join(talk.plan(Asked.model_validate({"text": "How many units?"} | asked))["texts"])


def shows_an_answer(in_front: xlwings.App) -> None:
    cell(in_front, "D1").formula = '=ASKSHEET("How many units?",A1:B3)'
    in_front.books.active.impl.store.cached["Data", 1, 4] = "our own answer"


def test_the_whole_workbook_is_asked_as_a_cell_asks_it(live: LiveBook, in_front: xlwings.App) -> None:
    shows_an_answer(in_front)
    assert "our own answer" in [one.value for one in live.sheet("Data").cells()]
    assert [sheet.name for sheet in live.workbook().sheets] == ["Data", "More"]
    for scope in ({"scope": "workbook"}, {"sheet": "Data"}):
        sent = plan(live, **scope)
        assert "Kettle" in sent
        assert "our own answer" not in sent


def test_what_it_says_of_itself_goes_with_it_as_with_its_cells(live: LiveBook, keyed: Loopback) -> None:
    answers, asked = app.answers(InForce()), Asked(text="How many units?", scope="workbook")
    talk = Conversation(live, answers, InForce())

    def key_of_a_cell() -> str:
        return answers.open_question([*map(live.data, live.names())], asked.text, live.full_name).key

    assert talk._question(asked).key == key_of_a_cell()
    keyed.then(says(WHOLE))
    turn = talk.begin(asked)["turn"]
    assert talk._turn(turn).done.wait(20)
    record = talk.record(turn)
    assert record is not None
    assert (record.shown, record.notes) == (("7",), (UNSENT,))
    assert not any("groats" in str(body) for body in keyed.bodies)
    briefings.confirm(Briefing.of(live.sheet(NAME)))
    assert "groats" in plan(live, scope="workbook")
    assert "groats" not in plan(live, sheet="Data")
    assert talk._question(asked).key == key_of_a_cell()


def test_an_answer_beside_ours_is_the_same_while_its_cells_are(
    live: LiveBook, in_front: xlwings.App, keyed: Loopback
) -> None:
    shows_an_answer(in_front)
    keyed.then(says({"tables": ["A1:B3"]}), says(REPLY))
    answers = app.answers(InForce())
    talk = Conversation(live, answers, InForce())
    history = History(live, answers.ledger, InForce(), app.calculator())
    turn = talk.begin(Asked(text="How many units?", sheet="Data"))["turn"]
    assert talk._turn(turn).done.wait(20)
    record = talk.record(turn)
    assert record is not None

    def is_same() -> tuple[bool, bool]:
        first = history.replay(record.id)["findings"][0]
        return talk.turn(turn)["changed"], first["same"]

    assert is_same() == (False, True)
    cell(in_front, "B2").raw_value = 5.0
    assert is_same()[1] is False
    assert talk.turn(turn)["changed"]


def test_no_object_of_excels_stays_behind(live: LiveBook) -> None:
    def held() -> int:
        gc.collect()
        return sum(type(one) in (xlwings.Book, xlwings.Sheet, xlwings.Range) for one in gc.get_objects())

    before = held()
    live.workbook()
    live.selection()
    live.undo(live.put(Ref("Data", CellRange.parse("F1")), ((1.0,),)).mark)
    assert held() == before


def test_cells_whose_value_is_to_come_are_not_asked(live: LiveBook, in_front: xlwings.App) -> None:
    cell(in_front, "B2").formula = "=NORTH()"
    in_front.books.active.impl.store.cached["Data", 2, 2] = "#GETTING_DATA"
    for scope in ({"scope": "workbook"}, {"sheet": "Data"}, {"scope": "cells", "sheet": "Data", "range": "A1:B3"}):
        with pytest.raises(InputError, match="have no value yet"):
            plan(live, **scope)
    assert "Kettle" in plan(live, scope="cells", sheet="Data", range="A1:A3")


def test_what_is_sent_reads_nothing_again_and_a_question_its_own_sheet(live: LiveBook, rig: App) -> None:
    plan(live, sheet="Data")
    live.sheet("More")
    read = rig.calls["Value(11)"]
    plan(live, sheet="Data")
    assert rig.calls["Value(11)"] == read
    live.renew("Data")
    assert rig.calls["Value(11)"] == read + 1


def test_a_workbook_that_was_closed_is_said_to_be_and_found_when_it_is_open_again(
    live: LiveBook, in_front: xlwings.App, in_memory: Open, path: Path
) -> None:
    in_front.books.active.close()
    with pytest.raises(HostError, match=r"b\.xlsx is not open in Excel"):
        live.names()
    in_memory(path)
    assert live.names() == ("Data", "More", "SheetLLM.Instructions")


def test_a_workbook_that_was_saved_under_another_name_is_said_to_need_a_page_of_its_own(
    live: LiveBook, in_front: xlwings.App, tmp_path: Path
) -> None:
    in_front.books.active.impl.save(str(tmp_path / "renamed.xlsx"))
    with pytest.raises(HostError, match=r"b\.xlsx is not open in Excel under that name.*its own by Open Page"):
        live.select(Ref("Data", CellRange.parse("A1")))


def test_a_sheet_that_was_renamed_or_deleted_is_named_and_the_others_are_there(
    live: LiveBook, in_front: xlwings.App
) -> None:
    live.sheet("Data")
    in_front.books.active.sheets["Data"].impl.name = "Figures"
    live.renew()
    assert live.names()[0] == "Figures"
    with pytest.raises(InputError, match="Data"):
        live.sheet("Data")
    assert live.sheet("Figures").used == CellRange.parse("A1:B3")


def test_of_two_excels_with_a_workbook_of_one_name_the_page_is_about_its_own(
    live: LiveBook, in_front: xlwings.App, path: Path
) -> None:
    other = in_front.engine.impl.apps.another()
    other.books.take(memory.Store(path))
    in_front.engine.impl.apps.running.reverse()
    live.select(Ref("More", CellRange.parse("A1")))
    live.put(Ref("More", CellRange.parse("D9")), ((1.0,),))
    assert (in_front.selection.sheet.name, other._selection) == ("More", None)
    assert [app.books.active.store.values("More", CellRange.parse("D9")) for app in (in_front.impl, other)] == [
        [[1.0]],
        [[None]],
    ]


def test_an_excel_that_has_ended_is_a_sentence(live: LiveBook, in_front: xlwings.App) -> None:
    in_front.engine.impl.apps.running.clear()
    for look in (live.names, live.selection, lambda: live.sheet("Data")):
        with pytest.raises(HostError, match=r"b\.xlsx is not open in Excel"):
            look()


def test_another_excel_that_is_busy_keeps_nobody_waiting(live: LiveBook, in_front: xlwings.App) -> None:
    other = in_front.engine.impl.apps.another()
    other.books.take(memory.Store())
    other.modal = True
    in_front.engine.impl.apps.running.reverse()
    assert live.names() == ("Data", "More", "SheetLLM.Instructions")


def test_a_busy_excel_is_waited_for_elsewhere_than_on_its_own_thread(live: LiveBook, rig: App, turns: Turns) -> None:
    rig.busy, before = 10, turns.done
    assert live.sheet("Data").used == CellRange.parse("A1:B3")
    assert turns.done - before > 1


def test_a_sheet_is_made_elsewhere_than_on_excels_thread(
    live: LiveBook, turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sheetllm_xl.excel.read import live as reading

    on, make = list[int](), reading.SpreadsheetXml.sheet

    def noted(*given: Any, **more: Any) -> Any:
        on.append(threading.get_ident())
        return make(*given, **more)

    monkeypatch.setattr(reading.SpreadsheetXml, "sheet", noted)
    assert live.sheet("Data").used == CellRange.parse("A1:B3")
    assert on
    assert turns.home not in on


def test_undo_takes_what_it_stands_beside_and_nothing_twice(live: LiveBook, in_front: xlwings.App) -> None:
    first = live.put(Ref("Data", CellRange.parse("F1")), ((1.0,),))
    second = live.put(Ref("Data", CellRange.parse("F2")), ((2.0,),))
    assert "Undone" in live.undo(second.mark)
    with pytest.raises(InputError, match="not there to be undone"):
        live.undo(second.mark)
    third = live.put(Ref("Data", CellRange.parse("F3")), ((3.0,),))  # it gets the number that was dropped
    with pytest.raises(InputError, match="not there to be undone"):
        live.undo(second.mark)
    assert [cell(in_front, name).raw_value for name in ("F1", "F2", "F3")] == [1.0, None, 3.0]
    assert "Undone" in live.undo(first.mark)
    assert [cell(in_front, name).raw_value for name in ("F1", "F2", "F3")] == [None, None, 3.0]
    assert third.mark
