"""A text that is cut is still one text: its quotes close, and it is of the same kind."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from sheetllm_xl.literals import clipped, literal, parse_literal


@given(st.text(alphabet=st.sampled_from('a1 |"\\\n\x85\u2028\U0001f600') | st.characters()), st.integers(8, 60))
@example("2024 units and more", 8)
def test_a_clipped_literal_is_one_and_begins_the_text(text: str, longest: int) -> None:
    found = clipped(text, longest)
    begins = parse_literal(found)
    assert isinstance(begins, str)
    assert text.startswith(begins)
    assert "|" not in found
    assert len(found) <= longest
    assert found == literal(text) or len(literal(text)) > longest
