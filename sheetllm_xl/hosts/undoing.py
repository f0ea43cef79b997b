"""Undoing: what the journal holds is taken back, last change first; what a person changed since then is left alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import xlwings

from ..grid import CellRange, Ref, quoted
from .books import full_name
from .busy import PATIENCE, Patience, patiently
from .journal import Change, Journal, Work
from .quadtree import box_of
from .readback import draw, grid, same, seen
from .undisturbed import undisturbed


def undo_last(book: xlwings.Book, journal: Journal, patience: Patience = PATIENCE) -> str:
    """Take back the latest work on this workbook; what was done, in words. Raises HostError."""
    works = journal.works(patiently(lambda: full_name(book), patience))
    if not works:
        return _said("There is nothing of SheetLLM's to undo in this workbook.", journal)
    return _said(_undo(book, journal, works[-1], patience), journal)


def undo_all(book: xlwings.Book, journal: Journal, patience: Patience = PATIENCE) -> str:
    """Take back everything SheetLLM wrote into this workbook, latest first."""
    works = journal.works(patiently(lambda: full_name(book), patience))
    if not works:
        return _said("SheetLLM has written nothing into this workbook that is still there.", journal)
    return _said("\n".join(_undo(book, journal, work, patience) for work in reversed(works)), journal)


def _undo(book: xlwings.Book, journal: Journal, work: Work, patience: Patience) -> str:
    with undisturbed(book, "SheetLLM: undoing …", patience):
        left = take_back(book, work.changes, patience)
    journal.drop(work.number)
    kept = f" Left as it is, since it was changed meanwhile: {', '.join(left)}." if left else ""
    return f"Undone: {work.words}.{kept}"


def take_back(book: xlwings.Book, changes: Iterable[Change], patience: Patience = PATIENCE) -> list[str]:
    """Undo changes, last first. Returns what was left, since it is no longer as it was written."""
    left: list[str] = []
    kept: list[Ref] = []  # cells a person changed: their number formats go with them
    new_sheets = {change.sheet for change in changes if change.kind == "sheet"}
    written = [change for change in changes if change.kind == "cells" and change.sheet in new_sheets]
    for change in reversed(list(changes)):
        if change.kind != "sheet" and change.sheet in new_sheets and change.kind != "name":
            continue  # goes with its sheet
        if change.kind == "format" and any(_holds(ref, _place(change)) for ref in kept):
            continue
        if not patiently(lambda change=change: _take_back(book, change, written), patience):  # type: ignore[misc]
            left.append(_where(change))
            kept += [_place(change)] if change.kind == "cells" else []
    return left


def _place(change: Change) -> Ref:
    return Ref(change.sheet, CellRange.parse(change.at))


def _holds(ref: Ref, other: Ref) -> bool:
    return ref.sheet == other.sheet and other.range in ref.range


def _where(change: Change) -> str:
    if change.kind in ("cells", "format"):
        return str(_place(change))
    return {"sheet": "sheet ", "borders": "outlines on "}.get(change.kind, "") + (
        quoted(change.at) if change.kind in ("sheet", "borders") else change.at
    )


def _take_back(book: xlwings.Book, change: Change, written: list[Change]) -> bool:
    """Whether the change was as it had been left, or is gone already."""
    if change.sheet.casefold() not in {sheet.name.casefold() for sheet in book.sheets}:
        return change.kind == "sheet"
    sheet = book.sheets[change.sheet]
    if change.kind == "sheet":
        return _delete(sheet, written)
    if change.kind == "name":
        return _forget(book, change)
    if change.kind == "table":
        return _unlist(sheet, change)
    if change.kind == "borders":
        return _redraw(sheet, change)
    area = sheet.range(change.at)
    if change.kind == "format":
        if (found := area.number_format) == change.after:
            area.number_format = change.before
        return found in (change.before, change.after)
    box = CellRange.parse(change.at)
    now = grid(area.formula, box)
    if same(now, change.after):
        area.formula = change.before if box.area > 1 else change.before[0][0]
        return True
    return same(now, [[seen(text) for text in line] for line in change.before])


def _delete(sheet: xlwings.Sheet, written: list[Change]) -> bool:
    """Delete a sheet of ours, unless anything on it is no longer as it was written."""
    ours = {place: text for change in written for place, text in _places(change)}
    box = box_of(sheet.used_range)
    found = grid(sheet.used_range.formula, box)
    for row, line in zip(box.rows, found, strict=True):
        for col, text in zip(box.cols, line, strict=True):
            if not same([[text]], [[ours.get((row, col), "")]]):
                return False
    sheet.delete()
    return True


def _places(change: Change) -> Iterator[tuple[tuple[int, int], object]]:
    box = CellRange.parse(change.at)
    for row, line in zip(box.rows, change.after, strict=True):
        for col, text in zip(box.cols, line, strict=True):
            yield (row, col), text


def _forget(book: xlwings.Book, change: Change) -> bool:
    for name in book.names:
        if name.name == change.at:
            if _unquoted(str(name.refers_to)) != _unquoted(change.after):
                return False
            name.delete()
            return True
    return True


def _unquoted(target: str) -> str:
    """A reference to compare: Excel quotes sheet names where we need not, and the other way round."""
    return target.replace("'", "").casefold()


def _unlist(sheet: xlwings.Sheet, change: Change) -> bool:
    for table in sheet.tables:
        if table.name == change.at:
            if str(box_of(table.range)) != change.after:
                return False
            table.api.Unlist()
            return True
    return True


def _redraw(sheet: xlwings.Sheet, change: Change) -> bool:
    whole = True
    for at, side, before in change.before:
        border = sheet.range(at).borders[side]
        found = (border.line_style, border.weight, border.color)
        if _line(found) == _line(change.after):
            draw(sheet.range(at), side, tuple(before))
        elif _line(found) != _line(before):
            whole = False
    return whole


def _line(parts: Iterable[object]) -> tuple[object, ...]:
    style, weight, color = parts
    if style in (None, "none"):
        return ()
    return style, weight, tuple(color) if isinstance(color, list | tuple) else color


def _said(words: str, journal: Journal) -> str:
    return f"{words}\n{journal.notice}".strip()
