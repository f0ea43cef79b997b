"""Answers: from a question to what a cell, a page or a terminal shows of its answer.

``Answers`` is the road that all take; ``Desk`` takes what worksheet functions ask that way; ``Question`` is what is
asked, ``Form`` how it is shown.
"""

from __future__ import annotations

from ..record import Place
from .answers import Answers
from .arrays import found_tables
from .cells import Area, Cells
from .desk import Desk
from .question import Plan, Question
from .shapes import Form

__all__ = ["Answers", "Area", "Cells", "Desk", "Form", "Place", "Plan", "Question", "found_tables"]
