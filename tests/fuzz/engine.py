"""A mutation fuzzer: seeds, small damages to them, and what a target may not do with the result.

An input that makes a target do something it has not done yet (a new signature) becomes a seed itself.
"""

from __future__ import annotations

import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

LONGEST = 1 << 16
SLOW_SECONDS = 20.0
_NUMBERS = (b"0", b"-1", b"1", b"255", b"65536", b"1048577", b"16385", b"4294967296", b"99999999999999999999", b"1e400")


@dataclass(frozen=True)
class Target:
    """What is fuzzed. ``run`` takes an input and gives its signature; any exception is a finding."""

    name: str
    run: Callable[[bytes], Hashable]
    seeds: tuple[bytes, ...]
    words: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Finding:
    """An input that broke its target, and how."""

    target: str
    data: bytes
    how: str


class TooSlow(Exception):
    """An input took longer than ``SLOW_SECONDS``."""


@contextmanager
def _alarm() -> Iterator[None]:
    def ring(*_: object) -> None:
        raise TooSlow

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SLOW_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def tried(target: Target, data: bytes) -> tuple[Hashable, str]:
    """The signature, and the traceback of what went wrong or ""."""
    try:
        with _alarm():
            return target.run(data), ""
    except Exception as error:  # noqa: BLE001 whatever it raises is what is looked for
        frames = traceback.extract_tb(error.__traceback__)
        where = tuple((frame.filename.rpartition("/")[2], frame.lineno) for frame in frames[-2:])
        return (type(error).__name__, where), traceback.format_exc(limit=-6)


def mutated(data: bytes, others: list[bytes], words: tuple[bytes, ...], rng: random.Random) -> bytes:
    """One to four small damages."""
    for _ in range(rng.choice((1, 1, 1, 2, 2, 4))):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.choice((1, 1, 2, 4, 16, 64, 300)))
        kind = rng.randrange(8)
        if kind == 0 and data:
            at = min(at, len(data) - 1)
            data = data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
        elif kind == 1:
            data = data[:at] + data[end:]
        elif kind == 2:
            data = data[:at] + data[at:end] * rng.choice((2, 2, 3, 50)) + data[end:]
        elif kind == 3 and words:
            data = data[:at] + rng.choice(words) + data[at if rng.random() < 0.5 else end :]
        elif kind == 4:
            data = data[:at] + rng.choice(_NUMBERS) + data[end:]
        elif kind == 5:
            other = rng.choice(others)
            start = rng.randrange(len(other) + 1)
            data = data[:at] + other[start : start + rng.choice((4, 20, 100, 1000))] + data[end:]
        elif kind == 6:
            data = data[:at] + bytes([rng.randrange(256)]) + data[end:]
        elif kind == 7:
            start = rng.randrange(len(data) + 1)
            data = data[:at] + data[start : start + end - at] + data[end:]
    return data[:LONGEST]


def fuzz(target: Target, seconds: float, seed: int, most: int = sys.maxsize) -> tuple[list[Finding], int]:
    """Findings, one a signature and each made shorter where that is easy, and the number of inputs tried.

    ``most`` inputs or ``seconds``, whichever is over first: with a number of inputs a seed tries the same everywhere.
    """
    rng, pool, known = random.Random(seed), list(target.seeds), set()
    found: dict[Hashable, Finding] = {}
    for data in pool:
        known.add(tried(target, data)[0])
    end, count = time.monotonic() + seconds, len(pool)
    while count < most and time.monotonic() < end:
        data = mutated(rng.choice(pool), pool, target.words, rng)
        signature, how = tried(target, data)
        count += 1
        if how and signature not in found:
            found[signature] = Finding(target.name, shortened(target, data, signature), how)
        elif not how and signature not in known and len(pool) < 5_000:
            known.add(signature)
            pool.append(data)
    return list(found.values()), count


def shortened(target: Target, data: bytes, signature: Hashable, tries: int = 400) -> bytes:
    """A shorter input with the same signature, if cutting pieces out finds one."""
    size = max(1, len(data) // 2)
    while size and tries:
        for at in range(0, len(data), size):
            shorter = data[:at] + data[at + size :]
            tries -= 1
            if tries <= 0:
                break
            if tried(target, shorter)[0] == signature:
                data = shorter
                break
        else:
            size //= 2
    return data
