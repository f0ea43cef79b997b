"""Sheets of any size and of several kinds, made from a seed, to time the stages on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np

from sheetllm_xl.literals import CellError
from sheetllm_xl.sheet import Sheet, Style

SEED = 7
WIDTH = 20


def ledger(cells: int) -> Sheet:
    """A header, then numbers and, in every fifth column, repeated names."""
    rows, cols = _block(cells)
    draw = np.random.default_rng(SEED)
    amounts, names = np.round(draw.random(cells) * 1e4, 2), [f"name {i}" for i in range(977)]
    values = np.empty(cells, object)
    values[:] = amounts.tolist()
    named = (cols - 1) % 5 == 0
    values[named] = [names[i] for i in draw.integers(0, len(names), int(named.sum())).tolist()]
    return _sheet("Ledger", rows, cols, _headed(values))


def texts(cells: int) -> Sheet:
    """No two texts alike."""
    rows, cols = _block(cells)
    return _sheet("Texts", rows, cols, _objects([f"Remark {i * 7919 % 9_999_991} on item {i}" for i in range(cells)]))


def tables(cells: int) -> Sheet:
    """Tables of 20 rows and 8 columns, three blank rows between them, their header in bold."""
    height, width = 20, 8
    at = np.arange(cells)
    table, inner = np.divmod(at, height * width)
    row, col = np.divmod(inner, width)
    rows, cols = (table * (height + 3) + row + 1).astype(np.int32), (col + 1).astype(np.int32)
    values = np.empty(cells, object)
    values[:] = np.random.default_rng(SEED).integers(0, 9999, cells).astype(float).tolist()
    values[row == 0] = [f"Column {c}" for c in cols[row == 0].tolist()]
    values[(col == 0) & (row > 0)] = [f"Item {r}" for r in row[(col == 0) & (row > 0)].tolist()]
    return _sheet("Tables", rows, cols, values, styles=np.where(row == 0, int(Style.BOLD), 0))


def sparse(cells: int) -> Sheet:
    """One cell in a thousand of a grid 1,000 columns wide."""
    places = np.sort(np.random.default_rng(SEED).choice(min(cells, 1_048_576) * 1000, cells, replace=False))
    rows, cols = np.divmod(places, 1000)
    values = [float(i % 997) if i % 3 else f"note {i % 613}" for i in range(cells)]
    return _sheet("Sparse", (rows + 1).astype(np.int32), (cols + 1).astype(np.int32), _objects(values))


def formulas(cells: int) -> Sheet:
    """The ledger, a quarter of it computed: every fourth column is the difference of the two to its left."""
    base = ledger(cells)
    computed = (base.cols % 4 == 0) & (base.rows > 1)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    places = list(zip(base.rows[computed].tolist(), base.cols[computed].tolist(), strict=True))
    said = {(row, col): f"={letters[col - 3]}{row}-{letters[col - 2]}{row}" for row, col in places}
    styles = np.where(computed, int(Style.FORMULA), 0)
    values = base.values.copy()
    values[computed] = np.random.default_rng(1).random(len(places)).tolist()
    return _sheet("Formulas", base.rows.copy(), base.cols.copy(), values, styles=styles, formulas=said)


def wide(cells: int) -> Sheet:
    """16,000 columns of dates and numbers."""
    width = min(16_000, cells)
    rows, cols = _block(cells, width)
    values = np.empty(cells, object)
    values[:] = (np.arange(cells) * 0.25).tolist()
    first = rows == 1
    values[first] = [datetime(1990, 1, 1) + timedelta(days=i) for i in range(int(first.sum()))]
    return _sheet("Wide", rows, cols, values)


def checkerboard(cells: int) -> Sheet:
    """Neighbours are never of one kind: number, text, date, truth, error by turns."""
    rows, cols = _block(cells)
    kinds = [1.5, "word", datetime(2026, 3, 1), True, CellError.NA]
    values = _objects([kinds[i] for i in ((rows + cols) % len(kinds)).tolist()])
    return _sheet("Checkerboard", rows, cols, values)


def formatted(cells: int) -> Sheet:
    """Numbers whose neighbours have other number formats, of 4,000 (Excel keeps no more than 64,000 cell formats)."""
    rows, cols = _block(cells)
    known = ("", *(f'0.{"0" * (i % 9)}"{i}"' for i in range(4000)))
    formats = (np.arange(cells) * 7 % 4000 + 1).astype(np.int32)
    values = _objects(np.random.default_rng(SEED).random(cells).tolist())
    return _sheet("Formatted", rows, cols, values, formats=formats, format_strings=known)


KINDS: dict[str, Callable[[int], Sheet]] = {
    made.__name__: made for made in (ledger, texts, tables, sparse, formulas, wide, checkerboard, formatted)
}


def _block(cells: int, width: int = WIDTH) -> tuple[np.ndarray, np.ndarray]:
    rows, cols = np.divmod(np.arange(cells, dtype=np.int32), width)
    return rows + 1, cols + 1


def _objects(values: list) -> np.ndarray:
    column = np.empty(len(values), object)
    column[:] = values
    return column


def _headed(values: np.ndarray) -> np.ndarray:
    values[:WIDTH] = [f"Heading {i}" for i in range(1, WIDTH + 1)]
    return values


def _sheet(name: str, rows: np.ndarray, cols: np.ndarray, values: np.ndarray, **rest: object) -> Sheet:
    columns = {key: np.zeros(len(rows), np.int32) for key in ("formats", "styles", "fills")}
    columns |= {key: np.asarray(rest.pop(key), np.int32) for key in ("formats", "styles") if key in rest}
    return Sheet(name, rows, cols, values, **columns, **rest)
