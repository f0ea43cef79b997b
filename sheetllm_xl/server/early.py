"""The program that Windows starts: the class is there at once, with pywin32 alone; the rest is imported meanwhile.

    pythonw -P sheetllm_xl/server/early.py

Run by its path, so that nothing of the package is loaded before Excel has its answer. Until the server is made, cells
are told to wait, and are calculated again afterwards; whoever presses a button or asks for the version waits.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from typing import Any

CLSID = "{5D3B1C6E-8A54-4B0B-9C39-6E1F0A7C2D41}"  # as in setup, which is not loaded yet
EVENT = r"Local\SheetLLM.Server.Stop"  # as in setup.stopping
PENDING = "\x012043"  # #GETTING_DATA, as it leaves for VBA
# Imported side by side, each package by one thread first: most of an import is waiting for files to be opened.
_PARTS = (("pydantic_settings", "sheetllm_xl.server"), ("numpy",), ("xlwings._xlwindows", "win32com.client"))
_LOOK = 20  # milliseconds between looks whether the rest is there


class Early:
    """What Excel calls: the server, or what stands in for it until ``server`` is set.

    ``make`` sets it, on the thread that Excel calls, as soon as it can. ``callers``: the cells that were told to wait.
    """

    _public_methods_ = ("CallUDF", "RunButton", "Ping", "Version", "Quit")

    def __init__(self, make: Callable[[], None] = lambda: None) -> None:
        self.server: Any = None
        self.callers: list[Any] = []
        self.ended = False
        self._make = make

    def CallUDF(self, name: str, args: Any = (), caller: Any = None, listed: str = "") -> Any:
        """A worksheet function's value; that it is on its way, where the server is not there yet."""
        if self.server is None and caller is not None:
            self.callers.append(caller)
            return PENDING
        return self._made().CallUDF(name, args, caller, listed)

    def RunButton(self, name: str, given: str = "", application: Any = None, listed: str = "") -> str:
        """What a button says."""
        return str(self._made().RunButton(name, given, application, listed))

    def Ping(self) -> str:
        """That the server lives."""
        return str(self.server.Ping()) if self.server else "SheetLLM"

    def Version(self) -> str:
        """The version of the package, as it was at the start."""
        return str(self._made().Version())

    def Quit(self) -> None:
        """End after this call."""
        self.ended = True

    def _made(self) -> Any:
        if self.server is None:
            self._make()
        return self.server


def main() -> None:  # pragma: no cover - Windows alone; run under Wine by tests/windows
    """Serve until nobody has called for half an hour, or until asked to end."""
    if sys.platform != "win32":
        raise SystemExit("The server of the Excel add-in runs on Windows alone; see `sheetllm doctor`.")
    import pythoncom
    import pywintypes
    import win32com.server.policy
    import win32com.server.util
    import win32event

    def bring(*names: str) -> None:
        for name in names:
            import_module(name)

    def make() -> None:
        for thread in bringing:
            thread.join()
        if early.server is None:
            serving.append(import_module("sheetllm_xl.server").begin(early))

    class Policy(win32com.server.policy.DesignatedWrapPolicy):  # type: ignore[misc]
        def _CreateInstance_(self, asked: Any, interface: Any) -> Any:
            return win32com.server.util.wrap(early, interface)

    serving: list[Any] = []
    early, bringing = Early(make), [threading.Thread(target=bring, args=names, daemon=True) for names in _PARTS]
    win32com.server.policy.DefaultPolicy = Policy
    clsid = pywintypes.IID(CLSID)
    shared = pythoncom.REGCLS_MULTIPLEUSE
    factory = pythoncom.MakePyFactory(clsid)
    published = pythoncom.CoRegisterClassObject(clsid, factory, pythoncom.CLSCTX_LOCAL_SERVER, shared)
    asked = win32event.CreateEvent(None, True, False, EVENT).Detach()  # closed by the end of the process alone
    gc.disable()  # Crew looks after it
    for thread in bringing:
        thread.start()
    while not early.ended:
        if early.server is None and not any(thread.is_alive() for thread in bringing):
            make()
        wait = serving[0]() if serving else _LOOK
        if wait is None:
            break
        if win32event.MsgWaitForMultipleObjects((asked,), 0, wait, win32event.QS_ALLEVENTS) == win32event.WAIT_OBJECT_0:
            break
        if pythoncom.PumpWaitingMessages():
            break
    pythoncom.CoRevokeClassObject(published)


if __name__ == "__main__":
    main()
