"""Queue: each question once, in time, whoever asks it. Time, threads, ledger and model are handed in."""

from __future__ import annotations

from .failures import STOPPED, TURN, of_error, to_error
from .jobs import Jobs
from .recalls import Recalls

__all__ = ["STOPPED", "TURN", "Jobs", "Recalls", "of_error", "to_error"]
