"""Questions of the page beside those of cells, which take the same road."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from sheetllm_xl import app
from sheetllm_xl.files.sample import write_sample
from sheetllm_xl.page import FileBook
from sheetllm_xl.page.conversation import Asked, Conversation
from sheetllm_xl.settings import InForce

from ..cli.calling import REPLY
from ..loopback import Loopback, Play, says
from .test_ask import TABLE

ASKED = Asked(text="How many units in Q1?", sheet="Sales 2026")


@pytest.fixture
def book(tmp_path: Path) -> FileBook:
    write_sample(tmp_path / "b.xlsx")
    return FileBook(tmp_path / "b.xlsx", app.open_workbook, app.whole_workbook)


def test_stop_on_the_page_takes_nothing_from_a_cell_that_asks_the_same(book: FileBook, keyed: Loopback) -> None:
    begun, go = threading.Event(), threading.Event()

    def waits(then: Play) -> Play:
        def play(exchange: object) -> None:
            begun.set()
            go.wait(20)
            then(exchange)  # type: ignore[arg-type]

        return play

    keyed.then(waits(says(TABLE)), says(REPLY))
    answers = app.answers(InForce())
    talk = Conversation(book, answers, InForce())
    turn = talk.begin(ASKED)["turn"]
    assert begun.wait(20)
    question = answers.question(book.sheet(ASKED.sheet), ASKED.text, workbook=book.full_name)
    assert answers.submit(question, "A1")[1] is None
    talk.stop(turn)
    go.set()
    assert talk._turn(turn).done.wait(20)
    record = answers.submit(question, "A1")[1]
    assert record is not None
    assert record.shown == ("3,562",)
    assert talk.turn(turn)["state"] == "stopped"
