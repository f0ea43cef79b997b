"""Verdict: whether the sheet bears a claim out, and the citations of an answer, each with its verdict."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from ..grid import Ref
from ..literals import Value

Rows = tuple[tuple[Value | None, ...], ...]


class Verdict(enum.StrEnum):
    """Whether the sheet holds what is claimed: it does, that is unknown, or it holds something else."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Citation:
    """Cells the answer stands on. Verified: they exist, were read, are not empty and hold what the model claimed.

    ``shows`` is what they hold on the sheet (at most twelve values); ``problem`` says why a citation is not verified.
    """

    ref: Ref
    verdict: Verdict
    shows: tuple[Value, ...] = ()
    problem: str = ""

    @property
    def checked(self) -> bool:
        """The cells hold what is claimed of them."""
        return self.verdict is Verdict.VERIFIED
