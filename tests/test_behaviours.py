"""The page of behaviours: each number once, and each test that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
PAGE = (HERE / "BEHAVIOURS.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| M(\d+) \| (.+?) \| (.+) \|$", PAGE, re.MULTILINE)


def test_every_behaviour_is_there_once() -> None:
    assert [int(number) for number, *_ in ROWS] == list(range(1, 49))


def test_each_names_a_test_that_is_there() -> None:
    for number, _, shown in ROWS:
        named = re.findall(r"`([\w/]+\.py)(?:::(test_\w+))?`", shown)
        assert named, f"M{number}"
        for file, test in named:
            text = (HERE / file).read_text(encoding="utf-8")
            assert re.search(rf"^def {test}\(" if test else r"^def test_", text, re.MULTILINE), (
                f"M{number}: {file} {test}"
            )
