"""The key of an answer: what was asked of what content, by which model, in which words. It holds no place and no date.

An answer stays remembered while its data is the same, wherever it stands: a row inserted above, a column beside, a cut
and paste, a renamed sheet, a group expanded or a filter set change no key. So the content digest takes filled cells
alone, relative to the first used row and column, with their values, number formats and merges; not the sheet's name,
nor what is hidden, nor looks, nor the text of formulas (a reference in it shifts with the cells; its value is read).
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable

import numpy as np

from ..grid import CellRange
from ..literals import spelled
from ..sheet import Kind, Sheet


def origin(sheet: Sheet) -> tuple[int, int]:
    """The first used row and column; (1, 1) for an empty sheet."""
    return (sheet.used.top, sheet.used.left) if sheet.used else (1, 1)


def content_digest(sheet: Sheet) -> str:
    """SHA-256, in hex, over what the sheet holds, relative to its first used row and column."""
    top, left = origin(sheet)
    filled = sheet.filled
    digest = hashlib.sha256()
    for column, first in ((sheet.rows[filled], top), (sheet.cols[filled], left)):
        digest.update((column - first).astype("<i4").tobytes())
    values, kinds = sheet.values[filled], sheet.kinds[filled]
    digest.update(kinds.tobytes())
    digest.update((values[kinds == Kind.NUMBER].astype("<f8") + 0.0).tobytes())  # Excel knows no negative zero
    digest.update(_joined(values[kinds == Kind.TEXT].tolist()))
    digest.update(_joined(spelled(values[(kinds != Kind.NUMBER) & (kinds != Kind.TEXT)])))
    formats = sheet.formats[filled]
    used = sorted({sheet.format_strings[i] for i in np.unique(formats).tolist()})
    rank = {text: i for i, text in enumerate(used)}
    ranks = np.array([rank.get(text, 0) for text in sheet.format_strings], "<i4")
    digest.update(_joined(used) + ranks[formats].tobytes())
    digest.update(_joined(_moved(merge, top, left) for merge in sorted(sheet.merges) if _holds(sheet, merge)))
    return digest.hexdigest()


def answer_key(question: str, content: str, *, model: str, prompts: int, shape: str = "cell") -> str:
    """SHA-256, in hex. ``question`` counts in Unicode's composed form and trimmed; ``prompts`` is their version."""
    asked = unicodedata.normalize("NFC", question).strip()
    return hashlib.sha256(_joined((asked, content, model, str(prompts), shape))).hexdigest()


def placed_key(key: str, first: tuple[int, int]) -> str:
    """The key of an answer that holds only where its data stand: a row's number, an address."""
    return hashlib.sha256(_joined((key, *map(str, first)))).hexdigest()


def _moved(area: CellRange, top: int, left: int) -> str:
    return ",".join(map(str, (area.top - top, area.left - left, area.bottom - top, area.right - left)))


def _holds(sheet: Sheet, area: CellRange) -> bool:
    return bool(sheet.used and area & sheet.used)


def _joined(texts: Iterable[str]) -> bytes:
    """Texts as bytes that no other texts have: how many and how long they are, then all of them."""
    listed = list(texts)
    lengths = np.array([len(listed), *map(len, listed)], "<i8").tobytes()
    return lengths + "".join(listed).encode("utf-8", "surrogatepass")
