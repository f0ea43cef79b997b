"""Claude: the Model over the anthropic SDK, or over any server that speaks the Messages API (``base_url``)."""

from __future__ import annotations

import json
import logging
import random
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from ..errors import ModelError
from ..ports import API, Completion, Prompt, Usage, always, is_loopback
from .roads import DIRECT, Road, without_credentials
from .wire import Lost, body, request_id, text_of
from .wire import client as http_client

if TYPE_CHECKING:  # takes seconds to import, so the first call does it
    import anthropic

_CACHED = {"type": "ephemeral"}
_CONNECT, _FIRST_WAIT, _LONGEST_WAIT = 10.0, 0.5, 8.0  # seconds
_MOST_TOKENS = 10**12  # a count beyond it is none
_NO_REPLY = "What the server sent back is no reply of the Messages API; check base_url in the settings."

T = TypeVar("T")


@dataclass(frozen=True)
class Claude:
    """A model behind the Messages API.

    ``deadline``: seconds from the start of a call to the last byte of its reply, waits and retries included. The SDK's
    own timeout measures silence, which a reply that trickles never breaks. ``max_retries``: for 429, 5xx, timeouts and
    lost connections, after the seconds the server asks for. ``structured_output``: False for servers that reject
    ``output_config``, as some local ones do; the instructions alone then carry the form. A server of one's own
    (Ollama, LM Studio) needs no key; ``no_key`` says why there is none where the one that is set is another host's.
    ``clock`` and ``sleep`` are for tests.
    """

    name: str
    key: str | None = field(default=None, repr=False)
    base_url: str = API
    road: Road = DIRECT
    deadline: float = 90.0
    max_retries: int = 2
    structured_output: bool = True
    no_key: str = ""
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def complete(self, prompt: Prompt, again: Callable[[int], bool] = always) -> Completion:
        """Ask once. Raises ModelError; a reply that is cut off or refused is a Completion, with what it cost."""

        def send(end: float) -> Completion:
            create = self._client.messages.with_streaming_response.create
            with create(**self._request(prompt), timeout=self._timeout(end)) as response:
                return completion(self._body(response, end), self.name, request_id(response.headers))

        return self._retried(send, again)

    def admit(self) -> None:
        """Raise ModelError where a key is needed and there is none; sends nothing."""
        if not self.key and self.no_key:
            raise ModelError(self.no_key)
        if missing := self.road.missing(self.key, self.base_url):
            raise ModelError(missing)
        if not self.key and self.base_url == API:
            raise ModelError("There is no API key. Set one with `sheetllm key set`, or in ANTHROPIC_API_KEY.")

    def count_tokens(self, prompt: Prompt) -> int:
        """Input tokens of a prompt as the API counts them; a call that costs nothing. Raises ModelError."""

        def send(end: float) -> int:
            asked = {key: value for key, value in self._request(prompt).items() if key != "max_tokens"}
            count = self._client.messages.with_streaming_response.count_tokens
            with count(**asked, timeout=self._timeout(end)) as response:
                return _of(int, json.loads(self._body(response, end))["input_tokens"])

        return self._retried(send)

    def check(self) -> str:
        """The server's name of the model: key, address and model are right. Raises ModelError.

        Costs nothing, but on a cloud's road, where only a call of one token tells.
        """
        if not self.road.lists_models:
            return self.complete(Prompt("", "", "1", max_tokens=1)).model

        def send(end: float) -> str:
            retrieve = self._client.models.with_streaming_response.retrieve
            with retrieve(self.name, timeout=self._timeout(end)) as response:
                return text_of(_of(str, json.loads(self._body(response, end))["id"]))

        return self._retried(send)

    def _body(self, response: Any, end: float) -> bytes:
        """What the server sends; nobody waits for more once the time is over."""

        def go_on() -> None:
            if self.clock() >= end:
                raise self._out_of_time()

        try:
            return body(response.http_response, go_on=go_on)
        except ValueError:
            raise ModelError(_NO_REPLY, request_id=request_id(response.headers), unseen=1) from None

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
        except without_credentials(self.road) as error:
            raise ModelError(f"{self.road.nobody} ({type(error).__name__}).") from error
        except (anthropic.APITimeoutError, httpx2.TimeoutException) as error:
            raise Lost(f"{self._host} did not answer in time; try again later.", unseen=_was_sent(error)) from error
        except (anthropic.APIConnectionError, httpx2.HTTPError) as error:
            if isinstance(error.__cause__, ModelError):  # raised while the response was looked at
                raise error.__cause__ from None
            raise Lost(
                f"{self._host} cannot be reached; check the network, the proxy and base_url.", unseen=_was_sent(error)
            ) from error
        except (anthropic.AnthropicError, httpx2.InvalidURL, UnicodeEncodeError) as error:
            raise ModelError(f"The request to {self._host} could not be made; check key and base_url.") from error
        except (
            ValueError,
            AttributeError,
            TypeError,
            KeyError,
            RecursionError,
        ) as error:  # the SDK takes a page of a portal for a reply
            raise ModelError(_NO_REPLY) from error

    @cached_property
    def _client(self) -> anthropic.Anthropic:
        import httpx2

        logging.getLogger("anthropic").setLevel(logging.WARNING)  # ANTHROPIC_LOG=debug would log what is sent
        self.admit()
        try:
            proves = self.key or self.road != DIRECT
            if proves and urlsplit(self.base_url).scheme != "https" and not is_loopback(self.base_url):
                raise ModelError(f"The API key is not sent to {self._host} over plain http; use https in base_url.")
            client = self.road.client(self.key, self.base_url, http_client(self.base_url))
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
        text_of(message.get("stop_reason")),
        usage,
        text_of(message.get("model") or name),
        request_id,
        0 if counted else 1,  # booked at its estimate then, or no cap would ever hold
    )


def _usage(counted: Any) -> tuple[Usage, bool]:
    """The tokens counted, and whether both what was read and what was written are among them."""
    listed = counted.items() if isinstance(counted, dict) else ()
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
