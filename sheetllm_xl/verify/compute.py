"""A reply's formulas, admitted and computed: copied cells straight from the sheet, the rest by the calculator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..display import shown
from ..errors import InputError, NotComputed
from ..formulas import Formula, Part, Reference, admit, separate
from ..grid import CellRange, Ref
from ..literals import CellError, Value
from ..ports import Calculator
from ..sheet import Kind, Sheet
from .reading import Reading
from .verdict import Rows

_MOST_CELLS = 10_000  # values that one answer may hold
_MOST_TEXT = 1_000_000  # characters of them
_LONGEST = 40_000  # characters of all formulas of a reply: two hundred of two hundred


@dataclass(frozen=True, slots=True)
class ReadArea:
    """Cells that a formula names: the part in use, as it lies on its sheet."""

    sheet: Sheet
    area: CellRange
    reference: Reference


@dataclass(frozen=True, slots=True)
class Term:
    """One formula of a reply: the cells it names, in order, and what it comes to.

    ``formats`` has a number format for each value of ``rows``; () where none is known.
    """

    formula: Formula
    places: tuple[ReadArea, ...]
    rows: Rows
    formats: tuple[tuple[str, ...], ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        """Every value that is not empty, as a person reads it."""
        formats = (text for row in self.formats or [[""] * len(row) for row in self.rows] for text in row)
        values = (value for row in self.rows for value in row)
        return tuple(shown(value, text) for value, text in zip(values, formats, strict=True) if value is not None)

    @property
    def copied(self) -> bool:
        """Whether it is nothing but cells."""
        return is_copy(self.formula)


@dataclass(frozen=True, slots=True)
class Result:
    """What the formulas of a reply come to, put below each other; the cells they read; notes for the reader.

    ``figures`` are computed as well, by name, but stand in the sentence alone.
    """

    results: tuple[Term, ...]
    read: tuple[Ref, ...]
    notes: tuple[str, ...] = ()
    figures: Mapping[str, Term] = field(default_factory=dict)

    @property
    def terms(self) -> tuple[Term, ...]:
        """All that was computed."""
        return (*self.results, *self.figures.values())

    @property
    def rows(self) -> Rows:
        """Blocks of one width below each other; else every value in a row of its own."""
        blocks = [term.rows for term in self.results]
        if len({len(rows[0]) for rows in blocks}) == 1:
            return tuple(row for rows in blocks for row in rows)
        return tuple((value,) for rows in blocks for row in rows for value in row)

    @property
    def shown(self) -> tuple[str, ...]:
        """``values`` as a person reads them."""
        return tuple(text for term in self.results for text in term.shown)

    @property
    def values(self) -> tuple[Value, ...]:
        """Every value that is not empty."""
        return tuple(value for term in self.results for row in term.rows for value in row if value is not None)

    @property
    def copied(self) -> bool:
        """Whether nothing was computed: every formula is nothing but cells."""
        return all(term.copied for term in self.results)

    @property
    def places(self) -> tuple[ReadArea, ...]:
        """The cells named by all formulas."""
        return tuple(place for term in self.terms for place in term.places)

    @property
    def formula(self) -> str:
        """The answer's formulas as one text."""
        return f"={','.join(term.formula.text.removeprefix('=') for term in self.results)}"


def computed(
    texts: Sequence[str], reading: Reading, calculator: Calculator, figures: Mapping[str, str] | None = None
) -> Result:
    """Compute every formula of a reply. Raises NotComputed with a sentence for the first that cannot be."""
    named = figures or {}
    if sum(map(len, (*texts, *named.values()))) > _LONGEST:
        raise NotComputed(f"The formulas of the reply are more than {_LONGEST:,} characters long.")
    pieces = [piece for text in texts for piece in separate(text)]
    if not pieces:
        raise NotComputed("No formula was given.")
    room = _Room()
    notes: dict[str, None] = {}
    terms = [_term(piece, reading, calculator, room, notes) for piece in (*pieces, *named.values())]
    read = dict.fromkeys(Ref(place.sheet.name, place.area) for term in terms for place in term.places)
    by_name = dict(zip(named, terms[len(pieces) :], strict=True))
    return Result(tuple(terms[: len(pieces)]), tuple(read), tuple(notes), by_name)


@dataclass
class _Room:
    """The values and characters that an answer may still hold."""

    cells: int = _MOST_CELLS
    letters: int = _MOST_TEXT

    def takes(self, rows: Rows) -> bool:
        """Whether there was room for these."""
        self.cells -= sum(map(len, rows))
        self.letters -= sum(len(value) for row in rows for value in row if isinstance(value, str))
        return min(self.cells, self.letters) >= 0


def _term(piece: str, reading: Reading, calculator: Calculator, room: _Room, notes: dict[str, None]) -> Term:
    formula = admit(piece)
    places = _places(formula, reading)
    if is_copy(formula):
        rows, formats = _copied(places[0])
    else:
        done = calculator.evaluate(formula.text, reading.sheets)
        rows, formats = done.rows, done.formats
        notes.update(dict.fromkeys(done.notes))
    if not room.takes(rows) or not rows or not rows[0]:
        raise NotComputed(f"{piece[:80]} comes to {'too many cells to list' if rows else 'nothing'}.")
    return Term(formula, places, rows, formats)


def is_copy(formula: Formula) -> bool:
    """Whether a formula is one reference and nothing else."""
    return [token.part for token in formula.tokens if token.part is not Part.SPACE] == [Part.REFERENCE]


def _places(formula: Formula, reading: Reading) -> tuple[ReadArea, ...]:
    if not formula.references:
        raise NotComputed(f"{formula.text[:80]} names no cell, so its value would be the model's own.")
    try:
        blank = not is_copy(formula)
        return tuple(ReadArea(*reading.located(reference, blank), reference) for reference in formula.references)
    except InputError as error:
        raise NotComputed(str(error)) from None


def _copied(place: ReadArea) -> tuple[Rows, tuple[tuple[str, ...], ...]]:
    """The values of cells, and their number formats."""
    sheet, area = place.sheet, place.area
    if area.area > _MOST_CELLS:
        return (), ()
    for i in np.flatnonzero(sheet.inside(area) & (sheet.kinds == Kind.ERROR)):
        if sheet.values[i] is CellError.UNCALCULATED:
            cell = Ref(sheet.name, CellRange(*[int(sheet.rows[i]), int(sheet.cols[i])] * 2))
            raise NotComputed(f"{cell} holds a formula that is not calculated; open the workbook in Excel and save it.")
    at = [[sheet.index(row, col) for col in area.cols] for row in area.rows]
    rows = tuple(tuple(None if i is None else sheet.values[i] for i in line) for line in at)
    return rows, tuple(tuple("" if i is None else sheet.format_strings[sheet.formats[i]] for i in line) for line in at)
