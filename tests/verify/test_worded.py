"""Readings in words: by the sheet's labels, in the language of the question, first in what a person sees."""

from __future__ import annotations

from typing import Any

import pytest

from sheetllm_xl.answers.shapes import spoken, why
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.messages.replies import ReadingPart
from sheetllm_xl.record import Record
from sheetllm_xl.verify import Question
from sheetllm_xl.verify.question import _NOT_FOUND
from sheetllm_xl.verify.reading import Reading
from sheetllm_xl.verify.worded import WORDINGS, worded

SALES = drawn("Region | Year | Units\nNorth | 2023 | 10\nNorth | 2024 | 12\nSouth | 2024 | 8", "Sales")
NORTH = {"do": "sum", "of": ["C1"], "where": ["A1=North", "B1>=2024"]}


def words(*parts: dict[str, Any], language: str = "en") -> tuple[tuple[str, str], ...]:
    reading = Reading.of(SALES, (FoundTable(SALES.used, 1),))
    return worded([ReadingPart(**part) for part in parts], str(SALES.used), reading, language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Sum of Units where Region = North, Year ≥ 2024, rows: 1"),
        ("de", "Summe von Units, wo Region = North, Year ≥ 2024, Zeilen: 1"),
        ("ko", "Units 합계, 조건 Region = North, Year ≥ 2024, 1행"),
    ],
)
def test_a_reading_is_said_in_the_language_of_the_question(language: str, said: str) -> None:
    assert words(NORTH, language=language) == ((said, "Sales!A1:C4"),)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"do": "value", "of": ["C1"], "order": "down", "rank": "1", "give": ["A1"]},
         "Value of Units, highest first, rank 1 → Region, rows: 3"),
        ({"do": "average", "of": ["C1"], "per": "A1", "skip": ["A4 South"]},
         "Average of Units for each Region, without South, rows: 2"),
        ({"do": "max", "of": ["C1/B1"]}, "Largest of Units/Year, rows: 3"),
        ({"do": "count", "where": ["A1<>"]}, 'Count where Region ≠ "", rows: 3'),
    ],
)  # fmt: skip
def test_each_thing_a_reading_says_is_in_its_words(part: dict[str, Any], said: str) -> None:
    assert words(part) == ((said, "Sales!A1:C4"),)


def test_what_calculates_names_the_parts_it_takes() -> None:
    first, second, last = words(NORTH, NORTH | {"where": ["A1=South"]}, {"do": "calculate", "of": ["(a-b)/b"]})
    assert (first[0][:13], second[0][:13], last) == ("a: Sum of Uni", "b: Sum of Uni", ("c: (a-b)/b", ""))


def test_half_a_reading_is_not_said() -> None:
    assert words(NORTH, {"do": "sum", "of": ["nowhere"]}) == ()


def test_a_label_is_the_sheets_own_and_bounded() -> None:
    assert words({"do": "sum", "of": ["C1 unit"]})[0][0].startswith("Sum of Units")
    assert words({"do": "sum", "of": ["C1 Profit"]}) == ()
    assert len(words({"do": "sum", "of": ["C1"], "where": ["A1=" + "x" * 7_000]})[0][0]) < 200


def test_why_and_the_page_begin_with_it_and_it_moves_with_its_data() -> None:
    record = Record(reading=words(NORTH), text="North sold 12.", sheet="Sales", area="A1:C4", rows=((12.0,),))
    assert why(record).startswith(
        "Sum of Units where Region = North, Year ≥ 2024, rows: 1, Sales!A1:C4. North sold 12."
    )
    assert spoken(record)[0] == record.understood
    assert record.moved("Sales", (3, 2)).understood.endswith("Sales!B3:D6")
    assert Record.from_json(record.to_json()) == record


def test_every_language_of_a_question_has_its_words() -> None:
    assert set(WORDINGS) == set(_NOT_FOUND)
    assert all(wording.do.keys() == WORDINGS["en"].do.keys() for wording in WORDINGS.values())
    assert Question("지역별 매출 합계는?").language == "ko"
