"""What the chain's tests share: the calculator, and replies as a model gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.chain import Answer
from sheetllm_xl.ports import Calculator
from sheetllm_xl.verify.grounds import Ground
from sheetllm_xl.verify.judge import Judgement


@cache
def calculator() -> Calculator:
    """The calculator of the package, made once."""
    return IronCalculator()


def unopposed(answer: Answer | Judgement) -> bool:
    """Whether nothing speaks against an answer but that no reading of the question came with it."""
    return {one.ground for one in answer.objections} == {Ground.NO_READING}


def cell(at: str, value: str) -> dict[str, str]:
    return {"cell": at, "value": value}


def reply(
    formulas: str | Sequence[str],
    answer: str = "It is {result}.",
    *cells: dict[str, str],
    kind: str = "",
    table: str = "",
    other: str = "",
    reading: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """A reply of stage 2. Its kind is told from its formulas where it is not given."""
    named = [formulas] if isinstance(formulas, str) else list(formulas)
    named = [formula for formula in named if formula]
    sort = kind or ("value" if len(named) == 1 else "list" if named else "none")
    return {
        "kind": sort,
        "reading": list(reading),
        "formulas": named,
        "answer": answer,
        "cells": list(cells),
        "table": table,
        "other": other,
    }


def tables(*ranges: str, other: Sequence[str] = (), answer: str = "") -> dict[str, Any]:
    """A reply of stage 1."""
    return {"tables": list(ranges), "other": list(other), "answer": answer}
