from __future__ import annotations

from sheetllm_xl.chain import Step, detect_by_model
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.sheet import Sheet

from .test_ask import REGIONS, SALES, STAFF


def detected(*named: str) -> tuple[list[str], list[str], tuple[FoundTable, ...]]:
    steps: list[Step] = []
    model = ScriptedModel([{"tables": list(named)}])
    tables = detect_by_model(SALES, model, tables=(REGIONS, STAFF), on_progress=steps.append)
    return [str(table.range) for table in tables], [step.note for step in steps if step.note], tables


def test_proposals_come_back_in_order_with_what_structure_knows() -> None:
    ranges, notes, (staff, regions) = detected("A2:C5", "E1:F3")
    assert (ranges, notes) == (["E1:F3", "A2:C5"], [])
    assert (regions.header_rows, regions.title, regions.notes) == (1, REGIONS.title, REGIONS.notes)
    assert "named by the model" in staff.reasons


def test_a_proposal_of_its_own_stands_as_the_model_named_it() -> None:
    ranges, notes, (table,) = detected("A3:C5")
    assert (ranges, notes) == (["A3:C5"], [])
    assert (table.header_rows, table.title) == (1, None)


def test_edges_are_trimmed_and_what_cannot_be_is_dropped_and_said() -> None:
    ranges, notes, _ = detected("D1:XFD400", "A2:C5", "A2:B4", "H1:K9", "D1:D6", "everything")
    assert ranges == ["E1:F3", "A2:C5"]
    assert len(notes) == 4
    assert any("A2:B4" in note and "overlaps A2:C5" in note for note in notes)
    assert any("H1:K9" in note and "no cell" in note for note in notes)


def test_an_empty_sheet_costs_no_call_and_a_sheet_without_tables_has_none() -> None:
    assert detect_by_model(Sheet.of("Empty", []), ScriptedModel([])) == ()
    assert detected()[0] == []


def test_a_model_sees_the_compressed_sheet_and_no_question() -> None:
    model = ScriptedModel([{"tables": []}])
    detect_by_model(SALES, model, tables=(REGIONS,))
    assert "North" in model.prompts[0].document
    assert model.prompts[0].question == "Which tables are there?"
