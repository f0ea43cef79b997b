"""Ports: the places where the world comes in, and the values that pass through them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from .grid import Ref
from .literals import Value
from .sheet import Sheet

API = "https://api.anthropic.com"
"""Where a model is asked, unless another address is set."""

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods", ".csv", ".tsv")
"""What the names of those files end in that are taken for workbooks where a folder is given."""


_LOOPBACK = re.compile(r"localhost|127\.\d+\.\d+\.\d+|::1")


def is_loopback(url: str) -> bool:
    """Whether the address is this very computer's."""
    return bool(_LOOPBACK.fullmatch(urlsplit(url).hostname or ""))


class Host(Protocol):
    """Where sheets come from: a file, Excel, or memory."""

    def sheet_names(self) -> tuple[str, ...]:
        """The worksheets, in tab order."""
        ...

    def read(self, name: str) -> Sheet:
        """One worksheet as it stands now."""
        ...


@dataclass(frozen=True, slots=True)
class Prompt:
    """One request to a model, stable part first, so that the API's prompt cache hits.

    ``instructions`` never change between calls of a kind, ``document`` is the encoded sheet, ``question`` what is asked
    of it; ``schema`` is the JSON schema the reply must keep to; ``max_tokens`` bounds the reply.
    """

    instructions: str
    document: str
    question: str
    schema: Mapping[str, Any] = field(default_factory=dict)
    max_tokens: int = 2048

    @property
    def text(self) -> str:
        """Every word of ours that is sent, in the order it is sent: what ``--dry-run`` shows and estimates count."""
        return f"{self.instructions}\n\n{self.document}\n\n{self.question}"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the API counted them; ``+`` adds them up."""

    input_tokens: int = 0
    output_tokens: int = 0
    cache_write_tokens: int = 0
    cache_read_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cache_write_tokens + other.cache_write_tokens,
            self.cache_read_tokens + other.cache_read_tokens,
        )


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model sent back, as it came: not yet a ``Reply``. ``stop_reason`` is the API's word.

    ``unseen`` is 1 where the reply told no usage: what the API counted is not known (see ``ModelError``).
    """

    text: str
    stop_reason: str
    usage: Usage
    model: str
    request_id: str | None = None
    unseen: int = 0


def always(unseen: int) -> bool:
    """Send a request again whenever that may help."""
    return True


class Model(Protocol):
    """Claude, a compatible server, or a scripted stand-in."""

    @property
    def name(self) -> str:
        """The model asked, as the API names it."""
        ...

    def complete(self, prompt: Prompt, again: Callable[[int], bool] = always) -> Completion:
        """Ask once. Raises ModelError when no complete response comes.

        ``again`` is asked before a request is sent once more, and given how many (0 or 1) were sent and not seen to
        their end since it was last asked; where it says no, the failure stands.
        """
        ...


@dataclass(frozen=True, slots=True)
class Computed:
    """What a formula comes to: ``rows`` (one row of one value for a single one) and the cells it read.

    ``notes`` are sentences for the reader: what a function left out of account, such as numbers kept as text.
    ``formats`` has a number format for each value, that of the cells it was made of; () where none is known.
    """

    rows: tuple[tuple[Value | None, ...], ...]
    read: tuple[Ref, ...]
    notes: tuple[str, ...] = ()
    formats: tuple[tuple[str, ...], ...] = ()


class Calculator(Protocol):
    """Excel's formulas, evaluated without Excel."""

    def evaluate(self, formula: str, sheets: Sequence[Sheet]) -> Computed:
        """What ``formula`` comes to. An address without a sheet's name lies on ``sheets[0]``. Raises NotComputed."""
        ...
