"""The promises that only real workbooks can test; they are not part of the project, see tests/bench/corpus.py."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sheetllm_xl.compress import LOSSLESS, compress, decode
from sheetllm_xl.errors import HostError
from sheetllm_xl.files.file import FileHost

from .bench.corpus import ABSENT, CORPUS, sheets
from .bench.readers import FOLDERS, books, compare

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(not CORPUS.is_dir(), reason=ABSENT),
]


@pytest.mark.parametrize("folder", ["detection", "general"])
def test_lossless_gives_every_real_sheet_back(folder: str) -> None:
    count = 0
    for path, sheet in sheets(folder):
        assert decode(compress(sheet, LOSSLESS, count=len).text) == sheet, path.name
        count += 1
    assert count > 300


def test_detection_of_the_whole_corpus_in_one_process(tmp_path: Path) -> None:
    folder = CORPUS / "detection"
    books = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.xlsx"))
    program = [sys.executable, "-m", "sheetllm_xl", "detect", "--jsonl", *books]
    done = subprocess.run(program, cwd=folder, capture_output=True, text=True, check=True, timeout=900)
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text(done.stdout, encoding="utf-8")
    scorer = [
        sys.executable,
        str(CORPUS / "score_detection.py"),
        str(folder / "labels.jsonl"),
        str(predictions),
        "--json",
    ]
    report = json.loads(subprocess.run(scorer, capture_output=True, text=True, check=True).stdout)
    assert report["sheets_without_prediction_line"] == 0
    assert report["overall"]["eob0"]["f1"] >= 0.45


def _sentence_of(path: Path) -> str:
    """Read every sheet; the sentence of the HostError, or "" where all went well. Any other error fails the test."""
    try:
        with FileHost(path) as host:
            for name in host.sheet_names():
                host.read(name)
    except HostError as error:
        return str(error)
    return ""


def test_every_odd_file_is_read_or_said_to_be_what_it_is() -> None:
    told = {}
    for path in books(("odd",), 1):
        before = path.stat().st_mtime_ns
        told[path.name] = sentence = _sentence_of(path)
        assert "\n" not in sentence
        assert not sentence or sentence.endswith("."), path.name
        assert path.stat().st_mtime_ns == before
    assert set(told) == {entry["file"] for entry in json.loads((CORPUS / "odd" / "manifest.json").read_text("utf-8"))}
    for name, sentence in told.items():  # what can be read is settled by the other readers, below
        assert not (name.lower().endswith(".ods") and sentence), name


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_difference_to_other_readers_has_a_name(folder: str) -> None:
    pytest.importorskip("python_calamine", reason="the second reader of binary workbooks, of the extra dev")
    found = compare((folder,))
    print(found.text())
    assert found.read + sum(found.refused.values()) == found.files > 0
    assert not found.untyped
    assert not found.over
    assert not found.unexplained
    assert found.compared + sum(found.alone.values()) == found.read
