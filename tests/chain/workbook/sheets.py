"""Sheets for these tests: long tables that no call could hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sheetllm_xl.literals import Value
from sheetllm_xl.sheet import Cell, Sheet


def laid(name: str, rows: Iterable[Sequence[Value | None]], formats: Sequence[str] = ()) -> Sheet:
    """Rows from A1 down; ``formats`` are the columns' number formats."""
    cells = [
        Cell(r, c, value, formats[c - 1] if c <= len(formats) and isinstance(value, float) else "")
        for r, row in enumerate(rows, 1)
        for c, value in enumerate(row, 1)
        if value is not None
    ]
    return Sheet.of(name, cells)


def orders(name: str = "Orders", count: int = 3_000, shift: int = 0) -> Sheet:
    """A list of orders: number, customer, product, units, price."""
    products = ("Kettle", "Toaster", "Blender", "Grill")
    rows: list[Sequence[Value | None]] = [("Order", "Customer", "Product", "Units", "Price")]
    for i in range(count):
        customer = f"Customer {(i * 7 + shift) % 211:03d}"
        rows.append((f"O-{i + shift:06d}", customer, products[i % 4], float(i * 13 % 97), (i * 31 % 1009) / 4))
    return laid(name, rows, ("", "", "", "0", "0.00"))
