"""Unseen characters: those a person does not see in a text, or that make a screen show another text than there is."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Literal

# Tag characters, bidi controls, zero-width marks, blank letters and strings of variation selectors
_HIDING = (
    "\u034f\u115f\u1160\u180e\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e00ff\u17b4\u17b5"
)
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
HIDING = re.compile(rf"[{_HIDING}]+|[{_SELECTORS}]{{2,}}")

# Soft hyphens; joiners but between letters that are joined, or emoji; direction marks but beside letters from right
# to left; variation selectors but behind signs that have variants. What needs them keeps them, one at a time.
_JOINED = "\u0600-\u109f\u1780-\u18af\u1a00-\u1cff\u2190-\u2bff\ua800-\uabff\ufe0f\U0001f000-\U0001faff"
_SELECTED = (
    "\u00a9\u00ae\u1000-\u109f\u1800-\u18af\u2000-\u2bff\u3000-\ua4cf\ua840-\ua87f\uf900-\ufaff\U0001f000-\U0003ffff"
)
_LEFTWARD = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
IDLE = re.compile(
    rf"\u00ad|(?<![{_JOINED}])[\u200c\u200d]|(?<![{_LEFTWARD}])[\u061c\u200e\u200f](?![{_LEFTWARD}])"
    "|(?<=[\u061c\u200e\u200f])[\u061c\u200e\u200f]"
    rf"|(?<![{_SELECTED}])[{_SELECTORS}](?!\u20e3)"
)

# Unicode's format characters, and the blank letters and marks that are none of them
_BLANK = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e01ef]"
)

# C0 but tab and line break, DEL, C1, separators, lone surrogates: what moves a cursor or begins a terminal's command
_COMMANDS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"
_ON_SCREEN = re.compile(f"[{_COMMANDS}]")
_ON_ONE_LINE = re.compile(rf"[\t\n{_COMMANDS}]+")
_IN_JSON = re.compile(rf"[{_COMMANDS}{_HIDING}\u00ad\u061c\u200c-\u200f]")


_MOST_MARKS = 30
_MANY_MARKS = 1_000  # characters; whatever a shorter text holds is put in order within a millisecond


def seen(text: str) -> str:
    """The text with what hides in it shown as U+FFFD, and what does nothing in it left out.

    >>> seen("a\u202eb"), seen("co\u00adop"), seen("می\u200cخواهم")
    ('a\ufffdb', 'coop', 'می\u200cخواهم')
    """
    return text if text.isascii() else HIDING.sub("\ufffd", IDLE.sub("", text))


def undisguised(text: str) -> str:
    """The text as it is compared with another: compatible forms made one, and nothing in it that is not seen.

    >>> undisguised("ｓｋ\u200b-a\u00adn\u3164t")
    'sk-ant'
    """
    return text if text.isascii() else _BLANK.sub("", normalized("NFKC", text))


def on_screen(text: str) -> str:
    """The text as a terminal may be given it: without commands to it, and read in the order in which it stands.

    >>> on_screen("\x1b]52;c;AAAA\x07(verified)\x1b[8m")
    '\ufffd]52;c;AAAA\ufffd(verified)\ufffd[8m'
    """
    return _ON_SCREEN.sub("\ufffd", seen(text))


def on_one_line(text: str) -> str:
    """The text as it may stand within a line of ours, as a server's words or a cell's do."""
    return on_screen(_ON_ONE_LINE.sub(" ", text))


def as_json(value: Any, indent: int | None = None) -> str:
    """The value as JSON for people and programs: what hides or commands, which JSON allows as it is, is escaped."""
    return _IN_JSON.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=indent))


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]


def normalized(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """Unicode's normal form. Of more than 30 marks on one letter, which UAX #15 takes for many, the rest is left out:
    to order them takes time by the square of their number.
    """
    if len(text) > _MANY_MARKS and not text.isascii():
        text = "".join(_with_few_marks(text))
    return unicodedata.normalize(form, text)


def _with_few_marks(text: str) -> Iterator[str]:
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= _MOST_MARKS:
            yield letter
