"""From a record to what a cell shows: rows in the shape asked for, typed; and the words of ASKSHEET_WHY."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..chain import rows as row_chain
from ..errors import InputError
from ..grid import CellRange, Ref
from ..literals import CellError, Value, literal
from ..record import Record, Rows

SHAPES = ("cell", "row", "column", "table")
OPTIONS = (
    "sentence",
    "unverified",
    "scope=workbook",
    "each=row",
    "free",
    "header=0",
    "header=1",
    "header=2",
    "header=3",
)
_LABELS = re.compile(r"\blabels\s*=\s*([^;]*)", re.IGNORECASE)

LONGEST_TEXT = 32_767  # characters in a cell
_CUT = "…"
_NAMED = 8  # sheets that are named of those that were read
_NO_WORDS = "(no words came with it)"
_LISTS = {
    "row": "\n\nThe result is a list.",
    "column": "\n\nThe result is a list.",
    "table": "\n\nThe result is a table: one formula for all of it, or formulas of equal width, row by row.",
}


@dataclass(frozen=True, slots=True)
class Form:
    """How an answer is shown: its shape and options.

    ``each=row`` puts the question to each row, with ``labels=a|b|c`` to choose from or, with ``free``, in the model's
    own words; ``header=1`` says how many rows the header has. ``scope=workbook`` reads all sheets. The other options
    change nothing of what is asked.
    """

    shape: str = "cell"
    options: frozenset[str] = frozenset()
    labels: tuple[str, ...] = ()

    @classmethod
    def of(cls, shape: Value | None, options: Value | None) -> Form:
        """From a function's arguments. Raises InputError with the words there are."""
        text = str(options or "")
        labels = tuple(filter(None, (label.strip() for one in _LABELS.findall(text) for label in one.split("|"))))
        words = frozenset(re.findall(r"[^\s,;]+", re.sub(r"(?:(?<!\s)\s++)?=\s*", "=", _LABELS.sub("", text).lower())))
        wanted = str(shape or ("column" if "each=row" in words else "cell")).strip().lower()
        if wanted not in SHAPES:
            raise InputError(f"“{wanted[:40]}” is no shape; there is: {', '.join(SHAPES)}.")
        if unknown := words - {*OPTIONS}:
            raise InputError(f"“{min(unknown)[:40]}” is no option; there is: {', '.join(OPTIONS)}, labels=a|b.")
        if "each=row" not in words and (labels or any(word.startswith(("header=", "free")) for word in words)):
            raise InputError("labels, header and free are for a question to each row; add each=row to the options.")
        if labels and "free" in words:
            raise InputError("A row has one of your labels, or words of the model's own; take labels or free.")
        if "each=row" in words and wanted != "column":
            raise InputError("each=row gives a column, one answer a row; take the shape column.")
        if {"each=row", "scope=workbook"} <= words:
            raise InputError("each=row asks the rows of one range, scope=workbook all sheets; take one of the two.")
        return cls(wanted, words, labels)

    @property
    def each_row(self) -> bool:
        """Whether the question is put to each row by itself."""
        return "each=row" in self.options

    @property
    def free(self) -> bool:
        """Whether each row is answered in the model's own words."""
        return "free" in self.options

    @property
    def whole(self) -> bool:
        """Whether all sheets of the workbook are asked."""
        return "scope=workbook" in self.options

    @property
    def header(self) -> int | None:
        """How many rows the person says the header has."""
        return next((int(word[-1]) for word in self.options if word.startswith("header=")), None)

    @property
    def key_part(self) -> str:
        """What of the form belongs to the key of an answer."""
        if not self.each_row:
            return self.shape
        words = [self.shape, "each=row" + " free" * self.free, row_chain.VERSION, self.header, *self.labels]
        return json.dumps(words, ensure_ascii=False)

    def laid_out(self, record: Record) -> Rows:
        """The record's values in this shape; none for plain words."""
        return _laid_out(record.rows, self.shape)

    def question(self, question: str) -> str:
        """The question with what the shape asks for."""
        return question + ("" if self.each_row else _LISTS.get(self.shape, ""))

    def rows(self, record: Record, withhold: bool = False) -> Rows:
        """What the cell shows, the error values included. What is unlikely is shown on demand alone.

        ``withhold``: so is whatever could not be checked in full, as sentences in doubt always are: they are the
        model's own words, while a value was computed.
        """
        if record.error is not None:
            return ((record.error,),)
        if is_withheld(record, withhold or "sentence" in self.options) and "unverified" not in self.options:
            return ((CellError.VALUE,),)
        rows = self.laid_out(record)
        if "sentence" in self.options or not rows:
            return ((_fitting(record.text or _NO_WORDS),),)
        fitted = tuple(tuple(_fitting(value) for value in row) for row in rows)
        if self.shape == "cell" and (len(fitted), len(fitted[0])) != (1, 1):
            texts = record.shown or (literal(value) for row in fitted for value in row)
            return ((_fitting(", ".join(texts)),),)
        return fitted


def spoken(record: Record) -> list[str]:
    """The record as lines of a page: what it says, its formula, what it stands on, what is in doubt, its receipt."""
    answer = record.text or _NO_WORDS * (not record.failed)
    words = [record.sentence, record.fix, record.understood, answer, record.formula]
    cited = [f"{cited.ref}  {', '.join(cited.shows)} {cited.problem}" for cited in record.citations]
    doubts = [f"! {doubt}" for doubt in record.doubts]
    receipt = [f"Receipt {record.id}."] if record.id else []
    return [*filter(None, words), *cited, *doubts, *record.notes, *receipt]


def is_withheld(record: Record, withhold: bool = False) -> bool:
    """Whether an answer is not shown without being asked for: it is in doubt, and more than worth a look."""
    return bool(record.doubts) and (withhold or not record.look)


def why(record: Record, withhold: bool = False, say: Callable[[str], str] = str) -> str:
    """The sentences of ASKSHEET_WHY: what was taken to be asked, what happened, what to do, what it stands on, what it
    took, the request's name. ``say`` puts what is ours in a person's language; the words of the question and of the
    answer stay as they are.
    """
    ours = [record.sentence, record.fix, "" if record.text or record.failed else _NO_WORDS]
    understood, answer = f"{record.understood}." if record.understood else "", record.text
    words = [understood, *map(say, filter(None, ours)), say(answer) if record.each else answer]
    words += map(say, _grounds(record, withhold))
    words += map(say, _took(record))
    return str(_fitting(" ".join(filter(None, words))))


def _grounds(record: Record, withhold: bool) -> Iterator[str]:
    """What speaks against an answer, the first reason under its heading; else what it was checked against; notes."""
    if record.doubts and not record.failed:
        kept = is_withheld(record, withhold)
        state = "Unverified, so not shown without the option unverified" if kept else "Unverified, have a look"
        yield f"{'Doubtful' if record.error else state}: {record.doubts[0]}"
        yield from record.doubts[1:]
    elif checked := sum(citation.checked for citation in record.citations):
        yield f"{checked} of {len(record.citations)} citations checked against the cells."
    yield from record.notes


def _took(record: Record) -> Iterator[str]:
    """What was read and sent, and the names to ask about it by."""
    if read := _read(record):
        yield (
            f"Read {read}, {record.cells:,} cells; sent {record.tokens_sent:,} tokens instead of "
            f"{record.tokens_before:,}, in {len(record.calls)} calls to {record.model}."
        )
    if record.id:
        yield f"Receipt {record.id}."
    if record.request_ids:
        yield f"Request {', '.join(record.request_ids)}."


def _read(record: Record) -> str:
    """What was read, for a sentence: cells of a sheet, or the sheets; empty where nothing was."""
    if record.sheet:
        return str(Ref(record.sheet, CellRange.parse(record.area))) if record.area else ""
    named = [one.ref for one in record.read[:_NAMED]]
    more = len(record.read) - len(named)
    return ", ".join(named) + (f" and of {more} more sheets" if more else "")


def _laid_out(rows: Rows, shape: str) -> Rows:
    """The answer's rows as they are for a table; in a line for a list, without its empty cells."""
    values = tuple(value for row in rows for value in row if value is not None)
    if not values or shape == "table":
        return rows if values else ()
    return tuple((value,) for value in values) if shape == "column" else (values,)


def _fitting(value: Value | None) -> Value | None:
    """A value as a cell can hold it. Text stays text: what a function returns is never read as a formula."""
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return value[: LONGEST_TEXT - 1] + _CUT
    return "" if value is None else value
