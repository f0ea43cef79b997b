"""What the tips promise is what the buttons show."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from addin.words import LANGUAGES, words
from sheetllm_xl.answers.usage import usage_words
from sheetllm_xl.ports import Usage
from sheetllm_xl.record import digest
from sheetllm_xl.settings import Settings
from sheetllm_xl.store import Ledger

NOW = datetime(2026, 11, 23, 12)
CAPS = Settings(
    calls_a_minute=60, tokens_a_day=1_000, tokens_a_workbook=2_000, dollars_a_day=1.0, dollars_a_workbook=None
)


@pytest.fixture
def books(tmp_path: Path) -> Ledger:
    """A call of 100 tokens and $0.10 a month ago, one on the first, one this morning in another book, one just now."""
    clock = SimpleNamespace(at=NOW)
    ledger = Ledger(tmp_path / "ledger.sqlite", wall=lambda: clock.at.timestamp())
    for when, book in (
        (datetime(2026, 10, 31, 23, 59), "a.xlsx"),
        (datetime(2026, 11, 1), "a.xlsx"),
        (datetime(2026, 11, 23, 8), "b.xlsx"),
        (datetime(2026, 11, 23, 11, 59, 30), "a.xlsx"),
    ):
        clock.at = when
        ledger.close(ledger.reserve(digest(book), "m", 500, most=0.5), Usage(60, 25, 10, 5), "req", cost=0.1)
    clock.at = NOW
    return ledger


def test_usage_shows_today_this_month_and_all(books: Ledger) -> None:
    assert usage_words(books, CAPS, now=NOW).splitlines()[:3] == [
        "Today: 2 calls, 150 tokens in, 50 out, $0.2000.",
        "This month: 3 calls, 225 tokens in, 75 out, $0.3000.",
        "In all: 4 calls, 300 tokens in, 100 out, $0.4000.",
    ]


def test_usage_shows_what_is_left_of_each_cap(books: Ledger) -> None:
    assert usage_words(books, CAPS, "a.xlsx", NOW).splitlines()[3:] == [
        "Cap of 60 calls a minute: 59 left.",
        "Cap of 1,000 tokens a day: 800 left.",
        "Cap of 2,000 tokens a workbook, for the one in front: 1,700 left.",
        "Cap of $1 a day: $0.8000 left.",
    ]
    assert "Cap of 2,000 tokens a workbook." in usage_words(books, CAPS, now=NOW).splitlines()
    none = CAPS.model_copy(update=dict.fromkeys(Settings.model_fields))
    assert usage_words(books, none, "a.xlsx", NOW).splitlines()[3:] == ["Caps: none."]


def test_a_cap_that_is_spent_has_nothing_left(books: Ledger) -> None:
    tight = CAPS.model_copy(update={"calls_a_minute": 0, "tokens_a_day": 150, "dollars_a_day": 0.05})
    said = usage_words(books, tight, now=NOW)
    for cap in ("0 calls a minute: 0 left", "150 tokens a day: 0 left", "$0.05 a day: $0.0000 left"):
        assert f"Cap of {cap}." in said


def test_what_is_not_counted_yet_makes_it_at_most(books: Ledger) -> None:
    books.reserve(digest("a.xlsx"), "m", 500, most=0.5)
    said = usage_words(books, CAPS, "b.xlsx", NOW)
    assert "Cap of 1,000 tokens a day: at most 800 left." in said
    assert "for the one in front: 1,900 left." in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tip_names_what_is_shown(language: str) -> None:
    spans = {
        "en": ("today", "this month", "in all", "left of each cap"),
        "de": ("heute", "diesem Monat", "insgesamt", "jeder gesetzten Obergrenze übrig"),
        "ko": ("오늘", "이번 달", "전체", "한도마다 남은"),
    }
    for part in spans[language]:
        assert part in words(language)["ShowUsage.supertip"]
