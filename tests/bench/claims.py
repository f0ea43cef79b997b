"""What an encoding claims, held against the workbook: which cells hold what it says, which do not, which it lacks.

Generous: a cell's formula or its value, a number or a date in any spelling; but a text is a text to the letter, and
TRUE is not 1. ``python -m tests.bench.claims [N]`` scores LOSSLESS on every (N-th) workbook of corpus/general and
corpus/detection: against the Sheet it was made from, and against what openpyxl reads.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from sheetllm_xl.compress import LOSSLESS, compress, decode
from sheetllm_xl.compress.formats import WORDS
from sheetllm_xl.compress.rectangles import cells_of
from sheetllm_xl.compress.spelling import parse_grid, parse_index
from sheetllm_xl.errors import SheetLLMError
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.formulas import SharedFormula
from sheetllm_xl.literals import CellError, parse_literal
from sheetllm_xl.sheet import Sheet

from .corpus import CORPUS

_PREFIX = re.compile(r"_xl(?:fn|ws|udf|pm)\.")  # which the file has and Excel does not show
Place = tuple[int, int]
Truth = dict[Place, tuple[object, ...]]
"""The filled cells: what each holds, value and formula."""
Claim = tuple[Place, object]


@dataclass
class Score:
    """Cells by what was claimed of them; ``typed`` cells are said to be filled, and with what sort of value."""

    right: int = 0
    typed: int = 0
    wrong: int = 0
    phantom: int = 0
    missing: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def score(truth: Truth, claims: Iterable[Claim], formats: frozenset[str] = frozenset(), left_out: int = 0) -> Score:
    """Count. ``formats``: words that stand for a sort of value; ``left_out``: filled cells the text says it lacks."""
    said: dict[Place, bool | None] = {}
    for place, word in claims:
        if word is None or word in WORDS or word in formats:  # None: a formula without a value
            said.setdefault(place, None)
        else:
            held = truth.get(place, ())
            said[place] = said.get(place) is not False and any(_same(word, one) for one in held)
    result = Score()
    for place, good in said.items():
        if place not in truth:
            result.phantom += 1
        elif good is None:
            result.typed += 1
        elif good:
            result.right += 1
        else:
            result.wrong += 1
    result.missing = max(0, sum(place not in said for place in truth) - left_out)
    return result


def _same(said: object, held: object) -> bool:
    if isinstance(held, bool):
        return str(said).strip().upper() == str(held).upper()
    if isinstance(held, int | float):
        return _number(said) is not None and abs(_number(said) - held) <= 1e-9 * max(1.0, abs(held))
    if isinstance(held, datetime | date | time | timedelta):
        return _moment(said) == _moment(held)
    return str(said).strip() == str(held).replace("\r\n", "\n").strip()


def _number(said: object) -> float | None:
    try:
        return None if isinstance(said, bool) else float(str(said).replace(",", ""))
    except ValueError:
        return None


def _moment(said: object) -> object:
    """Days since 1899-12-30, rounded to seconds."""
    if isinstance(said, datetime):
        return round((said.replace(tzinfo=None) - datetime(1899, 12, 30)).total_seconds())
    if isinstance(said, date):
        return _moment(datetime(said.year, said.month, said.day))
    if isinstance(said, time):
        return said.hour * 3600 + said.minute * 60 + said.second
    if isinstance(said, timedelta):
        return round(said.total_seconds())
    number = _number(said)
    if number is not None:
        return round(number * 86400)
    text = str(said).strip()
    for parsed in (datetime.fromisoformat, time.fromisoformat):
        try:
            return _moment(parsed(text))
        except ValueError:
            continue
    return text


def held(path: Path) -> dict[str, Truth]:
    """What the sheets of a workbook hold, as openpyxl has it: values and formulas, by the sheet's name."""
    truth: dict[str, Truth] = {}
    for data_only in (True, False):
        book = load_workbook(path, data_only=data_only)
        for page in book.worksheets:
            cells = truth.setdefault(page.title, {})
            for row in page.iter_rows():
                for cell in row:
                    value = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
                    if value in (None, "") or isinstance(value, DataTableFormula) or _linked(cell):
                        continue
                    if isinstance(value, str) and value.startswith("="):
                        value = _PREFIX.sub("", value)
                    cells[cell.row, cell.column] = (*cells.get((cell.row, cell.column), ()), value)
        book.close()
    return truth


def _linked(cell: Any) -> bool:
    """Whether openpyxl gave an empty cell the target of its link."""
    return cell.hyperlink is not None and cell.value in (cell.hyperlink.target, cell.hyperlink.location)


def ours(text: str) -> Iterator[Claim]:
    """Index lines, the two planes of a lossless text that speak of contents, or a plain grid."""
    lines = text.split("\n")[:-1]
    if lines and lines[0].startswith("sheet|"):
        for heading in ("values", "formulas"):
            if heading in lines:
                first = lines.index(heading) + 1
                last = next((i for i in range(first, len(lines)) if "|" not in lines[i]), len(lines))
                for line in lines[first:last]:
                    yield from (_filled if heading == "formulas" else _said)(line)
    elif not text.startswith("Sheet "):  # a grid has no statement; a formula without a value is an index line "|B5,B7"
        grid = "\n".join(line for line in lines if line.startswith("|"))
        yield from ((next(cells_of(address)), _value(word)) for address, word in parse_grid(grid))
    else:
        yield from (claim for line in lines if "|" in line for claim in _said(line))


def _said(line: str) -> Iterator[Claim]:
    return ((place, _value(word)) for place, word in parse_index([line]))


def _filled(line: str) -> Iterator[Claim]:
    """A formula as the first of its cells has it, and as the others have it."""
    (first, formula), *others = _said(line)
    shared = SharedFormula(str(formula), *first)
    yield first, formula
    yield from ((place, shared.at(*place)) for place, _ in others)


def left_out(text: str) -> int:
    """How many filled cells our statement says are left out."""
    found = re.search(r"^Left out: [^|\n]*?(\d+) filled cells$", text, re.MULTILINE)
    return int(found[1]) if found else 0


def _value(word: str) -> object:
    value = parse_literal(word)
    if value is CellError.UNCALCULATED:  # a formula, and nothing of what it comes to
        return None
    return str(value) if isinstance(value, CellError) else value


def sheetwise(text: str) -> Iterator[Claim]:
    """``value|A1,B3`` below a heading; a value may run over several lines."""
    body = text.partition("## Values:\n")[2].partition("\n\n## Types:")[0]
    for value, places in re.findall(r"(?s)(.*?)\|([A-Z]+\d+(?:[:,][A-Z]+\d+)*)(?:\n|\Z)", body):
        yield from ((place, value) for place in cells_of(places))


def sheet_compressor(text: str) -> Iterator[Claim]:
    r"""``A1|B3:B4,value``, with ``\|``, ``\,`` and ``\n`` inside values."""
    for line in text.split("\n"):
        places, _, value = line.partition(",")
        plain = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)
        try:
            yield from ((place, plain) for place in cells_of(places.replace("|", ",")))
        except ValueError:
            continue


def markdown(text: str) -> Iterator[Claim]:
    """No addresses are said: lines and columns are counted, the blank ones too."""
    for row, line in enumerate(text.split("\n"), 1):
        for col, value in enumerate(re.split(r"(?<!\\) \| ", line[2:-2]), 1):
            if value.strip():
                yield (row, col), value.replace("\\|", "|")


READERS: dict[str, Callable[[str], Iterator[Claim]]] = {
    "ours, default": ours,
    "ours, lossless": ours,
    "sheetwise": sheetwise,
    "sheet-compressor": sheet_compressor,
    "openpyxl-to-markdown": markdown,
}


def _own(sheet: Sheet) -> Truth:
    """What the Sheet itself holds."""
    found: Truth = {}
    for cell in sheet.cells():
        value = str(cell.value) if isinstance(cell.value, CellError) else cell.value
        value = None if cell.value is CellError.UNCALCULATED else value
        said = tuple(one for one in (value, cell.formula) if one not in (None, ""))
        if said:
            found[cell.row, cell.col] = said
    return found


def beneath(sheet: Sheet, truth: Truth) -> Truth:
    """What cells under a merge hold: Excel keeps it and formulas read it, while openpyxl drops it."""
    return {
        place: held
        for place, held in _own(sheet).items()
        if place not in truth and any(place in merge and place != (merge.top, merge.left) for merge in sheet.merges)
    }


def _scored(path: Path) -> tuple[int, int, Score, Score | None]:
    """Sheets, those that do not decode to an equal one, the score against the Sheets, and against openpyxl."""
    with FileHost(path) as host:
        found = [host.read(name) for name in host.sheet_names()]
    texts = [compress(sheet, LOSSLESS, count=len).text for sheet in found]
    unequal = sum(decode(text) != sheet for text, sheet in zip(texts, found, strict=True))
    own = sum((score(_own(sheet), ours(text)) for text, sheet in zip(texts, found, strict=True)), Score())
    try:
        truth = held(path)
    except (TypeError, ValueError, KeyError, AttributeError, IndexError):  # what openpyxl cannot open
        return len(found), unequal, own, None
    theirs = Score()
    for text, sheet in zip(texts, found, strict=True):
        linked = {place for place, _ in ours(text)} - truth.get(sheet.name, {}).keys()
        cells = truth.get(sheet.name, {}) | {place: one for place, one in _own(sheet).items() if place in linked}
        cells |= beneath(sheet, cells)
        theirs += score(cells, ours(text))
    return len(found), unequal, own, theirs


def main() -> None:
    """Print the counts."""
    warnings.simplefilter("ignore")
    step = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    for folder in ("general", "detection"):
        books = count = unequal = compared = 0
        own, theirs = Score(), Score()
        for path in sorted((CORPUS / folder).rglob("*.xls?"))[::step]:
            try:
                number, bad, score_own, score_theirs = _scored(path)
            except SheetLLMError:
                continue
            books, count, unequal, own = books + 1, count + number, unequal + bad, own + score_own
            if score_theirs:
                compared, theirs = compared + 1, theirs + score_theirs
                if score_theirs.wrong or score_theirs.missing or score_theirs.phantom:
                    print(f"  {path.name}: against openpyxl {score_theirs}")
        print(f"{folder}: {books} workbooks, {count} sheets, {unequal} that do not decode to an equal one")
        print(f"  against the sheets as read: {own}\n  against openpyxl ({compared} workbooks): {theirs}", flush=True)


if __name__ == "__main__":
    main()
