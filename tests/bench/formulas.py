"""Gold formulas: what share of a label set's formulas evaluates to the label's answer.

    python -m tests.bench.formulas [--formulas FILE] [--dataset hitab_statcan]

FILE is JSONL of workbook, sheet, question, formula (text, a list of references, or null where the label has none).
Without it the formulas are made from the labels' evidence and kind where those leave one choice: ``sum`` over the
evidence, ``diff`` and ``div`` of two cells, ``average``, and the cells themselves where the answer is read.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sheetllm_xl.app import calculator
from sheetllm_xl.display import shown
from sheetllm_xl.errors import NotComputed
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.literals import Value

from .corpus import CORPUS

Label = dict[str, Any]
_READ = ("none", "arg", "agr", "pair", "rank", "max", "compare")  # the answer stands in the evidence


def derived(label: Label) -> str | None:
    """A formula from evidence and kind, None where they leave a choice."""
    evidence, kind = label["evidence"], label["kind"].strip().lower()
    if not evidence:
        return None
    cells = evidence.split(",")
    single = ":" not in evidence
    if kind == "sum":
        return f"=SUM({evidence})"
    if kind == "average" and single:
        return f"=AVERAGE({evidence})"
    if kind in ("diff", "div") and single and len(cells) == 2:
        return f"={('-' if kind == 'diff' else '/').join(cells)}"
    several = isinstance(label["answer"], list)
    return f"={evidence}" if kind.startswith(_READ) and single and (len(cells) == 1 or several) else None


def given(path: Path) -> dict[tuple[str, str], str | None]:
    """The formulas of a file, by workbook and question. A list of references becomes one with commas."""
    found: dict[tuple[str, str], str | None] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        formula = told["formula"]
        if isinstance(formula, list):
            formula = "=" + ",".join(str(part).removeprefix("=") for part in formula)
        formula = formula if isinstance(formula, str) and formula.startswith("=") else None
        found[told["workbook"], told["question"]] = formula
    return found


def equal(values: list[Value], answer: Any) -> bool:
    """Whether computed values are the label's answer: numbers to 1e-9, texts as they stand."""
    gold = answer if isinstance(answer, list) else [answer]
    return len(values) == len(gold) and all(map(_same, values, map(str, gold)))


def _same(value: Value, gold: str) -> bool:
    if type(value) is float:
        try:
            return math.isclose(value, float(gold), rel_tol=1e-9, abs_tol=1e-12)
        except ValueError:
            return False
    return str(value).strip() == gold.strip() or shown(value) == gold


def answers(
    labels: list[Label], formulas: dict[tuple[str, str], str | None] | None
) -> Iterator[tuple[Label, str, str]]:
    """(label, formula, what is wrong) of each label that has a formula; "" is nothing."""
    work = calculator()
    for label in labels:
        key = label["workbook"], label["question"]
        formula = derived(label) if formulas is None else formulas.get(key)
        if formula is None:
            continue
        with FileHost(CORPUS / "qa" / label["workbook"]) as host:
            sheet = host.read(label["sheet"])
        try:
            rows = work.evaluate(formula, [sheet]).rows
        except NotComputed as error:
            yield label, formula, str(error)
            continue
        values = [value for row in rows for value in row if value is not None]
        yield label, formula, "" if equal(values, label["answer"]) else f"gives {values!r}"


def main() -> None:
    """Print every miss and the share."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--formulas", type=Path)
    options.add_argument("--dataset", default="hitab_statcan")
    chosen = options.parse_args()
    lines = (CORPUS / "qa" / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    labels = [label for label in map(json.loads, lines) if label["dataset"] == chosen.dataset]
    began = time.perf_counter()
    told = list(answers(labels, given(chosen.formulas) if chosen.formulas else None))
    for label, formula, wrong in told:
        if wrong:
            print(f"{label['workbook']} {label['question'][:70]!r}")
            print(f"    {formula} {wrong}; the label says {label['answer']!r}")
    right = sum(not wrong for _, _, wrong in told)
    print(
        f"{len(labels)} questions, {len(told)} with a formula, {right} evaluate to the answer: {right / len(told):.1%}"
    )
    print(f"{time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
