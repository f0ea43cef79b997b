"""Words of a text, folded so that spelling, case, width and accents make no difference."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from .unseen import normalized, undisguised

_WORD = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+|\d+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")  # kana, Han, Hangul: read in pairs
_SPACES = re.compile(r"\s+")

STOP_WORDS = frozenset(
    """a about after all also am an and any are as at be been before being between both but by can could did do does
    doing each either for from give given had has have having her his how i if in into is it its list many me more much
    my name of on one or other our out over per please say show so some such tell than that the their them then there
    these they this those to under up us was we were what when where which while who whom whose why will with within
    would you your answer table sheet column row provide identify according respectively""".split()  # noqa: SIM905 - a list of strings would be a page long
)


def folded(text: str) -> str:
    """Case, width, accents and runs of space levelled.

    >>> folded("  Ｃafé\\u00a0  NORD ")
    'cafe nord'
    """
    if not text.isascii():
        parts = normalized("NFKD", text)
        text = unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))
    return _SPACES.sub(" ", text.casefold()).strip()


def plain(text: str) -> str:
    """A text as it is compared: compatible forms made one, unseen characters and letter case without meaning.

    >>> plain(" North\\u00a0 EAST "), plain("Straße")
    ('north east', 'strasse')
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    visible = "".join(c for c in undisguised(text) if unicodedata.category(c) not in ("Cf", "Co"))
    return " ".join(visible.replace("\ufffd", "").casefold().split())


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded word without the ending of its plural: enough for headers, and the same on both sides.

    >>> stem("countries"), stem("sales"), stem("classes"), stem("class"), stem("1,200.50")
    ('country', 'sale', 'class', 'class', '1200.5')
    """
    if word[0].isdigit():
        plain = word.replace(",", "")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "su" else word


def words(text: str) -> Iterator[str]:
    """The stems of a text in order; writing without spaces gives its pairs of characters.

    >>> list(words("Q3 Sales, São Paulo")), list(words("東京都"))
    (['q', '3', 'sale', 'sao', 'paulo'], ['東京', '京都'])
    """
    for word in _WORD.findall(folded(text)):
        if _UNSPACED.fullmatch(word) and len(word) > 1:
            yield from (word[i : i + 2] for i in range(len(word) - 1))
        else:
            yield stem(word)


def terms(question: str) -> tuple[str, ...]:
    """The words of a question that may name something, each once; all of its words where that would leave none."""
    every = tuple(dict.fromkeys(words(question)))
    return tuple(word for word in every if word not in _STOP_STEMS) or every


_STOP_STEMS = frozenset(stem(word) for word in STOP_WORDS) | STOP_WORDS | {"s", "t"}
