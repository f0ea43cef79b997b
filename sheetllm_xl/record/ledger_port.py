"""What the queue and the meter ask of a ledger: Protocols, so that neither knows a database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from ..errors import HostError
from ..ports import Usage
from .record import Record


class LedgerError(HostError):
    """The ledger did not do what was asked. ``passing``: it was only busy, and may do it later."""

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


@dataclass(frozen=True, slots=True)
class Claim:
    """Who answers a key: this process (``mine``), another one that lives (``theirs``), or nobody any more.

    ``answered`` carries the record. ``overdue``: the process with the claim died and the deadline of its cells
    has passed. ``left``: seconds to the deadline, which a successor inherits.
    """

    state: Literal["mine", "theirs", "answered", "overdue"]
    left: float = 0.0
    record: Record | None = None


class AnswerLedger(Protocol):
    """Answers and claims, shared by every process of a person. Every method may raise LedgerError.

    Without ``patient``, a busy ledger is an error at once.
    """

    def find(self, key: str) -> Record | None:
        """What is remembered; a failure only for as long as failures are."""
        ...

    def claim(self, key: str, seconds: float, *, patient: bool = True) -> Claim:
        """Take the key for so many seconds."""
        ...

    def renew(self, key: str, seconds: float, *, patient: bool = True) -> None:
        """Let this process's claim last so many seconds from now."""
        ...

    def settle(self, key: str, record: Record, *, going_on: float = 0.0, patient: bool = True) -> None:
        """Keep the record and end the claim, both or neither. A failure never replaces an answer.

        Where the work is still ``going_on``, the claim lasts so many seconds more.
        """
        ...

    def release(self, key: str, *, patient: bool = True) -> None:
        """End this process's claim without a record."""
        ...

    def refusal(self, book: str) -> str:
        """Why nothing more may be spent on this workbook now (pause, a cap); empty where it may."""
        ...


class SpendingLedger(Protocol):
    """Where spending is booked."""

    def reserve(self, book: str, model: str, tokens: int, *, receipt: str = "", most: float | None = None) -> int:
        """Book a call before it is made, at its estimate: ``tokens``, and at ``most`` so many dollars.

        Raises BudgetSpent at a cap, LedgerError where it cannot.
        """
        ...

    def close(
        self, ticket: int, usage: Usage | None, request_id: str | None, *, unseen: int = 0, cost: float | None = None
    ) -> None:
        """Put the API's own count, and what it ``cost``, in place of the estimate. None: no count came back.

        ``unseen`` requests were sent and broke off: the API may have counted them. The caps take each at its estimate.
        """
        ...


def no_price(model: str) -> str:
    """What to do where a cost must be known and is not."""
    return (
        f"No price of {model} is set, so what it would cost is not known and nothing was sent. Put it into "
        f'settings.toml: [prices."{model}"] with as_of, input and output (US dollars a million tokens).'
    )
