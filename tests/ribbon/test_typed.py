"""What a person types for Fill Column: a question, labels to choose from, or free words; never one for the other."""

from __future__ import annotations

import pytest

from sheetllm_xl.errors import InputError
from sheetllm_xl.ribbon.filling import parsed


@pytest.mark.parametrize(
    ("given", "question", "labels", "free"),
    [
        ("Which kind?", "Which kind?", (), False),
        ("Which kind? labels=mail|call", "Which kind?", ("mail", "call"), False),
        ("Which kind?labels = mail | call ", "Which kind?", ("mail", "call"), False),
        ("Which kind? Labels=mail|call", "Which kind?", ("mail", "call"), False),
        ("free: Translate into German", "Translate into German", (), True),
        ("  Free : Translate into German", "Translate into German", (), True),
        ("Is it free: yes or no?", "Is it free: yes or no?", (), False),
        ("Which relabels=|?", "Which relabels=|?", (), False),
    ],
)
def test_what_is_typed_is_taken_as_it_is_meant(given: str, question: str, labels: tuple[str, ...], free: bool) -> None:
    text, form = parsed(given)
    assert (text, form.labels, form.free, form.each_row) == (question, labels, free, True)


@pytest.mark.parametrize(
    "given",
    [
        "Does it say labels=none?",
        "Which kind? labels=",
        "Which kind? labels=mail",
        "labels=mail|call Which labels=a|b?",
        "free: Which kind? labels=mail|call",
        "Which kind? labels=mail|call; sentence me",
    ],
)
def test_what_could_be_meant_in_two_ways_is_not_asked(given: str) -> None:
    with pytest.raises(InputError):
        parsed(given)
