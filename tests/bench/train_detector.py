"""Trains the table detector, measures it by cross-validation and writes the shipped model.

    python -m tests.bench.train_detector --write    # about an hour on two cores; needs scikit-learn

Every figure of ``cross_validated`` is on sheets that no part of the model has seen: for fold k the trees of first and
last rows are trained without k; the boxes that teach the trees of boxes are proposed by rows' trees that know
neither k nor the box's own fold.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.isotonic import IsotonicRegression

from sheetllm_xl.detect.blocks import Box
from sheetllm_xl.detect.canvas import canvas
from sheetllm_xl.detect.choose import best_set
from sheetllm_xl.detect.features import BOX_FEATURES, box_features
from sheetllm_xl.detect.lines import LINE_FEATURES
from sheetllm_xl.detect.proposals import Proposal, proposals, spans
from sheetllm_xl.detect.scan import gains
from sheetllm_xl.detect.trees import Trees

from .labelled import FOLDS, ROOT, Example, bare, composed, corpus, load
from .learning import LINES, box_sample, dumped, fit, grid_boxes, line_sample, muted

MODEL = ROOT / "sheetllm_xl" / "detect" / "model.json"
COMPOSED_A_FOLD = 27
_READERS = (
    "headers.py",
    "joining.py",
    "parting.py",
    "reasons.py",
    "scan.py",
)  # parts of the detector that no figure depends on
BARE_SHARE = 0.2  # of the styled sheets, taken once more as values alone
WORTH = 0.2  # the raw chance above which a box is worth choosing: about half the F1 aimed at
ROWS = {"max_iter": 80, "max_leaf_nodes": 16}
WHOLE = {"max_iter": 100, "max_leaf_nodes": 16}


def training_set() -> list[Example]:
    """The labelled sheets, then composed and bare ones made of them, each in the fold of its parts."""
    real = load()
    made = [x for k in range(FOLDS) for x in composed([e for e in real if e.fold == k], COMPOSED_A_FOLD, seed=k)]
    styled = [e for e in real if e.label["dataset"] not in ("fuste", "tablesense_enron")]
    chosen = np.random.default_rng(3).random(len(styled)) < BARE_SHARE
    return [*real, *made, *(bare(example) for example, take in zip(styled, chosen, strict=True) if take)]


@dataclass(eq=False)
class Study:
    """The training set with what is computed of it once; ``models`` of rows are kept by the folds they did not see."""

    examples: list[Example]
    keep: Callable[[str], bool] = lambda name: True  # which features are looked at, for ablations
    lines: int = LINES

    def __post_init__(self) -> None:
        self.grids = [canvas(example.sheet) for example in self.examples]
        self.truths = [grid_boxes(grid, e) for grid, e in zip(self.grids, self.examples, strict=True)]
        rng = np.random.default_rng(0)
        self.samples = [
            line_sample(grid, truth, rng, self.lines) if example.complete else None
            for grid, truth, example in zip(self.grids, self.truths, self.examples, strict=True)
        ]
        self.models: dict[frozenset[int], tuple[Trees, Trees]] = {}

    def rows_model(self, unseen: Iterable[int]) -> tuple[Trees, Trees]:
        """Trees for first and last rows, trained without the folds ``unseen``."""
        key = frozenset(unseen)
        if key not in self.models:
            taken = [x for x, e in zip(self.samples, self.examples, strict=True) if x and e.fold not in key]
            x, y, w = (np.concatenate(part) for part in zip(*taken, strict=True))
            x = muted(x, LINE_FEATURES, self.keep)
            self.models[key] = fit(x, y[:, 0], w, **ROWS), fit(x, y[:, 1], w, **ROWS)
        return self.models[key]

    def proposed(self, i: int, unseen: Iterable[int]) -> tuple[list[Proposal], np.ndarray]:
        """The proposals of an example and their features, by a model of rows that has not seen those folds."""
        grid = self.grids[i]
        found = proposals(grid, spans(grid, *self.rows_model(unseen)))
        return found, muted(box_features(grid, found), BOX_FEATURES, self.keep)

    def boxes_model(self, unseen: frozenset[int]) -> Trees:
        """Trees for whole boxes, trained without the folds ``unseen``."""
        rng = np.random.default_rng(1)
        parts = []
        for i, example in enumerate(self.examples):
            if example.fold not in unseen:
                found, features = self.proposed(i, unseen | {example.fold})
                parts.append(box_sample(found, features, self.truths[i], example, rng))
        x, y, w = (np.concatenate(part) for part in zip(*parts, strict=True))
        return fit(x, y, w, **WHOLE)


@dataclass(frozen=True, eq=False)
class Verdict:
    """What a model that had not seen an example's fold made of it: boxes, raw chances, which boxes are right."""

    boxes: list[Box]
    chances: np.ndarray
    right: np.ndarray


def cross_validated(study: Study, progress: Callable[[str], None] = lambda text: None) -> list[Verdict | None]:
    """A verdict on every example that is not a bare copy, by nested cross-validation."""
    verdicts: list[Verdict | None] = [None] * len(study.examples)
    for k in range(FOLDS):
        boxes = study.boxes_model(frozenset({k}))
        for i, example in enumerate(study.examples):
            if example.fold == k and example.made != "bare":
                verdicts[i] = verdict(*study.proposed(i, {k}), boxes, study.truths[i])
        progress(f"fold {k + 1} of {FOLDS} done")
    return verdicts


def split_verdicts(study: Study, tested: Iterable[int]) -> list[Verdict | None]:
    """Verdicts on the folds ``tested``, for comparisons: two folds teach the rows' trees, two others the boxes'."""
    verdicts: list[Verdict | None] = [None] * len(study.examples)
    for k in tested:
        boxed = {(k + 3) % FOLDS, (k + 4) % FOLDS}
        rng = np.random.default_rng(1)
        parts = []
        proposed = {}
        for i, example in enumerate(study.examples):
            if example.fold in {k, *boxed}:
                proposed[i] = study.proposed(i, {k, *boxed})
                if example.fold != k:
                    parts.append(box_sample(*proposed[i], study.truths[i], example, rng))
        trees = fit(*(np.concatenate(part) for part in zip(*parts, strict=True)), **WHOLE)
        for i, (found, features) in proposed.items():
            if study.examples[i].fold == k:
                verdicts[i] = verdict(found, features, trees, study.truths[i])
    return verdicts


def verdict(found: Sequence[Proposal], features: np.ndarray, trees: Trees, truth: Sequence[Box]) -> Verdict:
    """What the trees make of the proposals of one example."""
    boxes = [proposal.box for proposal in found]
    chances = trees.chance(features) if found else np.zeros(0)
    return Verdict(boxes, chances, np.array([box in truth for box in boxes], bool))


def measured(progress: Callable[[str], None]) -> tuple[Study, list[Verdict | None]]:
    """The study and its verdicts, kept in the temporary folder until the detector's or this program's text changes."""
    sources = [path for path in sorted(MODEL.parent.glob("*.py")) if path.name not in _READERS]
    sources += [Path(__file__).with_name(name) for name in ("labelled.py", "learning.py", Path(__file__).name)]
    sources.append(corpus() / "labels.jsonl")
    mark = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    kept = Path(tempfile.gettempdir()) / f"sheetllm-detector-{mark}.pickle"
    study = Study(training_set())
    if kept.exists():
        return study, pickle.loads(kept.read_bytes())
    verdicts = cross_validated(study, progress)
    kept.write_bytes(pickle.dumps(verdicts))
    return study, verdicts


def calibration(study: Study, verdicts: Sequence[Verdict | None]) -> tuple[list[float], list[float]]:
    """Knots from raw to calibrated chance (isotonic regression), from the boxes chosen on labelled, complete sheets."""
    raw, right = chosen_chances(study, verdicts)
    fitted = IsotonicRegression(y_min=0.01, y_max=0.99).fit(raw, right)
    at = np.linspace(0, 1, 21)
    smooth = np.convolve(
        np.pad(fitted.predict(np.linspace(-0.05, 1.05, 23).clip(raw.min(), raw.max())), 0), np.ones(3) / 3, "valid"
    )
    return [round(float(v), 3) for v in at], [round(float(v), 3) for v in smooth]


def chosen_chances(study: Study, verdicts: Sequence[Verdict | None]) -> tuple[np.ndarray, np.ndarray]:
    """Raw chances of the chosen boxes of real, complete sheets, and whether each is right."""
    raw, right = [], []
    for example, verdict in zip(study.examples, verdicts, strict=True):
        if verdict and not example.made and example.complete:
            for j in best_set(verdict.boxes, gains(verdict.boxes, verdict.chances, WORTH)):
                raw.append(verdict.chances[j])
                right.append(verdict.right[j])
    return np.array(raw), np.array(right, bool)


def write(study: Study, knots: tuple[list[float], list[float]]) -> None:
    """The shipped model: trained on every fold, with the calibration found by cross-validation."""
    tops, bottoms = study.rows_model(())
    boxes = study.boxes_model(frozenset())
    parts = {"knots": knots, "worth": WORTH, "tops": dumped(tops), "bottoms": dumped(bottoms), "boxes": dumped(boxes)}
    lines = [f"{json.dumps(name)}: {json.dumps(part, separators=(',', ':'))}" for name, part in parts.items()]
    MODEL.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def main() -> None:
    """Train, report in one line, write on request."""
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--write", action="store_true", help=f"write {MODEL.name}")
    asked = words.parse_args()
    study, verdicts = measured(print)
    raw, right = chosen_chances(study, verdicts)
    print(f"cross-validated precision at EoB-0 on complete sheets: {right.mean():.3f} of {len(raw)} boxes")
    if asked.write:
        write(study, calibration(study, verdicts))
        print(f"wrote {MODEL.name}, {MODEL.stat().st_size >> 10} KiB")


if __name__ == "__main__":
    main()
