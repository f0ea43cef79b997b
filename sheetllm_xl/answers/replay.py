"""Replay: a receipt compared with the workbook as it is, offline: are its cells the same, does its formula agree?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..errors import InputError, NotComputed
from ..formulas import parse, separate
from ..grid import Ref
from ..literals import Value, literal
from ..ports import Calculator
from ..record import Record, content_digest
from ..sheet import Sheet

_MOST = 10  # cells named that hold something else


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, in a sentence; ``same`` as when the question was asked."""

    same: bool
    sentence: str


def replay(record: Record, read: Callable[[str], Sheet], calculator: Calculator) -> tuple[Finding, ...]:
    """What is the same and what differs: what was read, the cells cited, the value. ``read`` gives a sheet by its name.

    Raises HostError where a sheet is gone.
    """
    sheets: dict[str, Sheet] = {}

    def sheet(name: str) -> Sheet:
        if name not in sheets:
            sheets[name] = read(name)
        return sheets[name]

    findings = []
    for one in record.read:
        ref = Ref.parse(one.ref)
        same = content_digest(sheet(ref.sheet).crop(ref.range)) == one.digest
        findings.append(Finding(same, f"{ref} holds {'what was read' if same else 'other cells than were read'}."))
    findings += _cited(record, sheet)
    return (*findings, _computed(record, sheet, calculator))


def _cited(record: Record, sheet: Callable[[str], Sheet]) -> list[Finding]:
    """The cited cells, as far as the receipt shows their values; those that differ by name."""
    shown = [(Ref.parse(cited.ref), list(cited.shows)) for cited in record.citations if cited.shows]
    differ = []
    for ref, shows in shown:
        cells = sheet(ref.sheet)
        values = [value for value in cells.values[cells.inside(ref.range) & cells.filled] if value is not None]
        if [literal(value) for value in values[: len(shows)]] != shows:
            differ.append(
                f"{ref} showed {', '.join(shows)}, and holds {', '.join(map(literal, values[:5])) or 'nothing'}."
            )
    if not differ:
        return [Finding(True, f"All {len(shown)} citations hold what they showed.")] if shown else []
    more = [f"So do {len(differ) - _MOST} more."] if len(differ) > _MOST else []
    return [Finding(False, sentence) for sentence in (*differ[:_MOST], *more)]


def _computed(record: Record, sheet: Callable[[str], Sheet], calculator: Calculator) -> Finding:
    formula = record.formula
    before = [value for row in record.rows for value in row if value is not None]
    if not formula:
        return Finding(True, "The receipt holds no formula, so no value was computed.")
    home = Ref.parse(record.read[0].ref).sheet
    try:
        others = {one.sheet for one in parse(formula).references if one.sheet and one.sheet != home}
        sheets = [sheet(home), *map(sheet, sorted(others))]
        computed = [calculator.evaluate(one, sheets) for one in separate(formula)]
    except (InputError, NotComputed) as error:
        return Finding(False, f"{formula} cannot be computed: {error}")
    rows = (row for one in computed for row in one.rows)
    after = [value for row in rows for value in row if value is not None]  # a receipt lists no blanks
    if len(before) == len(after) and all(map(_same, before, after)):
        return Finding(True, f"{formula} comes to the same value: {_listed(map(literal, after))}.")
    return Finding(
        False, f"{formula} came to {_listed(map(literal, before))}, and comes to {_listed(map(literal, after))}."
    )


def _same(before: Value | None, after: Value | None) -> bool:
    """Equal, numbers but for the last digits of a double."""
    if type(before) is float and type(after) is float:
        return math.isclose(before, after, rel_tol=1e-12, abs_tol=1e-300)
    return type(before) is type(after) and before == after


def _listed(values: Iterable[str]) -> str:
    shown = list(values)
    more = f" and {len(shown) - _MOST} more" if len(shown) > _MOST else ""
    return (", ".join(shown[:_MOST]) or "nothing") + more
