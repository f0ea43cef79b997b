"""Outcome: what a cell's question came to, in the form that is kept; addresses move with the cells they name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from ..errors import InputError
from ..formulas import moved, moved_cells
from ..grid import CellRange, Ref
from ..literals import CellError, Value, literal, parse_literal

Rows = tuple[tuple[Value | None, ...], ...]
FAILURE_LIFE = (
    600.0  # seconds a failure is remembered, so that the cells it belongs to settle in it; then one may ask again
)
# Not by ``formulas.parse``: a formula may be the list of several, or one that it does not read.
_TELLS_PLACES = re.compile(r"\b(?:ROWS?|COLUMNS?|ADDRESS|CELL|OFFSET|INDIRECT)\s*\(", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![\w.$])\$?[A-Z]{1,3}\$?[1-9]\d{0,6}(?![\w(])")
_OLD_ADDRESSES = "Addresses in the words are those of when it was asked: {}."


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as it is kept: ``shows`` are literals."""

    range: str
    checked: bool
    shows: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A value in rows, or an error with the sentence that explains it; what it stands on; what it took.

    ``sheet`` and ``origin`` (first used row and column) say where the data stood when it was read; ``moved`` shifts
    every address to where it stands now. ``notes`` are the receipt's, ``doubts`` what could not be checked. ``shown``
    has the values that are not empty as a person reads them; () in what an earlier version kept.
    """

    rows: Rows = ()
    error: CellError | None = None
    sentence: str = ""
    fix: str = ""
    text: str = ""
    formula: str = ""
    citations: tuple[Cited, ...] = ()
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sheet: str = ""
    origin: tuple[int, int] = (1, 1)
    read: str = ""
    model: str = ""
    request_ids: tuple[str, ...] = ()
    receipt: Mapping[str, Any] = field(default_factory=dict)
    partial: bool = False  # some rows have no answer because the way broke off
    kept: bool = True  # an answer is kept for good, a failure for FAILURE_LIFE; False: not even that
    shown: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """True where asking again may help: no answer came, or not all of it. "Not in the data" is an answer."""
        return self.partial or (self.error is not None and not self.text)

    def bound(self, origin: tuple[int, int]) -> bool:
        """Whether it holds no more from ``origin`` on: its formula tells of places, and its data stood elsewhere."""
        return bool(self.sheet) and origin != self.origin and bool(_TELLS_PLACES.search(self.formula))

    def moved(self, sheet: str, origin: tuple[int, int]) -> Outcome:
        """The same outcome over the same data that now stands elsewhere: on ``sheet``, from ``origin`` on."""
        if (sheet, origin) == (self.sheet, self.origin) or not self.sheet:
            return self
        down, right = origin[0] - self.origin[0], origin[1] - self.origin[1]
        return replace(
            self,
            sheet=sheet,
            origin=origin,
            read=moved_cells(self.read, down, right),
            formula=moved(self.formula, down, right, sheet, self.sheet),
            citations=tuple(replace(c, range=moved_cells(c.range, down, right)) for c in self.citations),
            notes=(*self.notes, _OLD_ADDRESSES.format(", ".join(told))) if (told := self._told()) else self.notes,
        )

    def _told(self) -> tuple[str, ...]:
        """Addresses that the words name among the cells that were read ("Q1" is mostly none)."""
        try:
            read = CellRange.parse(self.read)
        except InputError:
            return ()
        words = dict.fromkeys(_ADDRESS.findall(f"{self.text} {self.sentence}"))
        return tuple(word for word in words if _lies_in(word, read))

    def refs(self) -> tuple[Ref, ...]:
        """The cited ranges."""
        return tuple(Ref(self.sheet, CellRange.parse(c.range)) for c in self.citations)

    def to_json(self) -> str:
        """As it is kept; ``from_json`` is the inverse."""
        told = asdict(self)
        told["rows"] = [[literal(value) for value in row] for row in self.rows]
        told["error"] = self.error.value if self.error else None
        return json.dumps(told, ensure_ascii=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Outcome:
        """Raises ValueError for what ``to_json`` did not write. Fields of a later version are left out."""
        try:
            told = {name: value for name, value in json.loads(text).items() if name in cls.__slots__}
            told["rows"] = tuple(tuple(parse_literal(value) for value in row) for row in told.get("rows", ()))
            told["error"] = CellError(told["error"]) if told.get("error") else None
            told["citations"] = tuple(
                Cited(c["range"], c["checked"], tuple(c["shows"]), c["problem"]) for c in told.get("citations", ())
            )
            for name in ("doubts", "notes", "request_ids", "origin", "shown"):
                told[name] = tuple(told.get(name, getattr(cls(), name)))
            return cls(**told)
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"not an outcome: {type(error).__name__}") from None


def _lies_in(word: str, read: CellRange) -> bool:
    try:
        return bool(CellRange.parse(word) & read)
    except InputError:
        return False


def failure(
    sentence: str,
    fix: str = "",
    error: CellError = CellError.VALUE,
    *,
    kept: bool = True,
    request_id: str | None = None,
) -> Outcome:
    """An outcome that is no answer."""
    return Outcome(error=error, sentence=sentence, fix=fix, kept=kept, request_ids=(request_id,) if request_id else ())
