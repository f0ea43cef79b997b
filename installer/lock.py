"""Writes lock.txt: what the installer carries, each package in one version, as the one wheel that has this hash.

    python installer/lock.py

Run it when pyproject.toml asks for another package; a test fails until then.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from installer.tools import run

LOCK = Path(__file__).with_name("lock.txt")
PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
PYTHON = "3.13"
WINDOWS = ("--python-platform", "x86_64-pc-windows-msvc", "--python-version", PYTHON, "--only-binary", ":all:")

_HEAD = "# Written by installer/lock.py: CPython 3.13, Windows, 64 bit.\n"
_WHEELS = "--platform win_amd64 --implementation cp --abi cp313 --abi abi3 --abi none --only-binary :all: --no-deps"


def locked() -> dict[str, str]:
    """The version of each package by its name."""
    lines = LOCK.read_text(encoding="ascii").splitlines()
    return dict(line.split()[0].split("==") for line in lines if "==" in line)


def main() -> None:
    """Choose the versions as uv would on Windows, fetch the wheels, and write down their hashes."""
    with tempfile.TemporaryDirectory() as folder:
        chosen, wheels = Path(folder) / "chosen.txt", Path(folder) / "wheels"
        run("uv", "pip", "compile", "-q", "--no-annotate", "--no-header", *WINDOWS, "-o", chosen, PYPROJECT)
        lines = []
        for pin in chosen.read_text(encoding="ascii").split():
            to = wheels / pin
            run("pip", "download", "-q", "-d", to, "--python-version", PYTHON, *_WHEELS.split(), pin)
            (wheel,) = to.iterdir()
            lines.append(f"{pin} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n")
    LOCK.write_text(_HEAD + "".join(lines), encoding="ascii")


if __name__ == "__main__":
    main()
