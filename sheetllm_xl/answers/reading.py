"""Reading: a call in a cell as the question that it stands for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..chain.prompts import accepted
from ..errors import InputError
from ..formulas.call import arguments, is_ours, may_spill, text_of
from ..literals import CellError, Value, literal
from ..sheet import Kind, Sheet
from .answers import Answers
from .arrays import array_sheet, values_of
from .cells import Area, Cells
from .question import Question
from .reads import Reads
from .shapes import Form

_WAITING = (CellError.GETTING_DATA, CellError.UNCALCULATED)  # what a cell shows whose value is still to come

Call = tuple[Any, Any, Any, Any]
"""What ASKSHEET is given: question, range, shape, options."""

_MOST_SPILLS = 100  # formulas around a cell that are asked how far they reach; each is a call
_MANY = "More than {} formulas of SheetLLM that may fill several cells stand around this one: name the range to read."
_NO_RANGE = "An answer of several cells would be read as part of this sheet: name the range it is about."


class Given(Exception):
    """An argument is an error value, which is the result then. An error in the data is data."""

    def __init__(self, error: CellError) -> None:
        super().__init__(error.value)
        self.error = error


class Reader:
    """``cells`` are what arguments point to, ``answers`` make a question of them."""

    def __init__(self, cells: Cells, answers: Answers) -> None:
        self._cells, self._answers, self.reads = cells, answers, Reads(cells)

    def question(
        self, call: Call, caller: Area | None, read: Callable[[Area], Sheet], workbook: str = ""
    ) -> Question | None:
        """The call, with its range as ``read`` gives it; None where cells of that still wait.

        Raises Given, SheetLLMError.
        """
        words, area, shape, options = call
        if isinstance(area, CellError):
            raise Given(area)
        wanted = self._value(words, "question")
        form = Form.of(self._value(shape, "shape"), self._value(options, "options"))
        text = accepted(wanted if isinstance(wanted, str) else literal(wanted))
        if area is None and form.shape != "cell":
            raise InputError(_NO_RANGE)
        sheet = self.read(area, caller, read)
        if any(value in _WAITING for value in sheet.values[sheet.kinds == Kind.ERROR]):
            return None
        return self._answers.question(sheet, text, form, workbook)

    def read(self, area: Any, caller: Area | None, read: Callable[[Area], Sheet]) -> Sheet:
        """The range, or an array, else what is around the caller. Raises SheetLLMError."""
        if area is None:
            return self._around(caller, read)
        if isinstance(area, str):
            raise InputError("The range is a text; name the cells without quotation marks: Sales!A:H.")
        if not self._cells.is_area(area):
            return array_sheet(area)
        return read(area)

    def _around(self, caller: Area | None, read: Callable[[Area], Sheet]) -> Sheet:
        """The caller's current region, else its sheet's used range, without what our own functions show."""
        if caller is None:
            raise InputError("Name the range to read; there is no cell it could be told from.")
        sheet = Sheet("")
        for area in self._cells.around(caller):
            sheet = self._without_ours(area, read(area))
            if sheet.used:
                break
        return sheet

    def _without_ours(self, area: Area, sheet: Sheet) -> Sheet:
        ours = {place: formula for place, formula in sheet.formulas.items() if is_ours(formula)}
        if not ours:
            return sheet
        spilling = [place for place, formula in ours.items() if may_spill(formula)]
        if len(spilling) > _MOST_SPILLS:
            raise InputError(_MANY.format(_MOST_SPILLS))
        spills = [spill for place in spilling if (spill := self._cells.spilled(area, *place))]
        places = zip(sheet.rows.tolist(), sheet.cols.tolist(), strict=True)
        shown = [place not in ours and not any(place in spill for spill in spills) for place in places]
        return sheet.only(np.array(shown, bool))

    def _value(self, argument: Any, name: str) -> Value | None:
        """An argument that is one value, or a cell that holds one. Raises Given for an error value."""
        if self._cells.is_area(argument):
            argument = tuple(values_of(self._cells.read(argument)))
        if isinstance(argument, tuple | list):
            values = [value for row in argument for value in (row if isinstance(row, tuple | list) else (row,))]
            if len(values) > 1:
                raise InputError(f"The {name} is {len(values)} cells; name one.")
            argument = values[0] if values else None
        if isinstance(argument, CellError):
            raise Given(argument)
        return float(argument) if type(argument) is int else argument

    def call_in(self, area: Area) -> Call | None:
        """What the ASKSHEET in a cell is given; None where there is none, or an argument cannot be evaluated."""
        parts = arguments(self._cells.formula(area))
        return None if parts is None else self.evaluated(area, parts)

    def evaluated(self, area: Area, parts: list[str]) -> Call | None:
        """The arguments as the cell would see them; None where one cannot be evaluated."""
        values: list[Any] = []
        for part in [*parts, "", "", ""][:4]:
            value = None
            if part:
                text = text_of(part)
                value = self._cells.evaluate(area, part) if text is None else text
                if value is None:
                    return None
            values.append(value)
        return values[0], values[1], values[2], values[3]
