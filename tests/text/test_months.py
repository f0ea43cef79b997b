import calendar

import pytest

from sheetllm_xl.text.months import LANGUAGES, english_names, months


@pytest.mark.parametrize("names", [calendar.month_name, calendar.month_abbr])
def test_english_months_are_numbered_as_in_the_calendar(names: list[str]) -> None:
    assert [months()[name.lower()] for name in list(names)[1:]] == [*range(1, 13)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_all_months(language: str) -> None:
    from babel.dates import get_month_names

    assert {months()[name.casefold()] for name in get_month_names("wide", locale=language).values()} == {*range(1, 13)}


@pytest.mark.parametrize("word", ["ago", "set", "out", "gen", "mag", "lug", "the", ""])
def test_what_is_short_elsewhere_is_a_word_and_no_month(word: str) -> None:
    assert word not in months()


def test_days_are_among_the_english_names() -> None:
    assert {*map(str.lower, calendar.day_name), "march"} <= english_names()
