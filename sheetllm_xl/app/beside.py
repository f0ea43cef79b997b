"""What stands beside a sheet's cells, for who asks: notes, link targets, lists to choose from, pivots, colours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..retrieve import Workbook
from ..sheet import Sheet
from ..text.secret import masked
from ..text.unseen import on_one_line

if TYPE_CHECKING:
    from ..files.file import FileHost


def fills(host: FileHost, sheet: Sheet) -> Mapping[str, str]:
    """Where few cells have a colour of their own, and what its legend says, after a bar; "" without one."""
    return dict(Workbook.of([sheet], check=host.check).fills[0]) if sheet.used else {}


def lines(host: FileHost, sheet: Sheet) -> Iterator[str]:
    """A line each, keys masked. Raises HostError where it cannot be read."""
    for remark in host.remarks(sheet.name).lines():
        yield on_one_line(masked(remark))
    for places, legend in fills(host, sheet).items():
        yield on_one_line(masked(f"{places} coloured{legend.replace('|', ': ', 1)}"))
