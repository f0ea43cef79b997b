"""History: the receipts in the ledger, searched, held against the workbook as it is, and exported; what was spent."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from ..answers.receipts import receipt_fields
from ..answers.replay import replay
from ..answers.usage import usage_words
from ..errors import InputError
from ..grid import Ref
from ..ports import Calculator
from ..record import Record, digest
from ..settings import Settings
from ..sheet import Sheet
from ..store import Ledger, Totals
from ..text.secret import masked_in
from .answer import answer_fields
from .book import Book, as_read

_LISTED = 100  # receipts shown at once; a search finds the others
_SEARCHED = 5_000  # the newest
_DAYS = 30
_TOTALS = 3  # lines of the usage in words that are shown as figures here


class History:
    """Of one ledger, beside one workbook."""

    def __init__(self, book: Book, ledger: Ledger, settings: Callable[[], Settings], calculator: Calculator) -> None:
        self._book, self._ledger, self._settings, self._calculator = book, ledger, settings, calculator

    def listed(self, words: str, here: bool) -> dict[str, Any]:
        """The newest receipts that hold all of the words, of this workbook or of every one. Raises LedgerError."""
        wanted, found, more, books = words.casefold().split(), list[dict[str, Any]](), 0, self._by_receipt()
        for record in self._ledger.receipts(_SEARCHED):
            if here and not self._is_here(record, books):
                continue
            text = " ".join((record.question, record.workbook, record.text, *record.shown)).casefold()
            if not all(word in text for word in wanted):
                continue
            if len(found) < _LISTED:
                found.append(_brief(record))
            else:
                more += 1
        return {"receipts": found, "more": more}

    def receipt(self, name: str) -> dict[str, Any]:
        """A receipt as an answer is shown, and whether it is of this workbook. Raises InputError, LedgerError."""
        record = self._ledger.receipt(name or "?")
        return answer_fields(record) | {"here": self._is_here(record, self._by_receipt())}

    def replay(self, name: str) -> dict[str, Any]:
        """What of a receipt is still so in this workbook; nothing is sent. Raises SheetLLMError."""
        record = self._ledger.receipt(name or "?")
        refs = {ref.sheet: (ref, one.digest) for one in record.read for ref in [Ref.parse(one.ref)]}
        for sheet in refs:
            self._book.renew(sheet)

        def read(sheet: str) -> Sheet:
            same = None
            if sheet in refs:
                with suppress(InputError):  # cells still wait for their value
                    same = as_read(self._book, *refs[sheet])
            return same if same is not None else self._book.sheet(sheet)

        found = replay(record, read, self._calculator)
        return {"findings": [{"same": one.same, "sentence": one.sentence} for one in found]}

    def lines(self) -> Iterator[str]:
        """All receipts as JSON, one a line, the oldest first. Raises LedgerError."""
        for record in self._ledger.receipts(oldest_first=True):
            yield json.dumps(masked_in(receipt_fields(record)), ensure_ascii=False, default=str) + "\n"

    def usage(self) -> dict[str, Any]:
        """What was spent today, this month, in all and here; day by day; by workbook; the caps. Raises LedgerError."""
        ledger, here = self._ledger, digest(self._book.full_name)
        midnight = datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
        month = midnight.replace(day=1).timestamp()
        spans = {
            "today": ledger.totals(midnight.timestamp()),
            "month": ledger.totals(month),
            "ever": ledger.totals(),
            "here": ledger.totals(book=here),
        }
        words = usage_words(ledger, self._settings(), self._book.full_name)
        return {
            "spans": {name: _figures(totals) for name, totals in spans.items()},
            "days": self._days(midnight),
            "books": self._books(month, here),
            "caps": words.splitlines()[_TOTALS:],
            "paused": ledger.paused,
        }

    def pause(self, given: dict[str, Any]) -> dict[str, Any]:
        """Stop or allow new questions. Raises LedgerError."""
        self._ledger.pause(given.get("paused") is True)
        return {"paused": self._ledger.paused}

    def _by_receipt(self) -> dict[str, str]:
        """The workbook that paid for each receipt, as it is booked: another of the same file name is another."""
        return {call.receipt: call.book for call in self._ledger.calls()}

    def _is_here(self, record: Record, books: dict[str, str]) -> bool:
        """By what paid; by the file's name where nothing is booked."""
        if book := books.get(record.id):
            return book == digest(self._book.full_name)
        return record.workbook == self._book.title

    def _days(self, midnight: datetime) -> list[dict[str, Any]]:
        first = midnight - timedelta(days=_DAYS - 1)
        tokens, costs = defaultdict[date, int](int), defaultdict[date, float](float)
        for call in self._ledger.calls(first.timestamp()):
            tokens[call.at.date()] += _all_tokens(call.usage)
            costs[call.at.date()] += call.cost or 0.0
        days = [(first + timedelta(days=n)).date() for n in range(_DAYS)]
        return [{"day": day.isoformat(), "tokens": tokens[day], "cost": costs[day]} for day in days]

    def _books(self, since: float, here: str) -> list[dict[str, Any]]:
        """The workbooks of a month by what they took; by the names that their receipts have."""
        names = {record.id: record.workbook for record in self._ledger.receipts(_SEARCHED)}
        tokens, named = defaultdict[str, int](int), {here: self._book.title}
        for call in self._ledger.calls(since):
            tokens[call.book] += _all_tokens(call.usage)
            if name := names.get(call.receipt):
                named.setdefault(call.book, name)
        first = sorted(tokens, key=lambda one: -tokens[one])[:_LISTED]
        return [{"name": named.get(one, one[:12]), "tokens": tokens[one]} for one in first]


def _brief(record: Record) -> dict[str, Any]:
    fields = answer_fields(record)
    names = ("receipt", "at", "question", "workbook", "state", "cost")
    return {**{name: fields[name] for name in names}, "value": ", ".join(fields["values"][:3])[:80]}


def _figures(totals: Totals) -> dict[str, Any]:
    usage = totals.usage
    tokens_in = usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens
    return {"calls": totals.calls, "in": tokens_in, "out": usage.output_tokens, "cost": totals.cost}


def _all_tokens(usage: Any) -> int:
    return int(usage.input_tokens + usage.output_tokens + usage.cache_read_tokens + usage.cache_write_tokens)
