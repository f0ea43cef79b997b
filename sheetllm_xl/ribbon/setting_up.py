"""Check My Setup: what is set up and what is missing, and the way to a first answer, about the sample workbook."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ..app import checkup, first_steps
from ..app.first_steps import Wording
from ..errors import SheetLLMError
from ..excel.program import open_file
from ..record import digest
from ..settings import load
from ..setup.doctor import Finding
from ..text.languages import translated
from .box import COSTS
from .surroundings import book_in_front, now

if TYPE_CHECKING:
    from ..answers import Answers, Question

_BUTTON = "CheckSetup"


def check_setup(given: str) -> str:
    """A page of what was found. Where there is a key, a question about the sample workbook is offered with its cost."""
    around, answers, language = now(), now().answers, now().language
    wording = first_steps.WORDINGS[language]
    shown, key = around.previewed.pop(_BUTTON, ""), first_steps.key_finding()
    question = _question(answers) if key.ok else None
    if question and given.casefold() == "yes" and shown == digest(question.key):
        return _ask(answers, question, wording)
    excel, known = _excel_finding(), answers.remembered(question) if question else None

    def lines() -> list[str]:
        connection = checkup.connection()
        steps = first_steps.steps(key, connection, known, wording)
        return [*steps, "", "", *checkup.lines([excel, *checkup.findings(), connection], language)]

    around.show_later("My setup", lines)
    if question is None or known is not None:
        return wording.looking
    takes = translated(answers.plan(question).takes.words(load().price()), language)
    around.previewed[_BUTTON] = digest(question.key)
    return f"{COSTS}{wording.looking}\n\n{wording.offer.format(question=question.text, cost=takes)}"


def _question(answers: Answers) -> Question | None:
    """The sample's question, where it can be asked; what stands in the way is among the findings."""
    with suppress(SheetLLMError):
        question = first_steps.sample_question(answers, first_steps.sample_file())
        answers.plan(question)
        return question
    return None


def _ask(answers: Answers, question: Question, wording: Wording) -> str:
    """Open the sample beside the answer that is on its way, so that the cells it cites can be looked at."""
    with suppress(SheetLLMError):  # an Excel that opens nothing just now: the page shows the answer all the same
        open_file(now().excel(), first_steps.sample_file())
    now().show_later(question.text, lambda: first_steps.answered(answers.ask(question)))
    return wording.asking


def _excel_finding() -> Finding:
    try:
        return Finding(True, f"Excel answers; the workbook in front has {len(book_in_front().sheets)} sheets.")
    except SheetLLMError as error:
        return Finding(False, "No workbook in front can be worked on.", str(error))
