"""The page's addresses: its files, and what it asks of the workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ..errors import InputError, SheetLLMError
from ..grid import CellRange
from ..sheet import Sheet
from . import look
from .book import FileBook

STATIC = Path(__file__).parent / "static"


def site(book: FileBook) -> Starlette:
    """The page over one workbook. It stands behind a ``Gate``."""

    def sheet_of(request: Request) -> Sheet:
        return book.sheet(request.query_params.get("sheet", ""))

    def workbook(request: Request) -> dict[str, Any]:
        hidden = book.hidden()
        return {
            "title": book.path.name,
            "version": book.version,
            "sheets": [{"name": name, "hidden": name in hidden} for name in book.names()],
            "notes": list(book.notes()),
        }

    def cells(request: Request) -> dict[str, Any]:
        return look.window(sheet_of(request), CellRange.parse(request.query_params.get("range", "")))

    def cell(request: Request) -> dict[str, Any]:
        at = CellRange.parse(request.query_params.get("range", ""))
        return look.cell(sheet_of(request), at.top, at.left)

    gets = {
        "book": workbook,
        "sheet": lambda request: look.frame(sheet_of(request)),
        "cells": cells,
        "cell": cell,
        "tables": lambda request: look.tables(sheet_of(request)),
    }
    routes = [Route(f"/api/{name}", _answering(work), name=name) for name, work in gets.items()]
    files = [
        Route("/", lambda request: FileResponse(STATIC / "index.html")),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    return Starlette(routes=[*routes, *files], exception_handlers={SheetLLMError: _sentence})


def _answering(work: Callable[[Request], Any]) -> Callable[[Request], Response]:
    """An endpoint of Starlette's, which runs it in a thread of its own."""

    def endpoint(request: Request) -> Response:
        return JSONResponse(work(request))

    return endpoint


def _sentence(request: Request, error: Exception) -> Response:
    """What went wrong, for the person at the page."""
    return JSONResponse({"error": str(error)}, 400 if isinstance(error, InputError) else 409)
