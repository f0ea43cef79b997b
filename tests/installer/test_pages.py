"""The analyst's page in each language: its picture is the ribbon as it is, its names of buttons are the ribbon's."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.words import LANGUAGES, words
from installer import picture

HERE = Path(picture.__file__).parent
PAGES = {"en": "README.md", "de": "README.de.md", "ko": "README.ko.md"}
BUTTONS = ("SetKey", "CheckSetup", "WhatIsSent")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_is_of_the_ribbon_as_it_is(language: str) -> None:
    """If not: python installer/picture.py"""
    drawn = picture.drawing(language)
    assert (HERE / f"ribbon.{language}.svg").read_text(encoding="utf-8") == drawn
    assert drawn.count("<svg ") == 1 + 18  # the picture, and an icon a button outside of menus


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_calls_the_buttons_as_the_ribbon_does_and_is_one_screen(language: str) -> None:
    page, labels = (HERE / PAGES[language]).read_text(encoding="utf-8"), words(language)
    for button in BUTTONS:
        assert f"*{labels[f'{button}.label']}*" in page
    assert f"(ribbon.{language}.svg)" in page
    assert len(page.splitlines()) <= 40
    assert set(PAGES.values()) - {PAGES[language]} <= {link for link in PAGES.values() if f"({link})" in page}
