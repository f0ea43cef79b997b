from pathlib import Path

import pytest

from .binary_targets import BY_NAME, EVERY
from .engine import Target, fuzz, tried

FOUND = sorted(path for path in (Path(__file__).parent / "found").iterdir() if not path.name.startswith("."))


@pytest.mark.parametrize("target", EVERY, ids=lambda target: target.name)
def test_seeds_are_sound(target: Target) -> None:
    for seed in target.seeds:
        assert tried(target, seed)[1] == ""


@pytest.mark.parametrize("case", FOUND, ids=lambda case: case.name)
def test_what_fuzzing_found_stays_mended(case: Path) -> None:
    assert tried(BY_NAME[case.name.partition("-")[0]], case.read_bytes())[1] == ""


def test_a_broken_target_is_noticed() -> None:
    def run(data: bytes) -> int:
        return int.from_bytes(data, "little") // (0 if b"/" in data else 1) and 1

    findings, _ = fuzz(Target("broken", run, (b"a",), (b"/",)), 0.5, 1)
    assert [finding.data for finding in findings] == [b"/"]


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("target", EVERY, ids=lambda target: target.name)
def test_a_short_run_finds_nothing(target: Target) -> None:
    findings, count = fuzz(target, 240.0, 0, most=3_000)
    assert not findings, findings[0].how
    assert count == 3_000
