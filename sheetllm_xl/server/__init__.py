"""The server behind the add-in: one process a person, started by Windows when a workbook asks (a COM local server).

``early`` is the program; ``Server`` is what Excel calls in it; a ``Crew`` gets the answers. Calls arrive on the main
thread, which also calculates the cells whose answers have come, so nothing of Excel's crosses threads. The log names
functions, sizes and digests, never what stands in a cell.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from datetime import UTC, datetime
from datetime import time as time_of_day
from functools import partial
from importlib import import_module
from importlib.metadata import version
from typing import Any, TypeVar

from .. import app
from ..answers import Desk
from ..answers.queue import Recalls
from ..errors import HostError, SettingError, SheetLLMError, fault
from ..excel import busy
from ..excel.calling import calling
from ..excel.cells import LiveCells
from ..excel.error_codes import MARK, from_scode, marked
from ..excel.program import language_of
from ..excel.read import live
from ..excel.witness import Witness
from ..excel.write.undisturbed import restore_what_is_left
from ..literals import CellError
from ..ribbon.filling import write_fills
from ..ribbon.surroundings import now, sweep_pages
from ..settings import InForce
from ..text.languages import translated
from ..udfs import FUNCTIONS, called_from
from .log import begin_log, log_file
from .workers import Crew

BUTTONS = (
    *("AskSelection", "AskWorkbook", "FillColumn", "OpenPage", "RefreshAnswers", "ShowWhy"),
    *("DetectList", "DetectOutline", "DetectNames", "DetectTables", "LookByClaude"),
    *("ConvertCopilot", "ClearTables", "UndoTables"),
    *("WhatIsSent", "ShowUsage", "ExportUsage", "PauseSpending"),
    *("SetKey", "ChooseModel", "CheckSetup", "OpenHelp"),
)
_PATIENCE = 120.0  # seconds in which Excel must once be free to say where a cell is that waited for the server
_LATER = ("anthropic", "openpyxl")  # a second each: an import holds up whatever else the process does
_MOMENT = 1.0  # seconds without a call
IDLE = 1800.0  # seconds without a call after which the process ends; the next call starts another
_PAUSE, _PAGE_PAUSE = 200, 10  # milliseconds between two turns; a click on a page is several errands
_MISSING = -2147352572  # DISP_E_PARAMNOTFOUND: an optional argument that was left out
_FAULT = "A fault of ours ({}); the log of the SheetLLM server says where."

T = TypeVar("T")
_log = logging.getLogger("sheetllm_xl.server")


class Server:
    """What VBA calls. Arguments come as COM has them, results leave as VBA shows them; nothing is ever raised.

    ``area`` makes a range of what COM hands over as one, and leaves everything else as it is; ``excel`` makes the
    program of its Application object. ``listed`` is what VBA says of the ListObjects concerned (excel/calling).
    """

    _public_methods_ = ("CallUDF", "RunButton", "Ping", "Version", "Quit")

    def __init__(
        self,
        desk: Desk,
        area: Callable[[Any], Any] = lambda given: given,
        clock: Callable[[], float] = time.monotonic,
        excel: Callable[[Any], Any] = lambda given: given,
    ) -> None:
        self._desk, self._area, self._clock, self._excel = desk, area, clock, excel
        self._called = clock()
        self._version, self._ended = version("sheetllm-xl"), False  # the files may be another version's by and by

    def CallUDF(self, name: str, args: Any = (), caller: Any = None, listed: str = "") -> Any:
        """A worksheet function's value: a scalar, or rows of scalars; an error value as Chr(1) and its code.

        Rows are lists: of a tuple, pywin32 hands the first item back, and takes the others for arguments by reference.
        """
        begun = self._called = self._clock()
        function = FUNCTIONS.get(str(name))
        if function is None:
            return marked(CellError.NAME)
        try:
            given = [self._received(argument) for argument in args or ()]
            cell = None if caller is None else self._area(caller)
            with calling(None, str(listed)), called_from(self._desk, cell):
                value = function(*given)
        except Exception as error:  # noqa: BLE001 - the shell: what Excel gave cannot be read, or too many arguments
            _log.error("%s: %s", name, fault(error))
            return marked(CellError.VALUE)
        if (took := self._clock() - begun) > 0.05:
            _log.info("%s took %.0f ms, %d pending", name, took * 1000, self._desk.answers.jobs.waiting)
        return [[sent(item) for item in row] for row in value] if isinstance(value, tuple) else sent(value)

    def RunButton(self, name: str, given: str = "", application: Any = None, listed: str = "") -> str:
        """What a button says; empty for nothing. ``application``: the Excel it was pressed in."""
        self._called = self._clock()
        if name not in BUTTONS:
            return f"There is no button {str(name)[:40]}."
        _log.info("button %s", name)
        excel = None
        try:
            ribbon = import_module("..ribbon", __package__)
            excel = None if application is None else self._excel(application)
            with calling(excel, str(listed)), ribbon.at_desk(self._desk):
                text = str(getattr(ribbon, snake_case(name))(str(given or "")) or "")
        except SheetLLMError as error:
            text = str(error)
        except Exception as error:  # noqa: BLE001 - the shell: a button never ends in a debugger
            _log.error("button %s: %s", name, fault(error))
            text = _FAULT.format(type(error).__name__)
        return translated(text, language_of(excel)) if text else ""

    def Ping(self) -> str:
        """That the server lives."""
        self._called = self._clock()
        return "SheetLLM"

    def Version(self) -> str:
        """The version of the package, as it was at the start."""
        return self._version

    def Quit(self) -> None:
        """End after this call, for an upgrade or an uninstall. What is on its way, the next server settles."""
        self._ended = True

    def quiet(self) -> float:
        """Seconds since the last call."""
        return self._clock() - self._called

    def idle(self) -> bool:
        """Whether it is to end: nobody has called for long and nothing is on its way, or it was asked to."""
        return self._ended or (self.quiet() > IDLE and not self._desk.answers.jobs.waiting)

    def _received(self, argument: Any) -> Any:
        if isinstance(argument, tuple | list):
            return tuple(self._received(item) for item in argument)
        if isinstance(argument, datetime):  # pywin32's own kind, which carries a time zone that Excel does not know
            return datetime(*argument.timetuple()[:6])
        if type(argument) is int:
            return None if argument == _MISSING else from_scode(argument) or argument
        return argument if argument is None or isinstance(argument, str | float | bool) else self._area(argument)


def sent(value: Any) -> Any:
    r"""A value as it leaves for VBA: errors marked, a time of day as part of a day, dates in UTC (not shifted).

    >>> sent(CellError.GETTING_DATA), sent("\x01 text"), sent(time_of_day(6))
    ('\x012043', ' text', 0.25)
    """
    if isinstance(value, CellError):
        return marked(value)
    if isinstance(value, str):
        return value.lstrip(MARK)
    if isinstance(value, time_of_day):
        return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86400
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def snake_case(name: str) -> str:
    """A button's function.

    >>> snake_case("WhatIsSent")
    'what_is_sent'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def live_cells() -> LiveCells:
    """The cells of the Excel that calls. A busy one is let be soon: Recalls waits longer, and holds nobody up."""
    brief, settings = busy.Patience(seconds=0.2), InForce()

    def most() -> int:
        with suppress(SettingError):
            return settings().range_cells
        return settings.last.range_cells

    return LiveCells(partial(live.read_range, patience=brief, most=most), partial(busy.patiently, patience=brief))


def begin(early: Any) -> Callable[[], int | None]:  # pragma: no cover - Windows alone; run under Wine by tests/windows
    """Make the server, set it as ``early.server``, and have the cells that waited for it calculated.

    The result is to be called again and again on the thread that Excel calls: it does what is due, and says how many
    milliseconds may pass until the next time; None for the end.
    """
    from win32com.client import Dispatch

    from ..excel.open_source import xlwings

    begin_log(log_file())
    sweep_pages()
    live.sweep_copies()
    cells = live_cells()
    recalls = Recalls(cells.calculate, time.monotonic)
    desk = app.desk(cells, recalls.add, witness=Witness(now().errands).doubt)
    with suppress(SheetLLMError):  # the ledger is opened here, not while a cell waits; its trouble shows in the cells
        desk.settle_left_behind()

    def area(given: Any) -> Any:
        windows = import_module("xlwings._xlwindows")
        found = Dispatch(given)
        return xlwings.Range(impl=windows.Range(xl=found)) if windows.is_range_instance(found) else None

    def excel(given: Any) -> Any:
        return xlwings.App(impl=import_module("xlwings._xlwindows").App(xl=Dispatch(given)))

    server = early.server = Server(desk, area, excel=excel)
    Crew(desk, quiet=server.quiet).start()
    threading.Thread(target=import_rest, args=(server.quiet,), daemon=True).start()
    _log.info("serving, version %s; %d cells waited", server.Version(), len(early.callers))
    waited, patience = early.callers, time.monotonic() + _PATIENCE

    def turn() -> int | None:
        if not _attempted(restore_what_is_left) and server.idle():
            _log.info("ended")
            return None
        if time.monotonic() > patience:
            waited.clear()  # of workbooks that were closed meanwhile
        _attempted(partial(recall_early, waited, lambda caller: cells.place(area(caller)), recalls.add))
        _attempted(write_fills)
        is_used = bool(_attempted(now().errands.run))
        if is_used:
            server.Ping()  # a page that is used is a call
        return pause_ms(_attempted(recalls.run), is_used)

    return turn


def pause_ms(due: float | None, is_page_used: bool) -> int:
    """Milliseconds until the next turn: ``due`` seconds, where cells wait to be calculated; a page that asked
    something of Excel soon asks the next thing.

    >>> pause_ms(None, False), pause_ms(0.05, False), pause_ms(0, True), pause_ms(3, True)
    (200, 50, 1, 10)
    """
    longest = _PAGE_PAUSE if is_page_used else _PAUSE
    return longest if due is None else max(1, min(int(due * 1000), longest))


def import_rest(
    quiet: Callable[[], float],
    load: Callable[[str], object] = import_module,
    sleep: Callable[[float], object] = time.sleep,
) -> None:
    """Import what the first question will need and nothing needs before, once nobody has called for a moment."""
    for name in _LATER:
        while quiet() < _MOMENT:
            sleep(_MOMENT / 4)
        load(name)


def recall_early(waited: list[Any], place: Callable[[Any], Hashable], add: Callable[[list[Hashable]], None]) -> None:
    """Have the cells calculated that were told to wait before there was a server.

    A busy Excel is asked again later; the one that could not be placed comes last then.
    """
    while waited:
        try:
            cell = place(waited[-1])
        except HostError:
            waited.insert(0, waited.pop())
            return
        waited.pop()
        add([cell])


def _attempted(work: Callable[[], T]) -> T | None:
    """What ``work`` gives; a fault of ours in it ends no server that others wait for."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - the shell
        _log.error("%s: %s", getattr(work, "__name__", "work"), fault(error))
        return None
