"""``sheetllm convert``: what calls COPILOT is listed, written into a new file once that is agreed to, and shaped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..files.test_conversion import book_of, found_in
from .calling import run
from .test_shapes import holds


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return book_of(tmp_path / "b.xlsx")


def test_the_cells_are_listed_and_nothing_is_written_unasked(old: Path, tmp_path: Path) -> None:
    listed = run("convert", old, "--dry-run")
    assert 'Sheet1!B2  =COPILOT("List",A1:A2)\n  becomes =ASKSHEET("List",A1:A2,"column")\n' in listed.stdout
    assert "  stays as it is. It names no cells" in listed.stdout
    assert "6 cells call COPILOT, 5 of them can be converted." in listed.stdout
    refused = run("convert", old)
    assert (refused.exit_code, "add --yes" in refused.stderr) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["b.xlsx"]


def test_agreed_to_it_is_a_new_file_beside_and_its_shape_is_said(old: Path, tmp_path: Path) -> None:
    before, new = old.read_bytes(), tmp_path / "b-asksheet.xlsx"
    told = json.loads(run("convert", old, "--yes", "--json").stdout)
    assert (told["written"], old.read_bytes()) == (str(new), before)
    assert [str(cell.place) for cell in found_in(new).cells] == ["Sheet1!E7"]
    dry = json.loads(run("convert", old, "--dry-run", "--json").stdout)
    assert dry == told | {"written": None}
    holds(("convert",), told, dry)
    assert "is there already" in run("convert", old, "--yes").stderr


def test_without_such_cells_nothing_is_asked_or_written(book: Path, tmp_path: Path) -> None:
    done = run("convert", book, "--out", tmp_path / "n.xlsx")
    assert (done.exit_code, done.stdout) == (0, "No cell calls COPILOT.\n")
    assert list(tmp_path.iterdir()) == []
