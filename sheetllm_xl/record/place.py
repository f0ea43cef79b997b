"""Place: where a cell is, and the digest that stands for it where no name may be written down."""

from __future__ import annotations

import hashlib
from typing import NamedTuple


class Place(NamedTuple):
    """Where a cell is: the workbook's full name, the sheet's name, the address as A1."""

    book: str
    sheet: str
    cell: str

    @property
    def digest(self) -> str:
        """What stands for the place in the ledger, which keeps no names."""
        return digest("\x1f".join(self))


def digest(text: str) -> str:
    """A short name for a text that may not be written down."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
