"""Gate: lets a request through that comes from our own page, with the token in its address, and no other.

A site that the person has open knows neither the token nor how to forge Host and Origin; a name that was rebound to
127.0.0.1 stands in Host. A program of this computer can forge both, but knows no token, unless it took our port while
no server of ours was there: then it has heard one that opens nothing any more. One path is open without a token, to a
page of ours whose server was started anew (``again``): it gives nothing away but to who proves to be that page.

Whoever comes to have the address, of which a browser's command line is one place, is the page until that server ends,
and no longer: what a page goes on with is for the browser that came first.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import partial

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .again import Call, Pages

_REFUSED = "This page is for whoever has its address. Open it again as you opened it first."
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_LONGEST_CALL = 1_000  # bytes
_COOKIE = "sheetllm"


class Gate:
    """In front of ``app``: ``token`` is the first part of every path, ``host`` the one name we answer to.

    ``app`` finds in the state of its request what ``admit``s the page that sent it.
    """

    def __init__(self, app: ASGIApp, token: str, host: str, pages: Pages) -> None:
        self._app, self._token, self._host, self._pages = app, token.encode(), host, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with 403."""
        if scope["type"] != "http":
            return
        first, slash, rest = scope["path"].lstrip("/").partition("/")
        if not self._is_ours(scope):
            await _refusal()(scope, receive, _sealed(send, _HEADERS))
        elif scope["path"] == "/again" and scope["method"] == "POST":
            answer = await self._again(Request(scope, receive))
            await answer(scope, receive, _sealed(send, _HEADERS))
        elif slash and secrets.compare_digest(first.encode(), self._token):
            headers = _HEADERS | {"X-Mark": self._pages.mark} | (self._ticket() if self._pages.is_first() else {})
            admit = partial(self._pages.admit, Request(scope).cookies.get(_COOKIE, ""))
            inner = {"path": f"/{rest}", "raw_path": f"/{rest}".encode(), "state": {"admit": admit}}
            await self._app({**scope, **inner}, receive, _sealed(send, headers))
        else:
            await _refusal()(scope, receive, _sealed(send, _HEADERS))

    async def _again(self, request: Request) -> Response:
        body = b""
        try:
            async for chunk in request.stream():
                body += chunk
                if len(body) > _LONGEST_CALL:
                    return _refusal()
            answer = await run_in_threadpool(self._pages.answer, Call.model_validate_json(body))
        except (ValidationError, ClientDisconnect):
            return _refusal()
        if not answer:
            return _refusal()
        return JSONResponse(answer, headers=self._ticket() if "token" in answer else None)

    def _ticket(self) -> dict[str, str]:
        path = f"/{self._token.decode()}/"
        return {"Set-Cookie": f"{_COOKIE}={self._pages.ticket}; Path={path}; HttpOnly; SameSite=Strict"}

    def _is_ours(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        ours = f"http://{self._host}"
        origins = headers.getlist("origin") or ([ours] if scope["method"] in ("GET", "HEAD") else [])
        sites = set(headers.getlist("sec-fetch-site"))
        return headers.getlist("host") == [self._host] and origins == [ours] and sites <= {"same-origin", "none"}


def _refusal() -> Response:
    return PlainTextResponse(_REFUSED, 403)


def _sealed(send: Send, headers: Mapping[str, str]) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(headers)
        await send(message)

    return sending
