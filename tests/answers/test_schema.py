"""A ledger whose tables have changed is a new version of it, so that an older program leaves it alone."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from sheetllm_xl.store import Ledger, database


def test_changed_tables_are_a_new_version(tmp_path: Path) -> None:
    Ledger(tmp_path / "l.sqlite").find("k")
    with closing(sqlite3.connect(tmp_path / "l.sqlite")) as db:
        made = db.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL ORDER BY name").fetchall()
    words = " ".join(" ".join(sql for (sql,) in made).split())
    assert {database.VERSION: hashlib.sha256(words.encode()).hexdigest()[:12]} == {6: "f0d932daaccb"}
