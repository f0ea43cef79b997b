"""Fuzz what reads a stranger's text: python -m tests.fuzz --seconds 600 [--target sheet] [--seed 1]

The seconds are shared among the targets. Each finding is written to tests/fuzz/found, where the suite runs it; exit 1
when there is any.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from pathlib import Path

from .binary_targets import BY_NAME, EVERY
from .engine import fuzz

FOUND = Path(__file__).parent / "found"
_MEMORY = 2 << 30


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--target", choices=sorted(BY_NAME), action="append")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    _bound_memory()
    targets = [BY_NAME[name] for name in given.target] if given.target else EVERY
    total, begun = 0, time.monotonic()
    for target in targets:
        findings, count = fuzz(target, given.seconds / len(targets), given.seed)
        print(f"{target.name:14} {count:>9,} inputs, {len(findings)} findings", flush=True)
        for finding in findings:
            name = f"{finding.target}-{hashlib.sha256(finding.data).hexdigest()[:10]}"
            (FOUND / name).write_bytes(finding.data)
            print(f"--- {name}\n{finding.how}", flush=True)
        total += len(findings)
    print(f"{time.monotonic() - begun:.0f} s, {total} findings")
    return 1 if total else 0


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    raise SystemExit(main())
