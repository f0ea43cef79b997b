"""A stand-in for Excel that COM knows as Excel's: a local server in Windows Python, over a workbook held in memory.

    python excel.py WORKBOOK REPOSITORY

Its ranges carry Excel's own identity and, in a type library made here, the members that SheetLLM reads, with Excel's
numbers; so pywin32 makes GetAddress and GetValue of them as it does of Excel's. Everything else is ``tests/live``'s
store. VBScript gets it with CreateObject("StandIn.Excel"), and a range with Cells(sheet, address).
"""

from __future__ import annotations

import sys
import tempfile
import time
import winreg
from inspect import signature
from pathlib import Path
from typing import Any, ClassVar

import pythoncom
import pywintypes
import win32event
from win32com.server import policy, util

PROGID, CLSID = "StandIn.Excel", "{6F1C1E52-7C0B-4C26-9E0B-0D6C2A6E4A10}"
LIBRARY = "{6F1C1E52-7C0B-4C26-9E0B-0D6C2A6E4A11}"
RANGE = "{00020846-0000-0000-C000-000000000046}"  # Excel's Range
MEMBERS = (  # Excel's own dispatch ids, and how many arguments may be given
    ("_Default", 0, 2),
    ("Value", 6, 1),
    ("Count", 118, 0),
    ("Address", 236, 5),
    ("Column", 240, 0),
    ("Columns", 241, 0),
    ("CurrentRegion", 243, 0),
    ("Row", 257, 0),
    ("Item", 170, 2),
    ("Rows", 258, 0),
    ("Formula", 261, 0),
    ("Worksheet", 348, 0),
)
_WIN64 = 3
LIFE = 600.0  # seconds, at most


def range_type(path: str) -> Any:
    """The type of a Range, out of a library written to ``path``."""
    library = pythoncom.CreateTypeLib2(_WIN64, path)
    library.SetGuid(pywintypes.IID(LIBRARY))
    library.SetVersion(1, 0)
    library.SetName("StandIn")
    kind = library.CreateTypeInfo("Range", pythoncom.TKIND_DISPATCH)
    kind.SetGuid(pywintypes.IID(RANGE))
    for i, (name, dispid, arguments) in enumerate(MEMBERS):
        described = pythoncom.FUNCDESC()
        described.memid, described.cParamsOpt = dispid, arguments
        described.funckind, described.invkind = pythoncom.FUNC_DISPATCH, pythoncom.INVOKE_PROPERTYGET
        described.callconv = 4  # CC_STDCALL
        optional = pythoncom.PARAMFLAG_FIN | pythoncom.PARAMFLAG_FOPT
        described.args = ((pythoncom.VT_VARIANT, optional, None),) * arguments
        described.rettype = (pythoncom.VT_VARIANT, 0, None)
        kind.AddFuncDesc(i, described)
        kind.SetFuncAndParamNames(i, (name, *(f"given{n}" for n in range(arguments))))
    kind.LayOut()
    library.SaveAllChanges()
    return pythoncom.LoadTypeLib(path).GetTypeInfo(0)


class Policy(policy.BasicWrapPolicy):  # type: ignore[misc]
    """Methods of an object as members: those of a Range under Excel's numbers."""

    kind: Any = None
    numbers: ClassVar = {name.lower(): dispid for name, dispid, _ in MEMBERS}

    def _wrap_(self, given: Any) -> None:
        super()._wrap_(given)
        own = [name for name in dir(given) if name[0].isupper() or name == "_Default"]
        self._ids_ = {name.lower(): (self.numbers.get(name.lower(), n), name) for n, name in enumerate(own, 1000)}
        self._names_ = dict(self._ids_.values())

    def _getdispid_(self, name: str, flags: int) -> int:
        if name.lower() not in self._ids_:
            raise policy.COMException(scode=policy.winerror.DISP_E_UNKNOWNNAME)
        return int(self._ids_[name.lower()][0])

    def _invokeex_(self, dispid: int, lcid: int, flags: int, args: Any, kwargs: Any, provider: Any) -> Any:
        if dispid not in self._names_:
            raise policy.COMException(scode=policy.winerror.DISP_E_MEMBERNOTFOUND)
        member = getattr(self._obj_, self._names_[dispid])
        if not args and any(p.default is p.empty for p in signature(member).parameters.values()):
            raise policy.COMException(scode=policy.winerror.DISP_E_BADPARAMCOUNT)
        found = member(*args)
        return wrapped(found) if isinstance(found, Shown) else found

    def _GetTypeInfoCount_(self) -> int:
        return int(isinstance(self._obj_, Range))

    def _GetTypeInfo_(self, index: int, lcid: int) -> Any:
        return 0, Policy.kind


class Shown:
    """What COM may see of Excel."""


def wrapped(given: Shown) -> Any:
    return util.wrap(given, usePolicy=Policy)


class Excel(Shown):
    def __init__(self, store: Any, grid: Any) -> None:
        self.store, self.grid = store, grid

    def Cells(self, sheet: str, address: str) -> Range:
        return Range(Sheet(self, sheet), self.grid.CellRange.parse(address))

    def Pause(self, milliseconds: int) -> None:
        """What Wine's WScript.Sleep does not do. Calls are answered meanwhile."""
        serve(milliseconds / 1000)


class Book(Shown):
    def __init__(self, excel: Excel) -> None:
        self.excel = excel

    def Name(self) -> str:
        return str(self.excel.store.name)

    def FullName(self) -> str:
        return str(self.excel.store.path)

    def Date1904(self) -> bool:
        return bool(self.excel.store.date1904)

    def Worksheets(self) -> Worksheets:
        return Worksheets(self.excel)


class Worksheets(Shown):
    def __init__(self, excel: Excel) -> None:
        self.excel = excel

    def _Default(self, name: str) -> Sheet:
        return Sheet(self.excel, name)


class Sheet(Shown):
    def __init__(self, excel: Excel, name: str) -> None:
        self.excel, self.name = excel, name

    def Name(self) -> str:
        return self.name

    def Parent(self) -> Book:
        return Book(self.excel)

    def Range(self, first: Any, last: Any = None) -> Range:
        if isinstance(first, str):
            return Range(self, self.excel.grid.CellRange.parse(first))
        begin, end = (pythoncom.UnwrapObject(corner)._obj_.box for corner in (first, last))
        return Range(self, begin | end)

    def Cells(self, row: int, column: int) -> Range:
        return Range(self, self.excel.grid.CellRange(row, column, row, column))

    def UsedRange(self) -> Range:
        return Range(self, self.excel.store.used(self.name))

    def ListObjects(self) -> Count:
        return Count(0)


class Count(Shown):
    def __init__(self, count: int) -> None:
        self.count = count

    def Count(self) -> int:
        return self.count


class Range(Shown):
    def __init__(self, sheet: Sheet, box: Any) -> None:
        self.sheet, self.box = sheet, box

    def Item(self, row: int = 1, column: int = 1) -> Range:
        place = (self.box.top + row - 1, self.box.left + column - 1)
        return Range(self.sheet, type(self.box)(*place, *place))

    def _Default(self, *cell: int) -> Any:
        return self.Item(*cell) if cell else self.Value()

    def Worksheet(self) -> Sheet:
        return self.sheet

    def Address(
        self, row: Any = True, column: Any = True, style: int = 1, external: Any = False, to: Any = None
    ) -> str:
        cells = str(self.box)
        return f"'[{self.sheet.Parent().Name()}]{self.sheet.name}'!{cells}" if external is True else cells

    def Value(self, kind: int = 10) -> Any:
        store = self.sheet.excel.store
        return store.worksheet_xml(self.sheet.name, self.box) if kind == 11 else store.values(self.sheet.name, self.box)

    def Formula(self) -> str:
        return str(self.sheet.excel.store.formulas(self.sheet.name, self.box)[0][0])

    def CurrentRegion(self) -> Range:
        return self.sheet.UsedRange()

    def Row(self) -> int:
        return int(self.box.top)

    def Column(self) -> int:
        return int(self.box.left)

    def Rows(self) -> Count:
        return Count(self.box.shape[0])

    def Columns(self) -> Count:
        return Count(self.box.shape[1])

    def Count(self) -> int:
        return int(self.box.area)


def main() -> None:
    workbook, repository = sys.argv[1:]
    sys.path.append(repository)  # after the installed package, so that the wheel is what is tested
    from sheetllm_xl import grid
    from tests.live.memory import Store

    Policy.kind = range_type(str(Path(tempfile.mkdtemp(prefix="standin-")) / "standin.tlb"))
    excel = Excel(Store(Path(workbook)), grid)

    class Activation(policy.DesignatedWrapPolicy):  # type: ignore[misc]
        def _CreateInstance_(self, asked: Any, interface: Any) -> Any:
            return util.wrap(excel, interface, usePolicy=Policy)

    policy.DefaultPolicy = Activation
    for name, value in ((PROGID + r"\CLSID", CLSID), (rf"CLSID\{CLSID}\LocalServer32", "never started: it runs")):
        with winreg.CreateKey(winreg.HKEY_LOCAL_MACHINE, rf"Software\Classes\{name}") as key:
            winreg.SetValueEx(key, "", 0, winreg.REG_SZ, value)
    factory = pythoncom.MakePyFactory(pywintypes.IID(CLSID))
    pythoncom.CoRegisterClassObject(
        pywintypes.IID(CLSID), factory, pythoncom.CLSCTX_LOCAL_SERVER, pythoncom.REGCLS_MULTIPLEUSE
    )
    print("ready", flush=True)
    serve(LIFE)


def serve(seconds: float) -> None:
    """Answer calls for so long."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        win32event.MsgWaitForMultipleObjects((), 0, min(int(left * 1000) + 1, 200), win32event.QS_ALLEVENTS)
        pythoncom.PumpWaitingMessages()


if __name__ == "__main__":
    main()
