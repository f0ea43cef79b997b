"""Windows of our own, on Windows: a line that hides what is typed into it, and a sentence.

They are Windows' own dialogs, drawn by pywin32, which the server needs anyway; no toolkit comes with them. ``owner`` is
the window they stand before (Excel's), 0 for none; each call returns when the person is done.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, Protocol

_FIELD, _OK, _CANCEL = 1001, 1, 2
_MESSAGE_LIMIT = 512  # characters read from the field; a key is far shorter
_INITDIALOG, _COMMAND, _CLOSE = 0x0110, 0x0111, 0x0010  # WM_…, winuser.h
_FRAME = 0x80000000 | 0x10000000 | 0x00C00000 | 0x00080000 | 0x40 | 0x0800 | 0x0200
# WS_POPUP | WS_VISIBLE | WS_CAPTION | WS_SYSMENU | DS_SETFONT | DS_CENTER | DS_SETFOREGROUND
_CHILD, _TABSTOP, _BORDER = 0x40000000 | 0x10000000, 0x00010000, 0x00800000
_PASSWORD, _SCROLLS, _DEFAULT_BUTTON = 0x0020, 0x0080, 0x0001  # ES_PASSWORD, ES_AUTOHSCROLL, BS_DEFPUSHBUTTON
_BUTTON, _EDIT, _STATIC = 128, 129, 130  # window classes by number
_TOLD = 0x40 | 0x10000  # MB_ICONINFORMATION | MB_SETFOREGROUND


class Boxes(Protocol):
    """What is asked of a person beside a sheet."""

    def ask_hidden(self, title: str, prompt: str, owner: int = 0) -> str | None:
        """What was typed, unseen; None where the person cancelled or typed nothing."""
        ...

    def tell(self, title: str, text: str, owner: int = 0) -> None:
        """Show a sentence."""
        ...


def boxes() -> Boxes | None:
    """This system's; None where it has none."""
    return WindowsBoxes() if sys.platform == "win32" else None


class WindowsBoxes:
    """``gui`` is pywin32's win32gui."""

    def __init__(self, gui: Any = None) -> None:
        self._gui = gui or import_module("win32gui")

    def ask_hidden(self, title: str, prompt: str, owner: int = 0) -> str | None:
        """By a dialog with an edit field of the style ES_PASSWORD."""
        gui, typed = self._gui, list[str]()

        def done(window: int, keep: bool) -> bool:
            if keep:
                typed.append(gui.GetDlgItemText(window, _FIELD)[:_MESSAGE_LIMIT].strip())
            gui.EndDialog(window, _OK if keep else _CANCEL)
            return True

        def begun(window: int, message: int, first: int, second: int) -> bool:
            gui.SetForegroundWindow(window)
            gui.SetFocus(gui.GetDlgItem(window, _FIELD))
            return False  # the focus is set

        def pressed(window: int, message: int, first: int, second: int) -> bool:
            return done(window, first & 0xFFFF == _OK) if first & 0xFFFF in (_OK, _CANCEL) else False

        def closed(window: int, message: int, first: int, second: int) -> bool:
            return done(window, keep=False)

        answers = {_INITDIALOG: begun, _COMMAND: pressed, _CLOSE: closed}
        gui.DialogBoxIndirect(gui.GetModuleHandle(None), _template(title, prompt), owner, answers)
        return next(iter(typed), "") or None

    def tell(self, title: str, text: str, owner: int = 0) -> None:
        """By a message box."""
        self._gui.MessageBox(owner, text, title, _TOLD)


def _template(title: str, prompt: str) -> list[list[Any]]:
    """pywin32's form of a DLGTEMPLATE; places and sizes in dialog units."""
    return [
        [title, (0, 0, 230, 66), _FRAME, 0, (9, "Segoe UI")],
        [_STATIC, prompt, -1, (8, 8, 214, 18), _CHILD],
        [_EDIT, "", _FIELD, (8, 28, 214, 12), _CHILD | _TABSTOP | _BORDER | _PASSWORD | _SCROLLS],
        [_BUTTON, "OK", _OK, (118, 47, 50, 14), _CHILD | _TABSTOP | _DEFAULT_BUTTON],
        [_BUTTON, "Cancel", _CANCEL, (172, 47, 50, 14), _CHILD | _TABSTOP],
    ]
