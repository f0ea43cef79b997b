"""All that a cell says of an answer is there in each language, whatever kind of answer it is."""

from __future__ import annotations

import re
from functools import partial

import pytest

from sheetllm_xl.answers.shapes import why
from sheetllm_xl.literals import CellError
from sheetllm_xl.ports import Usage
from sheetllm_xl.record import Cited, ReadCells, Record, RowRecord, SentCall, failure
from sheetllm_xl.text.languages import is_translated, rendered
from sheetllm_xl.verify.verdict import Verdict

from .source import Source
from .test_languages import errors, missing

_JUDGED = Source(["verify/*.py", "chain/*.py", "chain/workbook/*.py", "calc/*.py", "formulas/*.py", "messages/*.py"])
_CALCULATED = Source(["calc/*.py", "calc/functions/*.py"])
_QUOTED = re.compile(r"(?<=\.) x$")  # a sentence that only a run can tell, after ours
_ENGLISH = re.compile(r"\b(?:the|is|are|were|has|of|which|not|that|with|and|holds|it|cells|formula|answer)\b")


def _said_by(source: Source, callee: str) -> list[str]:
    return [_QUOTED.sub("", one) for one in source.given(callee, {"text": 0})]


def doubts() -> list[str]:
    return [one for one in _said_by(_JUDGED, "says") if one.strip() == one and "If x and" not in one]


def notes() -> list[str]:
    collected = Source(["chain/choose.py", "messages/document.py", "chain/workbook/outline.py"]).given(
        "append", {"": 0}
    )
    found = [*_JUDGED.given("note", {"": 0}), *_JUDGED.returned("_fallback"), *collected]
    return [one for one in found if one[:1].isupper() and not re.search("looked up|givesx|API keyx", one)]


def test_every_reason_against_an_answer_is_there() -> None:
    found = doubts()
    assert len(found) > 30
    assert missing(found) == []


def test_so_is_why_a_formula_is_not_computed() -> None:
    refused = _said_by(_JUDGED, "NotComputed")
    functions = [*_said_by(_CALCULATED, "ValueError"), *_said_by(_CALCULATED, "Unsure")]
    assert (len(refused) > 60, len(functions) > 20) == (True, True)
    assert missing([f"Not computed: {one}" for one in (*refused, *functions)]) == []
    assert missing([*refused, *functions]) == []
    ended = [one for one in missing(errors("verify/*.py", "chain/*.py", "messages/*.py")) if "agreed formx" not in one]
    assert ended == []


def test_so_is_what_is_noted_of_an_answer() -> None:
    found = notes()
    assert len(found) > 12
    assert missing(found) == []


@pytest.mark.parametrize(
    "note",
    [
        "Numbers kept as text, which sums and comparisons pass over: 2 (B3, B4).",
        "Numbers kept as text, which SUM does not count: 6 (B3, B4, B5, B6, B7…).",
        "Texts with non-breaking spaces, which equal no text without them: 1 (A2).",
        "Texts with full-width digits: 1 (A2).",
        "Errors (#N/A, #REF!) among the cells: 2 (B3, B4).",
        "Values that are no numbers, in a column of them: 1 (B9).",
        "Values that are no calculated values, in a column of them: 1 (B9).",
        "Keys that stand more than once, of which a lookup takes the first (Öl, Salz): 4 (A2, A3, A4, A5).",
        "Hidden rows are counted in: 2 (B3, B4).",
        "Hidden columns are read: C, D.",
        "Of Umsatz, 1,200 of 3,400 cells were sent: those that the question's words point to, with headers and "
        "extremes; of the rest, what its columns hold in all.",
        "Of Umsatz!A1:C900, which the model asked to read, rows 1 to 80 were sent.",
        "Nothing more was looked up: 6 steps are the most.",
        "Nothing more was looked up: 1 call is the most.",
        "The first reply was not taken: B2 holds 7, not 8.; Not computed: SUBTOTAL is not computed here: it leaves "
        "out rows by what is hidden, filtered or a subtotal.",
        "2 API keys found in cells were masked.",
        "To be short, the outline gives words, names and sizes of the sheets alone.",
        "No table was detected at B2:C9, which the model named (B2:C4 was); it is read as named.",
        "The model named B2:C3; the detected table B2:C9, which holds it, is read.",
        "The model named B2:C9; together with what was detected there, B2:D9 is read.",
        "3 more rows failed.",
        "Rows 4–6: The model is overloaded. Try again later (HTTP 529).",
        "Excel itself computes 12 where this answer has 13, and 2 more values differ: =SUM(A1:A2).",
        "If Umsatz!B2 were 5 instead of blank, the formula would give 3, what is asked, read cell by cell, 8.",
        "If Umsatz!B2 were 5 instead of 4 and Umsatz!B3 were 1 instead of 2 and 7 more were changed, the formula "
        "would give 3, what is asked, read cell by cell, 8.",
        "Not computed: “=SUM(” is not a formula: a parenthesis is not closed.",
        "After 6 calls and 12 steps the model still wanted to look further, and 12 steps are the most; ask about one "
        "sheet, or name the sheet in the question.",
        "Excel itself computes an empty cell where this answer has 13: =A1.",
        "If Umsatz!B2 were 5 instead of 4, the formula would give nothing, what is asked, read cell by cell, 8.",
        "If Umsatz!B2 were 5 instead of 4, the formula would give 8, what is asked, read cell by cell, nothing.",
    ],
)
@pytest.mark.parametrize("language", ["de", "ko"])
def test_nothing_of_a_note_stays_english(note: str, language: str) -> None:
    put = rendered(note, language)
    assert is_translated(note)
    assert _ENGLISH.search(put) is None
    figures = [sorted(re.findall(r"[A-Z]*\d+", re.sub(r"(?<=\d)[.,](?=\d{3})", "", each))) for each in (note, put)]
    assert figures[0] == figures[1]


def test_what_is_quoted_stays_as_it_is_with_its_full_stops() -> None:
    text = "The formula holds the text “St. Gallen. Not sent. A. B. C. D.”, which stands in no cell that was read."
    assert "„St. Gallen. Not sent. A. B. C. D.“" in rendered(text, "de")
    contradicted = "The sheet contradicts the model's answer: B2 holds 'Nothing. Yes', not No. C2 holds 1, not 2."
    assert rendered(contradicted, "de") == (
        "Das Blatt widerspricht der Antwort des Modells: In B2 steht 'Nothing. Yes', nicht No. In C2 steht 1, nicht 2."
    )


_CALL = SentCall(stage="answer", tokens=900, usage=Usage(900, 7), model="m", request_id="req_7", seconds=1.0)
_ASKED = Record(
    id="1a2b", rows=((7.0,),), text="Es sind 7.", model="m", sheet="Daten", area="A1:D4", cells=1_200, calls=(_CALL,),
    tokens_before=3_400, request_ids=("req_7",), reading=(("Summe von Q1", "Daten!A1:D4"),),
)  # fmt: skip
_SEVERAL = _ASKED.but(sheet="", area="", read=tuple(ReadCells(ref=f"B{i}!A1:C9", digest="") for i in range(12)))
_CHECKED = (Cited(ref="B2", verdict=Verdict.VERIFIED, shows=("7",)), Cited(ref="B3"))
_ROWS = (RowRecord(row=2, value="a"), RowRecord(row=3, value=CellError.VALUE, problem="The reply leaves it out."))
KINDS = {
    "verified": _ASKED.but(citations=_CHECKED, notes=tuple(notes())),
    "doubtful": _ASKED.but(doubts=tuple(doubts()), look=True),
    "withheld": _ASKED.but(doubts=tuple(reversed(doubts()))),
    "contradicted": _ASKED.but(
        rows=(), text="", error=CellError.VALUE, state="unverified", doubts=("B2 holds 7, not 8.",),
        sentence="The sheet contradicts the model's answer: B2 holds 7, not 8. The formula comes to #REF!.",
        fix="Ask again, or ask more exactly: for a row, a column or a sum by its name.",
    ),
    "not found": _ASKED.but(
        rows=(), error=CellError.NA, state="not found", sentence="The data does not hold the answer."
    ),
    "without words": _ASKED.but(text=""),
    "several sheets": _SEVERAL.but(doubts=("No cell was cited that could be checked.",)),
    "each row": _ASKED.but(text="1 of 2 rows are answered.", each=_ROWS, notes=("Rows 3: The reply leaves it out.",)),
    "failed": failure(
        "The model is overloaded. Try again later (HTTP 529).",
        "Check my setup, in the SheetLLM tab, tries the key and the network. Press Refresh in the SheetLLM tab to ask "
        "again.",
        CellError.CONNECT,
    ),
    "batch": failure(
        "Batch b7 is on its way and may take up to 24 hours; asked again later, it has what came and costs nothing "
        "more.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["de", "ko"])
def test_no_english_is_left_in_what_a_cell_says(kind: str, language: str) -> None:
    record = KINDS[kind]
    words = why(record, say=partial(rendered, language=language))
    assert _ENGLISH.search(words) is None
    if record.text and not record.each:
        assert record.text in words, "the answer stays as it was given"
    assert why(record, say=partial(rendered, language="en")) == why(record)
