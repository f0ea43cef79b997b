"""Gate: lets a request through that comes from our own page, with the token in its address, and no other.

A site that the person has open knows neither the token nor how to forge Host and Origin; a name that was rebound to
127.0.0.1 stands in Host.
"""

from __future__ import annotations

import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


class Gate:
    """In front of ``app``: ``token`` is the first part of every path, ``host`` the one name we answer to."""

    def __init__(self, app: ASGIApp, token: str, host: str) -> None:
        self._app, self._token, self._host = app, token.encode(), host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with 403."""
        if scope["type"] != "http":
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        first, slash, rest = scope["path"].lstrip("/").partition("/")
        if not (self._is_ours(scope) and slash and secrets.compare_digest(first.encode(), self._token)):
            await PlainTextResponse(_REFUSED, 403)(scope, receive, sealed)
            return
        await self._app({**scope, "path": f"/{rest}", "raw_path": f"/{rest}".encode()}, receive, sealed)

    def _is_ours(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        ours = f"http://{self._host}"
        origins = headers.getlist("origin") or ([ours] if scope["method"] in ("GET", "HEAD") else [])
        sites = set(headers.getlist("sec-fetch-site"))
        return headers.getlist("host") == [self._host] and origins == [ours] and sites <= {"same-origin", "none"}
