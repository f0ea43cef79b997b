"""What is said of an answer, of what was used and of what cannot be asked is there in each language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sheetllm_xl.answers.shapes import why
from sheetllm_xl.answers.usage import usage_words
from sheetllm_xl.excel.write.converting import _ARRAY
from sheetllm_xl.literals import CellError
from sheetllm_xl.ports import Usage
from sheetllm_xl.record import Cited, Record, failure
from sheetllm_xl.settings import load
from sheetllm_xl.store import Ledger
from sheetllm_xl.text.languages import is_translated, translated
from sheetllm_xl.verify.verdict import Verdict

from .source import Source
from .test_languages import errors, missing

DOUBTED = Record(
    id="1a2b", rows=((7.0,),), text="It is 7.", model="m", doubts=("It counts rows.",), look=True, sheet="Data",
    area="A1:D4", cells=1_200, tokens_before=3_400, usage=Usage(1_200, 7), request_ids=("req_7",),
)  # fmt: skip
CHECKED = DOUBTED.but(doubts=(), look=False, citations=(Cited(ref="B2", verdict=Verdict.VERIFIED, shows=("7",)),))


def test_every_refusal_of_a_call_a_row_a_batch_or_a_copilot_cell_is_there() -> None:
    assert missing(errors("answers/*.py", "answers/queue/*.py", "ribbon/*.py", "formulas/*.py", "chain/*.py")) == []
    failed = Source(["answers/*.py", "answers/queue/*.py"]).given("failure", {"sentence": 0, "fix": 1})
    assert missing([*failed]) == []
    assert is_translated(_ARRAY.format("A1:A3"))


def test_so_is_why_a_table_is_unsure_or_no_excel_table() -> None:
    unsure = set(Source(["chain/tables.py"]).returned("why_unsure")) - {""}
    refused = set(Source(["excel/write/writeback.py"]).returned("_no_table")) - {""}
    assert (len(unsure), len(refused)) == (3, 6)
    assert [one for one in (*unsure, *(f"Sales!A1:B3: {why}" for why in refused)) if not is_translated(one)] == []


@pytest.mark.parametrize(
    ("record", "quoted"),
    [
        (DOUBTED, ["It is 7."]),
        (DOUBTED.but(look=False), ["It is 7."]),
        (CHECKED, ["It is 7."]),
        (failure("It is shut.", error=CellError.NA), ["It is shut."]),
    ],
)
def test_why_says_all_but_what_it_quotes_in_the_language(record: Record, quoted: list[str]) -> None:
    assert [one for one in re.split(r"(?<=\.) ", why(record)) if not is_translated(one)] == quoted


def test_a_doubt_is_framed_and_stays_as_it_is() -> None:
    framed = "It is 7. Ungeprüft, sehen Sie nach: It counts rows. Gelesen: Data!A1:D4, 1.200 Zellen; gesendet: "
    assert translated(why(DOUBTED), "de").startswith(framed)


def test_usage_is_said_in_the_language(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    words = usage_words(ledger, load(), "Book1.xlsx")
    assert [line for line in words.splitlines() if not is_translated(line)] == []
    priced = "In all: 3 calls, 1,200 tokens in, 300 out, $0.0123 (2 calls had no price)."
    assert translated(priced, "de") == (
        "Insgesamt: 3 Aufrufe, 1.200 Token hinein, 300 heraus, $0.0123 (2 Aufrufe hatten keinen Preis)."
    )
    assert re.match("오늘: 호출 0회", translated(words, "ko"))
