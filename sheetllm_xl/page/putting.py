"""Putting: what the page does in Excel. It selects cells, puts an answer into empty ones once shown where, and takes it
back.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from ..answers import Form
from ..errors import InputError
from ..grid import CellRange, Ref
from ..record import Record
from . import look
from .conversation import Conversation
from .live import LiveBook, Written

_NONE = "There is no answer here that can be put into cells."
_NO_TABLES = "There are no tables on this sheet."
_FOLLOWS = "A follow-up stands for itself in no cell; ask it as a question of its own."
_WORKBOOK = "A question to the whole workbook cannot stand in a cell; its value can."


class Put(BaseModel):
    """Which answer goes into cells, as a value or as the question; ``at`` is where, as it was shown and agreed to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    turn: str
    what: Literal["value", "formula"]
    at: str = ""


class Tables(BaseModel):
    """In which way the tables of a sheet are written; ``digest`` is that of the sheet as they were shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sheet: str
    way: Literal["list", "outlines", "names", "tables"]
    digest: str = ""


class Putting:
    """Of the answers of ``talk`` into ``book``."""

    def __init__(self, book: LiveBook, talk: Conversation) -> None:
        self._book, self._talk = book, talk

    def select(self, given: dict[str, Any]) -> dict[str, Any]:
        """Stand in the cells that were clicked. Raises HostError, InputError."""
        ref = Ref.parse(str(given.get("ref", "")))
        self._book.select(ref)
        return {"ref": str(ref)}

    def selection(self) -> dict[str, Any]:
        """What is selected in Excel. Raises HostError."""
        ref = self._book.selection()
        return {} if ref is None else {"sheet": ref.sheet, "range": str(ref.range)}

    def put(self, put: Put) -> dict[str, Any]:
        """Where it would go; what was written, once that was agreed to. Raises HostError, InputError."""
        record = self._talk.record(put.turn)
        rows = Form().laid_out(record) if record else ()
        if record is None or not rows or record.doubts or record.error:
            raise InputError(_NONE)
        formula = self._formula(put.turn, record) if put.what == "formula" else ""
        if not put.at:
            place = self._book.place(((1.0,),) if formula else rows, record.sheet)
            return {"place": str(place), "shows": formula}
        at = Ref.parse(put.at)
        return _done(self._book.put_formula(at, formula) if formula else self._book.put(at, rows))

    def tables(self, given: Tables) -> dict[str, Any]:
        """The tables that would be written; what was, where the sheet is as it was when that was agreed to.

        Raises HostError, InputError.
        """
        self._book.renew(given.sheet)
        sheet = self._book.sheet(given.sheet)
        found = look.explained(sheet).tables
        if not found:
            raise InputError(_NO_TABLES)
        if given.digest != sheet.digest:
            return {"tables": [str(table.range) for table in found], "digest": sheet.digest}
        return _done(self._book.write_tables(given.way, sheet, found))

    def undo(self, given: dict[str, Any]) -> dict[str, Any]:
        """Take back what was written, and nothing else. Raises HostError, InputError."""
        return {"done": self._book.undo(str(given.get("mark", "")))}

    def _formula(self, turn: str, record: Record) -> str:
        from ..excel.write.asking import ask_formula

        asked = self._talk.asked(turn)
        if asked.after:
            raise InputError(_FOLLOWS)
        if asked.scope == "workbook":
            raise InputError(_WORKBOOK)
        if asked.scope == "cells":
            return ask_formula(asked.text, Ref(record.sheet, CellRange.parse(asked.range)))
        return ask_formula(asked.text, Ref.parse(record.read[0].ref))


def _done(written: Written) -> dict[str, Any]:
    return {"done": written.words, "mark": written.mark}
