"""Replies: the forms a model may answer in, and the one door through which its text becomes a value."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from ..errors import ReplyError
from ..literals import literal
from ..ports import Completion
from ..text.secret import masked
from ..text.unseen import HIDING

Kind = Literal["value", "list", "table", "text", "none"]
LONGEST = 8_000  # characters of any text in a reply, where its form does not say otherwise
_LONGEST_REPLY = 500_000  # characters of a reply; thirty times what the settings let a model write by default
MOST = 200  # formulas, cells, tables or rows that one reply may name
_COMPLETE = ("end_turn", "stop_sequence")
_STOPPED = {
    "max_tokens": "The reply was cut off at its token limit; ask for less, or raise reply_tokens in the settings.",
    "refusal": "The model refused to answer this question.",
    "pause_turn": "The model paused before its reply was complete; ask again.",
    "tool_use": "The model asked for a tool instead of answering; it was given none.",
    "model_context_window_exceeded": "Sheet and reply are longer than this model can read; ask about a smaller range.",
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Reply(BaseModel):
    """A form. The schema that is sent forbids further fields; a reply that brings some is read all the same."""

    # built when the first reply is read: the server's first second is not for it
    model_config = ConfigDict(
        extra="ignore", frozen=True, json_schema_extra={"additionalProperties": False}, defer_build=True
    )
    longest: ClassVar[int] = LONGEST

    @field_validator("*", mode="after")
    @classmethod
    def _printable(cls, value: Any) -> Any:
        """Text on one line, without terminal codes, unseen characters and API keys: it is shown to a person."""
        if isinstance(value, str):
            shown = value
            if len(value) <= cls.longest:  # what is masked may be longer than the keys that stood in its place
                shown = masked(" ".join(HIDING.sub("", _CONTROL.sub(" ", value)).split()))
            if len(shown) > cls.longest:
                raise ValueError("too long")
            return shown
        if isinstance(value, tuple):
            if len(value) > MOST:
                raise ValueError("too many")
            return tuple(cls._printable(item) for item in value)
        return value


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


def _as_text(value: Any) -> Any:
    if type(value) is int:
        try:
            return literal(float(value))
        except OverflowError:
            raise ValueError("too large") from None
    return literal(value) if value is None or isinstance(value, bool | float) else value


Written = Annotated[str, BeforeValidator(_as_text)]
"""Text; what a model gives as a number, a truth value or nothing counts as its literal."""


class CitedCell(Reply):
    """A cell the answer stands on and what it is said to hold; a range of several cells claims no value."""

    cell: str
    value: Written


class ChoiceReply(TablesReply):
    """Stage 1: the tables to read, those that would fit as well, and the words for it where none fits."""

    other: tuple[str, ...] = ()
    answer: str = ""


class Figure(Reply):
    """A value that is not the answer, but stands in the sentence where its name does."""

    name: str
    formula: str


class ReadingPart(Reply):
    """What is asked, in cells that name lines of a table, apart from how it is computed."""

    do: Literal["value", "list", "sum", "average", "count", "distinct", "min", "max", "median", "calculate"]
    of: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    per: str = ""
    order: Literal["", "up", "down"] = ""
    rank: Written = ""
    give: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    table: str = ""
    head: str = ""


def _readable(parts: Any) -> Any:
    """The parts of a reading; none where one is not in the form: an answer does not fall with its reading."""
    try:
        return tuple(map(ReadingPart.model_validate, parts))
    except (TypeError, ValidationError):
        return ()


class AnswerReply(Reply):
    """Stage 2 and the reduction: formulas over real addresses, and a sentence around what they come to.

    ``table`` is the range the answer was taken from, ``other`` one that would fit as well ("" where none does).
    A reply that knows only ``found`` and ``result``, as models without structured output give it, is read as well.
    """

    kind: Kind
    reading: Annotated[tuple[ReadingPart, ...], BeforeValidator(_readable)] = ()
    formulas: tuple[str, ...]
    answer: str
    figures: tuple[Figure, ...] = ()
    cells: tuple[CitedCell, ...] = Field(default=())
    table: str = ""
    other: str = ""

    @model_validator(mode="before")
    @classmethod
    def _in_full(cls, fields: Any) -> Any:
        if not isinstance(fields, Mapping):
            return fields
        formulas = fields.get("formulas", fields.get("result"))
        if formulas is None and ("formulas" in fields or "result" in fields):
            formulas = []
        complete = {**fields, "formulas": [formulas] if isinstance(formulas, str) else formulas}
        if isinstance(found := fields.get("found"), bool):
            complete.setdefault("kind", "value" if found else "none")
        return {name: value for name, value in complete.items() if value is not None}

    @field_validator("formulas", mode="after")
    @classmethod
    def _no_blanks(cls, formulas: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(formula for formula in formulas if formula)

    @property
    def found(self) -> bool:
        """Whether the cells hold the answer."""
        return self.kind != "none"


Form = TypeVar("Form", bound=Reply)


@cache
def schema(form: type[Reply]) -> Mapping[str, Any]:
    """The JSON schema of a form, in the part of the language that structured output takes: one for all, to read."""
    drawn: dict[str, Any] = _without_defaults(form.model_json_schema())
    return drawn | {"required": list(drawn["properties"])}


def _without_defaults(part: Any) -> Any:
    if not isinstance(part, Mapping):
        return part
    return {name: _without_defaults(value) for name, value in part.items() if name != "default"}


def read_reply(completion: Completion, form: type[Form]) -> Form:
    """The reply in its form. Raises ReplyError unless the model finished of its own accord and kept to the form."""
    reason = completion.stop_reason
    if reason not in _COMPLETE:
        raise ReplyError(_STOPPED.get(reason, f"The model stopped before its reply was complete ({reason[:40]!r})."))
    if len(completion.text) > _LONGEST_REPLY:
        raise ReplyError(
            f"The model's reply has {len(completion.text):,} characters, so it was not read; ask for less."
        )
    try:
        return form.model_validate(json.loads(_unfenced(completion.text)))
    except (ValidationError, RecursionError) as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) if isinstance(error, ValidationError) else ""
        raise ReplyError(
            f"The model's reply is JSON but not in the agreed form{f' (see {where})' * bool(where)}."
        ) from None
    except ValueError:
        raise ReplyError("The model's reply is not JSON, so there is nothing to check; ask again.") from None


def _unfenced(text: str) -> str:
    """The text without the code fence that some local servers wrap JSON in."""
    bare = text.strip()
    if len(bare) < 6 or not (bare.startswith("```") and bare.endswith("```")):
        return text
    return bare[3:-3].removeprefix("json")
