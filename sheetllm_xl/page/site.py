"""The page's addresses: its files, what it asks of the workbook, and what it has done."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ..answers import Answers
from ..errors import InputError, SheetLLMError
from ..grid import CellRange
from ..settings import Settings
from ..sheet import Sheet
from ..store import Ledger
from . import look
from .book import Book
from .conversation import Asked, Conversation
from .history import History
from .live import LiveBook
from .preparing import Fittings, Preparing
from .putting import Put, Putting, Tables
from .wording import worded

STATIC = Path(__file__).parent / "static"
_LONGEST_BODY = 100_000  # bytes; the longest question is 8,000 characters
_UNREADABLE = "The page sent what cannot be read. Load it again."


def site(book: Book, answers: Answers, settings: Callable[[], Settings], fittings: Fittings) -> Starlette:
    """The page over one workbook. It stands behind a ``Gate``."""
    talk = Conversation(book, answers, settings)
    history = History(book, answers.ledger, settings, fittings.calculator)
    preparing = Preparing(fittings)

    def named(request: Request, name: str) -> str:
        return request.query_params.get(name, "")

    gets = _of_sheets(book) | {
        "turns": lambda request: talk.turns(),
        "turn": lambda request: talk.turn(named(request, "turn")),
        "history": lambda request: history.listed(named(request, "words"), named(request, "all") == ""),
        "receipt": lambda request: history.receipt(named(request, "receipt")),
        "replay": lambda request: history.replay(named(request, "receipt")),
        "usage": lambda request: history.usage(),
        "setup": lambda request: preparing.shown(),
    }
    posts: dict[str, Callable[[dict[str, Any]], Any]] = {
        "plan": lambda given: talk.plan(Asked.model_validate(given)),
        "ask": lambda given: talk.begin(Asked.model_validate(given)),
        "stop": lambda given: talk.stop(str(given.get("turn", ""))),
        "pause": history.pause,
        "connect": preparing.connect,
        "key": preparing.set_key,
        "setting": preparing.set,
    }
    if isinstance(book, LiveBook):
        putting = Putting(book, talk)
        gets["selection"] = lambda request: putting.selection()
        posts |= {
            "select": putting.select,
            "put": lambda given: putting.put(Put.model_validate(given)),
            "undo": putting.undo,
            "detect": lambda given: putting.tables(Tables.model_validate(given)),
        }
    routes = [Route(f"/api/{name}", _answering(work, answers.ledger), name=name) for name, work in gets.items()]
    doing = [Route(f"/api/{name}", _doing(work, answers.ledger), methods=["POST"]) for name, work in posts.items()]
    exports = [
        _exporting("receipts.jsonl", history.lines, answers.ledger),
        _exporting("usage.csv", answers.ledger.export, answers.ledger),
    ]
    files = [
        *exports,
        Route("/", lambda request: FileResponse(STATIC / "index.html")),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    handlers: dict[Any, Any] = {SheetLLMError: _sentence, ValidationError: _unread}
    return Starlette(routes=[*routes, *doing, *files], exception_handlers=handlers)


def _of_sheets(book: Book) -> dict[str, Callable[[Request], Any]]:
    """What is looked at of the workbook."""

    def sheet_of(request: Request) -> Sheet:
        return book.sheet(request.query_params.get("sheet", ""))

    def range_of(request: Request) -> CellRange:
        return CellRange.parse(request.query_params.get("range", ""))

    release = version("sheetllm-xl")

    def workbook(request: Request) -> dict[str, Any]:
        hidden = book.hidden()
        return {
            "release": release,
            "page": request.state.admit() if request.query_params.get("new") else None,
            "title": book.title,
            "version": book.version,
            "live": isinstance(book, LiveBook),
            "sheets": [{"name": name, "hidden": name in hidden} for name in book.names()],
            "notes": list(book.notes()),
        }

    def cell(request: Request) -> dict[str, Any]:
        at = range_of(request)
        return look.cell(sheet_of(request), at.top, at.left)

    return {
        "book": workbook,
        "sheet": lambda request: look.frame(sheet_of(request)),
        "cells": lambda request: look.window(sheet_of(request), range_of(request)),
        "cell": cell,
        "tables": lambda request: look.tables(sheet_of(request)),
    }


def _answering(work: Callable[[Request], Any], ledger: Ledger) -> Callable[[Request], Response]:
    """An endpoint of Starlette's, which runs it in a thread of its own."""

    def endpoint(request: Request) -> Response:
        try:
            return worded(request, work(request))
        finally:
            ledger.store.close()  # this thread's connection

    return endpoint


def _exporting(name: str, lines: Callable[[], Iterator[str]], ledger: Ledger) -> Route:
    """A file that the browser saves."""

    def endpoint(request: Request) -> Response:
        try:
            text = "".join(lines())
        finally:
            ledger.store.close()
        return PlainTextResponse(text, headers={"Content-Disposition": f'attachment; filename="sheetllm-{name}"'})

    return Route(f"/api/{name}", endpoint)


def _doing(work: Callable[[dict[str, Any]], Any], ledger: Ledger) -> Callable[[Request], Any]:
    """An endpoint that is sent JSON. What it does may take long, so it runs in a thread of its own."""

    def done(request: Request, given: dict[str, Any]) -> Response:
        try:
            return worded(request, work(given))
        finally:
            ledger.store.close()

    async def endpoint(request: Request) -> Response:
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > _LONGEST_BODY:
                return _unread(request, ValueError())
        try:
            given = json.loads(body)
        except ValueError as error:
            return _unread(request, error)
        return (
            await run_in_threadpool(done, request, given) if isinstance(given, dict) else _unread(request, ValueError())
        )

    return endpoint


def _sentence(request: Request, error: Exception) -> Response:
    """What went wrong, for the person at the page."""
    return worded(request, {"error": str(error)}, 400 if isinstance(error, InputError) else 409)


def _unread(request: Request, error: Exception) -> Response:
    """What no page of ours sends."""
    return worded(request, {"error": _UNREADABLE}, 400)
