"""The hidden line, against a stand-in for win32gui that checks what Windows would check and types as a person does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from sheetllm_xl.ribbon import windows as dialogs

INIT, COMMAND, CLOSE = 0x0110, 0x0111, 0x0010
OK, CANCEL = 1, 2


class Gui:
    """What of win32gui is used. ``person`` acts once the dialog stands: it gets a function that sends a message."""

    def __init__(self, typed: str, *messages: tuple[int, int]) -> None:
        self.typed, self.messages, self.ended, self.said = typed, messages, list[int](), list[tuple[Any, ...]]()
        self.template: list[list[Any]] = []

    def GetModuleHandle(self, name: None) -> int:
        return 4_194_304

    def DialogBoxIndirect(self, module: int, template: list[list[Any]], owner: int, answers: dict[int, Any]) -> int:
        self.template, self.owner = template, owner
        send: Callable[[int, int], Any] = lambda message, first: answers[message](7, message, first, 0)  # noqa: E731
        assert send(INIT, 0) is False
        for message, first in self.messages:
            send(message, first)
        assert len(self.ended) == 1
        return self.ended[0]

    def GetDlgItem(self, window: int, item: int) -> int:
        return window * 1000 + item

    def GetDlgItemText(self, window: int, item: int) -> str:
        (field,) = [row for row in self.template[1:] if row[2] == item]
        assert field[4] & 0x20, "the field shows what is typed"
        return self.typed

    def SetFocus(self, window: int) -> None: ...

    def SetForegroundWindow(self, window: int) -> None: ...

    def EndDialog(self, window: int, result: int) -> None:
        self.ended.append(result)

    def MessageBox(self, *given: Any) -> None:
        self.said.append(given)


@pytest.mark.parametrize(
    ("typed", "messages", "got"),
    [
        (" sk-ant-1 ", [(COMMAND, OK)], "sk-ant-1"),
        ("sk-ant-1", [(COMMAND, 0x0300_03E9), (COMMAND, OK)], "sk-ant-1"),  # first EN_CHANGE of the field
        ("sk-ant-1", [(COMMAND, CANCEL)], None),
        ("sk-ant-1", [(CLOSE, 0)], None),
        ("  ", [(COMMAND, OK)], None),
    ],
)
def test_what_is_typed_is_hidden_and_comes_back(typed: str, messages: list[tuple[int, int]], got: str | None) -> None:
    gui = Gui(typed, *messages)
    assert dialogs.WindowsBoxes(gui).ask_hidden("SheetLLM", "Paste your key.", 42) == got
    assert gui.owner == 42
    frame, *controls = gui.template
    assert frame[0] == "SheetLLM"
    assert [control[1] for control in controls] == ["Paste your key.", "", "OK", "Cancel"]
    width, height = frame[1][2:]
    for control in controls:
        x, y, wide, high = control[3]
        assert x + wide <= width
        assert y + high <= height


def test_a_sentence_is_a_message_box() -> None:
    gui = Gui("")
    dialogs.WindowsBoxes(gui).tell("SheetLLM", "The key is kept.", 42)
    assert gui.said[0][:3] == (42, "The key is kept.", "SheetLLM")


def test_elsewhere_there_are_none() -> None:
    assert (dialogs.boxes() is None) == (sys.platform != "win32")
