"""Usage: calls, tokens and cost as booked in the ledger, in words and as CSV."""

from __future__ import annotations

import os
from dataclasses import astuple
from datetime import date, datetime
from pathlib import Path

from platformdirs import user_documents_path

from .. import output
from ..record import digest
from ..settings import Settings
from ..store import Ledger, Totals
from ..store.spending import CSV_HEAD

OURS = output.begins_with(CSV_HEAD)


def usage_words(ledger: Ledger, settings: Settings, book: str = "", now: datetime | None = None) -> str:
    """What was spent, what is not known of it, and what is left of the caps. ``book``: the workbook in front.

    Raises LedgerError.
    """
    now = now or datetime.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    ever, today = ledger.totals(), ledger.totals(midnight.timestamp())
    month = ledger.totals(midnight.replace(day=1).timestamp())
    lines = [_line(name, made) for name, made in (("Today", today), ("This month", month), ("In all", ever))]
    if ever.unseen:
        lines.append(
            f"{ever.unseen:,} requests were sent and broke off: whether the API counted them, and how much, only its "
            "own console knows. The caps take each at its estimate."
        )
    minute = ledger.totals(now.timestamp() - 60).calls
    here = ledger.totals(book=digest(book)) if book else None
    of_book = "a workbook" if here is None else "a workbook, for the one in front"
    caps = (
        _calls_left(settings.calls_a_minute, minute),
        _tokens_left(settings.tokens_a_day, today, "a day"),
        _tokens_left(settings.tokens_a_workbook, here, of_book),
        _dollars_left(settings.dollars_a_day, today, "a day"),
        _dollars_left(settings.dollars_a_workbook, here, of_book),
    )
    lines += [cap for cap in caps if cap] or ["Caps: none."]
    return "\n".join([*lines, *["Spending is paused."] * ledger.paused])


def _calls_left(cap: int | None, made: int) -> str:
    return "" if cap is None else f"Cap of {cap:,} calls a minute: {max(cap - made, 0):,} left."


def _tokens_left(cap: int | None, made: Totals | None, span: str) -> str:
    if cap is None or made is None:
        return "" if cap is None else f"Cap of {cap:,} tokens {span}."
    left = max(cap - sum(astuple(made.usage)), 0)
    return f"Cap of {cap:,} tokens {span}: {_at_most(made)}{left:,} left."


def _dollars_left(cap: float | None, made: Totals | None, span: str) -> str:
    if cap is None or made is None:
        return "" if cap is None else f"Cap of ${cap:,g} {span}."
    left = max(cap - (made.cost or 0.0), 0.0)
    return f"Cap of ${cap:,g} {span}: {_at_most(made)}${left:,.4f} left."


def _at_most(made: Totals) -> str:
    """A cap counts what is on its way, and what broke off, at its estimate, which is not shown here."""
    return "at most " if made.open or made.unseen else ""


def _line(name: str, made: Totals) -> str:
    used = made.usage
    tokens_in = used.input_tokens + used.cache_read_tokens + used.cache_write_tokens
    cost = "" if made.cost is None else f", ${made.cost:.4f}"
    cost += f" ({made.unpriced:,} calls had no price)" if cost and made.unpriced else ""
    return f"{name}: {made.calls:,} calls, {tokens_in:,} tokens in, {used.output_tokens:,} out{cost}."


def export_usage(ledger: Ledger, path: Path | None = None, *, force: bool = False) -> Path:
    """Write every call as CSV; without a path, as a new file among the person's documents. Returns where.

    ``force`` replaces an earlier export, which its header tells. Raises HostError, LedgerError.
    """
    target = path or _free(user_documents_path() / f"sheetllm-usage-{date.today().isoformat()}.csv")
    output.write(target, ledger.export(), OURS, force=force)
    return target


def _free(path: Path) -> Path:
    """The path, or one beside it that is not there yet."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in range(2, 10_000))
    return next((one for one in (path, *numbered) if not os.path.lexists(one)), path)
