"""The stage: the folder as it will lie on the analyst's machine, the same bytes whenever and wherever it is made.

Packages without binaries or other files lie together in Lib/pure.zip, so that there are hundreds of files to lay and
not thousands, our modules in one file of their own (importing.py); nothing is there as source, so that Python writes no
__pycache__ that would stay after an uninstall.
"""

from __future__ import annotations

import io
import marshal
import os
import re
import shutil
import tomllib
import zipfile
from pathlib import Path

from ribbon.icons import FOLDER, png
from sheetllm_xl.files.sample import FILE, sample

from . import bill, runtime, signing
from .importing import MODULES, PACKAGE
from .lock import LOCK, PYTHON, WINDOWS
from .tools import NotBuilt, python_of, run

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = Path(__file__).with_name("left_out.toml")
MOMENT = 1767225600  # 2026-01-01: the time of every file; a build knows no clock
ADD_IN, ICON = "SheetLLM.xlam", "SheetLLM.ico"

_SITE = r"Lib\site-packages"
_SEARCHED = ("python313.zip", ".", r"Lib\pure.zip", _SITE, rf"{_SITE}\win32", rf"{_SITE}\win32\lib")
_COMMAND = b'@"%~dp0python.exe" -m sheetllm_xl %*\r\n'
_CODE = (".py", ".pyc")
_IMPORTING = "sheetllm_importing"
_ALONE = ("calc", "server/early.pyc", "setup/stopping.pyc")  # run by their paths, the calculator's worker in calc
_MANY = 1000  # files of a package: the SDK's types, three thousand, each of a few lines


def stage(to: Path, wheel: Path, add_in: Path | None = None) -> None:
    """Make the folder; ``add_in``: a signed copy of ours. Raises NotBuilt with a sentence."""
    site = to / "Lib/site-packages"
    site.mkdir(parents=True)
    runtime.unpack(to)
    (to / "python313._pth").write_text("\n".join([*_SEARCHED, "import site", ""]), encoding="ascii", newline="\n")
    (to / "sheetllm.cmd").write_bytes(_COMMAND)
    (to / ICON).write_bytes(icon())
    (to / FILE).write_bytes(sample_workbook())
    run("uv", "pip", "install", "-q", *_COPIED, "--target", site, *WINDOWS, "--require-hashes", "-r", LOCK)
    run("uv", "pip", "install", "-q", *_COPIED, "--target", site, *WINDOWS, wheel)
    if add_in:
        signing.take(add_in, site / PACKAGE / ADD_IN)
    bill.write(to, site)
    leave_out(site)
    lay_importing(site)
    compiled(site)
    gather(site)
    zipped(site, to / "Lib/pure.zip")
    for path in [to, *to.rglob("*")]:
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    for path in [to, *to.rglob("*")]:
        os.utime(path, (MOMENT, MOMENT))


_COPIED = ("--no-deps", "--link-mode", "copy")  # a hard link would let us change uv's cache


def wheel(to: Path) -> Path:
    """Our own wheel, the add-in in it, from the sources as they stand."""
    run("uv", "build", "-q", "--wheel", "--out-dir", to, ROOT, env={"SOURCE_DATE_EPOCH": str(MOMENT)})
    return next(to.glob("*.whl"))


def leave_out(site: Path) -> None:
    """Take out what left_out.toml names."""
    for entry in tomllib.loads(LEFT_OUT.read_text(encoding="utf-8"))["left_out"]:
        kept = {site / name for name in entry.get("kept", ())}
        for pattern in entry["paths"]:
            for path in sorted(site.glob(pattern)):
                if path.is_dir():
                    shutil.rmtree(path)
                elif path.exists() and path not in kept:
                    path.unlink()


def compiled(site: Path) -> None:
    """Each source as byte code in its place; see compiling."""
    python = python_of(PYTHON)
    if python is None:
        raise NotBuilt(f"There is no Python {PYTHON} on this machine, which alone compiles for {PYTHON}.")
    run(python, Path(__file__).with_name("compiling.py"), site, PACKAGE, env={"PYTHONHASHSEED": "0"})


def lay_importing(site: Path) -> None:
    """What finds our modules, and the line that begins it with every start of Python."""
    shutil.copy(Path(__file__).with_name("importing.py"), site / f"{_IMPORTING}.py")
    (site / f"{_IMPORTING}.pth").write_text(f"import {_IMPORTING}\n", encoding="ascii", newline="\n")


def gather(site: Path) -> None:
    """Our modules into one file, as importing.py reads it; but for those that are run by their paths."""
    ours, modules = site / PACKAGE, dict[str, bytes]()
    alone = tuple(ours / name for name in _ALONE)
    for path in sorted(ours.rglob("*.pyc")):
        if not any(path.is_relative_to(one) for one in alone):
            modules[path.relative_to(site).as_posix()] = path.read_bytes()
            path.unlink()
    # before 3, what is written does not depend on how often the process refers to a value
    (site / MODULES).write_bytes(marshal.dumps(modules, 2))


def zipped(site: Path, to: Path) -> None:
    """The packages that are byte code alone, in one archive that Python reads, packed.

    Not so one of thousands of files that are alike: the cabinet packs those far better, since it looks across files.
    """
    pure = [at for at in sorted(site.iterdir()) if _is_pure(at)]
    with zipfile.ZipFile(to, "w") as archive:
        for top in pure:
            paths = [top, *sorted(top.rglob("*"))]
            method = zipfile.ZIP_STORED if len(paths) > _MANY else zipfile.ZIP_DEFLATED
            for path in paths:
                slash = "/" if path.is_dir() else ""  # a package without an __init__ is found by its folder's entry
                entry = zipfile.ZipInfo(path.relative_to(site).as_posix() + slash)
                entry.compress_type = zipfile.ZIP_STORED if slash else method
                archive.writestr(entry, b"" if slash else path.read_bytes(), compresslevel=9)
            shutil.rmtree(top) if top.is_dir() else top.unlink()


def sample_workbook() -> bytes:
    """The sample workbook without the moments at which it was made and packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample())) as made, zipfile.ZipFile(packed, "w") as archive:
        for name in made.namelist():
            entry, content = zipfile.ZipInfo(name), made.read(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-01-01T00:00:00Z", content)
            archive.writestr(entry, content)
    return packed.getvalue()


def icon() -> bytes:
    """The icon in the list of installed apps: a PNG of ours in the frame that Windows wants."""
    picture = png((FOLDER / "ask.svg").read_text(encoding="utf-8"))
    side = int.from_bytes(picture[16:20], "big")
    head = bytes([0, 0, 1, 0, 1, 0, side % 256, side % 256, 0, 0, 1, 0, 32, 0])
    return head + len(picture).to_bytes(4, "little") + (22).to_bytes(4, "little") + picture


def _is_pure(top: Path) -> bool:
    if top.stem in (PACKAGE, _IMPORTING) or top.suffix == ".dist-info":  # found by their places; metadata is looked up
        return False
    files = [path for path in [top, *top.rglob("*")] if path.is_file()]
    return bool(files) and all(path.suffix in _CODE for path in files)


def version() -> str:
    """The version in pyproject.toml: three numbers, which is what Windows compares."""
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    if not re.fullmatch(r"\d+\.\d+\.\d+", found):
        raise NotBuilt(f"Windows compares three numbers; the version is {found}.")
    return str(found)
