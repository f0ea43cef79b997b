"""Earlier: what version 3 of the ledger wrote twice, an answer and its receipt, read as one record."""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from datetime import datetime
from typing import Any

from ..grid import CellRange, Ref
from ..record import Record
from ..verify.verdict import Verdict

Fields = dict[str, Any]
_INSERT = "INSERT INTO records (id, key, at, created, failed, body) VALUES (?, ?, ?, ?, ?, ?)"
_OF_OUTCOME = (
    *("rows", "error", "sentence", "fix", "text", "formula", "doubts", "notes", "sheet", "origin", "partial", "shown"),
    *("model", "request_ids"),
)
_OF_RECEIPT = (
    *("question", "workbook", "read", "cells", "tables", "tokens_before", "model", "request_ids", "usage", "cost_usd"),
    *("prices_as_of", "seconds", "notes", "formula", "text", "citations", "doubts"),
)
_VERDICTS = tuple(map(str, Verdict))
_ERRORS = {"failed": "#VALUE!", "contradicted": "#VALUE!", "not found": "#N/A"}
_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)


def unite(db: sqlite3.Connection) -> None:
    """Fill ``records`` from ``answers`` and ``receipts``, and write the refusals of ``cells`` anew.

    An answer that cannot be read is forgotten, to be asked again; the words of such a receipt are kept as they are.
    """
    receipts = {row[0]: row for row in db.execute("SELECT id, at, state, told FROM receipts ORDER BY rowid")}
    answers = dict[str, tuple[str, float, Fields]]()  # by the receipt's id
    for key, body, failed, created in db.execute("SELECT key, outcome, failed, created FROM answers").fetchall():
        with suppress(*_UNREADABLE):
            outcome = json.loads(body)
            name = outcome.get("receipt", {}).get("id", "")
            if name in receipts:
                answers[name] = key, created, outcome
            else:
                record = _record(_of_outcome(outcome))
                db.execute(_INSERT, ("", key, 0.0, created, failed, record.to_json()))
    for name, at, state, body in receipts.values():
        key, created, outcome = answers.get(name, (None, at, {}))
        record = _from_receipt(name, at, state, body, outcome)
        db.execute(_INSERT, (name, key, at, created, record.failed, record.to_json()))
    for cell, body in db.execute("SELECT cell, outcome FROM cells WHERE outcome IS NOT NULL").fetchall():
        refusal = None
        with suppress(*_UNREADABLE):
            refusal = _record(_of_outcome(json.loads(body))).to_json()
        db.execute("UPDATE cells SET outcome = ? WHERE cell = ?", (refusal, cell))


def _from_receipt(name: str, at: float, state: str, body: str, outcome: Fields) -> Record:
    when: Fields = {"id": name, "at": datetime.fromtimestamp(at).isoformat(), "state": state}
    if state in _VERDICTS:
        when["verdict"] = state
    with suppress(*_UNREADABLE):
        return _record(_of_receipt(json.loads(body), state) | (_of_outcome(outcome) if outcome else {}) | when)
    return _record({"text": body} | when)


def _of_outcome(outcome: Fields) -> Fields:
    fields = {name: outcome[name] for name in _OF_OUTCOME if name in outcome}
    return fields | {
        "area": outcome.get("read", ""),
        "where": outcome.get("sheet", ""),
        "remember": outcome.get("kept", True),
        "citations": [_cited(one, outcome["sheet"]) for one in outcome.get("citations", ())],
    }


def _cited(one: Fields, sheet: str) -> Fields:
    ref = str(Ref(sheet, CellRange.parse(one["range"])))
    verdict = "verified" if one["checked"] else "unverified"
    return {"ref": ref, "verdict": verdict, "shows": one["shows"], "problem": one["problem"]}


def _of_receipt(receipt: Fields, state: str) -> Fields:
    fields = {name: receipt[name] for name in _OF_RECEIPT}
    contradicted = state == "contradicted"
    return fields | {
        "calls": receipt["stages"],
        "rows": [receipt["value"]] if receipt["value"] else [],
        "text": "" if contradicted else receipt["text"],
        "sentence": receipt["text"] if contradicted else receipt["error"],
        "error": _ERRORS.get(state),
    }


def _record(fields: Fields) -> Record:
    """Raises ValueError for what an earlier version did not write."""
    return Record.model_validate(fields, context="literals")
