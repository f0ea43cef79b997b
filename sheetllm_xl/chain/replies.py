"""Replies: the forms a model may answer in, and the one door through which its text becomes a value."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from ..errors import ReplyError
from ..literals import literal
from ..ports import Completion
from .document import UNSEEN

_COMPLETE = ("end_turn", "stop_sequence")
_STOPPED = {
    "max_tokens": "The reply was cut off at its token limit; ask for less, or raise reply_tokens in the settings.",
    "refusal": "The model refused to answer this question.",
    "pause_turn": "The model paused before its reply was complete; ask again.",
    "tool_use": "The model asked for a tool instead of answering; it was given none.",
    "model_context_window_exceeded": "Sheet and reply are longer than this model can read; ask about a smaller range.",
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_FENCE = re.compile(r"\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*", re.DOTALL)  # some local servers wrap JSON in one


class Reply(BaseModel):
    """A form. The schema that is sent forbids further fields; a reply that brings some is read all the same."""

    model_config = ConfigDict(extra="ignore", frozen=True, json_schema_extra={"additionalProperties": False})

    @field_validator("*", mode="after")
    @classmethod
    def _printable(cls, value: Any) -> Any:
        """Text on one line, without terminal codes and unseen characters: it is shown to a person."""
        return " ".join(UNSEEN.sub("", _CONTROL.sub(" ", value)).split()) if isinstance(value, str) else value


class TablesReply(Reply):
    """Stage 1, and detection: ranges as the model names them; none means that no table fits."""

    tables: tuple[str, ...]

    @field_validator("tables", mode="before")
    @classmethod
    def _unwrapped(cls, named: Any) -> Any:
        """Models that know the paper's prompts answer ``[{"range": "A1:B2"}]``."""
        if isinstance(named, list):
            return [item.get("range", item) if isinstance(item, Mapping) else item for item in named]
        return named


class CitedCell(Reply):
    """A cell the answer stands on and what it is said to hold; a range of several cells claims no value."""

    cell: str
    value: str

    @field_validator("value", mode="before")
    @classmethod
    def _as_text(cls, value: Any) -> Any:
        if value is None or isinstance(value, bool | int | float):
            return literal(float(value) if type(value) is int else value)
        return value


class AnswerReply(Reply):
    """Stage 2 and the reduction: ``result`` is a formula over real addresses, ``answer`` a sentence around it."""

    found: bool
    answer: str
    result: str
    cells: tuple[CitedCell, ...]

    @field_validator("result", mode="before")
    @classmethod
    def _none_is_empty(cls, result: Any) -> Any:
        return "" if result is None else result


Form = TypeVar("Form", bound=Reply)


def schema(form: type[Reply]) -> dict[str, Any]:
    """The JSON schema of a form, in the part of the language that structured output takes."""
    return form.model_json_schema()


def read_reply(completion: Completion, form: type[Form]) -> Form:
    """The reply in its form. Raises ReplyError unless the model finished of its own accord and kept to the form."""
    reason = completion.stop_reason
    if reason not in _COMPLETE:
        raise ReplyError(_STOPPED.get(reason, f"The model stopped before its reply was complete ({reason[:40]!r})."))
    wrapped = _FENCE.fullmatch(completion.text)
    try:
        return form.model_validate(json.loads(wrapped[1] if wrapped else completion.text))
    except (ValidationError, RecursionError) as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) if isinstance(error, ValidationError) else ""
        raise ReplyError(
            f"The model's reply is JSON but not in the agreed form{f' (see {where})' * bool(where)}."
        ) from None
    except ValueError:
        raise ReplyError("The model's reply is not JSON, so there is nothing to check; ask again.") from None
