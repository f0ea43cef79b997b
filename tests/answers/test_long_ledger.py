"""A question costs the ledger the same work, however many answers it holds: counted in steps of SQLite's machine."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sheetllm_xl.literals import CellError
from sheetllm_xl.ports import Usage
from sheetllm_xl.record import Record, failure
from sheetllm_xl.store import Caps, Ledger
from sheetllm_xl.store.records import new_id


def ask(ledger: Ledger, key: str, record: Record) -> None:
    """What one question does with the ledger, from the cell's first look to the record under its key."""
    assert ledger.find(key) is None
    ledger.claim(key, 60.0)
    assert ledger.refusal("book") == ""
    ledger.close(ledger.reserve("book", "model", 100, receipt=record.id), Usage(100, 20), "req")
    if record.id:
        ledger.keep(record)
    ledger.settle(key, record)
    assert ledger.find(key)


def steps(ledger: Ledger, key: str, record: Record) -> int:
    counted = 0

    def step() -> int:
        nonlocal counted
        counted += 1
        return 0

    connection = ledger.store._connection()
    connection.set_progress_handler(step, 1)
    ask(ledger, key, record)
    connection.set_progress_handler(None, 1)
    return counted


def test_a_question_walks_through_no_earlier_answers(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite", Caps(calls_a_minute=None))
    asked = [Record(id=new_id(), at=datetime(2026, 11, 30), rows=((float(i),),), text="Seven.") for i in range(202)]
    failed = failure("No.", error=CellError.CONNECT)
    few = steps(ledger, "answer", asked[0]), steps(ledger, "failure", failed)
    for i, record in enumerate(asked[2:]):
        ask(ledger, f"k{i}", record)
    many = steps(ledger, "another answer", asked[1]), steps(ledger, "another failure", failed)
    assert all(later < first + 50 for first, later in zip(few, many, strict=True)), (few, many)
