"""What the VBA does between a cell or a button and the server, run in an interpreter."""

from __future__ import annotations

from typing import Any

import pytest
from pyopenvba.interpreter._values import MISSING, VBAErrorValue, VBAInt

from addin.words import words
from sheetllm_xl import CellError, ribbon
from sheetllm_xl.excel import error_codes as excel_errors

from .scripted_excel import Cell, Scripted, ScriptedExcel, ScriptedServer

CONNECT, GETTING_DATA, NOT_AVAILABLE = VBAErrorValue(2046), VBAErrorValue(2043), VBAErrorValue(2042)


@pytest.fixture
def server() -> ScriptedServer:
    return ScriptedServer()


@pytest.fixture
def excel(server: ScriptedServer) -> ScriptedExcel:
    return ScriptedExcel(server)


def test_arguments_arrive_as_they_stand(excel: ScriptedExcel, server: ScriptedServer) -> None:
    area = Scripted("Range", Value=1.0)
    excel.formula("ASKSHEET", "how much?", area)
    excel.formula("ASKSHEET", "how much?", MISSING, "table")
    excel.formula("SHEETTABLES")
    cell = excel.caller
    assert server.calls == [
        ("ASKSHEET", ("how much?", area, None, None), cell),
        ("ASKSHEET", ("how much?", None, "table", None), cell),
        ("SHEETTABLES", (None,), cell),
    ]


@pytest.mark.parametrize("answer", [12.5, "North", True, "", "2042", "#N/A", "=1+1", "+1", "@SUM(A1)"])
def test_a_value_stays_what_it_is(excel: ScriptedExcel, server: ScriptedServer, answer: Any) -> None:
    server.answer = lambda name, given: answer
    shown = excel.formula("ASKSHEET", "q")
    assert shown == answer
    assert type(shown) is type(answer)


@pytest.mark.parametrize("code", [2000, 2007, 2015, 2023, 2029, 2036, 2042, 2043, 2045, 2046, 2047, 2048, 2049, 2050])
def test_every_error_code_becomes_an_error_value(excel: ScriptedExcel, server: ScriptedServer, code: int) -> None:
    server.answer = lambda name, given: f"\x01{code}"
    assert excel.formula("ASKSHEET", "q") == VBAErrorValue(code)


def test_every_error_python_knows_arrives_as_itself(excel: ScriptedExcel, server: ScriptedServer) -> None:
    for error in CellError:
        server.answer = lambda name, given, error=error: excel_errors.marked(error)
        assert excel.formula("ASKSHEET", "q") == VBAErrorValue(excel_errors.code(error))


@pytest.mark.parametrize("text", ["\x01", "\x010", "\x011999", "\x012051", "\x01abc"])
def test_a_code_excel_does_not_know_is_not_available(excel: ScriptedExcel, server: ScriptedServer, text: str) -> None:
    server.answer = lambda name, given: text
    assert excel.formula("ASKSHEET", "q") == NOT_AVAILABLE


def test_one_switch_turns_the_later_errors_into_not_available(server: ScriptedServer) -> None:
    import addin.packing

    original = addin.packing.modules()["Bridge"]
    switch = "Private Const LARGEST_ERROR As Long = 2050"
    assert original.count("2050") == original.count(switch) == 1
    excel = ScriptedExcel(server)
    excel.interpreter.add_module(original.replace(switch, switch.replace("2050", "2042")), name="Bridge")
    server.answer = lambda name, given: [["\x012043", "\x012036"]]
    assert excel.formula("SHEETTABLES") == [[NOT_AVAILABLE, VBAErrorValue(2036)]]
    excel.wizard_is_open = True
    assert excel.formula("SHEETTABLES") == NOT_AVAILABLE


def test_errors_and_blanks_inside_an_array(excel: ScriptedExcel, server: ScriptedServer) -> None:
    server.answer = lambda name, given: [["\x012007", None], [VBAInt(3, "LongLong"), "b"], [False, -1.0]]
    shown = excel.formula("ASKSHEET_SOURCES", "A1")
    assert shown == [[VBAErrorValue(2007), ""], [3.0, "b"], [False, -1.0]]
    assert type(shown[1][0]) is float


def test_no_cell_turns_to_zero(excel: ScriptedExcel, server: ScriptedServer) -> None:
    server.answer = lambda name, given: None
    assert excel.formula("ASKSHEET_WHY", "A1") == ""
    excel.wizard_is_open = True
    assert excel.formula("ASKSHEET_WHY", "A1") == GETTING_DATA


def test_an_answer_of_a_form_that_no_cell_takes_is_an_error_value(excel: ScriptedExcel, server: ScriptedServer) -> None:
    server.answer = lambda name, given: Scripted("Dictionary")
    assert isinstance(excel.formula("ASKSHEET", "q"), VBAErrorValue)
    assert not excel.interpreter.dialogs


def test_the_open_wizard_calls_nobody_and_the_cell_settles_afterwards(
    excel: ScriptedExcel, server: ScriptedServer
) -> None:
    cell, excel.wizard_is_open = Cell("[Book1]Sheet1!$B$2"), True
    for _ in range(3):
        assert excel.formula("ASKSHEET", "q", cell=cell) == GETTING_DATA
    excel.interpreter.run("CalculateWaiting")
    assert (server.created, server.calls, cell.calculated) == (0, [], 0)
    excel.wizard_is_open = False
    excel.interpreter.run("CalculateWaiting")
    excel.interpreter.run("CalculateWaiting")
    assert cell.calculated == 1


def test_a_macro_that_calls_a_function_is_no_wizard(excel: ScriptedExcel, server: ScriptedServer) -> None:
    excel.wizard_is_open, excel.caller = True, VBAErrorValue(2023)
    excel.formula("ASKSHEET", "q")
    assert [caller for _, _, caller in server.calls] == [None]


def test_without_a_server_cells_say_connect_and_wait_for_one_try_only(
    excel: ScriptedExcel, server: ScriptedServer
) -> None:
    server.registered = False
    cells = [Cell(f"[Book1]Sheet1!$A${row}") for row in range(1, 51)]
    assert [excel.formula("ASKSHEET", "q", cell=cell) for cell in cells] == [CONNECT] * 50
    assert server.tried == 1
    server.registered = True
    excel.interpreter.run("CalculateWaiting")
    assert not any(cell.calculated for cell in cells)
    excel.wait(11)
    excel.interpreter.run("CalculateWaiting")
    assert [cell.calculated for cell in cells] == [1] * 50
    assert not excel.interpreter.dialogs


def test_a_server_that_has_gone_is_started_again(excel: ScriptedExcel, server: ScriptedServer) -> None:
    server.answer = lambda name, given: 7.0
    assert excel.formula("ASKSHEET", "q") == 7.0
    server.raises = 1
    assert excel.formula("ASKSHEET", "q") == 7.0
    assert server.created == 2
    server.raises = 2
    assert excel.formula("ASKSHEET", "q") == CONNECT
    assert excel.formula("ASKSHEET", "q") == CONNECT  # not tried again so soon
    assert server.created == 3


def test_a_clock_set_back_does_not_keep_the_server_away(excel: ScriptedExcel, server: ScriptedServer) -> None:
    server.registered = False
    assert excel.formula("ASKSHEET", "q") == CONNECT
    server.registered = True
    excel.wait(-3600)
    assert excel.formula("ASKSHEET", "q") == ""


def test_a_button_shows_what_comes_back(excel: ScriptedExcel, server: ScriptedServer) -> None:
    server.messages = {"": "3 tables"}
    excel.click("SheetLLM_DetectOutline")
    assert server.pressed == [("DetectOutline", "")]
    assert [(kind, text, title) for kind, text, title, _ in excel.interpreter.dialogs] == [
        ("MsgBox", "3 tables", "SheetLLM")
    ]


def test_a_button_with_nothing_to_say_says_nothing(excel: ScriptedExcel, server: ScriptedServer) -> None:
    excel.click("SheetLLM_UndoTables")
    assert server.pressed == [("UndoTables", "")]
    assert not excel.interpreter.dialogs


@pytest.mark.parametrize("button", ["AskSelection", "ChooseModel"])
def test_what_is_typed_goes_along_and_cancel_does_nothing(
    excel: ScriptedExcel, server: ScriptedServer, button: str
) -> None:
    excel.interpreter.answers = ["  something ", ""]
    excel.click(f"SheetLLM_{button}")
    excel.click(f"SheetLLM_{button}")
    assert server.pressed == [(button, "something")]
    assert [text for _, text, _, _ in excel.interpreter.dialogs] == [words("en")[f"{button}.prompt"]] * 2


def test_what_takes_much_back_asks_first(excel: ScriptedExcel, server: ScriptedServer) -> None:
    excel.interpreter.answers = [2, 1]  # vbCancel, vbOK
    excel.click("SheetLLM_ClearTables")
    assert server.pressed == []
    excel.click("SheetLLM_ClearTables")
    assert server.pressed == [("ClearTables", "")]


def test_the_server_may_ask_before_it_writes(excel: ScriptedExcel, server: ScriptedServer) -> None:
    server.messages = {"": f"{ribbon.QUESTION}3 tables: outline them?", "yes": "3 tables outlined"}
    excel.interpreter.answers = [2, 1]  # vbCancel, vbOK
    excel.click("SheetLLM_DetectOutline")
    assert server.pressed == [("DetectOutline", "")]
    excel.click("SheetLLM_DetectOutline")
    assert server.pressed[1:] == [("DetectOutline", ""), ("DetectOutline", "yes")]
    said = [text for _, text, _, _ in excel.interpreter.dialogs]
    assert said == ["3 tables: outline them?", "3 tables: outline them?", "3 tables outlined"]


def test_before_a_cost_cancel_is_the_default(excel: ScriptedExcel, server: ScriptedServer) -> None:
    server.messages = {"": f"{ribbon.COSTS}180 questions would take $1 to $3", "yes": ""}
    excel.interpreter.answers = [2, 1]  # vbCancel, vbOK
    excel.click("SheetLLM_RefreshAnswers")
    assert server.pressed == [("RefreshAnswers", "")]
    excel.click("SheetLLM_RefreshAnswers")
    assert server.pressed[1:] == [("RefreshAnswers", ""), ("RefreshAnswers", "yes")]
    ok_cancel, exclamation, second_is_default = 1, 48, 256
    assert [(text, style) for _, text, _, style in excel.interpreter.dialogs] == [
        ("180 questions would take $1 to $3", ok_cancel + exclamation + second_is_default)
    ] * 2


@pytest.mark.parametrize(
    "text", ["$1,234,500 was the revenue.", "? is what B4 holds.", "*", "paused", "=1+1", "\u20ac5"]
)
def test_an_answer_may_begin_with_any_character(excel: ScriptedExcel, server: ScriptedServer, text: str) -> None:
    server.messages = {"": text}
    excel.interpreter.answers = [1]  # vbOK
    excel.click("SheetLLM_ShowWhy")
    excel.click("SheetLLM_SetKey")
    assert server.pressed == [("ShowWhy", ""), ("SetKey", "")]
    information = 64
    assert [(said, style) for _, said, _, style in excel.interpreter.dialogs] == [(text, information)] * 2
    assert excel.drawn("SheetLLM_Paused") is False


@pytest.mark.parametrize(("language", "spoken"), [(1033, "en"), (1031, "de"), (3079, "de"), (1042, "ko"), (1041, "en")])
def test_the_ribbon_speaks_the_language_of_excel(server: ScriptedServer, language: int, spoken: str) -> None:
    excel = ScriptedExcel(server, language)
    for key, text in words(spoken).items():
        assert excel.formula("Word", key) == text
    server.registered = False
    excel.click("SheetLLM_CheckSetup")
    assert excel.interpreter.dialogs[-1][1] == words(spoken)["NoServer.prompt"]


@pytest.mark.parametrize("kind", ["Label", "Screentip", "Supertip"])
def test_the_callbacks_hand_the_words_over(excel: ScriptedExcel, kind: str) -> None:
    assert excel.drawn(f"SheetLLM_{kind}", "SetKey") == words("en")[f"SetKey.{kind.lower()}"]


def test_a_button_tries_a_missing_server_at_once(excel: ScriptedExcel, server: ScriptedServer) -> None:
    server.registered = False
    assert excel.formula("ASKSHEET", "q") == CONNECT
    server.registered = True
    excel.click("SheetLLM_ShowUsage")
    assert server.pressed == [("ShowUsage", "")]


def test_a_button_is_pressed_once_on_a_server_that_was_restarted(excel: ScriptedExcel, server: ScriptedServer) -> None:
    excel.formula("ASKSHEET", "q")
    server.raises = 1  # the old server no longer answers to Ping
    excel.click("SheetLLM_ShowUsage")
    assert server.pressed == [("ShowUsage", "")]
    assert server.created == 2


def test_the_server_asks_for_the_key_where_it_can_hide_it(excel: ScriptedExcel, server: ScriptedServer) -> None:
    excel.click("SheetLLM_SetKey")
    assert server.pressed == [("SetKey", "")]
    assert not excel.interpreter.dialogs


def test_an_input_box_asks_for_the_key_where_it_cannot_and_says_so(
    excel: ScriptedExcel, server: ScriptedServer
) -> None:
    server.messages = {"": ribbon.NOT_HIDDEN}
    excel.interpreter.answers = ["sk-ant-1", ""]
    excel.click("SheetLLM_SetKey")
    excel.click("SheetLLM_SetKey")
    assert server.pressed == [("SetKey", ""), ("SetKey", "sk-ant-1"), ("SetKey", "")]
    said = [text for _, text, _, _ in excel.interpreter.dialogs]
    assert said == [words("en")["SetKey.prompt"]] * 2
    assert "shown here" in said[0]


def test_the_pause_button_shows_its_state_and_starts_no_server(excel: ScriptedExcel, server: ScriptedServer) -> None:
    redrawn: list[str] = []
    excel.interpreter.run("SheetLLM_Loaded", [Scripted("IRibbonUI", InvalidateControl=redrawn.append)])
    server.messages = {"": ribbon.PAUSED}
    assert (excel.drawn("SheetLLM_Paused"), server.created) == (False, 0)
    excel.toggle("SheetLLM_PauseSpending", True)
    assert server.pressed == [("PauseSpending", "1")]
    assert redrawn == ["PauseSpending"]
    assert excel.drawn("SheetLLM_Paused") is True
    server.messages = {}
    assert excel.drawn("SheetLLM_Paused") is False
    excel.toggle("SheetLLM_PauseSpending", False)
    assert server.pressed[-1] == ("PauseSpending", "0")
    server.raises = 1
    assert excel.drawn("SheetLLM_Paused") is False


def test_a_button_says_which_excel_it_was_pressed_in(server: ScriptedServer) -> None:
    both = ScriptedExcel(server), ScriptedExcel(server)
    for excel in reversed(both):
        excel.click("SheetLLM_ShowUsage")
    assert server.programs == [both[1]._application, both[0]._application]


def test_the_wizard_is_told_what_each_function_is_for(excel: ScriptedExcel) -> None:
    excel.interpreter.run("DescribeFunctions")
    told = {options["Macro"]: options for options in excel.described}
    assert {options["Category"] for options in excel.described} == {"SheetLLM"}
    assert len(told) == 6
    assert len(told["'SheetLLM.xlam'!ASKSHEET"]["ArgumentDescriptions"]) == 4
    assert excel.this_workbook.members["isaddin"] is True
    assert excel.this_workbook.members["saved"] is True


def test_a_refused_description_leaves_an_addin(excel: ScriptedExcel) -> None:
    excel._application.members["macrooptions"] = lambda **_: excel.this_workbook.vba_get("NoSuchMember")
    excel.interpreter.run("DescribeFunctions")
    assert excel.this_workbook.members["isaddin"] is True
