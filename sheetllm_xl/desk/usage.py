"""Usage: calls, tokens and cost as booked in the ledger, in words and as CSV."""

from __future__ import annotations

from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path

from platformdirs import user_documents_path

from ..errors import HostError
from ..ledger import Call, Ledger
from ..ports import Usage
from ..settings import Settings


def usage_words(books: Ledger, settings: Settings) -> str:
    """What was spent, what is not known of it, and the caps. Raises LedgerError."""
    midnight = datetime.combine(date.today(), clock_time()).timestamp()
    lines = [_line(name, list(books.calls(since))) for name, since in (("Today", midnight), ("In all", 0.0))]
    if unseen := sum(call.unseen for call in books.calls()):
        lines.append(
            f"{unseen:,} requests were sent and broke off: whether the API counted them, and how much, only its own "
            "console knows. The caps take each at its estimate."
        )
    caps = {
        "{:,} calls a minute": settings.calls_a_minute,
        "{:,} tokens a day": settings.tokens_a_day,
        "{:,} tokens a workbook": settings.tokens_a_workbook,
        "${:,g} a day": settings.dollars_a_day,
        "${:,g} a workbook": settings.dollars_a_workbook,
    }
    set_caps = [words.format(cap) for words, cap in caps.items() if cap is not None]
    lines.append(f"Caps: {', '.join(set_caps) or 'none'}.")
    return "\n".join([*lines, *["Spending is paused."] * books.paused])


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
