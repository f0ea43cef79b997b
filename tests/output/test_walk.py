"""M37: of every command and button that writes, no file of anybody's is lost, and none of ours is left half done."""

from __future__ import annotations

import inspect
import os
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir
from typing import Any, get_type_hints

import pytest
from platformdirs import user_cache_path

from sheetllm_xl import server
from sheetllm_xl.excel.write.journal import default_path
from sheetllm_xl.ribbon.surroundings import pages_folder
from sheetllm_xl.settings import user_file
from sheetllm_xl.store import ledger_file

from ..test_architecture import PACKAGE, SOURCES
from . import walk
from .walk import BUTTONS, READ, WRITE, WRITE_NONE, Way, answered, commands, pressing, run, with_copilot

ROOT = Path(__file__).parents[2]


WAYS = [pytest.param(way, id=way.name) for way in WRITE]


MINE = b"years of work"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's workbook, a ledger with a receipt, and a model that nobody can reach."""
    monkeypatch.setenv("SHEETLLM_BASE_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("SHEETLLM_MAX_RETRIES", "0")
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "documents"))
    path = user_file().with_name("book.xlsx")
    path.parent.mkdir(parents=True)
    path.write_bytes(with_copilot())
    answered(path)
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the commands are run, with nothing in it."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def listed(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_every_command_is_known_to_write_or_not() -> None:
    assert commands().keys() == {way.command for way in WRITE} | WRITE_NONE.keys()


def test_every_path_that_a_command_takes_is_read_or_covered() -> None:
    takes = set()
    for words, command in commands().items():
        hints = get_type_hints(inspect.unwrap(command.callback), include_extras=False)
        takes |= {(words, name) for name, hint in hints.items() if "Path" in str(hint)}
    assert takes == READ | {(way.command, way.parameter) for way in WRITE}


def test_every_button_is_known() -> None:
    assert BUTTONS.keys() == set(server.BUTTONS)


def test_nothing_but_the_writer_opens_a_file_to_write() -> None:
    """By the text of every module; those that open the journal's lock, the ledger and stdout are named here."""
    writes = re.compile(r"""write_text|write_bytes|mkstemp|mkdtemp|NamedTemp|open\([^()]*["'][rbt]*[wxa+]|os\.open\(""")
    found = {str(path.relative_to(PACKAGE)) for path in SOURCES if writes.search(path.read_text(encoding="utf-8"))}
    others = {"excel/write/journal.py", "store/database.py", "cli/screen.py"}
    assert found == {"output/files.py"} | others


@pytest.mark.parametrize("command", WRITE_NONE)
def test_a_command_that_writes_no_file_writes_none(command: str, book: Path, folder: Path) -> None:
    before = book.read_bytes()
    assert run(WRITE_NONE[command](book))[0] != 70
    assert (listed(folder), book.read_bytes()) == ([], before)


@pytest.mark.parametrize("way", WAYS)
def test_a_new_file_is_whole_and_its_owners_alone_and_an_own_one_replaced_on_demand(
    way: Way, book: Path, folder: Path
) -> None:
    file = folder / "new" / "deep" / way.name
    words = way.words(book, file)
    assert run(words)[0] == 0
    first = file.read_bytes()
    assert (mode(file), mode(file.parent), mode(file.parent.parent)) == (0o600, 0o700, 0o700)
    code, said = run(words)
    assert (code, "--force replaces it" in said, file.read_bytes()) == (3, True, first)
    file.chmod(0o644)
    assert run([*words, "--force"])[0] == 0
    assert (mode(file), len(file.read_bytes())) == (0o600, pytest.approx(len(first), rel=0.1))
    assert {Path(name).suffix for name in listed(folder)} <= {"", *(Path(one.name).suffix for one in WRITE)}
    assert not [name for name in listed(folder) if ".sheetllm-" in name]


@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize("way", WAYS)
def test_a_file_of_somebody_is_never_lost(way: Way, force: tuple[str, ...], book: Path, folder: Path) -> None:
    victim, file = folder / "victim", folder / way.name
    for place in (lambda: file.write_bytes(MINE), lambda: os.link(victim, file), lambda: file.symlink_to(victim)):
        victim.write_bytes(MINE)
        place()
        code, said = run([*way.words(book, file), *force])
        assert (code, len(said.splitlines())) == (3, 1), said
        assert ("is a link" in said) == file.is_symlink(), said
        assert (victim.read_bytes(), file.read_bytes(), listed(folder)) == (MINE, MINE, sorted((way.name, "victim")))
        file.unlink()
    victim.unlink()
    file.symlink_to(victim)  # a link to nothing: what it names is not made
    assert run([*way.words(book, file), *force])[0] == 3
    assert listed(folder) == [way.name]
    file.unlink()
    file.mkdir()
    assert run([*way.words(book, file), *force])[0] == 3
    assert listed(folder) == [way.name]


@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize("way", [pytest.param(way, id=way.name) for way in WRITE if way.reads_book])
def test_the_workbook_that_is_read_is_never_written(way: Way, force: tuple[str, ...], book: Path, folder: Path) -> None:
    """Not by its name, another path to it, another name of it, or where it is a workbook of ours."""
    before = book.read_bytes()
    os.link(book, folder / "same.xlsx")
    (folder / "linked").symlink_to(book.parent)
    for file in (
        book,
        folder / "same.xlsx",
        folder / "linked" / book.name,
        book.parent / ".." / book.parent.name / book.name,
    ):
        code, said = run([*way.words(book, file), *force])
        assert (code, "is what is read" in said) == (3, True)
    assert (book.read_bytes(), listed(folder)) == (before, ["linked", "same.xlsx"])


@pytest.mark.parametrize("way", WAYS)
def test_below_a_file_nothing_is_made_and_a_linked_folder_is_the_folder(way: Way, book: Path, folder: Path) -> None:
    (folder / "file").write_bytes(MINE)
    code, said = run(way.words(book, folder / "file" / "more" / way.name))
    assert (code, "cannot be written" in said, (folder / "file").read_bytes()) == (3, True, MINE)
    (folder / "to").symlink_to(folder / "real")
    (folder / "real").mkdir()
    assert run(way.words(book, folder / "to" / way.name))[0] == 0
    assert (folder / "real" / way.name).is_file()


def test_a_person_s_own_sheet_stays_where_excel_saved_our_report(book: Path, folder: Path) -> None:
    """Once Excel has saved it, it has notes of a person's: it is no longer ours."""
    from openpyxl import load_workbook

    assert run(["detect", book, "--report", folder / "r.xlsx"])[0] == 0
    noted = load_workbook(folder / "r.xlsx")
    noted.properties.lastModifiedBy = "Zoë"
    noted.save(folder / "r.xlsx")
    before = (folder / "r.xlsx").read_bytes()
    code, said = run(["detect", book, "--report", folder / "r.xlsx", "--force"])
    assert (code, "not as SheetLLM wrote it" in said, (folder / "r.xlsx").read_bytes()) == (3, True, before)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """What is opened to be written, as Python itself tells, but for what belongs to no person."""
    found: list[Path] = []
    heard = True

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        path, _, flags = (*arguments, None, None, None)[:3]
        if (
            heard
            and event == "open"
            and isinstance(path, str)
            and (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        ):
            found.append(Path(path))

    sys.addaudithook(hook)
    yield found
    heard = False


def sample_folder() -> Path:
    return pages_folder().with_name("sample")


def kind(path: Path) -> str:
    """Which of our files is written by way of that one."""
    if path.parent == sample_folder() or path.name.startswith("openpyxl.") or path == Path(gettempdir()):
        return "sample"  # openpyxl writes it in a file for the time being
    if path.name.startswith(".sheetllm-"):
        folders = {pages_folder(): "page", user_file().parent: "settings", default_path().parent: "journal"}
        folders[user_cache_path("sheetllm", appauthor=False)] = "addresses"
        return folders.get(path.parent, "export" if path.parent == Path(os.environ["XDG_DOCUMENTS_DIR"]) else "?")
    return {default_path().with_suffix(".lock"): "journal", ledger_file(): "ledger"}.get(path, f"? {path}")


def test_every_button_writes_the_files_that_are_known_of_it_and_no_other(
    book: Path, folder: Path, opened: list[Path]
) -> None:
    with pressing(folder) as press:
        opened.clear()
        for name, (presses, writes) in BUTTONS.items():
            for given in presses:
                press(name, given)
            assert {kind(path) for path in opened} - {"ledger"} == {*writes.split()} - {"ledger"}, name
            opened.clear()
    files = [path for path in folder.parent.rglob("*") if path.is_file() and path != book]
    assert {path.name: mode(path) for path in files if mode(path) != 0o600} == {}
    assert {mode(path) for path in (pages_folder(), default_path().parent, folder.parent / "documents")} == {0o700}


def test_no_button_loses_a_file_of_somebody(book: Path, folder: Path) -> None:
    documents = folder.parent / "documents"
    documents.mkdir()
    (documents / walk.USAGE_CSV).write_bytes(MINE)
    victims = [folder / str(number) for number in range(3)]
    for victim, link in zip(
        victims,
        (user_file(), default_path(), (documents / walk.USAGE_CSV).with_stem(Path(walk.USAGE_CSV).stem + "-2")),
        strict=True,
    ):
        victim.write_bytes(b"[]" if link == default_path() else b"# mine\n")
        link.symlink_to(victim)
    before = [victim.read_bytes() for victim in victims]
    with pressing(folder) as press:
        said = {name: [press(name, given) for given in presses] for name, (presses, _) in BUTTONS.items()}
    assert "is a link" in said["ChooseModel"][0]
    assert "is a link" in said["DetectList"][1]
    assert [victim.read_bytes() for victim in victims] == before
    assert (documents / walk.USAGE_CSV).read_bytes() == MINE
    assert len(list(documents.iterdir())) == 3
