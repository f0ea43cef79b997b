"""Workbooks that we write: legible to every reader, and known again as ours for as long as nobody else saved them."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import BinaryIO

from openpyxl import Workbook

from ..errors import HostError
from .xml_stream import MAX_TEXT

_AUTHOR = "SheetLLM for Excel"
_CORE = "docProps/core.xml"  # ECMA-376, part 2, §11: who made a package, and who saved it last
_MARKS = tuple(f"<{tag}>{_AUTHOR}</{tag}>".encode() for tag in ("dc:creator", "cp:lastModifiedBy"))
_HEAD = 1 << 14
_NO_CHARACTERS = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, §2.2
_LIKE_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # ECMA-376, part 1, §22.9.2.19: ST_Xstring
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, LookupError, ValueError, EOFError, OSError, RuntimeError)


def packed(book: Workbook) -> bytes:
    """A workbook as the bytes of its file, marked as ours. Raises HostError where openpyxl's own files find no room."""
    book.properties.creator = book.properties.lastModifiedBy = _AUTHOR
    file = io.BytesIO()  # a package is written with seeks: here, so that the disk is written once and in order
    try:
        book.save(file)
    except OSError as error:
        raise HostError(f"The folder for temporary files cannot be written: {error.strerror}.") from None
    return file.getvalue()


def is_ours(file: BinaryIO) -> bool:
    """Whether SheetLLM made the workbook and saved it last: Excel puts a person's name there when it saves one."""
    try:
        with zipfile.ZipFile(file) as package, package.open(_CORE) as part:
            head = part.read(_HEAD)
    except _DAMAGE:
        return False
    return all(mark in head for mark in _MARKS)


def legible(text: str) -> str:
    r"""The text as a cell of a file can hold it: without what no XML may hold, and read back as it is.

    >>> legible("a\uffff\x07_x0041_")
    'a_x005F_x0041_'
    """
    return _LIKE_ESCAPED.sub("_x005F_", _NO_CHARACTERS.sub("", text))[:MAX_TEXT]
