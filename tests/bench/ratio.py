"""Tokens after each combination of modules, the paper's Table 1 on real sheets, and what module 1 keeps of the tables.

python -m tests.bench.ratio            # every sheet of corpus/detection over 4,000 vanilla tokens, and all of them
python -m tests.bench.ratio --edges    # the labelled ones with a detector that has not seen them (trains, or reads
                                       # what tests.bench.detection left behind; needs scikit-learn)

Claude's tokens by ctok where it runs, else our estimate. Ratios are those of totals, as the paper takes them.
"""

from __future__ import annotations

import argparse
import collections
import functools
from collections.abc import Iterator

from sheetllm_xl.app import token_counter
from sheetllm_xl.compress import DEFAULT, LOSSLESS, PAPER, TABLE_1, TYPES, Encoding, Profile, compress
from sheetllm_xl.compress.encoding import encoded
from sheetllm_xl.errors import InputError
from sheetllm_xl.sheet import Sheet

from .corpus import sheets

TABLE = (1.0, 4.41, 2.67, 7.24, 14.91, 16.07, 7.32, 24.79)  # the paper's Table 1, in the order of TABLE_1
LONG = 4_000  # vanilla tokens: the end of the paper's band of small sheets
PROFILES = (*TABLE_1, DEFAULT, TYPES, LOSSLESS)


class Totals:
    """Vanilla tokens and tokens left, by profile."""

    def __init__(self) -> None:
        self.before, self.after = collections.Counter[str](), collections.Counter[str]()
        self.sheets = 0

    def add(self, profile: Profile, encoding: Encoding) -> None:
        """Count one sheet under one profile."""
        self.before[profile.name] += encoding.stages[0].tokens
        self.after[profile.name] += encoding.tokens

    def ratio(self, profile: Profile) -> float:
        """Vanilla tokens to those left."""
        return self.before[profile.name] / max(1, self.after[profile.name])


def tables(count: object) -> Iterator[tuple[str, Totals]]:
    """The totals of the long sheets and of all."""
    every, longer = Totals(), Totals()
    for _, sheet in sheets("detection"):
        if not sheet.used:
            continue
        found: dict[Profile, Encoding] = {}
        for profile in PROFILES:
            try:
                found[profile] = compress(sheet, profile, count=count)  # type: ignore[arg-type]
            except InputError:  # a grid of more than two million cells is not written out
                continue
        for totals in (every, longer) if found[DEFAULT].stages[0].tokens > LONG else (every,):
            totals.sheets += 1
            for profile, encoding in found.items():
                totals.add(profile, encoding)
    yield f"{longer.sheets} sheets of more than {LONG:,} vanilla tokens", longer
    yield f"all {every.sheets} sheets", every


def printed(heading: str, totals: Totals) -> None:
    """One table."""
    print(f"\n{heading}, counted with {token_counter().__module__}")
    print(f"{'profile':18}{'modules':10}{'tokens':>14}{'ratio':>8}{'paper':>8}")
    for profile in PROFILES:
        paper = f"{TABLE[TABLE_1.index(profile)]:8.2f}" if profile in TABLE_1 else ""
        print(
            f"{profile.name:18}{profile.modules:10}{totals.after[profile.name]:14,}{totals.ratio(profile):8.2f}{paper}"
        )


def edges(count: object) -> None:
    """The labelled sheets with anchors from a detector that has not seen their labels: ratio and edges."""
    from sheetllm_xl.detect import Scan
    from sheetllm_xl.detect.choose import chosen
    from sheetllm_xl.detect.model import shipped

    from .anchors import report
    from .train_detector import WORTH, measured

    study, verdicts = measured(print)
    totals, anchored = Totals(), []
    for example, grid, verdict in zip(study.examples, study.grids, verdicts, strict=True):
        if not verdict or example.made:
            continue
        sheet: Sheet = example.sheet
        best = chosen(grid, verdict.boxes, verdict.chances, WORTH)
        looked = Scan(sheet, grid, tuple(verdict.boxes), verdict.chances, tuple(best), shipped())
        anchored.append((looked.candidates(), sheet.used, example.tables))
        for profile in (PAPER, DEFAULT):
            encoding = encoded(sheet, profile, None, count, looked)  # type: ignore[arg-type]
            if encoding.stages[0].tokens > LONG:
                totals.add(profile, encoding)
                totals.sheets += profile == DEFAULT
    print(
        "Labelled sheets, ListObjects taken off; anchors by cross-validated detectors, none has seen its sheet's labels"
    )
    report(anchored)
    for profile in (PAPER, DEFAULT):
        print(f"{profile.name}: ratio {totals.ratio(profile):.2f} on the {totals.sheets} of more than {LONG:,} tokens")


def main() -> None:
    """Print what was asked for."""
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument(
        "--edges", action="store_true", help="ratio and edges with a detector that has not seen the labels"
    )
    count = functools.lru_cache(maxsize=32)(token_counter())  # the first stages are the same for every profile
    if words.parse_args().edges:
        edges(count)
        return
    for heading, totals in tables(count):
        printed(heading, totals)


if __name__ == "__main__":
    main()
