"""Reading a range without SpreadsheetML: values and formulas in one call each, looks by halving what is mixed.

Excel answers Null for a property that differs inside a range; it is then cut in two until each part is of one kind.
Borders, font sizes, alignment and names are not read this way: Excel does not say when borders are mixed.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import numpy as np

from ...errors import InputError
from ...files.columns import Columns
from ...files.dates import dated
from ...files.styles_xml import CellFormat
from ...grid import CellRange
from ...literals import CellError, Value
from ...sheet import Sheet, Style, Table
from ..error_codes import from_scode
from ..open_source import xlwings

_CALLS = 800  # questions for one look, two COM calls each: a second; a sheet more motley than that is sampled
_CERTAIN = 20_000  # questions for hidden lines, and for merges, which are not to be guessed
_BLACK = (0, 0, 0)  # also what Excel answers for mixed colours
Ask = Callable[[CellRange], Any]


def read_by_quadtree(area: xlwings.Range) -> Sheet:
    """A live range as a Sheet, at its own addresses. Raises InputError for several areas."""
    if "," in area.address:
        raise InputError("Several areas at once can be read in Excel on Windows only; name one that holds them all.")
    sheet = area.sheet
    box = box_of(area) & box_of(sheet.used_range)
    if box is None:
        return Sheet(sheet.name)

    def at(part: CellRange) -> xlwings.Range:
        return sheet.range(str(part))

    formats, xfs = _looks(box, at)
    hidden_rows = _lines(box, lambda part: at(part).rows.hidden, by_rows=True)
    hidden_cols = _lines(box, lambda part: at(part).columns.hidden, by_rows=False)
    tables = tuple(table for table in _tables(sheet) if table.range & box)
    return _cells(at(box), box, formats, xfs).sheet(
        sheet.name,
        formats,
        merges=tuple(_merges(box, at)),
        tables=tables,
        hidden_rows=hidden_rows,
        hidden_cols=hidden_cols,
    )


def box_of(area: xlwings.Range) -> CellRange:
    """Where an xlwings range stands."""
    rows, columns = area.shape
    return CellRange(area.row, area.column, area.row + rows - 1, area.column + columns - 1)


def blocks(
    box: CellRange, ask: Ask, mixed: Any = None, columns_first: bool = False, calls: int = _CALLS, guess: bool = True
) -> Iterator[tuple[CellRange, Any]]:
    """``box`` cut into parts that are of one kind, each with what ``ask`` says of it; ``mixed`` is the word for not.

    It is asked from the top left on. After ``calls`` questions what is left is taken to be as its first cell is, or
    without ``guess`` not given at all. ``columns_first``: for what a column has in common, as number formats are.
    """
    left = [box]
    while left and (guess or calls > 0):
        part = left.pop()
        calls -= 1
        answer = ask(part if calls > 0 or not guess else CellRange(part.top, part.left, part.top, part.left))
        if answer == mixed and part.area > 1 and (calls > 0 or not guess):
            left += reversed(_halves(part, columns_first))
        else:
            yield part, answer


def _halves(box: CellRange, columns_first: bool) -> tuple[CellRange, CellRange]:
    rows, columns = box.shape
    if columns == 1 or (rows >= columns and not columns_first):
        middle = box.top + rows // 2
        return CellRange(box.top, box.left, middle - 1, box.right), CellRange(middle, box.left, box.bottom, box.right)
    middle = box.left + columns // 2
    return CellRange(box.top, box.left, box.bottom, middle - 1), CellRange(box.top, middle, box.bottom, box.right)


def _looks(box: CellRange, at: Callable[[CellRange], xlwings.Range]) -> tuple[list[CellFormat], Any]:
    """The formats met, and for each cell of the box the index of its own."""
    codes = _painted(box, lambda part: at(part).number_format, columns_first=True)
    bold = _painted(box, lambda part: at(part).font.bold)
    italic = _painted(box, lambda part: at(part).font.italic)
    colors = _painted(box, lambda part: at(part).color, mixed=_BLACK)
    known: dict[tuple[Any, ...], int] = {}
    flat = zip(codes.ravel(), bold.ravel(), italic.ravel(), colors.ravel(), strict=True)
    xfs = np.fromiter((known.setdefault(look, len(known)) for look in flat), np.int32, box.area)
    return [_format(*look) for look in known], xfs.reshape(box.shape)


def _painted(box: CellRange, ask: Ask, mixed: Any = None, columns_first: bool = False) -> Any:
    grid = np.empty(box.shape, object)
    for part, look in blocks(box, ask, mixed, columns_first):
        rows = slice(part.top - box.top, part.bottom - box.top + 1)
        columns = slice(part.left - box.left, part.right - box.left + 1)
        for row in range(rows.start, rows.stop):
            grid[row, columns].fill(look)
    return grid


def _format(code: str | None, bold: Any, italic: Any, color: Any) -> CellFormat:
    fill = "" if color is None or tuple(color) == (255, 255, 255) else "{:02X}{:02X}{:02X}".format(*color)
    style = (Style.BOLD if bold else 0) | (Style.ITALIC if italic else 0) | (Style.FILL if fill else 0)
    return CellFormat.of(code or "", style, fill)


def _lines(box: CellRange, ask: Ask, by_rows: bool) -> frozenset[int]:
    """Hidden rows or columns of the box; one that Excel was not asked about counts as shown."""
    strip = (
        CellRange(box.top, box.left, box.bottom, box.left)
        if by_rows
        else CellRange(box.top, box.left, box.top, box.right)
    )
    hidden = (part for part, is_hidden in blocks(strip, ask, calls=_CERTAIN, guess=False) if is_hidden)
    return frozenset(line for part in hidden for line in (part.rows if by_rows else part.cols))


def _merges(box: CellRange, at: Callable[[CellRange], xlwings.Range]) -> Iterator[CellRange]:
    seen: set[tuple[int, int]] = set()
    for part, is_merged in blocks(box, lambda part: at(part).merge_cells, calls=_CERTAIN, guess=False):
        for place in ((row, col) for row in part.rows for col in part.cols) if is_merged else ():
            if place not in seen:
                merge = box_of(at(CellRange(*place, *place)).merge_area)
                seen.update((row, col) for row in merge.rows for col in merge.cols)
                yield merge


def _tables(sheet: xlwings.Sheet) -> Iterator[Table]:
    for table in sheet.tables:
        yield Table(table.name, box_of(table.range), int(bool(table.show_headers)), int(bool(table.show_totals)))


def _cells(part: xlwings.Range, box: CellRange, formats: list[CellFormat], xfs: Any) -> Columns:
    """The cells that hold or show something."""
    values, texts = _grid(part.raw_value, box), _grid(part.formula, box)
    rows, cols, looks, typed_values = array("i"), array("i"), array("i"), list[Value | None]()
    formulas: dict[tuple[int, int], str] = {}
    for i, (line, text_line) in enumerate(zip(values, texts, strict=True)):
        for j, (value, text) in enumerate(zip(line, text_line, strict=True)):
            look = formats[xfs[i, j]]
            place = (box.top + i, box.left + j)
            typed = _typed(value, look)
            if isinstance(text, str) and text.startswith("=") and text != value:
                formulas[place] = text
                typed = CellError.UNCALCULATED if value is None else typed
            elif typed is None and not look.visible:
                continue
            rows.append(place[0])
            cols.append(place[1])
            looks.append(int(xfs[i, j]))
            typed_values.append(typed)
    return Columns(rows, cols, looks, typed_values, formulas)


def _grid(read: Any, box: CellRange) -> Any:
    """A single cell comes bare, a single row perhaps flat."""
    if box.area == 1:
        return ((read[0][0] if isinstance(read, list | tuple) else read,),)
    return read if isinstance(read[0], list | tuple) else (read,) if box.shape[0] == 1 else [(one,) for one in read]


def _typed(value: Any, look: CellFormat) -> Value | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool | str):
        return value
    if isinstance(value, datetime):
        when = value.replace(tzinfo=None)
        return when.time() if when.year <= 1899 else when
    if isinstance(value, int) and (error := from_scode(value)) is not None:
        return error
    return dated(float(value)) if look.dates(float(value)) else float(value)
