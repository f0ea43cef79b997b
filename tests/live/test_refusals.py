"""A refusal that reaches us as something else: read in the sources of pywin32 and xlwings, played here off Windows."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
import xlwings

from sheetllm_xl.errors import ExcelBusy, HostError, NotCalculated
from sheetllm_xl.excel.busy import Patience, patiently
from sheetllm_xl.excel.cells import LiveCells
from sheetllm_xl.excel.read.live import read_range
from sheetllm_xl.record import Place

from . import engine, memory
from .engine import App


def raised_in(module: str, error: Exception) -> Callable[[], object]:
    """A function of that module that raises the error."""
    code = compile("def refuse():\n    raise error", module, "exec")
    names: dict[str, object] = {"__name__": module, "error": error}
    exec(code, names)
    return names["refuse"]  # type: ignore[return-value]


DISGUISED = [
    ("win32com.client.dynamic", AttributeError("Property '<unknown>.Calculation' can not be set.")),
    ("win32com.client.dynamic", TypeError("This object does not support enumeration")),
    ("xlwings._xlwindows", OSError(-2147467259, "Unspecified error")),
]


@pytest.mark.parametrize(("module", "error"), DISGUISED)
def test_a_refusal_in_disguise_is_waited_for_and_then_a_sentence(
    hasty: Patience, module: str, error: Exception
) -> None:
    refuse, calls = raised_in(module, error), list[int]()

    def at_last() -> str:
        calls.append(1)
        return "done" if len(calls) > 3 else str(refuse())

    assert patiently(at_last, hasty) == "done"
    with pytest.raises(ExcelBusy):
        patiently(refuse, hasty)


@pytest.mark.parametrize(
    ("module", "error"),
    [
        ("sheetllm_xl.excel.read.live", AttributeError("ours")),
        ("xlwings.main", TypeError("ours")),
        ("xlwings._xlwindows", TypeError("ours")),
        ("tempfile", OSError("disk full")),
        ("win32com.client.dynamic", KeyError("ours")),
    ],
)
def test_a_fault_of_ours_is_no_refusal(hasty: Patience, module: str, error: Exception) -> None:
    with pytest.raises(type(error)) as raised:
        patiently(raised_in(module, error), hasty)
    assert raised.value is error
    assert hasty.clock() == 0.0


def test_a_window_that_is_gone_is_a_sentence(hasty: Patience, monkeypatch: pytest.MonkeyPatch) -> None:
    class WindowsFault(Exception):
        """pywintypes.error."""

    def look_for_window() -> None:
        raise WindowsFault(1400, "FindWindowEx", "Invalid window handle.")

    monkeypatch.setattr(sys.modules["pywintypes"], "error", WindowsFault, raising=False)
    with pytest.raises(HostError, match="Excel did not do what was asked"):
        patiently(look_for_window, hasty)


@pytest.mark.parametrize(("module", "error"), DISGUISED)
def test_no_disguise_ends_the_loop_that_recalculates(
    in_front: xlwings.App, rig: App, hasty: Patience, monkeypatch: pytest.MonkeyPatch, module: str, error: Exception
) -> None:
    rig.books.take(memory.Store())
    monkeypatch.setattr(engine.Books, "__iter__", lambda self: raised_in(module, error)())
    place = Place("Book1", "Sheet1", "B2")
    with pytest.raises(NotCalculated) as left:
        LiveCells(read_range, lambda action: patiently(action, hasty)).calculate([place])
    assert left.value.left == (place,)
