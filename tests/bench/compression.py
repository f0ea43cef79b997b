"""Tokens after each combination of modules, the paper's Table 1 on real sheets: python -m tests.bench.compression

Every worksheet of corpus/detection that holds anything; Claude's tokens by ctok where it runs, else our estimate.
"""

from __future__ import annotations

import collections
import functools

from sheetllm_xl.app import token_counter
from sheetllm_xl.compress import DEFAULT, LOSSLESS, TABLE_1, compress
from sheetllm_xl.errors import InputError

from .corpus import sheets

PAPER = (1.0, 4.41, 2.67, 7.24, 14.91, 16.07, 7.32, 24.79)  # its Table 1, in the order of TABLE_1


def main() -> None:
    """Print total tokens and the ratio to vanilla, as the paper takes it: over totals."""
    totals, base = collections.Counter[str](), collections.Counter[str]()
    count = functools.lru_cache(maxsize=32)(token_counter())  # the first stages are the same for every profile
    number = refused = 0
    for _, sheet in sheets("detection"):
        if not sheet.used:
            continue
        number += 1
        for profile in (*TABLE_1, DEFAULT, LOSSLESS):
            try:
                encoding = compress(sheet, profile, count=count)
            except InputError:  # a grid of more than two million cells is not written out
                refused += 1
                continue
            totals[profile.name] += encoding.tokens
            base[profile.name] += encoding.stages[0].tokens
    print(f"{number} sheets, counted with {token_counter().__module__}; {refused} grids too large to write out")
    print(f"{'profile':18}{'modules':10}{'tokens':>14}{'ratio':>8}{'paper':>8}")
    for profile in (*TABLE_1, DEFAULT, LOSSLESS):
        ratio = base[profile.name] / totals[profile.name]
        paper = f"{PAPER[TABLE_1.index(profile)]:8.2f}" if profile in TABLE_1 else ""
        print(f"{profile.name:18}{profile.modules:10}{totals[profile.name]:14,}{ratio:8.2f}{paper}")


if __name__ == "__main__":
    main()
