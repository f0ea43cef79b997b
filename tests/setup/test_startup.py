"""The add-in in Excel's startup folder: put there, found there, loaded once, taken out."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sheetllm_xl.app import checkup
from sheetllm_xl.cli import cli
from sheetllm_xl.errors import HostError
from sheetllm_xl.setup import ADD_IN, MemoryRegistry, add_in_entries
from sheetllm_xl.setup.startup import displace, place, startup_folder

OPTIONS = r"Software\Microsoft\Office\16.0\Excel\Options"
run = CliRunner().invoke


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MemoryRegistry:
    """A person who has the add-in of an earlier version by an entry, and another's add-in after it."""
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-0123456789abcdef")
    made = MemoryRegistry({OPTIONS: {"OPEN": rf'/R "C:\old\{ADD_IN}"', "OPEN1": "b.xlam"}})
    monkeypatch.setattr(checkup, "registry", lambda: made)
    return made


@pytest.fixture
def add_in(tmp_path: Path) -> Path:
    path = tmp_path / ADD_IN
    path.write_bytes(b"first")
    return path


def test_the_folder_is_the_persons_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPDATA", str(tmp_path))
    assert startup_folder() == tmp_path / "Microsoft/Excel/XLSTART"


def test_it_is_laid_once_and_anew_where_it_changed(add_in: Path, tmp_path: Path) -> None:
    folder = tmp_path / "XLSTART"
    assert [place(add_in, folder), place(add_in, folder)] == [True, False]
    add_in.write_bytes(b"second")
    assert place(add_in, folder)
    assert (folder / ADD_IN).read_bytes() == b"second"
    assert [displace(folder), displace(folder)] == [True, False]
    assert folder.is_dir()  # Excel's


def test_where_it_cannot_be_written_a_sentence_says_so(add_in: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(HostError, match=r"cannot be written: .* Close Excel"):
        place(add_in, tmp_path / "file")
    (tmp_path / "XLSTART" / ADD_IN).mkdir(parents=True)
    with pytest.raises(HostError, match=r"cannot be removed"):
        displace(tmp_path / "XLSTART")


def test_registering_takes_out_the_entry_of_an_earlier_version(registry: MemoryRegistry, add_in: Path) -> None:
    said = run(cli, ["register", "--add-in", str(add_in)]).output.splitlines()
    assert said == [
        "The server is registered.",
        "Excel will load SheetLLM.xlam at its next start.",
        "Excel 16.0 no longer loads SheetLLM.xlam.",
    ]
    assert registry.keys[OPTIONS] == {"OPEN": "b.xlam"}
    assert "✓ Excel 16.0 loads the add-in at its start" in run(cli, ["doctor"]).output
    assert run(cli, ["register", "--add-in", str(add_in)]).output == "Everything was registered already.\n"


def test_the_doctor_sees_that_it_would_be_loaded_twice(registry: MemoryRegistry, add_in: Path) -> None:
    run(cli, ["register", "--add-in", str(add_in)])
    registry.set(OPTIONS, "OPEN1", rf'/R "C:\py\{ADD_IN}"')
    done = run(cli, ["doctor"])
    assert (done.exit_code, "load the add-in twice" in done.output) == (3, True)


def test_a_library_of_it_has_the_one_entry_and_the_startup_folder_none(
    registry: MemoryRegistry, add_in: Path, tmp_path: Path
) -> None:
    run(cli, ["register", "--add-in", str(add_in)])
    library = tmp_path / "Trusted add-ins"
    assert run(cli, ["register", "--add-in", str(add_in), "--library", str(library)]).exit_code == 0
    assert not (startup_folder() / ADD_IN).exists()
    assert (library / ADD_IN).read_bytes() == b"first"
    assert list(add_in_entries(registry, "16.0").values()) == [str(library / ADD_IN)]
    run(cli, ["register", "--add-in", str(add_in)])
    assert not add_in_entries(registry, "16.0")


def test_unregistering_leaves_nothing_and_says_so_the_second_time(registry: MemoryRegistry, add_in: Path) -> None:
    run(cli, ["register", "--add-in", str(add_in)])
    assert run(cli, ["unregister"]).output.splitlines() == [
        "Excel no longer loads SheetLLM.xlam.",
        "The server is no longer registered.",
    ]
    assert not (startup_folder() / ADD_IN).exists()
    assert not [key for key in registry.keys if "Classes" in key]
    assert run(cli, ["unregister"]).output == "Nothing was registered.\n"
