"""Undoing: what the journal holds is taken back, last change first; what a person changed since then is left alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ...errors import InputError
from ...grid import CellRange, Ref, quoted
from ..busy import PATIENCE, Patience, patiently
from ..open_source import xlwings
from ..read.quadtree import box_of
from ..workbook_names import full_name, has_path, program_of, saved_since
from .journal import Change, Journal, Work
from .readback import draw, grid, same, seen
from .spilling import formula_of, put_formula
from .undisturbed import undisturbed

_UNDONE = "That is not there to be undone any more."
_NOTHING_LEFT = "SheetLLM has written nothing into this workbook that is still there."


def undo_last(book: xlwings.Book, journal: Journal, patience: Patience = PATIENCE) -> str:
    """Take back the latest work on this workbook; what was done, in words. Raises HostError."""
    works = works_on(book, journal, patience)
    if not works:
        return _with_notice("There is nothing of SheetLLM's to undo in this workbook.", journal)
    return _with_notice(_undo(book, journal, works[-1], patience), journal)


def marks(book: xlwings.Book, journal: Journal, patience: Patience = PATIENCE) -> list[str]:
    """What tells apart the works that can be undone in this workbook, oldest first."""
    return [mark(work) for work in works_on(book, journal, patience)]


def undo_marked(book: xlwings.Book, journal: Journal, marked: str, patience: Patience = PATIENCE) -> str:
    """Take back one work on this workbook and no other; what was done, in words. Raises HostError, InputError."""
    work = next((one for one in works_on(book, journal, patience) if mark(one) == marked), None)
    if work is None:
        raise InputError(_UNDONE)
    return _with_notice(_undo(book, journal, work, patience), journal)


def undo_all(book: xlwings.Book, journal: Journal, patience: Patience = PATIENCE) -> str:
    """Take back everything SheetLLM wrote into this workbook, latest first."""
    done: list[str] = []
    while works := works_on(book, journal, patience):
        done += [_undo(book, journal, work, patience) for work in reversed(works)]
    return _with_notice("\n".join(done) or _NOTHING_LEFT, journal)


def mark(work: Work) -> str:
    """What tells a work apart; the number of one that was dropped is given again, so the moment goes with it."""
    return f"{work.number} {work.made}"


def works_on(book: xlwings.Book, journal: Journal, patience: Patience) -> tuple[Work, ...]:
    """What was done to this workbook, oldest first: under its name, or else the latest under a name it had before.

    Saved under another name, a workbook is known by two things: what was written in this Excel into a workbook that is
    no longer open there by that name stands in this one, and in no other that is open. A workbook that was never saved
    has had no other name, and shares its own with one of each Excel.
    """
    name, program = patiently(lambda: (full_name(book), program_of(book)), patience)
    own = journal.works(name, "" if has_path(name) else program)
    if own or not program or not has_path(name):
        return own
    books = patiently(lambda: {full_name(one): one for one in book.app.books}, patience)
    for work in reversed(journal.works_of(program)):
        if work.book in books or not saved_since(name, work.made):
            continue
        if [other for other, one in books.items() if _mostly_stands(one, work.changes, patience)] == [name]:
            return (work,)
    return ()


def _undo(book: xlwings.Book, journal: Journal, work: Work, patience: Patience) -> str:
    with undisturbed(book, "SheetLLM: undoing …", patience):
        left = take_back(book, work.changes, patience)
        if has_path(work.book) and work.book != patiently(lambda: full_name(book), patience):
            journal.put(replace(work, program=""))  # the file it was saved from may hold it still
        else:
            journal.drop(work.number)
    exceptions = f" Left as it is, since it was changed meanwhile: {', '.join(left)}." if left else ""
    return f"Undone: {work.words}.{exceptions}"


def take_back(book: xlwings.Book, changes: Iterable[Change], patience: Patience = PATIENCE) -> list[str]:
    """Undo changes, last first. Returns what was left, since it is no longer as it was written."""
    left: list[str] = []
    changed: list[Ref] = []  # cells a person changed: their number formats go with them
    apart, written = _apart(changes)
    for change in reversed(apart):
        if change.kind == "format" and any(_holds(ref, _place(change)) for ref in changed):
            continue
        if not patiently(lambda change=change: _take_back(book, change, written), patience):  # type: ignore[misc]
            left.append(_where(change))
            changed += [_place(change)] if change.kind == "cells" else []
    return left


def _apart(changes: Iterable[Change]) -> tuple[list[Change], list[Change]]:
    """The changes to take back one by one, and what was written on new sheets, which goes with its sheet."""
    new_sheets = {change.sheet for change in changes if change.kind == "sheet"}
    apart = [change for change in changes if change.kind in ("sheet", "name") or change.sheet not in new_sheets]
    return apart, [change for change in changes if change.kind == "cells" and change.sheet in new_sheets]


def _mostly_stands(book: xlwings.Book, changes: Iterable[Change], patience: Patience) -> bool:
    """Whether more than half of what was done stands in the workbook as it was left."""
    apart, written = _apart(changes)
    decisive = [change for change in apart if change.kind != "format"]  # many a cell has the format that we gave one
    stand = (patiently(lambda change=change: _stands(book, change, written), patience) for change in decisive)  # type: ignore[misc]
    return 2 * sum(stand) > len(decisive)


def _place(change: Change) -> Ref:
    return Ref(change.sheet, CellRange.parse(change.at))


def _holds(ref: Ref, other: Ref) -> bool:
    return ref.sheet == other.sheet and other.range in ref.range


def _where(change: Change) -> str:
    if change.kind in ("cells", "formula", "format"):
        return str(_place(change))
    return {"sheet": "sheet ", "borders": "outlines on "}.get(change.kind, "") + (
        quoted(change.at) if change.kind in ("sheet", "borders") else change.at
    )


def _take_back(book: xlwings.Book, change: Change, written: list[Change]) -> bool:
    """Whether the change was as it had been left, or is gone already."""
    if not _has_sheet(book, change):
        return change.kind == "sheet"
    if change.kind == "borders":
        return _redraw(book.sheets[change.sheet], change)
    if _stands(book, change, written):
        _revert(book, change)
        return True
    return _is_gone(book, change)


def _has_sheet(book: xlwings.Book, change: Change) -> bool:
    return change.sheet.casefold() in {sheet.name.casefold() for sheet in book.sheets}


def _stands(book: xlwings.Book, change: Change, written: list[Change]) -> bool:
    """Whether the change is there as it was left."""
    if not _has_sheet(book, change):
        return False
    sheet = book.sheets[change.sheet]
    if change.kind == "sheet":
        return _is_ours(sheet, written)
    if change.kind == "name":
        name = _name(book, change)
        return name is not None and _unquoted(str(name.refers_to)) == _unquoted(change.after)
    if change.kind == "table":
        table = _table(sheet, change)
        return table is not None and str(box_of(table.range)) == change.after
    if change.kind == "borders":
        return all(_line_at(sheet, at, side) == _line(change.after) for at, side, _ in change.before)
    area = sheet.range(change.at)
    if change.kind == "formula":
        return bool(formula_of(area) == change.after)
    if change.kind == "format":
        return bool(area.number_format == change.after)
    return same(grid(area.formula, CellRange.parse(change.at)), change.after)


def _revert(book: xlwings.Book, change: Change) -> None:
    """Take back a change that stands."""
    sheet = book.sheets[change.sheet]
    if change.kind == "sheet":
        sheet.delete()
    elif change.kind == "name" and (name := _name(book, change)):
        name.delete()
    elif change.kind == "table" and (table := _table(sheet, change)):
        table.api.Unlist()
    elif change.kind == "formula":
        put_formula(sheet.range(change.at), change.before)
    elif change.kind == "format":
        sheet.range(change.at).number_format = change.before
    elif change.kind == "cells":
        one = CellRange.parse(change.at).area == 1
        sheet.range(change.at).formula = change.before[0][0] if one else change.before


def _is_gone(book: xlwings.Book, change: Change) -> bool:
    """Whether all is as it was before the change."""
    sheet = book.sheets[change.sheet]
    if change.kind == "name":
        return _name(book, change) is None
    if change.kind == "table":
        return _table(sheet, change) is None
    if change.kind == "formula":
        return bool(formula_of(sheet.range(change.at)) == change.before)
    if change.kind == "format":
        return bool(sheet.range(change.at).number_format == change.before)
    if change.kind == "cells":
        now = grid(sheet.range(change.at).formula, CellRange.parse(change.at))
        return same(now, [[seen(text) for text in line] for line in change.before])
    return False


def _is_ours(sheet: xlwings.Sheet, written: list[Change]) -> bool:
    """Whether a sheet of ours holds what was written on it and nothing else."""
    here = [change for change in written if change.sheet.casefold() == sheet.name.casefold()]
    ours = {place: text for change in here for place, text in _places(change)}
    box = box_of(sheet.used_range)
    texts = grid(sheet.used_range.formula, box)
    return all(
        same([[text]], [[ours.get((row, col), "")]])
        for row, line in zip(box.rows, texts, strict=True)
        for col, text in zip(box.cols, line, strict=True)
    )


def _places(change: Change) -> Iterator[tuple[tuple[int, int], object]]:
    box = CellRange.parse(change.at)
    for row, line in zip(box.rows, change.after, strict=True):
        for col, text in zip(box.cols, line, strict=True):
            yield (row, col), text


def _name(book: xlwings.Book, change: Change) -> xlwings.Name | None:
    return next((name for name in book.names if name.name == change.at), None)


def _table(sheet: xlwings.Sheet, change: Change) -> xlwings.main.Table | None:
    return next((table for table in sheet.tables if table.name == change.at), None)


def _unquoted(target: str) -> str:
    """A reference to compare: Excel quotes sheet names where we need not, and the other way round."""
    return target.replace("'", "").casefold()


def _redraw(sheet: xlwings.Sheet, change: Change) -> bool:
    whole = True
    for at, side, before in change.before:
        line = _line_at(sheet, at, side)
        if line == _line(change.after):
            draw(sheet.range(at), side, tuple(before))
        elif line != _line(before):
            whole = False
    return whole


def _line_at(sheet: xlwings.Sheet, at: str, side: str) -> tuple[object, ...]:
    border = sheet.range(at).borders[side]
    return _line((border.line_style, border.weight, border.color))


def _line(parts: Iterable[object]) -> tuple[object, ...]:
    style, weight, color = parts
    if style in (None, "none"):
        return ()
    return style, weight, tuple(color) if isinstance(color, list | tuple) else color


def _with_notice(words: str, journal: Journal) -> str:
    return f"{words}\n{journal.notice}".strip()
