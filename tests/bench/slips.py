"""Right formulas with one slip in each, and how many are found: python -m tests.bench.slips [FILE…] [--each]

Slips are made by ``slipping``; one more names the row that is the largest today by its place. Each FILE has recorded
replies (see ``replies``), of which the right ones that a reading bears out are taken; so are the honest ones of
tests/bench/lies. A slip counts where it comes to something else than the right formula: on the sheet, on a copy of the
judge's, or on one of ``_DRAWN`` with other numbers and labels, which are drawn here by chance. It is found where a
reason speaks against it that does not against the right formula. A right formula is blamed where a copy does.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sheetllm_xl import app
from sheetllm_xl.chain import Answer
from sheetllm_xl.chain.calls import read_reply
from sheetllm_xl.detect import FoundTable, detect
from sheetllm_xl.errors import NotComputed
from sheetllm_xl.grid import CellRange
from sheetllm_xl.messages.replies import AnswerReply
from sheetllm_xl.ports import Calculator, Completion, Usage
from sheetllm_xl.sheet import Kind, Sheet
from sheetllm_xl.text.numbers import written_number
from sheetllm_xl.verify.compute import computed
from sheetllm_xl.verify.grounds import Ground
from sheetllm_xl.verify.judge import Judgement, judge
from sheetllm_xl.verify.reading import Reading
from sheetllm_xl.verify.trial import copy_doubts
from sheetllm_xl.verify.verdict import Rows

from . import lies
from .corpus import CORPUS
from .qa import Line, lines
from .replies import RIGHT, replayed
from .slipping import of_conditions, of_ranges_and_signs

_EACH = 6  # slips of a reply that are judged, evenly drawn
_TRIED = 8  # slips of a right formula, evenly drawn
_DRAWN = 9  # copies of a sheet
_UNREAD = {Ground.NO_READING, Ground.READING_DIFFERS}


def slipped(line: Line, answer: Answer, folder: Path) -> Iterator[Judgement]:
    """The judgements of a right reply's slips."""
    text = [reply["text"] for reply in line["replies"] if reply["stage"] != "tables"][-1]
    reply = read_reply(Completion(text, "end_turn", Usage(), ""), AnswerReply)
    with app.open_workbook(folder / line["workbook"]) as host:
        sheet = host.read(line["sheet"])
    reading, calculator = Reading.of(sheet, _tables(sheet, answer.receipt.tables)), app.calculator()
    found = [
        (i, text) for i, formula in enumerate(reply.formulas) for text in dict.fromkeys(of_ranges_and_signs(formula))
    ]
    step = max(1, len(found) // _EACH)
    for i, formula in found[::step][:_EACH]:
        formulas = (*reply.formulas[:i], formula, *reply.formulas[i + 1 :])
        names = tuple(cell for cell in reply.cells if written_number(cell.value) is None)
        slip = reply.model_copy(update={"formulas": formulas, "cells": names})
        judgement = judge(slip, (), reading, line["question"], calculator)
        if judgement.result is not None and judgement.result.rows != answer.rows:
            yield judgement


def _tables(sheet: Sheet, ranges: Sequence[CellRange]) -> tuple[FoundTable, ...]:
    known = {table.range: table for table in detect(sheet)}
    return tuple(known.get(area) or FoundTable(area) for area in ranges)


@dataclass(frozen=True, slots=True)
class Case:
    """A right reply, what it stands on, and its judgement."""

    name: str
    question: str
    reply: AnswerReply
    reading: Reading
    judgement: Judgement

    @property
    def rows(self) -> Rows:
        """What its formulas come to."""
        return self.judgement.result.rows if self.judgement.result else ()

    @property
    def blamed(self) -> list[str]:
        """What changed copies say against it, although it is right."""
        return [one.text for one in self.judgement.objections if one.ground is Ground.COPY_DIFFERS]


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip of a right formula: whether it shows on the sheet, else on a copy, and whether the judge finds it."""

    case: Case
    formulas: tuple[str, ...]
    on_sheet: bool
    found: frozenset[Ground]


def cases(files: Sequence[Path], calculator: Calculator) -> Iterator[Case]:
    """The right replies that a reading bears out."""
    for file in files:
        for line in lines(file):
            answer = replayed(line, CORPUS / "qa").answer if line["verdict"] in RIGHT else None
            if answer is not None and answer.rows:
                with app.open_workbook(CORPUS / "qa" / line["workbook"]) as host:
                    sheet = host.read(line["sheet"])
                text = [reply["text"] for reply in line["replies"] if reply["stage"] != "tables"][-1]
                yield from _case(line["workbook"], line["question"], text, sheet, answer, calculator)
    sheets = lies.sheets()
    for one in lies.judged():
        if one.line["class"] == "honest" and one.answer is not None:
            text, sheet = json.dumps(one.line["reply"]), sheets[one.line["sheet"]]
            yield from _case(f"honest {one.line['id']}", one.line["question"], text, sheet, one.answer, calculator)


def _case(name: str, question: str, text: str, sheet: Sheet, answer: Answer, calculator: Calculator) -> Iterator[Case]:
    reply = read_reply(Completion(text, "end_turn", Usage(), ""), AnswerReply)
    reading = Reading.of(sheet, _tables(sheet, answer.receipt.tables))
    judgement = judge(reply, (), reading, question, calculator)
    if judgement.result is not None and not _UNREAD & {one.ground for one in judgement.objections}:
        yield Case(name, question, reply, reading, judgement)


def slips(case: Case, calculator: Calculator) -> Iterator[Slip]:
    """The slips of a right formula that change something, on the sheet or on a copy."""
    texts = case.reply.formulas
    every = [(i, text) for i, formula in enumerate(texts) for text in _every(formula, case)]
    step = max(1, len(every) // _TRIED)
    drawn = [*_drawn(case.reading.home, case.reading.tables[0][1] if case.reading.tables else None)]
    for i, formula in every[::step][:_TRIED]:
        formulas = (*texts[:i], formula, *texts[i + 1 :])
        judgement = judge(
            case.reply.model_copy(update={"formulas": formulas}), (), case.reading, case.question, calculator
        )
        found = {one.ground for one in judgement.objections} - {one.ground for one in case.judgement.objections}
        if judgement.result is None:
            continue
        on_sheet = judgement.result.rows != case.rows
        if (
            on_sheet
            or Ground.COPY_DIFFERS in found
            or any(_apart(texts, formulas, one, case, calculator) for one in drawn)
        ):
            yield Slip(case, formulas, on_sheet, frozenset(found))


def _every(formula: str, case: Case) -> Iterator[str]:
    """A formula's slips, each once: those of its ranges and signs, and those of its conditions and rows."""
    known = {formula}
    for text in (*of_ranges_and_signs(formula), *of_conditions(formula), *_by_place(case)):
        if text not in known:
            known.add(text)
            yield text


def _by_place(case: Case) -> Iterator[str]:
    """The cells that hold the result, in place of a formula that looks for it."""
    result = case.judgement.result
    if result is None or result.copied or len(result.values) != 1:
        return
    for place in result.places:
        for row in place.area.rows if place.area.area > 1 else ():
            for col in place.area.cols:
                if place.sheet is case.reading.home and place.sheet.value(row, col) == result.values[0]:
                    yield f"={CellRange(row, col, row, col)}"
                    return


def _drawn(sheet: Sheet, table: FoundTable | None) -> Iterator[Sheet]:
    """Copies with a table's numbers among each other, scaled, blanks filled, or two texts of a column exchanged."""
    if table is None:
        return
    chance = random.Random(0)
    inside = sheet.inside(table.body) & (sheet.cols >= table.range.left + table.header_cols)
    for n in range(_DRAWN):
        values, kinds = sheet.values.copy(), sheet.kinds.copy()
        for col in table.body.cols:
            numbers = np.flatnonzero(inside & (sheet.cols == col) & (sheet.kinds == Kind.NUMBER)).tolist()
            texts = np.flatnonzero(sheet.inside(table.body) & (sheet.cols == col) & (sheet.kinds == Kind.TEXT)).tolist()
            if n % 3 == 0:
                values[numbers] = chance.sample([*values[numbers]], len(numbers))
            elif n % 3 == 1:
                for i in numbers:
                    values[i] = values[i] * chance.choice((0.5, 0.75, 1.25, 1.5, 2.0, 3.0)) + (values[i] == 0.0)
            elif len(texts) > 1:
                one, other = chance.sample(texts, 2)
                values[[one, other]] = values[[other, one]]
        yield replace(sheet, values=values, known=kinds)


def _apart(texts: Sequence[str], formulas: Sequence[str], copy: Sheet, case: Case, calculator: Calculator) -> bool:
    """Whether two formulas come to different things on a copy."""
    sheets = tuple(copy if sheet is case.reading.home else sheet for sheet in case.reading.sheets)
    reading = replace(case.reading, sheets=sheets)
    right, slip = (_rows(each, reading, calculator) for each in (texts, formulas))
    return right is not None and slip is not None and right != slip


def _rows(formulas: Sequence[str], reading: Reading, calculator: Calculator) -> Rows | None:
    try:
        return computed(formulas, reading, calculator).rows
    except NotComputed:
        return None


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how many slips are found, how many right formulas are blamed, and how long the copies take."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", type=Path, nargs="*", help="replies.jsonl")
    parser.add_argument("--each", action="store_true", help="also what is not found, and who is blamed")
    parser.add_argument("--step", type=int, default=1, help="every how many-th of the right replies is taken")
    given = parser.parse_args(arguments)
    calculator = app.calculator()
    right = [*cases(given.files, calculator)][:: given.step]
    taken = [_milliseconds(case, calculator) for case in right]
    made = [slip for case in right for slip in slips(case, calculator)]
    for name, some in (
        ("all", made),
        ("on the sheet", [one for one in made if one.on_sheet]),
        ("on a copy alone", [one for one in made if not one.on_sheet]),
    ):
        print(f"{name}: {sum(map(bool, (one.found for one in some)))} of {len(some)} slips found")
    print("found by", Counter(ground.label for one in made for ground in one.found).most_common(8))
    counts = Counter(one.case.name + one.case.question for one in made)
    print(f"slips of a question: median {statistics.median(counts.values()):g}, fewest {min(counts.values())}")
    blamed = [case for case in right if case.blamed]
    print(f"right formulas blamed by copies: {len(blamed)} of {len(right)} ({len(blamed) / len(right):.1%})")
    print(f"copies: median {statistics.median(taken):.0f} ms, p90 {sorted(taken)[len(taken) * 9 // 10]:.0f} ms")
    for case in blamed if given.each else ():
        print("", case.name, case.question, *case.reply.formulas, *case.blamed, sep="\n    ")
    for one in made if given.each else ():
        if not one.found:
            parts = [part.model_dump(exclude_defaults=True) for part in one.case.reply.reading]
            where = "on the sheet" if one.on_sheet else "on a copy"
            print("", one.case.name, one.case.question, *one.case.reply.formulas, where, sep="\n    ")
            print("    ", one.formulas, parts)


def _milliseconds(case: Case, calculator: Calculator) -> float:
    begun = time.perf_counter()
    if case.judgement.result is not None:
        [*copy_doubts(case.reply, case.judgement.result, case.reading, calculator)]
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
