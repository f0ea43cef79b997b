"""Placement: where the words of a question meet, though a reply finds nothing there."""

from __future__ import annotations

from ..grid import column_letters
from ..sheet import Kind
from .grounds import Ground, Objection
from .mentions import Labels
from .question import Question


def missed(labels: Labels, question: Question) -> list[Objection]:
    """Where a reply finds nothing for a question whose row, column and numbers all stand in what was read."""
    named = labels.named(question.text)
    spoken = {n for sheet in labels.reading.sheets for n in sheet.values[sheet.kinds == Kind.NUMBER]}
    in_labels = Question(" ".join(named)).numbers
    if any(number not in spoken | in_labels for number in question.numbers):
        return []
    for sheet in labels.reading.sheets:
        for table in labels.reading.on(sheet):
            spots = [spot for at in named.values() for spot in at if spot.sheet == sheet.name]
            rows = [s for s in spots if (s.row, s.col) in table.body]
            cols = [s for s in spots if table.header and (s.row, s.col) in table.header]
            for row, col in ((row, col) for row in rows for col in cols if row.col != col.col):
                if (value := sheet.value(row.row, col.col)) is not None:
                    at = f"{column_letters(col.col)}{row.row}"
                    text = f"The reply finds nothing, but {at}, where the words of the question meet, holds {value}."
                    return [Ground.MISSED.says(text[:300])]
    return []
