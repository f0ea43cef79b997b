"""Names of months and of days of the week, from CLDR by Babel, which is loaded with the first of them."""

from __future__ import annotations

from functools import lru_cache

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl")
"""Whose months have names of letters; in East Asia they are numbered, and read as numbers."""
_SHORTENED = ("en", "de")  # elsewhere what is short is a word of another language: ago, set, out


@lru_cache(maxsize=1)
def months() -> dict[str, int]:
    """The number of each month, from 1, by its names in folded case: whole, and shortened in English and German.

    >>> [months()[name] for name in ("march", "märz", "mars", "sept", "dez")]
    [3, 3, 3, 9, 12]
    """
    return {
        name.casefold().rstrip("."): number
        for language in LANGUAGES
        for width in (("wide", "abbreviated") if language in _SHORTENED else ("wide",))
        for number, name in _names("months", language, width)
    }


@lru_cache(maxsize=1)
def english_names() -> frozenset[str]:
    """The months and days of the week in English, in folded case."""
    return frozenset(name.casefold() for kind in ("months", "days") for _, name in _names(kind, "en", "wide"))


def _names(kind: str, language: str, width: str) -> list[tuple[int, str]]:
    """The names with their numbers, as they stand in a date and by themselves."""
    from babel import Locale

    forms = getattr(Locale(language), kind)
    return [*forms["format"][width].items(), *forms["stand-alone"].get(width, {}).items()]
