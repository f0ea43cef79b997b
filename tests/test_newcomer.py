"""A newcomer: with README alone, on a fresh copy, to a first answer in five commands at most."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from .loopback import Loopback, says

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
KEY = "sk-ant-newcomer-0000000000"
CHOICE = {"tables": ["B5:J12"], "other": [], "answer": ""}
READING = {"head": "5:6", "do": "max", "of": ["E6"], "give": ["B5", "value"]}
REPLY = {
    "found": True,
    "reading": [READING],
    "answer": "{result} sold the most units in Q2, {units}.",
    "result": "=INDEX(B7:B11,MATCH(MAX(E7:E11),E7:E11,0))",
    "figures": [{"name": "units", "formula": "=MAX(E7:E11)"}],
    "cells": [],
}
# What stands in for the vault of an operating system, which a machine for tests may lack.
VAULT = """
from pathlib import Path
from keyring.backend import KeyringBackend

class Vault(KeyringBackend):
    priority = 1
    def _file(self, service, name):
        return Path(__file__).with_name(f"{service}-{name}".replace("/", "_").replace(":", "_"))
    def get_password(self, service, name):
        file = self._file(service, name)
        return file.read_text() if file.exists() else None
    def set_password(self, service, name, password):
        self._file(service, name).write_text(password)
    def delete_password(self, service, name):
        self._file(service, name).unlink()
"""


def blocks(heading: str, kind: str = "sh") -> list[str]:
    """The shell blocks under a heading of README, or those of another kind."""
    return re.findall(
        rf"```{kind}\n(.*?)```", README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0], re.DOTALL
    )


def commands() -> list[str]:
    """What README has a newcomer type: the line that sets up, then those of a first answer."""
    return [*blocks("Set up")[0].splitlines(), *(line for one in blocks("A first answer") for line in one.splitlines())]


def test_each_set_up_is_one_line_and_a_first_answer_takes_five_at_most() -> None:
    assert [len(block.splitlines()) for block in blocks("Set up")] == [1, 1]
    assert [block.rstrip().partition("&& .venv/bin/")[2].split()[0] for block in blocks("Set up")] == ["pip", "pip"]
    assert len(commands()) <= 5


def python(version: str) -> Path | None:
    """An interpreter of that version on this machine."""
    found = [shutil.which(f"python{version}"), *Path.home().glob(f".pyenv/versions/{version}.*/bin/python3")]
    for one in filter(None, found):
        says_so = subprocess.run([one, "-c", "import sys; print(*sys.version_info[:2], sep='.')"], capture_output=True)
        if says_so.stdout.decode().strip() == version:
            return Path(one)
    return None


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("version", ["3.11", "3.13"])
def test_a_newcomer_comes_to_a_first_answer(tmp_path: Path, api: Loopback, version: str) -> None:
    if not (interpreter := python(version)):
        pytest.skip(f"no Python {version} on this machine")
    fresh, programs = tmp_path / "fresh", tmp_path / "bin"
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    for name in files.stdout.splitlines():
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, fresh / name)
    programs.mkdir()
    (programs / "python3").write_text(f'#!/bin/sh\nexec "{interpreter}" "$@"\n', encoding="utf-8")
    (programs / "python3").chmod(0o755)
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "newcomer.py").write_text(VAULT, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    environment |= {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "SHEETLLM_BASE_URL": api.url,
        "PYTHONPATH": str(tmp_path / "vault"),
        "PYTHON_KEYRING_BACKEND": "newcomer.Vault",
    }
    api.then(says(CHOICE), says(REPLY))
    said = []
    for command in commands():
        done = subprocess.run(
            ["bash", "-c", command], cwd=fresh, env=environment, input=f"{KEY}\n", capture_output=True, text=True
        )
        assert done.returncode == 0, (command, done.stdout[-2000:], done.stderr[-2000:])
        said.append(done.stdout)
    assert "Wrote sheetllm-demo.xlsx" in said[0]
    assert "B17:H137" in said[0]
    assert "Stored …0000 in the vault" in said[1]
    assert blocks("A first answer", "text")[0] in said[-1]
    assert re.search(r"\(verified\)", said[-1])
    assert all(KEY in str(request.headers) for request in api.requests)
    assert len(api.requests) == 2
