"""What a file that is no .xlsx is, and what its owner can do about it, in one sentence."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

from ..output import named

_COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")  # [MS-CFB]: .xls, or an encrypted .xlsx
_SAVE_AS = "Open it in Excel and save it as .xlsx."
_PROTECTED = "is protected with a password. Open it in Excel and save a copy without one."
_OPEN_DOCUMENT = ("mimetype", "meta-inf/manifest.xml")
_HEAD = 1 << 16


class Encrypted(ValueError):
    """A workbook's records are encrypted."""


class TooOld(ValueError):
    """A workbook is of an Excel before 5."""


def sentence_for(path: Path, error: Exception | None, parts: Set[str] = frozenset()) -> str:
    """Why the file cannot be read. ``parts`` are the package's part names, where it is a zip file at all."""
    name = named(path)
    if path.is_dir():
        return f"{name} is a folder; name a workbook in it."
    if isinstance(error, PermissionError):
        return f"{name} cannot be opened: another program holds it, or you may not read it."
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            compound = head + file.read() if head.startswith(_COMPOUND) else b""
    except OSError as reason:
        return f"{name} cannot be read: {reason.strerror or 'the disk did not answer'}."
    if isinstance(error, Encrypted):
        return f"{name} {_PROTECTED}"
    if compound:  # before the parts: the theme inside an .xls makes it look like a zip file
        return _compound(name, compound, error)
    if parts:
        return _package(name, parts)
    return _by_head(name, head)


def _package(name: str, parts: Set[str]) -> str:
    if "encrypted-package" in parts and not parts.isdisjoint(_OPEN_DOCUMENT):  # as LibreOffice encrypts one whole
        return f"{name} {_PROTECTED}"
    if "mimetype" in parts and "content.xml" in parts:
        return f"{name} is an OpenDocument file without a spreadsheet in it, or one that is damaged."
    for folder, kind in (("word/", "Word document"), ("ppt/", "PowerPoint presentation")):
        if any(part.startswith(folder) for part in parts):
            return f"{name} is a {kind}, not a workbook."
    return f"{name} is a zip file without a workbook in it, or one whose workbook is damaged."


def _compound(name: str, content: bytes, error: Exception | None) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return f"{name} {_PROTECTED}"
    if isinstance(error, TooOld):
        return f"{name} is a workbook of an Excel before 5. {_SAVE_AS}"
    if any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        return f"{name} is damaged. {_SAVE_AS}"
    return f"{name} is not a workbook: an older Office file, or an Outlook message."


def _by_head(name: str, head: bytes) -> str:
    if not head:
        return f"{name} is empty: 0 bytes."
    if head.startswith(b"PK"):
        return (
            f"{name} is damaged: the file is cut off or was changed in transit. Get it again from where it came from."
        )
    if head[:2] in (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08"):
        return f"{name} is a workbook of an Excel before 5. {_SAVE_AS}"
    if _is_markup(head):
        return f"{name} is a web page or XML file under a workbook's name. {_SAVE_AS}"
    if b"\x00" not in head[:4096]:
        return f"{name} is plain text (perhaps CSV) under a workbook's name. Give it the ending .csv."
    return f"{name} is not a workbook that can be read, or it is damaged."


def markup(path: Path) -> str:
    """The sentence for a web page or XML file; "" for any other."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return _by_head(named(path), head) if _is_markup(head) else ""


def _is_markup(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    return start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"mime-version"))
