"""Trains the table detector, measures it by cross-validation and writes the shipped model.

    python -m tests.bench.train_detector --write    # about ten minutes on one core; needs scikit-learn

The trees of boxes stand on those of rows (stacked generalisation): whatever is proposed of a sheet, to teach or to be
judged, is proposed by rows' trees that have not seen its fold. The boxes of fold k are judged by trees of boxes that
were taught without k. Folds keep families of alike sheets together.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from sklearn.isotonic import IsotonicRegression

from sheetllm_xl.detect.blocks import Box, blocks
from sheetllm_xl.detect.canvas import canvas
from sheetllm_xl.detect.choose import chosen
from sheetllm_xl.detect.features import BOX_FEATURES, box_features
from sheetllm_xl.detect.lines import LINE_FEATURES
from sheetllm_xl.detect.proposals import Proposal, proposals, spans
from sheetllm_xl.detect.trees import Trees

from .labelled import FOLDS, ROOT, Example, bare, composed, label_files, load
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
WORTH = 0.3  # the raw chance above which a box is worth choosing: by cross-validation, as choose.COVERING
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
    """The training set with what is computed of it once: canvases, true boxes, samples of rows, proposals."""

    examples: list[Example]
    keep: Callable[[str], bool] = lambda name: True  # which features are looked at, for ablations
    progress: Callable[[str], None] = lambda text: None

    def __post_init__(self) -> None:
        self.grids = [canvas(example.sheet) for example in self.examples]
        self.truths = [grid_boxes(grid, e) for grid, e in zip(self.grids, self.examples, strict=True)]

    @cached_property
    def samples(self) -> list[tuple[np.ndarray, ...] | None]:
        """Rows of each complete example, as ``line_sample`` gives them."""
        rng = np.random.default_rng(0)
        return [
            line_sample(grid, truth, rng, LINES) if example.complete else None
            for grid, truth, example in zip(self.grids, self.truths, self.examples, strict=True)
        ]

    def rows_model(self, unseen: int | None) -> tuple[Trees, Trees]:
        """Trees for first and last rows, trained without a fold, or with all of them."""
        taken = [x for x, e in zip(self.samples, self.examples, strict=True) if x and e.fold != unseen]
        x, y, w = (np.concatenate(part) for part in zip(*taken, strict=True))
        x = muted(x, LINE_FEATURES, self.keep)
        return fit(x, y[:, 0], w, **ROWS), fit(x, y[:, 1], w, **ROWS)

    @cached_property
    def proposed(self) -> list[tuple[list[Proposal], np.ndarray]]:
        """The proposals of each example and their features, by trees of rows that have not seen its fold."""
        found: list[tuple[list[Proposal], np.ndarray]] = [([], np.zeros(0))] * len(self.examples)
        for k in range(FOLDS):
            rows = self.rows_model(k)
            for i, example in enumerate(self.examples):
                if example.fold == k:
                    boxes = proposals(self.grids[i], spans(self.grids[i], blocks(self.grids[i]), *rows))
                    found[i] = boxes, muted(box_features(self.grids[i], boxes), BOX_FEATURES, self.keep)
            self.progress(f"rows of fold {k + 1} of {FOLDS} done")
        return found

    def boxes_model(self, unseen: int | None) -> Trees:
        """Trees for whole boxes, trained without a fold, or with all of them."""
        rng = np.random.default_rng(1)
        parts = [
            box_sample(*self.proposed[i], self.truths[i], example, rng)
            for i, example in enumerate(self.examples)
            if example.fold != unseen
        ]
        x, y, w = (np.concatenate(part) for part in zip(*parts, strict=True))
        return fit(x, y, w, **WHOLE)


@dataclass(frozen=True, eq=False)
class Verdict:
    """What a model that had not seen an example's fold made of it: boxes, raw chances, which boxes are right."""

    boxes: list[Box]
    chances: np.ndarray
    right: np.ndarray


def cross_validated(study: Study, folds: Iterable[int] = range(FOLDS)) -> list[Verdict | None]:
    """A verdict on every example of some folds that is not a bare copy."""
    verdicts: list[Verdict | None] = [None] * len(study.examples)
    for k in folds:
        boxes = study.boxes_model(k)
        for i, example in enumerate(study.examples):
            if example.fold == k and example.made != "bare":
                verdicts[i] = verdict(*study.proposed[i], boxes, study.truths[i])
        study.progress(f"boxes of fold {k + 1} of {FOLDS} done")
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
    sources += [file for file, _ in label_files()]
    mark = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    kept = Path(tempfile.gettempdir()) / f"sheetllm-detector-{mark}.pickle"
    study = Study(training_set(), progress=progress)
    if kept.exists():
        study.proposed, verdicts = pickle.loads(kept.read_bytes())
        return study, verdicts
    verdicts = cross_validated(study)
    kept.write_bytes(pickle.dumps((study.proposed, verdicts)))
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
    for example, grid, verdict in zip(study.examples, study.grids, verdicts, strict=True):
        if verdict and not example.made and example.complete:
            for j in chosen(grid, verdict.boxes, verdict.chances, WORTH):
                raw.append(verdict.chances[j])
                right.append(verdict.right[j])
    return np.array(raw), np.array(right, bool)


def write(study: Study, knots: tuple[list[float], list[float]]) -> None:
    """The shipped model: trained on every fold, with the calibration found by cross-validation."""
    tops, bottoms = study.rows_model(None)
    boxes = study.boxes_model(None)
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
