"""IronCalculator: a formula over Sheets, checked, planned, computed, and its result typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ..errors import NotComputed
from ..formulas import admit
from ..formulas.signatures import names
from ..formulas.tree import Call, Cells, Node, below, calls, tree
from ..literals import Value
from ..ports import Computed
from ..sheet import Sheet
from .cells import Scope, message
from .engine import Engine
from .inference import Sorting
from .notes import notes
from .plan import Plan
from .sorts import Known
from .typed import SHIFT, Raw, Rows, Typing

MOST_VALUES = 10_000  # values a formula may give
_HIDE_ERRORS = names("COUNT COUNTA ERROR.TYPE IFERROR IFNA ISERR ISERROR ISLOGICAL ISNA ISNONTEXT ISNUMBER ISTEXT")

_OF_PLACES = names("AREAS COLUMN COLUMNS COUNTBLANK ISBLANK ISNONTEXT ROW ROWS")
"""Functions that say something of cells that are empty."""


class IronCalculator:
    """The Calculator over IronCalc. ``deadline`` is in seconds, for one formula."""

    def __init__(self, deadline: float = 15.0, engine: Engine | None = None) -> None:
        self.deadline = deadline
        self._engine = engine or Engine()

    def evaluate(self, formula: str, sheets: Sequence[Sheet]) -> Computed:
        """What ``formula`` comes to; ``sheets[0]`` is its own sheet. Raises NotComputed."""
        read = admit(formula)
        nodes = tree(read)
        scope = Scope(sheets, read.references)
        if scope.references and not scope.loaded and any(map(_reads_values, nodes)):
            raise NotComputed(f"{', '.join(map(str, scope.read[:3]))} {'are' if len(scope.read) > 1 else 'is'} empty.")
        if all(isinstance(node, Cells) for node in nodes):
            return Computed(_listed(nodes, scope), scope.read)
        if len(nodes) > 1:
            raise NotComputed("Several formulas at once are not computed; a list names cells alone.")
        sorting = Sorting(nodes[0], scope)
        rows = self._computed(nodes[0], scope, sorting.sort)
        return Computed(rows, scope.read, notes(nodes[0], scope), sorting.formats(rows))

    def close(self) -> None:
        """End the worker process."""
        self._engine.close()

    def _computed(self, node: Node, scope: Scope, sort: Known) -> Rows:
        plans = [Plan.of(node, scope)]
        if scope.goes_on:
            plans.append(Plan.of(node, scope, 2))
        headers, cells, stand_ins = message(scope.loaded, max(1, len(scope.sheets)))
        request = {
            "sheets": headers,
            "plans": [plan.request() for plan in plans],
            "probes": [probe.request() for probe in _probes(node, scope)],
            "column": scope.free_column,
            "shift": SHIFT,
            "most": MOST_VALUES,
        }
        answer = self._engine.compute(request, cells, self.deadline)
        results: list[Raw] = answer["plans"]
        if len(results) > 1 and results[0] != results[1]:
            raise NotComputed("The formula counts the empty cells after the data; name the rows, such as A2:A90.")
        if isinstance(node, Call) and node.name in ("HSTACK", "VSTACK") and _is_error(results[0]):
            raise NotComputed(
                f"{node.name} over errors is not computed here; make something else of them with IFERROR."
            )
        typing = Typing(node, scope.loaded.values(), stand_ins, sort)
        return typing.rows(results[0], next(iter(answer["shifted"]), None))


def _probes(node: Node, scope: Scope) -> Iterator[Plan]:
    """What stands under functions that make something else of an error."""
    for call in calls(node):
        if call.name in _HIDE_ERRORS:
            for argument in call.arguments:
                if any(True for _ in calls(argument)):
                    yield Plan.of(argument, scope)


def _reads_values(node: Node) -> bool:
    """Whether the node comes to something by what cells hold, and not only by where they are."""
    if isinstance(node, Call) and node.name in _OF_PLACES:
        return any(_reads_values(one) for one in node.arguments if not isinstance(one, Cells))
    return isinstance(node, Cells) or any(map(_reads_values, below(node)))


def _listed(nodes: Sequence[Node], scope: Scope) -> Rows:
    """The cells of a list of references, one below the other; blanks are None."""
    rows: list[tuple[Value | None, ...]] = []
    for node in nodes:
        if not isinstance(node, Cells):
            continue
        within = scope.within(node.reference)
        area = scope.place(node, 0)[1]
        if not len(within):
            raise NotComputed(f"{node.reference.range} is empty.")
        if area.area > MOST_VALUES:
            raise NotComputed(f"{node.reference.range} is {area.area:,} cells; up to {MOST_VALUES:,} are shown.")
        block = np.full(area.shape, None, object)
        block[within.rows - area.top, within.cols - area.left] = within.values
        rows += map(tuple, block)
    width = max(map(len, rows))
    return tuple(row + (None,) * (width - len(row)) for row in rows)


def _is_error(raw: Raw) -> bool:
    """IronCalc gives one error for the whole, Excel the error in its place."""
    return len(raw) == len(raw[0]) == 1 and isinstance(raw[0][0], list) and raw[0][0][0] == "e"
