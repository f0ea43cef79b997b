"""What the cells of a worksheet part hold: their type and text as values (ECMA-376 part 1, §18.18.11)."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

import numpy as np
import numpy.typing as npt

from ...literals import CellError, Value
from ...sheet import Kind, kinds_of
from ..dates import all_dated, dated
from ..limits import Limits, Spent
from ..styles_xml import CellFormat
from ..xml_stream import MAX_TEXT, unescaped
from .plain_numbers import decimals, digits
from .plain_rows import TYPES, PlainCells
from .plain_text import resolved

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?Z?")
_TIME = re.compile(r"[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?Z?")
_ERRORS = {error.value: error for error in CellError}
_NUMBER, _SHARED, _TEXTS = TYPES.index("n"), TYPES.index("s"), (TYPES.index("str"), TYPES.index("inlineStr"))

Valued = tuple[npt.NDArray[np.object_], npt.NDArray[np.uint8]]
"""Values, and the ``Kind`` of each."""


@dataclass
class CellValues:
    """Values of one sheet's cells. Texts of their own are kept once each, up to the limit on text."""

    formats: Sequence[CellFormat]
    strings: Sequence[str]
    date1904: bool = False
    spent: Spent = field(default_factory=lambda: Spent(Limits()))

    def __post_init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._dated = np.array([look.is_date for look in self.formats], bool)
        self._partly = np.array([look.partly for look in self.formats], bool)
        self._strings: npt.NDArray[np.object_] = np.empty(len(self.strings) + 1, object)
        self._strings[:-1] = [text or None for text in self.strings] if "" in self.strings else self.strings
        self._strings[-1] = CellError.REF
        self._string_kinds = np.where(self._strings == None, Kind.BLANK, Kind.TEXT).astype(np.uint8)  # noqa: E711
        self._string_kinds[-1] = Kind.ERROR

    def typed(self, kind: str, text: str, xf: int) -> Value | None:
        """The value of one cell; ``text`` with its entities resolved. An empty text is no value."""
        if kind == "s":
            at = int(text) if text.strip().isdecimal() else -1
            shared: Value | None = self._strings[at if 0 <= at < len(self.strings) else -1]
            return shared
        if kind in ("str", "inlineStr"):
            return self._shared_texts([unescaped(text)[:MAX_TEXT]])[0]
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "e":
            return _ERRORS.get(text.strip(), CellError.UNKNOWN)
        return self._iso(text) if kind == "d" else self._number(text, xf)

    def _number(self, text: str, xf: int) -> Value | None:
        try:
            number = float(text)
        except ValueError:
            return self._shared_texts([text[:MAX_TEXT]])[0]
        if number - number != 0:  # neither infinity nor NaN is a value of Excel's
            return CellError.NUM
        return dated(number, self.date1904) if self._dated[xf] and self.formats[xf].dates(number) else number

    def _iso(self, text: str) -> Value | None:
        text = text.strip()
        try:
            if _TIME.fullmatch(text):
                return time.fromisoformat(text.rstrip("Z"))
            if _MOMENT.fullmatch(text):
                return datetime.fromisoformat(text.rstrip("Z"))
        except ValueError:  # 2026-02-30
            pass
        return self._shared_texts([text[:MAX_TEXT]])[0]

    def _shared_texts(self, texts: list[str]) -> list[str | None]:
        """The same texts, equal ones as one object, "" as None."""
        fresh = set(texts).difference(self._texts)
        if fresh:
            self.spent.pay_text(sum(map(sys.getsizeof, fresh)))
            self._texts |= zip(fresh, fresh, strict=True)
        return [self._texts[text] or None for text in texts]

    def of(self, cells: PlainCells, block: bytes, text: str, xfs: Any) -> Valued:
        """The values of a block's cells. ``text`` is the block decoded, ``xfs`` the cells' formats, all known."""
        values, kinds = np.empty(len(xfs), object), np.zeros(len(xfs), np.uint8)
        given = cells.spans[1] > cells.spans[0]
        slices = _Slices(block, text)
        for kind in np.unique(cells.types[given]).tolist():
            at = np.flatnonzero(given & (cells.types == kind))
            if kind == _NUMBER:
                values[at], kinds[at] = self._numbers(cells.spans[:, at], slices, xfs[at])
            elif kind == _SHARED:
                values[at], kinds[at] = self._shared(cells.spans[:, at], slices)
            else:
                words = slices.of(cells.spans[:, at])
                typed = self._shared_texts(_cell_texts(words)) if kind in _TEXTS else self._others(TYPES[kind], words)
                values[at] = typed
                kinds[at] = Kind.TEXT if kind in _TEXTS and None not in typed else kinds_of(typed)
        return values, kinds

    def _others(self, kind: str, words: list[str]) -> list[Value | None]:
        return [self.typed(kind, resolved(word), 0) for word in words]

    def _shared(self, spans: Any, slices: _Slices) -> Valued:
        at = digits(slices.buffer, *spans)
        at[at >= len(self.strings)] = len(self.strings)
        odd = np.flatnonzero(at < 0)
        values, kinds = self._strings[at], self._string_kinds[at]
        typed = [self.typed("s", word, 0) for word in slices.of(spans[:, odd])]
        values[odd], kinds[odd] = typed, kinds_of(typed)
        return values, kinds

    def _numbers(self, spans: Any, slices: _Slices, xfs: Any) -> Valued:
        numbers, good = decimals(slices.buffer, *spans)
        values, kinds = numbers.astype(object), np.full(len(numbers), Kind.NUMBER, np.uint8)
        shown_as_dates = good & self._dated[xfs]
        for i in np.flatnonzero(shown_as_dates & self._partly[xfs]).tolist():
            shown_as_dates[i] = self.formats[xfs[i]].dates(float(numbers[i]))
        of_dates = np.flatnonzero(shown_as_dates)
        dates = all_dated(numbers[of_dates], self.date1904).tolist() if len(of_dates) else []
        odd = np.flatnonzero(~good)
        words = map(resolved, slices.of(spans[:, odd]))
        typed = [self.typed("n", word, xf) for word, xf in zip(words, xfs[odd].tolist(), strict=True)]
        for at, some in ((of_dates, dates), (odd, typed)):
            values[at], kinds[at] = some, kinds_of(some)
        return values, kinds


class _Slices:
    """The texts between places in a block."""

    def __init__(self, block: bytes, text: str) -> None:
        self.buffer = np.frombuffer(block, np.uint8)
        self._block, self._text, self._plain = block, text, len(text) == len(block)

    def of(self, spans: Any) -> list[str]:
        starts, ends = spans.tolist()
        if self._plain:
            text = self._text
            return [text[a:b] for a, b in zip(starts, ends, strict=True)]
        block = self._block
        return [block[a:b].decode() for a, b in zip(starts, ends, strict=True)]


def _cell_texts(texts: list[str]) -> list[str]:
    every = "\n".join(texts)
    if "&" in every:
        texts = [resolved(text) for text in texts]
    if "_x" in every or (len(every) > MAX_TEXT and max(map(len, texts)) > MAX_TEXT):
        texts = [unescaped(text)[:MAX_TEXT] for text in texts]
    return texts
