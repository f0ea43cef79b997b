"""Time that passes when a test says so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Time:
    """``wall`` may be set to anything; ``clock`` only runs on."""

    wall: float = 1_800_000_000.0
    clock: float = 1_000.0

    def pass_(self, seconds: float) -> None:
        self.wall += seconds
        self.clock += seconds
