"""UNO, the way into a running LibreOffice: whether it can be gone from this Python, and its structures."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

# com.sun.star.sheet.FormulaResult and Calc's error numbers (helpcontent 02100)

_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"


def why_not() -> str:
    """Why LibreOffice cannot be driven from here; "" if it can."""
    if not shutil.which("soffice"):
        return "LibreOffice is not installed (apt install libreoffice-calc python3-uno)"
    served = subprocess.run(["/usr/bin/python3", "-c", _VERSION], capture_output=True, text=True, check=False).stdout
    if served.strip() != f"{sys.version_info[0]}.{sys.version_info[1]}":  # another's would load, and might crash
        return f"python3-uno serves Python {served.strip() or 'of no version'}, this is {sys.version.split()[0]}"
    try:
        _uno()
    except ImportError as error:
        return f"python3-uno is not installed ({error})"
    return ""


def _uno() -> Any:
    for folder in ("/usr/lib/python3/dist-packages", "/usr/lib/libreoffice/program"):
        if folder not in sys.path and Path(folder, "uno.py").exists():
            sys.path.append(folder)
    return importlib.import_module("uno")


def _property(name: str, value: Any) -> Any:
    found = _uno().createUnoStruct("com.sun.star.beans.PropertyValue")
    found.Name, found.Value = name, value
    return found
