"""The words: all there in each language, in lengths Office takes, and nothing left over."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.packing import modules
from addin.words import LANGUAGES, escaped, words

from .test_controls import BUTTONS, NAMESPACE, UI

LONGEST = {"label": 40, "screentip": 60, "supertip": 250, "prompt": 250}  # Office: 1,024; Application.InputBox: 255


def wanted() -> set[str]:
    ids = [button.attrib["id"] for button in BUTTONS]
    groups = [group.attrib["id"] for group in UI.iter(f"{NAMESPACE}group")]
    asked = re.findall(r'(?:Ask|Confirm|Hidden)ThenPress "(\w+)"', modules()["Ribbon"])
    asked += re.findall(r'Word\("(\w+)\.prompt"\)', modules()["Ribbon"])
    keys = {f"{name}.{kind}" for name in ids for kind in ("label", "screentip", "supertip")}
    return keys | {f"{name}.label" for name in groups} | {f"{name}.prompt" for name in asked}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there_and_none_is_left_over(language: str) -> None:
    assert words(language).keys() == wanted()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_fits(language: str) -> None:
    for key, text in words(language).items():
        assert 0 < len(text) <= LONGEST[key.rpartition(".")[2]], key
        assert text == text.strip(), key
        assert "\n" not in text, key


def test_each_language_is_written_in_its_own_words() -> None:
    english, german, korean = (words(language) for language in ("en", "de", "ko"))
    assert all(re.search("[가-힣]", text) for text in korean.values())
    assert not any(re.search("[가-힣]", text) for text in [*english.values(), *german.values()])
    same = {key for key in english if english[key] == german[key]}
    assert same <= {"PauseSpending.label"}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaping_is_ascii_and_comes_back(text: str) -> None:
    written = escaped(text)
    assert written.isascii()
    assert written.isprintable()
    units = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), written)
    assert units.encode("utf-16-le", "surrogatepass").decode("utf-16-le") == text
