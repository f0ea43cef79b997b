"""Only our own page, with its address, gets an answer, and only from this computer."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sheetllm_xl.errors import HostError
from sheetllm_xl.files.sample import write_sample
from sheetllm_xl.page import listening
from sheetllm_xl.page.site import STATIC

from .serving import asked, commanded, page_of, served
from .sockets import listening_at


@pytest.fixture
def book(tmp_path: Path) -> Path:
    write_sample(tmp_path / "b.xlsx")
    return tmp_path / "b.xlsx"


def test_who_has_the_address_is_answered_under_a_strict_policy(book: Path) -> None:
    with served(book) as running:
        for path in ("", "static/main.js", "api/book"):
            status, text, headers = asked(running.address, path)
            assert (status, headers["x-content-type-options"]) == (200, "nosniff")
            assert text
            assert "default-src 'none'" in headers["content-security-policy"]
            assert "unsafe" not in headers["content-security-policy"]
            assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "localhost"},
        {"host": "127.0.0.1.nip.io:{port}"},
        {"host": "127.0.0.1"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
)
def test_another_sites_request_is_refused(book: Path, headers: dict[str, str]) -> None:
    with served(book) as running:
        port = str(urlsplit(running.address).port)
        foreign = {name: value.replace("{port}", port) for name, value in headers.items()}
        status, text, _ = asked(running.address, "api/book", **foreign)
        assert (status, "b.xlsx" in text) == (403, False)


def test_without_the_token_nothing_is_shown(book: Path) -> None:
    with served(book) as running:
        parts = urlsplit(running.address)
        root = f"http://{parts.netloc}/"
        for path in (
            "",
            "api/book",
            "static/main.js",
            "x/api/book",
            parts.path.strip("/"),
            parts.path[1:-2] + "/api/book",
        ):
            assert asked(root, path)[0] == 403, path


def test_what_changes_something_needs_our_origin(book: Path) -> None:
    with served(book) as running:
        assert asked(running.address, "api/book", "POST")[0] == 403


def test_no_file_beside_the_pages_own_is_served(book: Path) -> None:
    with served(book) as running:
        for path in ("static/../site.py", "static/%2e%2e/site.py", "static/..%2fsite.py"):
            assert asked(running.address, path)[0] == 404


def test_it_listens_on_this_computer_alone(book: Path) -> None:
    before = listening_at(os.getpid())
    with served(book) as running:
        assert listening_at(os.getpid()) - before == {urlsplit(running.address).netloc}


@pytest.mark.slow
def test_no_process_of_it_listens_on_another_address(book: Path) -> None:
    with commanded(book) as (address, process):
        for path in ("", "api/book", "api/tables?sheet=Sales+2026", "api/usage", "api/setup"):
            assert asked(address, path)[0] == 200
        assert listening_at(process) == {urlsplit(address).netloc}


def test_a_port_that_is_taken_is_named(book: Path) -> None:
    with served(book) as running:
        port = running.socket.getsockname()[1]
        with pytest.raises(HostError, match=f"Port {port} is taken"), listening(page_of(book), port):
            pass


def test_the_page_is_small() -> None:
    assert sum(file.stat().st_size for file in STATIC.iterdir()) <= 150_000
