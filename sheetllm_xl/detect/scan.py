"""Scan: one pass of the detector over a sheet, from the evidence to the tables and to the runners-up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..grid import CellRange, edges_of, touching
from ..sheet import Sheet
from .blocks import Box, blocks
from .canvas import Canvas, Ints, canvas
from .choose import chosen, untouched
from .features import box_features
from .found import SURE, FoundTable
from .headers import as_boxes, captions, header_cols, header_rows, notes, orientation, title
from .model import Model, shipped
from .parting import PARTED, split
from .proposals import proposals, spans
from .reasons import joining, parting, preference, reasons
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
        return list(zip(self.chosen, split(self.grid, [self.boxes[i] for i in self.chosen]), strict=True))

    def tables(self) -> tuple[FoundTable, ...]:
        """What ``detect`` returns."""
        found = [self._declared(i) for i in range(len(self.sheet.tables))]
        sure = self.model.confidence(self.chances)
        for i, parts in self._parts:
            confidence = float(sure[i]) if len(parts) == 1 else PARTED
            why = self._why(i, parts)
            found += [self._found(part, confidence, why) for part in parts]
        return tuple(sorted(found, key=lambda table: table.range))

    def _why(self, i: int, parts: list[Box]) -> list[str]:
        """How a chosen box came to be these tables, and what it was preferred to."""
        box = self.boxes[i]
        if len(parts) == 1:
            boxes = [*self.boxes[:i], parts[0], *self.boxes[i + 1 :]]
            return joining(self.grid, box, parts[0]) + preference(self.grid, i, boxes, self.chances)
        rivals = preference(self.grid, i, self.boxes, self.chances)
        tops, lefts, bottoms, rights = zip(*parts, strict=True)
        whole = (min(tops), min(lefts), max(bottoms), max(rights))  # it may have been widened before
        return [parting(self.grid, whole, parts), *(f"instead of {self.grid.area(box)}, {words}" for words in rivals)]

    def candidates(self) -> tuple[CellRange, ...]:
        """What ``candidates`` returns: the tables, the likeliest of the other boxes, and blocks outside all tables.

        A small table beside a long one is too unlikely to be chosen, but it costs little to show.
        """
        order = np.argsort(-self.chances, kind="stable")
        runners = [int(i) for i in order[: MOST_RUNNERS + len(self.chosen)] if self.chances[i] >= RUNNER_UP]
        picked = dict.fromkeys([*self.chosen, *runners])
        ranges = [table.range for table in self.sheet.tables] + [self.grid.area(self.boxes[i]) for i in picked]
        tables = [part for _, parts in self._parts for part in parts]
        taken = tables + [self.grid.box(table.range) for table in self.sheet.tables]
        ranges += map(self.grid.area, [*tables, *untouched(blocks(self.grid), taken)])
        return tuple(dict.fromkeys(ranges)) or ((self.sheet.used,) if self.sheet.used else ())

    @cached_property
    def _over(self) -> dict[Box, CellRange | None]:
        """The lines that stand over each table, found or declared."""
        boxes = [part for _, parts in self._parts for part in parts]
        boxes += [self.grid.box(table.range) for table in self.sheet.tables]
        others = as_boxes(boxes)
        return {box: title(self.grid, box, others) for box in dict.fromkeys(boxes)}

    @cached_property
    def _titles(self) -> dict[Box, CellRange | None]:
        """What each table is called."""
        return captions(self._over, self.sheet)

    @cached_property
    def _with_titles(self) -> Ints:
        """The boxes with the rows of their titles, which are no notes of a table above."""
        rows, found = self.grid.rows, self._over.items()
        return as_boxes([(int(np.searchsorted(rows, t.top)), *box[1:]) if t else box for box, t in found])

    def _found(self, box: Box, confidence: float, beside: list[str]) -> FoundTable:
        grid = self.grid
        head = header_rows(grid, box)
        side = header_cols(grid, box, head)
        header = int(grid.rows[box[0] + head] - grid.rows[box[0]]) if head else 0
        found = totals_of(self.sheet, grid.area(box), header)
        totals = tuple(sorted(found.rows))
        unsure = () if confidence >= SURE else ("not sure: its edges are more likely wrong than right",)
        return FoundTable(
            grid.area(box),
            header_rows=header,
            header_cols=side,
            title=self._titles[box],
            notes=notes(grid, box, self._with_titles),
            total_rows=totals,
            total_cols=tuple(sorted(found.cols)),
            orientation=orientation(grid, box, head, side),
            confidence=confidence,
            reasons=(*unsure, *reasons(grid, box, head, side, totals), *beside),
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


def scan(sheet: Sheet, model: Model | None = None) -> Scan:
    """Look a sheet over once; ``model`` is the shipped one unless another is given."""
    model = model or shipped()
    grid = canvas(sheet)
    spare = blocks(grid)  # for what no proposal holds; that they are tables is not to be believed
    found = proposals(grid, spans(grid, spare, model.tops, model.bottoms))
    if sheet.tables:
        declared = edges_of(table.range for table in sheet.tables)
        found = [one for one in found if not touching(declared, grid.area(one.box)).any()]
        spare = [box for box in spare if not touching(declared, grid.area(box)).any()]
    boxes = list(dict.fromkeys([*(one.box for one in found), *spare]))
    chances = np.zeros(len(boxes))
    if found:
        chances[: len(found)] = model.boxes.chance(box_features(grid, found))
    return Scan(sheet, grid, tuple(boxes), chances, tuple(chosen(grid, boxes, chances, model.worth)), model)
