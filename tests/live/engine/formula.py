"""Formulas as far as the stand-in computes them: a call of a function of ours, SUM, RAND, references, arithmetic."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from sheetllm_xl.grid import CellRange

LITERAL = re.compile(r'"(?:[^"]|"")*"')
REFERENCE = re.compile(
    r"(?:(?:'([^']+)'|(\w+))!)?(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3})(?![\w(])"
)
_BRACKETS = re.compile(r"\([^()]*\)|\{[^{}]*\}")
_CALL = re.compile(r"=\s*(\w+)\((.*)\)\s*", re.DOTALL)


def references(text: str) -> Iterator[tuple[str, CellRange]]:
    """Sheet (empty for the formula's own) and cells."""
    for quoted, plain, cells in REFERENCE.findall(LITERAL.sub("", text)):
        yield quoted or plain, CellRange.parse(cells.replace("$", ""))


def called(formula: str) -> tuple[str, str]:
    """A formula that is one call: the function, and what it is given."""
    match = _CALL.fullmatch(formula)
    return (match[1].upper(), match[2]) if match else ("", "")


def argument_texts(given: str) -> list[str]:
    """At commas outside texts and brackets."""
    blanked = LITERAL.sub(lambda match: "_" * len(match[0]), given)
    blanked = _BRACKETS.sub(lambda match: "_" * len(match[0]), blanked)
    ends = [i for i, character in enumerate(blanked) if character == ","]
    starts = [0, *(end + 1 for end in ends)]
    return [given[a:b].strip() for a, b in zip(starts, [*ends, len(given)], strict=True)]


def computed(formula: str, numbers: Callable[[str, CellRange], list[float]]) -> float:
    """A blank counts as 0."""

    def number(match: re.Match[str]) -> str:
        return repr((numbers(*next(references(match[0]))) or [0.0])[0])

    def total(match: re.Match[str]) -> str:
        return repr(sum(numbers(*next(references(match[1])))))

    text = formula[1:].replace("RAND()", repr(random.random()))
    text = re.sub(r"SUM\(([^()]*)\)", total, text)
    return float(eval(REFERENCE.sub(number, text), {"__builtins__": {}}))
