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
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression

from sheetllm_xl.detect.blocks import Box, blocks
from sheetllm_xl.detect.canvas import Canvas, canvas
from sheetllm_xl.detect.choose import best_set
from sheetllm_xl.detect.features import BOX_FEATURES, box_features
from sheetllm_xl.detect.lines import LINE_FEATURES, line_features
from sheetllm_xl.detect.proposals import Proposal, column_spans, proposals, spans
from sheetllm_xl.detect.trees import Trees

from .labelled import FOLDS, ROOT, Example, bare, composed, corpus, load

MODEL = ROOT / "sheetllm_xl" / "detect" / "model.json"
COMPOSED_A_FOLD = 27
_READERS = ("detection.py", "anchors.py", "headers.py", "reasons.py", "scan.py")  # they change no figure's training
BARE_SHARE = 0.2  # of the styled sheets, taken once more as values alone
SPANS, LINES, BOXES = 3, 40, 90  # the most taken of a sheet: column spans, rows of a span, boxes
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


def grid_boxes(grid: Canvas, example: Example) -> list[Box]:
    """The labelled tables as boxes of the grid; one whose edge the canvas left out is left out."""
    found = []
    for area in example.tables:
        at = [np.flatnonzero(lines == edge) for lines, edge in zip((grid.rows, grid.cols) * 2, area.edges, strict=True)]
        if all(len(one) for one in at):
            found.append((int(at[0][0]), int(at[1][0]), int(at[2][0]), int(at[3][0])))
    return found


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


def line_sample(grid: Canvas, truth: Sequence[Box], rng: np.random.Generator, most: int) -> tuple[np.ndarray, ...]:
    """Rows of the largest column spans: features, whether a table starts and ends there (row, 2), weights."""
    parts = []
    taken = column_spans(blocks(grid))[:SPANS]
    for left, right in taken:
        at, features = line_features(grid, left, right)
        y = np.zeros((len(grid.rows), 2), bool)
        near = np.zeros(len(grid.rows), bool)
        for top, first, bottom, last in truth:
            if min(right, last) - max(left, first) + 1 >= 0.5 * min(right - left + 1, last - first + 1):
                y[top, 0] = y[bottom, 1] = True
                for edge in (top, bottom):
                    near[max(0, edge - 8) : edge + 9] = True
        near, y = near[at], y[at]
        apart = np.diff(at, prepend=-9, append=at[-1:] + 9) > 1
        near |= apart[:-1] | apart[1:] | (rng.random(len(at)) < 25 / len(grid.rows))
        keep = y.any(axis=1) | (near & (rng.random(len(at)) < most / max(near.sum(), 1)))
        parts.append((features[keep], y[keep], np.full(keep.sum(), len(taken) ** -0.5)))
    return tuple(np.concatenate(part) for part in zip(*parts, strict=True))


def box_sample(
    found: Sequence[Proposal], features: np.ndarray, truth: Sequence[Box], example: Example, rng: np.random.Generator
) -> tuple[np.ndarray, ...]:
    """The likeliest proposals and some of the others: features, whether all edges are right, weights."""
    y = np.array([proposal.box in truth for proposal in found], bool)
    keep = np.ones(len(found), bool)
    if not example.complete:  # what nobody labelled may be a table all the same
        keep = np.array([any(_touch(proposal.box, box) for box in truth) for proposal in found], bool)
    if len(found) > BOXES:
        some = y | (rng.random(len(found)) < 0.45 * BOXES / len(found))
        some[np.argsort([-proposal.score for proposal in found], kind="stable")[: int(0.55 * BOXES)]] = True
        keep &= some
    weight = (0.6 if example.made else 1.0) * (max(len(truth), 1) / max(keep.sum(), 1)) ** 0.5
    return features[keep], y[keep], np.full(keep.sum(), weight)


def _touch(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and a[2] >= b[0] and a[1] <= b[3] and a[3] >= b[1]


def muted(x: np.ndarray, names: Sequence[str], keep: Callable[[str], bool]) -> np.ndarray:
    """The features, those not kept set to 0."""
    dropped = [i for i, name in enumerate(names) if not keep(name)]
    if dropped:
        x = x.copy()
        x[:, dropped] = 0
    return x


def fit(x: np.ndarray, y: np.ndarray, weights: np.ndarray, **settings: int) -> Trees:
    """Boosted trees for a yes-or-no question, in the form the package evaluates."""
    fitted = HistGradientBoostingClassifier(
        learning_rate=0.12, max_depth=6, min_samples_leaf=20, l2_regularization=5.0, max_features=0.3, max_bins=63,
        early_stopping=False, random_state=0, **settings,
    ).fit(x, y, sample_weight=weights)  # fmt: skip
    trees = [_rows(predictors[0].nodes) for predictors in fitted._predictors]
    return Trees.of(round(float(np.ravel(fitted._baseline_prediction)[0]), 4), trees)


def _rows(nodes: np.ndarray) -> list[list[float]]:
    return [
        [round(float(n["value"]), 4)]
        if n["is_leaf"]
        else [int(n["feature_idx"]), round(float(n["num_threshold"]), 4), int(n["left"]), int(n["right"])]
        for n in nodes
    ]


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
                found, features = study.proposed(i, {k})
                right = np.array([p.box in study.truths[i] for p in found], bool)
                verdicts[i] = Verdict([p.box for p in found], boxes.chance(features) if found else np.zeros(0), right)
        progress(f"fold {k + 1} of {FOLDS} done")
    return verdicts


def quick_verdicts(study: Study) -> list[Verdict | None]:
    """As ``cross_validated`` but not nested: five models of rows both teach and test. For comparisons only."""
    found = [study.proposed(i, {example.fold}) for i, example in enumerate(study.examples)]
    rng = np.random.default_rng(1)
    samples = [box_sample(*pair, *rest, rng) for pair, *rest in zip(found, study.truths, study.examples, strict=True)]
    verdicts: list[Verdict | None] = []
    models = []
    for k in range(FOLDS):
        parts = [part for part, example in zip(samples, study.examples, strict=True) if example.fold != k]
        models.append(fit(*(np.concatenate(part) for part in zip(*parts, strict=True)), **WHOLE))
    for example, (proposed, features), truth in zip(study.examples, found, study.truths, strict=True):
        chances = models[example.fold].chance(features) if proposed else np.zeros(0)
        boxes = [proposal.box for proposal in proposed]
        verdicts.append(Verdict(boxes, chances, np.array([box in truth for box in boxes], bool)))
    return verdicts


def measured(progress: Callable[[str], None]) -> tuple[Study, list[Verdict | None]]:
    """The study and its verdicts, kept in the temporary folder until the detector's or this program's text changes."""
    sources = [
        *sorted(MODEL.parent.glob("*.py")),
        *sorted(Path(__file__).parent.glob("*.py")),
        corpus() / "labels.jsonl",
    ]
    mark = hashlib.sha256(b"".join(path.read_bytes() for path in sources if path.name not in _READERS)).hexdigest()[:16]
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
            for j in best_set(verdict.boxes, (verdict.chances - WORTH).tolist()):
                raw.append(verdict.chances[j])
                right.append(verdict.right[j])
    return np.array(raw), np.array(right, bool)


def dumped(trees: Trees) -> dict[str, object]:
    """Trees as JSON holds them."""
    ends = [*trees.roots[1:].tolist(), len(trees.feature)]
    rows = []
    for first, end in zip(trees.roots.tolist(), ends, strict=True):
        tree = []
        for n in range(first, end):
            left, right = trees.children[n].tolist()
            leaf = [round(float(trees.value[n]), 4)]
            tree.append(
                leaf
                if left == n
                else [int(trees.feature[n]), round(float(trees.threshold[n]), 4), left - first, right - first]
            )
        rows.append(tree)
    return {"start": trees.start, "trees": rows}


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
