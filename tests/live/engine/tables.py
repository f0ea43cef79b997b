"""The Excel tables (ListObjects) of a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from sheetllm_xl.grid import CellRange

from .ranges import Range
from .values import DISP_E_EXCEPTION, EXCEL_ERROR, ComError

if TYPE_CHECKING:
    from .book import Sheet


class Tables(base_classes.Tables):
    def __init__(self, sheet: Sheet) -> None:
        self._sheet, self.app = sheet, sheet.book.app

    parent = property(lambda self: self._sheet)
    api = property(lambda self: self)

    def _all(self) -> dict[str, tuple[CellRange, bool, bool]]:
        return self._sheet.book.store.tables(self._sheet._name)  # type: ignore[no-any-return]

    def __iter__(self) -> Iterator[Table]:
        return (Table(self._sheet, name) for name in self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __call__(self, key: int | str) -> Table:
        return Table(self._sheet, list(self._all())[key - 1] if isinstance(key, int) else key)

    def __contains__(self, key: str) -> bool:
        return key in self._all()

    def add(self, source: Any, has_headers: bool, name: str | None = None, **_: Any) -> Table:
        self.app.writing("ListObjects.Add", self._sheet._name)
        if any(box & source.impl.box for box, *_ in self._sheet.book.store.tables(self._sheet._name).values()):
            raise ComError(DISP_E_EXCEPTION, EXCEL_ERROR)  # a table may not overlap another
        own = f"Table{len(self) + 1}"
        self._sheet.book.store.add_table(self._sheet._name, own, source.impl.box, has_headers)
        table = Table(self._sheet, own)
        if name is not None:  # a call of its own, as in xlwings on Windows
            table.name = name
        return table


class Table(base_classes.Table):
    def __init__(self, sheet: Sheet, name: str) -> None:
        self._sheet, self._name = sheet, name

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, new: str) -> None:
        self._sheet.book.app.writing("ListObject.Name=", self._sheet._name)
        store, sheet = self._sheet.book.store, self._sheet._name
        box, headers, *_ = store.tables(sheet)[self._name]
        store.delete_table(sheet, self._name)
        store.add_table(sheet, new, box, headers)
        self._name = new

    def _part(self, which: int) -> Any:
        self._sheet.book.app.hit("ListObject")
        return self._sheet.book.store.tables(self._sheet._name)[self._name][which]

    range = property(lambda self: Range(self._sheet, self._part(0)))
    show_headers = property(lambda self: self._part(1))
    show_totals = property(lambda self: self._part(2))

    @property
    def api(self) -> Any:
        from .com import ComTable

        return ComTable(self)
