"""Usage: calls, tokens and cost as booked in the ledger, in words and as CSV."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date, datetime
from pathlib import Path

from platformdirs import user_documents_path

from ..errors import HostError
from ..jobs import digest
from ..ledger import Call, Ledger
from ..ports import Usage
from ..settings import Settings


def usage_words(books: Ledger, settings: Settings, book: str = "", now: datetime | None = None) -> str:
    """What was spent, what is not known of it, and what is left of the caps. ``book``: the workbook in front.

    Raises LedgerError.
    """
    now = now or datetime.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    calls, today = list(books.calls()), list(books.calls(midnight.timestamp()))
    month = list(books.calls(midnight.replace(day=1).timestamp()))
    lines = [_line(name, made) for name, made in (("Today", today), ("This month", month), ("In all", calls))]
    if unseen := sum(call.unseen for call in calls):
        lines.append(
            f"{unseen:,} requests were sent and broke off: whether the API counted them, and how much, only its own "
            "console knows. The caps take each at its estimate."
        )
    minute = len(list(books.calls(now.timestamp() - 60)))
    here = [call for call in calls if call.book == digest(book)] if book else None
    of_book = "a workbook" if here is None else "a workbook, for the one in front"
    caps = (
        _calls_left(settings.calls_a_minute, minute),
        _tokens_left(settings.tokens_a_day, today, "a day"),
        _tokens_left(settings.tokens_a_workbook, here, of_book),
        _dollars_left(settings.dollars_a_day, today, "a day"),
        _dollars_left(settings.dollars_a_workbook, here, of_book),
    )
    lines += [cap for cap in caps if cap] or ["Caps: none."]
    return "\n".join([*lines, *["Spending is paused."] * books.paused])


def _calls_left(cap: int | None, made: int) -> str:
    return "" if cap is None else f"Cap of {cap:,} calls a minute: {max(cap - made, 0):,} left."


def _tokens_left(cap: int | None, calls: list[Call] | None, span: str) -> str:
    if cap is None or calls is None:
        return "" if cap is None else f"Cap of {cap:,} tokens {span}."
    left = max(cap - sum(sum(astuple(call.usage)) for call in calls), 0)
    return f"Cap of {cap:,} tokens {span}: {_at_most(calls)}{left:,} left."


def _dollars_left(cap: float | None, calls: list[Call] | None, span: str) -> str:
    if cap is None or calls is None:
        return "" if cap is None else f"Cap of ${cap:,g} {span}."
    left = max(cap - sum(call.cost or 0.0 for call in calls), 0.0)
    return f"Cap of ${cap:,g} {span}: {_at_most(calls)}${left:,.4f} left."


def _at_most(calls: list[Call]) -> str:
    """A cap counts what is on its way, and what broke off, at its estimate, which is not told here."""
    return "at most " if any(call.state == "open" or call.unseen for call in calls) else ""


def _line(name: str, calls: list[Call]) -> str:
    used = sum((call.usage for call in calls), Usage())
    tokens_in = used.input_tokens + used.cache_read_tokens + used.cache_write_tokens
    priced = [call.cost for call in calls if call.cost is not None]
    unpriced = sum(call.cost is None and call.state == "done" for call in calls)
    cost = f", ${sum(priced):.4f}" if priced else ""
    cost += f" ({unpriced:,} calls had no price)" if priced and unpriced else ""
    return f"{name}: {len(calls):,} calls, {tokens_in:,} tokens in, {used.output_tokens:,} out{cost}."


def export_usage(books: Ledger, path: Path | None = None) -> Path:
    """Write every call as CSV; without a path, as a new file among the person's documents. Returns where.

    Raises HostError.
    """
    target = path or _free(user_documents_path() / f"sheetllm-usage-{date.today().isoformat()}.csv")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8", newline="") as file:
            books.export(file)
    except OSError as error:
        raise HostError(f"{target} cannot be written: {error.strerror}.") from None
    return target


def _free(path: Path) -> Path:
    """The path, or one beside it that is not there yet."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in range(2, 10_000))
    return next((one for one in (path, *numbered) if not one.exists()), path)
