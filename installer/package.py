"""The stage as a Windows Installer package, for one person, made by wixl; the same bytes from the same stage."""

from __future__ import annotations

import hashlib
import re
import string
import struct
import uuid
from pathlib import Path

import olefile

from sheetllm_xl.setup import IDENTITY

from . import tables
from .cabinet import squeezed
from .stage import ADD_IN, MOMENT
from .tools import printed, run

_TEMPLATE = Path(__file__).with_name("product.wxs")
_NAMES = uuid.UUID("0B7A9E52-6D0F-4C57-9B57-3E0B8E5A1C12")  # every identifier is a name in this space
FAMILY = "0B7A9E52-6D0F-4C57-9B57-3E0B8E5A1C11"
"""What all versions share, for good: by it an upgrade knows the one before."""
COMMAND = r'"[INSTALLDIR]pythonw.exe" -P "[INSTALLDIR]Lib\site-packages\sheetllm_xl\server\early.pyc"'
_KEY = rf"Software\Classes\CLSID\{IDENTITY.clsid}\Version"
_CABINET = "sheetllm.cab"  # as in product.wxs
_SUMMARY = "\x05SummaryInformation"
_FILETIME = struct.pack("<Q", (MOMENT + 11644473600) * 10**7)


def package(stage: Path, version: str, to: Path) -> None:
    """Write the package. Raises NotBuilt where a tool is missing or fails."""
    source = to.with_suffix(".wxs")
    source.write_text(_filled(stage, version, to.parent), encoding="utf-8")
    run("wixl", "--arch", "x64", "-o", to.name, source.name, cwd=to.parent, env={"TZ": "UTC"})
    source.unlink()
    _squeeze(to)
    tables.mend(to, stage)
    _pin(to)


def _squeeze(msi: Path) -> None:
    """The cabinet in it packed anew."""
    cabinet = msi.with_suffix(".cab")
    cabinet.write_bytes(squeezed(printed("msiinfo", "extract", msi, _CABINET)))
    run("msibuild", msi, "-q", f"DELETE FROM _Streams WHERE Name='{_CABINET}'")
    run("msibuild", msi, "-a", _CABINET, cabinet)
    cabinet.unlink()


def _filled(stage: Path, version: str, start: Path) -> str:
    key = f'<RegistryValue Root="HKCU" Key="{_KEY}" Type="string" Value="{version}" KeyPath="yes"/>'
    folders = [stage, *sorted(path for path in stage.rglob("*") if path.is_dir())]
    names = {path: _ident("d", path.relative_to(stage)) for path in folders} | {stage: "INSTALLDIR"}
    parts = [_component(stage, path, names[path], key, start) for path in folders]
    return string.Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        PRODUCT=_guid("product " + version),
        VERSION=version,
        FAMILY=FAMILY,
        STAGE=stage.relative_to(start).as_posix(),
        FOLDERS=_nested(stage, names),
        COMPONENTS="\n".join(parts),
        REFS="".join(f'<ComponentRef Id="{_ident("c", path.relative_to(stage))}"/>' for path in folders),
        ADDIN=_guid("addin"),
        CLASSES=_guid("classes"),
        XLAM=(stage / "Lib/site-packages/sheetllm_xl" / ADD_IN).relative_to(start).as_posix(),
        KEY=key,
        CLSID=IDENTITY.clsid,
        COMMAND=COMMAND.replace('"', "&quot;"),
    )


def _nested(at: Path, names: dict[Path, str]) -> str:
    below = sorted(path for path in at.iterdir() if path.is_dir())
    return "".join(f'<Directory Id="{names[p]}" Name="{p.name}">{_nested(p, names)}</Directory>' for p in below)


def _component(stage: Path, at: Path, folder: str, key: str, start: Path) -> str:
    """One folder's files; an uninstall takes the folder too, where it is empty."""
    where, files = at.relative_to(stage), []
    for path in sorted(path for path in at.iterdir() if path.is_file()):
        ident = "pythonw" if path == stage / "pythonw.exe" else _ident("f", path.relative_to(stage))
        files.append(f'<File Id="{ident}" Source="{path.relative_to(start).as_posix()}"/>')
    gone = f'<RemoveFolder Id="{_ident("r", where)}" On="uninstall"/>'
    inside = f"{''.join(files)}{key}{gone}"
    own = f'Id="{_ident("c", where)}" Guid="{_guid(where.as_posix())}"'
    return f'<DirectoryRef Id="{folder}"><Component {own} Win64="yes">{inside}</Component></DirectoryRef>'


def _pin(msi: Path) -> None:
    """The package's own code and times, which wixl takes from chance and the clock; the code is of the content."""
    with olefile.OleFileIO(str(msi), write_mode=True) as ole:
        raw = ole.openstream(_SUMMARY).read()
        raw = re.sub(rb"(\x40\x00\x00\x00).{8}", lambda found: found[1] + _FILETIME, raw, flags=re.DOTALL)
        blank = re.sub(rb"\{[0-9A-F-]{36}\}", b"{" + b"0" * 36 + b"}", raw)
        ole.write_stream(_SUMMARY, blank)
    code = _guid("package " + hashlib.sha256(msi.read_bytes()).hexdigest()).encode()
    with olefile.OleFileIO(str(msi), write_mode=True) as ole:
        ole.write_stream(_SUMMARY, blank.replace(b"0" * 36, code))


def _guid(name: str) -> str:
    return str(uuid.uuid5(_NAMES, name)).upper()


def _ident(kind: str, path: Path) -> str:
    return kind + hashlib.sha256(path.as_posix().encode()).hexdigest()[:20]
