"""M19: the ledger's tokens are the server's `usage`, to the token; what nobody can know is counted and named."""

from __future__ import annotations

import csv
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anthropic  # noqa: F401 - loaded here, not within a deadline: it takes seconds
import pytest

from sheetllm_xl.answers.usage import usage_words
from sheetllm_xl.errors import BudgetSpent, ModelError
from sheetllm_xl.models.breaker import Breaker
from sheetllm_xl.models.claude import Claude
from sheetllm_xl.models.metered import Metered
from sheetllm_xl.ports import Completion, Prompt, Usage
from sheetllm_xl.settings import load
from sheetllm_xl.store import Caps, Ledger

from ..loopback import Loopback, drops, fails, says, silent

DEADLINE = 10.0  # long enough that no ordinary reply is late on a busy machine
NAMES = ("input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")


class Server:
    """Behaves at random, and keeps its own books: what it counted in replies that left whole, and in those that broke.

    It counts a reply when it begins to send it, as the API does; an error response counts nothing.
    """

    def __init__(self, seed: int) -> None:
        self.random, self.lock = random.Random(seed), threading.Lock()
        self.whole, self.broken = Counter[str](), Counter[str]()
        self.behaviours = Counter[str]()

    def __call__(self, exchange: Any) -> None:
        with self.lock:
            kinds = ("whole", "cut off", "refused", "odd", "429", "500", "400", "dropped", "late", "page")
            kind = self.random.choices(kinds, (60, 6, 3, 3, 8, 6, 3, 6, 2, 3))[0]
            usage = {name: self.random.randrange(5_000) for name in NAMES}
            self.behaviours[kind] += 1
            if kind in ("whole", "cut off", "refused", "odd"):
                self.whole.update(usage)
            elif kind in ("dropped", "late", "page"):
                self.broken.update(usage)
        self.play(kind, usage)(exchange)

    def play(self, kind: str, usage: dict[str, int]) -> Callable[[Any], None]:
        if kind == "dropped":
            return drops({"found": True})
        if kind == "late":
            return silent(DEADLINE + 0.5)
        if kind == "page":
            return lambda exchange: exchange.send_raw(200, b"<html>", {"content-type": "text/html"})
        if kind.isdigit():
            return fails(int(kind), retry_after="0")
        stop = {"cut off": "max_tokens", "refused": "refusal"}.get(kind, "end_turn")
        return says("not JSON" if kind == "odd" else {"found": True}, stop, usage=usage)


def reconciled(api: Loopback, ledger: Ledger, calls: int, seed: int) -> tuple[Server, int]:
    server = Server(seed)
    asked = Claude("m", None, api.url, deadline=DEADLINE, max_retries=2)
    api.then(server)
    breaker = Breaker(time.monotonic, failures=10**9)

    def call(number: int) -> Completion | None:
        metered = Metered(asked, ledger, breaker, f"book {number % 7}", len, receipt=f"r{number}")
        try:
            return metered.complete(Prompt("i", "d", f"q {number}", max_tokens=9))
        except ModelError:
            return None

    with ThreadPoolExecutor(16) as pool:
        came = [done for done in pool.map(call, range(calls)) if done]
    return server, len(came)


def as_usage(counted: Counter[str]) -> Usage:
    return Usage(*(counted[name] for name in NAMES))


def holds(api: Loopback, folder: Path, calls: int, seed: int) -> None:
    ledger = Ledger(folder / "ledger.sqlite", Caps(None))
    server, came = reconciled(api, ledger, calls, seed)
    booked = list(ledger.calls())
    states = Counter(call.state for call in booked)
    unseen = sum(call.unseen for call in booked)
    print(
        f"{calls} calls, {len(api.requests)} requests, {came} replies: {dict(server.behaviours)}; books {dict(states)}"
    )
    print(
        f"counted and seen {as_usage(server.whole)}; counted and never seen {as_usage(server.broken)}, {unseen} times"
    )
    assert (states["done"], states["open"], max(call.unseen for call in booked)) == (came, 0, 1)
    assert ledger.usage() == as_usage(server.whole)
    assert unseen == sum(server.behaviours[kind] for kind in ("dropped", "late", "page"))
    rows = list(csv.DictReader(ledger.export()))
    summed = Usage(*(sum(int(row[name]) for row in rows) for name in Usage.__slots__))
    assert (summed, len({row["receipt"] for row in rows})) == (ledger.usage(), calls)
    assert f"{unseen:,} requests were sent and broke off" in usage_words(ledger, load())


def test_the_books_are_the_servers_to_the_token(api: Loopback, tmp_path: Path) -> None:
    holds(api, tmp_path, 100, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_over_a_thousand_calls(api: Loopback, tmp_path: Path, seed: int) -> None:
    holds(api, tmp_path, 1_000, seed)


def test_a_server_that_is_not_there_counts_nothing(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite", Caps(None))
    asked = Metered(Claude("m", None, "http://127.0.0.1:9", max_retries=0), ledger, Breaker(time.monotonic), "b", len)
    with pytest.raises(ModelError, match="cannot be reached"):
        asked.complete(Prompt("i", "d", "q"))
    (call,) = ledger.calls()
    assert (call.state, call.unseen, ledger.usage()) == ("failed", 0, Usage())


def test_a_cap_takes_what_broke_off_at_its_estimate(api: Loopback, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite", Caps(None, 100))
    asked = Metered(Claude("m", None, api.url, max_retries=0), ledger, Breaker(time.monotonic), "b", lambda text: 30)
    api.then(drops({}), fails(500), says({}))
    for _ in range(2):
        with pytest.raises(ModelError):
            asked.complete(Prompt("i", "d", "q", max_tokens=20))
    with pytest.raises(BudgetSpent, match=r"\(50 are spent\)"):
        asked.complete(Prompt("i", "d", "q", max_tokens=21))
