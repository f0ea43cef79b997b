"""Record: what is kept of an answer: its key, its outcome, where its cell is, and what a ledger must do with them."""

from __future__ import annotations

from .key import answer_key, content_digest, hidden_digest, origin, placed_key
from .ledger_port import Books, Claim, LedgerError, Till, no_price
from .outcome import FAILURE_LIFE, Cited, Outcome, failure
from .place import Place, digest

__all__ = [
    "FAILURE_LIFE",
    "Books",
    "Cited",
    "Claim",
    "LedgerError",
    "Outcome",
    "Place",
    "Till",
    "answer_key",
    "content_digest",
    "digest",
    "failure",
    "hidden_digest",
    "no_price",
    "origin",
    "placed_key",
]
