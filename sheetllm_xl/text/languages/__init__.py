"""What is put on a screen, in the language of the person before it: English, German or Korean.

The code writes English. A sentence that the tables do not have, and whatever a sentence quotes, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from .admitting import ADMITTING, ADMITTING_PHRASES
from .answering import ANSWERING, ANSWERING_PHRASES
from .asked import ASKED, ASKED_PHRASES
from .asking import ASKING
from .booking import BOOKING, BOOKING_PHRASES
from .calculating import CALCULATING
from .computing import COMPUTING
from .doubting import DOUBTING, DOUBTING_PHRASES
from .excel import EXCEL
from .failing import FAILING, FAILING_PHRASES
from .files import FILES
from .findings import FINDINGS, FINDINGS_PHRASES
from .grounds import GROUNDS
from .noting import NOTING, NOTING_PHRASES
from .page import PAGE
from .sheets import SHEETS, SHEETS_PHRASES
from .trouble import TROUBLE
from .writing import WRITING, WRITING_PHRASES

SENTENCES = (
    *(*ADMITTING, *ANSWERING, *ASKED, *ASKING, *BOOKING, *CALCULATING, *COMPUTING, *DOUBTING),
    *(*EXCEL, *FAILING, *FILES, *FINDINGS, *GROUNDS, *NOTING, *PAGE, *SHEETS, *TROUBLE, *WRITING),
)
PHRASES = (
    *(*ADMITTING_PHRASES, *ANSWERING_PHRASES, *ASKED_PHRASES, *BOOKING_PHRASES, *DOUBTING_PHRASES),
    *(*FAILING_PHRASES, *FINDINGS_PHRASES, *NOTING_PHRASES, *SHEETS_PHRASES, *WRITING_PHRASES),
)
LANGUAGES = ("en", "de", "ko")
_MARKS = "\x01\x02\x03\x04"  # a message may begin with one (addin/vba/Ribbon.bas)
_LONGEST = 4  # sentences that are one entry

_Entry = tuple[tuple[str, ...], tuple[str, str, str]]  # what stands between the holes, and the entry


def translated(text: str, language: str) -> str:
    """A message in that language, sentence by sentence.

    >>> translated("Undone: column Sheet1!C1:C9.", "de"), translated("Spending goes on.", "fr")
    ('Zurückgenommen: Spalte Sheet1!C1:C9.', 'Spending goes on.')
    """
    if language not in LANGUAGES[1:]:
        return text
    place = LANGUAGES.index(language)
    return "\n".join(_line(line, place) for line in text.split("\n"))


def rendered(words: str, language: str) -> str:
    """Sentences of ours in that language, as a whole where what they quote has more sentences than one entry may.

    >>> rendered("B2 holds 'A. B. C. D. E. F.', not 1.", "de")
    "In B2 steht 'A. B. C. D. E. F.', nicht 1."
    """
    if language in LANGUAGES[1:] and not is_translated(words) and (found := _found(words)):
        return _put(found, LANGUAGES.index(language))
    return translated(words, language)


def is_translated(text: str) -> bool:
    """Whether the tables have every sentence of a message."""
    return all(_known(part) for line in text.split("\n") for part, _ in _parts(line.lstrip(_MARKS)))


def _line(line: str, place: int) -> str:
    words = line.lstrip(_MARKS)
    mark = line[: len(line) - len(words)]
    return mark + " ".join(_put(found, place) if found else part for part, found in _parts(words))


def _known(part: str) -> bool:
    return not part or _found(part) is not None


def _parts(words: str) -> Iterator[tuple[str, tuple[_Entry, list[str]] | None]]:
    """The sentences, or several that are one entry, with that entry and what stands in its holes."""
    left = words.split(". ")
    left = [part + "." * (i < len(left) - 1) for i, part in enumerate(left)]
    while left:
        groups = (" ".join(left[: i + 1]) for i in range(min(_LONGEST, len(left))))
        entries = ((part, found) for part in groups if (found := _found(part)))
        part, found = next(entries, (left[0], None))
        if found and _breaks_off(found):  # what it ends in may hold a full stop of its own
            entry = found[0]
            longer = (one for one in entries if one[1][0] == entry and not _breaks_off(one[1]))
            part, found = next(longer, (part, found))
        yield part, found
        left = left[part.count(". ") + 1 :]


def _breaks_off(found: tuple[_Entry, list[str]]) -> bool:
    """Whether a sentence ends in another one that the tables do not have."""
    (between, _), holes = found
    return between[-1] == "" and bool(holes) and not (_found(holes[-1], is_phrase=True) or _known(holes[-1]))


def _put(found: tuple[_Entry, list[str]], place: int) -> str:
    (_, entry), holes = found
    return entry[place].format(*(_hole(text, place) for text in holes))


def _hole(text: str, place: int) -> str:
    if place == 1 and re.fullmatch(r"\d{1,3}(?:,\d{3})+", text):
        return text.replace(",", ".")
    found = _found(text, is_phrase=True) or _found(text)  # a sentence may end in another: the last one that failed
    if found:
        return _put(found, place)
    several = [part + "." for part in text.removesuffix(".").split(".; ")]
    are_ours = len(several) > 1 and all(map(_known, several))
    return "; ".join(_hole(part, place) for part in several) if are_ours else text


def _found(text: str, *, is_phrase: bool = False) -> tuple[_Entry, list[str]] | None:
    """The entry whose English is this text, that with the most words first; and what stands in its holes."""
    for entry in _beginning(text[:1], is_phrase):
        if (holes := _holes(text, entry[0])) is not None:
            return entry, holes
    return None


@lru_cache(maxsize=256)
def _beginning(letter: str, is_phrase: bool) -> tuple[_Entry, ...]:
    """The entries that begin with this letter, or with a hole: no text need be held against the others."""
    entries = [entry for entry in (PHRASES if is_phrase else SENTENCES) if entry[0][0] in (letter, "{")]
    cut = [(tuple(re.split(r"\{\d\}", entry[0])), entry) for entry in entries]
    return tuple(sorted(cut, key=lambda one: -sum(map(len, one[0]))))


def _holes(text: str, between: Sequence[str]) -> list[str] | None:
    """What stands in the holes, each as short as it can be but for the last; None where it is another text."""
    first, *others = between
    if not text.startswith(first) or not text.endswith(between[-1]):
        return None
    holes, at = list[str](), len(first)
    for i, words in enumerate(others):
        is_last = i == len(others) - 1
        end = len(text) - len(words) if is_last else text.find(words, at + 1)
        if end <= at:
            return None
        holes.append(text[at:end])
        at = end + len(words)
    return holes if at == len(text) else None
