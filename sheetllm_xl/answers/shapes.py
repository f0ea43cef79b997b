"""From the chain's Answer to what a cell holds: rows in the shape asked for, typed; and the words of ASKSHEET_WHY."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial

from ..chain import Answer, ask, rows
from ..errors import InputError
from ..grid import CellRange, Ref
from ..literals import CellError, Value, literal
from ..ports import Calculator
from ..record import Cited, Outcome, origin
from ..record.outcome import Rows
from ..sheet import Sheet
from ..verify.verdict import Verdict

SHAPES = ("cell", "row", "column", "table")
OPTIONS = ("sentence", "unverified", "each=row", "header=0", "header=1", "header=2", "header=3")
_LABELS = re.compile(r"\blabels\s*=\s*([^;]*)", re.IGNORECASE)
Way = Callable[..., Answer]

LONGEST_TEXT = 32_767  # characters in a cell
_CUT = "…"
_LISTS = {
    "row": "\n\nThe result is a list.",
    "column": "\n\nThe result is a list.",
    "table": "\n\nThe result is a table: one formula for all of it, or formulas of equal width, row by row.",
}
_ASK_OTHERWISE = "Ask again, or ask more exactly: for a row, a column or a sum by its name."


@dataclass(frozen=True, slots=True)
class Form:
    """How an answer is shown: its shape and options.

    ``each=row`` puts the question to each row, with ``labels=a|b|c`` to choose from; ``header=1`` says how many rows
    the header has. The other options change nothing of what is asked.
    """

    shape: str = "cell"
    options: frozenset[str] = frozenset()
    labels: tuple[str, ...] = ()

    @classmethod
    def of(cls, shape: Value | None, options: Value | None) -> Form:
        """From a function's arguments. Raises InputError with the words there are."""
        said = str(options or "")
        labels = tuple(filter(None, (label.strip() for one in _LABELS.findall(said) for label in one.split("|"))))
        words = frozenset(re.findall(r"[^\s,;]+", re.sub(r"(?:(?<!\s)\s++)?=\s*", "=", _LABELS.sub("", said).lower())))
        wanted = str(shape or ("column" if "each=row" in words else "cell")).strip().lower()
        if wanted not in SHAPES:
            raise InputError(f"“{wanted[:40]}” is no shape; there is: {', '.join(SHAPES)}.")
        if unknown := words - {*OPTIONS}:
            raise InputError(f"“{min(unknown)[:40]}” is no option; there is: {', '.join(OPTIONS)}, labels=a|b.")
        if "each=row" not in words and (labels or any(word.startswith("header=") for word in words)):
            raise InputError("labels and header are for a question to each row; add each=row to the options.")
        if "each=row" in words and wanted != "column":
            raise InputError("each=row gives a column, one answer a row; take the shape column.")
        return cls(wanted, words, labels)

    @property
    def each_row(self) -> bool:
        """Whether the question is put to each row by itself."""
        return "each=row" in self.options

    @property
    def header(self) -> int | None:
        """How many rows the header is said to have."""
        return next((int(word[-1]) for word in self.options if word.startswith("header=")), None)

    @property
    def asked(self) -> str:
        """What of the form belongs to the key of an answer."""
        if not self.each_row:
            return self.shape
        return json.dumps([self.shape, "each=row", rows.VERSION, self.header, *self.labels], ensure_ascii=False)

    def way(self, calculator: Calculator) -> Way:
        """How the question is put: a call for sheet, question, model, budget, count, on_progress."""
        if self.each_row:
            return partial(rows.ask_rows, labels=self.labels, header=self.header)
        return partial(ask, calculator=calculator)

    def question(self, question: str) -> str:
        """The question with what the shape asks for."""
        return question + ("" if self.each_row else _LISTS.get(self.shape, ""))

    def rows(self, outcome: Outcome) -> Rows:
        """What the cell shows, the error values included. What could not be checked is shown on demand alone."""
        if outcome.error is not None:
            return ((outcome.error,),)
        if outcome.doubts and "unverified" not in self.options:
            return ((CellError.VALUE,),)
        if "sentence" in self.options or not outcome.rows:
            return ((_fitting(outcome.text),),)
        fitted = tuple(tuple(_fitting(value) for value in row) for row in outcome.rows)
        if self.shape == "cell" and (len(fitted), len(fitted[0])) != (1, 1):
            texts = outcome.shown or (literal(value) for row in fitted for value in row)
            return ((_fitting(", ".join(texts)),),)
        return fitted


def outcome_of(answer: Answer, sheet: Sheet, shape: str) -> Outcome:
    """An answer as it is kept. One that the sheet contradicts is a failure, whatever the options."""
    receipt, contradicted = answer.receipt, answer.verdict is Verdict.CONTRADICTED
    return Outcome(
        rows=_rows(answer, shape) if answer.found else (),
        error=CellError.VALUE if contradicted else None if answer.found else CellError.NA,
        sentence=answer.text if contradicted else "" if answer.found else "The data does not hold the answer.",
        fix=_ASK_OTHERWISE if contradicted else "",
        text="" if contradicted else answer.text or "(no words came with it)",
        formula=answer.formula,
        citations=tuple(
            Cited(str(c.ref.range), c.checked, tuple(map(literal, c.shows)), c.problem) for c in answer.citations
        ),
        doubts=answer.doubts,
        notes=receipt.notes,
        sheet=sheet.name,
        origin=origin(sheet),
        read=str(receipt.read),
        model=receipt.model,
        request_ids=receipt.request_ids,
        partial=bool(answer.broke_off),
        shown=answer.shown,
        receipt={
            "id": receipt.id,
            "cells": receipt.cells,
            "tokens_before": receipt.tokens_before,
            "tokens_sent": receipt.tokens_sent,
            "calls": receipt.calls,
            "seconds": round(receipt.seconds, 2),
            "usage": asdict(receipt.usage),
        },
    )


def spoken(outcome: Outcome) -> list[str]:
    """The outcome as lines of a page: what it says, its formula, what it stands on, what is in doubt, its receipt."""
    said = [outcome.sentence, outcome.fix, outcome.text, outcome.formula]
    cited = [
        f"{ref}  {', '.join(c.shows)} {c.problem}" for ref, c in zip(outcome.refs(), outcome.citations, strict=True)
    ]
    kept = outcome.receipt.get("id")
    doubts = [f"! {doubt}" for doubt in outcome.doubts]
    return [*filter(None, said), *cited, *doubts, *outcome.notes, *([f"Receipt {kept}."] if kept else [])]


def why(outcome: Outcome) -> str:
    """The sentences of ASKSHEET_WHY: what happened, what to do, what it stands on, what it took, the request's name."""
    said = [outcome.sentence, outcome.fix, outcome.text]
    if outcome.doubts and not outcome.failed:
        shown = "Doubtful" if outcome.error else "Unverified, so not shown without the option unverified"
        said.append(f"{shown}: {' '.join(outcome.doubts)}")
    elif checked := sum(citation.checked for citation in outcome.citations):
        said.append(f"{checked} of {len(outcome.citations)} citations checked against the cells.")
    said += outcome.notes
    if outcome.read:
        took = outcome.receipt
        read = Ref(outcome.sheet, CellRange.parse(outcome.read))
        said.append(
            f"Read {read}, {took.get('cells', 0):,} cells; sent {took.get('tokens_sent', 0):,} tokens instead of "
            f"{took.get('tokens_before', 0):,}, in {took.get('calls', 0)} calls to {outcome.model}."
        )
    if kept := outcome.receipt.get("id"):
        said.append(f"Receipt {kept}.")
    if outcome.request_ids:
        said.append(f"Request {', '.join(outcome.request_ids)}.")
    return str(_fitting(" ".join(filter(None, said))))


def _rows(answer: Answer, shape: str) -> Rows:
    """The answer's rows as they are for a table; in a line for a list, without its empty cells."""
    values = tuple(value for row in answer.rows for value in row if value is not None)
    if not values or shape == "table":
        return answer.rows if values else ()
    return tuple((value,) for value in values) if shape == "column" else (values,)


def _fitting(value: Value | None) -> Value | None:
    """A value as a cell can hold it. Text stays text: what a function returns is never read as a formula."""
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return value[: LONGEST_TEXT - 1] + _CUT
    return "" if value is None else value
