"""The defined names of an .xlsx, found by the sheet that they belong or point to."""

from __future__ import annotations

import re

from ...formulas.tokens import MAX_FORMULA
from ...grid import quoted

MAX_NAME = 255  # characters of a defined name or a ListObject's
_SHEET = re.compile(r"'(?:[^']|'')*+'!|[^'!][^!]*+!")


class DefinedNames:
    """Takes the names in the order of the file, which ``of`` keeps."""

    def __init__(self) -> None:
        self._names: list[tuple[str, str]] = []
        self._of: dict[tuple[str, bool], list[int]] = {}  # by the sheet they belong to, or as what they begin with

    def add(self, name: str, owner: str, text: str) -> None:
        """A name; ``owner`` is the sheet that it belongs to, "" where it is the workbook's."""
        begins = None if owner else _SHEET.match(text)
        self._of.setdefault((owner, True) if begins is None else (begins[0], False), []).append(len(self._names))
        self._names.append((name[:MAX_NAME], text[:MAX_FORMULA]))

    def target(self, name: str) -> str:
        """What a name stands for, whatever its case; "" where there is none of that name."""
        return next((text for one, text in self._names if one.casefold() == name.casefold()), "")

    def of(self, sheet: str) -> dict[str, str]:
        """The names that belong to the sheet, or to none and point to it."""
        keys = {(sheet, True), (f"{quoted(sheet)}!", False), (f"'{sheet}'!", False)} - {("", True)}
        return dict(self._names[at] for at in sorted(at for key in keys for at in self._of.get(key, ())))
