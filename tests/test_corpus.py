"""The promises that only real workbooks can test; they are not part of the project, see tests/bench/corpus.py."""

import json
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import MergedCell

from sheetllm_xl.compress import LOSSLESS, compress, decode
from sheetllm_xl.errors import HostError
from sheetllm_xl.hosts.file import FileHost
from sheetllm_xl.literals import CellError

from .bench.corpus import ABSENT, CORPUS, sheets

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
    read = said = 0
    for path in sorted((CORPUS / "odd").rglob("*.xl*")):
        before = path.stat().st_mtime_ns
        sentence = _sentence_of(path)
        read, said = read + (not sentence), said + bool(sentence)
        assert "\n" not in sentence
        assert not sentence or sentence.endswith("."), path.name
        assert path.stat().st_mtime_ns == before
    assert read > 500
    assert said > 400


def _as_openpyxl_has_it(value: object) -> object:
    """openpyxl's values in ours: whole numbers, dates without a time; an empty text is no value."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return float(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_values_are_those_that_openpyxl_reads() -> None:
    compared = 0
    for path in sorted((CORPUS / "detection").rglob("*.xlsx"))[::4]:
        if path.stat().st_size > 300_000:
            continue
        try:
            theirs = openpyxl.load_workbook(path, data_only=True)
        except (TypeError, ValueError, KeyError):  # what openpyxl cannot open
            continue
        with FileHost(path) as host:
            for name in host.sheet_names():
                sheet = host.read(name)
                for row in theirs[name].iter_rows():
                    for cell in row:
                        # openpyxl gives an empty linked cell its target, and a merge's covered cells nothing.
                        if isinstance(cell, MergedCell) or cell.hyperlink is not None:
                            continue
                        want, got = _as_openpyxl_has_it(cell.value), sheet.value(cell.row, cell.column)
                        if isinstance(want, timedelta) or want == got:  # we keep a length of time as its number
                            compared += want is not None
                            continue
                        assert isinstance(got, CellError) or (path.name, cell.coordinate, want) == got
        theirs.close()
    assert compared > 50_000
