"""A workbook in a headless LibreOffice, over UNO: the engine shows it as Excel's, a real program computes it.

python3-uno serves the interpreter it was built for; under another the suite is skipped. LibreOffice listens on a named
pipe with a profile of its own.
"""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

# com.sun.star.sheet.FormulaResult and Calc's error numbers (helpcontent 02100)
from .calc_store import Store
from .uno_bridge import _property, _uno, why_not

__all__ = ["Office", "why_not"]


class Office:
    """A running LibreOffice."""

    def __init__(self, profile: Path) -> None:
        uno = _uno()
        pipe = f"sheetllm{os.getpid()}x{id(self)}"
        self.process = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--invisible",
                "--norestore",
                "--nologo",
                "--nodefault",
                "--nofirststartwizard",
                f"-env:UserInstallation={profile.as_uri()}",
                f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        here = uno.getComponentContext()
        resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
        self.desktop = None
        until = time.monotonic() + 60
        while self.desktop is None:
            try:
                there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                self.desktop = there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
            except uno.getClass("com.sun.star.connection.NoConnectException"):
                if time.monotonic() > until or self.process.poll() is not None:
                    self.process.kill()
                    raise
                time.sleep(0.1)

    def open(self, path: Path | None = None) -> Store:
        url = path.as_uri() if path else "private:factory/scalc"
        return Store(self.desktop.loadComponentFromURL(url, "_blank", 0, (_property("Hidden", True),)), path)  # type: ignore[attr-defined]

    def quit(self) -> None:
        """Ask it to end; it may hang up before it answers."""
        try:
            self.desktop.terminate()  # type: ignore[attr-defined]
        except _uno().getClass("com.sun.star.lang.DisposedException"):
            pass
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(20)
