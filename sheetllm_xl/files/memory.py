"""Host over sheets that are already here: for tests, and for trying a drawing out."""

from __future__ import annotations

from ..errors import InputError
from ..grid import quoted
from ..sheet import Sheet


class MemoryHost:
    """A workbook made of the given sheets."""

    def __init__(self, *sheets: Sheet) -> None:
        self._sheets = {sheet.name: sheet for sheet in sheets}

    def sheet_names(self) -> tuple[str, ...]:
        """The sheets' names, in order."""
        return tuple(self._sheets)

    def read(self, name: str) -> Sheet:
        """The sheet of that name."""
        if name not in self._sheets:
            raise InputError(f"There is no sheet {quoted(name)}. There is: {', '.join(self._sheets) or 'none'}.")
        return self._sheets[name]
