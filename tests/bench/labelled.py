"""The labelled sheets the detector is trained and measured on, their folds, and the sheets made from them.

Folds keep together what is alike: the sheets of a workbook, the workbooks of one publisher (``source``), those of fuste
and author_tables whose tables share a header, and ordinary sheets that share labels with others.
"""

from __future__ import annotations

import collections
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from sheetllm_xl.files.file import FileHost
from sheetllm_xl.grid import CellRange
from sheetllm_xl.sheet import Sheet, Style

from .corpus import CORPUS

FOLDS = 5
ROOT = Path(__file__).parents[2]


ORDINARY = ("ours", "ours_read")  # data sets of corpus/ours
_ALIKE = 0.4  # of the labels of two sheets that are one publisher's, at least
_COMMON = 40  # a label on more sheets than this is no sign of kinship


def corpus() -> Path:
    """The labelled sheets: $SHEETLLM_CORPUS/detection, or ../shared/corpus/detection beside the project."""
    return CORPUS / "detection"


def label_files() -> tuple[tuple[Path, Path], ...]:
    """(labels, the folder their workbooks' paths begin at), each."""
    ours = CORPUS / "ours"
    return (
        (corpus() / "labels.jsonl", corpus()),
        (ours / "labels.jsonl", CORPUS),
        (ours / "read.jsonl", CORPUS),
    )


@dataclass(frozen=True, eq=False)
class Example:
    """A sheet and its tables. ``made``: "" for a sheet as it stands, else "bare" (styles off) or "composed".

    ``declared`` are the ranges of its ListObjects, which ``sheet`` lacks and ``with_declared`` has.
    """

    sheet: Sheet
    tables: tuple[CellRange, ...]
    label: dict
    fold: int = 0
    made: str = ""
    declared: tuple[CellRange, ...] = ()
    with_declared: Sheet = field(default_factory=lambda: Sheet(""))

    @property
    def complete(self) -> bool:
        return bool(self.label.get("complete", True))


def load() -> list[Example]:
    """Every labelled sheet that holds anything; its ListObjects are taken off, so that only structure speaks."""
    found = []
    for file, root in label_files():
        for label in map(json.loads, file.read_text("utf-8").splitlines()):
            with FileHost(root / label["workbook"]) as host:
                sheet = host.read(label["sheet"])
            tables = tuple(CellRange.parse(text) for text in label["tables"])
            if sheet.used:
                declared = tuple(table.range for table in sheet.tables)
                found.append(Example(replace(sheet, tables=()), tables, label, declared=declared, with_declared=sheet))
    return [replace(example, fold=fold) for example, fold in zip(found, folds(found), strict=True)]


def folds(examples: Sequence[Example]) -> list[int]:
    """A fold for each example; alike examples share one."""
    parent: dict[object, object] = {}

    def root(key: object) -> object:
        parent.setdefault(key, key)
        while parent[key] != key:
            key = parent[key]
        return key

    for i, example in enumerate(examples):
        for key in _kin(example):
            parent[root(i)] = root(key)
    for i, j in _alike(examples):
        parent[root(i)] = root(j)
    groups = [root(i) for i in range(len(examples))]
    sizes = collections.Counter(groups)
    dataset = {group: examples[i].label["dataset"] for i, group in enumerate(groups)}
    order = sorted(sizes, key=str)
    random.Random(7).shuffle(order)
    load: collections.Counter = collections.Counter()
    fold = {}
    for group in sorted(order, key=lambda group: -sizes[group]):
        fold[group] = min(range(FOLDS), key=lambda k: (load[dataset[group], k], load[k]))
        load[dataset[group], fold[group]] += sizes[group]
        load[fold[group]] += sizes[group]
    return [fold[group] for group in groups]


def _kin(example: Example) -> Iterable[object]:
    label, sheet = example.label, example.sheet
    yield "workbook", label["workbook"]
    if label["dataset"] in ORDINARY:
        stem, name = (re.sub(r"\d.*", "", text).strip() for text in (Path(label["workbook"]).name, label["sheet"]))
        publisher = "__" in stem and stem.split("__")[0] == "cius"  # a year's tables of one police statistics
        if publisher or name not in ("", "Sheet"):
            yield "names", stem.split("__")[0] if publisher else stem, "" if publisher else name
    elif "source" in label:
        yield "source", label["source"]
    if label["dataset"] in ("fuste", "author_tables", *ORDINARY):
        for area in example.tables:
            row = (sheet.rows == area.top) & (sheet.cols >= area.left) & (sheet.cols <= area.right)
            words = [re.sub(r"[\d\W]+", " ", v).strip().lower() for v in sheet.values[row] if isinstance(v, str)]
            if len(words := [word for word in words if word]) > 1:
                yield "header", tuple(words)


def _alike(examples: Sequence[Example]) -> Iterable[tuple[int, int]]:
    """Pairs of sheets, one of them ordinary, that share many of their labels, as a publisher's years and regions do."""
    on: dict[str, list[int]] = collections.defaultdict(list)
    size: collections.Counter = collections.Counter()
    for i, example in enumerate(examples):
        texts = {v for v in example.sheet.values.tolist() if isinstance(v, str)}
        for word in {re.sub(r"[\d\W_]+", " ", v).strip().lower() for v in texts}:
            if len(word) > 3:
                on[word].append(i)
                size[i] += 1
    shared: collections.Counter = collections.Counter()
    for places in on.values():
        if len(places) <= _COMMON:
            shared.update((i, j) for n, i in enumerate(places) for j in places[n + 1 :])
    ordinary = [example.label["dataset"] in ORDINARY for example in examples]
    for (i, j), count in sorted(shared.items()):
        if (ordinary[i] or ordinary[j]) and count >= max(3, _ALIKE * (size[i] + size[j] - count)):
            yield i, j


def bare(example: Example) -> Example:
    """The same sheet as its values alone: no borders, fills, fonts, indents or merges."""
    sheet = example.sheet
    plain = sheet.only(sheet.filled)
    styles = plain.styles & Style.FORMULA
    return replace(example, sheet=replace(plain, styles=styles, merges=()), made="bare")


def composed(examples: Sequence[Example], count: int, seed: int) -> list[Example]:
    """Sheets made of 2 to 5 labelled ones of different workbooks, with titles and notes, at random gaps."""
    rng = random.Random(seed)
    fit = [e for e in examples if e.complete and e.tables and e.sheet.used.shape[1] <= 30 and not e.made]
    by_dataset = collections.defaultdict(list)
    for example in fit:
        by_dataset[example.label["dataset"]].append(example)
    made = []
    for n in range(count):
        parts = [rng.choice(by_dataset[rng.choice(sorted(by_dataset))]) for _ in range(rng.choice((2, 2, 3, 3, 4, 5)))]
        sheet, tables = _laid([_shortened(part, rng) for part in parts], rng)
        label = {"dataset": "composed", "workbook": f"composed {seed} {n}", "sheet": sheet.name, "complete": True}
        label["tables"] = [str(area) for area in tables]
        made.append(Example(sheet, tuple(tables), label, parts[0].fold, "composed"))
    return made


Piece = tuple[Sheet, list[CellRange]]


def _moved(area: CellRange, down: int, right: int) -> CellRange:
    return CellRange(area.top + down, area.left + right, area.bottom + down, area.right + right)


def _shifted(piece: Piece, down: int, right: int) -> Piece:
    sheet, tables = piece
    moved = replace(
        sheet,
        rows=(sheet.rows + down).astype(np.int32),
        cols=(sheet.cols + right).astype(np.int32),
        merges=tuple(_moved(m, down, right) for m in sheet.merges if m in sheet.used),
        formulas={},
    )
    return moved, [_moved(area, down, right) for area in tables]


def _shortened(example: Example, rng: random.Random) -> Piece:
    """The sheet without most of the inner rows of a long table, moved to A1."""
    sheet, tables = example.sheet, list(example.tables)
    tallest = max(tables, key=lambda area: area.shape[0])
    keep = rng.randint(14, 40)
    if tallest.shape[0] > keep:
        first, last = tallest.top + keep - 5, tallest.bottom - 5
        if all(area is tallest or area.bottom < first or area.top > last for area in tables):
            cut = last - first + 1
            stays = (sheet.rows < first) | (sheet.rows > last)
            sheet = replace(sheet.only(stays), merges=(), formulas={})
            sheet = replace(sheet, rows=np.where(sheet.rows > last, sheet.rows - cut, sheet.rows).astype(np.int32))
            tables = [_cut_rows(area, first, last, cut) for area in tables]
            kept = [m for m in example.sheet.merges if m.bottom < first or m.top > last]
            sheet = replace(sheet, merges=tuple(_cut_rows(m, first, last, cut) for m in kept))
    used = sheet.used
    return _shifted((sheet.only(sheet.inside(used)), tables), 1 - used.top, 1 - used.left)


def _cut_rows(area: CellRange, first: int, last: int, cut: int) -> CellRange:
    top = area.top - cut if area.top > last else area.top
    bottom = area.bottom - cut if area.bottom > last else area.bottom
    return CellRange(top, area.left, bottom, area.right)


def _laid(pieces: list[Piece], rng: random.Random) -> Piece:
    """The pieces on one sheet: halves beside or under each other, again and again."""
    if len(pieces) == 1:
        return pieces[0]
    half = rng.randint(1, len(pieces) - 1)
    first, second = _laid(pieces[:half], rng), _laid(pieces[half:], rng)
    used = first[0].used
    if rng.random() < 0.4:
        second = _shifted(second, rng.choice((0, 0, 0, 1, 2, 3)), used.right + rng.choice((1, 1, 2, 3)))
    else:
        second = _shifted(second, used.bottom + rng.choice((1, 1, 2, 2, 3, 5)), rng.choice((0, 0, 0, 0, 1, 2)))
    columns = {
        name: np.concatenate([getattr(first[0], name), getattr(second[0], name)])
        for name in ("rows", "cols", "values", "styles")
    }
    order = np.lexsort((columns["cols"], columns["rows"]))
    zeros = np.zeros(len(order), np.int32)
    columns = {name: column[order] for name, column in columns.items()}
    merges = first[0].merges + second[0].merges
    return Sheet("composed", **columns, formats=zeros, fills=zeros.copy(), merges=merges), first[1] + second[1]
