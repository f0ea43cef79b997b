"""Questions over drawn orders that choose, sort or count: what Python makes of the rows, and formulas for it."""

from __future__ import annotations

import random
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .operations import Drawn, Row


class Case(NamedTuple):
    """What is expected, one value or a list from the top down, and its formulas."""

    expected: Any
    formulas: tuple[str, ...]


def case(expected: Any, *formulas: str) -> Case:
    """A case."""
    return Case(float(expected) if type(expected) is int else expected, formulas)


def picked(table: Drawn, seed: int) -> tuple[Row, str, list[Row]]:
    """One of the rows, a region, and the region's rows; case does not count."""
    dice = random.Random(seed * 7 + 1)
    region = dice.choice(["North", "South", "East", "West"])
    return dice.choice(table.rows), region, [row for row in table.rows if (row.region or "").lower() == region.lower()]


def lookup(table: Drawn, seed: int) -> list[Case]:
    """One value beside a key, the last of several, the nearest, and a key that there is not."""
    row, _, _ = picked(table, seed)
    last = [other.order for other in table.rows if other.product == row.product][-1]
    dearest = max(table.rows, key=lambda other: other.price)
    key = f'"{row.order}"'
    return [
        case(
            row.price,
            f"=VLOOKUP({key},[A:E],5,FALSE)",
            f"=VLOOKUP({key},A:E,5,0)",
            f"=INDEX([E],MATCH({key},[A],0))",
            f"=XLOOKUP({key},[A],[E])",
            f"=INDEX([E],XMATCH({key},[A]))",
            f"=LOOKUP(2,1/([A]={key}),[E])",
            f"=SUMIFS([E],[A],{key})",
            f"=FILTER([E],[A]={key})",
            f"=VLOOKUP({key},[A:E],5)",
            f"=XLOOKUP({key},[A],[E],,0,2)",
        ),
        case(
            last,
            f'=LOOKUP(2,1/([C]="{row.product}"),[A])',
            f'=XLOOKUP("{row.product}",[C],[A],,0,-1)',
            f'=TAKE(FILTER([A],[C]="{row.product}"),-1)',
            f'=INDEX([A],MAX(IF([C]="{row.product}",ROW([A])-1)))',
        ),
        case(
            dearest.order,
            "=INDEX([A],MATCH(MAX([E]),[E],0))",
            "=XLOOKUP(MAX([E]),[E],[A])",
            "=INDEX(SORTBY([A],[E],-1),1)",
            "=TAKE(SORTBY([A],[E],-1),1)",
            "=XLOOKUP(1E+9,[E],[A],,-1)",
        ),
        case(
            "none",
            '=IFERROR(VLOOKUP("O-9999",[A:E],5,FALSE),"none")',
            '=XLOOKUP("O-9999",[A],[E],"none")',
            '=IFNA(INDEX([E],MATCH("O-9999",[A],0)),"none")',
            '=FILTER([E],[A]="O-9999","none")',
        ),
    ]


def filtering(table: Drawn, seed: int) -> list[Case]:
    """Orders by two conditions, by numbers among texts and blanks, and by month."""
    _, region, own = picked(table, seed)
    dear = [row.order for row in own if row.price > 500]
    many = [row.order for row in own if isinstance(row.units, float) and row.units > 40]
    month = [row.order for row in table.rows if row.when.month == 3]
    where = f'([B]="{region}")'
    return [
        case(
            dear,
            f"=FILTER([A],{where}*([E]>500))",
            f"=CHOOSECOLS(FILTER([A:E],{where}*([E]>500)),1)",
            f"=TAKE(FILTER([A:E],{where}*([E]>500)),,1)",
            f'=FILTER(FILTER([A],{where}),FILTER([E],[B]="{region}")>500)',
            f"=LET(rows,FILTER([A:E],{where}),INDEX(FILTER(rows,INDEX(rows,0,5)>500),0,1))",
        ),
        case(
            ",".join(dear),
            f'=TEXTJOIN(",",TRUE,IF({where}*([E]>500),[A],""))',
            f'=TEXTJOIN(",",TRUE,FILTER([A],{where}*([E]>500)))',
        ),
        case(
            many, f"=FILTER([A],{where}*ISNUMBER([D])*([D]>40))", f"=FILTER([A],{where}*(IF(ISNUMBER([D]),[D],0)>40))"
        ),
        case(
            month,
            "=FILTER([A],MONTH([F])=3)",
            "=FILTER([A],([F]>=DATE(2025,3,1))*([F]<DATE(2025,4,1)))",
            '=FILTER([A],TEXT([F],"yyyy-mm")="2025-03")',
            "=FILTER([A],EOMONTH(+[F],0)=DATE(2025,3,31))",
        ),
    ]


def sorting(table: Drawn, seed: int) -> list[Case]:
    """The five dearest, the orders of them, and orders by region and then by price."""
    dearest = sorted(table.rows, key=lambda row: -row.price)[:5]
    ranked = sorted(table.rows, key=lambda row: (row.region is None, (row.region or "").lower(), -row.price))
    return [
        case(
            [row.price for row in dearest],
            "=TAKE(SORT([E],,-1),5)",
            "=LARGE([E],{1;2;3;4;5})",
            "=LARGE([E],SEQUENCE(5))",
            "=INDEX(SORT([E],1,-1),SEQUENCE(5))",
        ),
        case(
            [row.order for row in dearest],
            "=TAKE(SORTBY([A],[E],-1),5)",
            "=INDEX(SORTBY([A],[E],-1),SEQUENCE(5))",
            "=CHOOSECOLS(TAKE(SORT([A:E],5,-1),5),1)",
        ),
        case(
            [row.order for row in ranked[:9]],
            "=TAKE(SORTBY([A],[B],1,[E],-1),9)",
            "=CHOOSECOLS(TAKE(SORT([A:E],{2,5},{1,-1}),9),1)",
        ),
        case(sorted({row.product for row in table.rows}), "=SORT(UNIQUE([C]))"),
    ]


def counting(table: Drawn, seed: int) -> list[Case]:
    """How many meet conditions, are blank, are numbers, are texts."""
    _, region, own = picked(table, seed)
    rows, test = table.rows, f'"{region}"'
    return [
        case(
            len(own),
            f"=COUNTIF([B],{test})",
            f"=COUNTIFS([B],{test})",
            f"=SUMPRODUCT(--([B]={test}))",
            f"=SUM(--([B]={test}))",
            f"=ROWS(FILTER([B],[B]={test}))",
            f"=COUNTA(FILTER([A],[B]={test}))",
            f"=COUNTIF(B:B,{test})",
            f"=SUM(IF([B]={test},1,0))",
        ),
        case(
            sum(row.price > 500 for row in own),
            f'=COUNTIFS([B],{test},[E],">500")',
            f"=SUMPRODUCT(([B]={test})*([E]>500))",
            f"=ROWS(FILTER([A],([B]={test})*([E]>500)))",
        ),
        case(
            sum(row.region is None for row in rows),
            "=COUNTBLANK([B])",
            '=COUNTIF([B],"")',
            '=SUMPRODUCT(--([B]=""))',
            "=ROWS([B])-COUNTA([B])",
            "=SUMPRODUCT(--ISBLANK([B]))",
        ),
        case(sum(isinstance(row.units, float) for row in rows), "=COUNT([D])", "=SUMPRODUCT(--ISNUMBER([D]))"),
        case(sum(isinstance(row.units, str) for row in rows), "=SUMPRODUCT(--ISTEXT([D]))", "=COUNTA([D])-COUNT([D])"),
        case(sum(row.paid for row in rows), "=COUNTIF([G],TRUE)", "=SUMPRODUCT(--[G])", "=SUM(--([G]=TRUE))"),
        case(
            sum(row.product.startswith("P") for row in rows),
            '=COUNTIF([C],"P*")',
            '=SUMPRODUCT(--(LEFT([C])="P"))',
            '=COUNTIF([C],"p*")',
        ),
        case(sum(row.note == "gift*" for row in rows), '=COUNTIF([H],"gift~*")', '=SUMPRODUCT(--([H]="gift*"))'),
        case(sum(row.note in ("5",) for row in rows), "=COUNTIF([H],5)", '=COUNTIF([H],"5")'),
        case(
            sum(row.when < datetime(2025, 4, 1) for row in rows),
            '=COUNTIF([F],"<2025-04-01")',
            '=COUNTIF([F],"<4/1/2025")',
            '=COUNTIF([F],"<"&DATE(2025,4,1))',
            '=COUNTIF([F],"<1-Apr-2025")',
            "=SUMPRODUCT(--([F]<DATE(2025,4,1)))",
        ),
    ]


def distinct(table: Drawn, seed: int) -> list[Case]:
    """How many different there are, without blanks, and under a condition."""
    _, region, own = picked(table, seed)
    products = {row.product for row in table.rows}
    regions = {row.region.lower() for row in table.rows if row.region}
    return [
        case(
            len(products),
            "=COUNTA(UNIQUE([C]))",
            "=ROWS(UNIQUE([C]))",
            "=SUMPRODUCT(1/COUNTIF([C],[C]))",
            "=SUM(1/COUNTIF([C],[C]))",
            "=SUM(--(FREQUENCY(MATCH([C],[C],0),ROW([C])-1)>0))",
        ),
        case(
            len(regions),
            '=ROWS(UNIQUE(FILTER([B],[B]<>"")))',
            '=SUMPRODUCT(([B]<>"")/COUNTIF([B],[B]&""))',
            '=COUNTA(UNIQUE(FILTER([B],[B]<>"")))',
        ),
        case(
            len({row.product for row in own}),
            f'=ROWS(UNIQUE(FILTER([C],[B]="{region}")))',
            f'=SUMPRODUCT(([B]="{region}")/COUNTIFS([C],[C],[B],[B]&""))',
            f'=COUNTA(UNIQUE(FILTER([C],[B]="{region}")))',
        ),
    ]
