"""Reading: a call in a cell as the question that it stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from ..chain.prompts import accepted
from ..errors import InputError
from ..formulas.call import arguments, ranges_of, text_of, texts_of
from ..grid import CellRange
from ..literals import CellError, Value, literal
from ..sheet import Sheet
from .answers import Answers
from .arrays import array_sheet, values_of
from .cells import Area, Cells
from .question import Question
from .reads import Reads
from .shapes import Form
from .whole import waits, without_ours, without_what_hangs_on

Call = tuple[Any, Any, Any, Any]
"""What ASKSHEET is given: question, range, shape, options."""

_AROUND = (
    "The call names no range: it read the cells around this one, and Excel does not calculate it again when they "
    "change. Name the range, or press Refresh."
)
_NO_CELLS = "The call names sheets, not cells, so Excel does not calculate it again when they change. Press Refresh."
_NO_RANGE = "An answer of several cells would be read as part of this sheet: name the range it is about."


class Given(Exception):
    """An argument is an error value, which is the result then. An error in the data is data."""

    def __init__(self, error: CellError) -> None:
        super().__init__(error.value)
        self.error = error


class Several(tuple[Area, ...]):
    """Several ranges that one argument names."""

    __slots__ = ()


class Reader:
    """``cells`` are what arguments point to, ``answers`` make a question of them."""

    def __init__(self, cells: Cells, answers: Answers) -> None:
        self._cells, self._answers, self.reads = cells, answers, Reads(cells)

    def question(
        self, call: Call, caller: Area | None, read: Callable[[Area], Sheet], workbook: str = ""
    ) -> Question | None:
        """The call, with its ranges as ``read`` gives them; None where cells of those still wait.

        Raises Given, SheetLLMError.
        """
        words, area, shape, options = call
        if isinstance(area, CellError):
            area = self._union(area, caller)
        wanted = self._value(words, "question")
        form = Form.of(self._value(shape, "shape"), self._value(options, "options"))
        text = accepted(wanted if isinstance(wanted, str) else literal(wanted))
        areas = self._several(area, form, caller)
        if areas is None and area is None and form.shape != "cell":
            raise InputError(_NO_RANGE)
        sheets = [self.read(area, caller, read)] if areas is None else self._sheets(areas, caller, read)
        if any(map(waits, sheets)):
            return None
        if len(sheets) == 1:
            return self._answers.question(sheets[0], text, form, workbook)
        return self._answers.open_question(sheets, text, workbook, form)

    def all_sheets(self, area: Area, read: Callable[[Area], Sheet]) -> list[Sheet]:
        """All sheets of a range's workbook, without what our own functions show. Raises SheetLLMError."""
        return self._sheets(tuple(self._cells.worksheets(area).values()), None, read)

    def _several(self, area: Any, form: Form, caller: Area | None) -> tuple[Area, ...] | None:
        """The ranges to be read where the call names all sheets, some of them, or several ranges; else None."""
        if form.whole:
            home = area if area is not None and self._cells.is_area(area) else caller
            if home is None:
                raise InputError("There is no cell from which the workbook could be told; name a range of it.")
            return tuple(self._cells.worksheets(home).values())
        if isinstance(area, Several):
            return self._cells.together(area)
        return self._named(area, caller) if caller is not None and isinstance(area, tuple | list) else None

    def _named(self, array: Any, caller: Area) -> tuple[Area, ...] | None:
        """The sheets whose names an array is; None for any other array.

        Cells may hold the names of sheets too: only names that are written in the formula say what is to be read.
        """
        written = texts_of(next(iter((arguments(self._cells.formula(caller)) or [])[1:2]), ""))
        names = dict.fromkeys(str(name).casefold() for name in values_of(array_sheet(array))) if written else {}
        if not names or names.keys() != {name.casefold() for name in written}:
            return None
        sheets = {name.casefold(): used for name, used in self._cells.worksheets(caller).items()}
        return tuple(sheets[name] for name in names) if names.keys() <= sheets.keys() else None

    def _union(self, given: CellError, caller: Area | None) -> Several:
        """Ranges of several sheets in one pair of parentheses, which Excel itself takes for #VALUE!.

        They stand in the caller's formula. Raises Given where it is another error.
        """
        if given is CellError.VALUE and caller is not None:
            parts = arguments(self._cells.formula(caller)) or []
            if several := self._ranges(caller, next(iter(parts[1:2]), "")):
                return several
        raise Given(given)

    def _ranges(self, area: Area, argument: str) -> Several | None:
        """Several ranges in parentheses, as a cell sees them."""
        ranges = [self._cells.evaluate(area, one) for one in ranges_of(argument)]
        return Several(ranges) if ranges and all(map(self._cells.is_area, ranges)) else None

    def _sheets(self, areas: Sequence[Area], caller: Area | None, read: Callable[[Area], Sheet]) -> list[Sheet]:
        """Each read, without what our own functions show and what hangs on the caller."""
        sheets = [without_ours(read(area), partial(self._cells.spilled, area)) for area in areas]
        if caller is None or not any(sheet.formulas for sheet in sheets):
            return sheets
        place = self._cells.place(caller)
        cell = CellRange.parse(place.cell)
        spill = self._cells.spilled(caller, cell.top, cell.left)
        return without_what_hangs_on(place.sheet, spill or cell, sheets)

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
            (sheet,) = self._sheets((area,), caller, read)
            if sheet.used:
                break
        return sheet

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
            value = self._evaluated(area, part) if part else None
            if part and value is None:
                return None
            values.append(value)
        return values[0], values[1], values[2], values[3]

    def unfollowed(self, area: Area, parts: list[str]) -> str:
        """Why Excel does not calculate the call again when what it reads changes; empty where it does.

        Raises Given, InputError for the options.
        """
        named = next(iter(parts[1:2]), "")
        options = self._evaluated(area, parts[3]) if parts[3:] and parts[3] else None
        if texts_of(named) or Form.of(None, self._value(options, "options")).whole:
            return _NO_CELLS
        return "" if named else _AROUND

    def _evaluated(self, area: Area, argument: str) -> Any:
        if (text := text_of(argument)) is not None:
            return text
        return texts_of(argument) or self._ranges(area, argument) or self._cells.evaluate(area, argument)
