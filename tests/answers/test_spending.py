"""The books of the ledger: usage to the token, caps, the pause (M19)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from sheetllm_xl.errors import BudgetSpent
from sheetllm_xl.ports import Usage
from sheetllm_xl.store import Caps, Ledger

from .clock import Time


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "ledger.sqlite"


def test_usage_is_booked_to_the_token_survives_and_exports(path: Path) -> None:
    at = Time()
    first, second = (Ledger(path, wall=lambda: at.wall) for _ in range(2))
    first.close(first.reserve("b1", "m", 999, receipt="r1"), Usage(100, 20, 7, 3), "req_1", cost=0.25)
    second.close(second.reserve("b2", "m", 999), Usage(5, 1), None)
    second.close(second.reserve("b2", "m", 999), None, "req_3", unseen=2)
    assert Ledger(path).usage() == Usage(105, 21, 7, 3)
    when = datetime.fromtimestamp(at.wall).isoformat(" ", "seconds")
    assert "".join(Ledger(path).export()).splitlines() == [
        "at,workbook,model,state,input_tokens,output_tokens,cache_write_tokens,cache_read_tokens,"
        "unseen_requests,cost_usd,request_id,receipt",
        f"{when},b1,m,done,100,20,7,3,0,0.250000,req_1,r1",
        f"{when},b2,m,done,5,1,0,0,0,,,",
        f"{when},b2,m,failed,0,0,0,0,2,,req_3,",
    ]


def test_caps_count_what_is_under_way_at_its_estimate(path: Path) -> None:
    at = Time()
    ledger = Ledger(path, Caps(None, 1_000, 600), wall=lambda: at.wall)
    ticket = ledger.reserve("b1", "m", 550)
    with pytest.raises(BudgetSpent, match="600 tokens a workbook"):
        ledger.reserve("b1", "m", 100)
    ledger.reserve("b2", "m", 400)
    with pytest.raises(BudgetSpent, match="1,000 tokens a day"):
        ledger.reserve("b3", "m", 100)
    ledger.close(ticket, Usage(10, 5), None)
    ledger.reserve("b1", "m", 100)
    at.pass_(2 * 86400)
    ledger.reserve("b3", "m", 590)
    assert "a workbook" not in ledger.refusal("b1")


def test_the_cap_of_a_minute_counts_calls_of_any_workbook_and_passes(path: Path) -> None:
    at = Time()
    ledger = Ledger(path, Caps(2), wall=lambda: at.wall)
    ledger.close(ledger.reserve("b1", "m", 1), None, None)
    Ledger(path, Caps(2), wall=lambda: at.wall).reserve("b2", "m", 1)
    with pytest.raises(BudgetSpent, match="2 calls a minute"):
        ledger.reserve("b3", "m", 1)
    at.pass_(61)
    ledger.reserve("b3", "m", 1)


def test_caps_in_dollars_hold_at_the_estimate_and_need_a_price(path: Path) -> None:
    at = Time()
    ledger = Ledger(path, Caps(None, dollars_a_day=1.0, dollars_a_workbook=0.5), wall=lambda: at.wall)
    with pytest.raises(BudgetSpent, match="No price of m is set"):
        ledger.reserve("b1", "m", 10)
    ticket = ledger.reserve("b1", "m", 10, most=0.4)
    with pytest.raises(BudgetSpent, match=r"\$0.5 a workbook is reached \(\$0.4000 is spent\)"):
        ledger.reserve("b1", "m", 10, most=0.2)
    ledger.close(ticket, Usage(5, 5), None, cost=0.1, unseen=1)  # and once more, perhaps
    with pytest.raises(BudgetSpent, match=r"\$0.5000 is spent"):
        ledger.reserve("b1", "m", 10, most=0.1)
    ledger.reserve("b2", "m", 10, most=0.5)
    assert "$1 a day" in ledger.refusal("b3")
    at.pass_(2 * 86400)
    assert ledger.refusal("b3") == ""


def test_setting_the_clock_back_an_hour_lifts_no_cap(path: Path) -> None:
    at = Time(wall=datetime(2026, 5, 5, 15, 0).timestamp())
    ledger = Ledger(path, Caps(None, 100), wall=lambda: at.wall)
    ledger.reserve("b", "m", 100)
    at.wall -= 3600
    assert "a day" in ledger.refusal("b")


def test_a_clock_put_right_lifts_no_cap_and_shuts_none_for_longer_than_a_day(path: Path) -> None:
    at = Time(wall=datetime(2026, 5, 5, 15, 0).timestamp())
    ledger = Ledger(path, Caps(2, 100), wall=lambda: at.wall)
    ledger.reserve("b", "m", 60)
    made = at.wall
    at.wall -= 2 * 86400
    assert ledger.refusal("b") == ""
    with pytest.raises(BudgetSpent, match=r"a day is reached \(60 are spent\)"):
        ledger.reserve("b", "m", 41)
    ledger.reserve("b", "m", 40)
    assert "a minute" in ledger.refusal("b")
    at.wall += 120
    assert "a day" in ledger.refusal("b")
    assert [call.at.timestamp() for call in ledger.calls()] == [made, made - 2 * 86400]
    at.wall += 86400
    assert ledger.refusal("b") == ""


def test_calls_of_the_future_are_set_right_even_where_a_cap_lets_nothing_be_booked(path: Path) -> None:
    at = Time(wall=datetime(2026, 5, 5, 15, 0).timestamp())
    ledger = Ledger(path, Caps(None, 100), wall=lambda: at.wall)
    ledger.reserve("b", "m", 100)
    at.wall -= 30 * 86400
    ledger.set_right()
    assert "a day" in ledger.refusal("b")
    at.wall += 86400
    assert ledger.refusal("b") == ""


def test_the_pause_holds_in_every_process(path: Path) -> None:
    first, second = Ledger(path), Ledger(path)
    first.pause(True)
    assert second.paused
    with pytest.raises(BudgetSpent, match="paused"):
        second.reserve("b", "m", 1)
    second.pause(False)
    assert (first.paused, first.refusal("b")) == (False, "")
