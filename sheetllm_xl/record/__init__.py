"""Record: what is kept of an answer: its key, the record, where its cell is, and what a ledger must do with them."""

from __future__ import annotations

from .key import answer_key, content_digest, hidden_digest, origin, placed_key, workbook_digest
from .ledger_port import AnswerLedger, Claim, LedgerError, SpendingLedger, no_price
from .place import Place, digest
from .record import FAILURE_LIFE, Cited, ReadCells, Record, RowRecord, Rows, SentCall, failure

__all__ = [
    "FAILURE_LIFE",
    "AnswerLedger",
    "Cited",
    "Claim",
    "LedgerError",
    "Place",
    "ReadCells",
    "Record",
    "RowRecord",
    "Rows",
    "SentCall",
    "SpendingLedger",
    "answer_key",
    "content_digest",
    "digest",
    "failure",
    "hidden_digest",
    "no_price",
    "origin",
    "placed_key",
    "workbook_digest",
]
