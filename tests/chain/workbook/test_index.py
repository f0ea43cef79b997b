"""The index over the sheets of a workbook."""

import time
from collections import defaultdict
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given

from sheetllm_xl.drawing import drawn
from sheetllm_xl.literals import literal
from sheetllm_xl.retrieve import Index
from sheetllm_xl.sheet import Sheet
from sheetllm_xl.text.words import folded, stem, terms, words

from ...sheets import sheets
from .sheets import laid


def places(index: Index, text: str, sheet: str = "") -> list[str]:
    return [str(place) for hit in index.find(text, sheet) for place, _ in hit.places]


@pytest.mark.parametrize("asked", ["Zürich Süd", "zurich sud", "ＺＵＲＩＣＨ　ＳＵＤ", "Zu\u0308rich Su\u0308d"])
def test_case_width_and_accents_do_not_part_words(asked: str) -> None:
    index = Index([laid("City", [["City", "Units"], ["Zürich Süd", 3.0], ["Bern", 4.0]])])
    assert index.find(asked)[0].how == "exact"
    assert places(index, asked)[0] == "City!A2"


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("1234.5", "B2"),
        ("1,234.50", "B2"),
        ("$1,234.5", "B2"),
        ("12.5%", "B3"),
        ("0.125", "B3"),
        ("-40", "B4"),
        ("33.3%", "B5"),
    ],
)
def test_numbers_are_found_as_kept_and_as_shown(asked: str, place: str) -> None:
    index = Index([laid("Data", [["What", "Value"], ["a", 1234.5], ["b", 0.125], ["c", -40.0], ["d", 1 / 3]])])
    hit = index.find(asked)[0]
    assert (hit.how, str(hit.places[0][0])) == ("number", f"Data!{place}")


def test_a_number_with_other_decimals_is_not_found() -> None:
    assert not Index([laid("Data", [["Value"], [1234.5]])]).find("1234.6")


def test_dates_are_found_by_their_literal() -> None:
    index = Index([laid("Data", [["Day"], [datetime(2026, 3, 31)]])])
    assert places(index, "2026-03-31") == ["Data!A2"]


def test_a_misspelt_word_is_found_nearly() -> None:
    index = Index([drawn("Product|Units\nKettle Pro|3\nToaster|4")])
    hit = index.find("ketle")[0]
    assert (hit.shows, str(hit.places[0][0].range)) == ("Kettle Pro", "A2")


def test_all_words_come_before_some_and_what_is_common_alone_is_no_hit() -> None:
    index = Index(
        [
            laid(
                "S",
                [["Item"], ["Red Kettle"], ["Blue Kettle"], ["Red Grill"], *[[f"Kettle no {i}"] for i in range(99)]],
            )
        ]
    )
    found = index.find("kettle red")
    assert [(hit.shows, hit.how) for hit in found[:2]] == [("Red Kettle", "words"), ("Red Grill", "close")]
    assert all("no" not in hit.shows for hit in found)


def test_a_sheet_can_be_named_and_places_are_spread_over_sheets() -> None:
    index = Index([laid(f"S{i}", [["North"]] * 9) for i in range(3)])
    hit = index.find("north")[0]
    assert hit.count == 27
    assert {place.sheet for place, _ in hit.places} == {"S0", "S1", "S2"}
    assert {place.sheet for place, _ in index.find("north", "S1")[0].places} == {"S1"}


def test_the_place_where_a_text_is_unique_comes_first() -> None:
    index = Index([laid("Sales", [["Store"], *[["ST1"]] * 20]), laid("Stores", [["Store"], ["ST1"]])])
    assert [(str(place), count) for place, count in index.find("st1")[0].places] == [("Stores!A2", 1), ("Sales!A2", 20)]


@given(sheets(), sheets())
def test_every_text_is_found_at_all_its_places(first: Sheet, second: Sheet) -> None:
    index = Index([first, second])
    held = defaultdict(int)
    for sheet in (first, second):
        for value in sheet.values:
            if value is not None and not isinstance(value, float):
                held[folded(value if isinstance(value, str) else literal(value))] += 1
    for text, count in held.items():
        assert [hit.count for hit in index.find(text) if hit.how == "exact"] == [count]


@pytest.mark.slow
def test_two_million_cells_are_indexed_in_seconds_and_searched_in_less_than_one() -> None:
    rng, rows, n = np.random.default_rng(5), 5_000, 40_000
    zeros = np.zeros(n, np.int32)

    def sheet(number: int) -> Sheet:
        values = np.empty(n, object)
        values[0::8] = [f"ORD-{number:02d}{i:06d}" for i in range(rows)]
        values[1::8] = [f"Customer {i}" for i in rng.integers(0, 5_000, rows)]
        for col in range(2, 8):
            values[col::8] = rng.integers(0, 10**7, rows).astype(float).tolist()
        places = np.repeat(np.arange(1, rows + 1), 8), np.tile(np.arange(1, 9), rows)
        return Sheet(
            f"S{number}", *(p.astype(np.int32) for p in places), values, zeros.copy(), zeros.copy(), zeros.copy()
        )

    made = [sheet(number) for number in range(50)]
    begun = time.perf_counter()
    index = Index(made)
    index.find("built")
    assert time.perf_counter() - begun < 20  # 2 s on an idle core
    for text in ("ORD-07001234", "custmer 77", "1,234,567", "Customer 4999"):
        begun = time.perf_counter()
        index.find(text)
        assert time.perf_counter() - begun < 1.0


def test_words_and_terms() -> None:
    assert [stem(word) for word in ("countries", "boxes", "gas", "status", "revenues")] == [
        "country", "box", "gas", "status", "revenue",
    ]  # fmt: skip
    assert list(words("FY2024 net-sales, 1,200.50")) == ["fy", "2024", "net", "sale", "1200.5"]
    assert terms("What were the total sales of the North?") == ("total", "sale", "north")
    assert terms("Who is it?") == ("who", "is", "it")
