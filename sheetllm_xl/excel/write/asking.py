"""A question as a formula of ours in an empty cell, =ASKSHEET(…), as a person would type it."""

from __future__ import annotations

from ...errors import InputError
from ...formulas.call import text_literal
from ...grid import Ref
from ..busy import PATIENCE, Patience
from ..open_source import xlwings
from .journal import Journal
from .writing import Writing

_LONGEST = 255  # characters of a text within a formula


def ask_formula(question: str, read: Ref) -> str:
    """The call that asks a question of those cells. Raises InputError for one that no formula can hold.

    >>> from ...grid import CellRange
    >>> ask_formula('Units of "North"?', Ref("Q1 sales", CellRange.parse("A1:B9")))
    '=ASKSHEET("Units of ""North""?", \\'Q1 sales\\'!A1:B9)'
    """
    text = " ".join(question.split())
    if len(text) > _LONGEST:
        raise InputError(
            f"A question of more than {_LONGEST} characters stands in a cell of its own, not in a formula."
        )
    return f"=ASKSHEET({text_literal(text)}, {read})"


def write_formula(book: xlwings.Book, at: Ref, formula: str, journal: Journal, patience: Patience = PATIENCE) -> str:
    """Write a formula into an empty cell; what was written, in words. Raises HostError, with nothing changed."""
    with Writing(book, journal, "a question", patience) as work:
        work.formula(at.sheet, at.range, formula)
    return f"Wrote {formula} to {at}. Undo takes it away."
