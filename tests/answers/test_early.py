"""Before the server is made: cells wait and none is forgotten, buttons wait, the end can be asked for."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from sheetllm_xl import server
from sheetllm_xl.errors import HostError
from sheetllm_xl.excel.error_codes import marked
from sheetllm_xl.literals import CellError
from sheetllm_xl.server import Server, early, recall_early
from sheetllm_xl.setup import IDENTITY, stopping


class Made:
    """A server that says what it was called with."""

    def CallUDF(self, *given: Any) -> Any:
        return given

    def RunButton(self, *given: Any) -> str:
        return f"pressed {given[0]}"

    def Ping(self) -> str:
        return "made"

    def Version(self) -> str:
        return "1.2.3"


def begun() -> early.Early:
    def make() -> None:
        one.server = Made()

    one = early.Early(make)
    return one


def test_what_it_knows_without_the_package_is_what_the_package_knows() -> None:
    assert IDENTITY.clsid == early.CLSID
    assert stopping.EVENT == early.EVENT
    assert marked(CellError.GETTING_DATA) == early.PENDING
    assert early.Early._public_methods_ == Server._public_methods_


def test_cells_wait_until_the_server_is_made_and_then_have_its_answer() -> None:
    one = begun()
    assert [one.CallUDF("ASKSHEET", ("a",), cell) for cell in ("A1", "A2")] == [early.PENDING] * 2
    assert (one.callers, one.server) == (["A1", "A2"], None)
    one.server = Made()
    assert one.CallUDF("ASKSHEET", ("a",), "A3", "listed") == ("ASKSHEET", ("a",), "A3", "listed")
    assert one.callers == ["A1", "A2"]


def test_a_button_and_a_call_without_a_cell_wait_for_the_server() -> None:
    assert begun().RunButton("CheckSetup") == "pressed CheckSetup"
    assert begun().CallUDF("SHEETTOKENS") == ("SHEETTOKENS", (), None, "")


def test_it_says_at_once_that_it_lives_and_its_version_once_it_is_made() -> None:
    one = begun()
    assert (one.Ping(), one.server) == ("SheetLLM", None)
    assert one.Version() == "1.2.3"
    one.Quit()
    assert one.ended


def test_no_cell_that_waited_is_forgotten_while_excel_is_busy() -> None:
    waited, added, busy = ["A1", "A2", "A3"], list[Hashable](), [False, True, False, False]

    def place(caller: Any) -> Hashable:
        if busy.pop(0):
            raise HostError("Excel is busy.")
        return f"place of {caller}"

    recall_early(waited, place, added.extend)
    assert (waited, added) == (["A2", "A1"], ["place of A3"])
    recall_early(waited, place, added.extend)
    assert (waited, len(added)) == ([], 3)


def test_what_a_first_question_needs_is_imported_once_nobody_calls() -> None:
    """Meanwhile a call would wait for it."""
    calls, done = [0.0, 0.4, 2.0, 0.1, 3.0], list[str]()
    server.import_rest(lambda: calls.pop(0), done.append, lambda seconds: done.append(f"waits {seconds:g}"))
    assert done == ["waits 0.25", "waits 0.25", "anthropic", "waits 0.25", "openpyxl"]
    assert not calls
