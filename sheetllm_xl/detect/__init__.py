"""Tables on a sheet, by structure alone: no model, no network."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files

from ..grid import CellRange
from ..sheet import Sheet
from .canvas import canvas
from .choose import apart
from .found import FoundTable, Orientation
from .proposals import proposals, spans
from .trees import Trees

__all__ = ["FoundTable", "Orientation", "candidates", "detect"]


@cache
def _model() -> dict[str, Trees]:
    text = (files(__package__) / "model.json").read_text("utf-8")
    return {name: Trees.of(part["start"], part["trees"]) for name, part in json.loads(text).items()}


def detect(sheet: Sheet) -> tuple[FoundTable, ...]:
    """The tables of a sheet, top to bottom, then left to right; none overlap. Empty for a sheet without one."""
    tables = [FoundTable(t.range, header_rows=t.header_rows, confidence=0.99) for t in sheet.tables]
    if not sheet.used:
        return tuple(tables)
    grid, model = canvas(sheet), _model()
    chosen = []
    for proposal in sorted(proposals(grid, spans(grid, model["tops"], model["bottoms"])), key=lambda p: -p.score):
        if proposal.score < math.log(0.1) and chosen:
            break
        area = grid.area(proposal.box)
        if apart(proposal.box, chosen) and not any(area & table.range for table in tables):
            chosen.append(proposal.box)
            tables.append(FoundTable(area, header_rows=1, confidence=math.exp(proposal.score)))
    return tuple(sorted(tables, key=lambda table: table.range))


def candidates(sheet: Sheet) -> tuple[CellRange, ...]:
    """Boxes that may be tables: ``detect`` chooses among them, and their edges are the structural anchors."""
    return tuple(table.range for table in detect(sheet))
