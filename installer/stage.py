"""The stage: the folder as it will lie on the analyst's machine, the same bytes whenever and wherever it is made.

Packages without binaries or other files lie together in Lib/pure.zip, so that there are hundreds of files to lay and
not thousands; nothing is there as source, so that Python writes no __pycache__ that would stay after an uninstall.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import tomllib
import zipfile
from pathlib import Path

from ribbon.icons import FOLDER, png
from sheetllm_xl.files.sample import FILE, sample

from . import bill, runtime
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


def stage(to: Path, wheel: Path) -> None:
    """Make the folder. Raises NotBuilt with a sentence."""
    site = to / "Lib/site-packages"
    site.mkdir(parents=True)
    runtime.unpack(to)
    (to / "python313._pth").write_text("\n".join([*_SEARCHED, "import site", ""]), encoding="ascii", newline="\n")
    (to / "sheetllm.cmd").write_bytes(_COMMAND)
    (to / ICON).write_bytes(icon())
    (to / FILE).write_bytes(sample_workbook())
    run("uv", "pip", "install", "-q", *_COPIED, "--target", site, *WINDOWS, "--require-hashes", "-r", LOCK)
    run("uv", "pip", "install", "-q", *_COPIED, "--target", site, *WINDOWS, wheel)
    bill.write(to, site)
    leave_out(site)
    compiled(site)
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
    """Each source as byte code in its place, without the build's folder, never checked against a source's time."""
    python = python_of(PYTHON)
    if python is None:
        raise NotBuilt(f"There is no Python {PYTHON} on this machine, which alone compiles for {PYTHON}.")
    command = ["-m", "compileall", "-q", "-b", "-j", "1", "-o", "0", "--invalidation-mode", "unchecked-hash"]
    run(python, *command, "-s", site, "-p", ".", site, env={"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": ""})
    for path in site.rglob("*.py"):
        path.unlink()


def zipped(site: Path, to: Path) -> None:
    """The packages that are byte code alone, stored: the cabinet packs them, and Python reads them where they lie."""
    pure = [at for at in sorted(site.iterdir()) if _is_pure(at)]
    with zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as archive:
        for top in pure:
            for path in [top, *sorted(top.rglob("*"))]:
                slash = "/" if path.is_dir() else ""  # a package without an __init__ is found by its folder's entry
                name = path.relative_to(site).as_posix() + slash
                archive.writestr(zipfile.ZipInfo(name), b"" if slash else path.read_bytes())
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
    if top.name == "sheetllm_xl" or top.suffix == ".dist-info":  # Windows starts a file of ours; metadata is looked up
        return False
    files = [path for path in [top, *top.rglob("*")] if path.is_file()]
    return bool(files) and all(path.suffix in _CODE for path in files)


def version() -> str:
    """The version in pyproject.toml: three numbers, which is what Windows compares."""
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    if not re.fullmatch(r"\d+\.\d+\.\d+", found):
        raise NotBuilt(f"Windows compares three numbers; the version is {found}.")
    return str(found)
