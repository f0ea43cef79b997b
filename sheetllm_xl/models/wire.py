"""The wire: an HTTP client to the one host that is asked. It goes nowhere else, and what it reads has an end."""

from __future__ import annotations

import json
import re
import time
import zlib
from collections.abc import Callable, Mapping
from email.utils import mktime_tz, parsedate_tz
from typing import TYPE_CHECKING, Any

from ..errors import ModelError
from ..ports import is_loopback
from ..text.secret import masked
from ..text.unseen import on_one_line

if TYPE_CHECKING:  # takes seconds to import, so the first call does it
    import httpx2

MOST = 20_000_000  # bytes of a reply, unpacked
_MOST_SAID, _SAID_SECONDS = 64_000, 10.0  # bytes and seconds of a refusal that are read
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS  # zlib: as the header says
_REFUSALS = {
    400: "The request was not accepted",
    401: "The API key was refused. Set a valid one with `sheetllm key set`",
    402: "The account has no credit left",
    403: "This API key may not use this model or this server",
    404: "The server does not know this model or address. Check model and base_url in the settings",
    413: "The request is too large for the server. Ask about a smaller range",
    429: "The rate limit of this API key is reached. Try again later",
    529: "The model is overloaded. Try again later",
}


class Lost(ModelError):
    """A failure that may pass: 429, 5xx, a timeout, a lost connection. Only these are tried again."""


def client(base_url: str) -> httpx2.Client:
    """A client that follows no redirect and asks for nothing but gzip. Raises what httpx2 does for wrong settings.

    The proxies of the environment hold, but for this very computer: what is sent there leaves it by no way. Every
    status but success is raised as a ModelError, with as much of the server's words as is worth reading.
    """
    import anthropic
    import httpx2

    own: dict[str, Any] = {}
    if is_loopback(base_url):
        own["transport"] = httpx2.HTTPTransport()  # with one of its own a client looks for no proxy
    return anthropic.DefaultHttpxClient(
        follow_redirects=False,
        headers={"accept-encoding": "gzip"},
        event_hooks={"response": [_raise_refusal]},
        **own,
    )


def body(response: httpx2.Response, most: int = MOST, go_on: Callable[[], object] = lambda: None) -> bytes:
    """The body, unpacked. Raises ValueError where it is longer or not packed as asked; ``go_on`` may raise, too."""
    packed = response.headers.get("content-encoding", "identity").strip().lower()
    if packed not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise ValueError("an encoding that was not asked for")
    unpacker = None if packed in ("", "identity") else zlib.decompressobj(_GZIP_OR_ZLIB)
    read = bytearray()
    try:
        for chunk in response.iter_raw():
            read += chunk if unpacker is None else unpacker.decompress(chunk, most + 1 - len(read))
            go_on()
            if len(read) > most:
                raise ValueError("too long")
    except zlib.error:
        raise ValueError("not packed as it says") from None
    return bytes(read)


def _raise_refusal(response: httpx2.Response) -> None:
    import httpx2

    if response.is_success:
        return
    end = time.monotonic() + _SAID_SECONDS

    def go_on() -> None:
        if time.monotonic() > end:
            raise ValueError("too slow")

    try:
        message = json.loads(body(response, _MOST_SAID, go_on))["error"]["message"]
    except (ValueError, KeyError, TypeError, RecursionError, httpx2.HTTPError):  # the status says enough
        message = None
    raise refused(response.status_code, message if isinstance(message, str) else None, response.headers)


def refused(status: int, message: str | None, headers: Mapping[str, str]) -> ModelError:
    """An HTTP status that is not 200 as our error, with the server's own words."""
    server_failed = "The server failed. Try again later" if status >= 500 else "The server did not accept the request"
    quoted = f": {masked(on_one_line(message)).strip()[:200]}" if message and status != 401 else ""
    detail = f" (HTTP {status}{quoted})."
    kind = Lost if status == 429 or status >= 500 else ModelError
    return kind(
        _REFUSALS.get(status, server_failed) + detail,
        status=status,
        retry_after=_seconds(headers.get("retry-after")),
        request_id=request_id(headers),
    )


def request_id(headers: Mapping[str, str]) -> str | None:
    """The server's name for a request, as far as it is one word of a reasonable length."""
    given = on_one_line(headers.get("request-id") or "").strip()[:200]
    return given or None


def _seconds(retry_after: str | None) -> float | None:
    """Retry-After (RFC 9110 §10.2.3): seconds, or a date."""
    if retry_after is None:
        return None
    if re.fullmatch(r"\d{1,9}(?:\.\d+)?", retry_after.strip()):
        return float(retry_after)
    date = parsedate_tz(retry_after[:80])
    try:
        return max(mktime_tz(date) - time.time(), 0.0) if date else None
    except (ValueError, OverflowError):
        return None


def text_of(value: Any, most: int = 200) -> str:
    """What a server sent where a word is due, as one."""
    return on_one_line(str(value)).strip()[:most]
