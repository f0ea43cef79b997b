import pytest

from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import InputError
from sheetllm_xl.files.memory import MemoryHost


def test_it_gives_the_sheets_it_was_given_in_their_order() -> None:
    second, first = drawn("a | 1", name="Q2 26"), drawn("b | 2", name="Q1")
    host = MemoryHost(second, first)
    assert host.sheet_names() == ("Q2 26", "Q1")
    assert host.read("Q1") is first


def test_a_sheet_that_is_not_there_is_said_so() -> None:
    with pytest.raises(InputError, match=r"There is no sheet 'Q3 26'. There is: Q1."):
        MemoryHost(drawn("a", name="Q1")).read("Q3 26")
