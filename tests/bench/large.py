"""A workbook of 50 sheets and 2 million cells, asked by a model that only reads: python -m tests.bench.large

``planted`` makes the workbook and the questions, ``text_reader`` plays the model from the prompts' text alone.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.chain.workbook import ask_workbook
from sheetllm_xl.retrieve import Workbook

from ..chain.replying import unopposed
from .planted import Fact, generated
from .text_reader import TextReader


@dataclass(frozen=True)
class Asked:
    """What became of a question; ``tokens`` of the longest call, ``unopposed`` but for the reading that it lacks."""

    fact: Fact
    right: bool
    unopposed: bool
    calls: int
    tokens: int
    seconds: float


def asked(book: Workbook, facts: Sequence[Fact]) -> list[Asked]:
    """Ask every question."""
    calculator = IronCalculator()
    found = []
    for fact in facts:
        model, begun = TextReader(), time.perf_counter()
        answer = ask_workbook(book, fact.question, model, calculator)
        seconds = time.perf_counter() - begun
        close = (
            isinstance(fact.answer, float)
            and isinstance(answer.value, float)
            and abs(answer.value - fact.answer) < 1e-6
        )
        right = close or answer.value == fact.answer
        found.append(Asked(fact, right, unopposed(answer), answer.receipt.calls, max(model.tokens), seconds))
    calculator.close()
    return found


def main(sheets: int = 50, cells: int = 2_000_000) -> None:
    """Print a line a kind of question."""
    made, facts = generated(sheets, cells)
    begun = time.perf_counter()
    book = Workbook.of(made)
    held = len(book.index.rows)
    book.index.find("built")
    indexed, begun = time.perf_counter() - begun, time.perf_counter()
    tables = sum(map(len, book.tables))
    seconds = time.perf_counter() - begun
    print(
        f"{len(book.sheets)} sheets, {held:,} cells; index built in {indexed:.1f} s, {tables} tables in {seconds:.1f} s"
    )
    rows = asked(book, facts)
    print(f"{'':18}{'asked':>6}{'right':>7}{'unopposed':>10}{'calls':>7}{'tokens a call':>15}{'seconds':>9}")
    for kind in (*dict.fromkeys(fact.kind for fact in facts), "all"):
        some = [row for row in rows if kind in (row.fact.kind, "all")]
        print(
            f"{kind:18}{len(some):6}{sum(row.right for row in some):7}{sum(row.unopposed for row in some):10}"
            f"{max(row.calls for row in some):7}{max(row.tokens for row in some):15,}"
            f"{np.mean([row.seconds for row in some]):9.2f}"
        )
    print("calls and tokens at most, seconds on average;", end=" ")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")


if __name__ == "__main__":
    main()
