"""The page over a workbook, served on this machine for as long as a test takes, and plain requests to it."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette

from sheetllm_xl import app
from sheetllm_xl.app import briefings, checkup, choosing
from sheetllm_xl.page import FileBook, Fittings, Served, listening, listening_again, site
from sheetllm_xl.settings import InForce


def page_of(path: Path) -> Starlette:
    settings, book = InForce(), FileBook(path, app.open_workbook, app.whole_workbook, briefings.sent)
    fittings = Fittings(app.calculator(), checkup.findings, checkup.connection, choosing.choose, choosing.fixed)
    return site(book, app.answers(settings), settings, fittings)


@contextmanager
def running(listens: AbstractContextManager[Served]) -> Iterator[Served]:
    """Serve until the block ends."""
    with listens as page:
        thread = threading.Thread(target=page.run)
        thread.start()
        try:
            yield page
        finally:
            page.server.should_exit = True
            thread.join()


def served(path: Path) -> AbstractContextManager[Served]:
    return running(listening(page_of(path)))


def served_again(book: Path, port: int = 0) -> AbstractContextManager[Served]:
    """Where it was served last, if it was."""
    return running(listening_again(page_of(book), str(book), port))


def asked(
    address: str, path: str = "", method: str = "GET", body: str | None = None, **headers: str
) -> tuple[int, str, Mapping[str, str]]:
    """Status, text and headers; a keyword such as ``sec_fetch_site`` is a header."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, parts.path + path, body, named)
        response = connection.getresponse()
        return response.status, response.read().decode(), {k.lower(): v for k, v in response.getheaders()}
    finally:
        connection.close()


def post(address: str, name: str, given: Mapping[str, object]) -> Any:
    """What the page does by itself: JSON there, JSON back."""
    parts = urlsplit(address)
    origin = f"{parts.scheme}://{parts.netloc}"
    return json.loads(asked(address, f"api/{name}", "POST", json.dumps(given), origin=origin)[1])


@contextmanager
def commanded(book: Path) -> Iterator[tuple[str, int]]:
    """``sheetllm open``, killed at the end: its address, and the id of its process."""
    command = [sys.executable, "-m", "sheetllm_xl", "open", str(book), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"COLUMNS": "200"}) as running:
        try:
            assert running.stdout is not None
            address = re.search(r"http://\S+", running.stdout.readline())
            assert address
            yield address[0], running.pid
        finally:
            running.kill()
