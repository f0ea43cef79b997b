"""Drawn sheets, one a difficulty: what ``detect`` makes of each."""

from __future__ import annotations

import pytest

from sheetllm_xl.detect import detect
from sheetllm_xl.detect.canvas import canvas
from sheetllm_xl.detect.joining import joined
from sheetllm_xl.drawing import drawn
from sheetllm_xl.grid import CellRange
from sheetllm_xl.sheet import Sheet, Table


def ranges(sheet: Sheet) -> list[str]:
    return [str(table.range) for table in detect(sheet)]


PLAIN = """
    **Sales by region, 2025** |      |      |
    in thousands of dollars   |      |      |
                              |      |      |
    [**Region**] | [**Q1**] | [**Q2**] | [**Q3**]
    North        | 1,200    | 1,310    | 1,280
    South        | 900      | 870      | 910
    East         | 1,050    | 990      | 1,120
    West         | 640      | 700      | 720
    Centre       | 810      | 805      | 799
    **Total**    | =SUM(B5:B9) => 4,600 | =SUM(C5:C9) => 4,675 | =SUM(D5:D9) => 4,829
                              |      |      |
    Source: the company's ledgers. |  |      |
"""


def test_a_table_between_its_title_and_its_notes() -> None:
    (table,) = detect(drawn(PLAIN))
    assert str(table.range) == "A4:D10"
    assert (table.header_rows, table.header_cols, table.orientation) == (1, 1, "cross")
    assert table.title == CellRange.parse("A1:A2")
    assert table.notes == (CellRange.parse("A12"),)
    assert table.total_rows == (10,)
    assert table.confidence > 0.5
    assert any("row 4 holds labels" in reason for reason in table.reasons)


def test_header_rows_merged_over_groups_of_columns() -> None:
    (table,) = detect(
        drawn("""
        Table 3. Enrolment by level and sex |      |        |       |
                  | [**Primary**] | <      | [**Secondary**] | <
        [**Year**] | [**Boys**]   | [**Girls**] | [**Boys**] | [**Girls**]
        2019      | 1,201         | 1,190  | 802   | 811
        2020      | 1,214         | 1,201  | 810   | 822
        2021      | 1,230         | 1,222  | 831   | 828
        2022      | 1,251         | 1,234  | 840   | 845
        2023      | 1,266         | 1,250  | 852   | 861
        """)
    )
    assert str(table.range) == "A2:E8"
    assert table.header_rows == 2
    assert "headers are merged over several columns" in table.reasons


def test_declared_tables_stand_as_they_are() -> None:
    sheet = drawn(PLAIN, tables=(Table("Sales", CellRange.parse("A4:C8"), header_rows=1, total_rows=0),))
    found = {str(table.range): table for table in detect(sheet)}
    assert found["A4:C8"].confidence == 1.0
    assert all(area == "A4:C8" or not CellRange.parse(area) & CellRange.parse("A4:C8") for area in found)


def test_hidden_rows_and_columns_belong_to_the_table() -> None:
    plain = drawn(PLAIN)
    hidden = drawn(PLAIN, hidden_rows=frozenset({6, 7}), hidden_cols=frozenset({3}))
    assert ranges(hidden) == ranges(plain) == ["A4:D10"]


def test_an_empty_row_parts_groups_not_tables() -> None:
    assert ranges(
        drawn("""
        [**Product**] | [**2023**] | [**2024**] | [**2025**]
        Tea           | 120        | 131        | 140
        Coffee        | 310        | 322        | 350
        Cocoa         | 80         | 82         | 90
                      |            |            |
        Bread         | 410        | 405        | 399
        Cake          | 95         | 99         | 101
        Rolls         | 150        | 160        | 171
                      |            |            |
        Total         | 1,165      | 1,199      | 1,251
        """)
    ) == ["A1:D10"]


def test_tables_side_by_side_with_one_empty_column() -> None:
    assert ranges(
        drawn("""
        **Employee** | **Team** | **Hours** |  | **Product** | **Price** | **Stock**
        Ann          | Red      | 38        |  | Tea         | 4.50      | 120
        Bob          | Blue     | 40        |  | Coffee      | 6.20      | 85
        Cem          | Red      | 32        |  | Cocoa       | 5.10      | 40
        Dee          | Green    | 36        |  | Milk        | 1.10      | 300
        Eve          | Blue     | 40        |  | Sugar       | 0.90      | 210
        Flo          | Green    | 20        |  |             |           |
        Gil          | Red      | 40        |  |             |           |
        """)
    ) == ["A1:C8", "E1:G6"]


def test_tables_stacked_with_their_titles() -> None:
    assert ranges(
        drawn("""
        **Table 1. Exports** |       |       |
                             |       |       |
        [**Country**] | [**2023**] | [**2024**] | [**2025**]
        Chile         | 120        | 131        | 140
        Peru          | 310        | 322        | 350
        Bolivia       | 80         | 82         | 90
                             |       |       |
                             |       |       |
        **Table 2. Imports** |       |       |
                             |       |       |
        [**Country**] | [**2023**] | [**2024**] | [**2025**]
        Chile         | 220        | 231        | 240
        Peru          | 110        | 122        | 150
        Bolivia       | 480        | 482        | 490
        """)
    ) == ["A3:D6", "A11:D14"]


def test_tables_that_touch() -> None:
    assert ranges(
        drawn("""
        [**Country**] | [**2023**] | [**2024**] | [**2025**]
        Chile         | 120        | 131        | 140
        Peru          | 310        | 322        | 350
        Bolivia       | 80         | 82         | 90
        Uruguay       | 70         | 72         | 75
        [**Product**] | [**Tonnes**] | [**Price**] | [**Share**]
        Copper        | 220        | 23.1       | 24%
        Zinc          | 110        | 12.2       | 15%
        Tin           | 480        | 48.2       | 49%
        Lead          | 90         | 11.2       | 12%
        """)
    ) == ["A1:D5", "A6:D10"]


def test_a_form_of_keys_and_values() -> None:
    (table,) = detect(
        drawn("""
        **Name:**     | Acme Ltd
        **Address:**  | 12 High Street
        **City:**     | Leeds
        **Phone:**    | 0113 496 0000
        **Employees:** | 48
        **Founded:**  | 1987
        """)
    )
    assert str(table.range) == "A1:B6"


def test_a_cross_tab() -> None:
    (table,) = detect(
        drawn("""
                  | **Red** | **Green** | **Blue** | **Total**
        **Small** | 12      | 4         | 9        | 25
        **Medium** | 20     | 11        | 14       | 45
        **Large** | 7       | 8         | 3        | 18
        **Total** | 39      | 23        | 26       | 88
        """)
    )
    assert str(table.range) == "A1:E5"
    assert (table.header_rows, table.header_cols, table.orientation) == (1, 1, "cross")
    assert table.total_rows == (5,)


def test_a_calendar_is_one_table() -> None:
    found = ranges(
        drawn("""
        **September 2025** |     |     |     |     |     |
        **Mon** | **Tue** | **Wed** | **Thu** | **Fri** | **Sat** | **Sun**
        1       | 2   | 3   | 4   | 5   | 6   | 7
        8       | 9   | 10  | 11  | 12  | 13  | 14
        15      | 16  | 17  | 18  | 19  | 20  | 21
        22      | 23  | 24  | 25  | 26  | 27  | 28
        29      | 30  |     |     |     |     |
        """)
    )
    assert found == ["A2:G7"]


@pytest.mark.parametrize(
    "picture",
    [
        "Read me",
        """
        This workbook was prepared for the board.
        It must not be passed on.

        Ask the finance department for the figures behind it.
        """,
    ],
)
def test_words_alone_are_no_table(picture: str) -> None:
    assert ranges(drawn(picture)) == []


PARTED = """
    PROGRESS |  |       |
             |  |       |
    Task     |  | Owner | Status
    Design   |  | Ana   | Done
    Build    |  | Bob   | Open
    Test     |  | Cy    | Open
"""


def test_a_blank_column_parts_no_labels_from_their_rows() -> None:
    (table,) = detect(drawn(PARTED))
    assert str(table.range) == "A3:D6"
    assert "columns A to B beside it are filled in its very rows, but for an empty one" in table.reasons
    assert not any("A3:D6" in reason for reason in table.reasons)  # no box was preferred to itself


def test_columns_beside_a_table_in_other_rows_are_not_its_own() -> None:
    longer = PARTED + "    Ship     |  |       |\n"
    (table,) = [one for one in ranges(drawn(longer)) if "D6" in one]
    assert table == "C3:D6"


def test_two_tables_beside_each_other_stay_two() -> None:
    sheet = drawn("""
        [**Item**] | [**Price**] |  | [**Shop**] | [**Rent**]
        Kettle     | 30          |  | Berlin     | 1,200
        Toaster    | 25          |  | Bonn       | 900
        Iron       | 40          |  | Köln       | 1,000
        Fan        | 15          |  | Trier      | 700
    """)
    boxes = [canvas(sheet).box(CellRange.parse(text)) for text in ("A1:B5", "D1:E5")]
    assert [joined(canvas(sheet), box, [other for other in boxes if other != box]) for box in boxes] == boxes
    assert joined(canvas(sheet), boxes[1], []) == canvas(sheet).box(CellRange.parse("A1:E5"))
