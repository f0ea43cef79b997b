from __future__ import annotations

import gzip
import json
import socketserver
import subprocess
import sys
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import formatdate
from functools import cache
from typing import Any

import pytest

from sheetllm_xl.errors import ModelError
from sheetllm_xl.models.claude import Claude
from sheetllm_xl.ports import Prompt, Usage

from .loopback import Loopback, counts, drops, fails, message, says, sends, silent, trickles, trickles_headers

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
    with pytest.raises(ModelError, match=r"within 1 seconds|in time"):
        claude(api, deadline=1.0).complete(PROMPT)
    assert not over.is_set()


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


@pytest.mark.parametrize("reason", ["max_tokens", "refusal", "pause_turn", "tool_use", "something_new", None])
def test_an_incomplete_reply_comes_back_with_what_it_cost(api: Loopback, reason: Any) -> None:
    api.then(says('{"cut', reason))
    done = claude(api).complete(PROMPT)
    assert (done.stop_reason, done.usage.output_tokens) == (str(reason), 20)


def test_unknown_fields_blocks_and_types_do_not_break_a_reply(api: Loopback) -> None:
    text = {"type": "text", "text": "{}", "novel": [1]}
    api.then(
        says("", content=[{"type": "hologram", "depth": 3}, text], novel={"x": 1}, usage={"input_tokens": 5, "x": "y"})
    )
    done = claude(api).complete(PROMPT)
    assert (done.text, done.usage) == ("{}", Usage(5))


@pytest.mark.parametrize(
    "usage",
    [
        None,
        [],
        {},
        {"input_tokens": "9", "output_tokens": 2},
        {"input_tokens": 9},
        {"input_tokens": 10**20, "output_tokens": 2},
    ],
)
def test_a_reply_without_its_count_is_one_that_may_have_cost_its_estimate(api: Loopback, usage: Any) -> None:
    api.then(fails(500), drops({}), says({}, usage=usage))
    told: list[int] = []
    done = claude(api, sleep=Clock().sleep).complete(PROMPT, lambda unseen: not told.append(unseen))  # type: ignore[func-returns-value]
    assert (told, done.unseen) == ([0, 1], 1)  # an error that was seen, a reply that was dropped, and this one
    api.plays[:] = [says({}, usage={"input_tokens": 9, "output_tokens": 0})]
    assert claude(api).complete(PROMPT).unseen == 0


def test_a_request_is_repeated_only_where_it_may_be(api: Loopback) -> None:
    api.then(drops({}), says({}))
    with pytest.raises(ModelError, match="cannot be reached") as caught:
        claude(api, sleep=Clock().sleep).complete(PROMPT, lambda unseen: False)
    assert (caught.value.unseen, len(api.requests)) == (1, 1)


@pytest.mark.parametrize(
    "raw",
    [b"<html>Log in to the hotel wireless</html>", b"", b"[]", b'{"content": 3}', b'{"choices": []}', b"\xff\xfe"],
)
def test_a_page_instead_of_a_message_is_a_sentence(api: Loopback, raw: bytes) -> None:
    api.then(sends(raw))
    with pytest.raises(ModelError, match="no reply of the Messages API"):
        claude(api).complete(PROMPT)


def test_tokens_can_be_counted_and_the_key_tried(api: Loopback) -> None:
    assert claude(api).check() == "claude-sonnet-5-5"
    api.then(counts(4321))
    assert claude(api).count_tokens(PROMPT) == 4321
    assert "max_tokens" not in api.requests[-1].body
    assert [request.path for request in api.requests] == ["/v1/models/claude-sonnet-5-5", "/v1/messages/count_tokens"]
    api.plays[:] = [fails(401)]
    with pytest.raises(ModelError, match="key was refused"):
        claude(api).check()


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"<html>Log in to the hotel wireless</html>", "text/html"),
        (b"<html>", "application/json"),
        (b"null", "application/json"),
        (b"[]", "application/json"),
        (b'{"id": null, "input_tokens": "7"}', "application/json"),
    ],
)
def test_a_page_is_no_count_and_no_name_of_a_model(api: Loopback, raw: bytes, kind: str) -> None:
    api.then(sends(raw, kind))
    for trial in (claude(api).check, lambda: claude(api).count_tokens(PROMPT)):
        with pytest.raises(ModelError, match="no reply of the Messages API"):
            trial()


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


@contextmanager
def proxy() -> Iterator[tuple[str, list[bytes]]]:
    """A proxy on this machine that writes down what it is sent, and passes nothing on."""
    seen: list[bytes] = []

    class Exchange(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            seen.append(self.request.recv(65_536))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Exchange) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", seen
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_what_goes_to_this_computer_goes_past_every_proxy(
    api: Loopback, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.then(says({}))
    with proxy() as (address, seen):
        monkeypatch.setenv(variable, address)
        claude(api, max_retries=0).complete(PROMPT)
        claude(api, base_url=api.url.replace("127.0.0.1", "localhost"), max_retries=0).check()
        assert seen == []
    assert len(api.requests) == 2


def test_a_proxy_that_is_no_address_keeps_nobody_from_this_computer(
    api: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "foo:bar:baz")
    api.then(says({}))
    claude(api).complete(PROMPT)


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "ALL_PROXY"])
def test_another_host_is_reached_through_the_proxy_that_is_set(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with proxy() as (address, seen):
        monkeypatch.setenv(variable, address)
        with pytest.raises(ModelError, match="cannot be reached"):
            Claude("m", KEY, "https://models.example.com", max_retries=0).complete(PROMPT)
    assert seen[0].startswith(b"CONNECT models.example.com:443 ")
    assert KEY.encode() not in seen[0]


def packed(status: int, encoding: str, raw: Callable[[], Iterator[bytes]]) -> Any:
    """A response without a length, sent for as long as somebody reads it."""

    def play(exchange: Any) -> None:
        exchange.head(status, {"content-type": "application/json", "content-encoding": encoding, "connection": "close"})
        for piece in raw():
            exchange.write(piece)
        exchange.close_connection = True

    return play


def endless() -> Iterator[bytes]:
    while True:
        yield b"x" * 1_000_000


def bomb() -> Iterator[bytes]:
    """Hundreds of megabytes of blanks, packed a thousandfold."""
    packer = zlib.compressobj(9, wbits=31)
    for _ in range(300):
        yield packer.compress(b" " * 1_000_000)
    yield packer.flush()


@cache
def _packed_twice() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return gzip.compress(b"".join([*(packer.compress(b" " * 1_000_000) for _ in range(300)), packer.flush()]))


def bomb_in_a_bomb() -> Iterator[bytes]:
    yield _packed_twice()


PEAK = 200_000_000  # bytes: what is read, several times over; each of these bodies is more


@pytest.mark.parametrize("status", [200, 201, 302, 400, 401, 404, 429, 500, 529])
@pytest.mark.parametrize(
    ("encoding", "raw"),
    [("identity", endless), ("gzip", bomb), ("gzip, gzip", bomb_in_a_bomb), ("br", endless), ("zstd", endless)],
)
def test_a_body_is_read_as_far_as_it_is_of_use(api: Loopback, status: int, encoding: str, raw: Any) -> None:
    api.then(packed(status, encoding, raw))
    _packed_twice()
    tracemalloc.start()
    try:
        for ask in (lambda: claude(api, max_retries=0).complete(PROMPT), claude(api, max_retries=0).check):
            with pytest.raises(ModelError) as caught:
                ask()
            assert caught.value.status == (status if status >= 300 else None)
        assert tracemalloc.get_traced_memory()[1] < PEAK
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "x-gzip"])
def test_a_packed_reply_is_read(api: Loopback, encoding: str) -> None:
    body = json.dumps(message({"a": 1})).encode()
    api.then(
        packed(200, encoding, lambda: iter([zlib.compress(body) if encoding == "deflate" else gzip.compress(body)]))
    )
    assert claude(api).complete(PROMPT).text == '{"a": 1}'
    assert {name.lower(): value for name, value in api.requests[0].headers.items()}["accept-encoding"] == "gzip"


def test_words_of_a_server_are_one_line_without_commands(api: Loopback) -> None:
    said = "no such model\x1b]0;(verified)\x07\n\u202esheetllm: done\x9b2J " + KEY
    api.then(fails(404, said))
    with pytest.raises(ModelError) as caught:
        claude(api).complete(PROMPT)
    assert str(caught.value).isprintable()
    assert "no such model ]0;(verified) \ufffdsheetllm: done 2J sk-ant-(masked)" in str(caught.value)
    api.plays[:] = [says({}, model="m\x1b[2J" + "x" * 10_000, stop_reason="end\x9b" * 100)]
    done = claude(api).complete(PROMPT)
    assert (len(done.model), done.model.isprintable(), len(done.stop_reason)) == (200, True, 200)
