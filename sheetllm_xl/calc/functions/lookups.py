"""MATCH, LOOKUP, XLOOKUP and their kin: where a key stands among keys, and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from .criteria import pattern
from .order import compare, rank
from .values import NA, REF, VALUE, Error, Grid, Value, flat, folded, given, lines, over

_LONGEST = 255  # characters of a key of MATCH, VLOOKUP and HLOOKUP
_WILD = set("*?~")

Finder = Callable[[Value], int | None]
"""Where a key stands, from 0; None where it does not."""


class Keys:
    """The keys that are looked through."""

    def __init__(self, keys: Sequence[Value]) -> None:
        self.keys = keys

    @cached_property
    def first(self) -> dict[Hashable, int]:
        """Where each key stands first."""
        last = len(self.keys) - 1
        return {folded(key): last - back for back, key in enumerate(reversed(self.keys))}

    @cached_property
    def last(self) -> dict[Hashable, int]:
        """Where each key stands last."""
        return {folded(key): at for at, key in enumerate(self.keys)}

    def exact(self, key: Value, from_last: bool = False) -> int | None:
        """The first or last key that is equal; case does not count."""
        return (self.last if from_last else self.first).get(folded(key))

    def wild(self, key: Value, from_last: bool = False) -> int | None:
        """The first or last text that a text with wildcards stands for."""
        if not isinstance(key, str) or not _WILD & set(key):
            return self.exact(key, from_last)
        match = pattern(key).fullmatch
        order = range(len(self.keys))
        for at in reversed(order) if from_last else order:
            other = self.keys[at]
            if isinstance(other, str) and match(other.lower()):
                return at
        return None

    def sorted(self, key: Value, falling: bool) -> int | None:
        """The last key up to this one among keys that rise, or the last down to it among keys that fall.

        Where a binary search ends; errors and keys of another kind are passed over. Raises ValueError where that is
        an accident: the keys below, equal and above do not follow each other.
        """
        places = {-1: [], 0: [], 1: []}  # type: dict[int, list[int]]
        latest = -1
        for at, other in self._alike(key):
            order = compare(other, key) * (-1 if falling else 1)
            side = (order > 0) - (order < 0)
            if side < latest:
                raise ValueError(
                    "The nearest value is looked for among keys that are not sorted; "
                    "ask for an exact match (0 or FALSE), or use XLOOKUP."
                )
            latest = side
            places[side].append(at)
        ends = places[0] or places[-1]
        if not ends:
            return None
        if falling and len(ends) > 1 and compare(self.keys[ends[-1]], self.keys[ends[-2]]) == 0:
            raise ValueError("Which of several equal keys that fall MATCH finds is not computed here.")
        return ends[-1]

    def nearest(self, key: Value, side: int, from_last: bool = False) -> int | None:
        """An equal key, or the nearest below (``side`` -1) or above (1); the first or last of them."""
        best: int | None = None
        alike = list(self._alike(key))
        for at, other in reversed(alike) if from_last else alike:
            order = compare(other, key) * side
            if order >= 0 and (best is None or compare(other, self.keys[best]) * side < 0):
                best = at
        others = any(rank(other) != rank(key) and other is not None for other in self.keys)
        if best is None and others:
            raise ValueError("Among keys of other kinds the nearest is not computed here.")
        return best

    def unique(self, key: Value, side: int, falling: bool) -> int | None:
        """``nearest`` by a binary search, whose result is sure among keys that are sorted and differ."""
        alike = [other for _, other in self._alike(key)]
        if len(alike) < len(self.keys):
            raise ValueError("A binary search among keys of several kinds is not computed here.")
        place = self.nearest(key, side) if side else self.exact(key)
        for one, other in pairwise(alike):
            order = compare(one, other) * (-1 if falling else 1)
            if order > 0:
                raise ValueError("The keys are not sorted as the binary search of XLOOKUP or XMATCH needs them.")
            if order == 0 and place is not None and compare(one, self.keys[place]) == 0:
                raise ValueError("Which of several equal keys a binary search finds is not computed here.")
        return place

    def _alike(self, key: Value) -> Iterator[tuple[int, Value]]:
        kind = rank(key)
        return ((at, other) for at, other in enumerate(self.keys) if rank(other) == kind)


def _looked(keys: Grid, find: Finder, give: Callable[[int], Value], longest: int | None = None) -> Grid:
    def one(key: Value) -> Value:
        if isinstance(key, Error):
            return key
        if key is None:  # 0 to some functions, an empty text or cell to others
            if any(find(blank) is not None for blank in (None, 0.0, "")):
                raise ValueError("What is looked up is an empty cell.")
            return NA
        if longest and isinstance(key, str) and len(key) > longest:
            return VALUE
        at = find(key)
        return NA if at is None else give(at)

    return over(one, keys)


def _old(keys: Keys, how: Value) -> Finder:
    """MATCH's ways: 0 an equal key, 1 the nearest below among keys that rise, -1 the nearest above among falling."""
    if not isinstance(how, float | bool):
        raise ValueError("How a lookup looks is a number, TRUE or FALSE.")
    return keys.wild if how == 0 else lambda key: keys.sorted(key, how < 0)


def _new(keys: Keys, mode: Value, search: Value) -> Finder | None:
    """XMATCH's ways; None for one it has not."""
    if search in (1, -1):
        back = search == -1
        if mode == 0:
            return lambda key: keys.exact(key, back)
        if mode == 2:
            return lambda key: keys.wild(key, back)
        return (lambda key: keys.nearest(key, int(mode), back)) if mode in (1, -1) else None
    if search in (2, -2) and mode in (0, 1, -1):
        return lambda key: keys.unique(key, int(mode), search == -2)
    return None


def _line(grid: Grid) -> list[Value] | None:
    """The values of one row or column."""
    return flat(grid) if 1 in (len(grid), len(grid[0])) else None


def match(key: Grid, keys: Grid, how: Grid | None = None) -> Grid:
    """MATCH."""
    among = _line(keys)
    if among is None:
        return over(lambda one: NA, key)
    return _looked(key, _old(Keys(among), given(how, 1.0)), lambda at: at + 1.0, _LONGEST)


def xmatch(key: Grid, keys: Grid, mode: Grid | None = None, search: Grid | None = None) -> Grid:
    """XMATCH."""
    among, find = _line(keys), None
    if among is not None:
        find = _new(Keys(among), given(mode, 0.0), given(search, 1.0))
    return over(lambda one: VALUE, key) if find is None else _looked(key, find, lambda at: at + 1.0)


def _flag(how: Value) -> float | Value:
    """Whether the nearest is looked for, as 1 or 0."""
    return float(how != 0) if isinstance(how, float | bool) else how


def vlookup(key: Grid, table: Grid, number: Grid, how: Grid | None = None) -> Grid:
    """VLOOKUP."""
    find = _old(Keys([row[0] for row in table]), _flag(given(how, True)))

    def column(key: Value, number: Value) -> Value:
        if isinstance(number, Error):
            return number
        at = int(number or 0) - 1
        if not 0 <= at < len(table[0]):
            return VALUE if at < 0 else REF
        return _looked([[key]], find, lambda row: table[row][at], _LONGEST)[0][0]

    return over(column, key, number)


def hlookup(key: Grid, table: Grid, number: Grid, how: Grid | None = None) -> Grid:
    """HLOOKUP."""
    return vlookup(key, list(lines(table)), number, how)


def lookup(key: Grid, keys: Grid, values: Grid | None = None) -> Grid:
    """LOOKUP; without values, its keys are the longer side's first line of a block and its values that side's last."""
    if values is None and 1 not in (len(keys), len(keys[0])):
        turned = keys if len(keys) >= len(keys[0]) else list(lines(keys))
        keys, values = [[row[0]] for row in turned], [[row[-1]] for row in turned]
    among, beside = _line(keys), _line(values or keys)
    if among is None or beside is None or len(among) != len(beside):
        raise ValueError("LOOKUP needs its keys and its values in rows or columns of one length.")
    looked = Keys(among)
    return _looked(key, lambda one: looked.sorted(one, falling=False), lambda at: beside[at])


def xlookup(
    key: Grid,
    keys: Grid,
    values: Grid,
    missing: Grid | None = None,
    mode: Grid | None = None,
    search: Grid | None = None,
) -> Grid:
    """XLOOKUP: what stands beside the key, a whole row or column of it for one key."""
    among, across = _line(keys), len(keys) == 1 and len(keys[0]) > 1
    rows = list(lines(values)) if across else values
    find = _new(Keys(among), given(mode, 0.0), given(search, 1.0)) if among is not None else None
    if among is None or find is None or len(rows) != len(among):
        return over(lambda one: VALUE, key)

    def first(one: Value, at: Value) -> Value:
        if isinstance(at, Error):
            return given(missing, NA) if at == NA and one != NA else at
        return rows[int(at)][0]  # type: ignore[arg-type]

    places = _looked(key, find, float)
    at = places[0][0]
    if len(key) > 1 or len(key[0]) > 1 or isinstance(at, Error):
        return over(first, key, places)
    beside = rows[int(at)]  # type: ignore[arg-type]
    return [[one] for one in beside] if across else [beside]
