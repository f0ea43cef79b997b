"""What the check by Excel's Evaluate would say of recorded replies: python -m tests.bench.evaluated FILE…

LibreOffice plays Excel: the formulas of all replies in the FILEs (see ``replies``) are computed by it over the cells as
we read them, and held against what our calculator makes of them, as the witness in the add-in does. Prints how many of
the formulas could be given to Evaluate, and what it would have doubted of what was right, and of what was wrong.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sheetllm_xl import app
from sheetllm_xl.excel.witness import difference, evaluable
from sheetllm_xl.formulas import parse
from sheetllm_xl.sheet import Sheet
from sheetllm_xl.verify.verdict import Rows

from .corpus import CORPUS
from .differential import by_libreoffice, ours
from .qa import lines
from .replies import RIGHT, WRONG, replayed

_VERDICTS = dict.fromkeys(RIGHT, "right") | dict.fromkeys(WRONG, "wrong")


class Formula(NamedTuple):
    """A formula of a reply, what we make of it, and whether the reply was right."""

    sheet: Sheet
    text: str
    rows: Rows
    verdict: str


def formulas(files: Sequence[Path]) -> Iterator[Formula]:
    """Those that come to something here."""
    for file in files:
        for line in lines(file):
            answer = replayed(line, CORPUS / "qa").answer
            if answer is not None and answer.rows and answer.formula:
                with app.open_workbook(CORPUS / "qa" / line["workbook"]) as host:
                    sheet = host.read(line["sheet"])
                yield Formula(sheet, answer.formula, answer.rows, _VERDICTS.get(line["verdict"], "neither"))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    every = list(formulas(parser.parse_args().files))
    evaluated = [one for one in every if evaluable(one.text, [one.sheet]) is not None]
    unknown = _unknown({name for one in evaluated for name in parse(one.text).functions})
    asked = [one for one in evaluated if not unknown & set(parse(one.text).functions)]
    found: Counter[tuple[str, str]] = Counter()
    shapes = [(len(one.rows), len(one.rows[0])) for one in asked]
    grids = by_libreoffice([(one.sheet, one.text, *shape) for one, shape in zip(asked, shapes, strict=True)])
    for one, grid in zip(asked, grids, strict=True):
        said = difference(one.text, tuple(tuple(map(ours, line)) for line in grid or ()), one.rows)
        found[one.verdict, "doubted" if said else "agrees"] += 1
        if said:
            print(f"{one.verdict}: {said}")
    print(
        f"{len(evaluated)} of {len(every)} formulas can be given to Evaluate; LibreOffice computes {len(asked)} of them"
    )
    for (verdict, what), count in sorted(found.items()):
        print(f"{verdict}: {count} {what}")


def _unknown(functions: Collection[str]) -> set[str]:
    """Those that LibreOffice does not have."""
    names = sorted(functions)
    grids = by_libreoffice([(Sheet("Probe"), f"={name}()", 1, 1) for name in names])
    return {name for name, grid in zip(names, grids, strict=True) if grid is None}


if __name__ == "__main__":
    main()
