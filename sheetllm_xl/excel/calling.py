"""The call that is served: which Excel makes it, in which calculation, and the ListObjects that VBA sends with it.

VBA stands inside Excel and has the ListObjects of a sheet for nothing; read from outside, each costs six calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import InputError
from ..grid import CellRange
from ..sheet import Table

if TYPE_CHECKING:
    import xlwings


@dataclass(frozen=True, slots=True)
class ServedCall:
    """``excel`` is None where VBA does not name it. ``tables``: by ``[book]sheet``, quoted as in Excel's addresses.

    ``calculation`` is the same for all calls between two of Excel's events, and empty where VBA names none.
    """

    excel: xlwings.App | None = None
    tables: Mapping[str, tuple[Table, ...]] = field(default_factory=dict)
    calculation: str = ""


_current: ContextVar[ServedCall] = ContextVar("call", default=ServedCall())  # noqa: B039 - frozen


@contextmanager
def calling(excel: xlwings.App | None, payload: str) -> Iterator[None]:
    """Serve a call of that Excel in this block; ``payload`` is what VBA sends with it."""
    first, _, rest = payload.partition("\n") if payload.startswith("=") else ("", "", payload)
    token = _current.set(ServedCall(excel, tables_in(rest), first))
    try:
        yield
    finally:
        _current.reset(token)


def current() -> ServedCall:
    """The call that is being served; one that says nothing where there is none."""
    return _current.get()


def tables_in(text: str) -> dict[str, tuple[Table, ...]]:
    r"""The ListObjects by sheet. A line names a sheet; each after it that begins with a tab is a table of that sheet.

    A sheet with a line that cannot be read is left out, so that they are read from Excel itself.

    >>> tables_in("[Book1]Data\n\tSales\tA1:C9\t1\t0\n")["[Book1]Data"][0].name
    'Sales'
    """
    by_sheet: dict[str, tuple[Table, ...]] = {}
    spoilt, sheet = set[str](), ""
    for line in filter(None, text.split("\n")):
        if not line.startswith("\t"):
            sheet = line
            by_sheet[sheet] = ()
            continue
        try:
            name, cells, headers, totals = line[1:].split("\t")
            by_sheet[sheet] = (*by_sheet[sheet], Table(name, CellRange.parse(cells), int(headers), int(totals)))
        except (ValueError, KeyError, InputError):
            spoilt.add(sheet)
    return {sheet: tables for sheet, tables in by_sheet.items() if sheet not in spoilt}
