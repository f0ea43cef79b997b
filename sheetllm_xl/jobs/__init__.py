"""Single-flight queue, deadlines, breaker and meter. Time, threads, ledger and model are handed in."""

from __future__ import annotations

from .books import Books, Claim, LedgerError, Till
from .breaker import Breaker
from .key import answer_key, content_digest, hidden_digest, origin, placed_key
from .metered import Metered
from .outcome import FAILURE_LIFE, Cited, Outcome, failure
from .place import Place, digest
from .queue import Jobs
from .recalls import Recalls
from .words import STOPPED, TURN, of_error

__all__ = [
    "FAILURE_LIFE",
    "STOPPED",
    "TURN",
    "Books",
    "Breaker",
    "Cited",
    "Claim",
    "Jobs",
    "LedgerError",
    "Metered",
    "Outcome",
    "Place",
    "Recalls",
    "Till",
    "answer_key",
    "content_digest",
    "digest",
    "failure",
    "hidden_digest",
    "of_error",
    "origin",
    "placed_key",
]
