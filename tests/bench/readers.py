"""Every workbook of the corpus read by us and by another reader, each difference named.

python -m tests.bench.readers

Workbooks of XML are compared with openpyxl (sheets; value, formula, number format of each cell; merges), binary ones
with calamine (sheets, values). A difference that no rule of ``differences`` names is printed, and makes the exit
status 1. Options: folders of the corpus (all three), --every N (each Nth file).
"""

from __future__ import annotations

import argparse
import signal
import time
import warnings
from collections import Counter
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from sheetllm_xl.errors import HostError
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.limits import Limits
from sheetllm_xl.grid import CellRange
from sheetllm_xl.sheet import Sheet

from .corpus import CORPUS
from .differences import (
    binary_rule,
    covered,
    filled_by_formulas,
    formula_rule,
    ours,
    refusal_rule,
    same,
    sheet_rule,
    value_rule,
)

FOLDERS = ("odd", "general", "detection")
BINARY = (".xls", ".xlsb")
KINDS = (*BINARY, ".xlsx", ".xlsm", ".xltx", ".xltm", ".ods")
_SHOWN = 25
_PATIENCE = 30  # seconds for the other reader


@dataclass
class Summary:
    """What came of the files. ``explained`` counts differences by the rule that names them."""

    files: int = 0
    read: int = 0
    compared: int = 0
    cells: int = 0
    untyped: list[str] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)
    explained: Counter[str] = field(default_factory=Counter)
    unexplained: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The summary, a line a thing."""
        lines = [
            f"{self.files} files: {self.read} read, {sum(self.refused.values())} said to be what they are",
            f"{len(self.untyped)} untyped errors, {len(self.over)} over the limits",
            f"{self.compared} files compared, {self.cells:,} cells: {len(self.unexplained)} differences unexplained",
            *(f"  {count:>7,} {rule}" for rule, count in self.explained.most_common()),
            f"{sum(self.alone.values())} files that the other reader cannot open and we read:",
            *(f"  {count:>7,} {why}" for why, count in self.alone.most_common(8)),
            "refused:",
            *(f"  {count:>7,} {why}" for why, count in self.refused.most_common(12)),
            *self.untyped,
            *self.over,
            *self.unexplained[:_SHOWN],
        ]
        return "\n".join(lines)


def books(folders: tuple[str, ...], every: int) -> Iterator[Path]:
    """The workbooks, in the order of their paths; what lies beside them (labels, a list) is none."""
    for folder in folders:
        yield from sorted(path for path in (CORPUS / folder).rglob("*") if path.suffix.lower() in KINDS)[::every]


def compare(folders: tuple[str, ...] = FOLDERS, every: int = 1) -> Summary:
    """Read them all."""
    found = Summary()
    for path in books(folders, every):
        found.files += 1
        begun = time.process_time()
        try:
            with FileHost(path) as host:
                sheets = {name: host.read(name) for name in host.sheet_names()}
        except HostError as error:
            found.refused[str(error).replace(path.name, "…")] += 1
            if _opens(path):
                _note(found, refusal_rule(path), f"{path.name}: opened by the other reader, and not by us: {error}")
            continue
        except Exception as error:  # noqa: BLE001 what must not happen is what is counted
            found.untyped.append(f"{path.name}: {error!r}")
            continue
        finally:
            if time.process_time() - begun > Limits().seconds:
                found.over.append(path.name)
        found.read += 1
        (_with_calamine if path.suffix.lower() in BINARY else _with_openpyxl)(path, sheets, found)
    return found


def _opens(path: Path) -> bool:
    import openpyxl
    from python_calamine import CalamineWorkbook

    try:
        with warnings.catch_warnings(), _patience():
            warnings.simplefilter("ignore")
            opened = CalamineWorkbook.from_object if path.suffix.lower() in BINARY else openpyxl.load_workbook
            opened(BytesIO(path.read_bytes()))  # a file itself would stay open where openpyxl fails
    except BaseException as error:  # calamine's panics are no Exception
        if isinstance(error, KeyboardInterrupt):
            raise
        return False
    return True


def _with_openpyxl(path: Path, sheets: dict[str, Sheet], found: Summary) -> None:
    import openpyxl

    try:
        with warnings.catch_warnings(), _patience():
            warnings.simplefilter("ignore")
            held = path.read_bytes()  # a file itself would stay open where openpyxl fails
            values = openpyxl.load_workbook(BytesIO(held), data_only=True)
            formulas = openpyxl.load_workbook(BytesIO(held))
    except Exception as error:  # noqa: BLE001 it is the other reader's
        found.alone[f"openpyxl: {type(error).__name__}"] += 1
        return
    if sheets and not values.sheetnames:  # it knows no relationship of ISO 29500 Strict
        found.alone["openpyxl: finds no sheet"] += 1
        return
    found.compared += 1
    _note_sheets(path, sheets, [page.title for page in values.worksheets], found)
    for name, sheet in sheets.items():
        if name not in values.sheetnames or not hasattr(values[name], "iter_rows"):
            continue
        cells = {(cell.row, cell.col): cell for cell in sheet.cells()}
        theirs, written = _cells(values[name]), _cells(formulas[name])
        filled = filled_by_formulas(written.values())
        for row, col in sorted(set(cells) | set(theirs)):
            mine, other = cells.get((row, col)), theirs.get((row, col))
            found.cells += 1
            raw = written.get((row, col))
            for rule in _differences((row, col), mine, other, raw, sheet, filled):
                _note(
                    found,
                    rule,
                    f"{path.name} {name}!{row},{col}: {mine} / {other and other.value!r} / {raw and raw.value!r}",
                )
        for merge in set(sheet.merges) ^ {CellRange.parse(str(m)) for m in values[name].merged_cells.ranges}:
            _note(found, "", f"{path.name} {name}: merge {merge}")


def _note_sheets(path: Path, sheets: dict[str, Sheet], theirs: list[str], found: Summary) -> None:
    for name in set(sheets) ^ set(theirs):
        rule = sheet_rule(path, name) if name in theirs and path.suffix.lower() not in BINARY else ""
        _note(found, rule, f"{path.name}: sheet {name!r}, of one reader only")


class OutOfPatience(Exception):
    """The other reader took too long: openpyxl makes a cell of each that a merge covers."""


@contextmanager
def _patience() -> Iterator[None]:
    def ring(*_: object) -> None:
        raise OutOfPatience

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(_PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _cells(sheet: Any) -> dict[tuple[int, int], Any]:
    return {place: cell for place, cell in sheet._cells.items() if cell.value is not None or cell.has_style}


def _note(found: Summary, rule: str, where: str) -> None:
    if rule:
        found.explained[rule] += 1
    else:
        found.unexplained.append(where)


def _differences(
    place: tuple[int, int], mine: Any, other: Any, raw: Any, sheet: Sheet, filled: Container[tuple[int, int]]
) -> Iterator[str]:
    """The rule that names each difference of one cell; "" where there is none."""
    got = mine.value if mine else None
    want = ours(other.value) if other is not None else None
    if not same(got, want):
        yield value_rule(got, want, place, other, sheet, filled)
    formula, written = (mine.formula if mine else "").lstrip("="), _formula(raw).lstrip("=")
    if formula != written and place[0]:
        yield formula_rule(formula, written, place, raw, sheet)
    if mine and other is not None and got is not None and mine.format.lower() != _code(other):
        yield "openpyxl drops what a merge covers" if covered(place, other, sheet) else ""


def _code(cell: Any) -> str:
    code = str(cell.number_format).lower()
    return "" if code == "general" else code


def _formula(raw: Any) -> str:
    value = None if raw is None else raw.value
    if hasattr(value, "text"):
        return str(value.text or "")
    if raw is not None and raw.data_type == "f" and isinstance(value, str):
        return value
    return ""


def _with_calamine(path: Path, sheets: dict[str, Sheet], found: Summary) -> None:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        names = [page.name for page in book.sheets_metadata if str(page.typ).endswith("WorkSheet")]
        pages = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in sheets}
    except BaseException as error:  # its panics are no Exception
        if isinstance(error, KeyboardInterrupt):
            raise
        found.alone[f"calamine: {type(error).__name__}"] += 1
        return
    found.compared += 1
    _note_sheets(path, sheets, names, found)
    for name, sheet in sheets.items():
        cells = zip(sheet.rows.tolist(), sheet.cols.tolist(), sheet.values, strict=True)
        held = {(row, col): value for row, col, value in cells if value is not None}
        theirs = {
            (row, col): ours(value)
            for row, line in enumerate(pages[name], 1)
            for col, value in enumerate(line, 1)
            if value != ""
        }
        for place in sorted(set(held) | set(theirs)):
            got, want = held.get(place), theirs.get(place)
            found.cells += 1
            if not same(got, want):
                _note(found, binary_rule(got, want, place, sheet), f"{path.name} {name}!{place}: {got!r} / {want!r}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", default=FOLDERS)
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    found = compare(tuple(given.folders), given.every)
    print(found.text())
    return 1 if found.untyped or found.over or found.unexplained else 0


if __name__ == "__main__":
    raise SystemExit(main())
