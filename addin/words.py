"""Words.bas, written from ``ribbon/words/*.toml`` at pack time: VBA sources are ASCII, the words are not."""

from __future__ import annotations

import tomllib
from pathlib import Path

_PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
WORDS = _PROJECT.parent / "ribbon" / "words"
LANGUAGES = {"en": "EnglishWord", "de": "GermanWord", "ko": "KoreanWord"}

_PIECE = 100  # characters of a literal: escaped six to one they stay under VBA's 1,023 a line

_HEAD = """\
Attribute VB_Name = "Words"
' Written by addin/words.py from ribbon/words. \\uXXXX is the character of that code; Wording turns it back.
Option Explicit
Option Private Module

Public Const ADD_IN_VERSION As String = "{version}"
"""


def words(language: str) -> dict[str, str]:
    """The words of one language by key, for example ``SetKey.label``."""
    tables = tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{control}.{kind}": text for control, kinds in tables.items() for kind, text in kinds.items()}


def words_module() -> str:
    """The text of Words.bas."""
    version = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"]
    return "\n".join(
        [
            _HEAD.replace("{version}", version),
            *(_function(name, words(language)) for language, name in LANGUAGES.items()),
        ]
    )


def escaped(text: str) -> str:
    r"""ASCII for any text: each UTF-16 unit outside printable ASCII, and the backslash, as ``\uXXXX``.

    >>> escaped("a\\ü"), escaped("\U0001f600")
    ('a\\u005c\\u00fc', '\\ud83d\\ude00')
    """
    units = text.encode("utf-16-be")
    codes = [int.from_bytes(units[place : place + 2], "big") for place in range(0, len(units), 2)]
    return "".join(chr(code) if 32 <= code < 127 and code != ord("\\") else f"\\u{code:04x}" for code in codes)


def _function(name: str, texts: dict[str, str]) -> str:
    lines = [f"Public Function {name}(ByVal key As String) As String", "    Select Case key"]
    for key, text in texts.items():
        lines.append(f'        Case "{key}"')
        for start in range(0, len(text), _PIECE):
            literal = escaped(text[start : start + _PIECE]).replace('"', '""')
            lines.append(f'            {name} = {f"{name} & " if start else ""}"{literal}"')
    return "\n".join([*lines, "    End Select", "End Function", ""])
