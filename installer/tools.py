"""The programs that the build calls: which of them are here, and what they say when they fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

PROGRAMS = ("wixl", "msibuild", "msiinfo", "osslsigncode", "uv")
"""Debian's wixl, msitools and osslsigncode; uv is a package of PyPI."""


class NotBuilt(Exception):
    """Why there is no installer, in a sentence."""


def program(name: str) -> str | None:
    """The path of a program: as given, beside this Python, else on the PATH; None where it is in neither."""
    if "/" in name:
        return name
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name)


def python_of(version: str) -> str | None:
    """A Python of that version, for example 3.13, on the PATH or of pyenv's; None where there is none that runs."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    of_pyenv = sorted(pyenv.glob(f"versions/{version}*/bin/python"))
    for candidate in [shutil.which(f"python{version}"), *map(str, of_pyenv)]:
        if candidate and not subprocess.run([candidate, "-c", ""], capture_output=True, check=False).returncode:
            return candidate
    return None


def run(
    name: str,
    *arguments: object,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    given: str | None = None,
) -> str:
    """What a program prints, as text; ``given`` is what it reads. Raises NotBuilt with its last word if it fails."""
    return printed(name, *arguments, cwd=cwd, env=env, given=given).decode(errors="replace")


def printed(
    name: str,
    *arguments: object,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    given: str | None = None,
) -> bytes:
    """The same, byte by byte."""
    at = program(name)
    if at is None:
        raise NotBuilt(f"{name} is missing: apt-get install wixl msitools osslsigncode, pip install uv.")
    command = [at, *map(str, arguments)]
    around = {**os.environ, **(env or {})}
    done = subprocess.run(command, cwd=cwd, env=around, input=(given or "").encode(), capture_output=True, check=False)
    if done.returncode:
        last = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines() or ["no word of why"]
        raise NotBuilt(f"{name} failed: {last[-1]}")
    return done.stdout
