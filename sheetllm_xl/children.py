"""Children: what a process that we start is given of our environment. No key, proxy or other secret is among it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping

_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would flash a console

# What a program needs to start, to find its libraries and the person's desktop, and to speak their language.
_PASSED_TEXT = """
    ALLUSERSPROFILE APPDATA BROWSER COMMONPROGRAMFILES COMMONPROGRAMFILES(X86) COMMONPROGRAMW6432 COMPUTERNAME COMSPEC
    DBUS_SESSION_BUS_ADDRESS DESKTOP_SESSION DISPLAY DYLD_LIBRARY_PATH HOME HOMEDRIVE HOMEPATH LANG LANGUAGE
    LD_LIBRARY_PATH LOCALAPPDATA LOGNAME NUMBER_OF_PROCESSORS OS PATH PATHEXT PROCESSOR_ARCHITECTURE PROGRAMDATA
    PROGRAMFILES PROGRAMFILES(X86) PROGRAMW6432 PUBLIC PYTHONHOME PYTHONPATH PYTHONUSERBASE SESSIONNAME SHELL
    SYSTEMDRIVE SYSTEMROOT TEMP TMP TMPDIR TZ USER USERDOMAIN USERNAME USERPROFILE WAYLAND_DISPLAY WINDIR XAUTHORITY
"""
_PASSED = frozenset(_PASSED_TEXT.split())
_PASSED_BEGINNINGS = ("LC_", "XDG_")
_BROWSERS = (("Microsoft", "Edge", "Application", "msedge.exe"), ("Google", "Chrome", "Application", "chrome.exe"))


def environment(ours: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The variables a child is started with, of those we have.

    >>> environment({"PATH": "/bin", "ANTHROPIC_API_KEY": "sk-ant-x", "https_proxy": "http://me:word@proxy"})
    {'PATH': '/bin'}
    """
    return {
        name: value
        for name, value in ours.items()
        if name.upper() in _PASSED or name.upper().startswith(_PASSED_BEGINNINGS)
    }


def start(*program: str, stdin: int, stdout: int) -> subprocess.Popen[bytes]:
    """This very Python, started with these arguments; what it says of errors is not heard.

    It imports nothing from the folder it is started in (``-P``), which may be full of somebody else's files.
    """
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-P", *program],
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        creationflags=_NO_WINDOW,
        env=environment(),
    )


def open_page(address: str) -> None:
    """Open a page in the person's browser, which would take over all of our environment if we started it ourselves."""
    opener = start("-m", "webbrowser", address, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    threading.Thread(target=opener.wait, daemon=True).start()


def open_window(address: str, edges: tuple[int, int, int, int] | None = None) -> None:
    """Open a page as a window of its own where Edge or Chrome is there; else in the browser.

    ``edges``: left, top, right and bottom on the screen, in pixels of 1/96 inch; None leaves the place to the browser.
    """
    if (browser := _browser()) is None:
        open_page(address)
        return
    try:
        opened = subprocess.Popen(  # noqa: S603 - the person's browser, at our address
            [browser, f"--app={address}", *_placed(edges)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
    except OSError:  # IT's policy lets nobody start it, or it is damaged
        open_page(address)
        return
    threading.Thread(target=opened.wait, daemon=True).start()


def _placed(edges: tuple[int, int, int, int] | None) -> tuple[str, ...]:
    if edges is None:
        return ("--window-size=460,900",)
    left, top, right, bottom = edges
    return f"--window-size={right - left},{bottom - top}", f"--window-position={left},{top}"


def _browser() -> str | None:
    """Edge, or Chrome, where Windows has one."""
    if sys.platform != "win32":
        return None
    folders = [os.environ.get(name) for name in ("PROGRAMFILES(X86)", "PROGRAMFILES", "LOCALAPPDATA")]
    places = [os.path.join(folder, *program) for program in _BROWSERS for folder in folders if folder]
    return next((place for place in places if os.path.isfile(place)), None)
