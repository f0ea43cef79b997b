"""The button API key: typed where nobody sees it, kept in the vault, shown masked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sheetllm_xl import ribbon
from sheetllm_xl.ribbon import surroundings

from .test_ribbon import pages

__all__ = ["pages"]


def test_the_key_is_kept_and_shown_masked(pages: list[str]) -> None:
    said = ribbon.set_key("sk-ant-api03-abcdefgh1234")
    assert "…1234" in said
    assert "abcdefgh" not in said


class Typing:
    """A person at our own boxes."""

    def __init__(self, typed: str | None) -> None:
        self.typed, self.owners, self.said = typed, list[int](), list[str]()

    def ask_hidden(self, title: str, prompt: str, owner: int = 0) -> str | None:
        self.owners.append(owner)
        return self.typed

    def tell(self, title: str, text: str, owner: int = 0) -> None:
        self.said.append(text)


@pytest.mark.parametrize(
    ("typed", "said"), [("sk-ant-api03-abcdefgh1234", "…1234"), ("not a key", "This is not an API key"), (None, "")]
)
def test_the_key_is_asked_for_where_it_is_hidden(pages: list[str], typed: str | None, said: str) -> None:
    person = Typing(typed)
    with ribbon.surrounded(replace(surroundings.now(), boxes=lambda: person)):
        assert ribbon.set_key("") == ""
    assert person.owners == [42]
    assert said in "".join(person.said)
    assert len(person.said) == bool(typed)


def test_without_a_box_of_our_own_an_input_box_is_asked_for(pages: list[str]) -> None:
    with ribbon.surrounded(replace(surroundings.now(), boxes=lambda: None)):
        assert ribbon.set_key("") == ribbon.NOT_HIDDEN
