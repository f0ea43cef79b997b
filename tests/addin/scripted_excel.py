"""The add-in's VBA in an interpreter, with an Excel of few words around it and a scripted server behind it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any, ClassVar

from pyopenvba.interpreter import _values as vba
from pyopenvba.interpreter._objects import VBAObject
from pyopenvba.interpreter._runtime import UNRESOLVED, HostBridge, Interpreter

from addin.packing import modules

GONE = 462  # the remote server machine does not exist or is unavailable
WAITS = vba.VBAErrorValue(2043)
NOT_REGISTERED = 429  # ActiveX component can't create object


class Scripted(VBAObject):
    """An object whose members are what it was made of; a callable member gets the arguments."""

    def __init__(self, type_name: str, **members: Any) -> None:
        self.vba_type_name = type_name
        self.members = {name.lower(): value for name, value in members.items()}

    def vba_get(self, name: str, args: Any = (), named: Any = None) -> Any:
        if name.lower() not in self.members:
            raise vba.error(438)
        found = self.members[name.lower()]
        return found(*args, **(named or {})) if callable(found) else found

    def vba_set(self, name: str, value: Any, args: Any = (), named: Any = None, *, by_ref: bool = False) -> None:
        assert name.lower() in self.members
        self.members[name.lower()] = value


class Several(Scripted):
    """A collection, as For Each goes through it."""

    def __init__(self, *items: Any) -> None:
        self.items = items
        super().__init__("Collection", Count=len(items))

    def vba_iterate(self) -> Iterator[Any]:
        return iter(self.items)


class Cell(Scripted):
    """The cell a formula stands in."""

    def __init__(self, address: str) -> None:
        self.address, self.calculated = address, 0
        self.is_forced = True  # Calculate calculates it; else only Dirty makes that so
        super().__init__(
            "Range",
            Address=lambda *_: address,
            Calculate=self._calculate,
            Dirty=self._dirty,
            Value=WAITS,
            NumberFormat="General",
        )

    def _calculate(self) -> Any:
        if self.is_forced:
            self.calculated += 1
            ScriptedExcel.last.interpreter.run("Came")
        return vba.EMPTY

    def _dirty(self) -> Any:
        self.is_forced = True
        return vba.EMPTY


@dataclass
class ScriptedServer:
    """What stands behind CreateObject: its answers, and a record of what it was asked."""

    answer: Callable[[str, tuple[Any, ...]], Any] = lambda name, given: None
    messages: dict[str, str] = field(default_factory=dict)  # by what the button was given
    version: str = version("sheetllm-xl")
    registered: bool = True
    raises: int = 0  # servers that are gone at the next call
    tried: int = 0
    created: int = 0
    pinged: int = 0
    gone: int = 0  # the last of those created that is
    calls: list[tuple[str, tuple[Any, ...], Any]] = field(default_factory=list)
    pressed: list[tuple[str, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # what came along with each of both
    programs: list[Any] = field(default_factory=list)  # which Excel each button was pressed in

    def create(self) -> Scripted:
        self.tried += 1
        if not self.registered:
            raise vba.error(NOT_REGISTERED)
        self.created += 1
        number = self.created
        calls = {
            "CallUDF": self._call_udf,
            "RunButton": self._run_button,
            "Ping": self._ping,
            "Version": lambda: self.version,
        }

        def reached(call: Callable[..., Any]) -> Callable[..., Any]:
            def told(*given: Any) -> Any:
                if number > self.gone and self.raises:
                    self.raises, self.gone = self.raises - 1, number
                if number <= self.gone:
                    raise vba.error(GONE)
                return call(*given)

            return told

        return Scripted("Object", **{name: reached(call) for name, call in calls.items()})

    def _call_udf(self, name: str, given: vba.VBAArray, caller: Any, told: str) -> Any:
        self.told.append(told)
        arguments = tuple(_to_python(item) for item in given.items)
        self.calls.append((name, arguments, _to_python(caller)))
        return _to_vba(self.answer(name, arguments))

    def _run_button(self, name: str, given: str, program: Any, told: str) -> str:
        self.told.append(told)
        self.programs.append(program)
        self.pressed.append((name, given))
        return self.messages.get(given, "")

    def _ping(self) -> str:
        self.pinged += 1
        return "pong"


ATTRIBUTE = re.compile(r"^Attribute \w+\.VB_.*\n", re.MULTILINE)  # of a procedure: no editor shows one, nothing runs it


class ScriptedExcel(HostBridge):
    """Excel as the VBA sees it: who calls, whether the wizard is open, the language, dialogs, the clock."""

    last: ClassVar[ScriptedExcel]

    def __init__(self, server: ScriptedServer, language: int = 1033) -> None:
        self.server, self.wizard_is_open = server, False
        self.sign_stands = False  # the wizard's sign, without a wizard
        self.books: list[Any] = []  # that are open
        self.caller: Any = Cell("[Book1]Sheet1!$A$1")
        self.appointments: dict[tuple[float, str], None] = {}  # what Excel's clock is to call, and when
        self.refuses_appointments = False
        self.is_old = False  # it has no dynamic arrays
        self.in_front = "[Book1]Sheet1"
        ScriptedExcel.last = self
        self.copying = 0  # 1: what was copied may still be pasted
        settings = Scripted("LanguageSettings", LanguageID=lambda which: vba.VBAInt(language))
        self.this_workbook = Scripted("Workbook", Name="SheetLLM.xlam", Worksheets=lambda number: self._own_sheet())
        self._application = Scripted(
            "Application",
            Caller=lambda: self.caller,
            CommandBars=lambda name: Scripted("CommandBar", Controls=self._control),
            LanguageSettings=settings,
            Calculation=vba.VBAInt(-4105),
            ScreenUpdating=True,
            EnableEvents=True,
            DisplayAlerts=True,
            StatusBar=False,
            InputBox=self._input_box,
            ActiveSheet=lambda: Scripted("Worksheet", Range=self._in_front),
            CutCopyMode=lambda: vba.VBAInt(self.copying),
            Hwnd=vba.VBAInt(7),
            OnTime=self._on_time,
            ThisWorkbook=self.this_workbook,
            Workbooks=lambda: Several(*self.books),
            WorksheetFunction=Scripted("WorksheetFunction", CountA=lambda area: area.filled()),
        )
        self.interpreter = Interpreter(self)
        for name, text in modules().items():
            if name != "ThisWorkbook":
                self.interpreter.add_module(ATTRIBUTE.sub("", text), name=name)
        self._add_events(modules()["ThisWorkbook"])
        self.interpreter.frozen_now = datetime.datetime(2026, 1, 2, 12, 0, 0)

    def _add_events(self, text: str) -> None:
        """ThisWorkbook, whose WithEvents the interpreter does not take: ``happens`` goes by what it says."""
        self.sinks = re.findall(r"^Private WithEvents (\w+) As Application$", text, re.MULTILINE)
        self.interpreter.add_module(text.replace(" WithEvents ", " "), name="ThisWorkbook", kind="document")
        self._events = self.interpreter.bind_document("ThisWorkbook", self.this_workbook)

    def happens(self, event: str, *given: Any) -> None:
        """An event of Excel's: who has set a variable WithEvents, and a procedure for it, hears of it."""
        for name in self.sinks:
            heard = self._events.variables[name.lower()].get() is self._application
            if heard and self._events.module.procedure(f"{name}_{event}"):
                self.interpreter.run(f"{name}_{event}", list(given), module="ThisWorkbook")

    def opens(self, book: Any = None) -> None:
        """The add-in is opened, or another workbook."""
        if book is None:
            self.interpreter.run("Workbook_Open", module="ThisWorkbook")
        else:
            self.books.append(book)
            self.happens("WorkbookOpen", book)

    def _own_sheet(self) -> Scripted:
        members = {} if self.is_old else {"HasSpill": False}
        return Scripted("Worksheet", Cells=lambda row, column: Scripted("Range", **members))

    def _in_front(self, address: str) -> Cell:
        return Cell(f"{self.in_front}!{address.rpartition('!')[2]}")

    def _input_box(self, **options: Any) -> Any:
        assert options["Type"] == 2
        self.interpreter.dialogs.append(("InputBox", options["Prompt"], options["Title"], 0))
        return self.interpreter.answers.pop(0) or False

    def _control(self, number: int) -> Scripted:
        return Scripted("CommandBarControl", Enabled=not (self.wizard_is_open or self.sign_stands))

    def _on_time(self, at: Any, macro: str, latest: Any = None, schedule: bool = True) -> Any:
        when = at.serial if isinstance(at, vba.VBADate) else at
        if self.refuses_appointments:
            raise vba.error(1004)
        if schedule:
            self.appointments[when, macro] = None
        elif (when, macro) in self.appointments:
            del self.appointments[when, macro]
        else:
            raise vba.error(1004)
        return vba.EMPTY

    def global_object(self, name: str) -> object:
        return {"application": self._application, "thisworkbook": self.this_workbook}.get(name, UNRESOLVED)

    def create(self, type_name_: str) -> object:
        assert type_name_ == "SheetLLM.Server"
        return self.server.create()

    def formula(self, name: str, *given: Any, cell: Any = None) -> Any:
        """What a cell with ``=name(given…)`` in it shows."""
        self.caller = cell or self.caller
        return _to_python(self.interpreter.run(name, [_to_vba(item) for item in given]))

    def click(self, sub: str, control: str = "") -> None:
        """What the ribbon does when a person clicks."""
        self.interpreter.run(sub, [Scripted("IRibbonControl", ID=control)])

    def toggle(self, sub: str, pressed: bool) -> None:
        """The same, of a button that stays down."""
        self.interpreter.run(sub, [Scripted("IRibbonControl", ID=""), pressed])

    def drawn(self, sub: str, control: str = "") -> Any:
        """What a callback of the ribbon hands over."""
        caller = f"Public Function Given() As Variant\n    Dim told As Variant\n    {sub} Application.Caller, told\n"
        self.interpreter.add_module(caller + "    Given = told\nEnd Function\n", name="Caller")
        self.caller = Scripted("IRibbonControl", ID=control)
        return self.interpreter.run("Given")

    def wait(self, seconds: float) -> None:
        self.interpreter.frozen_now += datetime.timedelta(seconds=seconds)

    def pass_(self, seconds: int) -> None:
        """Time passes, and Excel's clock calls what is due, each second; nothing while a dialog is open."""
        for _ in range(seconds):
            self.wait(1)
            if self.wizard_is_open:
                continue
            now = (self.interpreter.frozen_now - datetime.datetime(1899, 12, 30)) / datetime.timedelta(days=1)
            for when, macro in [one for one in self.appointments if one[0] <= now + 1e-9]:
                del self.appointments[when, macro]
                self.interpreter.run(macro.rpartition("!")[2])


def _to_vba(value: Any) -> Any:
    if value is None:
        return vba.NULL
    if isinstance(value, list | tuple):  # rows of rows, as COM hands them over
        bounds = [(0, len(value) - 1), (0, len(value[0]) - 1)]
        by_columns = [_to_vba(row[column]) for column in range(len(value[0])) for row in value]
        return vba.VBAArray(bounds, items=by_columns)
    return value


def _to_python(value: Any) -> Any:
    if isinstance(value, vba.VBAArray):
        if value.dimensions == 1:
            return [_to_python(item) for item in value.items]
        (top, bottom), (left, right) = value.bounds
        return [[_to_python(value.get([r, c])) for c in range(left, right + 1)] for r in range(top, bottom + 1)]
    return None if value in (vba.EMPTY, vba.NULL, vba.NOTHING) else value
