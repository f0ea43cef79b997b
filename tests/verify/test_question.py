import pytest

from sheetllm_xl.verify.question import Question


@pytest.mark.parametrize(
    ("question", "month"),
    [
        ("How many Kettles were sold in March?", 3),
        ("Wie hoch war der Umsatz im März?", 3),
        ("Quel était le chiffre d'affaires en août ?", 8),
        ("¿Cuánto se vendió en septiembre?", 9),
        ("Qual foi a receita de março?", 3),
        ("Wat was de omzet in augustus?", 8),
        ("3월 매출은 얼마입니까?", 3),
        ("11月的销售额是多少?", 11),
    ],
)
def test_a_month_is_known_by_its_name_in_the_language_of_the_question(question: str, month: int) -> None:
    assert Question(question).begins == {month}
    assert Question(question).ends == {month % 12 + 1}
