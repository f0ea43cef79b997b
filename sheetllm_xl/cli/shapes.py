"""Shapes: what the JSON of the commands looks like; ``--schema`` prints a command's as a JSON Schema."""

from __future__ import annotations

from typing import Any, NotRequired

import typer
from pydantic import ConfigDict, TypeAdapter, with_config
from typing_extensions import TypedDict

from .screen import echo_json

_exact = with_config(ConfigDict(extra="forbid"))
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
Json = float | bool | str | None


@_exact
class TableShape(TypedDict):
    """A table on a sheet. ``total_rows`` are row numbers, ``confidence`` lies between 0 and 1."""

    range: str
    title: str
    header_rows: int
    header_cols: int
    total_rows: list[int]
    notes: list[str]
    orientation: str
    confidence: float
    reasons: list[str]


@_exact
class OutsideShape(TypedDict):
    """What of a sheet lies in no table."""

    cells: int
    numbers: int
    ranges: list[str]


@_exact
class FoundShape(TypedDict):
    """The tables of a sheet, as ``detect --json`` lists them."""

    workbook: str
    sheet: str
    tables: list[TableShape]
    outside: OutsideShape


@_exact
class FoundLine(TypedDict):
    """A line of ``detect --jsonl``: the ranges of a sheet's tables."""

    workbook: str
    sheet: str
    tables: list[str]


@_exact
class SheetRanges(TypedDict):
    """The ranges of a sheet's tables."""

    sheet: str
    tables: list[str]


@_exact
class WorkbookLine(TypedDict):
    """A line of ``detect --out FILE.jsonl`` after its first."""

    workbook: str
    sheets: list[SheetRanges]
    error: NotRequired[str]


@_exact
class EncodingShape(TypedDict):
    """What ``encode --json`` prints; ``tokens`` are those after each module."""

    sheet: str
    profile: str
    tokens: dict[str, int]
    cells: int
    text: str
    budget: NotRequired[int]
    given_up: NotRequired[list[str]]
    notes: NotRequired[dict[str, str]]
    links: NotRequired[dict[str, str]]
    lists: NotRequired[dict[str, str]]
    pivots: NotRequired[dict[str, str]]
    fills: NotRequired[dict[str, str]]


@_exact
class CitationShape(TypedDict):
    """A cell that an answer names, and whether it holds what was said of it."""

    ref: str
    verdict: str
    shows: list[Json]
    problem: str


@_exact
class UsageShape(TypedDict):
    """Tokens as the API counted them."""

    input_tokens: int
    output_tokens: int
    cache_write_tokens: int
    cache_read_tokens: int


@_exact
class SpentShape(TypedDict):
    """What an answer read, sent and cost; ``id`` is its receipt's."""

    sheet: str
    read: str
    tables: list[str]
    cells: int
    tokens_before: int
    tokens_sent: int
    usage: UsageShape
    cost_usd: float | None
    calls: int
    model: str
    request_ids: list[str]
    seconds: float
    notes: list[str]
    id: str


@_exact
class RowShape(TypedDict):
    """The answer of one row."""

    row: int
    value: Json | list[Json]
    problem: str


@_exact
class AnswerShape(TypedDict):
    """What ``ask --json`` prints; ``remembered`` where nothing was sent for it."""

    found: bool
    value: Json | list[Json]
    text: str
    reading: str
    formula: str
    rows: list[list[Json]]
    verified: bool
    each_row: NotRequired[list[RowShape]]
    verdict: str
    doubts: list[str]
    citations: list[CitationShape]
    receipt: SpentShape
    remembered: bool


@_exact
class PromptShape(TypedDict):
    """A text that would be sent."""

    text: str
    tokens: int


@_exact
class PlanShape(TypedDict):
    """What ``ask --dry-run --json`` prints; ``calls`` and ``cost_usd`` are the least and the most."""

    sends: list[PromptShape]
    to: str
    model: str
    calls: tuple[int, int]
    cost_usd: tuple[float, float] | None


@_exact
class ReadShape(TypedDict):
    """Cells that were read, and the digest of what they held."""

    ref: str
    digest: str


@_exact
class CallShape(TypedDict):
    """One request to the model."""

    stage: str
    tokens: int
    usage: UsageShape
    model: str
    request_id: str | None
    seconds: float


@_exact
class CitedShape(TypedDict):
    """A cell that an answer names; ``shows`` are literals."""

    ref: str
    verdict: str
    shows: list[str]
    problem: str


@_exact
class ReceiptShape(TypedDict):
    """What ``receipts show --json`` and each line of ``receipts export FILE.jsonl`` hold; values are literals."""

    id: str
    at: str
    state: str
    question: str
    workbook: str
    read: list[ReadShape]
    cells: int
    tables: list[str]
    tokens_before: int
    model: str
    stages: list[CallShape]
    tokens_sent: int
    request_ids: list[str]
    usage: UsageShape
    cost_usd: float | None
    prices_as_of: str | None
    seconds: float
    notes: list[str]
    reading: NotRequired[str]
    formula: str
    value: list[str]
    text: str
    citations: list[CitedShape]
    doubts: list[str]
    error: str


@_exact
class OldCellShape(TypedDict):
    """A cell that calls COPILOT; ``after`` is "" where ``remark`` says why it stays as it is."""

    cell: str
    before: str
    after: str
    remark: str


@_exact
class ConversionShape(TypedDict):
    """What ``convert --json`` prints; ``written`` is the new file, null where there is none."""

    workbook: str
    cells: list[OldCellShape]
    written: str | None


@_exact
class FindingShape(TypedDict):
    """What ``doctor`` saw, and what to do where that is not well."""

    ok: bool
    seen: str
    fix: str


@_exact
class DoctorShape(TypedDict):
    """What ``doctor --json`` prints."""

    version: str
    ok: bool
    findings: list[FindingShape]


def schema_of(shape: Any) -> Any:
    """The option ``--schema`` of a command whose JSON has one of these shapes; it reads nothing."""

    def say(wanted: bool) -> None:
        if wanted:
            echo_json({"$schema": _DIALECT, **TypeAdapter(shape).json_schema()})
            raise typer.Exit

    return typer.Option("--schema", callback=say, is_eager=True, help="Print the shape of the JSON, as a JSON Schema.")
