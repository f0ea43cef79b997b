"""The key of an answer: what was asked of what content, by which model, in which words. It holds no place and no date.

An answer stays remembered while its data is the same, wherever it stands: a row inserted above, a column beside, a cut
and paste, a renamed sheet, a group expanded or a filter set change no key. So the content digest takes filled cells
alone, relative to the first used row and column, with their values, number formats and merges; not the sheet's name,
nor what is hidden, nor looks, nor the text of formulas (a reference in it shifts with the cells; its value is read).
Only a question that speaks of what is hidden or shown has an answer that a filter changes: its key knows the lines.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

import numpy as np

from ..grid import CellRange
from ..literals import spelled
from ..sheet import Kind, Sheet
from ..text.unseen import normalized

# hidden, visible, filtered, shown: English, German, French and Spanish, Korean, Chinese, Japanese
_OF_HIDDEN = re.compile(
    r"hidden|\bhid(?:e|es|ing)\b|visible|filter|filtr|shown|showing|displayed|on screen|\bsee\b|collapsed"
    r"|sichtbar|zu sehen|(?:aus|ein)geblendet|versteckt|verborgen|angezeigt|masqué|cach[ée]e?s|affich|ocult|mostrad"
    r"|숨|보이|표시|필터"
    r"|隐藏|隱藏|可见|可見|筛选|篩選|过滤|過濾|显示|顯示|表示|フィルタ",
    re.IGNORECASE,
)


def origin(sheet: Sheet) -> tuple[int, int]:
    """The first used row and column; (1, 1) for an empty sheet."""
    return (sheet.used.top, sheet.used.left) if sheet.used else (1, 1)


def content_digest(sheet: Sheet) -> str:
    """SHA-256, in hex, over what the sheet holds, relative to its first used row and column."""
    if (known := sheet.remembered.get(content_digest)) is None:
        known = sheet.remembered[content_digest] = _digested(sheet)
    return str(known)


def _digested(sheet: Sheet) -> str:
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
    merges = sorted(sheet.merges_in(sheet.used) if sheet.used else (), key=lambda merge: merge.edges)
    digest.update(_joined(_moved(merge, top, left) for merge in merges))
    return digest.hexdigest()


def hidden_digest(sheet: Sheet, question: str) -> str:
    """The hidden lines that hold anything, for a question that speaks of such; empty for any other."""
    if not _OF_HIDDEN.search(normalized("NFC", question)):
        return ""
    top, left = origin(sheet)
    lines = (
        (sheet.hidden_rows & set(sheet.rows[sheet.filled].tolist()), top),
        (sheet.hidden_cols & set(sheet.cols[sheet.filled].tolist()), left),
    )
    return hashlib.sha256(
        _joined(",".join(str(n - first) for n in sorted(numbers)) for numbers, first in lines)
    ).hexdigest()


def workbook_digest(sheets: Iterable[Sheet], question: str) -> str:
    """SHA-256, in hex, over sheets with their names and places: an answer about several sheets does not move."""
    parts = (
        part
        for sheet in sheets
        for part in (sheet.name, str(origin(sheet)), content_digest(sheet), hidden_digest(sheet, question))
    )
    return hashlib.sha256(_joined(parts)).hexdigest()


def answer_key(question: str, content: str, *, model: str, prompts: int, judge: int, shape: str = "cell") -> str:
    """SHA-256, in hex. ``question`` counts in Unicode's composed form and trimmed.

    ``prompts`` and ``judge`` are the versions of the words that are sent and of the checks: an answer that was called
    verified by a rule that was mended since is asked again.
    """
    words = normalized("NFC", question).strip()
    return hashlib.sha256(_joined((words, content, model, str(prompts), str(judge), shape))).hexdigest()


def placed_key(key: str, first: tuple[int, int]) -> str:
    """The key of an answer that holds only where its data stand: a row's number, an address."""
    return hashlib.sha256(_joined((key, *map(str, first)))).hexdigest()


def _moved(area: CellRange, top: int, left: int) -> str:
    return ",".join(map(str, (area.top - top, area.left - left, area.bottom - top, area.right - left)))


def _joined(texts: Iterable[str]) -> bytes:
    """Texts as bytes that no other texts have: how many and how long they are, then all of them."""
    listed = list(texts)
    lengths = np.array([len(listed), *map(len, listed)], "<i8").tobytes()
    return lengths + "".join(listed).encode("utf-8", "surrogatepass")
