"""Writing: one piece of work on an open workbook. Each change is journalled, made, read back; a failure undoes all."""

from __future__ import annotations

import time as clock
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time
from types import TracebackType
from typing import Any

from ...errors import HostError, InputError, SheetLLMError
from ...files.xml_stream import without_halves
from ...formulas.call import asks, text_literal
from ...grid import CellRange, Ref, column_letters, quoted
from ...literals import CellError, Value
from ..busy import PATIENCE, Patience, patiently
from ..open_source import xlwings
from ..workbook_names import full_name, program_of
from .journal import Change, Journal, Work
from .readback import Line, draw, grid, same, seen
from .spilling import formula_of, put_formula
from .undisturbed import look_back, undisturbed
from .undoing import take_back

MAX_TEXT = 32_767


def cell_input(value: Value | None, date1904: bool = False) -> float | str | bool | None:
    """What to give Range.Value so that the cell holds exactly that value.

    Every text goes in behind an apostrophe, which Excel takes for "this is text" and does not show: no text, whatever
    it begins with, becomes a formula, a number or a date. Dates go in as serial numbers, error values as their text.

    >>> cell_input("=1+1"), cell_input("007"), cell_input(2.5), cell_input(CellError.NA)
    ("'=1+1", "'007", 2.5, "'#N/A")
    """
    if isinstance(value, str | CellError):
        text = without_halves(str(value))
        if len(text) >= MAX_TEXT:
            raise InputError(f"A text of {len(text):,} characters does not fit in a cell; {MAX_TEXT - 1:,} do.")
        return "'" + text if text else None
    if isinstance(value, datetime | time):
        from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel

        return float(to_excel(value, CALENDAR_MAC_1904 if date1904 else CALENDAR_WINDOWS_1900))
    return value


class Writing:
    """Use as a context: Excel is left alone until it ends, then its settings are as before and the journal is kept.

    ``onto``: earlier work that this goes on with, so that both are undone as one.

    Raises HostError, with nothing changed, for a workbook or sheet that cannot be written to.
    """

    def __init__(
        self, book: xlwings.Book, journal: Journal, words: str, patience: Patience = PATIENCE, onto: Work | None = None
    ) -> None:
        self.book, self._journal, self._patience = book, journal, patience
        self._words, self._onto = words, onto
        self._quiet = undisturbed(book, f"SheetLLM: {words} …", patience)

    def __enter__(self) -> Writing:
        self.savable()
        name, program = self.ask(lambda: (full_name(self.book), program_of(self.book)))
        self._work = self._onto or Work(0, name, self._words, program=program, made=clock.time())
        self._shown = self._quiet.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        try:
            earlier = self._onto.changes if self._onto else ()
            if error is not None and self._work.changes != earlier:
                take_back(self.book, self._work.changes[len(earlier) :], self._patience)
                if self._onto:
                    self._journal.put(self._onto)
                else:
                    self._journal.drop(self._work.number)
        except SheetLLMError as second:
            raise HostError(f"{error} Taking it back failed too: {second} “Undo” will try again.") from None
        finally:
            self._quiet.__exit__(kind, error, trace)
        return None

    @property
    def work(self) -> Work:
        """What was done until now."""
        return self._work

    def ask(self, action: Any) -> Any:
        """``action()``, with patience."""
        return patiently(action, self._patience)

    def cells(
        self, sheet: str, box: CellRange, rows: Sequence[Sequence[Value | None]], overwrite: bool = False
    ) -> list[list[Any]]:
        """Write values; what Excel then holds. Raises HostError where a cell is in use, or is not as written."""
        self.writable(sheet)
        area = self._area(sheet, str(box))
        before = self.ask(lambda: grid(area.formula, box))
        if not overwrite and (used := _first_used(before, box)):
            raise HostError(f"{Ref(sheet, box)} is not empty ({used} holds something), so nothing was written.")
        self.unmerged(sheet, box)
        date1904 = bool(self.ask(lambda: getattr(self.book.api, "Date1904", False)))
        given = [[cell_input(value, date1904) for value in row] for row in rows]
        dates = [(i, j) for i, row in enumerate(rows) for j, v in enumerate(row) if isinstance(v, datetime | time)]
        for i, j in dates:
            self.number_format(sheet, box.top + i, box.left + j, _date_format(rows[i][j]))
        after = [[seen(value) for value in row] for row in given]
        old = self.ask(lambda: _retyped(before, grid(area.raw_value, box)))
        self._record(Change("cells", sheet, str(box), old, after))
        self.ask(lambda: setattr(area, "raw_value", given))
        written: list[list[Any]] = self.ask(lambda: grid(area.formula, box))
        if not same(written, after):
            self.ask(lambda: setattr(area, "formula", old if box.area > 1 else old[0][0]))
            raise HostError(f"Excel holds something else in {Ref(sheet, box)} than was written; it was taken back.")
        return written

    def formula(self, sheet: str, box: CellRange, text: str) -> None:
        """Write a formula of our own making into an empty cell. Raises HostError where the cell is in use."""
        self.writable(sheet)
        area = self._area(sheet, str(box))
        if used := _first_used(self.ask(lambda: grid(area.formula, box)), box):
            raise HostError(f"{used} is not empty, so nothing was written.")
        self._record(Change("cells", sheet, str(box), [[""]], [[text]]))
        self.ask(lambda: put_formula(area, text))

    def reformulate(self, sheet: str, cells: Sequence[tuple[CellRange, str, str]]) -> None:
        """Give cells that hold a formula ASKSHEET's in its place. Raises HostError where one holds something else."""
        self.writable(sheet)
        areas = [self._area(sheet, str(box)) for box, _, _ in cells]
        for (box, before, _), area in zip(cells, areas, strict=True):
            if self.ask(lambda area=area: formula_of(area)) != before:
                raise HostError(f"{Ref(sheet, box)} has changed since it was shown, so nothing was written.")
        earlier = self._work.changes
        self._record(*(Change("formula", sheet, str(box), before, after) for box, before, after in cells))
        for (_, _, after), area in zip(cells, areas, strict=True):
            self.ask(lambda area=area, after=after: put_formula(area, after))
        formulas = [self.ask(lambda area=area: formula_of(area)) for area in areas]
        self._work = replace(self._work, changes=earlier)  # as Excel spells them, or no undo would know them again
        self._record(*(Change("formula", sheet, str(c[0]), c[1], one) for c, one in zip(cells, formulas, strict=True)))
        if not all(map(asks, formulas)):
            raise HostError(f"Excel holds something else on {quoted(sheet)} than was written; it was taken back.")

    def links(self, sheet: str, row: int, col: int, targets: Sequence[Ref]) -> None:
        """A column of links, as HYPERLINK formulas over addresses of our own making."""
        texts = [[f"=HYPERLINK({text_literal(f'#{ref}')},{text_literal(str(ref.range))})"] for ref in targets]
        box = CellRange(row, col, row + len(texts) - 1, col)
        self._record(Change("cells", sheet, str(box), [[""]] * len(texts), texts))
        area = self._area(sheet, str(box))
        self.ask(lambda: setattr(area, "formula", texts))

    def number_format(self, sheet: str, row: int, col: int, code: str) -> None:
        """Give a cell a number format."""
        cell = self._area(sheet, str(CellRange(row, col, row, col)))
        before = self.ask(lambda: cell.number_format)
        self._record(Change("format", sheet, str(CellRange(row, col, row, col)), before, code))
        self.ask(lambda: setattr(cell, "number_format", code))

    def add_sheet(self, name: str) -> str:
        """A new last sheet, under that name or that name with a number. Returns its name."""
        if self.ask(lambda: getattr(self.book.api, "ProtectStructure", False)):
            raise HostError("The workbook's structure is protected, so no sheet can be added to it.")
        taken = self.ask(lambda: {sheet.name.casefold() for sheet in self.book.sheets})
        free = next(n for n in (name, *(f"{name} {i}" for i in range(2, 1000))) if n.casefold() not in taken)
        self._record(Change("sheet", free, free))
        self._shown[:] = self._shown or look_back(self.book, self._patience)  # Excel shows a new sheet
        self._add(
            free,
            lambda: self.book.sheets.add(free, after=self.book.sheets[len(self.book.sheets) - 1]),
            lambda: (sheet for sheet in self.book.sheets if sheet.name.casefold() not in taken),
        )
        return free

    def borders(self, sheet: str, runs: Sequence[tuple[str, str, Line]], line: Line) -> None:
        """Draw a line along runs of cells: (range, side, the border it has now)."""
        self.writable(sheet)
        self._record(Change("borders", sheet, sheet, [[at, side, list(old)] for at, side, old in runs], list(line)))
        for at, side, _ in runs:
            area = self._area(sheet, at)
            self.ask(lambda area=area, side=side: draw(area, side, line))

    def name(self, name: str, ref: Ref) -> None:
        """Define a name for a range; it must be free."""
        refers_to = f"={quoted(ref.sheet)}!{absolute(ref.range)}"
        self._record(Change("name", ref.sheet, name, None, refers_to))
        self.ask(lambda: self.book.names.add(name, refers_to))

    def table(self, name: str, ref: Ref) -> None:
        """Make a range with a header row an Excel table, without changing how it looks."""
        self.writable(ref.sheet)
        area = self._area(ref.sheet, str(ref.range))
        before = self.ask(lambda: grid(area.formula, ref.range))
        self._record(Change("table", ref.sheet, name, None, str(ref.range)))
        tables = self.ask(lambda: self.book.sheets[ref.sheet].tables)
        self._add(
            name,
            lambda: tables.add(area, name=name, has_headers=True, table_style_name=""),
            lambda: (table for table in tables if table.range.address == area.address),
        )
        if not same(self.ask(lambda: grid(area.formula, ref.range)), before):
            raise HostError(f"Excel changed cells of {ref} when it made a table of them; it was taken back.")

    def _add(self, name: str, add: Callable[[], object], added: Callable[[], Iterator[Any]]) -> None:
        """Add a sheet or a table. Adding is several calls in xlwings, the last of which gives the name: what a busy
        Excel has done of them, which ``added`` finds, is not done again.
        """
        begun = False

        def once() -> None:
            nonlocal begun
            new = next(added(), None) if begun else None
            begun = True
            if new is None:
                add()
            elif new.name != name:
                new.name = name

        self.ask(once)

    def dress(self, sheet: str, rows: int, columns: int, colors: Sequence[tuple[int, int, int]]) -> None:
        """Make a list of ours readable: bold headings, widths, and in the first column the colours of a legend."""
        page = self.ask(lambda: self.book.sheets[sheet])
        self.ask(lambda: setattr(page.range((1, 1), (1, columns)).font, "bold", True))
        for i in range(rows if colors else 0):
            self.ask(lambda i=i: setattr(page.range((2 + i, 1)), "color", colors[i % len(colors)]))
        self.ask(lambda: page.range((1, 1), (rows + 1, columns)).columns.autofit())

    def _area(self, sheet: str, at: str) -> xlwings.Range:
        return patiently(lambda: self.book.sheets[sheet].range(at), self._patience)

    def savable(self) -> None:
        """Raises HostError for a workbook that is open read-only."""
        if self.ask(lambda: getattr(self.book.api, "ReadOnly", False)):
            raise HostError(
                "The workbook is open read-only, so what is written could not be saved. Save a copy and use that."
            )

    def unmerged(self, sheet: str, box: CellRange) -> None:
        """Raises HostError for merged cells."""
        if self.ask(lambda: self._area(sheet, str(box)).merge_cells) is not False:
            raise HostError(f"{Ref(sheet, box)} has merged cells, so nothing was written.")

    def writable(self, sheet: str) -> None:
        """Raises HostError for a protected sheet."""
        if self.ask(lambda: getattr(self.book.sheets[sheet].api, "ProtectContents", False)):
            raise HostError(
                f"Sheet {quoted(sheet)} is protected, so nothing was written. Unprotect it (Review tab) and try again."
            )

    def _record(self, *changes: Change) -> None:
        """Journal changes before they are made: what is half done when the power fails can still be undone."""
        self._work = self._journal.put(replace(self._work, changes=(*self._work.changes, *changes)))


def absolute(box: CellRange) -> str:
    """The range with dollar signs.

    >>> absolute(CellRange.parse("B2:C9"))
    '$B$2:$C$9'
    """
    first, last = (f"${column_letters(c)}${r}" for r, c in ((box.top, box.left), (box.bottom, box.right)))
    return first if box.area == 1 else f"{first}:{last}"


def _retyped(texts: list[list[Any]], values: list[list[Any]]) -> list[list[Any]]:
    """What to give Range.Formula to have cells back: text behind an apostrophe, formulas and the rest as they show."""
    return [
        [
            "'" + text if isinstance(value, str) and value == text != "" else text
            for text, value in zip(*line, strict=True)
        ]
        for line in zip(texts, values, strict=True)
    ]


def _first_used(rows: list[list[Any]], box: CellRange) -> str:
    used = ((i, j) for i, row in enumerate(rows) for j, text in enumerate(row) if text != "")
    i, j = next(used, (-1, -1))
    return "" if i < 0 else f"{column_letters(box.left + j)}{box.top + i}"


def _date_format(value: Any) -> str:
    if isinstance(value, time):
        return "hh:mm:ss"
    return "yyyy-mm-dd" if value.time() == time() else "yyyy-mm-dd hh:mm:ss"
