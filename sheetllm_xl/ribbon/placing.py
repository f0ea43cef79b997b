"""Placing: where the page's window stands on the screen, beside Excel's."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, NamedTuple

_WIDTH, _LOWEST = 460, 600  # pixels: of the page's window, and below which it takes the screen's height
_NEAREST = 2  # MONITOR_DEFAULTTONEAREST, winuser.h


class Box(NamedTuple):
    """Edges on the screen, in pixels of 1/96 inch, as Windows and browsers count for who does not scale by himself."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def fragment(self) -> str:
        """What the page's address ends in, for the page to put its own window there."""
        return f"#at={self.left},{self.top},{self.right - self.left},{self.bottom - self.top}"


def beside(excel: Box, screen: Box) -> Box:
    """A narrow window right of Excel's where the screen has room for it, else at the screen's right edge.

    >>> beside(Box(0, 0, 1000, 900), Box(0, 0, 1920, 1040))
    Box(left=1000, top=0, right=1460, bottom=900)
    >>> beside(Box(-8, -8, 1928, 1048), Box(0, 0, 1920, 1040))  # maximized: the frame lies outside the screen
    Box(left=1460, top=0, right=1920, bottom=1040)
    """
    width = min(_WIDTH, screen.right - screen.left)
    left = min(max(excel.right, screen.left), screen.right - width)
    top, bottom = max(excel.top, screen.top), min(excel.bottom, screen.bottom)
    if bottom - top < _LOWEST:
        top, bottom = screen.top, screen.bottom
    return Box(left, top, left + width, bottom)


def place(window: int, gui: Any = None, api: Any = None) -> Box | None:
    """Where the page of the Excel with that window goes; None where the system does not say.

    ``gui`` and ``api`` are pywin32's win32gui and win32api.
    """
    if not window or (gui is None and sys.platform != "win32"):
        return None
    gui, api = gui or import_module("win32gui"), api or import_module("win32api")
    try:
        screen = api.GetMonitorInfo(api.MonitorFromWindow(window, _NEAREST))["Work"]  # without the task bar
        return beside(Box(*gui.GetWindowRect(window)), Box(*screen))
    except gui.error:  # Excel's window is gone by now
        return None
