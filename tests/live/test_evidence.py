"""The table in README.md: every behaviour of an open workbook has tests, and each test it names is there."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent.parent
README = Path(__file__).with_name("README.md").read_text(encoding="utf-8")
SECTION = README.partition("## Which test shows which behaviour")[2].partition("\n## ")[0]
PROMISED = {f"M{number}" for number in (*range(1, 11), 16, 22, *range(29, 35), 42, 43)}  # issue: product.md's numbers


def named(text: str) -> dict[str, set[str]]:
    """The tests a text names, by file."""
    found: dict[str, set[str]] = {}
    file = ""
    for name in re.findall(r"`(\w+/test_\w+\.py|test_\w+)`", text):
        if name.endswith(".py"):
            file = name
        else:
            found.setdefault(file, set()).add(name)
    return found


def test_every_behaviour_has_tests() -> None:
    rows = re.findall(r"^\| (M\d+) \|(.*)$", SECTION, re.MULTILINE)
    assert {number for number, text in rows if named(text)} >= PROMISED


def test_every_test_it_names_is_there() -> None:
    files = named(SECTION)
    assert len(files) > 10
    for file, tests in files.items():
        there = set(re.findall(r"^def (test_\w+)\(", (TESTS / file).read_text(encoding="utf-8"), re.MULTILINE))
        assert tests <= there, (file, tests - there)
