"""Buttons in VBA: they show what comes back, ask where asked to, and hand words and secrets over."""

from __future__ import annotations

import pytest

from addin.words import words
from sheetllm_xl import ribbon

from .scripted_excel import Scripted, ScriptedExcel, ScriptedServer
from .test_vba import CONNECT, excel, server

__all__ = ["excel", "server"]


def test_a_button_shows_what_comes_back(excel: ScriptedExcel, server: ScriptedServer) -> None:
    server.messages = {"": "3 tables"}
    excel.click("SheetLLM_DetectOutline")
    assert server.pressed == [("DetectOutline", "")]
    assert [(kind, text, title) for kind, text, title, _ in excel.interpreter.dialogs] == [
        ("MsgBox", "3 tables", "SheetLLM")
    ]


def test_a_server_of_another_version_is_named_once_and_works(excel: ScriptedExcel, server: ScriptedServer) -> None:
    """An installer has replaced one while Excel held the other."""
    server.version, server.messages = "0.0.9", {"": "3 tables"}
    for _ in range(2):
        excel.click("SheetLLM_DetectOutline")
    sentence = words("en")["OtherVersion.prompt"]
    assert [text for _, text, _, _ in excel.interpreter.dialogs] == [sentence, "3 tables", "3 tables"]
    server.gone, server.version = server.created, "0.0.8"  # its successor is another one
    excel.click("SheetLLM_DetectOutline")
    assert [text for _, text, _, _ in excel.interpreter.dialogs][3:] == [sentence, "3 tables"]


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
