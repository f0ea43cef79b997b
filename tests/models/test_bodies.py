"""What a server sends is read as far as it is of use: unknown fields, pages, bombs, words with commands in them."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from sheetllm_xl.errors import ModelError
from sheetllm_xl.ports import Usage

from ..loopback import Loopback, drops, fails, message, says, sends
from .test_claude import KEY, PROMPT, Clock, claude


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


@pytest.mark.parametrize(
    "raw",
    [b"<html>Log in to the hotel wireless</html>", b"", b"[]", b'{"content": 3}', b'{"choices": []}', b"\xff\xfe"],
)
def test_a_page_instead_of_a_message_is_a_sentence(api: Loopback, raw: bytes) -> None:
    api.then(sends(raw))
    with pytest.raises(ModelError, match="no reply of the Messages API"):
        claude(api).complete(PROMPT)


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
