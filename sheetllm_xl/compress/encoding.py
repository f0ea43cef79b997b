"""Encoding: a sheet as a model reads it, with the way back to the sheet's own addresses and what each module saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from ..detect import FoundTable, Scan, scan
from ..errors import InputError
from ..grid import CellRange
from ..sheet import Sheet
from .indexed import Body, aggregated, described, spelled_out
from .lossless import lossless_text
from .profiles import OUTLINE, VANILLA, Profile
from .skeleton import Skeleton, anchored, label_columns
from .spelling import Grid
from .statement import statement, unseen
from .tokens import Count, counted, grid_tokens

GRID_CELLS = 2_000_000  # the largest grid that is written out; Excel's own has 17 billion


@dataclass(frozen=True, eq=False)
class Stage:
    """What is left after a module: ``rows`` and ``columns`` kept, filled ``cells`` spoken of.

    ``measure`` gives ``tokens`` and ``exact``, worked out once and not before one of them is asked for.
    """

    name: str
    rows: int
    columns: int
    cells: int
    measure: Callable[[], tuple[int, bool]]

    @cached_property
    def _measured(self) -> tuple[int, bool]:
        return self.measure()

    @property
    def tokens(self) -> int:
        """Tokens of the text after this module."""
        return self._measured[0]

    @property
    def exact(self) -> bool:
        """False where the text was too long to count and the tokens were projected from an even sample."""
        return self._measured[1]


@dataclass(frozen=True)
class Encoding:
    """The text of a sheet under a profile.

    ``stages`` runs from the vanilla encoding to this one; ``folded_cells`` counts those that module 3 left as a type.
    ``profile`` is the one in force: a sheet so small that DEFAULT would lengthen it is handed out as VANILLA.
    ``given_up`` says, a sentence each, what a budget cost.
    """

    text: str
    skeleton: Skeleton | None
    profile: Profile
    stages: tuple[Stage, ...]
    folded_cells: int = 0
    given_up: tuple[str, ...] = ()

    @property
    def tokens(self) -> int:
        """Tokens of the text."""
        return self.stages[-1].tokens

    def original(self, area: CellRange) -> CellRange:
        """A range as this text names it, at the sheet's own addresses. Raises InputError outside what was sent."""
        if self.profile.readdress and self.skeleton is not None:
            return self.skeleton.original(area)
        return area


_NOTHING = Stage("vanilla", 0, 0, 0, lambda: (0, True))


def encoded(
    sheet: Sheet, profile: Profile, tables: Sequence[FoundTable] | None, count: Count, looked: Scan | None = None
) -> Encoding:
    """What ``compress`` returns where no budget is set; ``looked`` saves looking the sheet over again."""
    used = sheet.used
    if profile.lossless:
        return _lossless(sheet, profile, count)
    if used is None:
        return Encoding("", None, profile, (_NOTHING,))
    filled, skeleton = sheet.only(sheet.filled), Skeleton.whole(used)
    kept, grid = filled, _grid(filled, skeleton, VANILLA)
    vanilla, stages = grid, [_grid_stage("vanilla", grid, count)]
    if profile.keep_headers and tables is None:
        looked = looked or scan(sheet)
        tables = looked.tables()
    if profile.k is not None:
        looked = looked or scan(sheet)
        labels = label_columns(filled, tables or ()) if profile.keep_headers else ()
        skeleton = anchored(sheet, used, looked.candidates(), profile.k, labels)
        kept = filled.only(skeleton.keeps(filled))
        grid = _grid(kept, skeleton, profile)
        stages.append(_grid_stage("anchors", grid, count))
    if not (profile.inverted or profile.formats):
        return Encoding(_written(grid, sheet), skeleton, profile, tuple(stages))

    def headed(body: Body) -> str:
        if not profile.keep_headers:
            return body.text
        return statement(sheet, used, skeleton, body.cells, body.folded, profile.longest) + body.text

    at, folded = (grid.rows[grid.down], grid.cols[grid.right]), 0
    if profile.inverted:
        inverted = cache(lambda: headed(spelled_out(kept, at, profile)))
        stages.append(Stage("inverted", *skeleton.shape, len(kept), lambda: counted(inverted(), count)))
    if profile.formats:
        described_here = profile.keep_headers and profile.inverted
        likely = looked.candidates() if looked else ()
        body = (
            described(filled, skeleton, tables or (), likely, profile)
            if described_here
            else aggregated(kept, at, profile)
        )
        text, folded = headed(body), body.folded
        stages.append(Stage("formats", *skeleton.shape, body.cells, lambda: counted(text, count)))
    else:
        text = inverted()
    encoding = Encoding(text, skeleton, profile, tuple(stages), folded)
    return _or_vanilla(encoding, sheet, vanilla, used, count) if profile.never_longer else encoding


def outline(sheet: Sheet, tables: Sequence[FoundTable], count: Count) -> Encoding:
    """The statement and where the ``tables`` are, without any cell: the least that describes a sheet."""
    used = sheet.used
    if used is None:
        return Encoding("", None, OUTLINE, (_NOTHING,))
    skeleton = Skeleton(used, np.zeros(0, np.int32), np.zeros(0, np.int32))
    named = f"Tables: {', '.join(str(table.range) for table in tables)}\n" if tables else ""
    text = statement(sheet, used, skeleton, 0, 0) + named
    kept = Stage("anchors", 0, 0, 0, lambda: (count(text), True))
    return Encoding(text, skeleton, OUTLINE, (_vanilla(sheet, used, count), kept))


def vanilla_tokens(sheet: Sheet, count: Count) -> int:
    """Tokens of the vanilla encoding, however large it would be: it is not written out."""
    return _vanilla(sheet, sheet.used, count).tokens if sheet.used else 0


def _vanilla(sheet: Sheet, used: CellRange, count: Count) -> Stage:
    return _grid_stage("vanilla", _grid(sheet.only(sheet.filled), Skeleton.whole(used), VANILLA), count)


def _or_vanilla(encoding: Encoding, sheet: Sheet, grid: Grid, used: CellRange, count: Count) -> Encoding:
    """The encoding, or the plain grid where that is shorter; both say which cells are merged or hidden."""
    if used.area > GRID_CELLS or not grid.is_shorter_than(len(encoding.text) - len(unseen(sheet))):
        return encoding
    text = unseen(sheet) + grid.text()
    stage = Stage("vanilla", *used.shape, len(grid), lambda: counted(text, count))
    return Encoding(text, Skeleton.whole(used), VANILLA, (stage,))


def _lossless(sheet: Sheet, profile: Profile, count: Count) -> Encoding:
    text, skeleton, stages = lossless_text(sheet), None, []
    if sheet.used is not None:
        skeleton = Skeleton.whole(sheet.used)
        stages.append(_vanilla(sheet, sheet.used, count))
    rows, columns = sheet.used.shape if sheet.used else (0, 0)
    stages.append(Stage("inverted", rows, columns, len(sheet), lambda: counted(text, count)))
    return Encoding(text, skeleton, profile, tuple(stages))


def _grid(kept: Sheet, skeleton: Skeleton, profile: Profile) -> Grid:
    down, right = _places(skeleton.rows, kept.rows), _places(skeleton.cols, kept.cols)
    if not profile.readdress:
        return Grid(skeleton.rows, skeleton.cols, kept, down, right)
    rows, columns = (np.arange(1, lines + 1, dtype=np.int32) for lines in skeleton.shape)
    return Grid(rows, columns, kept, down, right)


def _places(lines: npt.NDArray[np.int32], at: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Where each of some lines stands among ``lines``."""
    if len(lines) and lines[-1] - lines[0] + 1 == len(lines):  # without a gap
        found: npt.NDArray[np.int32] = at - lines[0]
        return found
    return np.searchsorted(lines, at).astype(np.int32)


def _grid_stage(name: str, grid: Grid, count: Count) -> Stage:
    return Stage(name, len(grid.rows), len(grid.cols), len(grid), lambda: grid_tokens(grid, count))


def _written(grid: Grid, sheet: Sheet) -> str:
    if grid.area > GRID_CELLS:
        raise InputError(
            f"Written out cell by cell, {sheet.name} would be {len(grid.rows)} × {len(grid.cols)} cells; "
            "use the default profile."
        )
    return grid.text()
