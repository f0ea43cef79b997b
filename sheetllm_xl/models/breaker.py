"""Breaker: after failures in a row nobody is asked for a while; then one call tries, and its end decides."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from ..errors import ModelError

_ANSWERED = (400, 404, 413)  # the server is there and answers; it is this one question that it does not take


class Breaker:
    """``closed`` lets calls pass; ``open`` lets none; ``half-open`` has let one pass and waits for its end.

    It opens after ``failures`` in a row for ``rest`` seconds, twice as long each time the trial fails, at most
    ``longest``. ``clock`` is monotonic, so a clock that is set back keeps nothing shut.
    """

    def __init__(
        self, clock: Callable[[], float], failures: int = 5, rest: float = 30.0, longest: float = 300.0
    ) -> None:
        self._clock, self._allowed, self._rest, self._longest = clock, failures, rest, longest
        self._lock = Lock()
        self._in_a_row = 0
        self._opened: float | None = None
        self._pause = rest
        self._trial: float | None = None
        self._last = ""

    @property
    def state(self) -> str:
        """``closed``, ``open`` or ``half-open``."""
        if self._opened is None:
            return "closed"
        return "half-open" if self._trial is not None or self.seconds_left() <= 0 else "open"

    def seconds_left(self) -> float:
        """Until a call may try again; 0 where one may now."""
        return 0.0 if self._opened is None else max(self._opened + self._pause - self._clock(), 0.0)

    def sentence(self) -> str:
        """Its state for a person; empty while all is well."""
        if self._opened is None:
            return ""
        wait = f"Nothing is sent for {self.seconds_left():.0f} s." if self.state == "open" else "One call is trying."
        return f"{self._in_a_row} calls failed in a row. {wait} The last one: {self._last}"

    def would_admit(self) -> bool:
        """Whether a call has a chance; takes nothing."""
        return self.state != "open"

    def admit(self) -> bool:
        """Whether this call may be made. In ``half-open`` one caller gets True until it reports."""
        with self._lock:
            if self._opened is None:
                return True
            now = self._clock()
            if now < self._opened + self._pause or (self._trial is not None and now < self._trial + self._longest):
                return False
            self._trial = now
            return True

    def succeeded(self) -> None:
        """A call came back with a reply."""
        with self._lock:
            self._in_a_row, self._opened, self._trial, self._pause = 0, None, None, self._rest

    def ended_in(self, error: ModelError) -> None:
        """A call ended in an error, which may be this one question's alone."""
        if error.status in _ANSWERED:
            self.succeeded()
        else:
            self.failed(str(error))

    def failed(self, sentence: str) -> None:
        """A call came back with none."""
        with self._lock:
            self._in_a_row += 1
            self._last = sentence
            if self._trial is not None:
                self._pause = min(self._pause * 2, self._longest)
            if self._in_a_row >= self._allowed and (self._opened is None or self._trial is not None):
                self._opened, self._trial = self._clock(), None
