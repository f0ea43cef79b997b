"""Record: what is kept of a question and its answer, one typed, versioned value. What a cell shows, ASKSHEET_WHY,
receipts and ``--json`` are views of it.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer, PlainValidator, ValidationInfo

from ..errors import InputError
from ..formulas import moved, moved_cells
from ..grid import CellRange, Ref
from ..literals import CellError, Value, literal, parse_literal
from ..ports import Usage
from ..verify.verdict import Verdict

VERSION = 1  # of the record's fields; a later version may add some, which an earlier one leaves out
FAILURE_LIFE = 600.0  # seconds a failure is remembered, so that the cells it belongs to settle in it
# Not by ``formulas.parse``: a formula may be the list of several, or one that it does not read.
_PLACE_FUNCTION = re.compile(r"\b(?:ROWS?|COLUMNS?|ADDRESS|CELL|OFFSET|INDIRECT)\s*\(", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![\w.$])\$?[A-Z]{1,3}\$?[1-9]\d{0,6}(?![\w(])")
_OLD_ADDRESSES = "Addresses in the words are those of when it was asked: {}."


def _text(value: object) -> str:
    """Any text, lone surrogates included, which pydantic's own check refuses."""
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _value(value: Any, info: ValidationInfo) -> Value | None:
    """A cell's value; as a literal in what was written by ``to_json``."""
    return parse_literal(_text(value)) if info.context == "literals" else value


Text = Annotated[str, PlainValidator(_text)]
CellValue = Annotated[Value | None, PlainValidator(_value), PlainSerializer(literal, when_used="json")]
Rows = tuple[tuple[CellValue, ...], ...]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ReadCells(_Part):
    """Cells that were read, and the digest of their content."""

    ref: Text
    digest: Text


class Cited(_Part):
    """A citation: ``ref`` with its sheet's name, ``shows`` as literals, ``problem`` where it is not verified."""

    ref: Text
    verdict: Verdict = Verdict.UNVERIFIED
    shows: tuple[Text, ...] = ()
    problem: Text = ""

    @property
    def checked(self) -> bool:
        """The cells hold what is claimed of them."""
        return self.verdict is Verdict.VERIFIED


class SentCall(_Part):
    """One call of a ``stage``: its prompt's ``tokens`` as our counter counts, ``usage`` as the API does, its time."""

    stage: Text
    tokens: int
    usage: Usage
    model: Text
    request_id: Text | None
    seconds: float


class RowRecord(_Part):
    """The answer of one row; see ``chain.answer.RowAnswer``."""

    row: int
    value: CellValue
    problem: Text = ""


class Record(_Part):
    """A value in rows, or an error with the sentence that explains it; what it stands on; what it took.

    The question: ``id`` names the receipt (empty: it leaves none), ``at`` says when it ended, ``question`` and
    ``workbook`` (its file's name) are empty where the person wants them left out. ``read`` has the ranges that were
    read, first the sheet an address without a name means, ``cells`` how many of their cells are filled. ``sheet``,
    ``origin`` (first used row and column) and ``area`` say where the data of one sheet stood when it was read;
    ``moved`` shifts every address to where it stands now. Of a workbook ``sheet`` is empty, and nothing moves.
    ``where`` names the sheets that were looked at.

    What was sent: ``tables`` that were chosen, ``calls`` one by one, their ``usage``, ``tokens_before`` (the sheet in
    full), ``cost_usd`` by ``prices_as_of``, ``seconds`` of wall-clock time; ``prompts`` and ``judge`` are the versions
    of the words that were sent and of the checks. ``left_out`` says what stage 1 left out to find the table,
    ``encoding`` the rows, columns and filled cells after each module of SheetCompressor.

    What came: ``rows`` as they were read or computed (none for plain words), ``shown`` those values that are not empty
    as a person reads them; ``reading`` what was taken to be asked, in words, and the range of each part; the
    ``verdict`` on them, and ``state``: that, or not found, or failed. ``doubts`` are what could not be checked,
    ``grounds`` the names of their kinds (of ``verify.grounds``; none where they are not known), ``look`` says that it
    is shown all the same; ``each`` the rows of a question to each row, ``partial`` where some have no answer because
    the way broke off. ``failure`` is the class of the error that ended it, where one did, ``status`` the server's.
    ``remember`` is False for what may be over soon, such as a cap.
    """

    version: int = VERSION
    id: Text = ""
    at: datetime = datetime.min
    question: Text = ""
    workbook: Text = ""
    read: tuple[ReadCells, ...] = ()
    cells: int = 0
    sheet: Text = ""
    origin: tuple[int, int] = (1, 1)
    area: Text = ""
    where: Text = ""

    prompts: int = 0
    judge: int = 0
    model: Text = ""
    tables: tuple[Text, ...] = ()
    tokens_before: int = 0
    calls: tuple[SentCall, ...] = ()
    usage: Usage = Usage()
    request_ids: tuple[Text, ...] = ()
    cost_usd: float | None = None
    prices_as_of: Text | None = None
    seconds: float = 0.0
    left_out: Text = ""
    encoding: tuple[tuple[Text, int, int, int], ...] = ()

    rows: Rows = ()
    shown: tuple[Text, ...] = ()
    reading: tuple[tuple[Text, Text], ...] = ()
    each: tuple[RowRecord, ...] = ()
    text: Text = ""
    formula: Text = ""
    citations: tuple[Cited, ...] = ()
    doubts: tuple[Text, ...] = ()
    grounds: tuple[Text, ...] = ()
    look: bool = False
    notes: tuple[Text, ...] = ()
    verdict: Verdict = Verdict.VERIFIED
    state: Text = ""
    error: CellError | None = None
    sentence: Text = ""
    fix: Text = ""
    failure: Text = ""
    status: int | None = None
    partial: bool = False
    remember: bool = True

    @property
    def failed(self) -> bool:
        """True where asking again may help: no answer came, or not all of it. "Not in the data" is an answer."""
        return self.partial or (self.error is not None and not self.text and self.state != "not found")

    @property
    def value(self) -> Value | tuple[Value, ...] | None:
        """The only value; a tuple of those that are not empty where there are several; None where there is none."""
        values = tuple(value for row in self.rows for value in row if value is not None)
        return values if len(values) > 1 else values[0] if values else None

    @property
    def understood(self) -> str:
        """What was taken to be asked, as one sentence with its ranges; empty where the reading is not known."""
        return "; ".join(", ".join(filter(None, part)) for part in self.reading)

    @property
    def answers_any(self) -> bool:
        """Of a question to each row, whether any got an answer; that its cells do not hold one is an answer, too."""
        return any(one.value is CellError.NA or not one.problem for one in self.each if one.value is not None)

    @property
    def tokens_sent(self) -> int:
        """Tokens of all prompts, as our counter counts."""
        return sum(call.tokens for call in self.calls)

    def bound(self, origin: tuple[int, int]) -> bool:
        """Whether it holds no more from ``origin`` on: its formula tells of places, and its data stood elsewhere."""
        return bool(self.sheet) and origin != self.origin and bool(_PLACE_FUNCTION.search(self.formula))

    def moved(self, sheet: str, origin: tuple[int, int]) -> Record:
        """The same record over the same data that now stands elsewhere: on ``sheet``, from ``origin`` on."""
        if (sheet, origin) == (self.sheet, self.origin) or not self.sheet:
            return self
        down, right = origin[0] - self.origin[0], origin[1] - self.origin[1]
        old = ", ".join(self._addresses_in_words())
        return self.but(
            sheet=sheet,
            where=sheet,
            origin=origin,
            area=moved_cells(self.area, down, right),
            reading=tuple((words, ref and self._moved(ref, sheet, down, right)) for words, ref in self.reading),
            formula=moved(self.formula, down, right, sheet, self.sheet),
            citations=tuple(
                c.model_copy(update={"ref": self._moved(c.ref, sheet, down, right)}) for c in self.citations
            ),
            notes=(*self.notes, _OLD_ADDRESSES.format(old)) if old else self.notes,
        )

    def but(self, **changes: Any) -> Record:
        """The same record with some fields changed; they are not validated."""
        return self.model_copy(update=changes)

    def refs(self) -> tuple[Ref, ...]:
        """The cited ranges."""
        return tuple(Ref.parse(cited.ref) for cited in self.citations)

    def to_json(self) -> str:
        """As it is written down: what differs from the defaults; ``from_json`` is the inverse."""
        fields = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps({"version": self.version, **fields}, ensure_ascii=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Record:
        """Raises ValueError for what ``to_json`` did not write. Fields of a later version are left out."""
        return cls.model_validate(json.loads(text), context="literals")

    def _moved(self, ref: str, sheet: str, down: int, right: int) -> str:
        cited = Ref.parse(ref)
        if cited.sheet != self.sheet:
            return ref
        return str(Ref(sheet, CellRange.parse(moved_cells(str(cited.range), down, right))))

    def _addresses_in_words(self) -> tuple[str, ...]:
        """Addresses that the words name among the cells that were read ("Q1" is mostly none)."""
        try:
            read = CellRange.parse(self.area)
        except InputError:
            return ()
        words = dict.fromkeys(_ADDRESS.findall(f"{self.text} {self.sentence}"))
        return tuple(word for word in words if _lies_in(word, read))


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
    kind: str = "",
    remember: bool = True,
) -> Record:
    """A record that is no answer; ``kind`` is the class of the error that it came of."""
    return Record(error=error, sentence=sentence, fix=fix, failure=kind, remember=remember, state="failed")
