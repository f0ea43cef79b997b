"""The server's sentences on the page are in the language of the page; what cells hold stays as it is."""

from __future__ import annotations

import json
import re
from pathlib import Path

from openpyxl import Workbook
from playwright.sync_api import expect

from sheetllm_xl.page.wording import in_language

from ..loopback import Loopback, says
from .conftest import Opened
from .serving import asked, served
from .test_ask import ask

_WRONG = {"found": True, "answer": "{result}", "result": "=SUM(C7:C11)", "cells": [{"cell": "C7", "value": "1"}]}


def test_each_finding_comes_in_the_language_that_is_asked_for(book: Path, keyed: Loopback) -> None:
    with served(book) as running:
        by = {
            language: json.loads(asked(running.address, "api/setup", accept_language=language)[1])
            for language in ("en", "de", "ko", "fr")
        }
    assert by["fr"] == by["en"]
    seen = {language: [one["seen"] for one in shown["findings"]] for language, shown in by.items()}
    assert "The command line works here: `sheetllm ask`." in [one["fix"] for one in by["en"]["findings"]]
    assert all(re.search("[가-힣]", one) for one in (*seen["ko"], by["ko"]["key"]))
    assert not {*seen["de"], by["de"]["key"]} & {*seen["en"], by["en"]["key"]}
    assert by["de"]["model"] == by["en"]["model"]


def test_a_refusal_comes_in_it_too(book: Path, keyed: Loopback) -> None:
    with served(book) as running:
        status, text, _ = asked(running.address, "api/turn?turn=x", accept_language="ko")
    assert (status, json.loads(text)) == (400, {"error": "그 질문은 더 이상 이 페이지에 없습니다."})


def test_what_a_cell_holds_is_not_translated(tmp_path: Path, keyed: Loopback) -> None:
    book = Workbook()
    book.active.append(["Nothing was sent.", "Spending is paused."])
    book.save(tmp_path / "s.xlsx")
    with served(tmp_path / "s.xlsx") as running:
        cells, cell = (
            asked(running.address, f"api/{name}?sheet=Sheet&range=A1:B1", accept_language="ko")[1]
            for name in ("cells", "cell")
        )
    assert [one[2] for one in json.loads(cells)["cells"]] == ["Nothing was sent.", "Spending is paused."]
    assert json.loads(cell)["text"] == "Nothing was sent."
    assert in_language({"values": ["Nothing was sent."]}, "de") == {"values": ["Nothing was sent."]}


def test_a_citation_s_problem_and_the_caps_are_said_anew_in_another_language(opened: Opened, keyed: Loopback) -> None:
    keyed.then(says({"tables": ["B5:J12"]}), says(_WRONG), says(_WRONG))
    page = opened(locale="ko")
    ask(page, "How many units in Q1?")
    cited = page.locator(".turn .cited")
    expect(cited).to_contain_text("C7의 값은 1이(가) 아니라 320입니다.")
    page.locator("#view-usage").click()
    expect(page.locator("#usage")).to_contain_text(re.compile(r"분당 호출 한도 60회: \d+ 남음\."))
    page.locator("#language").select_option("de")
    expect(page.locator("#usage")).to_contain_text(re.compile(r"Grenze von 60 Aufrufen je Minute: noch \d+\."))
    page.locator("#view-ask").click()
    expect(cited).to_contain_text("In C7 steht 320, nicht 1.")
    page.locator("#view-setup").click()
    expect(page.locator("#setup .verdict").first).to_contain_text("Auf diesem System gibt es kein Add-In für Excel")
    page.locator("#at-7-3").click()
    expect(page.locator("#cell small")).to_have_text(" · Bei der Suche nach der Tabelle: #,##0")
