"""A busy Excel: a refused call is tried again, within bounds; what stays refused becomes one sentence."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ..errors import ExcelBusy, ExcelGone, HostError

T = TypeVar("T")

CALL_REJECTED = -2147418111  # RPC_E_CALL_REJECTED
RETRY_LATER = -2147417846  # RPC_E_SERVERCALL_RETRYLATER
IGNORED = -2146777998  # VBA_E_IGNORE (0x800AC472): a cell is being edited, or a dialog is open
_BUSY = (CALL_REJECTED, RETRY_LATER, IGNORED)
_GONE = (
    -2147023174,
    -2147417848,
    -2147220995,
    -2146827864,
)  # server unavailable, disconnected, object gone or required
# What pywin32 makes of a refusal where it looks a name up, sets a property or counts a collection: there is no such
# thing. And ctypes, below xlwings, where an Excel does not give its Application object.
_DISGUISES: dict[type[Exception], str] = {
    AttributeError: "win32com.client.dynamic",
    TypeError: "win32com.client.dynamic",
    OSError: "xlwings._xlwindows",
}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to put up with a busy Excel: ``seconds`` in all, waits doubling from 50 ms to one second."""

    seconds: float = 10.0
    sleep: Callable[[float], object] = time.sleep
    clock: Callable[[], float] = time.monotonic


PATIENCE = Patience()


def patiently(action: Callable[[], T], patience: Patience = PATIENCE) -> T:
    """What ``action`` returns; it is repeated while Excel is busy, so it must be one that may be. Raises HostError."""
    until = patience.clock() + patience.seconds
    wait = 0.05
    while True:
        try:
            return action()
        except (*_foreign(), *_DISGUISES) as error:
            if isinstance(error, tuple(_DISGUISES)) and not _is_disguised(error):
                raise
            if not _is_busy(error):
                raise _refusal(error) from None
            if patience.clock() + wait > until:
                raise ExcelBusy from None
        patience.sleep(wait)
        wait = min(2 * wait, 1.0)


def once(action: Callable[[], T]) -> T:
    """What ``action`` returns. A refusal that waiting does not change raises HostError; a busy Excel is left to
    ``patiently`` further out.
    """
    try:
        return action()
    except _foreign() as error:
        if _is_busy(error):
            raise
        raise _refusal(error) from None


def _foreign() -> tuple[type[Exception], ...]:
    """The errors of the bridge that is loaded: pywin32 on Windows, appscript on a Mac."""
    named = (
        ("pywintypes", "com_error"),
        ("pywintypes", "error"),
        ("xlwings._xlwindows", "ExcelBusyError"),
        ("appscript.reference", "CommandError"),
    )
    return tuple(getattr(sys.modules[module], name) for module, name in named if hasattr(sys.modules.get(module), name))


def _is_disguised(error: Exception) -> bool:
    """Whether the bridge itself raised it, by its innermost frame, and not what it was called for."""
    frames = error.__traceback__
    while frames is not None and frames.tb_next is not None:
        frames = frames.tb_next
    name = "" if frames is None else frames.tb_frame.f_globals.get("__name__", "")
    return any(isinstance(error, kind) and name == module for kind, module in _DISGUISES.items())


def _codes(error: Exception) -> tuple[object, ...]:
    """HRESULT, and Excel's own code where the HRESULT only says that there is one."""
    details = getattr(error, "excepinfo", None)
    return getattr(error, "hresult", None), details[5] if details else None


def _is_busy(error: Exception) -> bool:
    is_busy = type(error).__name__ == "ExcelBusyError" or any(code in _BUSY for code in _codes(error))
    return is_busy or _is_disguised(error)


def _refusal(error: Exception) -> HostError:
    """Without Excel's own description: it may quote a cell or a path."""
    codes = [code for code in _codes(error) if isinstance(code, int)]
    if any(code in _GONE for code in codes):
        return ExcelGone()
    number = f" (error 0x{codes[-1] & 0xFFFFFFFF:08X})" if codes else ""
    return HostError(
        f"Excel did not do what was asked of it{number}. Is the sheet protected, or the workbook in Protected View?"
    )
