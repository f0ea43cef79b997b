"""Claude: the Model over the anthropic SDK, or over any server that speaks the Messages API (``base_url``)."""

from __future__ import annotations

import json
import logging
import random
import re
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from email.utils import mktime_tz, parsedate_tz
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from .errors import ModelError
from .ports import Completion, Prompt, Usage, always

if TYPE_CHECKING:  # takes seconds to import, so the first call does it
    import anthropic

API = "https://api.anthropic.com"
_CACHED = {"type": "ephemeral"}
_CONNECT, _FIRST_WAIT, _LONGEST_WAIT = 10.0, 0.5, 8.0  # seconds
_LONGEST_BODY = 20_000_000  # bytes
_MOST_TOKENS = 10**12  # a count beyond it is none
_LOOPBACK = re.compile(r"localhost|127\.\d+\.\d+\.\d+|::1")

_KEY = re.compile(r"sk-ant-[\w-]+", re.IGNORECASE)
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

_NO_REPLY = "What the server sent back is no reply of the Messages API; check base_url in the settings."

T = TypeVar("T")


class Lost(ModelError):
    """A failure that may pass: 429, 5xx, a timeout, a lost connection. Only these are tried again."""


@dataclass(frozen=True)
class Claude:
    """A model behind the Messages API.

    ``deadline``: seconds from the start of a call to the last byte of its reply, waits and retries included. The SDK's
    own timeout measures silence, which a reply that trickles never breaks. ``max_retries``: for 429, 5xx, timeouts and
    lost connections, after the seconds the server asks for. ``structured_output``: False for servers that reject
    ``output_config``, as some local ones do; the instructions alone then carry the form. A server of one's own
    (Ollama, LM Studio) needs no key. ``clock`` and ``sleep`` are for tests.
    """

    name: str
    key: str | None = field(default=None, repr=False)
    base_url: str = API
    deadline: float = 90.0
    max_retries: int = 2
    structured_output: bool = True
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def complete(self, prompt: Prompt, again: Callable[[int], bool] = always) -> Completion:
        """Ask once. Raises ModelError; a reply that is cut off or refused is a Completion, with what it cost."""

        def send(end: float) -> Completion:
            create = self._client.messages.with_streaming_response.create
            body = bytearray()
            with create(**self._request(prompt), timeout=self._timeout(end)) as response:
                for chunk in response.iter_bytes():
                    body += chunk
                    if self.clock() >= end or len(body) > _LONGEST_BODY:  # nobody waits for the rest
                        raise self._out_of_time()
                return completion(bytes(body), self.name, response.headers.get("request-id"))

        return self._retried(send, again)

    def admit(self) -> None:
        """Raise ModelError where a key is needed and there is none; sends nothing."""
        if not self.key and self.base_url == API:
            raise ModelError("There is no API key. Set one with `sheetllm key set`, or in ANTHROPIC_API_KEY.")

    def count_tokens(self, prompt: Prompt) -> int:
        """Input tokens of a prompt as the API counts them; a call that costs nothing. Raises ModelError."""

        def send(end: float) -> int:
            asked = {key: value for key, value in self._request(prompt).items() if key != "max_tokens"}
            return _of(int, self._client.messages.count_tokens(**asked, timeout=self._timeout(end)).input_tokens)

        return self._retried(send)

    def check(self) -> str:
        """The server's name of the model: key, address and model are right. Costs nothing. Raises ModelError."""

        def send(end: float) -> str:
            return _of(str, self._client.models.retrieve(self.name, timeout=self._timeout(end)).id)

        return self._retried(send)

    def _request(self, prompt: Prompt) -> dict[str, Any]:
        """The request's body, its stable parts first and marked for the prompt cache."""
        document = {"type": "text", "text": prompt.document, "cache_control": _CACHED}
        question = {"type": "text", "text": prompt.question}
        request: dict[str, Any] = {
            "model": self.name,
            "max_tokens": prompt.max_tokens,
            "system": [{"type": "text", "text": prompt.instructions, "cache_control": _CACHED}],
            "messages": [{"role": "user", "content": [document, question]}],
        }
        if self.structured_output and prompt.schema:
            request["output_config"] = {"format": {"type": "json_schema", "schema": dict(prompt.schema)}}
        return request

    def _retried(self, send: Callable[[float], T], again: Callable[[int], bool] = always) -> T:
        """What ``send`` gives, tried more than once where a failure may pass and ``again`` lets it."""
        end = self.clock() + self.deadline
        for attempt in range(self.max_retries + 1):
            try:
                return self._in_time(send, end)
            except Lost as error:
                wait = min(_FIRST_WAIT * 2.0**attempt, _LONGEST_WAIT) * random.uniform(0.75, 1)  # noqa: S311
                wait = wait if error.retry_after is None else max(error.retry_after, 0.0)
                if attempt == self.max_retries or self.clock() + wait >= end or not again(error.unseen):
                    raise
                self.sleep(wait)
        raise AssertionError("a loop of at least one try ends in it")

    def _in_time(self, send: Callable[[float], T], end: float) -> T:
        """``send`` in a thread of its own: whatever a server does, the caller is free at the deadline.

        The thread is left to itself then: it ends at the next byte of the body, or after as long a silence.
        """
        done: Future[T] = Future()

        def work() -> None:
            try:
                done.set_result(self._translated(send, end))
            except BaseException as error:  # noqa: BLE001 - not swallowed: it is raised in the caller's thread
                done.set_exception(error)

        threading.Thread(target=work, name="sheetllm-model-call", daemon=True).start()
        try:
            return done.result(max(end - self.clock(), 0.0))
        except TimeoutError:
            raise self._out_of_time() from None

    def _translated(self, send: Callable[[float], T], end: float) -> T:
        import anthropic
        import httpx2

        try:
            return send(end)
        except anthropic.APIStatusError as error:
            raise refused(error.status_code, error.api_message, error.response.headers) from error
        except (anthropic.APITimeoutError, httpx2.TimeoutException) as error:
            raise Lost(f"{self._host} did not answer in time; try again later.", unseen=_was_sent(error)) from error
        except (anthropic.APIConnectionError, httpx2.HTTPError) as error:
            raise Lost(
                f"{self._host} cannot be reached; check the network, the proxy and base_url.", unseen=_was_sent(error)
            ) from error
        except (anthropic.AnthropicError, httpx2.InvalidURL, UnicodeEncodeError) as error:
            raise ModelError(f"The request to {self._host} could not be made; check key and base_url.") from error
        except (ValueError, AttributeError, TypeError) as error:  # the SDK takes a page of a portal for a reply
            raise ModelError(_NO_REPLY) from error

    @cached_property
    def _client(self) -> anthropic.Anthropic:
        import anthropic
        import httpx2

        logging.getLogger("anthropic").setLevel(logging.WARNING)  # ANTHROPIC_LOG=debug would log what is sent
        self.admit()
        try:
            parts = urlsplit(self.base_url)
            if self.key and parts.scheme != "https" and not _LOOPBACK.fullmatch(parts.hostname or ""):
                raise ModelError(f"The API key is not sent to {self._host} over plain http; use https in base_url.")
            client = anthropic.Anthropic(
                api_key=self.key or "none",  # given in any case: the SDK would look for one in places of its own
                base_url=self.base_url,
                max_retries=0,
                open_telemetry=False,  # no telemetry
                http_client=anthropic.DefaultHttpxClient(follow_redirects=False),  # one host, the configured one
            )
        except (ValueError, ImportError, OSError, httpx2.InvalidURL) as error:
            raise ModelError(
                f"The way to {self._host} cannot be set up ({type(error).__name__}); check base_url in the settings, "
                "the proxy variables and SSL_CERT_FILE."
            ) from error
        weakref.finalize(self, client.close)  # connections are kept for the next call, not longer than this object
        return client

    def _timeout(self, end: float) -> Any:
        import httpx2

        left = max(end - self.clock(), 0.001)
        return httpx2.Timeout(left, connect=min(left, _CONNECT))

    @property
    def _host(self) -> str:
        return self.base_url.partition("://")[2].partition("/")[0].rpartition("@")[2] or "base_url"

    def _out_of_time(self) -> ModelError:
        return ModelError(
            f"{self._host} did not finish its reply within {self.deadline:g} seconds; try again later.", unseen=1
        )


def _of(kind: type[T], value: object) -> T:
    """The value, which the SDK does not check. Raises TypeError where it is of another kind."""
    if not isinstance(value, kind):
        raise TypeError
    return value


def _was_sent(error: BaseException) -> int:
    """1 for a connection that broke after it was made: the server may have read the request and counted it."""
    import httpx2

    never = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)
    return 0 if isinstance(error, never) or isinstance(error.__cause__, never) else 1


def refused(status: int, said: str | None, headers: Mapping[str, str]) -> ModelError:
    """An HTTP status that is not 200 as our error, with what the server said of it."""
    server_failed = "The server failed. Try again later" if status >= 500 else "The server did not accept the request"
    quoted = f": {_KEY.sub('sk-ant-…', said)[:200]}" if said and status != 401 else ""
    detail = f" (HTTP {status}{quoted})."
    kind = Lost if status == 429 or status >= 500 else ModelError
    return kind(
        _REFUSALS.get(status, server_failed) + detail,
        status=status,
        retry_after=_seconds(headers.get("retry-after")),
        request_id=headers.get("request-id"),
    )


def completion(body: bytes, name: str, request_id: str | None) -> Completion:
    """The Message in a response's body. It is read as leniently as can be: only text, stop reason and usage matter."""
    try:
        message = json.loads(body)
        blocks = [block for block in message["content"] if block.get("type") == "text"]
        text = "".join(str(block["text"]) for block in blocks)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ModelError(_NO_REPLY, request_id=request_id, unseen=1) from None
    usage, counted = _usage(message.get("usage"))
    return Completion(
        text,
        str(message.get("stop_reason")),
        usage,
        str(message.get("model") or name),
        request_id,
        0 if counted else 1,  # booked at its estimate then, or no cap would ever hold
    )


def _usage(told: Any) -> tuple[Usage, bool]:
    """The tokens told, and whether both what was read and what was written are among them."""
    listed = told.items() if isinstance(told, dict) else ()
    known = {name: n for name, n in listed if type(n) is int and 0 <= n < _MOST_TOKENS}

    def tokens(name: str) -> int:
        return known.get(name, 0)

    usage = Usage(
        tokens("input_tokens"),
        tokens("output_tokens"),
        tokens("cache_creation_input_tokens"),
        tokens("cache_read_input_tokens"),
    )
    return usage, {"input_tokens", "output_tokens"} <= known.keys()


def _seconds(retry_after: str | None) -> float | None:
    """Retry-After (RFC 9110 §10.2.3): seconds, or a date."""
    if retry_after is None:
        return None
    if re.fullmatch(r"\d{1,9}(?:\.\d+)?", retry_after.strip()):
        return float(retry_after)
    date = parsedate_tz(retry_after)
    return max(mktime_tz(date) - time.time(), 0.0) if date else None
