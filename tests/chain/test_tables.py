from __future__ import annotations

from dataclasses import replace

from sheetllm_xl.chain import Step, detect_by_model, detect_where_unsure
from sheetllm_xl.chain.tables import why_unsure
from sheetllm_xl.detect import FoundTable, detect
from sheetllm_xl.drawing import drawn
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
    assert (table.header_rows, str(table.title)) == (0, "A1:C2")


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


def unsure(sheet: Sheet, *named: str) -> tuple[list[str], list[str], int]:
    """The tables where the model is asked if need be, the notes, and how many calls it took."""
    steps: list[Step] = []
    model = ScriptedModel([{"tables": list(named)}])
    found = detect_where_unsure(sheet, lambda: model, lambda prompt: "1 call", on_progress=steps.append)
    return [str(table.range) for table in found], [step.note for step in steps if step.note], len(model.prompts)


def test_a_sheet_that_structure_is_sure_of_costs_no_call() -> None:
    rows = "\n".join(f"R{i} | {i * 7} | {i}.5" for i in range(12))
    plain = drawn(f"[**Region**] | [**Units**] | [**Price**]\n{rows}")
    assert unsure(plain) == (["A1:C13"], [], 0)


def test_where_structure_is_unsure_the_model_is_asked_and_the_cost_is_said_first() -> None:
    sheet, known = drawn("1 | 2 | 3"), [REGIONS, replace(STAFF, confidence=0.9)]
    assert why_unsure(sheet, ()) == "No table was found on Sheet1, which holds 3 numbers."
    assert why_unsure(SALES, [replace(table, confidence=0.9) for table in known]) == ""
    assert why_unsure(SALES, known) == "The edges of A2:C5 on Sales are not sure."
    assert why_unsure(SALES, known[1:]) == "5 of 5 numbers on Sales lie outside every table found."
    assert why_unsure(drawn("a | b"), ()) == ""


def test_what_the_model_names_counts_and_tables_that_are_sure_stay() -> None:
    odd = drawn("3\n\n\n7 | | 9\n\n | 4 | | | 5")
    ranges, notes, calls = unsure(odd, "A4:C6", "A1:XFD9", "Q1:R4")
    assert (ranges, calls) == (["A4:C6"], 1)
    assert notes[0].endswith("So Claude is asked where the tables are: 1 call.")
    assert len(notes) == 3
    ranges, notes, calls = unsure(odd)
    assert (ranges, calls) == ([str(table.range) for table in detect(odd)], 1)
