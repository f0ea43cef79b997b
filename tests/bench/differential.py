"""Formulas of Excel's documented behaviour, computed by us and, as a second witness, by LibreOffice.

python -m tests.bench.differential [--only WORD] [--no-libreoffice]

Prints how many agree with Excel in one formula of the engine, how many in another spelling (steps, or functions of
ours), how many are refused, and what is wrong; then where LibreOffice says something else, with the reason that
``documented/libreoffice.txt`` gives. The exit status is 1 where one is wrong, or where no reason is given.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.calc.cells import Scope
from sheetllm_xl.calc.plan import Plan
from sheetllm_xl.errors import NotComputed
from sheetllm_xl.formulas import ALLOWED, Part, admit, function_name, parse
from sheetllm_xl.formulas.tree import tree
from sheetllm_xl.grid import column_letters
from sheetllm_xl.literals import CellError, Value, literal, parse_literal
from sheetllm_xl.sheet import Sheet

from .documented import FOLDER, Example, every_example, is_right, numbered

_FORMULAS_AT = 40  # the column that LibreOffice's formulas stand in, right of every sheet's cells
_UNMARKED = {"ISO.CEILING", "NETWORKDAYS.INTL", "WORKDAY.INTL"}  # newer functions that files name without a mark
_PATIENCE = 300  # seconds for LibreOffice


class Outcome(NamedTuple):
    """What came of an example: "agrees", "respelled", "refused" or "wrong", and in words what it gave."""

    example: Example
    kind: str
    gives: str


def outcomes(examples: Sequence[Example]) -> Iterator[Outcome]:
    """Compute the examples one by one."""
    work = IronCalculator()
    for example in examples:
        try:
            rows = work.evaluate(example.formula, [example.sheet]).rows
        except NotComputed as refusal:
            yield Outcome(example, "refused", str(refusal))
            continue
        right = "respelled" if _has_steps(example) else "agrees"
        yield Outcome(example, right if is_right(rows, example) else "wrong", repr(rows))
    work.close()


def _has_steps(example: Example) -> bool:
    formula = admit(example.formula)
    return bool(Plan.of(tree(formula)[0], Scope([example.sheet], formula.references)).steps)


def lacking(examples: Sequence[Example]) -> list[str]:
    """Functions that are computed and that no example calls."""
    called = {name for example in examples for name in parse(example.formula).functions}
    return sorted(ALLOWED - called)


def witnessed(examples: Sequence[Example]) -> list[list[list[Any]] | None]:
    """What LibreOffice gives for each; None where it lacks a function."""
    return by_libreoffice([(one.sheet, one.formula, len(one.cells), len(one.cells[0])) for one in examples])


def by_libreoffice(asked: Sequence[tuple[Sheet, str, int, int]]) -> list[list[list[Any]] | None]:
    """What LibreOffice computes for formulas over sheets, as many rows and columns of it; None without a function."""
    import openpyxl
    from openpyxl.worksheet.formula import ArrayFormula

    book, pages, places = openpyxl.Workbook(), dict[int, Any](), []
    bottoms: Counter[int] = Counter()
    for sheet, formula, rows, cols in asked:
        if id(sheet) not in pages:
            pages[id(sheet)] = book.create_sheet(f"S{len(pages)}")
            _draw(pages[id(sheet)], sheet)
        page, top = pages[id(sheet)], bottoms[id(sheet)] + 1
        bottoms[id(sheet)] += rows + 1
        first = max(_FORMULAS_AT, sheet.used.right + 2 if sheet.used else 0)
        places.append((page.title, top, first, rows, cols))
        left, right = column_letters(first), column_letters(first + cols - 1)
        page[f"{left}{top}"] = ArrayFormula(f"{left}{top}:{right}{top + rows - 1}", _marked(formula))
    del book["Sheet"]
    with tempfile.TemporaryDirectory() as folder:
        book.save(Path(folder) / "book.xlsx")
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx"]
        subprocess.run(
            [*command, "--outdir", f"{folder}/out", f"{folder}/book.xlsx"],
            check=True,
            capture_output=True,
            timeout=_PATIENCE,
        )
        computed = openpyxl.load_workbook(Path(folder) / "out" / "book.xlsx", data_only=True)
    found: list[list[list[Any]] | None] = []
    for title, top, first, rows, cols in places:
        last = {"max_row": top + rows - 1, "max_col": first + cols - 1}
        values = computed[title].iter_rows(min_row=top, min_col=first, **last, values_only=True)
        grid = [[numbered(value) for value in row] for row in values]
        found.append(None if any("#NAME?" in row for row in grid) else grid)
    return found


def _draw(page: Any, sheet: Sheet) -> None:
    for cell in sheet.cells():
        value: Any = cell.value
        target = page.cell(cell.row, cell.col)
        if isinstance(value, CellError):
            target.value, target.data_type = str(value), "e"
        elif value == "":
            target.value = '=""'
        else:
            target.value = value
            target.data_type = "s" if isinstance(value, str) else target.data_type


def _marked(formula: str) -> str:
    """The formula as files spell it: newer functions carry a mark."""
    from openpyxl.utils import FORMULAE

    text = formula
    for token in reversed(parse(formula).tokens):
        name = function_name(token.text)
        if token.part is Part.CALL and name not in FORMULAE and name not in _UNMARKED:
            text = f"{text[: token.start]}_xlfn.{text[token.start :]}"
    return text


def differs(example: Example, grid: list[list[Any]]) -> bool:
    """Whether LibreOffice's values are others than the example's.

    It saves dates and truths as numbers, empty texts as blanks, and most errors as #VALUE!.
    """
    errors = {str(error) for error in CellError}
    if grid == [["#VALUE!"]] and example.result in errors:
        return False
    plain = [[_plain(cell) for cell in row] for row in example.cells]
    return not is_right([[ours(value) for value in row] for row in grid], example._replace(result=_joined(plain)))


def _plain(written: str) -> str:
    if written.startswith("~"):
        return written
    value: Any = numbered(parse_literal(written))
    value = float(value) if isinstance(value, bool) else value
    return f"~{value:.9f}" if type(value) is float and not value.is_integer() else literal(value)


def _joined(cells: list[list[str]]) -> str:
    return " / ".join(" | ".join(row) for row in cells)


def ours(value: Any) -> Value | None:
    if value is None:
        return ""
    if isinstance(value, int):
        return float(value)
    if isinstance(value, str) and value in {str(error) for error in CellError}:
        return CellError(value)
    return value  # type: ignore[no-any-return]


def reasons() -> dict[str, str]:
    """By formula, why LibreOffice gives something else."""
    lines = (FOLDER / "libreoffice").read_text(encoding="utf-8").splitlines()
    return {formula.strip(): why.strip() for formula, _, why in (line.rpartition(" → ") for line in lines)}


def main() -> int:
    """Print what came of them."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--only", default="", help="formulas with this in them")
    options.add_argument("--no-libreoffice", action="store_true")
    given = options.parse_args()
    examples = [one for one in every_example() if given.only in one.formula]
    results = list(outcomes(examples))
    kinds = Counter(result.kind for result in results)
    for kind in ("refused", "wrong"):
        for example, _, gives in (one for one in results if one.kind == kind):
            print(f"{kind}: {example.sheet.name} {example.formula} → {example.result}\n    {gives[:200]}")
    if not given.only:
        print(f"functions without an example: {' '.join(lacking(examples)) or 'none'}")
    print(
        f"{len(examples)} formulas: {kinds['agrees']} agree, {kinds['respelled']} respelled, "
        f"{kinds['refused']} refused, {kinds['wrong']} wrong"
    )
    unexplained = 0
    if not given.no_libreoffice and shutil.which("soffice"):
        unexplained = _print_witness(examples)
    return 1 if kinds["wrong"] or unexplained else 0


def _print_witness(examples: Sequence[Example]) -> int:
    known, grids = reasons(), witnessed(examples)
    other = [(one, grid) for one, grid in zip(examples, grids, strict=True) if grid is not None and differs(one, grid)]
    unexplained = [(example, grid) for example, grid in other if example.formula not in known]
    for example, grid in unexplained:
        print(f"LibreOffice differs: {example.sheet.name} {example.formula} → {example.result}\n    {grid}")
    lacks = sum(grid is None for grid in grids)
    print(
        f"LibreOffice: {len(examples) - lacks - len(other)} agree, {lacks} it lacks a function for, "
        f"{len(other) - len(unexplained)} differ for a reason that is given, {len(unexplained)} without"
    )
    for why, count in Counter(known[example.formula] for example, _ in other if example.formula in known).most_common():
        print(f"  {count:>4} {why}")
    return len(unexplained)


if __name__ == "__main__":
    sys.exit(main())
