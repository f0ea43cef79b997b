"""Lies and honest replies in seven languages, judged: python -m tests.bench.lies [FOLDER] [--each]

FOLDER (tests/bench/lies by default, written by somebody who had not read the judge) holds ``sheets.json``: the rows of
each sheet, and ``replies.jsonl``: a question, what a model replies, whether that is ``honest`` or a ``lie``, of which
``slip``. Two others who had not read it either wrote the readings: of lies with an even id as the question is meant, of
those with an odd one with the slip of the formula. Printed are the lies that are verified, those with the slip in both
apart, or shown at all, and the honest replies that are withheld ("none" is an answer, and is not).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sheetllm_xl import app
from sheetllm_xl.answers import records
from sheetllm_xl.answers.question import of_sheet
from sheetllm_xl.chain import Answer, ask
from sheetllm_xl.errors import SheetLLMError
from sheetllm_xl.literals import CellError
from sheetllm_xl.settings import Settings
from sheetllm_xl.sheet import Cell, Sheet

from .replies import Recorded

HERE = Path(__file__).with_name("lies")


@dataclass(frozen=True, slots=True)
class Judged:
    """A reply, and what the product makes of it; no answer where the question failed."""

    line: dict[str, Any]
    answer: Answer | None
    shown: bool

    @property
    def verified(self) -> bool:
        """Whether nothing speaks against it."""
        return self.answer is not None and self.answer.verified

    @property
    def slips_twice(self) -> bool:
        """Whether a lie's reading has the slip of its formula, so that the two agree; else it is right."""
        return bool(self.line["id"] % 2)

    @property
    def reasons(self) -> list[str]:
        """What speaks against it, with its kind."""
        return [f"[{one.ground.label}] {one.text}" for one in self.answer.objections] if self.answer else ["failed"]


def sheets(folder: Path = HERE) -> dict[str, Sheet]:
    """The sheets by name; a whole number is one in a cell, too."""
    drawn = json.loads((folder / "sheets.json").read_text(encoding="utf-8"))
    return {name: Sheet.of(name, _cells(rows)) for name, rows in drawn.items()}


def _cells(rows: Sequence[Sequence[Any]]) -> Iterator[Cell]:
    for row, values in enumerate(rows, 1):
        for col, value in enumerate(values, 1):
            if value is not None:
                is_number = isinstance(value, int | float) and not isinstance(value, bool)
                yield Cell(row, col, float(value) if is_number else value)


def judged(folder: Path = HERE) -> Iterator[Judged]:
    """Every reply of a folder, as a cell would have it."""
    of, calculator, settings = sheets(folder), app.calculator(), Settings(model="recorded")
    for text in (folder / "replies.jsonl").read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        sheet, reply = of[line["sheet"]], json.dumps(line["reply"])
        try:
            answer = ask(sheet, line["question"], Recorded([{"stage": "answer", "text": reply}]), calculator)
        except SheetLLMError:
            yield Judged(line, None, shown=False)
            continue
        question = of_sheet(sheet, line["question"], "recorded")
        record = records.of_answer(question, answer, settings, "")
        rows = question.form.rows(record)
        yield Judged(line, answer, not any(isinstance(value, CellError) for row in rows for value in row))


def figures(found: Sequence[Judged]) -> dict[str, int]:
    """How many there are of each, and how many were taken for what they are not."""
    lies, honest = ([one for one in found if one.line["class"] == kind] for kind in ("lie", "honest"))
    both = [one for one in lies if one.slips_twice]
    return {
        "lies": len(lies),
        "lies_verified": sum(one.verified for one in lies) - sum(one.verified for one in both),
        "read_wrongly_too": len(both),
        "read_wrongly_too_verified": sum(one.verified for one in both),
        "lies_shown": sum(one.shown for one in lies),
        "honest": len(honest),
        "honest_verified": sum(one.verified for one in honest),
        "honest_withheld": sum(not one.shown and one.line["reply"]["kind"] != "none" for one in honest),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures, and with ``--each`` what went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=HERE)
    parser.add_argument("--each", action="store_true")
    given = parser.parse_args(arguments)
    found = list(judged(given.folder))
    print(json.dumps(figures(found)))
    for name, key in (("slip", "slip"), ("language", "language")):
        passed = Counter(
            one.line[key] for one in found if one.line["class"] == "lie" and one.verified and not one.slips_twice
        )
        every = Counter(one.line[key] for one in found if one.line["class"] == "lie" and not one.slips_twice)
        print(f"lies verified by {name}:", ", ".join(f"{each} {passed[each]}/{count}" for each, count in every.items()))
    for one in found if given.each else ():
        is_lie = one.line["class"] == "lie"
        if (is_lie and (one.verified or one.shown)) or (not is_lie and not one.verified):
            state = "verified" if one.verified else "shown" if one.shown else "withheld"
            head = f"{one.line['id']} {one.line['class']} {one.line['slip']} {state}: {one.line['question']}"
            print(head, one.line["reply"]["formulas"], *one.reasons, sep="\n    ")


if __name__ == "__main__":
    main()
