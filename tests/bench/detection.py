"""F1 of table detection on the labelled sheets, cross-validated, with calibration, time and an ablation.

python -m tests.bench.detection               # trains every fold (some 20 minutes); kept for the next run
python -m tests.bench.detection --ablation    # what each group of features brings (some 20 minutes)
python -m tests.bench.detection --shipped     # the shipped model alone: on the sheets it was trained on, and its time
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections.abc import Callable, Iterable, Sequence
from types import ModuleType

import numpy as np

from sheetllm_xl.detect import detect
from sheetllm_xl.detect.choose import chosen
from sheetllm_xl.detect.parting import split
from sheetllm_xl.grid import CellRange
from sheetllm_xl.sheet import Sheet

from .labelled import FOLDS, ORDINARY, Example, corpus, load
from .train_detector import WORTH, Study, Verdict, calibration, chosen_chances, cross_validated, measured

GROUPS = {
    "borders": ("over", "under", "before", "after"),
    "bold, size, fills, alignment": ("bold", "italic", "large", "fill", "centered", "indent"),
    "merges": ("covered", "wide", "tall"),
    "kinds of values": ("number", "date", "datum", "year", "words", "like_above", "like_left", "numbers", "head over"),
    "what words say and their length": ("note", "title", "total", "unit", "colon", "long", "length", "first_"),
    "formulas": ("formula",),
    "repeated labels": ("twin", "labels", "repeated", "same_"),
    "gaps": ("gap", "empty"),
    "rival boxes": ("below best", "rank", "rivals", "proposals", "boxes inside", "best inside"),
}


def scorer() -> ModuleType:
    """The corpus's own scoring program."""
    path = corpus().parent / "score_detection.py"
    spec = importlib.util.spec_from_file_location("score_detection", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def taken(study: Study, i: int, verdict: Verdict, declared: Sequence[CellRange]) -> list[CellRange]:
    """The ranges detect would return, given what a model thinks of the boxes and what the sheet declares."""
    areas = [study.grids[i].area(box) for box in verdict.boxes]
    free = [j for j, area in enumerate(areas) if not any(area & one for one in declared)]
    boxes = [verdict.boxes[j] for j in free]
    best = chosen(study.grids[i], boxes, verdict.chances[free], WORTH)
    return [
        *declared,
        *(study.grids[i].area(box) for parts in split(study.grids[i], [boxes[j] for j in best]) for box in parts),
    ]


def predictions(
    study: Study,
    verdicts: Sequence[Verdict | None],
    made: str,
    declared: bool,
    of: Callable[[str], bool] = lambda dataset: dataset not in ORDINARY,
) -> tuple[list, list]:
    """Labels and predictions of the sheets made in one way, of some data sets, as the scoring program takes them."""
    labels, found = [], []
    for i, (example, verdict) in enumerate(zip(study.examples, verdicts, strict=True)):
        if example.made == made and verdict and (made or of(example.label["dataset"])):
            tables = taken(study, i, verdict, example.declared if declared else ())
            labels.append(example.label)
            found.append(
                {key: example.label[key] for key in ("workbook", "sheet")} | {"tables": [str(t) for t in tables]}
            )
    return labels, found


def calibration_error(study: Study, verdicts: Sequence[Verdict | None]) -> list[tuple[float, float, int]]:
    """(mean confidence, share right, number) of ten bins; each fold's knots come from the other folds."""
    sure, right = [], []
    folds = np.array([example.fold for example in study.examples])
    for k in range(FOLDS):
        knots = calibration(study, [None if fold == k else v for fold, v in zip(folds, verdicts, strict=True)])
        raw, good = chosen_chances(study, [v if fold == k else None for fold, v in zip(folds, verdicts, strict=True)])
        sure.append(np.interp(raw, *knots))
        right.append(good)
    confidence, outcome = np.concatenate(sure), np.concatenate(right)
    at = np.minimum((confidence * 10).astype(int), 9)
    return [
        (float(confidence[at == b].mean()), float(outcome[at == b].mean()), int((at == b).sum()))
        for b in range(10)
        if (at == b).any()
    ]


def parted_right(study: Study, verdicts: Sequence[Verdict | None]) -> tuple[int, int, int]:
    """Of real, complete sheets: the chosen boxes that are parted, their parts, and how many of these are right."""
    boxes = parts = right = 0
    for example, grid, verdict in zip(study.examples, study.grids, verdicts, strict=True):
        if verdict and not example.made and example.complete:
            best = chosen(grid, verdict.boxes, verdict.chances, WORTH)
            several = [found for found in split(grid, [verdict.boxes[j] for j in best]) if len(found) > 1]
            areas = [str(grid.area(part)) for found in several for part in found]
            boxes, parts = boxes + len(several), parts + len(areas)
            right += len({*areas} & {*example.label["tables"]})
    return boxes, parts, right


def ablation(examples: list[Example], tested: Iterable[int]) -> Iterable[tuple[str, float, float]]:
    """(group left out, F1 at EoB-0, on several-table sheets) of the folds ``tested``; only labelled sheets teach."""
    tested = list(tested)
    study = Study([example for example in examples if not example.made])

    def without(words: tuple[str, ...]) -> Callable[[str], bool]:
        return lambda name: not any(word in name for word in words)

    for group, words in {"nothing": (), **GROUPS}.items():
        study = Study(study.examples, without(words))
        report = scorer().score(*predictions(study, cross_validated(study, tested), "", declared=False))
        yield group, report["overall"]["eob0"]["f1"], report["multi"]["eob0"]["f1"]


def timed() -> None:
    """Seconds of detect, the sheet already read."""
    seconds = []
    for example in load():
        sheet = Sheet(**{name: getattr(example.sheet, name) for name in Sheet.__dataclass_fields__})
        start = time.perf_counter()
        detect(sheet)
        seconds.append(time.perf_counter() - start)
    print(f"time a sheet: median {np.median(seconds) * 1000:.1f} ms, 95 % {np.quantile(seconds, 0.95) * 1000:.1f} ms, "
          f"maximum {max(seconds) * 1000:.0f} ms")  # fmt: skip
    for height in (1_000, 10_000, 100_000):
        rows, cols = np.divmod(np.arange(10 * height, dtype=np.int32), 10)
        values = np.empty(len(rows), object)
        values[:] = [f"Column {i}" if i < 10 else float(i) for i in range(len(rows))]
        zeros = np.zeros(len(rows), np.int32)
        sheet = Sheet("Tall", rows + 1, cols + 1, values, zeros, zeros.copy(), zeros.copy())
        start = time.perf_counter()
        detect(sheet)
        print(f"{10 * height:>9,} cells: {time.perf_counter() - start:.2f} s")


def shipped() -> None:
    """The shipped model on the sheets it was trained on: what it is worth on others is the cross-validated figure."""
    labels, found = [], []
    for example in load():
        labels.append(example.label)
        tables = [str(table.range) for table in detect(example.with_declared)]
        found.append({key: example.label[key] for key in ("workbook", "sheet")} | {"tables": tables})
    print("The shipped model ON ITS TRAINING SHEETS (not a measure of quality)")
    print(scorer().table(scorer().score(labels, found)))


def ablated() -> None:
    """What each group of features brings: F1 on two folds without it."""
    print("Left out: F1 EoB-0, on several-table sheets (folds 1 and 3; no made sheets)")
    for group, f1, several in ablation(load(), (0, 2)):
        print(f"{group:34}{f1:.3f}   {several:.3f}", flush=True)


def cross_validation() -> None:
    """Everything that is cross-validated."""
    study, verdicts = measured(print)
    labelled = ORDINARY.__contains__
    for heading, made, declared, of in (
        ("ListObjects taken as they stand (what detect does)", "", True, lambda name: not labelled(name)),
        ("structure alone (ListObjects taken off)", "", False, lambda name: not labelled(name)),
        ("ordinary sheets, ListObjects taken as they stand", "", True, labelled),
        ("composed sheets", "composed", False, labelled),
    ):
        report = scorer().score(*predictions(study, verdicts, made, declared, of))
        print(f"\nCross-validated, {heading}\n{scorer().table(report)}")
    bins = calibration_error(study, verdicts)
    count = sum(n for *_, n in bins)
    print("\nConfidence, cross-validated (structure alone, complete sheets)\nsaid   right  boxes")
    for said, right, n in bins:
        print(f"{said:.2f}   {right:.2f}   {n:>5}")
    print("{} boxes are parted; of their {} parts {} are right".format(*parted_right(study, verdicts)))
    print(f"expected calibration error {sum(abs(said - right) * n for said, right, n in bins) / count:.3f}")


def main() -> None:
    """Print what was asked for."""
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--shipped", action="store_true", help="the shipped model alone")
    words.add_argument("--ablation", action="store_true", help="what each group of features brings, alone")
    asked = words.parse_args()
    if asked.shipped:
        shipped()
    elif asked.ablation:
        ablated()
    else:
        cross_validation()
    timed()


if __name__ == "__main__":
    main()
