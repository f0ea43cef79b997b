"""Calls go the way that is set: past every proxy to this computer, through it to another host."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sheetllm_xl.errors import ModelError
from sheetllm_xl.models.claude import Claude

from ..loopback import Loopback, says
from .test_claude import KEY, PROMPT, claude


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
