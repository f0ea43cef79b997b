"""The named ranges of a document of LibreOffice Calc, as the engine's store has them."""

from __future__ import annotations

from typing import Any

from .uno_bridge import _uno


class Names:
    """Named ranges as a dict of name -> "=Sheet1!$A$1:$B$2"."""

    def __init__(self, document: Any) -> None:
        self._names, self._document = document.NamedRanges, document

    def __iter__(self) -> Any:
        return iter(self._names.ElementNames)

    def __len__(self) -> int:
        return len(self._names.ElementNames)

    def __contains__(self, name: str) -> bool:
        return bool(self._names.hasByName(name))

    def __getitem__(self, name: str) -> str:
        return "=" + self._names.getByName(name).Content.replace(".$", "!$").lstrip("$")

    def __setitem__(self, name: str, target: str) -> None:
        here = _uno().createUnoStruct("com.sun.star.table.CellAddress")
        self._names.addNewByName(name, target.removeprefix("=").replace("!$", ".$"), here, 0)

    def __delitem__(self, name: str) -> None:
        self._names.removeByName(name)
