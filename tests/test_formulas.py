"""Formulas as text: what they call and name, which are refused, and how they move."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.errors import InputError, NotComputed
from sheetllm_xl.formulas import ALLOWED, admit, moved, moved_cells, parse
from sheetllm_xl.grid import CellRange, quoted

from .sheets import ranges


def told(text: str) -> list[str]:
    return [f"{r.sheet}!{r.range}".removeprefix("!") for r in parse(text).references]


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("=B2", ["B2"]),
        ("B3:B9", ["B3:B9"]),
        ("=B3,B7", ["B3", "B7"]),
        ("=$B$2+b$3+$c4", ["B2", "B3", "C4"]),
        ("=B9:B2", ["B2:B9"]),
        ("=SUM(A:C)+SUM($3:$5)+SUM(7:7)", ["A:C", "3:5", "7:7"]),
        ("=Sales!A1+'Q1 ''26'!B2:C3+Übersicht!A1+日本!A1", ["Sales!A1", "Q1 '26!B2:C3", "Übersicht!A1", "日本!A1"]),
        ("='2024'!A1+2024!A1", ["2024!A1", "2024!A1"]),
        ("=SUM(Sales!A1:Sales!B5)", ["Sales!A1:B5"]),
        ("=LOG10(100)+LOG10", ["LOG10"]),  # a function before a parenthesis, a cell without one
        ("=XFD1048576", ["XFD1048576"]),
        ('="B2"&"say ""C3"""&B4', ["B4"]),
        ('={1,2;"A1",TRUE}', []),
        ("=1e5+1E-5+.5+5.", []),
        ("=TRUE+FALSE+#N/A+#DIV/0!", []),
        ("=50%*A1%", ["A1"]),
        ("=--A1^-B1", ["A1", "B1"]),
        ('=A1<>B1&""', ["A1", "B1"]),
        ("=LET(x,A1,y,x*2,y+B1)", ["A1", "B1"]),
        ("=MAP(A1:A3,LAMBDA(rate,rate*B1))", ["A1:A3", "B1"]),
        ("=LAMBDA(x,x+1)(C3)", ["C3"]),
        ("=SUM( B2 ,\n  C3 )", ["B2", "C3"]),
        ("=IF(A1,,2)", ["A1"]),
        ("=PI()", []),
    ],
)
def test_references(text: str, references: list[str]) -> None:
    assert told(text) == references


def test_spans_are_those_of_the_text() -> None:
    formula = parse("  SUM('A b'!C3:D4, $E5)")
    assert [formula.text[first:last] for first, last in (r.span for r in formula.references)] == ["'A b'!C3:D4", "$E5"]


@pytest.mark.parametrize(
    ("text", "functions"),
    [
        ("=sum(A1)+Sum(B1)+_xlfn._xlws.FILTER(A1,1)", ("SUM", "FILTER")),
        ("=_xlfn.STDEV.S(A1)", ("STDEV.S",)),
        ("=LET(double,LAMBDA(x,x*2),double(A1))", ("LET", "LAMBDA")),
        ("=LET(sum,A1,sum+1)", ("LET",)),
        ('="SUM(A1)"', ()),
        ("=SUM (A1)", ("SUM",)),
    ],
)
def test_functions(text: str, functions: tuple[str, ...]) -> None:
    assert parse(text).functions == functions


def test_other_workbooks_and_several_sheets_are_recognised() -> None:
    formula = parse(r"=[Book1.xlsx]Sales!A1+'C:\x\[b.xlsx]S 1'!B2+Jan:Dec!C3+'Q 1:Q 4'!D4+[1]S!A1")
    assert [(r.workbook, r.sheet, r.last_sheet) for r in formula.references] == [
        ("[Book1.xlsx]", "Sales", ""),
        ("C:\\x\\[b.xlsx]", "S 1", ""),
        ("", "Jan", "Dec"),
        ("", "Q 1", "Q 4"),
        ("[1]", "S", ""),
    ]


def test_tables_and_names_are_recognised() -> None:
    formula = parse("=SUM(Sales[Net]*Sales[[#All],[Tax '[%']]])+[@Net]+Rate+XFE1")
    assert formula.structured == ("Sales[Net]", "Sales[[#All],[Tax '[%']]]", "[@Net]")
    assert formula.names == ("Rate", "XFE1")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "=",
        " = ",
        "=SUM(",
        "=SUM(A1",
        "=SUM(A1))",
        "=(A1",
        "=()",
        "=A1+",
        "=*A1",
        "=A1+*B1",
        '="abc',
        "='Sales!A1",
        "=SUM(A1;B1)",
        "={1,A1}",
        "={}",
        "={1,2",
        "=A1:",
        "=,A1",
        "=A1,",
        "=(,A1)",
        "=A0+Sales!A0",
        "=A1:XFE1",
        "=Sales!",
        "=Sales!Rate",
        "=Sales!#REF!",
        "=Book!Macro(1)",
        "=cmd|'/c calc'!A1",
        "=1.2.3",
        "=5A",
        "=2(3)",
        '="a"(1)',
        "=A1 (B1)",
        "=LET(A1,2,A1)",
        "=LAMBDA(5,1)",
        "=“a”",
        "=A1−B1",
        "=A1==B1",
        "=SUM(*B2)",
        "=a.b!c",
        "=\x00",
    ],
)
def test_what_is_no_formula_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(InputError, match=r"(?s)^“.*” is not a formula: .*\.$"):
        parse(text)
    with pytest.raises(NotComputed):
        admit(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('=WEBSERVICE("http://a")', "WEBSERVICE.*outside"),
        ('=IF(1,webservice("http://a"))', "WEBSERVICE.*outside"),
        ("=LET(WEBSERVICE,1,WEBSERVICE(1))", "WEBSERVICE.*outside"),
        ("=SUM(MAP(A1:A3,LAMBDA(x,x*2)))", "of its own making"),
        ('=_xlfn.WEBSERVICE("http://a")', "WEBSERVICE.*outside"),
        ('=FILTERXML(A1,"//a")', "outside"),
        ('=HYPERLINK("http://a")', "outside"),
        ('=CALL("Kernel32","WinExec")', "outside"),
        ('=REGISTER.ID("a","b")', "outside"),
        ('=RTD("a",,"b")', "outside"),
        ('=INDIRECT("A1")', "runs"),
        ("=OFFSET(A1,1,1)", "runs"),
        ("=NOW()", "changes"),
        ("=TODAY()", "changes"),
        ("=RAND()", "changes"),
        ('=CELL("filename")', "more than values"),
        ('=INFO("directory")', "more than values"),
        ('=GETPIVOTDATA("x",A1)', "more than values"),
        ("=SUBTOTAL(9,A1:A3)", "hidden"),
        ('=ASKSHEET("x")', "this very product"),
        ("=NOVEL(1)", "not among"),
        ("=[Book1.xlsx]Sales!A1", "another workbook"),
        ("='[b.xlsx]S'!A1", "another workbook"),
        ("=SUM(Jan:Dec!A1)", "several sheets"),
        ("=SUM(Rate)", "neither a cell"),
        ("=SUM(Sales[Net])", "table's column"),
        ("=SUM(A1:A9 A3:C3)", "space between"),
        ("=B2 B3", "space between"),
        ("=B2 if B3 else 1", "neither a cell"),
        ("=SUM(A1:INDEX(A:A,3))", "“:”"),
        ("=SUM(A1#)", "“#”"),
        ("=@A1:A3", "“@”"),
        ("=" + "A1+" * 2000 + "1", "characters long"),
        ("=" + "(" * 65 + "1" + ")" * 65, "levels deep"),
        ("=" + "-" * 65 + "1", "levels deep"),
        ("=SUM(", "not closed"),
    ],
)
def test_what_is_not_admitted(text: str, why: str) -> None:
    with pytest.raises(NotComputed, match=why) as told:
        admit(text)
    assert str(told.value).endswith(".")


def test_what_is_admitted_is_what_was_read() -> None:
    assert admit("=SUM(A1)") == parse("=SUM(A1)")
    assert admit("=" + "(" * 64 + "1" + ")" * 64).depth == 64
    assert not {"INDIRECT", "OFFSET", "WEBSERVICE", "NOW"} & ALLOWED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=SUM(B2:B4)/C9", "=SUM(C5:C7)/D12"),
        ("B2", "C5"),
        ("=$B$2+'Old one'!B2+old!b2", "=$C$5+'New 1'!C5+'New 1'!C5"),
        ("=SUM(A:C)+SUM(3:$4)", "=SUM(B:D)+SUM(6:$7)"),
        ('="B2"&LOG10(B2)', '="B2"&LOG10(C5)'),
        ("=[b.xlsx]S!A1+Jan:Dec!A1+B2", "=[b.xlsx]S!A1+Jan:Dec!A1+C5"),
        ("=LET(x, B2, x)", "=LET(x, C5, x)"),
        ("=XFD1+B2", "=XFD1+C5"),
        ("not a formula at all", "not a formula at all"),
        ("", ""),
    ],
)
def test_moved(text: str, expected: str) -> None:
    assert moved(text, 3, 1, "New 1") == expected


def test_only_the_home_sheet_moves() -> None:
    assert moved("=B2+Old!B2+Rates!B2", 1, 0, "New", "old") == "=B3+New!B3+Rates!B2"


PIECES = "= A1 $B$2:C9 A:A S! SUM( LET(x, LAMBDA(x, ) ( , + - % : {1,2} { 1e5 #N/A # @ [a] [ x TRUE <> ! [b.xlsx]S!"
WORDS = st.sampled_from([*PIECES.split(), " ", "'Q 1'!", '"a""b"', '"', "'"])


@given(st.lists(WORDS, max_size=30).map("".join) | st.text(max_size=40))
def test_no_text_does_more_than_be_read_or_refused(text: str) -> None:
    with contextlib.suppress(InputError):
        formula = parse(text)
        assert "=" + "".join(token.text for token in formula.tokens) == formula.text
        assert parse(formula.text) == formula
    with contextlib.suppress(NotComputed):
        admit(text)
    moved(text, 1, 1, "S")


@st.composite
def formulas(draw: st.DrawFn) -> tuple[str, list[CellRange], str]:
    """A formula over one sheet, the ranges it names, and how far they may move."""
    sheet = draw(st.sampled_from(["Sales", "Q1 '26", "2024", "A1"]))
    areas = draw(st.lists(ranges(1000, 100), min_size=1, max_size=4))
    prefixes = [draw(st.sampled_from(["", f"{quoted(sheet)}!"])) for _ in areas]
    joined = draw(st.sampled_from(["+", ",", "*", " , ", '&"B2"&']))
    inner = joined.join(f"{prefix}{area}" for prefix, area in zip(prefixes, areas, strict=True))
    return f"=SUM({inner})", areas, sheet


@given(formulas(), st.integers(0, 500), st.integers(0, 500))
def test_moving_there_and_back_changes_nothing(made: tuple[str, list[CellRange], str], down: int, right: int) -> None:
    text, areas, sheet = made
    assert [r.range for r in parse(text).references] == areas
    there = moved(text, down, right, "New '1'")
    expected = [CellRange(a.top + down, a.left + right, a.bottom + down, a.right + right) for a in areas]
    assert [r.range for r in parse(there).references] == expected
    assert {r.sheet for r in parse(there).references} <= {"", "New '1'"}
    assert moved(there, -down, -right, sheet) == text


@given(ranges())
def test_a_range_reads_as_itself(area: CellRange) -> None:
    (found,) = parse(f"={area}").references
    assert found.range == area
    assert moved_cells(str(area), 0, 0) == str(area)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("unit", ["(", "'", '"', "A1:", "[", "{", "''", "!A", "A1,", "[[", "x(", "-"])
def test_a_long_text_is_refused_or_read_in_no_time(unit: str) -> None:
    for tail in ("", "'", '"', "x", ")"):
        with contextlib.suppress(InputError):
            parse("=" + unit * (8000 // len(unit)) + tail)
