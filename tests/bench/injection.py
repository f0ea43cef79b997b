"""What a stranger's text can forge or do: every place × every kind of text × every builder of prompts; hostile replies.

``python -m tests.bench.injection [--every N]``: how many prompts were built and read again, what was forged in them,
what was done to the machine meanwhile; then the same for every value in every field of every form of reply. One in N,
all by default (half an hour). Exit 1 where anything was forged or done.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter

from sheetllm_xl.errors import SheetLLMError

from ..injection.builders import BUILDERS, calculator
from ..injection.checking import checked, pairs
from ..injection.payloads import PAYLOADS
from ..injection.places import PLACES
from ..injection.replies import CASE, FORMS, VALUES, hostile, replied
from ..injection.test_replies import wrong_in
from ..injection.watch import watched


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1)
    every = parser.parse_args().every
    calculator().evaluate("=1+1", CASE.sheets)
    with watched() as done:
        wrong = _prompts(every) + _replies(every)
    print(f"{len(done)} side effects")
    for line in (*wrong, *done):
        print(line)
    calculator().close()
    return 1 if wrong or done else 0


def _prompts(every: int) -> list[str]:
    count, wrong, begun = Counter[str](), list[str](), time.monotonic()
    for place, name in pairs(every):
        found, forged = checked(place, PAYLOADS[name])
        count += found
        wrong += [f"{place}, {name}: {each}" for each in forged]
    built = sum(count[builder] for builder in BUILDERS)
    print(f"{len(PLACES)} places × {len(PAYLOADS)} texts × {len(BUILDERS)} builders, one in {every}: {built:,} prompts")
    print(", ".join(f"{builder} {count[builder]:,}" for builder in (*BUILDERS, "refused")))
    print(f"{len(wrong)} forged, {time.monotonic() - begun:.0f} s", flush=True)
    return wrong


def _replies(every: int) -> list[str]:
    count, wrong, begun, slowest = Counter[str](), list[str](), time.monotonic(), 0.0
    for form, field, name in (case for number, case in enumerate(hostile()) if number % every == 0):
        start = time.monotonic()
        try:
            answer = replied(form, field, name)
            count["verified" if getattr(answer, "verified", False) else "not verified"] += 1
            told = wrong_in(answer)
        except SheetLLMError:
            count["refused"] += 1
            told = ""
        slowest = max(slowest, time.monotonic() - start)
        wrong += [f"{form} {field} {name}: {told}"] if told else []
    fields = sum(len(fields) + 1 for _, fields in FORMS.values())
    print(f"{len(FORMS)} forms, {fields} fields × {len(VALUES)} values, one in {every}: {count.total():,} replies")
    print(", ".join(f"{word} {number:,}" for word, number in sorted(count.items())))
    print(f"{len(wrong)} wrong, {time.monotonic() - begun:.0f} s, the slowest {slowest:.1f} s", flush=True)
    return wrong


if __name__ == "__main__":
    raise SystemExit(main())
