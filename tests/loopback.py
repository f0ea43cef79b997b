"""A server on 127.0.0.1 that plays the Messages API, so that the real SDK runs over real HTTP without a network.

It answers with one behaviour a request, in order (the last one again and again), and keeps every request it got.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Play = Callable[["_Exchange"], None]


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: Mapping[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.raw)


def message(reply: Any, stop_reason: str = "end_turn", **more: Any) -> dict[str, Any]:
    """A Message as the API sends it; ``reply`` is sent as JSON text unless it is text already."""
    text = reply if isinstance(reply, str) else json.dumps(reply)
    return {
        "id": "msg_01",
        "type": "message",
        "role": "assistant",
        "model": "claude-sonnet-5-5",
        "content": [{"type": "text", "text": text}],
        "stop_reason": stop_reason,
        "stop_sequence": None,
        "usage": {
            "input_tokens": 100,
            "output_tokens": 20,
            "cache_creation_input_tokens": 7,
            "cache_read_input_tokens": 3,
        },
    } | more


def says(reply: Any, stop_reason: str = "end_turn", **more: Any) -> Play:
    """A complete, ordinary response."""
    return lambda exchange: exchange.send(200, message(reply, stop_reason, **more))


def counts(tokens: int) -> Play:
    """The response of count_tokens."""
    return lambda exchange: exchange.send(200, {"input_tokens": tokens})


def fails(status: int, said: str = "no", **headers: str) -> Play:
    """An error response of the API; ``retry_after`` becomes Retry-After."""
    error = {"type": "error", "error": {"type": "api_error", "message": said}, "request_id": "req_7"}
    return lambda exchange: exchange.send(status, error, {k.replace("_", "-"): v for k, v in headers.items()})


def sends(raw: bytes, content_type: str = "text/html") -> Play:
    """Any bytes with status 200."""
    return lambda exchange: exchange.send_raw(200, raw, {"content-type": content_type})


def trickles(reply: Any, every: float) -> Play:
    """One byte at a time: never silent for long, never finished in time."""

    def play(exchange: _Exchange) -> None:
        raw = json.dumps(message(reply)).encode()
        exchange.head(200, {"content-type": "application/json", "content-length": str(len(raw))})
        for i in range(len(raw)):
            exchange.write(raw[i : i + 1])
            time.sleep(every)

    return play


def trickles_headers(every: float, seconds: float) -> Play:
    """A response that never gets past its headers."""

    def play(exchange: _Exchange) -> None:
        exchange.write(b"HTTP/1.1 200 OK\r\nx-slow: ")
        for _ in range(int(seconds / every)):
            exchange.write(b"a")
            time.sleep(every)

    return play


def drops(reply: Any) -> Play:
    """Half of a response, and the connection is gone."""

    def play(exchange: _Exchange) -> None:
        raw = json.dumps(message(reply)).encode()
        exchange.head(200, {"content-type": "application/json", "content-length": str(len(raw))})
        exchange.write(raw[: len(raw) // 2])
        exchange.close_connection = True

    return play


def silent(seconds: float) -> Play:
    """No byte at all for a while."""
    return lambda exchange: time.sleep(seconds)


@dataclass
class Loopback:
    url: str
    plays: list[Play] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def then(self, *plays: Play) -> Loopback:
        self.plays.extend(plays)
        return self

    @property
    def bodies(self) -> list[Any]:
        return [request.body for request in self.requests if request.path == "/v1/messages"]


class _Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a body that follows its headers waits 40 ms for their acknowledgement
    loopback: Loopback
    lock: threading.Lock

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("content-length", 0)))
        with self.lock:
            self.loopback.requests.append(Request("POST", self.path, dict(self.headers), raw))
            plays = self.loopback.plays
            play = plays[0] if len(plays) == 1 else plays.pop(0)
        play(self)

    def do_GET(self) -> None:
        self.loopback.requests.append(Request("GET", self.path, dict(self.headers), b""))
        name = self.path.removeprefix("/v1/models").strip("/")
        model = {"type": "model", "id": name, "display_name": name, "created_at": "2026-01-01T00:00:00Z"}
        if self.loopback.plays:
            self.loopback.plays[0](self)
        else:
            self.send(200, model if name else {"data": [model], "has_more": False})

    def send(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        self.send_raw(status, json.dumps(body).encode(), {"content-type": "application/json"} | dict(headers or {}))

    def send_raw(self, status: int, raw: bytes, headers: Mapping[str, str]) -> None:
        self.head(status, {**headers, "content-length": str(len(raw))})
        self.write(raw)

    def head(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"request-id": "req_7", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def write(self, raw: bytes) -> None:
        try:
            self.wfile.write(raw)
            self.wfile.flush()
        except OSError:  # the client has hung up, as it should
            self.close_connection = True
            raise StopPlaying from None

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (StopPlaying, ConnectionError):
            self.close_connection = True

    def log_message(self, *args: Any) -> None:
        pass


class StopPlaying(Exception):
    """The client hung up in the middle of a play."""


@contextmanager
def serving() -> Iterator[Loopback]:
    """A running server; its plays may be added while it runs."""
    loopback = Loopback("")
    exchange = type("Exchange", (_Exchange,), {"loopback": loopback, "lock": threading.Lock()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), exchange)
    server.daemon_threads = True
    loopback.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield loopback
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
