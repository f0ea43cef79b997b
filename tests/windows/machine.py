"""A Windows machine made of Wine, and the product on it as its own installer lays it.

The person on it is called Zoë Müller. Nothing of this machine's own settings, keys or proxies reaches her. What Wine
lacks lies outside the product, in C:\\wine; one file of site-packages leads there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

REPOSITORY = Path(__file__).parents[2]
HERE = Path(__file__).parent
PERSON = "Zoë Müller"
PRODUCT = "AppData/Local/Programs/SheetLLM"
_WINE = Path("/usr/lib/wine")  # Debian; elsewhere the programs are on the path
_GCC = "x86_64-w64-mingw32-gcc"
# Wine refuses what tunes TCP keep-alive; a Windows before 10.1709 has no such constants either.
_SITE = 'import socket\nfor n in ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT"): socket.__dict__.pop(n, None)\n'
_NUMPY = "numpy==2.1.3"  # later ones crash in Wine 8
_BESIDE = 'import sys; sys.path.insert(0, "C:/wine")\n'


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
        return self.named(self.home / PRODUCT / "python.exe")

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

    def begin(self, *arguments: str, python: str = "") -> subprocess.Popen[bytes]:
        """Python with these arguments, beside the test, which ends it; ``python``: another than the product's."""
        return subprocess.Popen(
            [str(_wine("wine64")), python or self.python, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self._env(),
            cwd=self.home,
        )

    def install(self, msi: Path, *properties: str) -> None:
        """The installer, silently; after it what Wine lacks is found by the product's Python."""
        self._msiexec("/i", msi, *properties)
        self._lead.write_text(_BESIDE)

    def uninstall(self, msi: Path, *properties: str) -> None:
        """The same file takes it out, all but what Wine lacked: Wine 8 takes out no file by a pattern."""
        self._msiexec("/x", msi, *properties)
        self._lead.unlink()
        for folder in list(self._lead.parents)[:3]:
            folder.rmdir()  # nothing else is left in it

    @property
    def _lead(self) -> Path:
        return self.home / PRODUCT / "Lib/site-packages/wine.pth"

    def _msiexec(self, what: str, msi: Path, *properties: str) -> None:
        begun = time.monotonic()
        ran = self.program("msiexec", what, self.named(msi), "/qn", *properties)
        assert ran.code == 0, f"msiexec ended with {ran.code}: {ran.complained}"
        print(f"msiexec {what} {msi.name}: {time.monotonic() - begun:.1f} s")

    def another_python(self) -> str:
        """A copy of the product's Python that no installer knows."""
        to = self.folder / "prefix/drive_c/wine/python"
        if not to.exists():
            shutil.copytree(self.home / PRODUCT, to)
        return self.named(to / "python.exe")

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


def build(folder: Path, seconds: float, kept: bool) -> Machine:
    """A Windows without the product; ``kept``: a copy of it stays in the folder for the next run. Raises NoMachine."""
    machine, builder = Machine(folder), _Builder(folder, time.monotonic() + seconds)
    fresh, mark = folder / "fresh", folder / "built"
    try:
        shutil.rmtree(folder / "prefix", ignore_errors=True)
        if not mark.exists() or mark.read_text() != _parts():
            builder.windows()
            builder.beside()
            machine.stop()
            if kept:
                shutil.rmtree(fresh, ignore_errors=True)
                shutil.copytree(folder / "prefix", fresh, symlinks=True)
                mark.write_text(_parts())
        else:
            shutil.copytree(fresh, folder / "prefix", symlinks=True)
    except subprocess.TimeoutExpired:
        raise NoMachine(f"Windows under Wine did not come up within {seconds / 60:g} minutes.") from None
    except subprocess.CalledProcessError as error:
        last = (_text(error.stderr or b"").strip() or "no word of why").splitlines()[-1]
        raise NoMachine(f"Windows under Wine cannot be built: {Path(error.cmd[0]).name}: {last}") from None
    return machine


class _Builder:
    """The steps, all within one span of time."""

    def __init__(self, folder: Path, end: float) -> None:
        self._machine, self._end = Machine(folder), end
        missing = [name for name in ("wine64", "wineserver", _GCC, "uv") if _found(name) is None]
        if missing:
            raise NoMachine(
                f"{', '.join(missing)} missing: apt-get install wine wine64 gcc-mingw-w64-x86-64, pip install uv"
            )
        (folder / "home").mkdir(parents=True, exist_ok=True)

    def windows(self) -> None:
        """An empty Windows 10."""
        self._wine("wineboot", "-i")
        self._wine("winecfg", "-v", "win10")
        # Python's way to a service that Wine has not; a process that we start is given no variable that says so
        self._wine("reg", "add", r"HKCU\Software\Wine\DllOverrides", "/v", "*_wmi.pyd", "/d", "", "/f")

    def beside(self) -> None:
        """What Wine lacks: a library of Windows, and a numpy that it can run."""
        drive = self._machine.folder / "prefix/drive_c"
        stub = ["-shared", "-O2", "-o", str(drive / "windows/system32/bcryptprimitives.dll")]
        self._do([_GCC, *stub, str(HERE / "bcryptprimitives.c"), "-ladvapi32"])
        of = ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.13", "--only-binary", ":all:"]
        self._do([str(_found("uv")), "pip", "install", "-q", "--target", str(drive / "wine"), *of, _NUMPY])
        (drive / "wine/sitecustomize.py").write_text(_SITE)

    def _wine(self, *command: str) -> None:
        """A program that leaves others running: they would hold a pipe open for ever, so it writes to a file."""
        with (self._machine.folder / "log").open("wb") as log:
            self._do([str(_wine("wine64")), *command], self._machine._env(), log)

    def _do(self, command: Sequence[str], env: Mapping[str, str] | None = None, log: IO[bytes] | None = None) -> None:
        left = max(self._end - time.monotonic(), 1)
        to = log or subprocess.PIPE
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=to, stderr=to, timeout=left, env=env, check=True)


def _parts() -> str:
    """What the machine is made of, apart from the product."""
    return hashlib.sha256(
        b"".join((HERE / name).read_bytes() for name in ("machine.py", "bcryptprimitives.c"))
    ).hexdigest()


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
