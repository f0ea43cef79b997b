"""Excel's order of values: numbers, texts, FALSE, TRUE, errors; blanks last. SORT and SORTBY."""

from __future__ import annotations

import unicodedata
from functools import cmp_to_key

from .values import VALUE, Error, Grid, Value, first_error, flat, given, lines, single


def rank(value: Value) -> int:
    """The place of a value's kind."""
    if value is None:
        return 5
    if isinstance(value, bool):
        return 3
    return 2 if isinstance(value, str) else 4 if isinstance(value, Error) else 1


def compare(a: Value, b: Value) -> int:
    """Below 0 where ``a`` comes first, 0 where they are equal. Raises ValueError for texts whose order is not sure.

    Letters come after all else; Excel passes over hyphens and apostrophes and has an order of its own for other marks.
    """
    if rank(a) != rank(b):
        return rank(a) - rank(b)
    if isinstance(a, str) and isinstance(b, str):
        return _texts(a.lower(), b.lower())
    if a is None or isinstance(a, Error):
        return 0
    return (a > b) - (a < b)  # type: ignore[operator]


def _texts(a: str, b: str) -> int:
    if a == b:
        return 0
    plain = [_without_accents(a), _without_accents(b)]
    x, y = next(((x, y) for x, y in zip(*plain, strict=False) if x != y), ("", ""))
    if x == y and len(plain[0]) != len(plain[1]):  # one begins the other
        return len(plain[0]) - len(plain[1])
    if x.isascii() and y.isascii() and not {x, y} & {"", "-", "'"}:
        if x.isalpha() != y.isalpha():
            return 1 if x.isalpha() else -1
        if (x.isalpha() and y.isalpha()) or (x.isdigit() and y.isdigit()):
            return -1 if x < y else 1
    raise ValueError(f"It depends on the order of texts, which for “{a[:30]}” and “{b[:30]}” is not computed here.")


def _without_accents(text: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFD", text) if not unicodedata.combining(mark))


def _ordered(keys: list[list[Value]], falling: list[bool]) -> list[int]:
    """The places of the rows in order of their keys; equal ones keep theirs, blanks come last either way."""

    def before(i: int, j: int) -> int:
        for key, turned in zip(keys, falling, strict=True):
            order = compare(key[i], key[j])
            if order:
                return -order if turned and None not in (key[i], key[j]) else order
        return 0

    return sorted(range(len(keys[0])), key=cmp_to_key(before))


def sort(grid: Grid, index: Grid | None = None, order: Grid | None = None, by_column: Grid | None = None) -> Grid:
    """SORT by one or several of its columns, or rows."""
    indexes, orders = flat(index or [[1.0]]), flat(order or [[1.0]])
    turned = given(by_column, False)
    if error := first_error([*indexes, *orders, turned]):
        return [[error]]
    rows = list(lines(grid)) if turned else grid
    columns = [int(one) for one in indexes if isinstance(one, float)]
    orders *= len(columns) if len(orders) == 1 else 1
    if len(columns) < len(indexes) or not all(0 < one <= len(rows[0]) for one in columns):
        return [[VALUE]]
    if not _orders(orders, len(columns)):
        return [[VALUE]]
    keys = [[row[one - 1] for row in rows] for one in columns]
    ordered = [rows[i] for i in _ordered(keys, [one == -1 for one in orders])]
    return list(lines(ordered)) if turned else ordered


def sortby(grid: Grid, first: Grid, *rest: Grid) -> Grid:
    """SORTBY: rows by columns of keys, columns by rows of keys; ``rest`` is their order, further keys, theirs."""
    by = [first, *rest]
    keys, orders = by[::2], [single(one) for one in by[1::2]] + [1.0] * (len(by) % 2)
    if error := first_error(orders):
        return [[error]]
    down = len(keys[0][0]) == 1 and len(keys[0]) == len(grid)
    wanted = (len(grid), 1) if down else (1, len(grid[0]))
    if any((len(key), len(key[0])) != wanted for key in keys) or not _orders(orders, len(keys)):
        return [[VALUE]]
    rows = grid if down else list(lines(grid))
    ordered = [rows[i] for i in _ordered([flat(key) for key in keys], [one == -1 for one in orders])]
    return ordered if down else list(lines(ordered))


def _orders(orders: list[Value], count: int) -> bool:
    return len(orders) == count and all(one in (1, -1) for one in orders)
