"""Promises for any value and any format."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.display import FormatKind, Unshowable, currency, decimals, format_kind, rendered, shown
from sheetllm_xl.literals import CellError

PIECES = (
    *("0", "#", "?", ".", ",", "%", "/", "@", ";", "E+", "e-", '"', "\\", "_", "*", "[", "]", "[$", "-409]", "[$€-2]"),
    *(
        "[Red]",
        "[<",
        "[>=1]",
        "[<=-5]",
        "[=0]",
        "[h]",
        "[mm]",
        "h",
        "m",
        "mmm",
        "s",
        "d",
        "yyyy",
        "AM/PM",
        "General",
        "g",
    ),
    *("B2", "12", " ", "(", ")", "-", ":", "☃", "€", "x", "\n", "\0", "\ud800"),
)
CODES = st.lists(st.sampled_from(PIECES), max_size=24).map("".join) | st.text(max_size=300)
VALUES = (
    st.floats()
    | st.integers(-(10**6), 3 * 10**6).map(float)
    | st.text(max_size=20)
    | st.booleans()
    | st.datetimes()
    | st.times()
    | st.sampled_from(list(CellError))
    | st.none()
)


@given(VALUES, CODES, st.booleans())
def test_any_value_by_any_format_is_shown(value: object, code: str, date1904: bool) -> None:
    text = shown(value, code, date1904)  # type: ignore[arg-type]
    assert isinstance(text, str)
    assert text or value is None or value == ""
    with suppress(Unshowable):
        assert isinstance(rendered(value, code, date1904), str)  # type: ignore[arg-type]
    assert format_kind(code) in FormatKind
    assert bool(currency(code)) <= (format_kind(code) is FormatKind.CURRENCY)
    assert 0 <= decimals(code) <= len(code)


@given(st.floats(-1e14, 1e14), st.integers(0, 12))
def test_halves_are_rounded_away_from_zero(value: float, places: int) -> None:
    exact = Decimal(f"{value:.14e}")
    wanted = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=60))
    code = "0." + "0" * places if places else "0"
    assert rendered(value, code) == f"{wanted if wanted else abs(wanted):f}"
    grouped = rendered(value, "#,##" + code)
    assert grouped == f"{wanted if wanted else abs(wanted):,f}"


@given(st.floats(-1e300, 1e300))
def test_a_scientific_number_reads_back_with_its_15_digits(value: float) -> None:
    assert Decimal(rendered(value, "0.00000000000000E+0")) == Decimal(f"{value:.14e}")


@given(st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 31, 23, 59, 59)), st.booleans())
def test_a_moment_reads_back(moment: datetime, date1904: bool) -> None:
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    if date1904 and moment < datetime(1904, 1, 1):
        return
    assert datetime.fromisoformat(rendered(moment, "yyyy-mm-dd hh:mm:ss.000", date1904)) == moment


@given(st.integers(0, 10**9))
def test_a_duration_reads_back(seconds: int) -> None:
    hours, minutes, rest = map(int, rendered(seconds / 86400, "[h]:mm:ss").split(":"))
    assert timedelta(hours=hours, minutes=minutes, seconds=rest) == timedelta(seconds=seconds)


@given(st.floats(0.001, 1000))
def test_a_fraction_is_near_its_number(value: float) -> None:
    top, bottom = map(int, rendered(value, "0/???????").split("/"))
    assert bottom < 10**7
    assert abs(top / bottom - value) < 1e-6


@given(st.times())
def test_a_time_is_shown_as_it_is(moment: time) -> None:
    assert shown(moment.replace(microsecond=0), "hh:mm:ss") == moment.isoformat("seconds")


@given(st.floats(-1e9, 1e9).filter(lambda number: abs(number) >= 0.01))
def test_a_sentence_tells_a_loss_from_a_gain(value: float) -> None:
    for code in ("0.00;[Red]0.00", "0.00;0.00", "[<0]0.00;0.00", "0.00_);(0.00)", "0.00;[Blue]-0.00", "0.00"):
        marked = re.search(r"[-(]", shown(value, code)) is not None
        assert marked == (value < 0)


SEEDS = (
    "[",
    '"',
    "\\",
    "_",
    "*",
    "[$",
    "%",
    "0",
    "?/",
    "# ",
    "0,",
    ";",
    "h",
    "[h]",
    "@",
    "[<1",
    "E+0",
    "General",
    "m.0",
    "1",
)


@pytest.mark.timeout(30)  # a guard against a hang: it takes a fraction of a second
@pytest.mark.parametrize("seed", SEEDS)
def test_hostile_formats_and_values_come_to_an_end(seed: str) -> None:
    for code in ((seed * 255)[:255], (seed * 255)[:254] + "0", seed * 100_000):
        for value in (0.0, -1e308, 5e-324, 1e22, "\\" * 32_767, datetime(9999, 12, 31, 23, 59, 59, 999999)):
            assert len(shown(value, code)) < 40_000
