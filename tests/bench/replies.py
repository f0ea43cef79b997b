"""Recorded replies put through the chain again, as it is now: python -m tests.bench.replies FILE [--json]

Each line of FILE has a question, the texts a model replied stage by stage, and the verdict of a person who looked into
the workbook (the form of corpus/replies/replies.jsonl; workbooks under $SHEETLLM_CORPUS/qa). What they say is judged by
the product's own code, and held against the person's verdict: how much of what is right reaches a cell, how much of
what is verified is wrong, and which kind of objection fires on what.

Right are ``right``, ``right+extra`` and ``right-but-form``; ``wrong`` is wrong, unless what the formula comes to now is
the ``truth``. ``defensible`` (the question has two readings) and ``gold-mismatch`` (the gold answer is another sheet's)
are neither, but count among the verified; so is what comes to something else now than when the person looked.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sheetllm_xl import app
from sheetllm_xl.answers import records
from sheetllm_xl.answers.question import of_sheet
from sheetllm_xl.chain import Answer, ask
from sheetllm_xl.chain.prompts import CHOOSE
from sheetllm_xl.errors import SheetLLMError
from sheetllm_xl.literals import CellError
from sheetllm_xl.ports import Completion, Prompt, Usage
from sheetllm_xl.record import Record
from sheetllm_xl.settings import Settings
from sheetllm_xl.text.numbers import written_number
from sheetllm_xl.text.words import plain

from .corpus import CORPUS
from .qa import Line, answered, lines

RIGHT, WRONG = ("right", "right+extra", "right-but-form"), ("wrong",)
_BINS = 10  # of the calibration error, of equal width


class Recorded:
    """A model that replies what was recorded for the stage it is asked for, whatever the prompts are now."""

    name = "recorded"

    def __init__(self, replies: Sequence[Mapping[str, str]]) -> None:
        self._of: dict[str, list[str]] = defaultdict(list)
        for reply in replies:
            self._of["tables" if reply["stage"] == "tables" else "answer"].append(reply["text"])

    def complete(self, prompt: Prompt, again: object = None) -> Completion:
        """The stage's next text; its last one again where more is asked than was."""
        stage = "tables" if prompt.instructions == CHOOSE else "answer"
        known = self._of[stage]
        text = self._table() if not known else known.pop(0) if len(known) > 1 else known[0]
        return Completion(text, "end_turn", Usage(1, 1), self.name)

    def _table(self) -> str:
        """The choice of a reply that was given without one: the table it says it took."""
        table = json.loads(self._of["answer"][0]).get("table") or ""
        return json.dumps({"tables": [table] * bool(table)})


@dataclass(frozen=True, slots=True)
class Replayed:
    """A question, the person's verdict on what was replied, and what the product makes of it now."""

    line: Line
    answer: Answer | None
    record: Record | None
    shown: bool
    failure: str = ""

    @property
    def truth(self) -> bool | None:
        """Right, wrong, or neither."""
        verdict, value = self.line["verdict"], self.value
        if verdict in WRONG:
            return value is not None and same(value, self.line.get("truth"))
        if verdict not in RIGHT:
            return None
        then = self.line.get("then", {}).get("answer")
        known = value is None or then is None or same(value, then) or same(value, self.line.get("truth"))
        return True if known else None

    @property
    def value(self) -> Any:
        """What the formulas come to; None where nothing was computed."""
        return answered(self.record)["answer"] if self.record and self.record.rows else None

    @property
    def verified(self) -> bool:
        """Whether nothing speaks against it."""
        return self.answer is not None and self.answer.verified

    @property
    def grounds(self) -> set[str]:
        """The kinds of what speaks against it."""
        return {each.ground.label for each in self.answer.objections} if self.answer else {"failed"}

    @property
    def score(self) -> float:
        """How sure the product is that it is right."""
        return self.answer.likely if self.answer else 0.0


def replayed(line: Line, folder: Path) -> Replayed:
    """One line, judged anew."""
    calculator = app.calculator()
    try:
        with app.open_workbook(folder / line["workbook"]) as host:
            sheet = host.read(line["sheet"])
        answer = ask(sheet, line["question"], Recorded(line["replies"]), calculator)
    except SheetLLMError as error:
        return Replayed(line, None, None, False, str(error))
    question = of_sheet(sheet, line["question"], "recorded")
    record = records.of_answer(question, answer, Settings(model="recorded"), "")
    rows = question.form.rows(record)
    return Replayed(line, answer, record, not any(isinstance(value, CellError) for row in rows for value in row))


def same(value: Any, other: Any) -> bool:
    """Whether two answers hold the same values in the same order, numbers but for rounding in the last place.

    >>> same([7, "North"], ["7", "north"]), same(7.0, 8)
    (True, False)
    """
    mine, theirs = ([*each] if isinstance(each, list | tuple) else [each] for each in (value, other))
    return len(mine) == len(theirs) and all(map(_equal, mine, theirs))


def _equal(value: Any, other: Any) -> bool:
    a, b = (written_number(str(each)) for each in (value, other))
    if a is None or b is None or isinstance(value, bool) or isinstance(other, bool):
        return plain(str(value)) == plain(str(other))
    return math.isclose(a[0], b[0], rel_tol=1e-9)


def figures(found: Sequence[Replayed]) -> dict[str, float]:
    """What ``--json`` prints: counts, and how well the score tells right from wrong."""
    right = [one for one in found if one.truth]
    judged = [(one.score, one.truth) for one in found if one.truth is not None]
    return {
        "right": len(right),
        "withheld": sum(not one.shown for one in right),
        "verified": sum(one.verified for one in found),
        "verified_wrong": sum(one.verified and one.truth is False for one in found),
        "auroc": round(auroc(judged), 4),
        "ece": round(ece(judged), 4),
    }


def auroc(judged: Iterable[tuple[float, bool]]) -> float:
    """How often a right answer scores above a wrong one; a tie counts half.

    >>> auroc([(0.9, True), (0.5, True), (0.5, False)])
    0.75
    """
    judged = list(judged)
    right, wrong = ([score for score, truth in judged if truth is one] for one in (True, False))
    pairs = [(a > b) + (a == b) / 2 for a in right for b in wrong]
    return sum(pairs) / len(pairs) if pairs else float("nan")


def ece(judged: Iterable[tuple[float, bool]]) -> float:
    """The expected calibration error: by how much the mean score of a bin misses the share that is right in it.

    >>> ece([(0.95, True), (0.95, True), (0.55, True), (0.55, False)])
    0.05
    """
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, truth in judged:
        bins[min(int(score * _BINS), _BINS - 1)].append((score, truth))
    total = sum(map(len, bins.values()))
    gaps = (abs(sum(score - truth for score, truth in held)) for held in bins.values())
    return round(sum(gaps) / total, 12) if total else float("nan")


def report(found: Sequence[Replayed]) -> str:
    """The figures in words, and how often each kind of objection fires on right and on wrong answers."""
    told: dict[str, Any] = figures(found)
    right, wrong = told["right"], sum(one.truth is False for one in found)
    fired = {truth: Counter(name for one in found if one.truth is truth for name in one.grounds) for truth in _TRUTHS}
    middle = Counter(one.truth for one in found if not one.verified and one.answer and one.answer.rows)
    names = sorted({*fired[True], *fired[False], *fired[None]}, key=lambda name: -fired[True][name])
    return "\n".join(
        [
            f"right {right}, wrong {wrong}, neither {len(found) - right - wrong}",
            f"withheld of the right: {told['withheld']} ({told['withheld'] / max(right, 1):.1%})",
            f"verified: {told['verified']}, of them wrong {told['verified_wrong']}",
            f"computed, but with a reason to look: {middle[True]} right, {middle[False]} wrong, {middle[None]} neither",
            f"AUROC {told['auroc']:.3f}, ECE {told['ece']:.3f}",
            "",
            f"{'kind of objection':36}{'right':>7}{'wrong':>7}{'neither':>9}",
            *(f"{name:36}{fired[True][name]:7}{fired[False][name]:7}{fired[None][name]:9}" for name in names),
        ]
    )


_TRUTHS = (True, False, None)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the report, or the figures as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path, help="replies.jsonl")
    parser.add_argument("--json", action="store_true", help="the figures alone")
    parser.add_argument("--qa", type=Path, default=CORPUS / "qa", help="the folder of the workbooks")
    parser.add_argument("--each", action="store_true", help="also what is right and withheld, each with its reasons")
    given = parser.parse_args(arguments)
    found = [replayed(line, given.qa) for line in lines(given.file)]
    print(json.dumps(figures(found)) if given.json else report(found))
    for one in found if given.each and not given.json else ():
        if one.truth and not one.verified:
            reasons = [f"[{o.ground.label}] {o.text}" for o in one.answer.objections] if one.answer else [one.failure]
            formula = one.answer.formula if one.answer else ""
            print("", one.line["workbook"], one.line["question"], formula, *reasons, sep="\n  ")


if __name__ == "__main__":
    main()
