"""A disk that takes nothing more, and one that takes nothing at all: said by every command and button."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .test_walk import ROOT, _usual_umask, book, folder
from .walk import BUTTONS, WRITE

__all__ = ["_usual_umask", "book", "folder"]


def on_a_disk_of_its_own(what: str, situation: str, folder: Path) -> dict[str, Any]:
    """The walk as a process that sees a small disk of its own in that place."""
    alone = ["unshare", "--user", "--map-root-user", "--mount"]
    size = {"small": "8k"}.get(situation, "4m" if what == "buttons" else "64k")
    mounting = f'mount -t tmpfs -o size={size},mode=700 none "$0"'
    if (
        not shutil.which("unshare")
        or subprocess.run([*alone, "sh", "-c", mounting, folder], capture_output=True).returncode
    ):
        pytest.skip("this system lets no one mount a disk of their own")
    environment = os.environ | {
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = f'{mounting} && exec "$1" -m tests.output.walk "$2" "$3" "$0"'
    words = [*alone, "sh", "-c", command, folder, sys.executable, what, situation]
    ran = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=110)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize(
    ("situation", "says"), [("full", "disk is full"), ("small", "disk is full"), ("read-only", "Read-only file system")]
)
def test_a_disk_that_fails_is_said_by_every_command_and_nothing_is_left(
    situation: str, says: str, book: Path, folder: Path
) -> None:
    found = on_a_disk_of_its_own("commands", situation, folder)
    assert [name for name, _, _ in found["done"]] == [way.name for way in WRITE]
    if situation == "small":  # a page or two have room: what is longer has begun when the room ends
        found["done"] = [
            one for one in found["done"] if one[0] in ("page.html", "sheetllm-demo.xlsx", "sheetllm-demo.html")
        ]
        found["left"] = [one for one in found["left"] if not re.search(r"new$|[ua]\.csv$|[ra]\.\w+$", one)]
    for _, code, said in found["done"]:
        assert (code, says in said, len(said.splitlines())) == (3, True, 1), said
    assert found["left"] == []


@pytest.mark.parametrize(("situation", "says"), [("full", "disk is full"), ("read-only", "Read-only file system")])
def test_a_disk_that_fails_is_said_by_every_button_and_nothing_is_left(
    situation: str, says: str, book: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATA_HOME", "CONFIG_HOME", "DOCUMENTS_DIR"):
        monkeypatch.setenv(f"XDG_{name}", str(folder / name))
    found = on_a_disk_of_its_own("buttons", situation, folder)
    said = {name: words for name, _, words in found["done"]}
    for name, (_, writes) in BUTTONS.items():
        if writes in ("export", "settings") or name in ("WhatIsSent", "OpenHelp"):
            assert says in said[name], (name, said[name])
    for name in ("DetectList", "DetectOutline", "DetectNames", "DetectTables"):
        assert says in said[name] or "journal" in said[name], said[name]
    assert {Path(path).name for path in found["left"]} <= {"journal.lock", "ledger.sqlite-wal", "ledger.sqlite-shm"}
