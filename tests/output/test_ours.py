"""The files of our own: the journal under many processes, the ledger's mode, pages that do not stay."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sheetllm_xl.errors import HostError
from sheetllm_xl.excel.write.journal import Change, Journal, Work
from sheetllm_xl.ribbon.surroundings import Surroundings, pages_folder, sweep_pages
from sheetllm_xl.store import Ledger

WRITER = """
import sys
from pathlib import Path
from sheetllm_xl.excel.write.journal import Change, Journal, Work
journal = Journal(Path(sys.argv[1]))
for number in range(20):
    kept = journal.put(Work(0, sys.argv[2], f"work {number}"))
    journal.put(Work(kept.number, sys.argv[2], kept.words, (Change("name", "S", "n"),)))
"""
posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's; on Windows the folder of a person is theirs")


def test_no_work_is_lost_where_several_processes_write_the_journal(tmp_path: Path) -> None:
    path = tmp_path / "journal.json"
    started = [subprocess.Popen([sys.executable, "-c", WRITER, path, f"b{number}"]) for number in range(4)]
    assert [process.wait(timeout=100) for process in started] == [0] * 4
    works = [Journal(path).works(f"b{number}") for number in range(4)]
    assert [[work.words for work in each] for each in works] == [[f"work {number}" for number in range(20)]] * 4
    assert sorted(work.number for each in works for work in each) == [*range(1, 81)]
    assert all(work.changes == (Change("name", "S", "n"),) for each in works for work in each)


def test_a_lock_that_is_not_given_back_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sheetllm_xl.excel.write.journal._WAIT", 0.05)
    journal = Journal(tmp_path / "journal.json")
    with journal._alone(), pytest.raises(HostError, match="Another process keeps the undo journal locked"):
        journal.put(Work(0, "b", "w"))
    assert journal.put(Work(0, "b", "w")).number == 1


@posix
def test_the_ledger_is_its_owner_s_from_the_first_byte(tmp_path: Path) -> None:
    changed: list[str] = []
    sys.addaudithook(lambda event, given: changed.append(str(given[0])) if event == "os.chmod" else None)
    before = os.umask(0o022)
    try:
        ledger = Ledger(tmp_path / "new" / "ledger.sqlite")
        ledger.pause(True)
        found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").iterdir()}
    finally:
        os.umask(before)
    assert not [path for path in changed if path.startswith(str(tmp_path))]  # they are made so, not mended
    assert found == dict.fromkeys(("ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"), 0o600)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


@posix
def test_a_ledger_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    Ledger(tmp_path / "ledger.sqlite").pause(True)
    for path in tmp_path.iterdir():
        path.chmod(0o644)
    assert Ledger(tmp_path / "ledger.sqlite").paused
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_a_page_goes_within_the_hour_and_nothing_else_does() -> None:
    opened: list[str] = []
    around = Surroundings(open_page=opened.append)
    around.show("T", "text")
    [page] = pages_folder().iterdir()
    assert opened == [page.as_uri()]
    (pages_folder() / "mine.html").write_text("mine")
    os.utime(pages_folder() / "mine.html", (0, 0))
    sweep_pages(time.time() + 3_500)
    assert page.exists()
    os.utime(page, (0, 0))
    around.show("T", "another")
    assert not page.exists()
    assert sorted(path.name == "mine.html" for path in pages_folder().iterdir()) == [False, True]


def test_a_page_that_cannot_be_written_is_said_in_a_box() -> None:
    pages_folder().parent.mkdir(parents=True)
    pages_folder().write_text("a file where the folder should be")
    told: list[str] = []

    class Box:
        def ask_hidden(self, title: str, prompt: str, owner: int = 0) -> None: ...
        def tell(self, title: str, text: str, owner: int = 0) -> None:
            told.append(text)

    around = Surroundings(later=lambda work: work(), boxes=Box)
    around.show_later("T", lambda: ["text"])
    assert len(told) == 1
    assert "cannot be written" in told[0]
    with pytest.raises(HostError, match="cannot be written"):
        around.show("T", "text")
