"""A Windows machine made of Wine: a prefix with CPython for Windows, our wheel and everything it depends on.

The person on it is called Zoë Müller, and her Python lies in a folder with a space in its name. Nothing of this
machine's own settings, keys or proxies reaches her.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

REPOSITORY = Path(__file__).parents[2]
HERE = Path(__file__).parent
PERSON = "Zoë Müller"
_PYTHON = "AppData/Local/Programs/Python 3.13"
_WINE = Path("/usr/lib/wine")  # Debian; elsewhere the programs are on the path
_GCC = "x86_64-w64-mingw32-gcc"
_PATH = "python313.zip\n.\nLib\\site-packages\nimport site\n"
# Wine refuses what tunes TCP keep-alive; a Windows before 10.1709 has no such constants either.
_SITE = 'import socket\nfor n in ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT"): socket.__dict__.pop(n, None)\n'
_NUMPY = "numpy==2.1.3"  # later ones crash in Wine 8


class NoMachine(Exception):
    """Why there is none, in a sentence."""


@dataclass(frozen=True)
class Ran:
    code: int
    said: str
    complained: str


@dataclass(frozen=True)
class Machine:
    """``folder`` holds the prefix; ``python`` is the program as Windows names it."""

    folder: Path

    @property
    def home(self) -> Path:
        return self.folder / "prefix/drive_c/users" / PERSON

    @property
    def python(self) -> str:
        return self.named(self.home / _PYTHON / "python.exe")

    def named(self, path: Path) -> str:
        """A file in the prefix as Windows names it; of others, by the drive Z."""
        drive = self.folder / "prefix/drive_c"
        inside = path.is_relative_to(drive)
        return ("C:/" + str(path.relative_to(drive)) if inside else f"Z:{path}").replace("/", "\\")

    def run(self, *arguments: str, timeout: float = 300, folder: Path | None = None) -> Ran:
        """Python with these arguments. Its output goes through pipes: Wine hands it no file."""
        return self.program(self.python, *arguments, timeout=timeout, folder=folder)

    def sheetllm(self, *arguments: str, folder: Path | None = None) -> Ran:
        """The command line."""
        return self.run("-m", "sheetllm_xl", *arguments, folder=folder)

    def told(self, code: str, *arguments: str) -> Any:
        """What Python code prints as JSON."""
        ran = self.run("-c", code, *arguments)
        assert ran.code == 0, ran.complained
        return json.loads(ran.said)

    def program(self, *command: str, timeout: float = 300, folder: Path | None = None) -> Ran:
        """Any program of Windows. It must leave nothing running that holds its output."""
        done = subprocess.run(
            [str(_wine("wine64")), *command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            env=self._env(),
            cwd=folder or self.home,
        )
        return Ran(done.returncode, _text(done.stdout), _text(done.stderr))

    def begin(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Python with these arguments, beside the test, which ends it."""
        return subprocess.Popen(
            [str(_wine("wine64")), self.python, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self._env(),
            cwd=self.home,
        )

    def stop(self) -> None:
        """End everything that runs on the machine."""
        subprocess.run([str(_wine("wineserver")), "-k"], env=self._env(), timeout=60, check=False)
        subprocess.run([str(_wine("wineserver")), "-w"], env=self._env(), timeout=60, check=False)

    def _env(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder / "home"),
            "USER": PERSON,
            "LC_ALL": "C.UTF-8",
            "WINEPREFIX": str(self.folder / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml,winedbg.exe=",  # no .NET, no browser, no debugger
        }


def build(folder: Path, seconds: float) -> Machine:
    """The machine in this folder, built anew unless one of the same parts is there. Raises NoMachine."""
    machine, mark = Machine(folder), folder / "built"
    builder = _Builder(machine, time.monotonic() + seconds)
    parts = _parts()
    try:
        wheel = builder.wheel()
        if not mark.exists() or mark.read_text() != parts:
            shutil.rmtree(folder / "prefix", ignore_errors=True)
            builder.windows()
            builder.python()
            builder.packages(wheel, _NUMPY)
            mark.write_text(parts)
        else:
            builder.packages("--no-deps", "--reinstall", wheel)
        builder.begin()
    except subprocess.TimeoutExpired:
        raise NoMachine(f"Windows under Wine did not come up within {seconds / 60:g} minutes.") from None
    except subprocess.CalledProcessError as error:
        last = (_text(error.stderr or b"").strip() or "no word of why").splitlines()[-1]
        raise NoMachine(f"Windows under Wine cannot be built: {Path(error.cmd[0]).name}: {last}") from None
    return machine


class _Builder:
    """The steps, all within one span of time."""

    def __init__(self, machine: Machine, end: float) -> None:
        self._machine, self._end = machine, end
        self._site = machine.home / _PYTHON / "Lib/site-packages"
        missing = [name for name in ("wine64", "wineserver", _GCC, "uv") if _found(name) is None]
        if missing:
            raise NoMachine(
                f"{', '.join(missing)} missing: apt-get install wine wine64 gcc-mingw-w64-x86-64, pip install uv"
            )
        (machine.folder / "home").mkdir(parents=True, exist_ok=True)

    def wheel(self) -> str:
        """Our wheel, from the sources as they stand."""
        to = self._machine.folder / "wheel"
        shutil.rmtree(to, ignore_errors=True)
        self._do([str(_found("uv")), "build", "-q", "--wheel", "--out-dir", str(to), str(REPOSITORY)])
        return str(next(to.glob("*.whl")))

    def windows(self) -> None:
        """An empty Windows 10."""
        self._wine("wineboot", "-i")
        self._wine("winecfg", "-v", "win10")

    def python(self) -> None:
        """CPython; what Wine lacks, beside it. ``_wmi`` asks for a service that Wine has not, and is not needed."""
        to, packed = self._machine.home / _PYTHON, self._machine.folder / "python"
        wanted = ["--no-deps", "--no-binary", ":all:", "--require-hashes", "-r", str(HERE / "python.txt")]
        self._do([sys.executable, "-m", "pip", "download", "-q", "-d", str(packed), *wanted])
        with tarfile.open(next(packed.glob("*.tar.gz"))) as archive:
            inner = next(member for member in archive if member.name.endswith("/data.zip"))
            with zipfile.ZipFile(io.BytesIO(archive.extractfile(inner).read())) as data:  # type: ignore[union-attr]
                for name in data.namelist():
                    if not name.endswith(("/", "_wmi.pyd")):
                        to.mkdir(parents=True, exist_ok=True)
                        (to / Path(name).name).write_bytes(data.read(name))
        (to / "python313._pth").write_text(_PATH)
        self._site.mkdir(parents=True)
        (self._site / "sitecustomize.py").write_text(_SITE)
        stub = ["-shared", "-O2", "-o", str(to / "bcryptprimitives.dll"), str(HERE / "bcryptprimitives.c")]
        self._do([_GCC, *stub, "-ladvapi32"])

    def packages(self, *wanted: str) -> None:
        """What pip would install on Windows. pip itself reads the conditions in metadata as of where it runs."""
        of = ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.13", "--only-binary", ":all:"]
        self._do([str(_found("uv")), "pip", "install", "-q", "--target", str(self._site), *of, *wanted])

    def begin(self) -> None:
        """Windows starts; Python does, and compiles what it will load."""
        self._wine("wineboot")
        code = "import pythoncom, sheetllm_xl.server, anthropic, keyring"
        self._do([str(_wine("wine64")), self._machine.python, "-c", code], self._machine._env())

    def _wine(self, *command: str) -> None:
        """A program that leaves others running: they would hold a pipe open for ever, so it writes to a file."""
        with (self._machine.folder / "log").open("wb") as log:
            self._do([str(_wine("wine64")), *command], self._machine._env(), log)

    def _do(self, command: Sequence[str], env: Mapping[str, str] | None = None, log: IO[bytes] | None = None) -> None:
        left = max(self._end - time.monotonic(), 1)
        to = log or subprocess.PIPE
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=to, stderr=to, timeout=left, env=env, check=True)


def _parts() -> str:
    """What the machine is made of, apart from our wheel."""
    made_of = [Path(__file__), HERE / "python.txt", HERE / "bcryptprimitives.c", REPOSITORY / "pyproject.toml"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in made_of)).hexdigest()


def _found(name: str) -> str | None:
    beside = Path(sys.executable).with_name(name)
    return str(_wine(name) or "") or (str(beside) if beside.exists() else shutil.which(name)) or None


def _wine(name: str) -> Path | None:
    if (path := _WINE / name).exists():
        return path
    on_path = shutil.which(name) if name.startswith("wine") else None
    return Path(on_path) if on_path else None


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "backslashreplace").replace("\r\n", "\n")
