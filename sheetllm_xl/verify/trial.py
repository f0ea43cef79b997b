"""Trial: a formula and its reading on changed copies of the sheet, where two that agree by chance come apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..detect import with_totals
from ..display import shown
from ..errors import InputError, NotComputed
from ..grid import CellRange, Ref
from ..literals import CellError, Value, literal
from ..messages.replies import AnswerReply
from ..ports import Calculator
from ..sheet import Sheet
from .compute import Result, computed
from .copies import Changes, changed, copies, with_derived
from .grounds import Ground, Objection
from .matter import Matter, matters
from .reading import Reading
from .readings import answers_and_operands, worked_out
from .witness import agrees, agrees_beside_figures

_MOST_CELLS = 40_000  # of all copies together; a small table has them all
_LARGE = 20_000  # cells of a sheet from which on only the part is copied that the formula is about
_NAMED = 2  # cells of a copy that a sentence names
_LONGEST = 60  # characters of what one side comes to


def copy_doubts(reply: AnswerReply, result: Result, reading: Reading, calculator: Calculator) -> Iterator[Objection]:
    """What is doubtful about a formula that comes to what its reading does: on a changed copy it does not.

    A wrong edge over a blank, a filter that keeps every row here and a row named because it is the largest today are
    told from what is right by other numbers alone. Nothing is said where a copy cannot be computed.
    """
    try:
        areas: dict[str, list[CellRange]] = {}
        for place in result.places:
            areas.setdefault(place.sheet.name, []).append(place.area)
        for matter in matters(reply.reading, reply.table, areas, reading):
            trial = _Trial(reply, result, reading, calculator, matter, _base(matter))
            most = max(1, _MOST_CELLS // max(1, len(trial.sheet)))
            for _, changes in zip(range(most), copies(matter), strict=False):
                if trial.outcome(changes):
                    yield trial.doubt(changes)
                    return
    except (InputError, NotComputed):
        return


def _base(matter: Matter) -> Sheet:
    """The sheet that is copied: of a large one the rows and columns that formula and reading are about."""
    if len(matter.sheet) <= _LARGE:
        return matter.sheet
    boxes = [*(subject.lines.area for subject in matter.subjects), *matter.areas]
    whole = boxes[0]
    for box in boxes[1:]:
        whole |= box
    return with_totals(matter.sheet.crop(whole), matter.sheet)


@dataclass(frozen=True)
class _Trial:
    reply: AnswerReply
    result: Result
    reading: Reading
    calculator: Calculator
    matter: Matter
    sheet: Sheet

    def outcome(self, changes: Changes) -> tuple[tuple[Value, ...], tuple[Value, ...]] | None:
        """What the formula and the reading come to on a copy; None where that is the same, or nothing can be said."""
        copy = changed(self.sheet, changes)
        sheets = tuple(copy if each is self.matter.sheet else each for each in self.reading.sheets)
        reading = replace(self.reading, sheets=sheets)
        try:
            answers, operands = answers_and_operands(self.reply.reading, self.reply.table, reading)
            figures = {figure.name: figure.formula for figure in self.reply.figures}
            result = computed(self.reply.formulas, reading, self.calculator, figures)
            is_same = agrees(answers, result, operands) or agrees_beside_figures(self.reply, answers, result, reading)
        except (InputError, NotComputed):
            return None
        # Where conditions leave no row, a reading looks among totals and under labels above instead: no difference.
        is_none = not any(value and not isinstance(value, CellError) for value in result.values)
        is_open = is_none or not answers or any(isinstance(value, CellError) for value in answers)
        if is_same or is_open or self._is_tie(answers) or self._is_rounding(answers, result):
            return None
        return result.values, answers

    def _is_tie(self, answers: Sequence[Value]) -> bool:
        """Whether more or fewer are the largest than on the sheet, of which a formula may take the first."""
        return self._count != len(answers) and any(subject.picks for subject in self.matter.subjects)

    @cached_property
    def _count(self) -> int:
        return len(worked_out(self.reply.reading, self.reply.table, self.reading))

    def _is_rounding(self, answers: Sequence[Value], result: Result) -> bool:
        """Whether both differ by no more than the formula rounds."""
        near = 0.5001 * 10.0 ** -max(map(_decimals, self.result.values), default=0)
        pairs = [*zip(answers, result.values, strict=False)]
        return (
            "ROUND" in result.formula.upper()
            and len(answers) == len(result.values)
            and all(type(a) is type(b) is float and abs(a - b) <= near for a, b in pairs)
        )

    def doubt(self, changes: Changes) -> Objection:
        """The doubt in words, of as few changed cells as still show it."""
        few = self._fewest(changes)
        outcome = self.outcome(few)
        values, answers = outcome or ((), ())
        cells = [*few.items()][:_NAMED]
        was = [
            f"{Ref(self.matter.sheet.name, CellRange(*place, *place))} were {shown(value)[:_LONGEST]}"
            f" instead of {shown(self.matter.known.get(place))[:_LONGEST] or 'blank'}"
            for place, value in cells
        ]
        more = f" and {len(few) - len(cells):,} more were changed" if len(few) > len(cells) else ""
        sentence = f"If {' and '.join(was)}{more}, the formula would give {_listed(values)}"
        return Ground.COPY_DIFFERS.says(f"{sentence}, what is asked, read cell by cell, {_listed(answers)}.")

    def _fewest(self, changes: Changes) -> Changes:
        """The half of the changes that shows the difference too, again and again."""
        own = {place: value for place, value in changes.items() if place not in self.matter.derived} or changes
        while len(own) > 1 and len(self.sheet) <= _MOST_CELLS // 4:  # of a larger one each look takes long
            places = [*own]
            halves = (places[: len(places) // 2], places[len(places) // 2 :])
            smaller = ({place: own[place] for place in half} for half in halves)
            found = next((each for each in smaller if self.outcome(with_derived(self.matter, each))), None)
            if found is None:
                break
            own = found
        return with_derived(self.matter, own)


def _decimals(value: Value) -> int:
    return len(literal(value).partition(".")[2]) if type(value) is float else 0


def _listed(values: tuple[Value, ...]) -> str:
    text = ", ".join(map(shown, values))
    return text if 0 < len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…" if text else "nothing"
