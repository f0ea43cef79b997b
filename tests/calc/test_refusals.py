"""What is not computed is said in a sentence; no formula takes the caller down or keeps it waiting."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.app import calculator
from sheetllm_xl.calc import IronCalculator, engine
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import NotComputed
from sheetllm_xl.formulas import ALLOWED
from sheetllm_xl.sheet import Cell, Sheet

WORK = IronCalculator()
SHEET = drawn(
    """
    Region | Q1  | Q2  | Since
    North  | 30  | 3   | 2024-01-31
    South  | 10  | 5   | 2023-01-31
    West   | 20  |     | 2022-01-31
    Total  | =SUM(B2:B4) => #NOT_CALCULATED |  |
    """,
    name="Sales",
)


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("=Rates!B2", "no sheet “Rates”"),
        ("=[b.xlsx]Sales!B2", "another workbook"),
        ('=WEBSERVICE("http://a")', "WEBSERVICE"),
        ("=Z99", "Z99 is empty"),
        ("=SUM(Z1:Z9)+Y1", "are empty"),
        ("=B5*2", "value is not known"),
        ("=SUM(B:B)", "value is not known"),
        ("=SUM(", "not closed"),
        ("=A2:A4,SUM(B2:B4)", "Several formulas"),
        ("=LARGE((B2:B4,C2:C4),1)", "list of references"),
        ("=SUM(LET(x,1,x)+x)", "outside the LET"),
        ("=LET(x,1)", "LET"),
        ("=LET(x,1,y,2)", "LET"),
        ("=ROWS(A:A)", "empty cells after the data"),
        ('=COUNTIF(A2:A1048576,"")', "empty cells after the data"),
        ("=A:A&1", "empty cells after the data"),
        ("=ROW()", "where it stands"),
        ('=SUMIFS(B2:B4,A2:A3,"North")', "one size"),
        ('=SUMIF(A2:A4,"North",B2)', "one size"),
        ('=COUNTIF(A2:A4,">M")', "order of texts"),
        ("=COUNTIF(A2:A4,C4)", "is empty"),
        ("=VLOOKUP(15,B2:C4,2)", "not sorted; ask for an exact match"),
        ("=VLOOKUP(15,B2:C4,2,TRUE)", "not sorted; ask for an exact match"),
        ("=MATCH(15,B2:B4)", "not sorted; ask for an exact match"),
        ("=MATCH(15,B2:B4,-1)", "not sorted; ask for an exact match"),
        ("=LOOKUP(15,B2:B4,C2:C4)", "not sorted; ask for an exact match"),
        ("=SUM()", "beyond what is computed"),
        ("=LEFT(1,2,3,4)", "beyond what is computed"),
        ("=IFERROR(LEFT(1,2,3,4),0)", "beyond what is computed"),
        ("=INDEX(A2:D4,{1,2},{1;2})", "several arrays"),
        ('=1/3000000&""', "in a text"),
        ('=TEXT(D2,"hh:mm")', "TEXT with"),
        ('=TEXT(B2,"[<10]0;0.0")', "TEXT with"),
        ("=TEXT(B2,A2)", "TEXT with"),
        ("=SEQUENCE(200,200)", "40,000 values"),
        ("=SUM(B1:XEZ4)", "right edge"),
    ],
)
def test_refused_with_a_sentence(formula: str, why: str) -> None:
    with pytest.raises(NotComputed, match=why) as told:
        WORK.evaluate(formula, [SHEET])
    assert str(told.value).endswith(".")


@pytest.mark.parametrize(("start", "comes"), [(60.0, True), (0.5, False)])
def test_a_slow_start_is_not_the_formulas(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, start: float, comes: bool
) -> None:
    slow = tmp_path / "worker.py"
    again = f"import runpy, time\ntime.sleep(2)\nrunpy.run_path({str(engine._WORKER)!r}, run_name='__main__')\n"
    slow.write_text(again, encoding="utf-8")
    monkeypatch.setattr(engine, "_WORKER", slow)
    monkeypatch.setattr(engine, "_START", start)
    work = IronCalculator(deadline=1.5)
    if comes:
        assert work.evaluate("=1+1", [SHEET]).rows == ((2.0,),)
    else:
        with pytest.raises(NotComputed, match="does not start on this computer"):
            work.evaluate("=1+1", [SHEET])


def test_a_formula_that_takes_too_long_is_ended() -> None:
    work = IronCalculator(deadline=1.0)
    wide = Sheet.of("S", [Cell(row, 1, float(row)) for row in range(1, 20_001)])
    with pytest.raises(NotComputed, match="longer than 1 seconds"):
        work.evaluate("=SUMPRODUCT(RANK(A1:A20000,A1:A20000))", [wide])
    assert work.evaluate("=SUM(A1:A3)", [wide]).rows == ((6.0,),)
    work.close()


@pytest.mark.parametrize(
    "formula",
    ["=XNPV(2,3)", "=SUM(SEQUENCE(1048576,16384))", "=" + "+".join(["B2"] * 1300), "=" + "(" * 64 + "B2" + ")" * 64],
)
def test_a_worker_that_ends_is_replaced(formula: str) -> None:
    """XNPV with two numbers is a panic in the engine, the long sum a deep recursion."""
    with contextlib.suppress(NotComputed):
        WORK.evaluate(formula, [SHEET])
    assert WORK.evaluate("=SUM(B2:B4)", [SHEET]).rows == ((60.0,),)


def test_threads_share_a_worker() -> None:
    found: list[object] = []

    def ask(number: int) -> None:
        found.append(WORK.evaluate(f"=B2*{number}", [SHEET]).rows[0][0] == 30.0 * number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 20


def test_the_app_makes_one() -> None:
    work = calculator()
    assert work.evaluate("=1+1", []).rows == ((2.0,),)
    assert work.evaluate("=SUM(B2:B3)", [SHEET]).rows == ((40.0,),)


def test_every_function_that_is_let_through_is_one_the_engine_has() -> None:
    """IronCalc gives #NAME? for a function it lacks, whatever its arguments."""
    for name in sorted(ALLOWED - {"LET"}):
        with contextlib.suppress(NotComputed):
            (row,) = WORK.evaluate(f"={name}(B2)", [SHEET]).rows[:1]
            assert "#NAME?" not in map(str, row), name


WORDS = "= SUM( IF( FILTER( COUNTIF( LET(x, INDEX( ) ) , + - * & = % B2 B2:C4 A:A 2:2 Sales!D2 {1,2} 1 0 x"
PIECES = WORDS.split()


@given(st.lists(st.sampled_from([*PIECES, '"<>a"', '"x"', '">1"']), max_size=14).map("".join))
def test_no_formula_does_more_than_fail_as_agreed(formula: str) -> None:
    sheet = SHEET.crop(SHEET.used) if SHEET.used else SHEET
    with contextlib.suppress(NotComputed):
        computed = WORK.evaluate(formula, [sheet])
        assert len({len(row) for row in computed.rows}) == 1
