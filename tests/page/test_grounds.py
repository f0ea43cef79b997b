"""What speaks against an answer is said in the language of the page, and to the letter."""

from __future__ import annotations

import re
from datetime import datetime

from playwright.sync_api import expect

from sheetllm_xl.page.site import STATIC
from sheetllm_xl.record import Record
from sheetllm_xl.store import Ledger
from sheetllm_xl.verify.grounds import Ground
from sheetllm_xl.verify.verdict import Verdict

from ..cli.calling import REPLY
from ..loopback import Loopback, says
from .conftest import Opened
from .test_ask import TABLE, ask

_LINE = re.compile(r'^  ([A-Z_]+): \{ en: "([^"]+)", de: "([^"]+)", ko: "([^"]+)" \},$', re.MULTILINE)


def test_every_ground_has_a_sentence_in_each_language() -> None:
    text = (STATIC / "grounds.js").read_text(encoding="utf-8")
    found = _LINE.findall(text)
    assert len(found) == text.count("\n  ")  # each line is one of them
    assert {name for name, *_ in found} == {ground.name for ground in Ground}
    for name, *sentences in found:
        assert len({*sentences}) == 3, name
        assert all(sentence.endswith(".") for sentence in sentences), name
        assert re.search("[가-힣]", sentences[2]), name
    for words in zip(*(sentences for _, *sentences in found), strict=True):
        assert len({*words}) == len(found)  # no two say the same


def test_a_doubt_is_said_by_its_kind_with_the_sentence_under_it(opened: Opened, keyed: Loopback) -> None:
    keyed.then(says(TABLE), says(REPLY | {"reading": []}))
    page = opened(locale="de")
    ask(page, "How many units in Q1?")
    doubt = page.locator(".turn .doubt")
    expect(doubt).to_contain_text("Kein zweiter Weg führte zu derselben Antwort.")
    page.locator("#language").select_option("ko")
    expect(doubt).to_contain_text("다른 방법으로 같은 답을 확인하지 못했습니다.")
    expect(doubt.locator("[lang=en]")).to_have_text(
        "The formula alone says so: no reading of the question came with it."
    )


def test_a_doubt_of_no_known_ground_is_the_sentence_alone(opened: Opened, keyed: Loopback) -> None:
    doubts = {"doubts": ("Of another version.", "From before."), "grounds": ("OF_ANOTHER_VERSION",)}
    Ledger().keep(
        Record(id="0" * 12, at=datetime.now(), workbook="b.xlsx", verdict=Verdict.UNVERIFIED, **doubts)  # type: ignore[arg-type]
    )
    page = opened(locale="de")
    page.locator("#view-history").click()
    page.locator("#history summary").first.click()
    expect(page.locator("#history .doubt")).to_have_text([*doubts["doubts"]])
