"""Telemetry: a span a question, to the collector that a company names, in OTLP's JSON over HTTP. Off until then.

It holds ids and sizes alone: no question, no answer, no name of a workbook, no cell and no place of one. It is written
by hand, as OpenTelemetry's own exporter takes addresses, headers and attributes from the environment.
"""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from ..record import Record, digest

_PATH = "/v1/traces"  # OTLP 1.x, §OTLP/HTTP
_SECONDS = 3.0
_CLIENT, _ERROR = 3, 2  # a span's kind, and the code of its status
_NANO = 1_000_000_000


def tell(url: str, record: Record) -> None:
    """Send the span of a record to a collector, such as ``https://collector:4318``; "" sends nothing.

    Nobody waits for it but the end of the program, some seconds at most; one that does not arrive is lost.
    """
    if url and record.id:
        thread = threading.Thread(target=_post, args=(url, span(record)), name="sheetllm-telemetry")
        with suppress(RuntimeError):  # the system gives no more threads, or the program ends
            thread.start()


def span(record: Record) -> dict[str, Any]:
    """What is sent of a record."""
    usage, end = record.usage, round(record.at.timestamp() * _NANO)
    attributes: dict[str, str | int] = {
        "gen_ai.system": "anthropic",
        "gen_ai.request.model": record.model,
        "gen_ai.usage.input_tokens": usage.input_tokens,
        "gen_ai.usage.output_tokens": usage.output_tokens,
        "sheetllm.receipt": record.id,
        "sheetllm.state": record.state,
        "sheetllm.request_ids": ",".join(record.request_ids),
        "sheetllm.calls": len(record.calls),
        "sheetllm.cells": record.cells,
        "sheetllm.tokens_before": record.tokens_before,
        "sheetllm.tokens_sent": record.tokens_sent,
        "sheetllm.cache_read_tokens": usage.cache_read_tokens,
        "sheetllm.cache_write_tokens": usage.cache_write_tokens,
    }
    one = {
        "traceId": digest(record.id),
        "spanId": digest(f"span {record.id}")[:16],
        "name": "ask",
        "kind": _CLIENT,
        "startTimeUnixNano": str(end - round(record.seconds * _NANO)),
        "endTimeUnixNano": str(end),
        "attributes": [_attribute(name, value) for name, value in attributes.items()],
        "status": {"code": _ERROR} if record.failed else {},
    }
    scope = {"scope": {"name": "sheetllm"}, "spans": [one]}
    resource = {"attributes": [_attribute("service.name", "sheetllm")]}
    return {"resourceSpans": [{"resource": resource, "scopeSpans": [scope]}]}


def _attribute(name: str, value: str | int) -> dict[str, Any]:
    return {"key": name, "value": {"stringValue": value} if isinstance(value, str) else {"intValue": str(value)}}


def _post(url: str, body: dict[str, Any]) -> None:
    import http.client

    with suppress(OSError, http.client.HTTPException, ValueError):  # ValueError: an address that cannot be one
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=_SECONDS)
        try:
            connection.request("POST", parts.path + _PATH, json.dumps(body), {"Content-Type": "application/json"})
            connection.sock.recv(1)  # it has arrived; what is answered is nobody's, and may come drop by drop
        finally:
            connection.close()
