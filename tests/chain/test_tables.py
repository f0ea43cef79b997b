from __future__ import annotations

from dataclasses import replace

import pytest

from sheetllm_xl.chain import Step, ask_tables
from sheetllm_xl.chain.tables import named_tables, why_unsure
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import InputError
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.sheet import Sheet

from .test_ask import REGIONS, SALES, STAFF


def detected(*named: str) -> tuple[list[str], list[str], tuple[FoundTable, ...]]:
    steps: list[Step] = []
    model = ScriptedModel([{"tables": list(named)}])
    answer = ask_tables(SALES, model, (REGIONS, STAFF), on_progress=steps.append)
    tables = named_tables(SALES, answer.receipt.tables, (REGIONS, STAFF))
    assert answer.rows == tuple((str(table.range),) for table in tables)
    assert answer.found == bool(tables)
    return [str(table.range) for table in tables], [step.note for step in steps if step.note], tables


def test_proposals_come_back_in_order_with_what_structure_knows() -> None:
    ranges, notes, (staff, regions) = detected("A2:C5", "E1:F3")
    assert (ranges, notes) == (["E1:F3", "A2:C5"], [])
    assert (regions.header_rows, regions.title, regions.notes) == (1, REGIONS.title, REGIONS.notes)
    assert "named by the model" in staff.reasons


def test_a_proposal_of_its_own_stands_as_the_model_named_it() -> None:
    ranges, notes, (table,) = detected("A3:C5")
    assert (ranges, notes) == (["A3:C5"], [])
    assert (table.header_rows, str(table.title)) == (0, "A1:C2")


def test_edges_are_trimmed_and_what_cannot_be_is_dropped_and_said() -> None:
    ranges, notes, _ = detected("D1:XFD400", "A2:C5", "A2:B4", "H1:K9", "D1:D6", "everything")
    assert ranges == ["E1:F3", "A2:C5"]
    assert len(notes) == 4
    assert any("A2:B4" in note and "overlaps A2:C5" in note for note in notes)
    assert any("H1:K9" in note and "no cell" in note for note in notes)


def test_an_empty_sheet_costs_no_call_and_a_sheet_without_tables_has_none() -> None:
    with pytest.raises(InputError, match="Empty holds nothing"):
        ask_tables(Sheet.of("Empty", []), ScriptedModel([]), ())
    assert detected()[0] == []


def test_a_model_sees_the_compressed_sheet_and_no_question() -> None:
    model = ScriptedModel([{"tables": []}])
    ask_tables(SALES, model, (REGIONS,))
    assert "North" in model.prompts[0].document
    assert model.prompts[0].question == "Which tables are there?"


def test_why_structure_may_be_wrong_is_a_sentence_and_nothing_where_it_is_sure() -> None:
    sheet, known = drawn("1 | 2 | 3"), [REGIONS, replace(STAFF, confidence=0.9)]
    assert why_unsure(sheet, ()) == "No table was found on Sheet1, which holds 3 numbers."
    assert why_unsure(SALES, [replace(table, confidence=0.9) for table in known]) == ""
    assert why_unsure(SALES, known) == "The edges of A2:C5 on Sales are not sure."
    assert why_unsure(SALES, known[1:]) == "5 of 7 numbers on Sales lie outside every table found."
    assert why_unsure(drawn("a | b"), ()) == ""
