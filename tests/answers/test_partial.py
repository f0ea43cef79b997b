"""A question to each row that breaks off halfway: what is there is shown, and it is asked again like a failure."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetllm_xl import drawn
from sheetllm_xl.record import FAILURE_LIFE
from sheetllm_xl.sheet import Sheet

from ..loopback import Loopback, Play, fails, says
from .test_udfs import CONNECT, opened, run
from .workbook import Workbook

DATA = drawn("Name\nAnn\nBob\nCid\nDan\nEve", "Data")
NAMES = ("Ann", "Bob", "Cid", "Dan", "Eve")


def rows(*some: int) -> Play:
    return says({"rows": [{"row": row, "value": NAMES[row - 2]} for row in some]})


def test_half_an_answer_is_shown_but_not_remembered_for_good(
    api: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("BASE_URL", api.url), ("MAX_RETRIES", "0"), ("REPLY_TOKENS", "150")):
        monkeypatch.setenv(f"SHEETLLM_{name}", value)
    api.then(rows(2, 3, 4, 5, 6), fails(500))
    book = opened(tmp_path, Workbook({"Data": DATA, "Ask": Sheet("Ask")}))
    book.put("B2", '=ASKSHEET("Name?",Data!A1:A6,,"each=row; header=1")')
    run(book)
    half = book.shown["Ask", "B2"]
    assert (half[1], half[-1]) == (("Ann",), (CONNECT,))
    book.calculate_all()
    assert book.shown["Ask", "B2"] == half
    assert len(api.bodies) == 2
    with book.server._desk.answers.ledger.store.writing() as db:  # type: ignore[union-attr]
        db.execute("UPDATE records SET created = created - ?", (FAILURE_LIFE,))
    api.plays[:] = [rows(2, 3, 4, 5, 6)]
    book.calculate_all()
    run(book)
    assert book.shown["Ask", "B2"] == (("",), *((name,) for name in NAMES))
