"""Limits: the bounds on one question to a workbook."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds in tokens, as ``count`` estimates them, in calls, steps and seconds. Chosen, not tuned.

    ``call``: all of one prompt; the estimate may be some per cent off, and 30,000 are to be kept. ``outline`` and
    ``evidence``: their parts of it. ``step``: what one step may give; ``steps`` in all and ``together`` in one reply.
    ``calls``: with the answer, but without the one more that a contradicted answer gets. ``seconds``: after them the
    next call is the last. ``reply``: the length of each reply.
    """

    call: int = 27_000
    outline: int = 8_000
    evidence: int = 4_000
    step: int = 4_000
    steps: int = 12
    together: int = 4
    calls: int = 6
    seconds: float = 240.0
    reply: int = 2_048


LIMITS = Limits()
