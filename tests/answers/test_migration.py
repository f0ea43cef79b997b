"""A ledger of an earlier version is read by this one with nothing lost; the release of version 3 wrote one itself."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path

import pytest

from sheetllm_xl.answers.going_on import reply_digest
from sheetllm_xl.answers.receipts import receipt_fields
from sheetllm_xl.answers.shapes import Form, why
from sheetllm_xl.errors import InputError
from sheetllm_xl.files.sample import write_sample
from sheetllm_xl.literals import CellError
from sheetllm_xl.ports import Completion, Prompt, Usage
from sheetllm_xl.record import LedgerError
from sheetllm_xl.store import Ledger, ledger_file
from sheetllm_xl.store.migration import VERSION

from ..cli.calling import run

OLD = Path(__file__).parents[1] / "golden" / "ledger_v3"
LINES = [json.loads(line) for line in (OLD / "receipts.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def ledger() -> Ledger:
    """The ledger of this person, as the earlier version left it."""
    path = ledger_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(path) as db:
        db.executescript((OLD / "ledger.sql").read_text(encoding="utf-8"))
    db.close()
    return Ledger(path)


def without_time(fields: dict[str, object]) -> dict[str, object]:
    """A receipt but for its time of day, which is told in the time zone of the computer that shows it."""
    return {name: value for name, value in fields.items() if name != "at"}


def test_every_receipt_has_the_fields_it_had(ledger: Ledger) -> None:
    receipts = [receipt_fields(one) for one in ledger.receipts(oldest_first=True)]
    assert list(map(without_time, receipts)) == list(map(without_time, LINES))
    assert [list(one) for one in receipts] == [list(one) for one in LINES]
    assert sorted(one["at"] for one in receipts) == [one["at"] for one in receipts]


def test_what_was_answered_is_still_remembered_and_says_the_same(ledger: Ledger) -> None:
    with ledger.store.reading() as db:
        ((key, version),) = db.execute("SELECT key, (SELECT * FROM pragma_user_version) FROM records WHERE key <> ''")
    record = ledger.find(key)
    assert version == VERSION
    assert record is not None
    assert Form().rows(record) == ((1800.0,),)
    assert record.moved("Other", (2, 2)).formula == "=SUM(C3:C4)"
    assert why(record) == (
        "In all 1800. 2 of 2 citations checked against the cells. The sheet is small and holds one table, so no call "
        "was spent on finding it. Read Data!A1:D4, 15 cells; sent 1,053 tokens instead of 96, in 1 calls to "
        "claude-sonnet-5-5. Receipt 6b6b29e05af7. Request req_7."
    )


def test_calls_and_the_refusals_of_cells_are_still_there(ledger: Ledger) -> None:
    assert len(list(ledger.calls())) == sum(len(line["stages"]) for line in LINES) + 1  # and one that failed
    with ledger.store.reading() as db:
        cells = [cell for (cell,) in db.execute("SELECT cell FROM cells WHERE refusal IS NOT NULL")]
    (noted,) = map(ledger.cell, cells)
    assert noted is not None
    assert noted[1] is not None
    assert (noted[1].error, "paused" in noted[1].sentence) == (CellError.BLOCKED, True)


def test_they_are_shown_exported_and_replayed(ledger: Ledger, tmp_path: Path) -> None:
    shown = "\n".join(run("receipts", "show", line["id"]).stdout for line in LINES)
    times = ("· 2026-11-30 01:17:07 ·", "· 2026-11-30 01:17:08 ·")
    lines = (OLD / "shown.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in shown.splitlines() if not line.startswith("Receipt ")] == [
        line for line in lines if not any(time in line for time in times)
    ]
    assert run("receipts", "export", tmp_path / "r.jsonl").exit_code == 0
    exported = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()]
    assert list(map(without_time, exported)) == list(map(without_time, LINES))
    write_sample(tmp_path / "sample.xlsx")
    done = run("receipts", "replay", LINES[0]["id"], tmp_path / "sample.xlsx")
    assert (done.exit_code, "=SUM(C7:C11) comes to the same value: 3562." in done.stdout) == (0, True)


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"question": 7}', "\x00"])
def test_a_receipt_that_cannot_be_read_keeps_its_words(ledger: Ledger, body: str) -> None:
    path = ledger.store.path
    with sqlite3.connect(path) as db:
        db.execute("UPDATE receipts SET told = ? WHERE id = ?", (body, LINES[0]["id"]))
        db.execute("UPDATE answers SET outcome = ?", (body,))
    db.close()
    first, *others = Ledger(path).receipts(oldest_first=True)
    assert (first.id, first.state, first.text) == (LINES[0]["id"], "verified", body)
    assert list(map(without_time, map(receipt_fields, others))) == list(map(without_time, LINES[1:]))


def test_a_ledger_of_version_one_is_brought_up_with_all_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with sqlite3.connect(path) as old:
        old.executescript(
            """
            CREATE TABLE answers (key TEXT PRIMARY KEY, outcome TEXT NOT NULL, failed INTEGER NOT NULL,
                created REAL NOT NULL) WITHOUT ROWID;
            CREATE TABLE claims (key TEXT PRIMARY KEY, owner TEXT NOT NULL, pid INTEGER NOT NULL,
                until_wall REAL NOT NULL, until_clock REAL NOT NULL) WITHOUT ROWID;
            CREATE TABLE calls (id INTEGER PRIMARY KEY, at REAL NOT NULL, book TEXT NOT NULL, model TEXT NOT NULL,
                state TEXT NOT NULL, estimate INTEGER NOT NULL, input INTEGER, output INTEGER, cache_write INTEGER,
                cache_read INTEGER, request_id TEXT);
            CREATE TABLE cells (cell TEXT PRIMARY KEY, key TEXT NOT NULL, outcome TEXT, at REAL NOT NULL) WITHOUT ROWID;
            CREATE TABLE switches (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
            INSERT INTO answers VALUES ('k', '{"text": "Seven."}', 0, 5.0);
            INSERT INTO calls VALUES (1, 5.0, 'b', 'm', 'done', 9, 100, 20, 7, 3, 'req_1');
            PRAGMA user_version = 1;
            """
        )
    old.close()
    books = Ledger(path)
    assert [(call.usage.input_tokens, call.receipt, call.unseen, call.cost) for call in books.calls()] == [
        (100, "", 0, None)
    ]
    found = books.find("k")
    assert found is not None
    assert (found.text, list(books.receipts())) == ("Seven.", [])
    with books.store.reading() as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == VERSION
    with pytest.raises(InputError, match="no receipt yet"):
        books.receipt()


def test_a_migration_that_breaks_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sheetllm_xl.store import migration as store

    path = tmp_path / "ledger.sqlite"
    monkeypatch.setattr(store, "VERSION", 1)
    monkeypatch.setattr(store, "_STEPS", store._STEPS[:1])
    Ledger(path).pause(True)
    monkeypatch.undo()
    monkeypatch.setattr(store, "_STEPS", (*store._STEPS[:1], (*store._STEPS[1], "BROKEN")))
    with pytest.raises(LedgerError):
        Ledger(path).find("k")
    monkeypatch.undo()
    books = Ledger(path)
    assert (books.paused, list(books.receipts())) == (True, [])


def test_a_reply_that_version_five_kept_is_given_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It named requests by the whole of their SHA-256, and what broke off under it is paid for."""
    from sheetllm_xl.store import migration as store

    path, prompt = tmp_path / "ledger.sqlite", Prompt("Answer.", "A1,7", "Units?", {"type": "object"}, 100)
    words = json.dumps(["m", prompt.text, {"type": "object"}, 100], sort_keys=True)
    monkeypatch.setattr(store, "VERSION", 5)
    monkeypatch.setattr(store, "_STEPS", store._STEPS[:5])
    Ledger(path).keep_reply(hashlib.sha256(words.encode()).hexdigest(), Completion("7", "end_turn", Usage(9), "m"))
    monkeypatch.undo()
    kept = Ledger(path).reply(reply_digest("m", prompt))
    assert kept is not None
    assert kept.text == "7"
