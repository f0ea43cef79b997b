"""Encoding: a sheet as a model reads it, with the way back to the sheet's own addresses and what each module saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..detect import FoundTable, scan
from ..errors import InputError
from ..grid import CellRange
from ..sheet import Sheet
from .formats import WORDS, folds
from .lossless import lossless_text
from .profiles import DEFAULT, VANILLA, Profile
from .skeleton import Skeleton, anchored
from .spelling import Grid, index, index_lines, tuples
from .statement import statement, unseen
from .tokens import Count, counted, estimate_tokens, grid_tokens
from .words import Words, literals

GRID_CELLS = 2_000_000  # the largest grid that is written out; Excel's own has 17 billion


@dataclass(frozen=True, slots=True)
class Stage:
    """What is left after a module: ``rows`` and ``columns`` kept, filled ``cells`` spoken of, ``tokens`` of the text.

    ``exact`` is False where the text was too long to count and the tokens were projected from an even sample.
    """

    name: str
    rows: int
    columns: int
    cells: int
    tokens: int
    exact: bool = True


@dataclass(frozen=True)
class Encoding:
    """The text of a sheet under a profile.

    ``stages`` runs from the vanilla encoding to this one; ``folded_cells`` counts those that module 3 left as a type.
    ``profile`` is the one in force: a sheet so small that DEFAULT would lengthen it is handed out as VANILLA.
    """

    text: str
    skeleton: Skeleton | None
    profile: Profile
    stages: tuple[Stage, ...]
    folded_cells: int = 0

    @property
    def tokens(self) -> int:
        """Tokens of the text."""
        return self.stages[-1].tokens

    def original(self, area: CellRange) -> CellRange:
        """A range as this text names it, at the sheet's own addresses. Raises InputError outside what was sent."""
        if self.profile.readdress and self.skeleton is not None:
            return self.skeleton.original(area)
        return area


def compress(
    sheet: Sheet,
    profile: Profile = DEFAULT,
    tables: Sequence[FoundTable] | None = None,
    count: Count = estimate_tokens,
) -> Encoding:
    """Encode a sheet (SheetCompressor, §3). ``tables`` saves finding them again; ``count`` gives the tokens of a text.

    Deterministic; reads nothing but the sheet. Raises InputError where a profile without modules 2 and 3 would have to
    write out a grid of more than two million cells.
    """
    used = sheet.used
    if profile.lossless:
        return _lossless(sheet, profile, count)
    if used is None:
        return Encoding("", None, profile, (Stage("vanilla", 0, 0, 0, 0),))
    filled, skeleton = sheet.only(sheet.filled), Skeleton.whole(used)
    kept, grid = filled, _grid(filled, skeleton, VANILLA)
    vanilla, stages = grid, [_grid_stage("vanilla", grid, count)]
    if profile.k is not None:
        looked = scan(sheet)
        if profile.keep_headers and tables is None:
            tables = looked.tables()
        skeleton = anchored(sheet, used, looked.candidates(), profile.k)
        kept = filled.only(skeleton.keeps(filled))
        grid = _grid(kept, skeleton, profile)
        stages.append(_grid_stage("anchors", grid, count))
    if not (profile.inverted or profile.formats):
        return Encoding(_written(grid, sheet), skeleton, profile, tuple(stages))

    def head(folded_cells: int) -> str:
        return statement(sheet, used, skeleton, len(kept), folded_cells) if profile.keep_headers else ""

    encoding = _indexed(kept, skeleton, profile, tables or (), stages, head, count)
    return _or_vanilla(encoding, sheet, vanilla, used, count) if profile.never_longer else encoding


def _or_vanilla(encoding: Encoding, sheet: Sheet, grid: Grid, used: CellRange, count: Count) -> Encoding:
    """The encoding, or the plain grid where that is shorter; both say which cells are merged or hidden."""
    if used.area > GRID_CELLS or not grid.is_shorter_than(len(encoding.text) - len(unseen(sheet))):
        return encoding
    text = unseen(sheet) + grid.text()
    tokens, exact = counted(text, count)
    stage = Stage("vanilla", *used.shape, len(grid), tokens, exact)
    return Encoding(text, Skeleton.whole(used), VANILLA, (stage,))


def _lossless(sheet: Sheet, profile: Profile, count: Count) -> Encoding:
    text, skeleton, stages = lossless_text(sheet), None, []
    if sheet.used is not None:
        skeleton = Skeleton.whole(sheet.used)
        stages.append(_grid_stage("vanilla", _grid(sheet.only(sheet.filled), skeleton, VANILLA), count))
    rows, columns = sheet.used.shape if sheet.used else (0, 0)
    tokens, exact = counted(text, count)
    stages.append(Stage("inverted", rows, columns, len(sheet), tokens, exact))
    return Encoding(text, skeleton, profile, tuple(stages))


def _grid(kept: Sheet, skeleton: Skeleton, profile: Profile) -> Grid:
    down, right = np.searchsorted(skeleton.rows, kept.rows), np.searchsorted(skeleton.cols, kept.cols)
    if not profile.readdress:
        return Grid(skeleton.rows, skeleton.cols, kept, down, right)
    rows, columns = (np.arange(1, lines + 1, dtype=np.int32) for lines in skeleton.shape)
    return Grid(rows, columns, kept, down, right)


def _grid_stage(name: str, grid: Grid, count: Count) -> Stage:
    tokens, exact = grid_tokens(grid, count)
    return Stage(name, len(grid.rows), len(grid.cols), len(grid), tokens, exact)


def _written(grid: Grid, sheet: Sheet) -> str:
    if grid.area > GRID_CELLS:
        raise InputError(
            f"Written out cell by cell, {sheet.name} would be {len(grid.rows)} × {len(grid.cols)} cells; "
            "use the default profile."
        )
    return grid.text()


def _indexed(
    kept: Sheet,
    skeleton: Skeleton,
    profile: Profile,
    tables: Sequence[FoundTable],
    stages: list[Stage],
    head: Callable[[int], str],
    count: Count,
) -> Encoding:
    """Modules 2 and 3 over the kept cells."""
    grid = _grid(kept, skeleton, profile)
    rows, cols = grid.rows[grid.down], grid.cols[grid.right]

    def stage(name: str, words: Words, folded_cells: int = 0) -> str:
        entries = index(rows, cols, words, once=profile.inverted)
        body = index_lines(entries) if profile.keep_headers else tuples(entries, profile.inverted)
        text = head(folded_cells) + body
        tokens, exact = counted(text, count)
        stages.append(Stage(name, *skeleton.shape, len(kept), tokens, exact))
        return text

    if not profile.formats:
        return Encoding(stage("inverted", literals(kept)), skeleton, profile, tuple(stages))
    folded = _folded(kept, tables if profile.keep_headers else ())
    words = literals(kept, WORDS.union(folded.texts[1:]))
    if profile.inverted:
        stage("inverted", words)
    folded_cells = int((folded.keys > 0).sum())
    text = stage("formats", words.under(folded.keys - 1, folded.texts[1:]), folded_cells)
    return Encoding(text, skeleton, profile, tuple(stages), folded_cells)


def _folded(kept: Sheet, tables: Sequence[FoundTable]) -> Words:
    """Module 3's word for each kept cell; header and title cells of ``tables`` keep their values."""
    found = folds(kept)
    for area in _header_areas(tables):
        found.keys[kept.inside(area)] = 0
    return found


def _header_areas(tables: Sequence[FoundTable]) -> list[CellRange]:
    areas = [table.title for table in tables if table.title]
    for table in tables:
        box = table.range
        if table.header_rows:
            areas.append(replace(box, bottom=min(box.bottom, box.top + table.header_rows - 1)))
        if table.header_cols and table.orientation == "horizontal":
            areas.append(replace(box, right=min(box.right, box.left + table.header_cols - 1)))
    return areas
