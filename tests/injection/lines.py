"""The lines that documents may have, each with what it must say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sheetllm_xl.sheet import Sheet

from .grammar import AREA, RUNS, SORT, Forged, Truth, one_of, places, plain, says, spelled, unquoted, within
from .places import RATES, TABLE

_WORDS = "(?:Year|Int|Float|Percentage|Scientific|Date|Time|Currency|Email)(?:Data|Num|Text)"
_LISTED = re.compile(r'("(?:[^"\\]|\\.)*"|[^"].*?) \((\d+)\)(?:, |\Z)')
_STATEMENTS = (
    r"Left out: (?:rows [\d, ()-]+)?(?: and )?(?:columns [A-Z\d, ()-]+)?, \d+ filled cells",
    r"Shown by type or number format: \d+ cells",
    r"Texts longer than \d+ characters are cut and end in …",
)


def read_index(truth: Truth, lines: list[str]) -> None:
    """A compressed sheet: statements, then contents with their places, or the grid in full."""
    home, begun = truth.used, False
    row = 0
    for number, line in enumerate(lines):
        if re.match(r"\|[A-Z]{1,3}\d+,", line):
            row = truth.cells(line, row)
        elif "|" in line:
            begun = True
            _content(home, line)
        elif begun or not _statement(home, line, number):
            raise Forged(f"a statement: {line[:80]!r}")


def _statement(home: Sheet, line: str, number: int) -> bool:
    if head := re.fullmatch(rf"Sheet (.*): ({AREA}), (\d+) filled cells", line):
        size = (str(home.used), str(home.filled.sum()))
        return not number and says(head[1], home.name) and (head[2], head[3]) == size
    if line.startswith("Hidden: "):
        return line == f"Hidden: rows {', '.join(map(str, sorted(home.hidden_rows)))}"
    return any(re.fullmatch(each, line) for each in _STATEMENTS)


def _content(home: Sheet, line: str) -> None:
    content, _, areas = line.partition("|")
    one_of(areas, f"{AREA}(?:,{AREA})*")
    for row, col in (place for area in areas.split(",") for place in within(area)):
        index = home.index(row, col)
        value = None if index is None else home.values[index]
        code = "" if index is None else home.format_strings[home.formats[index]]
        shown = value is not None and (says(content, value) or plain(code) == plain(content))
        if not shown and not (value is not None and re.fullmatch(_WORDS, content)):
            raise Forged(f"what row {row}, column {col} holds: {content[:80]!r}")


def read_lines(truth: Truth, lines: list[str], own: Callable[[str], bool]) -> None:
    """Any other document. ``own``: whether a text is the model's or the product's own, of which no cell tells."""
    opened, row, step, what, table = "", 0, "", "", TABLE
    for line in lines:
        name, *fields = line[1:].split("|")
        word = name.partition(" ")[0]
        if not line.startswith("|"):
            raise Forged(f"a line: {line[:80]!r}")
        if opened == "hits" and not re.fullmatch(r"not done|nothing like it was found", name):
            _hit(truth, name, fields)
        elif opened == "hits" and fields and "!" in fields[0] and _is_hit(truth, name, fields):
            raise Forged(f"a hit as {name!r}")
        elif re.match(r"[A-Z]{1,3}\d+,", line[1:]):
            if not opened:
                raise Forged(f"cells without a heading: {line[:80]!r}")
            row = truth.cells(line, row)
        elif (name, *fields) == ("words of the question", "where they stand"):
            opened = "hits"
        elif name in ("cells", "header", "rows") and not fields:
            opened, row = name, 0 if name != "rows" else row
        elif name == "beside the table" and len(fields) == 1:
            one_of(fields[0], AREA)
            opened, row = name, 0
        elif word == "sheet" and fields and (opened := _sheet(truth, name[6:], fields) or opened):
            row = 0
        elif word == "step" and len(fields) == 2:
            step, what = name[5:], fields[1]
            one_of(step, "find|read|describe|compute")
            if not own(spelled(fields[0])[1]) or not own(spelled(fields[1])[1]):
                raise Forged(f"a step: {line[:80]!r}")
            opened = "hits" if step == "find" else ""
        elif name in _FIELDS:
            _FIELDS[name](truth, fields)
        elif name in ("reply", "problem", "not done", "not computed", "note") and len(fields) == 1:
            spelled(fields[0])
        elif name == "comes to" and step == "compute":
            _values(truth, fields, "HSTACK" in what)
        elif re.fullmatch(r"part \d+", name) and 3 <= len(fields) + 1 <= 7:
            one_of(fields[0], rf"rows (?:{RUNS})")
            one_of(fields[1], "found|not found")
            list(map(spelled, fields[2:]))
        elif word == "table":
            table = TABLE if truth.used is truth.sheets[0] else RATES
            _table(truth, name[6:], fields, table)
        elif word == "column" and len(fields) >= 3:
            _column(truth, name[7:], fields)
        else:
            one_of(line[1:], *_WHOLE)


_WHOLE = (
    "not all of its cells are below\\|the columns in full, told by code:",
    "only part of it\\|up to row \\d+; read or compute over the rest by its range",
    f"only part of the table\\|rows (?:{RUNS}) below the header",
    "nothing like it was found", "left out to make room", "and [\\d,]+ more (?:tables|values|sheets.*)",
    f"{AREA} is empty", f"{AREA} holds no value below its header",
)  # fmt: skip


def _values(truth: Truth, fields: list[str], of_cells: bool) -> None:
    """What a formula comes to: values, and those of cells where it only lists cells."""
    every = [value for sheet in truth.sheets for value in sheet.values]
    every += [value.encode("utf-8", "replace").decode() for value in every if isinstance(value, str)]
    for field in fields:
        spelled(field)
        if of_cells and field != "(empty)" and not any(says(field, value) for value in every):
            raise Forged(f"a value: {field[:80]!r}")


def _sheet(truth: Truth, name: str, fields: list[str]) -> str:
    """A sheet's line; what it opens."""
    outline = len(fields) == 2 and fields[1].endswith(" cells")
    sheet = truth.sheet(name, quoted=outline)
    if outline:
        if fields != [str(sheet.used), f"{int(sheet.filled.sum()):,} cells"]:
            raise Forged(f"a sheet's size: {fields}")
        return "outline"
    truth.area = fields[0].removeprefix("table ")
    one_of("|".join(fields), f"table {AREA}(?:\\|rows \\d+ to \\d+)?", f"cells {AREA}", "cells outside the tables")
    return "sheet"


def _total_rows(truth: Truth, fields: list[str]) -> None:
    if fields != ["20:20"]:
        raise Forged(f"total rows: {fields}")


def _formats(truth: Truth, fields: list[str]) -> None:
    if len(fields) != 1 or not fields[0].startswith("D ") or not says(fields[0][2:], truth.used.format_strings[1]):
        raise Forged(f"number formats: {fields}")


def _hidden(truth: Truth, fields: list[str]) -> None:
    if fields != [",".join(f"{row}:{row}" for row in sorted(truth.used.hidden_rows))]:
        raise Forged(f"hidden rows: {fields}")


def _names(truth: Truth, fields: list[str]) -> None:
    for field in fields:
        pairs = [(field[: at.start()], field[at.end() :]) for at in re.finditer(" is ", field)]
        if not any(_is_name(*pair, truth.used) for pair in pairs):
            raise Forged(f"a name: {field[:80]!r}")


def _is_name(name: str, means: str, sheet: Sheet) -> bool:
    try:
        return any(says(name, key, 40) and says(means, text, 60) for key, text in sheet.names.items())
    except Forged:  # parted in the middle of a text
        return False


def _links(truth: Truth, fields: list[str]) -> None:
    told = plain(" ".join(truth.used.formulas.values()))
    for field in fields:
        link = re.fullmatch(r"(.*) \(\d+\)", field, re.DOTALL)
        name = unquoted(link[1]) if link else ""
        if not link or plain(spelled(name)[1]).replace("'", "''") not in told:
            raise Forged(f"a link: {field[:80]!r}")


def _alike(truth: Truth, fields: list[str]) -> None:
    for field in fields:
        name, _, area = field.rpartition(" ")
        truth.sheet(name, quoted=True)
        one_of(area, AREA)


def _workbook(truth: Truth, fields: list[str]) -> None:
    filled = sum(int(sheet.filled.sum()) for sheet in truth.sheets)
    if fields != [f"{len(truth.sheets)} sheets", f"{filled:,} filled cells"]:
        raise Forged(f"the workbook: {fields}")


_FIELDS: Mapping[str, Callable[[Truth, list[str]], None]] = {
    "total rows": _total_rows, "number formats": _formats, "hidden rows": _hidden, "names": _names,
    "its formulas read": _links, "alike": _alike, "workbook": _workbook,
}  # fmt: skip


def _table(truth: Truth, area: str, fields: list[str], table: Any) -> None:
    """An outline's table: its ListObject's name, its title, its columns in order."""
    if area != str(table.range):
        raise Forged(f"a table: {area[:80]}")
    left = list(fields)
    declared = [each.name for each in truth.used.tables if each.range == table.range]
    if declared and (not left or not left[0].startswith("named ") or not says(left.pop(0)[6:], declared[0])):
        raise Forged(f"a table's name: {fields}")
    title = truth.used.value(table.title.top, table.title.left) if table.title else None
    if title is not None and title != "" and (not left or not says(left.pop(0), title, 60)):
        raise Forged(f"a title: {fields}")
    last = table.range.left - 1
    for field in left:
        column = re.fullmatch(rf"([A-Z]{{1,3}})(?: (.*))? \({SORT}\)", field, re.DOTALL)
        col = places(f"{column[1]}1")[0][1] if column else 0
        if not column or not last < col <= table.range.right or not _is_header(truth, table, col, column[2] or ""):
            raise Forged(f"a column: {field[:80]!r}")
        last = col


def _is_header(truth: Truth, table: Any, col: int, field: str) -> bool:
    value = truth.used.value(table.range.top, col)
    return not field if value in (None, "") else says(field, value, 40)


def _column(truth: Truth, letters: str, fields: list[str]) -> None:
    """A column as it is described: name, counts, ends, sum, and its values where they are few."""
    table = TABLE if truth.used is truth.sheets[0] else RATES
    one_of(letters, "[A-Z]{1,3}")
    if truth.area != str(table.range):
        return
    col = places(f"{letters}1")[0][1]
    if not _is_header(truth, table, col, fields[0]):
        raise Forged(f"a column's name: {fields[0][:80]!r}")
    body = truth.used.inside(table.range) & (truth.used.cols == col) & (truth.used.rows > table.range.top)
    values = truth.used.values[body].tolist()
    numbers = [value for value in values if isinstance(value, float)]
    left = fields[1:]
    one_of(left.pop(0), r"nothing|\d+ [a-z ]+(?:, \d+ [a-z ]+)*")
    one_of(left.pop(0), f"{len(set(values))} different")
    for pattern in (r"\d+ blank", r"least .* in row \d+", r"largest .* in row \d+"):
        if left and re.fullmatch(pattern, left[0]):
            left.pop(0)
    if left and left[0].startswith("sum "):
        one_of(left.pop(0), re.escape(f"sum {sum(numbers):.15g}"))
    if not left:
        return
    listed = _LISTED.findall(left[0])
    if len(left) > 1 or sum(len(value) + len(count) + 5 for value, count in listed) - 2 != len(left[0]):
        raise Forged(f"listed values: {left}")
    for field, count in listed:
        if not any(says(field, value, 40) and values.count(value) == int(count) for value in values):
            raise Forged(f"a listed value: {field[:80]!r}")


def _hit(truth: Truth, name: str, fields: list[str]) -> None:
    if not _is_hit(truth, name, fields):
        raise Forged(f"a hit: {name[:60]!r} {fields}")


def _is_hit(truth: Truth, name: str, fields: list[str]) -> bool:
    left = [re.sub(r" and [\d,]+ more\Z", "", field) for field in fields if field != "nearly"]
    left = [field for field in left if not re.fullmatch(r"and [\d,]+ more cells", field)]
    return bool(left) and all(says(name, truth.at(field), 120) for field in left)
