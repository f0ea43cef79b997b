"""What was found, and what was answered, in the workbook: as a list, outlines, names, Excel tables, or cells.

Each is one piece of work that one click undoes. Nothing of the workbook is overwritten, renamed or restyled on the way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence

from ...detect import FoundTable
from ...errors import InputError
from ...grid import MAX_COL, MAX_ROW, CellRange, Ref
from ...literals import Value
from ...output import inert
from ...sheet import Sheet, Style
from ..busy import PATIENCE, Patience, patiently
from ..open_source import xlwings
from ..read.quadtree import box_of
from .journal import Journal
from .readback import Line, grid
from .writing import Writing

SheetTables = Sequence[tuple[Sheet, FoundTable]]
LIST_SHEET = "Tables found"
COLORS = ((0, 114, 178), (213, 94, 0), (0, 158, 115), (204, 121, 167), (86, 180, 233), (230, 159, 0))  # Okabe and Ito
_HEADINGS = ("Table", "Sheet", "Title", "Rows", "Columns", "Header rows", "Total rows", "Notes", "Sure", "Why")
_BORDERS_READ = 1_000  # cells along one side whose own border is read for undo, 2–3 s; a side with more stays as it is
# Side, its border bit, and where the cell stands whose opposite border is the same line.
_SIDES = {
    "edge_top": (Style.TOP, Style.BOTTOM, (-1, 0)),
    "edge_bottom": (Style.BOTTOM, Style.TOP, (1, 0)),
    "edge_left": (Style.LEFT, Style.RIGHT, (0, -1)),
    "edge_right": (Style.RIGHT, Style.LEFT, (0, 1)),
}
# A1, and R1C1 in the letters of every language Excel writes it in: Z1S1, L1C1, F1C1, W1K1, R1K1, S1O1
_LIKE_A_CELL = re.compile(
    r"[A-Z]{1,3}[0-9]++|[RZLFWS][0-9]*+(?:[CSKO][0-9]*+)?|[CSKO][0-9]*+|true|false", re.IGNORECASE
)
# Names that mean something to Excel ([MS-XLS] 2.5.114, in files behind "_xlnm."): they are the same in every language
_BUILT_IN_TEXT = """
    Auto_Activate Auto_Close Auto_Deactivate Auto_Open Consolidate_Area Criteria Data_Form Database Extract
    FilterDatabase Print_Area Print_Titles Recorder Sheet_Title
"""
_BUILT_IN = frozenset(_BUILT_IN_TEXT.casefold().split())


def write_list(book: xlwings.Book, tables: SheetTables, journal: Journal, patience: Patience = PATIENCE) -> str:
    """The tables as a list on a sheet of their own, each with a link to it. Returns what was written, in words."""
    with Writing(book, journal, f"a list of {_count(tables)}", patience) as work:
        name = _list(work, tables, legend=False)
    return f"Listed {_count(tables)} on the sheet {name}. Undo takes the sheet away."


def write_outlines(book: xlwings.Book, tables: SheetTables, journal: Journal, patience: Patience = PATIENCE) -> str:
    """A coloured border around each table, and a legend: the list, in the same colours."""
    skipped: list[str] = []
    with Writing(book, journal, f"outlines of {_count(tables)}", patience) as work:
        for i, (sheet, table) in enumerate(tables):
            line: Line = ("continuous", "medium", list(COLORS[i % len(COLORS)]))
            runs, left_out = _runs(work, sheet, table.range)
            work.borders(sheet.name, runs, line)
            skipped += [f"{Ref(sheet.name, table.range)} ({side})" for side in left_out]
        name = _list(work, tables, legend=True)
    exceptions = f" Left as they are, for their many borders: {', '.join(skipped)}." if skipped else ""
    return f"Outlined {_count(tables)}; the sheet {name} is the legend.{exceptions} Undo takes both away."


def write_names(book: xlwings.Book, tables: SheetTables, journal: Journal, patience: Patience = PATIENCE) -> str:
    """A defined name for each table, after its title. Names that are there stay as they are."""
    with Writing(book, journal, f"names of {_count(tables)}", patience) as work:
        taken = _taken(work)
        given = []
        for sheet, table in tables:
            given.append(legal_name(table.title_in(sheet) or f"Table {table.range}", taken))
            taken.add(given[-1].casefold())
            work.name(given[-1], Ref(sheet.name, table.range))
    return f"Defined {len(given)} name{'s' * (len(given) != 1)}: {', '.join(given)}. Undo takes them away."


def write_tables(book: xlwings.Book, tables: SheetTables, journal: Journal, patience: Patience = PATIENCE) -> str:
    """An Excel table of each found table that can be one as it stands; for the others, why not."""
    made, refused = [], []
    with Writing(book, journal, f"Excel tables of {_count(tables)}", patience) as work:
        taken = _taken(work)
        for sheet, table in tables:
            if reason := _no_table(sheet, table):
                refused.append(f"{Ref(sheet.name, table.range)}: {reason}")
                continue
            made.append(legal_name(table.title_in(sheet) or f"Table {table.range}", taken))
            taken.add(made[-1].casefold())
            work.table(made[-1], Ref(sheet.name, table.range))
    words = f"Made {len(made)} Excel table{'s' * (len(made) != 1)}{': ' * bool(made)}{', '.join(made)}."
    return "\n".join([words, *refused])


WAYS = {"list": write_list, "outlines": write_outlines, "names": write_names, "tables": write_tables}
"""The ways in which tables that were found are written, by their short names."""


def write_answer(
    target: xlwings.Range,
    rows: Sequence[Sequence[Value | None]],
    journal: Journal,
    *,
    overwrite: bool = False,
    patience: Patience = PATIENCE,
) -> str:
    """Values into the rectangle that begins at ``target``. Text stays text. Returns what Excel holds there, in words.

    Raises HostError, with nothing changed, where a cell there is not empty (``overwrite`` is a person's consent).
    """
    if not rows or not rows[0] or len({len(row) for row in rows}) != 1:
        raise InputError("An answer is written as a rectangle; this one has no rows, or rows of unequal length.")
    with Writing(target.sheet.book, journal, "an answer", patience) as work:
        name, top, left = work.ask(lambda: (target.sheet.name, target.row, target.column))
        box = CellRange(top, left, top + len(rows) - 1, left + len(rows[0]) - 1)
        written = work.cells(name, box, rows, overwrite)
    filled = sum(text != "" for line in written for text in line)
    return f"Wrote {filled} cell{'s' * (filled != 1)} to {Ref(name, box)}. Undo takes them away."


def free_beside(
    book: xlwings.Book, read: Sheet, rows: Sequence[Sequence[object]], patience: Patience = PATIENCE
) -> tuple[xlwings.Range, Ref]:
    """Where so many rows find room beside the cells that were read: a column between, else right of all that is used.

    The first cell, and the whole rectangle. Raises InputError where there is none on the sheet.
    """
    height, width = len(rows), len(rows[0])
    near = read.used or CellRange(1, 1, 1, 1)

    def first_free() -> tuple[xlwings.Range, Ref]:
        sheet = book.sheets[read.name]
        beyond = box_of(sheet.used_range).right
        for left in (near.right + 2, max(beyond, near.right) + 2):
            if near.top + height - 1 > MAX_ROW or left + width - 1 > MAX_COL:
                break
            box = CellRange(near.top, left, near.top + height - 1, left + width - 1)
            if not any(text for line in grid(sheet.range(str(box)).formula, box) for text in line):
                return sheet.range((box.top, box.left)), Ref(read.name, box)
        raise InputError(f"There is no room beside {read.name} {near} for {height:,} rows and {width:,} columns.")

    return patiently(first_free, patience)


def copyable(rows: Iterable[Iterable[Value | None]]) -> str:
    r"""Rows as text to paste, where they cannot be written: cells parted by tabs, and none a formula when pasted.

    >>> copyable([["Region", 2.0], ["=1+1", None]])
    "Region\t2\n'=1+1\t"
    """
    return "\n".join("\t".join(_pasted(value) for value in row) for row in rows)


def legal_name(words: str, taken: Container[str]) -> str:
    """A defined name close to the words that Excel accepts and nothing has yet (``taken``: in casefolded form).

    >>> legal_name("Sales by region, 2026", set()), legal_name("Q1", {"_q1"}), legal_name("Print Area", set())
    ('Sales_by_region_2026', '_Q1_2', 'Table_Print_Area')
    """
    plain = re.sub(r"[^\w.]+", "_", unicodedata.normalize("NFC", words)).strip("_.")[:80] or "Table"
    if not plain[0].isalpha() or _LIKE_A_CELL.fullmatch(plain):
        plain = "_" + plain
    folded = unicodedata.normalize("NFKC", plain).casefold()
    if folded in _BUILT_IN or folded.startswith("_xl"):  # as "_xlnm." and "_xlfn." do
        plain = "Table_" + plain
    candidates = (plain, *(f"{plain}_{i}" for i in range(2, 10_000)))
    return next(name for name in candidates if name.casefold() not in taken)


def _pasted(value: Value | None) -> str:
    text = "" if value is None else re.sub(r"[\t\r\n]+", " ", str(value))
    if isinstance(value, float):
        return text.removesuffix(".0")
    return str(inert(text)) if isinstance(value, str) else text


def _count(tables: SheetTables) -> str:
    return f"{len(tables)} table{'s' * (len(tables) != 1)}"


def _list(work: Writing, tables: SheetTables, legend: bool) -> str:
    name = work.add_sheet(LIST_SHEET)
    rows: list[list[Value | None]] = [list(_HEADINGS)]
    for sheet, table in tables:
        height, width = table.range.shape
        totals, notes = ", ".join(map(str, table.total_rows)), ", ".join(map(str, table.notes))
        counts = [float(height), float(width), float(table.header_rows)]
        words = [None, sheet.name, table.title_in(sheet) or None]
        rows.append(
            [*words, *counts, totals or None, notes or None, table.confidence, "; ".join(table.reasons) or None]
        )
    work.cells(name, CellRange(1, 1, len(rows), len(_HEADINGS)), rows)
    if tables:
        work.links(name, 2, 1, [Ref(sheet.name, table.range) for sheet, table in tables])
    work.dress(name, len(tables), len(_HEADINGS), COLORS if legend else ())
    return name


def _taken(work: Writing) -> set[str]:
    """Defined names and ListObjects share one namespace in a workbook."""

    def listed() -> set[str]:
        names = {name.name.rpartition("!")[2].casefold() for name in work.book.names}
        return names | {table.name.casefold() for sheet in work.book.sheets for table in sheet.tables}

    lowered: set[str] = work.ask(listed)
    return lowered


def _no_table(sheet: Sheet, table: FoundTable) -> str:
    """Why Excel would have to change the cells to make a table of them; "" if it would not."""
    box = table.range
    heads = [sheet.value(box.top, col) for col in box.cols]
    if any(listed.range & box for listed in sheet.tables):
        return "there is an Excel table already"
    if table.header_rows != 1:
        return f"an Excel table has one header row, this one has {table.header_rows}"
    if any(merge & box for merge in sheet.merges):
        return "it has merged cells"
    if any(not isinstance(head, str) or not head for head in heads):
        return "a header is empty or no text"
    if len({str(head).casefold() for head in heads}) < len(heads):
        return "two headers are the same"
    return "it has no rows under its header" if box.shape[0] < 2 else ""


def _edge(box: CellRange, side: str) -> list[tuple[int, int]]:
    if side in ("edge_top", "edge_bottom"):
        return [(box.top if side == "edge_top" else box.bottom, col) for col in box.cols]
    return [(row, box.left if side == "edge_left" else box.right) for row in box.rows]


def _runs(work: Writing, sheet: Sheet, box: CellRange) -> tuple[list[tuple[str, str, Line]], list[str]]:
    """The four edges as runs of cells with one border each, and the sides left out for too many borders to read.

    Excel does not say when the borders of a range are mixed, so they are read cell by cell; not where the Sheet knows
    that a cell has none, which it does if it was read as SpreadsheetML.
    """
    segments: list[tuple[str, str, Line]] = []
    left_out = []
    known = work.ask(lambda: hasattr(work.book.sheets[sheet.name].used_range.api, "GetValue"))
    for side in _SIDES:
        edge = _edge(box, side)
        read = [place for place in edge if not known or _has_border(sheet, place, side)]
        if len(read) > _BORDERS_READ:
            left_out.append(side.removeprefix("edge_"))
        else:
            segments += _side_runs(work, sheet.name, edge, side, set(read))
    return segments, left_out


def _has_border(sheet: Sheet, place: tuple[int, int], side: str) -> bool:
    own, opposite, (down, across) = _SIDES[side]
    for (row, col), bit in ((place, own), ((place[0] + down, place[1] + across), opposite)):
        if row and col and (i := sheet.index(row, col)) is not None and sheet.styles[i] & bit:
            return True
    return False


def _side_runs(
    work: Writing, sheet: str, edge: list[tuple[int, int]], side: str, read: set[tuple[int, int]]
) -> list[tuple[str, str, Line]]:
    runs: list[tuple[CellRange, Line]] = []
    page = work.ask(lambda: work.book.sheets[sheet])
    for place in edge:
        line: Line = (None, None, None)
        if place in read:
            line = work.ask(lambda place=place: _line_of(page.range(place).borders[side]))
        if runs and runs[-1][1] == line:
            runs[-1] = (runs[-1][0] | CellRange(*place, *place), line)
        else:
            runs.append((CellRange(*place, *place), line))
    return [(str(run), side, line) for run, line in runs]


def _line_of(border: xlwings.main.Border) -> Line:
    style = border.line_style
    if style in (None, "none"):
        return None, None, None
    color = border.color
    return style, border.weight, list(color) if color else None
