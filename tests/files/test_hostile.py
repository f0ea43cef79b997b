"""Hostile workbooks through the commands: each ends within 30 s and 2 GB, in a result or a sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .hostile import WORKBOOKS

# Each command runs in a process of its own, forked from one that has loaded the package; the time is the processor's,
# since the machine may be at other work.
_PROGRAM = """
import json, os, resource, sys
from sheetllm_xl import app
from sheetllm_xl.cli import cli
import sheetllm_xl.files.file, sheetllm_xl.explain, openpyxl.styles
path = sys.argv[1]
asked = ["ask", path, "What is the total of w11?", "--dry-run"]
for words in (["detect", path], ["encode", path], ["explain", path], asked):
    out, into = os.pipe()
    child = os.fork()
    if not child:
        os.close(out)
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
        os.dup2(into, 2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.argv = ["sheetllm", *words]
        try:
            cli(words)
        except SystemExit as end:
            os._exit(end.code or 0)
        os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as pipe:
        said = pipe.read().decode(errors="replace")
    _, status, used = os.wait4(child, 0)
    seconds, mib = used.ru_utime + used.ru_stime, used.ru_maxrss >> 10
    print(json.dumps([words[0], os.waitstatus_to_exitcode(status), round(seconds, 1), mib, said]))
"""
_SENTENCES = (0, 1, 3)  # a result; the sheet, or the file, is more than is read or sent


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform == "win32", reason="measures with resource and fork")
@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_hostile_workbook_costs_little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    path = WORKBOOKS[name](tmp_path / f"{name}.xlsx")
    monkeypatch.setenv("HOME", str(tmp_path))
    done = subprocess.run([sys.executable, "-c", _PROGRAM, str(path)], capture_output=True, text=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == 4, done.stderr[-2000:]
    for command, code, seconds, mib, said in lines:
        print(f"{name:36} {command:8} {code} {seconds:5.1f} s {mib:5} MiB  {said[:120]!r}")
    for command, code, seconds, mib, said in lines:
        assert code in _SENTENCES, (command, code, said[-300:])
        assert "Traceback" not in said
        assert seconds <= 30, command
        assert mib < 2048, command
