"""How often an honest reply is taken for a lie: gold answers of corpus/qa replayed as a reply that copies their cells.

``python -m tests.bench.honest [N]``: by data set, against how many nothing speaks but that no reading of the question
comes with them, as none does; and each other reason, with N examples. A label counts where its cells are known:
hitab_statcan names them (a cell, or two divided or subtracted, or cells added up); for aitqa and the look-ups of
realhitbench it is the one cell of the sheet that holds the gold number.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sheetllm_xl.app import calculator
from sheetllm_xl.chain.answer import Verdict
from sheetllm_xl.detect import FoundTable, detect
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import literal
from sheetllm_xl.messages.replies import AnswerReply, CitedCell
from sheetllm_xl.sheet import Sheet
from sheetllm_xl.text.numbers import written_number
from sheetllm_xl.verify.citations import agreement
from sheetllm_xl.verify.grounds import Ground
from sheetllm_xl.verify.judge import Judgement, judge
from sheetllm_xl.verify.reading import Reading

from ..chain import replying
from .corpus import ABSENT, CORPUS

Label = dict[str, Any]
_SIGNS = {"none": "", "div": "/", "diff": "-", "sum": "+"}
_VARIES = re.compile(r"“[^”]*”|\b[A-Z]{1,3}\d+(?::[A-Z]+\d+)?\b|\d[\d.,]*|\(.*?\)")


@lru_cache(maxsize=1)
def _opened(workbook: str, name: str) -> tuple[Sheet, tuple[FoundTable, ...]]:
    with FileHost(CORPUS / "qa" / workbook) as host:
        sheet = host.read(name)
    return sheet, tuple(detect(sheet))


def _stands_on(label: Label, sheet: Sheet) -> tuple[list[CellRange], str]:
    """The cells of a gold answer and the sign between them; no cells where they are not known."""
    if label["dataset"] == "hitab_statcan":
        named = label["evidence"] or []
        cells = [CellRange.parse(each) for each in (named.split(",") if isinstance(named, str) else named)]
        kind = label["kind"].strip().lower()
        fits = kind == "sum" or len(cells) == (1 if kind == "none" else 2)
        known = kind in _SIGNS and fits and all(each.area == 1 for each in cells)
        return (cells, _SIGNS[kind]) if known else ([], "")
    answer = label["answer"]
    answer = answer[0] if isinstance(answer, list) and len(answer) == 1 else answer
    looked_up = label["dataset"] == "aitqa" or label["kind"] == "Fact Checking"
    if not looked_up or not isinstance(answer, str) or written_number(answer) is None:
        return [], ""
    hits = [CellRange(row, col, row, col) for row, col in _holding(answer, sheet)]
    return (hits, "") if len(hits) == 1 else ([], "")


def _holding(number: str, sheet: Sheet) -> Iterator[tuple[int, int]]:
    for each in sheet.cells():
        value = each.value
        if isinstance(value, str):
            value = (written_number(value) or (None,))[0]
        known = value is not None and not isinstance(value, bool)
        if known and agreement(number, value, each.format) is Verdict.VERIFIED:
            yield each.row, each.col


def replayed(label: Label) -> Judgement | None:
    """The judgement of an honest reply to this question; None where its cells are not known or in no found table."""
    sheet, tables = _opened(label["workbook"], label["sheet"])
    cells, sign = _stands_on(label, sheet)
    read = tuple(table for table in tables if any(cell in table.range for cell in cells))
    if not cells or not all(any(cell in table.range for table in read) for cell in cells):
        return None
    shown = tuple(CitedCell(cell=str(each), value=literal(sheet.value(each.top, each.left))) for each in cells)
    formula = f"={sign.join(map(str, cells))}"
    reply = AnswerReply(kind="value", formulas=(formula,), answer="It is {result}.", cells=shown)
    return judge(reply, (), Reading.of(sheet, read), label["question"], calculator())


def main() -> None:
    """Print the counts."""
    labels = CORPUS / "qa" / "labels.jsonl"
    if not labels.exists():
        sys.exit(ABSENT)
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    asked, unopposed, reasons = Counter[str](), Counter[str](), Counter[str]()
    examples: dict[str, list[str]] = {}
    for line in labels.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if (judgement := replayed(label)) is None:
            continue
        asked[label["dataset"]] += 1
        unopposed[label["dataset"]] += replying.unopposed(judgement)
        for objection in judgement.objections:
            if objection.ground is Ground.NO_READING:
                continue
            reason = _VARIES.sub("#", objection.text)[:90]
            reasons[reason] += 1
            told = f"    {label['workbook']} {label['question']}\n      {judgement.reply.formulas[0]}: {objection.text}"
            examples.setdefault(reason, []).append(told)
    for name in asked:
        print(f"{name}: {unopposed[name]} of {asked[name]} unopposed")
    print(f"all: {unopposed.total()} of {asked.total()} unopposed ({unopposed.total() / asked.total():.1%})")
    for reason, count in reasons.most_common():
        print(f"  {count:3} {reason}", *examples[reason][:wanted], sep="\n")


if __name__ == "__main__":
    main()
