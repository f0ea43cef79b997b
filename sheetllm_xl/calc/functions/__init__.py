"""Excel's functions that the engine computes otherwise, in plain Python over grids of values; run in the worker.

The worker loads this folder by its place, without the package around it: it imports the standard library alone. Each
function takes a grid an argument and gives a grid; it raises ValueError with a sentence where it is not sure of Excel.
"""

from __future__ import annotations

from collections.abc import Callable

from . import choosing, criteria, lookups, order, texts
from .databases import DATABASES
from .page import Page
from .values import Error, Grid

__all__ = ["FUNCTIONS", "Error", "Page"]

FUNCTIONS: dict[str, Callable[..., Grid]] = {
    "COUNTIF": lambda area, test: criteria.countifs(area, test),
    "COUNTIFS": criteria.countifs,
    "SUMIF": criteria.of_one("SUM"),
    "AVERAGEIF": criteria.of_one("AVERAGE"),
    "SUMIFS": criteria.of_several("SUM"),
    "AVERAGEIFS": criteria.of_several("AVERAGE"),
    "MAXIFS": criteria.of_several("MAX"),
    "MINIFS": criteria.of_several("MIN"),
    **DATABASES,
    "MATCH": lookups.match,
    "XMATCH": lookups.xmatch,
    "LOOKUP": lookups.lookup,
    "VLOOKUP": lookups.vlookup,
    "HLOOKUP": lookups.hlookup,
    "XLOOKUP": lookups.xlookup,
    "FILTER": choosing.filtered,
    "UNIQUE": choosing.unique,
    "SORT": order.sort,
    "SORTBY": order.sortby,
    "&": texts.join,
    "CONCATENATE": texts.join,
    "CONCAT": texts.concat,
    "TEXTJOIN": texts.textjoin,
    "REPT": texts.rept,
    "SUBSTITUTE": texts.substitute,
    "REPLACE": texts.replace,
    "VALUETOTEXT": texts.valuetotext,
    "ARRAYTOTEXT": texts.arraytotext,
    "VALUE": texts.value,
    "NUMBERVALUE": texts.numbervalue,
    "DATEVALUE": texts.datevalue,
    "TIMEVALUE": texts.timevalue,
    "as text": texts.texts,
    "as number": texts.numbers,
    "as number or text": texts.readable,
    "blanks as 0": choosing.zeros,
    "without blanks": choosing.without_blanks,
    "as small number": texts.small,
}
