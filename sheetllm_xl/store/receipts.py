"""Receipts: what each question read, sent and cost, and what its answer stands on, kept until the person deletes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from ..errors import InputError
from .database import Store

_COLUMNS = "id, at, state, told"


def new_id() -> str:
    """A name for a receipt: twelve hexadecimal digits. Its first few do where no other begins with them."""
    return uuid4().hex[:12]


@dataclass(frozen=True, slots=True)
class Kept:
    """A receipt as it is kept; ``told`` holds JSON's types.

    ``state``: verified, unverified, contradicted, not found, or failed.
    """

    id: str
    at: datetime
    state: str
    told: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """All of it, for export."""
        return {"id": self.id, "at": self.at.isoformat(" ", "seconds"), "state": self.state, **self.told}


class Receipts:
    """The receipts of one ledger. Every method raises LedgerError."""

    _store: Store

    def keep(self, receipt: Kept) -> None:
        """Write a receipt; one transaction, so it is there whole or not at all."""
        row = (receipt.id, receipt.at.timestamp(), receipt.state, json.dumps(receipt.told, ensure_ascii=True))
        with self._store.writing() as db:
            db.execute(f"INSERT OR REPLACE INTO receipts ({_COLUMNS}) VALUES (?, ?, ?, ?)", row)  # noqa: S608

    def receipts(self, most: int = -1, *, oldest_first: bool = False) -> Iterator[Kept]:
        """The newest first, at most so many; -1 for all. They are read as they are taken."""
        order = "at, rowid" if oldest_first else "at DESC, rowid DESC"
        query = f"SELECT {_COLUMNS} FROM receipts ORDER BY {order} LIMIT ?"  # noqa: S608 - our own words
        with self._store.reading() as db:
            yield from map(_kept, db.execute(query, (most,)))

    def receipt(self, name: str = "") -> Kept:
        """The receipt whose id begins so; the newest for none. Raises InputError where there is none, or several."""
        begun = name.strip().lower()
        if not re.fullmatch("[0-9a-f]{0,12}", begun):
            raise InputError(f"“{name[:40]}” is no receipt; `sheetllm receipts list` names them.")
        with self._store.reading() as db:
            query = f"SELECT {_COLUMNS} FROM receipts WHERE id GLOB ? ORDER BY at DESC, rowid DESC LIMIT 2"  # noqa: S608
            rows = db.execute(query, (f"{begun}*",)).fetchall()
        if not rows:
            raise InputError(f"There is no receipt {begun}." if begun else "There is no receipt yet.")
        if begun and len(rows) > 1:
            raise InputError(f"Several receipts begin with {begun}; name more of it.")
        return _kept(rows[0])


def _kept(row: tuple[str, float, str, str]) -> Kept:
    return Kept(row[0], datetime.fromtimestamp(row[1]), row[2], json.loads(row[3]))
