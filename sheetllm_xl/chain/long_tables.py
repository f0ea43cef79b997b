"""Long tables: what of tables that no call can hold is put before a model first, and the words it is put with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..compress import Count
from ..detect import FoundTable
from ..messages.document import fenced
from ..messages.replies import AnswerReply, schema
from ..ports import Prompt
from ..retrieve.select import Evidence, evidence
from ..retrieve.workbook import Workbook
from ..sheet import Sheet
from .prompts import ANSWER_FORM, DOCUMENT, LINES, PAIRS, asked

PICKED = f"""\
A line |sheet …|table B3:F20 begins the cells of a table. Where |not all of its cells are below, lines |column … tell \
what each column holds in full, as a program counted; |further columns are named alone. A formula reads the whole \
range, whatever you see of it. {LINES}."""
"""What a prompt says of evidence."""

INSTRUCTIONS = f"""\
You answer a question about long tables of a spreadsheet: you see their headers, the rows and columns that the \
question's words point to, the largest and least values, and what each column holds.

{DOCUMENT}

{PAIRS}

{PICKED} If what you see does not tell how to find the answer, reply with kind none: the cells are then read \
part by part.

{ANSWER_FORM}"""


def telling(sheet: Sheet, tables: Sequence[FoundTable], question: str, tokens: int, count: Count) -> Evidence:
    """What of these tables the question's words point to, with their titles and notes, in at most ``tokens``."""
    inside = np.zeros(len(sheet), bool)
    for table in tables:
        for area in (table.range, *((table.title,) if table.title else ()), *table.notes):
            inside |= sheet.inside(area)
    return evidence(Workbook.of([sheet.only(inside)], {sheet.name: tables}), question, tokens, count)


def telling_prompt(found: Evidence, question: str, reply_tokens: int) -> Prompt:
    """The first call of stage 2 for tables that are too long for one."""
    return Prompt(INSTRUCTIONS, fenced(found.content), asked(question), schema(AnswerReply), reply_tokens)
