"""A result is of the sort of what it was made of: the number format that its value is shown by."""

from __future__ import annotations

import math
from datetime import datetime, time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.calc.cells import Scope
from sheetllm_xl.calc.inference import Sorting
from sheetllm_xl.calc.sorts import DAYS, Form, Known, Sort, alike, cell_sort, minus, plus, product
from sheetllm_xl.formulas import admit
from sheetllm_xl.formulas.tree import tree
from sheetllm_xl.literals import CellError, Value
from sheetllm_xl.sheet import Cell, Kind, Sheet

WORK = IronCalculator()
EURO, DOLLAR, WORKED, CLOCK, DAY, SHARE = '#,##0.00 "€"', "$#,##0.00", "[h]:mm", "h:mm", "d/m/yyyy", "0.0%"
HEADERS = ("Who", "Worked", "Start", "Due", "Fee", "Pay", "Share", "Year", "Units", "Plain", "Mixed")
ROWS: list[list[tuple[Value, str]]] = [
    [
        ("Ann", ""), (7.5 / 24, WORKED), (time(8, 30), CLOCK), (datetime(2024, 1, 31), DAY), (1200.0, EURO),
        (300.0, DOLLAR), (0.125, SHARE), (2023.0, "0"), (1500.0, "#,##0"), (2.0, ""), (1300.0, "$#,##0"),
    ],
    [
        ("Bob", ""), (10 / 24, WORKED), (time(9), CLOCK), (datetime(2024, 2, 29), DAY), (34.5, EURO),
        (410.0, DOLLAR), (0.25, SHARE), (2024.0, "0"), (2500.0, "#,##0"), (5.0, ""), (7.0, "0%"),
    ],
    [
        ("Cy", ""), (30 / 24, WORKED), (time(10, 15), CLOCK), (datetime(2024, 3, 1), DAY), (800.0, EURO),
        (120.0, DOLLAR), (0.5, SHARE), (2025.0, "0"), (900.0, "#,##0"), (4.0, ""), (datetime(2024, 5, 1), DAY),
    ],
]  # fmt: skip
SHEET = Sheet.of(
    "Data",
    [Cell(1, col, text) for col, text in enumerate(HEADERS, 1)]
    + [
        Cell(row, col, value, number_format)
        for row, line in enumerate(ROWS, 2)
        for col, (value, number_format) in enumerate(line, 1)
    ],
)

CASES: list[tuple[str, Value, str]] = [
    # lengths of time and times of day
    ("=SUM(B2:B4)", 47.5 / 24, WORKED),
    ("=AVERAGE(B2:B4)", 47.5 / 72, WORKED),
    ("=B2*2", 15 / 24, WORKED),
    ("=SUM(B2:B4)*24", 47.5, ""),
    ("=24*60*B2", 450.0, ""),
    ("=B4/B2", 4.0, ""),
    ("=E2/(B2*24)", 160.0, EURO),
    ("=E2/B2/24", 160.0, EURO),
    ("=AVERAGE(C2:C4)", time(9, 15), CLOCK),
    ("=MAX(C2:C4)", time(10, 15), CLOCK),
    ('=XLOOKUP("Bob",A2:A4,C2:C4)', time(9), CLOCK),
    ("=C4-C2", 1.75 / 24, "[h]:mm"),
    ("=MAX(C2:C4)-MIN(C2:C4)", 1.75 / 24, "[h]:mm"),
    ("=SUM(C2:C4)", 27.75 / 24, "[h]:mm"),
    ("=1-C2", 15.5 / 24, "[h]:mm"),
    ("=C2+B2", time(16), CLOCK),
    ("=STDEV.P(C2:C3)", 0.25 / 24, "[h]:mm"),
    # dates
    ("=MAX(D2:D4)", datetime(2024, 3, 1), DAY),
    ('=SUMIFS(D2:D4,A2:A4,"Bob")', datetime(2024, 2, 29), DAY),
    ('=MINIFS(D2:D4,J2:J4,">2")', datetime(2024, 2, 29), DAY),
    ("=INDEX(D2:D4,MATCH(\"Cy\",A2:A4,0))", datetime(2024, 3, 1), DAY),
    ("=D3-D2", 29.0, ""),
    ("=MAX(D2:D4)-MIN(D2:D4)", 30.0, ""),
    ("=D2+30", datetime(2024, 3, 1), DAY),
    ("=D2+J2", datetime(2024, 2, 2), DAY),
    ("=D2+C2", datetime(2024, 1, 31, 8, 30), ""),
    ("=EDATE(D2,1)", datetime(2024, 2, 29), DAY),
    ("=DATE(2024,12,25)", datetime(2024, 12, 25), ""),
    ("=YEAR(D2)", 2024.0, ""),
    ("=SUM(D2:D3)", 45322.0 + 45351.0, ""),
    # currencies
    ("=SUM(E2:E4)", 2034.5, EURO),
    ('=SUMIFS(E2:E4,A2:A4,"<>Bob")', 2000.0, EURO),
    ('=SUMPRODUCT((A2:A4="Ann")*E2:E4)', 1200.0, EURO),
    ('=SUM(FILTER(E2:E4,A2:A4="Ann"))', 1200.0, EURO),
    ("=E2*J2", 2400.0, EURO),
    ("=E2*10%", 120.0, EURO),
    ("=E2*G2", 150.0, EURO),
    ("=E2*(1+G2)", 1350.0, EURO),
    ("=SUM(E2:E4)/COUNT(E2:E4)", 2034.5 / 3, EURO),
    ("=SUMPRODUCT(E2:E4,J2:J4)", 2400 + 172.5 + 3200, EURO),
    ("=E2-E3+100", 1265.5, EURO),
    ("=E2+I2", 2700.0, EURO),
    ("=-E2", -1200.0, EURO),
    ("=ROUND(AVERAGE(E2:E4),1)", 678.2, EURO),
    ("=IFERROR(E2/0,E3)", 34.5, EURO),
    ("=IF(E2>1000,E2,0)", 1200.0, EURO),
    ("=LET(x,E2,x+E3)", 1234.5, EURO),
    ("=E2/E4", 1.5, ""),
    ("=(E2-E4)/E4", 0.5, ""),
    ("=E2+F2", 1500.0, ""),
    ("=SUM(E2:F2)", 1500.0, ""),
    ("=E2/F2*F3", 1640.0, EURO),
    ("=E2*E3", 41400.0, ""),
    ("=MEDIAN(F2:F4)", 300.0, DOLLAR),
    # percentages
    ("=AVERAGE(G2:G4)", 0.875 / 3, SHARE),
    ("=SUM(G2:G4)", 0.875, SHARE),
    ("=1-G2", 0.875, SHARE),
    ("=G3-G2", 0.125, SHARE),
    ("=G2*100", 12.5, ""),
    ("=G2*J2", 0.25, ""),
    ("=G3/G2", 2.0, ""),
    ("=G2+J2", 2.125, ""),
    # years, counts, plain numbers
    ("=MAX(H2:H4)", 2025.0, "0"),
    ("=INDEX(H2:H4,MATCH(MAX(E2:E4),E2:E4,0))", 2023.0, "0"),
    ("=COUNT(E2:E4)", 3.0, ""),
    ('=COUNTIF(E2:E4,">100")', 2.0, ""),
    ("=SUMPRODUCT(--(E2:E4>100))", 2.0, ""),
    ("=MATCH(34.5,E2:E4,0)", 2.0, ""),
    ("=RANK(E2,E2:E4)", 1.0, ""),
    ("=SUM(I2:I4)", 4900.0, "#,##0"),
    ("=E2>E3", True, ""),
    ("=TEXT(E2,\"0\")&A2", "1200Ann", ""),
    # picked from cells of several sorts
    ("=VLOOKUP(\"Ann\",A2:K4,5,FALSE)", 1200.0, EURO),
    ("=VLOOKUP(\"Ann\",A2:K4,5,FALSE)*2", 2400.0, EURO),
    ("=INDEX(A2:K4,2,6)", 410.0, DOLLAR),
    ('=INDEX(B2:K4,MATCH("Bob",A2:A4,0),MATCH("Share",B1:K1,0))', 0.25, SHARE),
    ('=XLOOKUP("Ann",A2:A4,K2:K4)', 1300.0, "$#,##0"),
    ('=SUMIFS(K2:K4,A2:A4,"Bob")', 7.0, "0%"),
    ("=MAX(K2:K3)", 1300.0, "$#,##0"),
    ("=SUM(K2:K3)", 1307.0, ""),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "value", "number_format"), CASES)
def test_a_result_keeps_its_sort(formula: str, value: Value, number_format: str) -> None:
    done = WORK.evaluate(formula, [SHEET])
    assert done.formats == ((number_format,),)
    found = done.rows[0][0]
    assert type(found) is type(value)
    assert found == (pytest.approx(value) if isinstance(value, float) else value)


def test_each_value_of_a_block_is_shown_as_the_cells_that_hold_it() -> None:
    done = WORK.evaluate("=FILTER(A2:G4,J2:J4>2)", [SHEET])
    assert done.formats == (("", WORKED, CLOCK, DAY, EURO, DOLLAR, SHARE),) * 2
    assert done.rows[0][2:4] == (time(9), datetime(2024, 2, 29))


@pytest.mark.parametrize(
    ("number_format", "unit"),
    [
        ("$#,##0.00", "$"),
        ("[$€-407] #,##0", "€"),
        ("#,##0.00\\ [$€-1]", "€"),
        ("[$CHF-807]\\ #,##0.00", "CHF"),
        ('_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-', "€"),
        ('_("$"* #,##0_);_("$"* (#,##0)', "$"),
        ('"US$"#,##0', "US$"),
        ('$#,##0,"K"', "$"),
        ("#,##0\\ \\₩", "₩"),
        ('0.0" kg"', "kg"),
        ("[$-409]#,##0.00", ""),
        ("[Red]#,##0;[Blue]-$#,##0", ""),
        ('"("0")"', ""),
        ("General", ""),
        ("#,##0.00_);(#,##0.00)", ""),
        ("0.0E+00", ""),
    ],
)
def test_a_unit_is_what_stands_beside_the_digits(number_format: str, unit: str) -> None:
    assert cell_sort(number_format, Kind.NUMBER) == Sort(((unit, 1),) if unit else (), Form.NUMBER, number_format)


def test_signs_in_some_rows_alone_are_the_column_s() -> None:
    """As accountants write it: the sign in the first row and in the total."""
    cells = [Cell(1, 1, 10.0, "$#,##0.00"), Cell(2, 1, 20.0, "#,##0.00"), Cell(3, 1, 5.5, "#,##0.00")]
    assert WORK.evaluate("=SUM(A1:A3)", [Sheet.of("S", cells)]).formats == (("$#,##0.00",),)
    cells = [Cell(1, 1, 0.5, "0%"), Cell(2, 1, 20.0, "#,##0.00")]
    assert WORK.evaluate("=SUM(A1:A2)", [Sheet.of("S", cells)]).formats == (("",),)


def test_the_finest_of_several_formats_is_taken() -> None:
    cells = [Cell(1, 1, 10.0, "$0"), Cell(2, 1, 20.0, "$0"), Cell(3, 1, 5.25, "$0.00")]
    assert WORK.evaluate("=SUM(A1:A3)", [Sheet.of("S", cells)]).formats == (("$0.00",),)


FORMATS = st.sampled_from(["", "0.0", "#,##0", EURO, DOLLAR, "[$€-407]0", SHARE, WORKED, '0" kg"'])
SORTS = st.one_of(
    st.tuples(FORMATS, st.just(Kind.NUMBER)),
    st.sampled_from([(CLOCK, Kind.TIME), (DAY, Kind.DATE)]),
).map(lambda pair: cell_sort(*pair))


def units(sort: Known) -> object:
    return None if sort is None else (sort.units, sort.form)


@given(SORTS, SORTS)
def test_sums_and_products_do_not_depend_on_the_order(a: Known, b: Known) -> None:
    assert units(plus(a, b)) == units(plus(b, a))
    assert units(product(a, b)) == units(product(b, a))
    assert units(alike([a, b])) == units(alike([b, a]))


@given(SORTS, SORTS)
def test_what_is_multiplied_in_is_divided_out(a: Known, b: Known) -> None:
    both = product(a, b)
    assume(both is not None)
    back = product(both, b, -1)
    assert back is not None
    assert a is not None
    assert back.units == a.units


@given(SORTS)
def test_a_distance_is_no_point(a: Known) -> None:
    apart = minus(a, a)
    assert apart is not None
    assert apart.form in (Form.NUMBER, Form.SHARE)
    assert apart.units == (() if a is not None and a.form is Form.MOMENT else a.units if a else None)
    if a is not None and a.form is Form.MOMENT:
        assert plus(a, Sort(DAYS)) is not None
        assert units(minus(plus(a, Sort(DAYS)), a)) == ((), Form.NUMBER)


def amounts(col: str) -> st.SearchStrategy[str]:
    """Formulas that come to an amount in the currency of a column."""
    return st.recursive(
        st.sampled_from([f"{col}2", f"{col}3", f"{col}4", f"SUM({col}2:{col}4)", f"MAX({col}2:{col}4)"]),
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from("+-"), inner).map(lambda parts: f"({''.join(parts)})"),
            st.tuples(st.sampled_from(["SUM", "MIN", "AVERAGE"]), inner, inner).map(
                lambda parts: f"{parts[0]}({parts[1]},{parts[2]})"
            ),
            st.tuples(st.sampled_from(["3*", "-", "J2*"]), inner).map("".join),
        ),
        max_leaves=3,
    )


AMOUNTS = st.one_of(amounts("E"), amounts("F"))
FORMULAS = st.one_of(
    AMOUNTS,
    st.tuples(AMOUNTS, st.sampled_from("+*/"), AMOUNTS).map("".join),
    st.tuples(AMOUNTS, AMOUNTS, AMOUNTS).map(lambda parts: "{}/({})*({})".format(*parts)),
)


@settings(max_examples=60, deadline=None)
@given(FORMULAS)
def test_a_result_in_a_currency_grows_with_it(formula: str) -> None:
    """The law of dimensions: with euros in cents, a result in euros is a hundred times as much, and no other is."""
    read = admit(f"={formula}")
    sort = Sorting(tree(read)[0], Scope([SHEET], read.references)).sort
    if sort is None:  # euros and dollars
        return
    before, after = (WORK.evaluate(read.text, [sheet]).rows[0][0] for sheet in (SHEET, in_cents(SHEET)))
    assert isinstance(before, float | CellError)
    if isinstance(before, float) and abs(before) > 1e-6:
        assert isinstance(after, float)
        assert math.isclose(after / before, 100.0 ** dict(sort.units).get("€", 0), rel_tol=1e-6)


def in_cents(sheet: Sheet) -> Sheet:
    cells = [
        cell._replace(value=cell.value * 100) if cell.format == EURO and isinstance(cell.value, float) else cell
        for cell in sheet.cells()
    ]
    return Sheet.of(sheet.name, cells)


@pytest.mark.parametrize("date1904", [False, True])
def test_a_day_and_more_in_a_clock_s_format_is_as_long_as_it_is(date1904: bool) -> None:
    """30:30 in h:mm is shown as 6:30 and read as a date of the calendar's second day."""
    long = datetime(1904, 1, 2, 6, 30) if date1904 else datetime(1900, 1, 1, 6, 30)
    cells = [Cell(row, 1, value, CLOCK) for row, value in enumerate([time(8, 30), long, time(9)], 1)]
    stamps = [Cell(row, 2, datetime(2024, 5, row, 6, 30), CLOCK) for row in (1, 2, 3)]
    sheet = Sheet.of("S", [*cells, *stamps], date1904=date1904)
    for formula, value, number_format in [
        ("=SUM(A1:A3)", 2.0, "[h]:mm"),
        ("=AVERAGE(A1:A3)", time(16), CLOCK),
        ("=AVERAGE(A2,A2)", 30.5 / 24, "[h]:mm"),
        ("=A2-A1", 22 / 24, "[h]:mm"),
        ("=MAX(B1:B3)", datetime(2024, 5, 3, 6, 30), CLOCK),
        ("=A2", long, None),
    ]:
        done = WORK.evaluate(formula, [sheet])
        assert done.rows[0][0] == (pytest.approx(value) if isinstance(value, float) else value)
        assert number_format is None or done.formats == ((number_format,),)
