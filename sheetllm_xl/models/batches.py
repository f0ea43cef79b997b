"""Claude through the Message Batches API: many requests at once at half price, answered within 24 hours."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from ..errors import ModelError, ReplyError, Unanswered
from ..ports import Completion, Prompt
from .claude import Claude, completion
from .wire import text_of

Result = Completion | ModelError | ReplyError
"""What came of a request; a ModelError may pass, so that the request can be sent again."""

_LISTED = 1_000  # batches that are looked at, newest first
_NOT_BEGUN = (503, 529)  # statuses of a server that did nothing of what it was sent; of other failures it may have
_NO_BATCH = "What the server sent back is no batch; the setting batches is for Anthropic's own address."


@dataclass(frozen=True)
class BatchClaude(Claude):
    """A model behind the Message Batches API. Requests are named by ids of at most 64 letters and digits."""

    def create(self, prompts: Mapping[str, Prompt]) -> str:
        """Send prompts under their ids; the batch's own id. Raises ModelError, ``unseen`` where it may have begun.

        What may have begun is not sent again by itself: two batches of the same would both be paid.
        """
        requests: Any = [{"custom_id": name, "params": self._request(prompt)} for name, prompt in prompts.items()]

        def send(end: float) -> str:
            call = self._client.messages.batches.with_streaming_response.create
            with call(requests=requests, timeout=self._timeout(end)) as response:
                return _id(self._batch(response, end))

        def sent(end: float) -> str:
            try:
                return self._translated(send, end)
            except ModelError as error:
                error.unseen |= (error.status or 0) >= 500 and error.status not in _NOT_BEGUN
                raise

        return self._retried(sent, lambda unseen: not unseen)

    def ended(self, batch: str) -> bool:
        """Whether every request of a batch has its result. Raises ModelError, with status 404 for one not known."""
        return str(self._looked_at(batch).get("processing_status")) == "ended"

    def results(self, batch: str) -> dict[str, Result]:
        """What came of each request of a batch that has ended, by their ids. Raises ModelError."""
        url = urlsplit(str(self._looked_at(batch).get("results_url")))
        if (url.scheme, url.netloc) != urlsplit(self.base_url)[:2]:  # the key goes to one host alone
            raise ModelError(_NO_BATCH)

        def send(end: float) -> bytes:
            call = self._client.messages.batches.with_streaming_response.results
            with call(batch, timeout=self._timeout(end)) as response:
                return self._body(response, end)

        lines = filter(None, self._retried(send).splitlines())
        try:
            return dict(self._result(json.loads(line), batch) for line in lines)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise ModelError(_NO_BATCH) from None

    def cancel(self, batch: str) -> None:
        """Let what has not begun of a batch not begin. Raises ModelError."""

        def send(end: float) -> None:
            call = self._client.messages.batches.with_streaming_response.cancel
            with call(batch, timeout=self._timeout(end)) as response:
                self._body(response, end)

        self._retried(send)

    def recent(self, since: float) -> list[tuple[str, int]]:
        """The batches of this account that were made ``since`` then (seconds of the epoch), newest first.

        With each how many requests it has: neither a name nor a request of one's own comes back. Raises ModelError.
        """

        def send(end: float) -> list[tuple[str, int]]:
            call = self._client.messages.batches.with_streaming_response.list
            with call(limit=_LISTED, timeout=self._timeout(end)) as response:
                listed = json.loads(self._body(response, end))["data"]
                lately = [one for one in listed if datetime.fromisoformat(one["created_at"]).timestamp() >= since]
                return [(_id(one), sum(one["request_counts"].values())) for one in lately]

        return self._retried(send)

    def _looked_at(self, batch: str) -> dict[str, Any]:
        def send(end: float) -> dict[str, Any]:
            call = self._client.messages.batches.with_streaming_response.retrieve
            with call(batch, timeout=self._timeout(end)) as response:
                return self._batch(response, end)

        return self._retried(send)

    def _batch(self, response: Any, end: float) -> dict[str, Any]:
        """The batch in a response. Raises ModelError, ``unseen`` where the response holds none."""
        body = self._body(response, end)
        try:
            found = dict(json.loads(body))
            _id(found)
        except (ValueError, KeyError, TypeError, RecursionError):
            raise ModelError(_NO_BATCH, unseen=1) from None
        return found

    def _result(self, line: dict[str, Any], batch: str) -> tuple[str, Result]:
        name, result = str(line["custom_id"]), line["result"]
        if result["type"] == "succeeded":
            try:
                return name, completion(json.dumps(result["message"]).encode(), self.name, batch)
            except ModelError as broken:
                return name, Unanswered(str(broken), unseen=broken.unseen)
        if result["type"] == "errored":
            error = result["error"]["error"]
            words = f"The server did not answer a request of the batch ({text_of(error.get('type'))})."
            return name, ReplyError(words) if error.get("type") == "invalid_request_error" else Unanswered(words)
        return name, Unanswered(f"A request of the batch was not answered: it {_ENDS.get(result['type'], 'ended')}.")


_ENDS = {"expired": "expired after 24 hours", "canceled": "was cancelled"}


def _id(batch: Any) -> str:
    """A batch's id. Raises TypeError where there is none that can stand in an address."""
    name = batch["id"]
    if not isinstance(name, str) or not name.replace("_", "").isalnum() or len(name) > 200:
        raise TypeError
    return name
