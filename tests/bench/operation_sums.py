"""Questions over drawn orders that add up or join: what plain Python makes of the rows, and formulas for it."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from .operation_cases import Case, case, picked

if TYPE_CHECKING:
    from .operations import Drawn


def aggregate(table: Drawn, seed: int) -> list[Case]:
    """Sums, means, least and largest, with a condition or none; numbers kept as text do not count."""
    _, region, own = picked(table, seed)
    prices, test = [row.price for row in own], f'"{region}"'
    units = [row.units for row in table.rows if isinstance(row.units, float)]
    last = len(table.rows) + 2
    return [
        case(sum(units), "=SUM([D])", f"=D{last}", "=SUMPRODUCT([D])", '=SUMIF([A],"O-*",[D])', f"=SUM(D:D)-D{last}"),
        case(statistics.fmean(units), "=AVERAGE([D])", "=SUM([D])/COUNT([D])", '=AVERAGEIF([D],">0")'),
        case(
            sum(prices),
            f"=SUMIF([B],{test},[E])",
            f"=SUMIFS([E],[B],{test})",
            f"=SUMPRODUCT(([B]={test})*[E])",
            f"=SUMPRODUCT(--([B]={test}),[E])",
            f"=SUM(IF([B]={test},[E]))",
            f"=SUM(FILTER([E],[B]={test}))",
            f"=SUMIFS(E:E,B:B,{test})",
        ),
        case(
            statistics.fmean(prices),
            f"=AVERAGEIF([B],{test},[E])",
            f"=AVERAGEIFS([E],[B],{test})",
            f"=AVERAGE(IF([B]={test},[E]))",
            f"=AVERAGE(FILTER([E],[B]={test}))",
        ),
        case(max(prices), f"=MAXIFS([E],[B],{test})", f"=MAX(IF([B]={test},[E]))", f"=MAX(FILTER([E],[B]={test}))"),
        case(min(prices), f"=MINIFS([E],[B],{test})", f"=MIN(IF([B]={test},[E]))", f"=SMALL(FILTER([E],[B]={test}),1)"),
        case(
            statistics.median(prices),
            f"=MEDIAN(IF([B]={test},[E]))",
            f"=MEDIAN(FILTER([E],[B]={test}))",
            f"=QUARTILE(FILTER([E],[B]={test}),2)",
        ),
        case(statistics.stdev(prices), f"=STDEV(IF([B]={test},[E]))", f"=STDEV.S(FILTER([E],[B]={test}))"),
    ]


def complex_aggregate(table: Drawn, seed: int) -> list[Case]:
    """Shares, weighted means, months, the best of groups, numbers kept as text, merged labels."""
    row, region, own = picked(table, seed)
    rows, test = table.rows, f'"{region}"'
    pairs = [(one.units, one.price) for one in rows if isinstance(one.units, float)]
    by_product: dict[str, float] = {}
    for one in rows:
        by_product[one.product] = by_product.get(one.product, 0) + one.price
    month = sum(one.price for one in rows if one.when.month == 5)
    merged = 'LOOKUP(ROW([I]),ROW([I])/([I]<>""),[I])'
    return [
        case(
            sum(one.price for one in own) / sum(one.price for one in rows),
            f"=SUMIFS([E],[B],{test})/SUM([E])",
            f"=SUMPRODUCT(([B]={test})*[E])/SUM([E])",
            f"=LET(t,SUM([E]),SUM(FILTER([E],[B]={test}))/t)",
        ),
        case(
            sum(units * price for units, price in pairs) / sum(units for units, _ in pairs),
            "=SUMPRODUCT([D],[E])/SUM([D])",
            "=SUM(IF(ISNUMBER([D]),[D]*[E]))/SUM([D])",
            "=SUMPRODUCT(IF(ISNUMBER([D]),[D],0),[E])/SUM([D])",
        ),
        case(
            month,
            '=SUMIFS([E],[F],">="&DATE(2025,5,1),[F],"<"&DATE(2025,6,1))',
            "=SUMPRODUCT((MONTH([F])=5)*[E])",
            "=SUM(FILTER([E],MONTH([F])=5))",
            '=SUMIFS([E],[F],">=2025-05-01",[F],"<=5/31/2025")',
        ),
        case(
            max(by_product, key=by_product.__getitem__),
            "=LET(u,UNIQUE([C]),INDEX(SORTBY(u,SUMIFS([E],[C],u),-1),1))",
            "=LET(u,UNIQUE([C]),s,SUMIFS([E],[C],u),INDEX(u,MATCH(MAX(s),s,0)))",
            "=LET(u,UNIQUE([C]),XLOOKUP(MAX(SUMIFS([E],[C],u)),SUMIFS([E],[C],u),u))",
            "=INDEX([C],MATCH(MAX(SUMIF([C],[C],[E])),SUMIF([C],[C],[E]),0))",
        ),
        case(
            sum(sorted((one.price for one in own), reverse=True)[:3]),
            f"=SUM(LARGE(IF([B]={test},[E]),{{1,2,3}}))",
            f"=SUM(TAKE(SORT(FILTER([E],[B]={test}),,-1),3))",
            f"=SUMPRODUCT(LARGE(([B]={test})*[E],{{1,2,3}}))",
        ),
        case(
            sum(float(one.units or 0) for one in rows),
            "=SUM(IFERROR(VALUE([D]),0))",
            "=SUMPRODUCT(--[D])",
            "=SUM(IFERROR(--[D],0))",
            "=SUMPRODUCT([D]*1)",
        ),
        case(
            sum(one.price for one in rows if one.group == row.group),
            f'=SUMPRODUCT(({merged}="{row.group}")*[E])',
            f'=SUM(FILTER([E],{merged}="{row.group}"))',
            f'=SUM(IF({merged}="{row.group}",[E]))',
        ),
    ]


def joining(table: Drawn, seed: int) -> list[Case]:
    """What two sheets give together: one value through another, and sums by what stands on the second."""
    row, _, _ = picked(table, seed)
    category, key = table.category[row.product], f'"{row.order}"'
    test = f'"{category}"'
    names = f"FILTER([Products A],[Products B]={test})"
    return [
        case(
            category,
            f"=XLOOKUP(XLOOKUP({key},[A],[C]),[Products A],[Products B])",
            f"=INDEX([Products B],MATCH(VLOOKUP({key},[A:E],3,FALSE),[Products A],0))",
            f"=VLOOKUP(INDEX([C],MATCH({key},[A],0)),[Products],2,FALSE)",
        ),
        case(
            sum(one.price for one in table.rows if table.category[one.product] == category),
            f"=SUMPRODUCT((XLOOKUP([C],[Products A],[Products B])={test})*[E])",
            f"=SUM(SUMIFS([E],[C],{names}))",
            f"=SUMPRODUCT(SUMIF([C],[Products A],[E])*([Products B]={test}))",
            f"=SUMPRODUCT((VLOOKUP([C],[Products],2,FALSE)={test})*[E])",
            f"=SUMPRODUCT(ISNUMBER(MATCH([C],{names},0))*[E])",
            f"=SUM(FILTER([E],XLOOKUP([C],[Products A],[Products B])={test}))",
            f"=SUMPRODUCT((LOOKUP([C],SORT([Products A]),SORTBY([Products B],[Products A]))={test})*[E])",
        ),
        case(
            sum(one.price * table.weight[one.product] for one in table.rows),
            "=SUMPRODUCT([E],XLOOKUP([C],[Products A],[Products C]))",
            "=SUMPRODUCT([E]*SUMIF([Products A],[C],[Products C]))",
            "=SUMPRODUCT(SUMIFS([E],[C],[Products A]),[Products C])",
            "=SUMPRODUCT([E]*VLOOKUP([C],[Products],3,0))",
        ),
        case(
            sum(table.category[one.product] == category for one in table.rows),
            f"=SUM(COUNTIFS([C],{names}))",
            f"=SUMPRODUCT(--(XLOOKUP([C],[Products A],[Products B])={test}))",
            f"=SUMPRODUCT(COUNTIF([C],[Products A])*([Products B]={test}))",
        ),
    ]
