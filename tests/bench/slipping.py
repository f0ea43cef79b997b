"""Slips of a formula: an edge one off, a neighbouring line, a condition less, a function or sign turned round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sheetllm_xl.errors import SheetLLMError
from sheetllm_xl.formulas import Reference, parse
from sheetllm_xl.grid import CellRange

_TURNED = (("MAX", "MIN"), ("MIN", "MAX"), ("LARGE", "SMALL"), ("AVERAGE", "SUM"), ("SUM", "AVERAGE"))
_SIGNS = ((">=", ">"), ("<=", "<"), (">", ">="), ("<", "<="), (">", "<"), ("<", ">"))
_IFS = re.compile(r"\b(SUM|AVERAGE|COUNT|MAX|MIN)IFS?\(([^()]*)\)")


def of_ranges_and_signs(formula: str) -> Iterator[str]:
    """Each with one range, function or sign that is another; none of what is no formula."""
    try:
        parsed = parse(formula)
    except SheetLLMError:
        return
    for reference in parsed.references:
        for area in _neighbours(reference.range):
            yield _with(parsed.text, reference, area)
    for old, new in _TURNED:
        yield from (parsed.text[: m.start()] + new + parsed.text[m.end() :] for m in _whole(old, parsed.text))
    for old, new in _SIGNS:
        yield from (parsed.text[: m.start()] + new + parsed.text[m.end() :] for m in _sign(old, parsed.text))


def _neighbours(area: CellRange) -> Iterator[CellRange]:
    """The range with one edge one off, or all of it one row or column aside."""
    rows, cols = area.shape
    if rows > 1:
        yield replace(area, bottom=area.bottom - 1)
        yield replace(area, bottom=area.bottom + 1)
        yield replace(area, top=area.top + 1)
    else:
        yield replace(area, top=area.top + 1, bottom=area.bottom + 1)
        if area.top > 1:
            yield replace(area, top=area.top - 1, bottom=area.bottom - 1)
    yield replace(area, left=area.left + 1, right=area.right + 1)
    if area.left > 1:
        yield replace(area, left=area.left - 1, right=area.right - 1)
    if cols > 1:
        yield replace(area, right=area.right - 1)


def _with(text: str, reference: Reference, area: CellRange) -> str:
    begin, end = reference.span
    sheet, bang, _ = text[begin:end].rpartition("!")
    return f"{text[:begin]}{sheet}{bang}{area}{text[end:]}"


def _whole(name: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"\b{name}(?=\()", text)


def _sign(sign: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<![<>=]){re.escape(sign)}(?![<>=])", text)


def of_conditions(formula: str) -> Iterator[str]:
    """Each with one condition less."""
    for call in _IFS.finditer(formula):
        pieces = call[2].split(",")
        before, after, name = formula[: call.start()], formula[call.end() :], call[1]
        bare = "COUNTA" if name == "COUNT" else name
        if f"{name}IF(" in call[0]:
            yield f"{before}{bare}({pieces[-1] if len(pieces) > 2 else pieces[0]}){after}"
            continue
        first = 0 if name == "COUNT" else 1
        for i in range(first, len(pieces) - 1, 2):
            rest = ",".join((*pieces[:i], *pieces[i + 2 :]))
            kept = f"{name}IFS({rest})" if len(pieces) - first > 2 else f"{bare}({rest or pieces[0]})"
            yield f"{before}{kept}{after}"
    for factor in re.finditer(r"\*\([^()]*\)", formula):
        yield formula[: factor.start()] + formula[factor.end() :]
