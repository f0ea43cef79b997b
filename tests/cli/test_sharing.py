"""Many workbooks: each once, none harmed by another, resumed where it broke off, and the same over a cluster."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from sheetllm_xl.cli import sharing
from sheetllm_xl.files.sample import sample
from sheetllm_xl.library.folders import bounds_of, found_here, found_in, workbooks_in
from sheetllm_xl.settings import load

from .calling import run

TABLES = ["B5:J12", "L5:N8", "B17:H137"]


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "share"
    (folder / "deep").mkdir(parents=True)
    for name in ("a.xlsx", "b.xlsx", "deep/c.xlsx"):
        (folder / name).write_bytes(sample())
    (folder / "bad.xlsx").write_bytes(b"PK\x03\x04nothing")
    (folder / "d.csv").write_bytes(b"Region,Units\nNorth,1\nSouth,2\nEast,3\n")
    (folder / "~$a.xlsx").write_bytes(b"open")
    (folder / "notes.docx").write_bytes(b"PK")
    return folder


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def test_a_folder_is_all_its_workbooks(share: Path) -> None:
    names = [path.relative_to(share).as_posix() for path in workbooks_in([share, share / "a.xlsx"])]
    assert names == ["a.xlsx", "b.xlsx", "bad.xlsx", "d.csv", "deep/c.xlsx"]
    listed = run("detect", share, "--jsonl")
    assert listed.exit_code == 3
    assert [json.loads(line)["sheet"] for line in listed.stdout.splitlines()] == [
        *["Sales 2026"] * 2,
        "d",
        "Sales 2026",
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_line_a_workbook_in_order_and_a_bad_one_harms_none(share: Path, tmp_path: Path, jobs: int) -> None:
    out = tmp_path / "new" / "found.jsonl"
    done = run("detect", share, "--jobs", jobs, "--out", out)
    assert done.exit_code == 3
    found = lines(out)
    assert [Path(one["workbook"]).name for one in found] == ["a.xlsx", "b.xlsx", "bad.xlsx", "d.csv", "c.xlsx"]
    assert [one["sheets"][0]["tables"] for one in found if one["sheets"]] == [TABLES, TABLES, ["A1:B4"], TABLES]
    assert "damaged" in found[2]["error"]
    assert not list(out.parent.glob("*.part"))
    assert run("detect", share, "--out", out).exit_code == 3
    assert lines(out) == found
    assert run("detect", share, "--out", out, "--force").exit_code == 3


def test_parquet_has_a_row_a_table(share: Path, tmp_path: Path) -> None:
    out = tmp_path / "found.parquet"
    assert run("detect", share, "--out", out, "--jobs", 2).exit_code == 3
    rows = pq.read_table(out).to_pylist()
    assert [row["table"] for row in rows] == [*TABLES, *TABLES, None, "A1:B4", *TABLES]
    assert run("detect", share, "--out", out, "--force").exit_code == 3
    (tmp_path / "theirs.parquet").write_bytes(b"PAR1")
    assert "not as SheetLLM wrote it" in run("detect", share, "--out", tmp_path / "theirs.parquet", "--force").stderr


@pytest.mark.parametrize("there", [False, True])
def test_without_the_library_for_parquet_nothing_is_begun(
    share: Path, tmp_path: Path, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "found.parquet"
    if there:
        assert run("detect", share / "d.csv", "--out", out).exit_code == 0
    before = out.read_bytes() if there else None
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    refused = run("detect", share, "--out", out, "--force")
    assert (refused.exit_code, '"sheetllm-xl[parquet]"' in refused.stderr) == (1, True)
    assert "damaged" not in refused.stderr  # no workbook was read
    assert (out.read_bytes() if there else None) == before
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are Unicode there")
@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_a_name_that_is_not_utf_8_is_spelled_out(tmp_path: Path, ending: str) -> None:
    folder, out = tmp_path / "books", tmp_path / f"found.{ending}"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/b\xff.csv")).write_bytes(b"Region,Units\nNorth,1\nSouth,2\n")
    assert run("detect", folder, "--out", out).exit_code == 0
    if ending == "parquet":
        assert pq.read_table(out).to_pylist()[0]["workbook"].endswith("b\\udcff.csv")
    else:
        assert lines(out)[0]["workbook"].endswith("b\udcff.csv")


def broken_off(folder: Path, out: Path, after: int) -> list[str]:
    """The lines that a run leaves behind that a person ends by Ctrl-C after so many workbooks."""

    def doing(words: str) -> None:
        if words.startswith(f"{after + 1} of"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sharing.share([*workbooks_in([folder])], out, 1, None, False, doing)
    return out.with_name(f"{out.name}.part").read_text(encoding="utf-8").splitlines(keepends=True)


@pytest.mark.parametrize("damage", ['{"file": "x", "found": {"works\n3\n{}\n{"file": "x", "found": {}}\n', ""])
def test_what_was_found_before_is_not_searched_again_and_a_damaged_or_cut_line_is(
    share: Path, tmp_path: Path, damage: str
) -> None:
    out, journal = tmp_path / "found.jsonl", tmp_path / "found.jsonl.part"
    head, first, second = broken_off(share, out, 2)
    journal.write_text(head + damage + first.replace("B5:J12", "Z1:Z9") + second[:30], encoding="utf-8")
    journal.chmod(0o644)
    assert "".join(broken_off(share, out, 0)).startswith(head + (damage or first.replace("B5:J12", "Z1:Z9")))
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600
    resumed = run("detect", share, "--out", out)
    assert "1 were found before; going on with 4." in resumed.stderr
    tables = [one["sheets"][0]["tables"] for one in lines(out) if one["sheets"]]
    assert tables == [["Z1:Z9", *TABLES[1:]], TABLES, ["A1:B4"], TABLES]


def test_what_could_not_be_read_or_was_changed_is_searched_again(share: Path, tmp_path: Path) -> None:
    out = tmp_path / "found.jsonl"
    bad, changed = share / "bad.xlsx", share / "a.xlsx"
    then = bad.stat()
    broken_off(share, out, 3)
    bad.write_bytes(sample())
    os.utime(bad, ns=(then.st_atime_ns, then.st_mtime_ns))
    changed.write_bytes(b"PK\x03\x04nothing")
    os.utime(changed, ns=(0, 0))
    assert "1 were found before; going on with 4." in run("detect", share, "--out", out).stderr
    assert ["error" in one for one in lines(out)] == [True, False, False, False, False]


def test_a_workbook_is_known_again_however_it_is_named(
    share: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "found.jsonl"
    broken_off(share, out, 2)
    monkeypatch.chdir(share)
    (share / "linked.xlsx").symlink_to(share / "b.xlsx")
    done = run("detect", "a.xlsx", "linked.xlsx", "b.xlsx", "--out", out)
    assert "3 were found before; going on with 0." in done.stderr
    assert [one["workbook"] for one in lines(out)] == ["a.xlsx", "linked.xlsx", "b.xlsx"]


def test_a_name_that_holds_a_key_is_masked_in_all_that_is_written(tmp_path: Path) -> None:
    folder, out = tmp_path / "books", tmp_path / "found.jsonl"
    folder.mkdir()
    for key in ("sk-ant-api03-AAAABBBBCCCC", "sk-ant-api03-DDDDEEEEFFFF"):
        (folder / f"{key}.csv").write_bytes(b"Region,Units\nNorth,1\nSouth,2\n")
    assert "api03" not in "".join(broken_off(folder, out, 1))
    done = run("detect", folder, "--out", out)
    assert (done.exit_code, "1 were found before" in done.stderr) == (0, True)
    assert [Path(one["workbook"]).name for one in lines(out)] == ["sk-ant-(masked).csv"] * 2
    assert "api03" not in out.read_text(encoding="utf-8")


def test_killed_in_the_middle_and_resumed_each_file_is_there_once(share: Path, tmp_path: Path) -> None:
    for number in range(40):
        (share / f"n{number:02}.xlsx").write_bytes(sample())
    out = tmp_path / "found.jsonl"
    command = [sys.executable, "-m", "sheetllm_xl", "detect", str(share), "--out", str(out), "--jobs", "2"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    journal = tmp_path / "found.jsonl.part"
    for _ in range(600):
        if journal.exists() and journal.read_bytes().count(b"\n") > 6:
            break
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert journal.exists()
    assert run("detect", share, "--out", out, "--jobs", 2).exit_code == 3
    names = [one["workbook"] for one in lines(out)]
    assert (len(names), len(set(names))) == (45, 45)


def test_a_process_that_ends_over_a_file_costs_that_file_alone(share: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sheetllm_xl import children

    program = (
        "import os, sys\nfrom sheetllm_xl.library import folders\nwas = folders.found_in\n"
        "folders.found_in = lambda path, bounds: os._exit(9) if path.endswith('b.xlsx') else was(path, bounds)\n"
        "folders.main()"
    )
    start = children.start
    monkeypatch.setattr(children, "start", lambda *_, **pipes: start("-c", program, **pipes))
    paths = [str(share / name) for name in ("a.xlsx", "b.xlsx", "deep/c.xlsx")]
    found = {Path(one["workbook"]).name: one for one in found_here(paths, bounds_of(load()), 1)}
    assert found["b.xlsx"]["error"] == "The process that read it ended over it."
    assert [found[name]["sheets"][0]["tables"] for name in ("a.xlsx", "c.xlsx")] == [TABLES, TABLES]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "program",
    [
        "print('not JSON')",
        "print(3)",
        "print('{}')",
        "print('\\udcff')",
        "",
        "import sys; sys.stdin.close()",
        "input()",
    ],
)
def test_a_process_that_says_something_else_costs_its_file_and_nobody_waits(
    share: Path, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sheetllm_xl import children

    start = children.start
    monkeypatch.setattr(children, "start", lambda *_, **pipes: start("-c", program, **pipes))
    found = [*found_here([str(share / "a.xlsx"), str(share / "d.csv")], bounds_of(load()), 1)]
    assert [one["error"] for one in found] == ["The process that read it ended over it."] * 2


@pytest.mark.timeout(60)
def test_where_no_process_can_be_started_each_file_says_so(share: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(share / "none"))
    found = [*found_here([str(share / "a.xlsx"), str(share / "d.csv")], bounds_of(load()), 2)]
    assert [one["error"] for one in found] == ["No process could be started to read it."] * 2


def test_no_program_of_the_current_folder_is_run(share: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("platformdirs.py", "json.py", "sheetllm_xl.py"):
        (share / name).write_text("open('ran', 'w').close()", encoding="utf-8")
    monkeypatch.chdir(share)
    assert run("detect", "d.csv", "--out", "found.jsonl").exit_code == 0
    assert lines(share / "found.jsonl")[0]["sheets"] == [{"sheet": "d", "tables": ["A1:B4"]}]
    assert not (share / "ran").exists()


def test_jobs_need_a_file_to_write_to(share: Path) -> None:
    assert "--out" in run("detect", share, "--jobs", 2).stderr
    assert "one of these endings" in run("detect", share, "--out", "found.txt").stderr.replace("\n", " ")


@pytest.mark.parametrize(
    "words", [["--sheet", "d"], ["--engine", "auto"], ["--report", "r.xlsx"], ["--json"], ["--jsonl"], ["--sheet", ""]]
)
def test_what_means_nothing_with_a_file_is_refused_and_not_passed_over(
    share: Path, tmp_path: Path, words: list[str]
) -> None:
    out = tmp_path / "found.jsonl"
    refused = run("detect", share / "d.csv", "--out", out, *words)
    assert (refused.exit_code, f"leave out {words[0]}." in refused.stderr) == (1, True)
    assert [*tmp_path.iterdir()] == [share]
    both = run("detect", share / "d.csv", "--out", out, *words, "--json", "--jsonl").stderr.replace("\n", " ")
    assert "--json, --jsonl." in both


def test_an_engine_that_needs_no_model_means_something_with_a_file(share: Path, tmp_path: Path) -> None:
    done = run("detect", share / "d.csv", "--out", tmp_path / "found.jsonl", "--engine", "structure")
    assert done.exit_code == 0


@pytest.mark.slow
def test_a_cluster_of_two_workers_finds_the_same(share: Path, tmp_path: Path) -> None:
    program = (
        "import sys\nfrom distributed import LocalCluster\n"
        "if __name__ == '__main__':\n"
        "    cluster = LocalCluster(n_workers=2, threads_per_worker=1, host='127.0.0.1', dashboard_address=None)\n"
        "    print(cluster.scheduler_address, flush=True)\n    sys.stdin.read()\n    cluster.close()\n"
    )
    (tmp_path / "cluster.py").write_text(program, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "cluster.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as cluster:
        assert cluster.stdout
        address = cluster.stdout.readline().strip()
        ours = [sys.executable, "-m", "sheetllm_xl", "detect", str(share), "--out", str(tmp_path / "found.jsonl")]
        done = subprocess.run([*ours, "--scheduler", address], capture_output=True, text=True, timeout=110)
        cluster.communicate("", timeout=60)
    assert done.returncode == 3, done.stderr
    bounds = bounds_of(load())
    assert lines(tmp_path / "found.jsonl") == [found_in(str(path), bounds) for path in workbooks_in([share])]
