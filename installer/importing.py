"""Our modules from one file that is read once: Windows takes milliseconds to open each of hundreds.

The installer lays it beside the package, and a .pth file of the same name has each start of Python import it. What else
belongs to the package lies in its folders as ever, and each module knows its place among them.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Sequence
from functools import cached_property
from importlib.machinery import ModuleSpec, SourcelessFileLoader
from importlib.util import spec_from_file_location
from types import ModuleType

PACKAGE = "sheetllm_xl"
MODULES = f"{PACKAGE}.modules"  # marshal: place below this folder, with slashes -> the file of byte code


class Finder:
    """Finds our modules; ``folder`` holds the package and the file of its modules."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    @cached_property
    def _files(self) -> dict[str, bytes]:
        with open(os.path.join(self._folder, MODULES), "rb") as file:
            files: dict[str, bytes] = marshal.load(file)  # noqa: S302 - byte code, which the same installer laid
            return files

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module of ours is; None for all others, and for what lies in a file of its own."""
        if name.partition(".")[0] != PACKAGE:
            return None
        place = name.replace(".", "/")
        for file, is_package in ((f"{place}/__init__.pyc", True), (f"{place}.pyc", False)):
            if file in self._files:
                whole = os.path.join(self._folder, *file.split("/"))
                inside = [os.path.dirname(whole)] if is_package else None
                loader = _Loader(name, whole, self._files[file])
                return spec_from_file_location(name, whole, loader=loader, submodule_search_locations=inside)
        return None


class _Loader(SourcelessFileLoader):
    def __init__(self, name: str, path: str, code: bytes) -> None:
        super().__init__(name, path)
        self._code = code

    def get_data(self, path: str) -> bytes:
        """The module's byte code; of another path what lies there."""
        return self._code if path == self.path else super().get_data(path)


if __name__ == "sheetllm_importing":
    sys.meta_path.insert(0, Finder(os.path.dirname(os.path.abspath(__file__))))
