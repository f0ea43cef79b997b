from datetime import datetime, time

import pytest

from sheetllm_xl.compress.formats import WORDS, SemanticType, folds, format_type
from sheetllm_xl.literals import CellError, Value
from sheetllm_xl.sheet import Cell, Sheet


@pytest.mark.parametrize(
    ("number_format", "sort"),
    [
        ("", None),
        ("@", None),
        ("0", SemanticType.INTEGER),
        ("#,##0.00", SemanticType.FLOAT),
        ("0.0%", SemanticType.PERCENTAGE),
        ("0.00E+00", SemanticType.SCIENTIFIC),
        ("yyyy-mm-dd", SemanticType.DATE),
        ("mmm yy", SemanticType.DATE),
        ("h:mm:ss", SemanticType.TIME),
        ("$#,##0", SemanticType.CURRENCY),
        ("[$€-407] #,##0.00", SemanticType.CURRENCY),
        ('#,##0 "days"', SemanticType.INTEGER),
        ("[Red]0;[Blue]-0", SemanticType.INTEGER),
        ("[$-409]#,##0.00;[Red]-#,##0.00", SemanticType.FLOAT),
        ('0.0"%"', SemanticType.FLOAT),
        ('[=0]"none";yyyy-mm-dd', SemanticType.DATE),
        ("# ?/?", SemanticType.FLOAT),
        ("[h]:mm", SemanticType.TIME),
    ],
)
def test_what_a_number_format_shows(number_format: str, sort: SemanticType | None) -> None:
    assert format_type(number_format) == sort


@pytest.mark.parametrize(
    ("value", "number_format", "word"),
    [
        (1200.0, "#,##0", "#,##0"),
        (1200.0, "0", "IntNum"),  # the bare format would read as the number 0
        (1200.0, "", "IntNum"),
        (1.5, "", "FloatNum"),
        (2024.0, "", "YearData"),
        (5.0, '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-', "FloatNum"),
        (5.0, "@", "IntNum"),
        (datetime(2026, 1, 1), "", "DateData"),
        (datetime(2026, 1, 1), "yyyy-mm-dd", "yyyy-mm-dd"),
        (time(12), "", "TimeData"),
        ("2024", "", "YearText"),
        ("1,200", "", "IntText"),
        ("12.5%", "", "PercentageText"),
        ("$1,200.50", "", "CurrencyText"),
        ("2026-03-01", "", "DateText"),
        ("9:30 AM", "", "TimeText"),
        ("ana@example.org", "", "EmailData"),
        ("North", "#,##0", None),  # text under a numeric format stays text
        ("3-4 items", "", None),  # a date at its beginning is no date
        ("2026-03-01 to 2026-04-01", "", None),
        (True, "0", None),
        (CellError.NA, "0", None),
        (None, "0", None),
    ],
)
def test_what_a_cell_is_folded_to(value: Value | None, number_format: str, word: str | None) -> None:
    other = [Cell(1, 1, "North"), Cell(1, 2, 7.5, "0.0%"), Cell(2, 1, value, number_format, fill="D9E1F2")]
    assert folds(Sheet.of("S", other)).listed() == ["", "0.0%", word or ""]


def test_words_are_distinct() -> None:
    assert len(WORDS) == 2 * len(SemanticType) - 1  # an e-mail address is text either way
