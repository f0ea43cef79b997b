"""Files that are encrypted with the password Excel itself tries first, and so opens without asking: in plain.

[MS-OFFCRYPTO]: a workbook that is only protected from changes is encrypted so. No other password is tried.
msoffcrypto-tool decrypts; cryptography and olefile, which it stands on, are loaded when such a file is opened.
"""

from __future__ import annotations

import re
import struct
from io import BytesIO
from xml.parsers.expat import ExpatError

from .compound import CompoundFile

_PASSWORD = "VelvetSweatshop"  # noqa: S105 - Excel's own, [MS-XLS] 2.2.10, [MS-OFFCRYPTO] 2.4.2.3
_INFO_BYTES = 1 << 14  # Excel's own description has some 1,200
_MOST_SPINS = 1_000_000  # Excel's are 100,000; so many take a second
_MOST_XLS = 1 << 23  # bytes of an .xls, each of which the library handles by itself: some seconds of work
_SPINS = re.compile(rb'\bspinCount\s*=\s*"([0-9]{1,7})"')


def is_encrypted_package(file: CompoundFile) -> bool:
    """Whether the compound file wraps an encrypted package."""
    return file.stream("EncryptionInfo") is not None and file.stream("EncryptedPackage") is not None


def opened_package(content: bytes, file: CompoundFile) -> bytes | None:
    """The package that the compound file wraps; None where its password is another one."""
    info = file.stream("EncryptionInfo") or b""
    agile = info[:4] == struct.pack("<HH", 4, 4)
    if agile:
        spins = _SPINS.findall(info)
        if len(info) > _INFO_BYTES or b"<!" in info or b"\0" in info[8:] or not spins:
            return None
        if max(map(int, spins)) > _MOST_SPINS:
            return None
    return _decrypted(content)


def opened_xls(content: bytes) -> bytes | None:
    """The compound file with its workbook in plain; None where its password is another one."""
    return _decrypted(content) if len(content) <= _MOST_XLS else None


def _decrypted(content: bytes) -> bytes | None:
    from cryptography.exceptions import UnsupportedAlgorithm
    from msoffcrypto import OfficeFile, exceptions
    from msoffcrypto.format.ooxml import OOXMLFile

    sink = BytesIO()
    try:
        file = OfficeFile(BytesIO(content))
        if isinstance(file, OOXMLFile):
            file.load_key(password=_PASSWORD, verify_password=True)
        else:
            file.load_key(password=_PASSWORD)
        file.decrypt(sink)
    except (
        exceptions.InvalidKeyError,
        exceptions.DecryptionError,
        exceptions.FileFormatError,
        exceptions.ParseError,
        UnsupportedAlgorithm,
        ExpatError,
        struct.error,
        ArithmeticError,
        AssertionError,
        AttributeError,
        EOFError,
        LookupError,
        OSError,
        TypeError,
        ValueError,
    ):
        return None
    return sink.getvalue()
