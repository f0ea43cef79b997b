from __future__ import annotations

import subprocess
import sys
import threading
import time
from email.utils import formatdate
from typing import Any

import pytest

from sheetllm_xl.errors import ModelError
from sheetllm_xl.models.claude import Claude
from sheetllm_xl.ports import Prompt, Usage

from ..loopback import Loopback, counts, drops, fails, message, says, silent, trickles, trickles_headers

KEY = "sk-ant-test-0123456789abcdef"


PROMPT = Prompt("Read the sheet.", "||begin sheet||\n|A1,7\n||end sheet||", "Question: what?", {"type": "object"}, 300)


def claude(api: Loopback, **more: Any) -> Claude:
    return Claude("claude-sonnet-5-5", **({"key": KEY, "base_url": api.url, "deadline": 20.0} | more))


class Clock:
    """Time that passes only in sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 100.0, []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_a_request_is_what_the_api_documents_with_both_stable_parts_marked(api: Loopback) -> None:
    api.then(says({"a": 1}))
    done = claude(api).complete(PROMPT)
    assert (done.text, done.stop_reason, done.model, done.request_id) == (
        '{"a": 1}',
        "end_turn",
        "claude-sonnet-5-5",
        "req_7",
    )
    assert done.usage == Usage(100, 20, 7, 3)
    ephemeral = {"type": "ephemeral"}
    assert api.bodies == [
        {
            "model": "claude-sonnet-5-5",
            "max_tokens": 300,
            "system": [{"type": "text", "text": PROMPT.instructions, "cache_control": ephemeral}],
            "messages": [
                {
                    "role": "user",
                    "content": [
                        {"type": "text", "text": PROMPT.document, "cache_control": ephemeral},
                        {"type": "text", "text": PROMPT.question},
                    ],
                }
            ],
            "output_config": {"format": {"type": "json_schema", "schema": {"type": "object"}}},
        }
    ]
    assert api.requests[0].headers["Authorization"] == f"Bearer {KEY}"


def test_two_questions_share_every_byte_up_to_the_question(api: Loopback) -> None:
    api.then(says({}))
    for question in ("Question: one?", "Question: two?"):
        claude(api).complete(Prompt("Read.", "||begin sheet||", question, {"type": "object"}))
    first, second = (request.raw for request in api.requests)
    assert first != second
    assert first.replace(b"one?", b"two?") == second
    assert first.index(b"one?") > first.index(b"||begin sheet||")


def test_no_output_config_for_servers_that_reject_it_and_no_key_for_local_ones(api: Loopback) -> None:
    api.then(says({}))
    claude(api, structured_output=False, key=None).complete(PROMPT)
    assert "output_config" not in api.bodies[0]
    assert api.requests[0].headers["Authorization"] == "Bearer none"


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 409, 413, 422])
def test_what_will_not_pass_is_not_tried_again(api: Loopback, status: int) -> None:
    clock = Clock()
    api.then(fails(status, f"because {KEY}"))
    with pytest.raises(ModelError) as caught:
        claude(api, sleep=clock.sleep).complete(PROMPT)
    assert (caught.value.status, caught.value.request_id, len(api.requests), clock.slept) == (status, "req_7", 1, [])
    assert KEY not in str(caught.value)
    assert str(caught.value).endswith(").")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 529])
def test_what_may_pass_is_tried_again_within_bounds(api: Loopback, status: int) -> None:
    clock = Clock()
    api.then(fails(status), fails(status), says({"ok": True}))
    assert claude(api, sleep=clock.sleep).complete(PROMPT).text == '{"ok": true}'
    assert len(api.requests) == 3
    assert 0.3 < clock.slept[0] <= 0.5 < clock.slept[1] <= 1.0

    api.plays[:] = [fails(status)]
    with pytest.raises(ModelError) as caught:
        claude(api, sleep=clock.sleep, max_retries=1).complete(PROMPT)
    assert (caught.value.status, len(api.requests)) == (status, 5)


def test_the_server_says_how_long_to_wait(api: Loopback) -> None:
    clock = Clock()
    api.then(fails(429, retry_after="7"), fails(429, retry_after=formatdate(time.time() + 4, usegmt=True)), says({}))
    claude(api, clock=clock, sleep=clock.sleep).complete(PROMPT)
    assert clock.slept[0] == 7.0
    assert 2 < clock.slept[1] <= 4


def test_a_wait_that_ends_after_the_deadline_is_not_begun(api: Loopback) -> None:
    clock = Clock()
    api.then(fails(429, retry_after="30"))
    with pytest.raises(ModelError) as caught:
        claude(api, clock=clock, sleep=clock.sleep).complete(PROMPT)
    assert (caught.value.retry_after, clock.slept, len(api.requests)) == (30.0, [], 1)


@pytest.mark.parametrize("play", [trickles({"a": 1}, 0.02), trickles_headers(0.02, 5.0), silent(5.0)])
def test_the_deadline_cuts_whatever_a_server_does(api: Loopback, play: Any) -> None:
    over = threading.Event()

    def to_the_end(exchange: Any) -> None:
        play(exchange)
        over.set()

    api.then(to_the_end)
    with pytest.raises(ModelError, match=r"within 1 seconds|in time") as caught:
        claude(api, deadline=1.0).complete(PROMPT)
    assert not over.is_set()
    assert caught.value.unseen == 1


def test_a_cut_call_leaves_no_thread_behind(api: Loopback) -> None:
    before = set(threading.enumerate())
    api.then(trickles({"a": "b" * 4000}, 0.01))
    with pytest.raises(ModelError):
        claude(api, deadline=0.8).complete(PROMPT)
    for thread in {*threading.enumerate()} - before:
        if thread.name == "sheetllm-model-call":
            thread.join(30)
            assert not thread.is_alive()


def test_a_connection_lost_mid_body_is_tried_again(api: Loopback) -> None:
    clock = Clock()
    api.then(drops({"a": 1}), says({"a": 2}))
    assert claude(api, sleep=clock.sleep).complete(PROMPT).text == '{"a": 2}'
    api.plays[:] = [drops({"a": 1})]
    with pytest.raises(ModelError, match="cannot be reached"):
        claude(api, sleep=clock.sleep).complete(PROMPT)


def test_no_network_is_a_sentence() -> None:
    lost = Claude("m", KEY, "http://127.0.0.1:9", max_retries=0)
    with pytest.raises(ModelError, match=r"127\.0\.0\.1:9 cannot be reached") as caught:
        lost.complete(PROMPT)
    assert caught.value.status is None


def test_no_key_is_a_sentence() -> None:
    with pytest.raises(ModelError, match="no API key"):
        Claude("claude-sonnet-5-5").complete(PROMPT)


def test_a_key_is_not_sent_in_the_clear_nor_shown() -> None:
    careless = Claude("m", KEY, "http://models.example.com")
    with pytest.raises(ModelError, match="plain http"):
        careless.complete(PROMPT)
    assert KEY not in repr(careless)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("HTTPS_PROXY", "foo:bar:baz"), ("HTTPS_PROXY", "carrier://pigeon"), ("SSL_CERT_FILE", "/nowhere/at/all.pem")],
)
def test_a_way_out_that_cannot_be_set_up_is_a_sentence(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ModelError, match="cannot be set up"):
        Claude("m", KEY, "https://models.example.com").complete(PROMPT)


@pytest.mark.parametrize("url", ["https://[::1", "ftp://host", "nothing", "", "http://127.0.0.1:99999", "https://"])
def test_a_base_url_that_is_none_is_a_sentence(url: str) -> None:
    with pytest.raises(ModelError):
        Claude("m", KEY, url, max_retries=0).complete(PROMPT)


def test_a_redirect_is_not_followed(api: Loopback) -> None:
    api.then(fails(307, location="http://127.0.0.1:9/v1/messages"))
    with pytest.raises(ModelError) as caught:
        claude(api).complete(PROMPT)
    assert (caught.value.status, len(api.requests)) == (307, 1)


def test_a_request_is_repeated_only_where_it_may_be(api: Loopback) -> None:
    api.then(drops({}), says({}))
    with pytest.raises(ModelError, match="cannot be reached") as caught:
        claude(api, sleep=Clock().sleep).complete(PROMPT, lambda unseen: False)
    assert (caught.value.unseen, len(api.requests)) == (1, 1)


def test_tokens_can_be_counted_and_the_key_tried(api: Loopback) -> None:
    assert claude(api).check() == "claude-sonnet-5-5"
    api.then(counts(4321))
    assert claude(api).count_tokens(PROMPT) == 4321
    assert "max_tokens" not in api.requests[-1].body
    assert [request.path for request in api.requests] == ["/v1/models/claude-sonnet-5-5", "/v1/messages/count_tokens"]
    api.plays[:] = [fails(401)]
    with pytest.raises(ModelError, match="key was refused"):
        claude(api).check()


def test_environment_of_the_sdk_does_not_choose_the_host(api: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "https://elsewhere.example.com")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-environment-000000")
    api.then(says({}))
    claude(api).complete(PROMPT)
    assert api.requests[0].headers["Authorization"] == f"Bearer {KEY}"


def test_the_module_is_light() -> None:
    heavy = "{'anthropic', 'keyring', 'httpx2'}"
    program = f"import sys, sheetllm_xl.models.claude, sheetllm_xl.credentials\nprint({heavy} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_message_helper_is_what_the_sdk_takes_for_a_message() -> None:
    from anthropic.types import Message

    assert Message.model_validate(message({"a": 1})).usage.cache_read_input_tokens == 3
