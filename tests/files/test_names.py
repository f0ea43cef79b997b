"""A name we define never means something else to Excel, in whatever language it speaks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.excel.write.writeback import legal_name

BUILT_IN = (
    "Print_Area", "Print_Titles", "Criteria", "Database", "Extract", "Consolidate_Area", "Recorder", "Data_Form",
    "Sheet_Title", "Auto_Open", "Auto_Close", "Auto_Activate", "Auto_Deactivate", "_FilterDatabase",
)  # fmt: skip
CELLS = (
    "A1",
    "xfd1048576",
    "R",
    "c",
    "R1C1",
    "rc",
    "R12",
    "C3",
    "Z1S1",
    "z",
    "S",
    "L1C1",
    "F2C2",
    "W1K1",
    "R1K1",
    "S1O1",
)


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_title_never_becomes_a_name_of_excels_own(name: str) -> None:
    for title in (
        name,
        name.lower(),
        name.replace("_", " "),
        f"_xlnm.{name}",
        f" {name} ",
        name.replace("_", "\u3000"),
        f"__{name}",
    ):
        given = legal_name(title, set())
        assert given.casefold().lstrip("_") not in {each.casefold().lstrip("_") for each in BUILT_IN}
        assert not given.casefold().startswith("_xl")


@pytest.mark.parametrize("name", [*CELLS, "TRUE", "false"])
def test_a_title_never_becomes_an_address(name: str) -> None:
    assert legal_name(name, set()) in (f"_{name}", f"Table__{name}")


@given(st.sampled_from([*BUILT_IN, *CELLS]) | st.text(max_size=20), st.sets(st.sampled_from([*BUILT_IN, "_R", "_A1"])))
def test_no_words_become_one(words: str, taken: set[str]) -> None:
    name = legal_name(words, {one.casefold() for one in taken})
    assert name.casefold() not in {each.casefold() for each in (*BUILT_IN, *CELLS)}
    assert not re.fullmatch(r"(?i)[a-z]{1,3}\d+|[rzlfws]\d*([csko]\d*)?|[csko]\d*|true|false|_xl.*", name)


def test_ordinary_titles_keep_their_words() -> None:
    for words in ("EU sales", "Database of 2026", "Printed area", "XL sizes", "UK"):
        assert legal_name(words, set()) == words.replace(" ", "_")
