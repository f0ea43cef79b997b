"""Startup: the folder whose add-ins Excel loads by itself, and our file in it.

It is a trusted location by default, and Excel writes links to add-ins in it so that they hold for colleagues too.
"""

from __future__ import annotations

import os
from pathlib import Path

from .. import output
from ..errors import HostError
from .slots import ADD_IN


def startup_folder() -> Path:
    """XLSTART of this person, as Excel names it in every language."""
    roaming = os.environ.get("APPDATA") or str(Path.home() / "AppData/Roaming")
    return Path(roaming) / "Microsoft/Excel/XLSTART"


def place(add_in: Path, folder: Path) -> bool:
    """The add-in in that folder, as it is in ours; False where it was there. Raises HostError."""
    target = folder / ADD_IN
    content = add_in.read_bytes()
    try:
        if target.exists() and target.read_bytes() == content:
            return False
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise HostError(f"{target} cannot be written ({why}). Close Excel, and run it again.") from None
    try:
        with output.created(target, lambda file: True, force=True) as file:  # ours by its name and place
            file.write(content)
    except HostError as error:
        raise HostError(f"{error} Close Excel, and run it again.") from None
    return True


def displace(folder: Path) -> bool:
    """No add-in of ours in that folder; False where there was none. Raises HostError."""
    target = folder / ADD_IN
    try:
        there = target.exists()
        target.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise HostError(f"{target} cannot be removed ({why}). Close Excel, and run it again.") from None
    return there
