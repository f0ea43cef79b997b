"""Questions to files that nobody calculated: answered from what is computed here, or not at all."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sheetllm_xl import app
from sheetllm_xl.chain import Answer, ask
from sheetllm_xl.cli import cli
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.verify.verdict import Verdict

from .chain.replying import calculator, reply
from .files.packages import package

FULL = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'


def orders(path: Path, price: str = "30") -> Path:
    """Orders as a program writes them that does not calculate: 0 behind every formula."""
    rows = (("Item", "Qty", "Price", "Amount"), ("Kettle", 3, 20, "=B2*C2"), ("Pan", 2, 15, "=B3*C3"))
    rows += (("Toaster", 4, price, "=B4*C4"), ("Total", "", "", "=SUM(D2:D4)"))
    written = ""
    for row, values in enumerate(rows, 1):
        written += f'<row r="{row}">'
        for col, value in zip("ABCD", values, strict=True):
            if str(value).startswith("="):
                written += f'<c r="{col}{row}"><f>{str(value)[1:]}</f><v>0</v></c>'
            elif str(value).isdigit():
                written += f'<c r="{col}{row}"><v>{value}</v></c>'
            elif value:
                written += f'<c r="{col}{row}" t="inlineStr"><is><t>{value}</t></is></c>'
        written += "</row>"
    return package(path, written, workbook=FULL)


def today(path: Path) -> Path:
    """The same, with a price that changes by the day, so that it is not computed here."""
    return orders(path, "=DAY(TODAY())")


def asked(path: Path, formula: str) -> tuple[Answer, ScriptedModel]:
    with app.open_workbook(path) as host:
        sheet = app.chosen_sheet(host, None)
    model = ScriptedModel([reply(formula)] * 2)
    return ask(sheet, "How much is it?", model, calculator()), model


@pytest.mark.parametrize(("formula", "value"), [("=D5", 210.0), ('=XLOOKUP("Kettle",A2:A4,D2:D4)', 60.0)])
def test_a_question_is_answered_from_what_is_computed_here(tmp_path: Path, formula: str, value: float) -> None:
    answer, model = asked(orders(tmp_path / "b.xlsx"), formula)
    assert answer.value == value
    assert f"It is {value:g}." in answer.text
    assert "210" in model.prompts[0].document
    assert "the file holds no values for formulas; computed here: 4 (D2, D3, D4, D5)." in answer.receipt.notes[0]


@pytest.mark.parametrize("formula", ["=D5", "=D4*2", "=SUM(D2:D4)", "=IFERROR(D5,0)", '=XLOOKUP("Total",A2:A5,D2:D5)'])
def test_what_is_not_calculated_is_no_answer(tmp_path: Path, formula: str) -> None:
    answer, model = asked(today(tmp_path / "b.xlsx"), formula)
    assert answer.value is None
    assert answer.verdict is not Verdict.VERIFIED
    assert any("Sheet1!D" in doubt and "not " in doubt and "save" in doubt for doubt in answer.doubts)
    assert "0" not in answer.text
    assert "#NOT_CALCULATED" in model.prompts[0].document
    assert any("not calculated, neither in the file nor here: 3 (C4, D4, D5)" in note for note in answer.receipt.notes)


def test_what_is_calculated_beside_it_is(tmp_path: Path) -> None:
    answer, _ = asked(today(tmp_path / "b.xlsx"), "=SUM(D2:D3)")
    assert answer.value == 90.0


@pytest.mark.parametrize("command", [("detect",), ("encode",), ("explain",), ("ask", "--dry-run", "How much?")])
def test_every_command_says_so(tmp_path: Path, command: tuple[str, ...]) -> None:
    name, *rest = command
    result = CliRunner().invoke(cli, [name, str(today(tmp_path / "b.xlsx")), *rest])
    assert result.exit_code == 0
    assert "computed here: 2 (D2, D3)" in result.stderr
    assert "not calculated, neither in the file nor here: 3 (C4, D4, D5)" in result.stderr
    if name in ("encode", "explain"):
        assert "#NOT_CALC" in result.stdout
