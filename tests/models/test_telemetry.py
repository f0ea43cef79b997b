"""Telemetry: off; where a collector is named, ids and sizes go to it and no word of anybody's."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from sheetllm_xl import app, drawn
from sheetllm_xl.answers.question import of_sheet
from sheetllm_xl.errors import SettingError
from sheetllm_xl.models.telemetry import tell
from sheetllm_xl.record import failure
from sheetllm_xl.settings import load

from ..loopback import Loopback, StopPlaying, fails, says, serving

NO_ADDRESS = ("https://h:99999", "https://h:port", f"https://{'h' * 64}.example", "https://127.0.0.1/ä")
SHEET = drawn("Region | Units\nNorth | 1234\nSouth | 8")
REPLY = {"found": True, "answer": "{result}", "result": "=SUM(B2:B3)", "cells": []}
POISON = {
    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9",
    "OTEL_EXPORTER_OTLP_HEADERS": "x-foreign=poison",
    "OTEL_RESOURCE_ATTRIBUTES": "host=poison",
    "OTEL_SERVICE_NAME": "poison",
}


@pytest.fixture
def collector() -> Iterator[Loopback]:
    with serving() as loopback:
        loopback.then(says({}))
        yield loopback


def ask(api: Loopback, **settings: Any) -> None:
    now = load(base_url=api.url, **settings)
    answers = app.answers(lambda: now)
    answers.ask(of_sheet(SHEET, "What did Gretel sell?", now.model, workbook="/books/Payroll.xlsx"), fresh=True)
    for thread in threading.enumerate():
        if thread.name == "sheetllm-telemetry":
            thread.join(10)


def test_nothing_is_sent_where_no_collector_is_named(keyed: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in POISON.items():
        monkeypatch.setenv(name, value)
    keyed.then(says(REPLY))
    ask(keyed)
    assert {request.path for request in keyed.requests} == {"/v1/messages"}


def test_ids_and_sizes_go_to_the_collector_and_nothing_else(
    keyed: Loopback, collector: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in POISON.items():
        monkeypatch.setenv(name, value)
    keyed.then(says(REPLY))
    ask(keyed, telemetry_url=f"{collector.url}/otel")
    (request,) = collector.requests
    assert request.path == "/otel/v1/traces"
    assert {name.lower() for name in request.headers} == {"host", "accept-encoding", "content-length", "content-type"}
    (span,) = request.body["resourceSpans"][0]["scopeSpans"][0]["spans"]
    assert (len(span.pop("traceId")), len(span.pop("spanId")), span["status"]) == (32, 16, {})
    assert 0 <= -int(span.pop("startTimeUnixNano")) + int(span.pop("endTimeUnixNano")) < 60e9
    fields = {one["key"]: next(iter(one["value"].values())) for one in span["attributes"]}
    receipt = fields.pop("sheetllm.receipt")
    assert receipt == app.ledger(load()).receipt("").id
    rest = json.dumps(request.body).replace(receipt, "")  # ids and times were taken out: drawn digits spell anything
    for word in ("Gretel", "Payroll", "books", "Region", "North", "1242", "B2", "Sheet1", "poison", "sk-ant"):
        assert word not in rest
    assert {name: fields[name] for name in ("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens")} == {
        "gen_ai.usage.input_tokens": "100",
        "gen_ai.usage.output_tokens": "20",
    }
    assert (fields["sheetllm.request_ids"], fields["sheetllm.calls"], fields["sheetllm.cells"]) == ("req_7", "1", "6")


def test_a_failure_is_told_as_one_and_a_collector_that_is_not_there_harms_nothing(
    keyed: Loopback, collector: Loopback
) -> None:
    keyed.then(fails(400, "North is wrong"))
    ask(keyed, telemetry_url=collector.url)
    assert collector.requests[0].body["resourceSpans"][0]["scopeSpans"][0]["spans"][0]["status"] == {"code": 2}
    assert "North" not in json.dumps(collector.requests[0].body)
    keyed.plays[:] = [says(REPLY)]
    ask(keyed, telemetry_url="http://127.0.0.1:9")
    assert not app.ledger(load()).receipt("").failed


def test_a_collector_whose_answer_comes_drop_by_drop_is_not_waited_for(collector: Loopback) -> None:
    """It drips until the program hangs up; one that waited for a whole answer would never do so."""
    hung_up, is_over = threading.Event(), threading.Event()

    def drips(exchange: Any) -> None:
        exchange.write(b"HTTP/1.1 200 OK\r\nx: ")
        try:
            while not is_over.wait(0.01):
                exchange.write(b"a")
        except StopPlaying:
            hung_up.set()
            raise

    collector.plays[:] = [drips]
    tell(collector.url, failure("Gone.").but(id="0123456789ab", at=datetime(2026, 1, 1, tzinfo=UTC)))
    try:
        assert hung_up.wait(20)
    finally:
        is_over.set()


def test_its_address_is_one() -> None:
    for wrong in ("collector", "ftp://collector", "https://me:secret@collector", "http://collector:4318", *NO_ADDRESS):
        with pytest.raises(SettingError, match="telemetry_url"):
            load(telemetry_url=wrong)
    for right in ("https://collector:4318/otel", "http://127.0.0.1:4318", "http://[::1]:4318"):
        assert load(telemetry_url=right).telemetry_url == right


def test_what_cannot_be_sent_is_lost_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also to an address that no setting lets through, and where the system gives no more threads."""
    record = failure("Gone.").but(id="0123456789ab", at=datetime(2026, 1, 1, tzinfo=UTC))
    for wrong in (*NO_ADDRESS, "http://[::1"):
        tell(wrong, record)
        for thread in threading.enumerate():
            if thread.name == "sheetllm-telemetry":
                thread.join(10)

    def refuses(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuses)
    tell("https://collector", record)
