"""Scan: one pass of the detector over a sheet, from the evidence to the tables and to the runners-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..grid import CellRange, edges_of, touching
from ..sheet import Sheet
from .blocks import Box
from .canvas import Canvas, Ints, canvas
from .choose import best_set
from .features import box_features
from .found import FoundTable
from .headers import as_boxes, header_cols, header_rows, notes, orientation, title
from .joining import joined
from .model import Model, shipped
from .parting import parted
from .proposals import Proposal, proposals, spans
from .reasons import reasons
from .totals import totals_of

RUNNER_UP = 0.05  # raw chance from which a box that was not chosen still lends its edges to the anchors
MOST_RUNNERS = 8


@dataclass(frozen=True, eq=False)
class Scan:
    """The proposals of a sheet, the raw chance of each, and the indices of those chosen."""

    sheet: Sheet
    grid: Canvas
    boxes: tuple[Box, ...]
    chances: npt.NDArray[np.float64]
    chosen: tuple[int, ...]
    model: Model

    @cached_property
    def _parts(self) -> list[tuple[int, list[Box]]]:
        """Each chosen box as the tables in it, with the columns that belong to it beside it."""
        boxes = [self.boxes[i] for i in self.chosen]
        for n, box in enumerate(boxes):  # one after the other: no column goes to two
            boxes[n] = joined(self.grid, box, boxes[:n] + boxes[n + 1 :])
        return [(i, parted(self.grid, box)) for i, box in zip(self.chosen, boxes, strict=True)]

    def tables(self) -> tuple[FoundTable, ...]:
        """What ``detect`` returns."""
        found = [self._declared(i) for i in range(len(self.sheet.tables))]
        sure = self.model.confidence(self.chances)
        for i, parts in self._parts:
            found += [self._found(part, float(sure[i] if len(parts) == 1 else sure[i] / 2)) for part in parts]
        return tuple(sorted(found, key=lambda table: table.range))

    def candidates(self) -> tuple[CellRange, ...]:
        """What ``candidates`` returns: the tables, then the likeliest of the other boxes."""
        order = np.argsort(-self.chances, kind="stable")
        runners = [int(i) for i in order[: MOST_RUNNERS + len(self.chosen)] if self.chances[i] >= RUNNER_UP]
        picked = dict.fromkeys([*self.chosen, *runners])
        ranges = [table.range for table in self.sheet.tables] + [self.grid.area(self.boxes[i]) for i in picked]
        ranges += [self.grid.area(part) for _, parts in self._parts for part in parts]
        return tuple(dict.fromkeys(ranges)) or ((self.sheet.used,) if self.sheet.used else ())

    @cached_property
    def _titles(self) -> dict[Box, CellRange | None]:
        """What stands over each table, found or declared."""
        boxes = [part for _, parts in self._parts for part in parts]
        boxes += [self.grid.box(table.range) for table in self.sheet.tables]
        others = as_boxes(boxes)
        return {box: title(self.grid, box, others) for box in dict.fromkeys(boxes)}

    @cached_property
    def _with_titles(self) -> Ints:
        """The boxes with the rows of their titles, which are no notes of a table above."""
        rows, found = self.grid.rows, self._titles.items()
        return as_boxes([(int(np.searchsorted(rows, t.top)), *box[1:]) if t else box for box, t in found])

    def _found(self, box: Box, confidence: float) -> FoundTable:
        grid = self.grid
        head = header_rows(grid, box)
        side = header_cols(grid, box, head)
        header = int(grid.rows[box[0] + head] - grid.rows[box[0]]) if head else 0
        found = totals_of(self.sheet, grid.area(box), header)
        return FoundTable(
            grid.area(box),
            header_rows=header,
            header_cols=side,
            title=self._titles[box],
            notes=notes(grid, box, self._with_titles),
            total_rows=tuple(sorted(found.rows)),
            total_cols=tuple(sorted(found.cols)),
            orientation=orientation(grid, box, head, side),
            confidence=confidence,
            reasons=reasons(grid, box, head, side, tuple(sorted(found.rows))),
        )

    def _declared(self, i: int) -> FoundTable:
        table = self.sheet.tables[i]
        last = table.range.bottom
        found = totals_of(self.sheet, table.range, table.header_rows)
        return FoundTable(
            table.range,
            header_rows=table.header_rows,
            total_rows=tuple(sorted({*found.rows, *range(last - table.total_rows + 1, last + 1)})),
            total_cols=tuple(sorted(found.cols)),
            confidence=1.0,
            reasons=("its author declared it a table",),
        )


def _apart(grid: Canvas, found: Sequence[Proposal], sheet: Sheet) -> list[bool]:
    """Whether each proposal shares no cell with a ListObject."""
    declared = edges_of(table.range for table in sheet.tables)
    return [not touching(declared, grid.area(proposal.box)).any() for proposal in found]


def gains(boxes: Sequence[Box], chances: npt.NDArray[np.float64], worth: float) -> list[float]:
    """What choosing each box promises; a single cell is never a table."""
    alone = np.array([box[:2] == box[2:] for box in boxes], bool)
    found: list[float] = np.where(alone, -1.0, chances - worth).tolist()
    return found


def scan(sheet: Sheet, model: Model | None = None) -> Scan:
    """Look a sheet over once; ``model`` is the shipped one unless another is given."""
    model = model or shipped()
    none = np.zeros(0)
    grid = canvas(sheet)
    found = proposals(grid, spans(grid, model.tops, model.bottoms))
    if sheet.tables:
        found = [p for p, apart in zip(found, _apart(grid, found, sheet), strict=True) if apart]
    if not found:
        return Scan(sheet, grid, (), none, (), model)
    chances = model.boxes.chance(box_features(grid, found))
    boxes = tuple(proposal.box for proposal in found)
    chosen = best_set(boxes, gains(boxes, chances, model.worth))
    return Scan(sheet, grid, boxes, chances, tuple(chosen), model)
