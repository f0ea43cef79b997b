"""A workbook's zip archive, opened once its table of contents is known to be of a size that is read."""

from __future__ import annotations

import os
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ..errors import HostError
from ..output import named
from .unreadable import sentence_for

_TAIL = 66_000  # bytes at the end that hold the end record: 22, and a comment of up to 65,535
_END, _END64, _LOCATOR64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"  # APPNOTE 4.3.16, 4.3.14, 4.3.15
CONTENTS_BYTES = 1 << 24  # a workbook's table of contents has some kilobytes; zipfile keeps ten times that in memory


def open_archive(path: Path, content: bytes | None = None) -> zipfile.ZipFile:
    """The archive at ``path``, or the one that was wrapped there and is ``content``.

    Raises HostError with a sentence for a file that is not there or is none that can be read.
    """
    try:
        with path.open("rb") if content is None else BytesIO(content) as file:
            _check_contents(path, file)
        return zipfile.ZipFile(path if content is None else BytesIO(content))
    except FileNotFoundError:
        raise HostError(f"There is no file {named(path)} in the folder {named(path.parent)}.") from None
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise HostError(sentence_for(path, error)) from None


def _check_contents(path: Path, file: BinaryIO) -> None:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    end = tail.rfind(_END)
    contents = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    if end >= 20 and tail[end - 20 :].startswith(_LOCATOR64):  # zipfile believes the wide record wherever there is one
        starts = [match.start() for match in re.finditer(_END64, tail[:end])]
        wide = [int.from_bytes(tail[at + 40 : at + 48], "little") for at in starts]
        contents = max(wide, default=0) if contents == 0xFFFFFFFF else max([contents, *wide])
    if contents > CONTENTS_BYTES:
        raise HostError(f"{path.name} holds more parts than any workbook; it was not read.")
