"""Evidence coverage, without a model: are the cells a question needs in what its second stage would read?

    python -m tests.bench.coverage [--tokens 4000] [--among 50] [--misses 20]

Alone: the sheet that is asked about is given. Among: it is one of 50 sheets of the corpus, put together at random into
one workbook, and the words of the question have to find it. "evidence": all of the known cells are there. "answer": the
answer's text is, of those questions whose sheet holds it (exact_scorable; the corpus's own scorer compares, without its
tolerance). "picked" are the questions whose sheet does not fit, so that something had to be chosen.
"""

from __future__ import annotations

import argparse
import collections
import importlib.util
import json
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from sheetllm_xl.compress import Count, estimate_tokens
from sheetllm_xl.display import shown
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.retrieve import Workbook, evidence
from sheetllm_xl.sheet import Sheet

from .corpus import CORPUS

Place = tuple[int, int]


def scorer() -> ModuleType:
    """The corpus's own scorer, which lies beside its labels."""
    spec = importlib.util.spec_from_file_location("score_qa", CORPUS / "score_qa.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Held:
    """What the cells of a sheet say, as the scorer compares it."""

    def __init__(self, sheet: Sheet, score: ModuleType) -> None:
        self.score = score
        self.places = list(zip(sheet.rows.tolist(), sheet.cols.tolist(), strict=True))
        self.filled = {place for place, filled in zip(self.places, sheet.filled.tolist(), strict=True) if filled}
        self.texts: dict[str, set[Place]] = collections.defaultdict(set)
        self.numbers: list[tuple[Any, Place]] = []
        for place, value, number_format in zip(self.places, sheet.values, sheet.formats, strict=True):
            for text in {shown(value, sheet.format_strings[number_format]), shown(value)} if value is not None else ():
                self.texts[score.text_key(text)].add(place)
                if number := score.number(text):
                    self.numbers.append((number, place))

    def places_of(self, item: object) -> set[Place]:
        """The cells that say one item of an answer: the same number, or the same text, whole or within a longer one."""
        if number := self.score.number(item):
            return {place for held, place in self.numbers if self.score.same_number(number, held, 0.0)}
        key = self.score.text_key(item)
        if key in self.texts or len(key) <= 3:
            return self.texts.get(key, set())
        return {place for text, places in self.texts.items() if f" {key} " in f" {text} " for place in places}

    def places_of_answer(self, answer: object) -> list[set[Place]]:
        """For each item of an answer its cells; empty where the sheet does not hold all of them."""
        items = [answer] if isinstance(answer, int | float) else self.score.items(answer)
        found = [self.places_of(item) for item in items]
        return found if all(found) else []


@dataclass(frozen=True)
class Row:
    """One question: whether its known cells and its answer are in the text, where that can be said."""

    label: dict[str, Any]
    tokens: int
    seconds: float
    picked: bool
    evidence: bool | None
    answer: bool | None


def questions() -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The labels of corpus/qa by workbook and sheet."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = collections.defaultdict(list)
    for line in (CORPUS / "qa" / "labels.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        found[label["workbook"], label["sheet"]].append(label)
    return found


def books(among: int, seed: int = 11) -> Iterator[tuple[Workbook, list[tuple[str, str]]]]:
    """Workbooks of so many sheets of the corpus, each sheet in one of them; names are kept, with a number."""
    keys = sorted(questions())
    random.Random(seed).shuffle(keys)
    for start in range(0, len(keys), among):
        group = keys[start : start + among]
        sheets = []
        for n, (book, name) in enumerate(group, 1):
            with FileHost(CORPUS / "qa" / book) as host:
                read = host.read(name)
            sheets.append(read if among == 1 else replace(read, name=f"{name[:26]} {n}"))
        yield Workbook.of(sheets), group


def measure(tokens: int, among: int, count: Count) -> list[Row]:
    """Every question of the corpus."""
    score, asked, rows = scorer(), questions(), []
    for book, group in books(among):
        assert len(book.sheets) == len(group)
        for sheet, key in zip(book.sheets, group, strict=True):
            held = Held(sheet, score)
            for label in asked[key]:
                rows.append(_row(book, sheet, held, label, tokens, count))
    return rows


def _row(book: Workbook, sheet: Sheet, held: Held, label: dict[str, Any], tokens: int, count: Count) -> Row:
    begun = time.perf_counter()
    found = evidence(book, label["question"], tokens, count)
    seconds = time.perf_counter() - begun
    there = {
        place
        for part in found.shown
        if part.name == sheet.name
        for place in zip(part.rows.tolist(), part.cols.tolist(), strict=True)
    }
    gold = held.score.cells(label["evidence"]) & held.filled
    places = held.places_of_answer(label["answer"]) if label["exact_scorable"] else []
    return Row(
        label,
        count(found.content),
        seconds,
        there != held.filled,
        gold <= there if gold else None,
        all(at & there for at in places) if places else None,
    )


def report(title: str, rows: Sequence[Row]) -> str:
    """One line of the table."""
    tokens = sorted(row.tokens for row in rows)
    known = [row.evidence for row in rows if row.evidence is not None]
    held = [row.answer for row in rows if row.answer is not None]
    seconds = [row.seconds for row in rows]
    return (
        f"{title:22}{len(rows):6}{_share(known):>18}{_share(held):>20}"
        f"{statistics.median(tokens):8.0f}{tokens[int(len(tokens) * 0.9)]:8}{tokens[-1]:8}"
        f"{1000 * statistics.median(seconds):8.1f}{1000 * max(seconds):8.0f}"
    )


def _share(found: Sequence[bool]) -> str:
    return f"{sum(found)}/{len(found)} {sum(found) / len(found):6.1%}" if found else "–"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, nargs="*", default=[4_000])
    parser.add_argument("--among", type=int, nargs="*", default=[1, 50])
    parser.add_argument("--misses", type=int, default=0)
    given = parser.parse_args()
    print(f"{'':22}{'asked':>6}{'evidence':>18}{'answer':>20}{'median':>8}{'p90':>8}{'most':>8}{'ms':>8}{'most':>8}")
    for tokens in given.tokens:
        for among in given.among:
            rows = measure(tokens, among, estimate_tokens)
            title = f"≤ {tokens:,} {'alone' if among == 1 else f'among {among}'}"
            print(report(title, rows))
            if picked := [row for row in rows if row.picked]:
                print(report("  picked", picked))
            misses = [row for row in rows if row.answer is False or row.evidence is False]
            for row in random.Random(3).sample(misses, min(given.misses, len(misses))):
                print("   ", row.label["workbook"], "|", row.label["question"], "|", row.label["answer"])


if __name__ == "__main__":
    main()
