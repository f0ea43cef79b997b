"""Columns of values as frames of pandas and polars, each column of the type its values have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from ..literals import CellError
from .columns import Column

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_EXACT = 1 << 53  # whole numbers up to here are all doubles


def pandas_frame(columns: Sequence[Column], names: Sequence[str] | Sequence[tuple[str, ...]]) -> pd.DataFrame:
    """A DataFrame; several levels of names are a MultiIndex."""
    import pandas as pd

    typed = (_of_pandas(_known(column)) for column in columns)
    frame = pd.DataFrame({at: pd.Series(values, dtype=kind) for at, (values, kind) in enumerate(typed)})
    levels = [name for name in names if isinstance(name, tuple) and len(name) > 1]
    frame.columns = pd.MultiIndex.from_tuples(levels) if levels else pd.Index(list(map(_flat, names)))
    return frame


def _flat(name: str | tuple[str, ...]) -> str:
    return name if isinstance(name, str) else "".join(name)


def polars_frame(columns: Sequence[Column], names: Sequence[str]) -> pl.DataFrame:
    """A polars DataFrame; a column of several kinds is of texts."""
    import polars as pl

    types: dict[type, Any] = {
        bool: pl.Boolean,
        int: pl.Int64,
        float: pl.Float64,
        datetime: pl.Datetime("us"),
        time: pl.Time,
    }
    series = []
    for name, column in zip(names, columns, strict=True):
        known, kind = _known(column), _kind(_known(column))
        if kind in types:
            series.append(pl.Series(name, _as(kind, known), types[kind]))
        else:
            series.append(pl.Series(name, [None if one is None else _spelled(one) for one in known], pl.String))
    return pl.DataFrame(series)


def _spelled(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _known(column: Column) -> list[Any]:
    """The values; an error is as good as missing."""
    return [None if isinstance(value, CellError) else value for value in column]


def _kind(values: list[Any]) -> type:
    """The one kind of the values that are there: int for whole numbers; object for several kinds, or none."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {float} and all(value is None or (value.is_integer() and abs(value) < _EXACT) for value in values):
        return int
    return kinds.pop() if len(kinds) == 1 else object


def _as(kind: type, values: list[Any]) -> list[Any]:
    return [None if value is None else int(value) for value in values] if kind is int else values


def _of_pandas(values: list[Any]) -> tuple[list[Any], Any]:
    """The values as a Series takes them, and its type; whole numbers and booleans with gaps are nullable."""
    kind, gaps = _kind(values), None in values
    named = {int: "Int64" if gaps else "int64", bool: "boolean" if gaps else "bool", float: "float64", str: "str"}
    return _as(kind, values), named.get(kind, "datetime64[us]" if kind is datetime else object)
