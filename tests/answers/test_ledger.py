"""The ledger's bad days: damaged, locked, read-only, full, of another version."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sheetllm_xl.answers.queue import Jobs
from sheetllm_xl.literals import CellError
from sheetllm_xl.models.breaker import Breaker
from sheetllm_xl.record import LedgerError, Record
from sheetllm_xl.store import Ledger
from sheetllm_xl.store.owners import alive

from .clock import Time

ANSWER = Record(rows=((7.0,),), text="Seven.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "ledger.sqlite"


def asked(ledger: Ledger, key: str = "k") -> tuple[Record | None, list[object]]:
    """What a cell gets that asks, is answered if it may be asked, and asks again; and what was called back."""
    recalled: list[object] = []
    jobs = Jobs(ledger, Breaker(lambda: 0.0), recalled.extend, lambda: 0.0)
    first = jobs.submit(key, lambda: ANSWER, "A1")
    while jobs.run_next():
        pass
    return first or jobs.submit(key, lambda: ANSWER, "A1"), recalled


@pytest.mark.parametrize("junk", [b"SQLite format 3\0" + b"\xff" * 5000, b"PK\x03\x04 a workbook", b"x" * 100_000])
def test_a_damaged_file_is_set_aside_and_said_so(path: Path, junk: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(junk)
    ledger = Ledger(path)
    said, _ = asked(ledger)
    said = said if said and not said.failed else asked(ledger)[0]
    assert said == ANSWER
    (aside,) = ledger.store.set_aside()
    assert aside.read_bytes() == junk
    assert aside.name in ledger.store.notice
    assert Ledger(path).find("k") == ANSWER


def test_what_is_settled_for_now_and_the_longer_claim_are_written_as_one(path: Path) -> None:
    now = Time()
    ledger = Ledger(path, wall=lambda: now.wall, clock=lambda: now.clock)
    ledger.claim("k", 60.0)
    ledger.store.close()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("CREATE TRIGGER full BEFORE UPDATE ON claims BEGIN SELECT RAISE(ABORT, 'no'); END")
        with pytest.raises(LedgerError):
            ledger.settle("k", Record(error=CellError.CONNECT, sentence="late"), going_on=600.0)
        assert ledger.find("k") is None
        db.execute("DROP TRIGGER full")
        ledger.settle("k", Record(error=CellError.CONNECT, sentence="late"), going_on=600.0)
        assert ledger.find("k") is not None
        assert db.execute("SELECT until_wall, until_clock FROM claims").fetchall() == [
            (now.wall + 600.0, now.clock + 600.0)
        ]


def test_damage_that_shows_later_is_set_aside_too(path: Path) -> None:
    ledger = Ledger(path)
    for i in range(400):
        ledger.settle(f"k{i:03}", Record(text="long " * 200))
    ledger.store.close()
    raw = bytearray(path.read_bytes())
    raw[4096 * 3 :] = b"\x5a" * len(raw[4096 * 3 :])
    path.write_bytes(raw)
    other = Ledger(path)
    with pytest.raises(LedgerError, match="was damaged") as caught:
        _ = [other.find(f"k{i:03}") for i in range(400)]
    assert caught.value.passing
    assert len(other.store.set_aside()) == 1
    assert asked(other)[0] == ANSWER


def test_another_thread_goes_on_in_the_new_file(path: Path) -> None:
    ledger = Ledger(path)
    ledger.settle("old", ANSWER)
    path.write_bytes(b"junk" * 9000)
    Path(f"{path}-wal").unlink(missing_ok=True)

    def in_thread() -> None:
        with contextlib.suppress(LedgerError):
            ledger.find("x")
        ledger.settle("new", ANSWER)
        ledger.store.close()

    thread = threading.Thread(target=in_thread)
    thread.start()
    thread.join()
    assert ledger.find("new") == ANSWER


def test_a_ledger_of_a_later_version_is_left_as_it_is(path: Path) -> None:
    Ledger(path).settle("k", ANSWER)
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(LedgerError, match="later version"):
        Ledger(path).find("k")
    said, _ = asked(Ledger(path))
    assert said is not None
    assert (said.error, "later version" in said.sentence) == (CellError.VALUE, True)
    assert Ledger(path).store.set_aside() == ()


def test_a_locked_ledger_delays_nobody_and_the_cell_settles(path: Path) -> None:
    ledger = Ledger(path)
    ledger.settle("known", ANSWER)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    now = [0.0]
    recalled: list[object] = []
    jobs = Jobs(ledger, Breaker(lambda: now[0]), recalled.extend, lambda: now[0])
    assert jobs.submit("known", lambda: ANSWER, "A1") == ANSWER
    assert jobs.submit("k", lambda: ANSWER, "B1") is None
    jobs.run_next()
    assert recalled == []
    now[0] = 91.0
    jobs.tick()
    said = jobs.submit("k", lambda: ANSWER, "B1")
    assert recalled == ["B1"]
    assert said is not None
    assert said.error is CellError.CONNECT
    assert "remembered only until" in said.notes[0]
    other.execute("ROLLBACK")
    other.close()


def test_a_lock_that_passes_costs_nothing(path: Path) -> None:
    ledger = Ledger(path)
    ledger.settle("known", ANSWER)
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    recalled: list[object] = []
    jobs = Jobs(ledger, Breaker(lambda: 0.0), recalled.extend, lambda: 0.0)
    assert jobs.submit("k", lambda: ANSWER, "B1") is None
    threading.Timer(0.2, lambda: other.execute("ROLLBACK")).start()
    jobs.run_next()
    jobs.tick()
    jobs.run_next()
    assert (recalled, ledger.find("k")) == (["B1"], ANSWER)
    other.close()


def full(ledger: Ledger) -> None:
    """As little room as the file already takes: SQLite reports a full disk for more, as for a real one."""
    with ledger.store.reading() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_keeps_answers_in_memory(path: Path) -> None:
    ledger = Ledger(path)
    ledger.settle("known", ANSWER)
    full(ledger)
    big = Record(rows=((7.0,),), text="Seven. " * 5000)
    jobs = Jobs(ledger, Breaker(lambda: 0.0), lambda cells: None, lambda: 0.0)
    jobs.submit("k", lambda: big, "B1")
    jobs.run_next()
    said = jobs.submit("k", lambda: big, "B1")
    assert said is not None
    assert (said.rows, "disk is full" in said.notes[0]) == (big.rows, True)
    assert jobs.submit("known", lambda: big, "A1") == ANSWER


def test_a_folder_that_takes_nothing_is_a_sentence_in_the_cell(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    said, _ = asked(Ledger(tmp_path / "file" / "ledger.sqlite"))
    assert said is not None
    assert (said.error, said.sentence) == (
        CellError.VALUE,
        "The ledger cannot be opened; check that its folder exists and is yours.",
    )


def test_a_read_only_ledger_still_gives_what_it_remembers(path: Path) -> None:
    ledger = Ledger(path)
    ledger.settle("known", ANSWER)
    with ledger.store.reading() as db:
        db.execute("PRAGMA query_only = ON")
    assert asked(ledger, "known")[0] == ANSWER
    said, recalled = asked(ledger)
    assert said is not None
    assert ("read-only" in said.sentence, said.error, recalled) == (True, CellError.VALUE, ["A1"])


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_nobody_else_may_read_it(path: Path) -> None:
    Ledger(path).settle("k", ANSWER)
    assert path.stat().st_mode & 0o077 == 0


def test_a_failure_replaces_no_answer(path: Path) -> None:
    ledger = Ledger(path)
    ledger.settle("k", ANSWER)
    ledger.settle("k", Record(error=CellError.CONNECT, sentence="late"))
    assert ledger.find("k") == ANSWER


def test_what_a_cell_asked_last_is_found_again(path: Path) -> None:
    ledger = Ledger(path)
    refused = Record(error=CellError.BLOCKED, sentence="No.")
    ledger.note_cells({"c1": ("k1", None), "c2": ("", refused)})
    ledger.note_cells({"c1": ("k2", None)})
    assert (ledger.cell("c1"), ledger.cell("c2"), ledger.cell("c3")) == (("k2", None), ("", refused), None)


def test_it_is_known_whether_a_process_lives() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert alive(child.pid)
    assert alive(os.getpid())
    child.kill()
    child.wait()
    child.stdin.close()  # type: ignore[union-attr]
    assert not alive(child.pid)


@pytest.mark.parametrize(("wall", "clock"), [(-86400, 96), (96, 0)], ids=["set back", "set ahead"])
def test_a_claim_ends_when_either_clock_says_so(path: Path, wall: float, clock: float) -> None:
    at = Time()
    first, second = (
        Ledger(path, wall=lambda: at.wall, clock=lambda: at.clock, is_alive=lambda pid: True) for _ in range(2)
    )
    first._pid = 4242
    assert first.claim("k", 90).state == "mine"
    assert second.claim("k", 90).state == "theirs"
    at.wall += wall
    at.clock += clock
    assert second.claim("k", 90).state == "mine"
