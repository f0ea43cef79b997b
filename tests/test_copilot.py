"""What a COPILOT in a formula becomes: prompts are the question, contexts its range; what has no ASKSHEET says why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.errors import InputError
from sheetllm_xl.formulas.call import arguments, ranges_of, text_of
from sheetllm_xl.formulas.copilot import calls_copilot, converted, old_cell
from sheetllm_xl.formulas.formula import parse
from sheetllm_xl.grid import CellRange, Ref


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('=COPILOT("Sum up",A2:A20)', '=ASKSHEET("Sum up",A2:A20)'),
        ('=_xlfn.COPILOT("Sum up",A2:A20)', '=ASKSHEET("Sum up",A2:A20)'),
        ('=_xlfn._xlws.Copilot( "Sum up" , A2:A20 )', '=ASKSHEET("Sum up",A2:A20)'),
        ("=COPILOT(A1,B:B)", "=ASKSHEET(A1,B:B)"),
        ('=COPILOT("a ""b"", c",A1)', '=ASKSHEET("a ""b"", c",A1)'),
        # the prompt goes on behind its cells
        ('=COPILOT("Given",A2:B9,", which sold most?")', '=ASKSHEET("Given […], which sold most?",A2:B9)'),
        ('=COPILOT("a",,"b",Jan!A:H)', '=ASKSHEET("a b",Jan!A:H)'),
        ('=COPILOT("Sort",B1:B9,"into",D1)', '=ASKSHEET("Sort […] into "&D1,B1:B9)'),
        # several ranges; named where the prompt goes on
        ('=COPILOT("Sort",B1:B9,"into",A1:A4)', '=ASKSHEET("Sort B1:B9 into A1:A4",(B1:B9,A1:A4))'),
        ("=COPILOT(\"Compare\",Jan!A:H,,'Feb, 2'!A:H)", "=ASKSHEET(\"Compare\",(Jan!A:H,'Feb, 2'!A:H))"),
        ('=COPILOT("a",Sales[Units],"b",[@Unit])', '=ASKSHEET("a […] b "&[@Unit],Sales[Units])'),
        ('=COPILOT("a",there,"b",here)', '=ASKSHEET("a there b here",(there,here))'),
        # prompts that are made of cells
        ('=COPILOT("Sum up: "&A1)', '=ASKSHEET("Sum up: "&A1,A1)'),
        ('=COPILOT("From "&A1&" to "&A2)', '=ASKSHEET("From "&A1&" to "&A2,(A1,A2))'),
        ('=COPILOT(A1&B1=C1,D1:D2)', "=ASKSHEET((A1&B1=C1),D1:D2)"),
        ('=COPILOT("a",FILTER(A1:A9,B1:B9>1))', '=ASKSHEET("a",FILTER(A1:A9,B1:B9>1))'),
        ('=COPILOT("a",A1#)', '=ASKSHEET("a",A1#)'),
        ('=COPILOT("a "&A1#,A1:A9)', '=ASKSHEET("a "&A1#,A1:A9)'),
        # in other functions, and in each other
        ('=IF(A1="","",_xlfn.COPILOT("Sum up",A1))', '=IF(A1="","",ASKSHEET("Sum up",A1))'),
        ('=LEN(COPILOT("a",A1))&COPILOT("b", A2)', '=LEN(ASKSHEET("a",A1))&ASKSHEET("b",A2)'),
        ('=COPILOT(COPILOT("Draft",A1:A3),B1:B9)', '=ASKSHEET(ASKSHEET("Draft",A1:A3),B1:B9)'),
        ('=LET(d,A1:B9,COPILOT("Sum up",d))', '=LET(d,A1:B9,ASKSHEET("Sum up",d))'),
    ],
)  # fmt: skip
def test_prompts_are_the_question_and_contexts_its_range(before: str, after: str) -> None:
    assert converted(before)[0] == after
    parse(after)


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ('=COPILOT("Five ideas for a name")', "names no cells"),
        ("=COPILOT(A1)", "names no cells"),
        ("=COPILOT(,A1:A4)", "no prompt"),
        ('=COPILOT("a",5)', "names no cells"),
        ('=COPILOT("a",{1,-2})', "names no cells"),
        ('=COPILOT("a",5,"b",A1:A4)', "computed"),
        ('=COPILOT("a "&A1#)', "computes which cells"),
        ('=COPILOT("a "&A1:INDEX(A:A,5))', "computes which cells"),
        ('=COPILOT("a",!A1)', "not a formula"),
        ('=BYROW(A1:B9,LAMBDA(r,COPILOT("a",r)))', "LAMBDA"),
        ('=COPILOT("a",A1:A9*2,"b",C1:C9)', "computed"),
        ('=LET(d,A1:A9,COPILOT("a",d,"b",C1:C9))', "computed"),
        ('=COPILOT("a",A1)&COPILOT("b",A1:A2,"c",B1:B2)', "asks twice"),
        ('=COPILOT("a",A1', "not a formula"),
        (f"=COPILOT({'&'.join(['A1'] * 2_800)},B1)", "longer than a formula"),
    ],
)
def test_what_has_no_asksheet_says_why(before: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        converted(before)


@pytest.mark.parametrize(
    ("filled", "shape"), [("B2", ""), ("B2:B9", ',"column"'), ("B2:F2", ',"row"'), ("B2:F9", ',"table"')]
)
def test_what_spilled_is_asked_for_in_its_shape(filled: str, shape: str) -> None:
    area = CellRange.parse(filled)
    assert converted('=COPILOT("List",A1:A9)', area)[0] == f'=ASKSHEET("List",A1:A9{shape})'
    cell = old_cell(Ref("S", area), '=_xlfn.SORT(_xlfn.COPILOT("List",A1:A9))', area)
    assert (cell.after == "", "filled B2" in cell.remark) == (bool(shape), bool(shape))
    assert cell.lines()[0] == f'S!{filled}  =SORT(COPILOT("List",A1:A9))'


def test_only_its_own_calls_are_found() -> None:
    assert calls_copilot('=1+_xlfn.copilot ("a",A1)')
    assert calls_copilot('=COPILOT("a",!A1)'), "cannot be read, and is listed with the reason"
    assert not any(map(calls_copilot, ('="COPILOT(1)"', "=COPILOTS(A1)", "=Copilot", "='COPILOT('!A1", "=1", '="')))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=700), min_size=1, max_size=4))
def test_the_words_of_the_prompt_all_stand_in_the_question_in_texts_that_a_formula_holds(prompts: list[str]) -> None:
    quoted = ['"' + text.replace('"', '""') + '"' for text in prompts]
    question, area = arguments(converted(f"=COPILOT({',,'.join(quoted)},A1:A2,,B1:B2)")[0]) or []
    words = [text_of(one.text) or "" for one in parse(question).tokens if one.text != "&"]
    assert all(len(text) <= 255 for text in words)
    assert "".join("".join(words).split()) == "".join("".join(prompts).split())
    assert ranges_of(area) == ["A1:A2", "B1:B2"]
