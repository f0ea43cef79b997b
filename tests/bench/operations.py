"""Questions by operation over long drawn tables: the right formula in several spellings, beside plain Python.

python -m tests.bench.operations [--tables 6] [--seed 1]

A table has 150 rows or more: duplicates, blanks, numbers kept as text, mixed types, labels merged over their rows, a
row of totals; what it joins stands on a second sheet. Prints for each operation how many formulas give what Python
gives, and every one that does not. The exit status is 1 where one is wrong or refused.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.errors import NotComputed
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import Value
from sheetllm_xl.sheet import Cell, Sheet

from . import operation_cases as choosing
from . import operation_sums as adding
from .operation_cases import Case

HEADS = ("Order", "Region", "Product", "Units", "Price", "When", "Paid", "Note", "Group")
PRODUCTS = ("Pan", "Pot", "Plate", "Kettle", "Toaster", "Blender", "Grill", "Wok", "Mug", "Tray", "Ladle", "Whisk")
CATEGORIES = ("Kitchen", "Table", "Electric")
REGIONS = ("North", "South", "East", "West")

OPERATIONS = {
    "lookup": choosing.lookup,
    "filter": choosing.filtering,
    "sort": choosing.sorting,
    "count": choosing.counting,
    "distinct": choosing.distinct,
    "aggregate": adding.aggregate,
    "complex aggregate": adding.complex_aggregate,
    "join": adding.joining,
}


@dataclass(frozen=True)
class Row:
    """One order; ``units`` is a number, a number kept as text, or nothing."""

    order: str
    region: str | None
    product: str
    units: float | str | None
    price: float
    when: datetime
    paid: bool
    note: Value | None
    group: str


@dataclass(frozen=True)
class Drawn:
    """A table: its rows from row 2 of ``Orders`` on, what its products are, and the two sheets."""

    rows: Sequence[Row]
    category: dict[str, str]
    weight: dict[str, float]
    sheets: Sequence[Sheet]

    @property
    def last(self) -> int:
        """The last row of data; the totals stand below it."""
        return len(self.rows) + 1


def drawn_table(seed: int) -> Drawn:
    """The table of a seed."""
    dice = random.Random(seed)
    rows, group = [], 0
    for i in range(dice.randint(150, 320)):
        group += i == 0 or dice.random() < 0.06
        units = float(dice.randint(1, 90))
        chance = dice.random()
        rows.append(
            Row(
                f"O-{i + 1:04d}",
                None if dice.random() < 0.05 else dice.choice([*REGIONS, "north", "SOUTH"]),
                dice.choice(PRODUCTS),
                None if chance < 0.06 else f"{units:g}" if chance < 0.12 else units,
                dice.randint(100, 99_999) / 100,
                datetime(2025, 1, 1) + timedelta(days=dice.randint(0, 364)),
                dice.random() < 0.6,
                dice.choice([None, "late", "5", 7.0, True, "a~b", "gift*"]),
                f"Group {group}",
            )
        )
    category = {product: dice.choice(CATEGORIES) for product in PRODUCTS}
    weight = {product: float(dice.randint(1, 40)) / 4 for product in PRODUCTS}
    return Drawn(rows, category, weight, [_orders(rows), _products(category, weight)])


def _orders(rows: Sequence[Row]) -> Sheet:
    cells = [Cell(1, col, head) for col, head in enumerate(HEADS, 1)]
    begins: list[int] = []
    for at, row in enumerate(rows, 2):
        values = [row.order, row.region, row.product, row.units, row.price, row.when, row.paid, row.note]
        cells += [Cell(at, col, value) for col, value in enumerate(values, 1) if value is not None]
        if at == 2 or row.group != rows[at - 3].group:
            cells.append(Cell(at, 9, row.group))
            begins.append(at)
    last = len(rows) + 1
    units = sum(row.units for row in rows if isinstance(row.units, float))
    cells += [Cell(last + 1, 1, "Total"), Cell(last + 1, 4, units), Cell(last + 1, 5, sum(row.price for row in rows))]
    ends = [*(begin - 1 for begin in begins[1:]), last]
    merges = [CellRange(top, 9, bottom, 9) for top, bottom in zip(begins, ends, strict=True) if bottom > top]
    return Sheet.of("Orders", cells, merges=tuple(merges))


def _products(category: dict[str, str], weight: dict[str, float]) -> Sheet:
    rows: list[tuple[Value, ...]] = [("Product", "Category", "Weight")]
    rows += [(name, category[name], weight[name]) for name in category]
    cells = [Cell(r, c, value) for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1)]
    return Sheet.of("Products", cells)


def spelled(formula: str, table: Drawn) -> str:
    """The formula with its columns as ranges: ``[D]`` is D2 to the last row, ``[A:E]`` a block of them."""
    for letter in "ABCDEFGHI":
        formula = formula.replace(f"[{letter}]", f"{letter}2:{letter}{table.last}")
        formula = formula.replace(f"[A:{letter}]", f"A2:{letter}{table.last}")
    for letter in "ABC":
        formula = formula.replace(f"[Products {letter}]", f"Products!{letter}2:{letter}{len(PRODUCTS) + 1}")
    return formula.replace("[Products]", f"Products!A2:C{len(PRODUCTS) + 1}")


def is_right(rows: Sequence[Sequence[Any]], expected: Any) -> bool:
    """Whether computed rows are what Python has: one value, or a list of them from the top down."""
    wanted = expected if isinstance(expected, list) else [expected]
    values = [value for row in rows for value in row]
    return len(values) == len(wanted) and all(map(_same, values, wanted))


def _same(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, float):
        return type(value) is float and math.isclose(value, wanted, rel_tol=1e-9, abs_tol=1e-9)
    return type(value) is type(wanted) and value == wanted


def tried(case: Case, table: Drawn, work: IronCalculator) -> list[tuple[str, str]]:
    """Each spelling of a case and what is wrong with it; "" is nothing."""
    results = []
    for formula in case.formulas:
        text = spelled(formula, table)
        try:
            rows = work.evaluate(text, table.sheets).rows
        except NotComputed as refusal:
            results.append((text, f"refused: {refusal}"))
            continue
        results.append((text, "" if is_right(rows, case.expected) else f"{rows!r:.120}, not {case.expected!r:.80}"))
    return results


def main() -> int:
    """Print right per operation, and what is not."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--tables", type=int, default=6)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    work, right, every, refused = IronCalculator(), Counter[str](), Counter[str](), Counter[str]()
    for seed in range(given.seed, given.seed + given.tables):
        table = drawn_table(seed)
        for operation, cases in OPERATIONS.items():
            for formula, wrong in (pair for case in cases(table, seed) for pair in tried(case, table, work)):
                every[operation] += 1
                right[operation] += not wrong
                refused[operation] += wrong.startswith("refused")
                if wrong:
                    print(f"{operation}, seed {seed}: {formula}\n    {wrong}")
    work.close()
    for operation, count in every.items():
        print(f"{operation:<18} {right[operation]:>4} of {count:>4} right, {refused[operation]} refused")
    return 0 if right == every else 1


if __name__ == "__main__":
    sys.exit(main())
