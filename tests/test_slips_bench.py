"""The slips that the bench makes of right formulas."""

from __future__ import annotations

from .bench.slipping import of_conditions, of_ranges_and_signs


def test_each_slip_changes_one_thing() -> None:
    slips = {*of_ranges_and_signs('=COUNTIF(B2:B5,">3")')}
    assert '=COUNTIF(B2:B4,">3")' in slips
    assert '=COUNTIF(C2:C5,">3")' in slips
    assert '=COUNTIF(B2:B5,">=3")' in slips
    assert "=MIN(B2:B5)" in {*of_ranges_and_signs("=MAX(B2:B5)")}


def test_a_condition_is_left_out_of_whatever_has_one() -> None:
    assert [*of_conditions('=SUMIFS(C2:C9,A2:A9,"x",B2:B9,">1")')] == [
        '=SUMIFS(C2:C9,B2:B9,">1")',
        '=SUMIFS(C2:C9,A2:A9,"x")',
    ]
    assert [*of_conditions('=COUNTIF(A2:A9,"x")')] == ["=COUNTA(A2:A9)"]
    assert [*of_conditions('=SUMIF(A2:A9,"x",C2:C9)')] == ["=SUM(C2:C9)"]
    assert [*of_conditions("=FILTER(A2:A9,(B2:B9>1)*(C2:C9>2))")] == ["=FILTER(A2:A9,(B2:B9>1))"]
    assert [*of_conditions("=SUM(A2:A9)")] == []
