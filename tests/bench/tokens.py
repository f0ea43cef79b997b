"""How far our token estimate is from ctok's count, on encodings of real sheets: python -m tests.bench.tokens"""

from __future__ import annotations

import itertools
import statistics

from ctok import token_count

from sheetllm_xl.compress import DEFAULT, INVERTED, LOSSLESS, VANILLA, compress, estimate_tokens

from .corpus import sheets


def main() -> None:
    """Print the error by profile."""
    found = [sheet for _, sheet in sheets("detection", "general") if sheet.used and sheet.used.area < 20_000]
    for profile in (VANILLA, INVERTED, DEFAULT, LOSSLESS):
        texts = (compress(sheet, profile, count=len).text[:30_000] for sheet in itertools.islice(found, 0, None, 7))
        pairs = [(estimate_tokens(text), token_count(text)) for text in texts if text]
        errors = [abs(ours - theirs) / theirs for ours, theirs in pairs]
        total = sum(ours for ours, _ in pairs) / sum(theirs for _, theirs in pairs)
        print(f"{profile.name:10} {len(pairs):5} texts  mean error {statistics.mean(errors):.1%}  total {total:.3f}")


if __name__ == "__main__":
    main()
