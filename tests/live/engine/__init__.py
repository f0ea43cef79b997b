"""An xlwings engine that behaves as Excel does over a store of cells: the live suite runs on it without Excel.

It counts calls, says that it is busy on demand, takes no write while it calculates or on a protected sheet, reads what
is typed into a cell as Excel would ("'=x" is text, "=x" a formula, "007" a number), and answers None for what is mixed.

The ``program`` opens books, a ``book`` has sheets and names, a sheet ``ranges`` and ``tables``; ``com`` is what pywin32
shows of them, ``values`` what crosses over, ``store`` where the cells are.
"""

from __future__ import annotations

import xlwings

from sheetllm_xl.grid import CellRange

from .book import Book
from .com import ComBook
from .program import App, Books, Engine
from .ranges import Range, address
from .store import MIXED, Store
from .values import DISP_E_EXCEPTION, EXCEL_ERROR, ComError, typed_in

__all__ = [
    "DISP_E_EXCEPTION",
    "EXCEL_ERROR",
    "MIXED",
    "App",
    "Book",
    "Books",
    "ComBook",
    "ComError",
    "Engine",
    "Range",
    "Store",
    "typed_in",
    "vba_tells",
]


def vba_tells(sheet: xlwings.Sheet) -> str:
    """What addin/vba/Told.bas says of a sheet; tests/addin holds the two against each other."""
    own = sheet.impl
    lines = [address(Range(own, CellRange(1, 1, 1, 1)), True).removesuffix("!A1")]
    for name, (box, headers, totals) in own.book.store.tables(own._name).items():
        lines.append(f"\t{name}\t{box}\t{int(headers)}\t{int(totals)}")
    return "".join(f"{line}\n" for line in lines)
