"""A server that plays the Message Batches API: what is created is answered after so many looks, or as a test says."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ..loopback import message
from .test_going_on import rows_of

Result = dict[str, Any]


@dataclass(eq=False)
class Batches:
    """A Play of all five endpoints. ``paid`` counts what was answered of each row, by results that succeeded.

    ``looks``: at a batch, until it has ended. ``ends`` says what comes of a request, by its number in all batches.
    """

    paid: Counter[int] = field(default_factory=Counter)
    looks: int = 1
    ends: Callable[[int], str] = lambda number: "succeeded"
    created: list[list[Any]] = field(default_factory=list)
    cancelled: set[str] = field(default_factory=set)
    before: Callable[[Any, str], bool] = lambda exchange, what: False
    _left: dict[str, int] = field(default_factory=dict)
    _results: dict[str, list[Result]] = field(default_factory=dict)
    _number: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, exchange: Any) -> None:
        path = exchange.path.partition("?")[0].removeprefix("/v1/messages/batches").strip("/")
        name, _, what = path.partition("/")
        if exchange.command == "POST" and not name:
            what = "create"
            with self._lock:
                name = f"msgbatch_{len(self.created):02}"
                self.created.append(exchange.loopback.requests[-1].body["requests"])
                self._left[name] = self.looks
        elif not name:
            what = "list"
        elif what == "cancel":
            self.cancelled.add(name)
            self._left[name] = 0
        elif not what:
            self._left[name] -= 1
        if self.before(exchange, what):
            return
        if what == "list":
            names = [f"msgbatch_{number:02}" for number in range(len(self.created))]
            exchange.send(200, {"data": [self._batch(exchange, one) for one in reversed(names)], "has_more": False})
        elif what == "results":
            raw = "".join(f"{json.dumps(one)}\n" for one in reversed(self._answered(name))).encode()
            exchange.send_raw(200, raw, {"content-type": "application/x-jsonl"})
        else:
            exchange.send(200, self._batch(exchange, name))

    def _batch(self, exchange: Any, name: str) -> dict[str, Any]:
        has_ended, many = self._left[name] <= 0, len(self.created[int(name[-2:])])
        counts = dict.fromkeys(("processing", "succeeded", "errored", "canceled", "expired"), 0)
        return {
            "id": name,
            "type": "message_batch",
            "processing_status": "ended" if has_ended else "in_progress",
            "request_counts": counts | {"succeeded" if has_ended else "processing": many},
            "created_at": datetime.now(UTC).isoformat(),
            "expires_at": "2026-12-01T10:00:00Z",
            "results_url": f"{exchange.loopback.url}/v1/messages/batches/{name}/results" if has_ended else None,
        }

    def _answered(self, name: str) -> list[Result]:
        if name not in self._results:
            self._results[name] = [self._result(one, name) for one in self.created[int(name[-2:])]]
        return self._results[name]

    def _result(self, request: Any, name: str) -> Result:
        self._number += 1
        kind = "canceled" if name in self.cancelled else self.ends(self._number)
        result: Result = {"type": kind.partition(" ")[0]}
        if kind == "succeeded":
            rows = rows_of(request["params"])
            self.paid.update(rows.keys())
            result["message"] = message({"rows": [{"row": row, "value": name} for row, name in rows.items()]})
        elif kind.startswith("errored"):
            result["error"] = {"type": "error", "error": {"type": kind.partition(" ")[2], "message": "no"}}
        return {"custom_id": request["custom_id"], "result": result}
