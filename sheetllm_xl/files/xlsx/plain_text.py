"""Text of XML as it is spelled nearly always: UTF-8, and no entity but the five that XML names itself."""

from __future__ import annotations

import numpy as np

_NAMED = (b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;")
# What XML 1.0, §2.2 rules out: the control characters but for three, and U+FFFE and U+FFFF in UTF-8.
_BLANKS = (b"\t", b"\n", b"\r")
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")


def normal(block: bytes) -> bytes | None:
    """The block with XML's line ends; None when only a parser can say what it holds, or that it is damaged."""
    if b"&" in block and block.count(b"&") != sum(map(block.count, _NAMED)):
        return None
    controls = np.count_nonzero(np.frombuffer(block, np.uint8) < 32)
    if controls and controls != sum(map(block.count, _BLANKS)):
        return None
    if not block.isascii() and any(map(block.__contains__, _NO_CHARACTERS)):
        return None
    return block.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in block else block


def decoded(block: bytes) -> str | None:
    """The characters of a normal block; None when it is no UTF-8."""
    try:
        return block.decode()
    except UnicodeDecodeError:
        return None


def resolved(text: str) -> str:
    """The text its entities stand for.

    >>> resolved("a &lt; b &amp;lt;")
    'a < b &lt;'
    """
    if "&" not in text:
        return text
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'")
    return text.replace("&amp;", "&")
