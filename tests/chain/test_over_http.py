"""The whole chain over real HTTP with the real SDK, against a server on this machine that plays the Messages API."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sheetllm_xl.chain import Answer, Step, ask, ask_tables
from sheetllm_xl.errors import ModelError, ReplyError
from sheetllm_xl.models.claude import Claude
from sheetllm_xl.ports import Usage
from sheetllm_xl.verify.verdict import Verdict

from ..loopback import Loopback, fails, says, sends, trickles
from .replying import calculator, cell, reply, tables, unopposed
from .test_ask import NORTH, REGIONS, SALES, STAFF

FOUND, ANSWERED = tables("A2:C5"), reply("=B3", "North sold {result}.", NORTH)


def model(api: Loopback, **more: Any) -> Claude:
    return Claude("claude-sonnet-5-5", "sk-ant-test-0123456789", **({"base_url": api.url, "deadline": 20.0} | more))


def asked(api: Loopback, question: str = "How much did North sell?", **more: Any) -> Answer:
    return ask(SALES, question, model(api, sleep=lambda seconds: None), calculator(), tables=(REGIONS, STAFF), **more)


def test_two_stages_over_the_wire(api: Loopback) -> None:
    api.then(says(FOUND), says(ANSWERED))
    answer = asked(api)
    assert (answer.value, answer.text, unopposed(answer)) == (1200.0, "North sold $1,200.", True)
    assert answer.receipt.usage == Usage(200, 40, 14, 6)
    assert answer.receipt.request_ids == ("req_7", "req_7")
    first, second = api.bodies
    for body, field in ((first, "tables"), (second, "cells")):
        assert body["system"][0]["cache_control"] == {"type": "ephemeral"}
        document, question = body["messages"][0]["content"]
        assert document["cache_control"] == {"type": "ephemeral"}
        assert "cache_control" not in question
        assert field in body["output_config"]["format"]["schema"]["properties"]
    assert "$1,200" not in json.dumps(second)
    assert "B3,1200" in second["messages"][0]["content"][0]["text"]


def test_a_second_question_repeats_the_prefix_byte_for_byte(api: Loopback) -> None:
    api.then(says(FOUND), says(ANSWERED), says(FOUND), says(ANSWERED))
    asked(api, "How much did North sell?")
    asked(api, "What is the share of South?")
    raw = [request.raw for request in api.requests]
    for one, two in ((raw[0], raw[2]), (raw[1], raw[3])):
        assert one.replace(b"How much did North sell?", b"What is the share of South?") == two
        assert one.index(b"||end ") < one.index(b"How much did North sell?")


def test_busy_servers_are_tried_again_and_only_the_reply_is_booked(api: Loopback) -> None:
    api.then(fails(429, retry_after="2"), says(FOUND), fails(529), fails(500), says(ANSWERED))
    assert asked(api).receipt.usage == Usage(200, 40, 14, 6)


@pytest.mark.parametrize(
    ("play", "kind", "said"),
    [
        (fails(401), ModelError, "key was refused"),
        (fails(403), ModelError, "may not use"),
        (fails(413), ModelError, "too large"),
        (fails(429), ModelError, "rate limit"),
        (fails(529), ModelError, "overloaded"),
        (sends(b"<html>"), ModelError, "no reply of the Messages API"),
        (says(ANSWERED, "max_tokens"), ReplyError, "cut off"),
        (says(ANSWERED, "refusal"), ReplyError, "refused"),
        (says("North sold 1200."), ReplyError, "not JSON"),
        (says({"regions": 3}), ReplyError, "agreed form"),
    ],
)
def test_what_goes_wrong_in_stage_two_is_a_sentence_and_booked(
    api: Loopback, play: Any, kind: type[Exception], said: str
) -> None:
    api.then(says(FOUND), play)
    steps: list[Step] = []
    with pytest.raises(kind, match=said) as caught:
        asked(api, on_progress=steps.append)
    assert "\n" not in str(caught.value)
    booked = [step.completion for step in steps if step.completion]
    assert len(booked) == (2 if kind is ReplyError else 1)


def test_a_trickling_reply_is_cut_by_the_deadline(api: Loopback) -> None:
    api.then(says(FOUND), trickles(ANSWERED, 0.02))
    with pytest.raises(ModelError, match="within 1 seconds"):
        ask(SALES, "How much?", model(api, deadline=1.0), calculator(), tables=(REGIONS, STAFF))


def test_cells_that_do_not_exist_are_never_verified(api: Loopback) -> None:
    lie = says(reply("=ZZ5", "It is {result}.", cell("ZZ5", "9")))
    api.then(says(tables("ZZ1:ZZ9")), lie, lie)
    answer = asked(api)
    assert (answer.value, answer.verified, answer.verdict) == (None, False, Verdict.CONTRADICTED)
    assert not any(citation.checked for citation in answer.citations)
    assert any("ZZ1:ZZ9" in note for note in answer.receipt.notes)


def test_detection_over_the_wire(api: Loopback) -> None:
    api.then(says(tables("A1:F6")))
    assert ask_tables(SALES, model(api), (REGIONS, STAFF)).rows == (("A1:F6",),)
