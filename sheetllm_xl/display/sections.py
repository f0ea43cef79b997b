"""Which section of a number format a number is shown by, and whether its sign is."""

from __future__ import annotations

from decimal import Decimal

from .codes import Code, Section


def chosen(code: Code, value: Decimal) -> tuple[Section | None, bool]:
    """The section for a number (None: General), and whether a negative number has its minus in it.

    Without conditions: one section for all; positive or zero; negative; zero. A section that only negative numbers come
    to has its own way to say so. A number that no condition lets in is General.
    """
    sections = code.numbers
    if not sections:
        return None, True
    first, second = sections[0].condition, sections[1].condition if len(sections) > 1 else None
    if len(sections) == 1:
        return (sections[0], True) if first is None or first.meets(value) else (None, True)
    if first is None and second is None:
        return _by_sign(sections, value)
    if first.meets(value) if first else (value > 0 or (len(sections) == 2 and value == 0)):
        return sections[0], not (first and _below_zero(first.operator, first.limit))
    if second:
        if second.meets(value):
            return sections[1], not _below_zero(second.operator, second.limit)
        return (sections[2], True) if len(sections) > 2 else (None, True)
    if len(sections) > 2:
        return (sections[1], False) if value < 0 else (sections[2], True)
    return sections[1], not (first and _is_rest_below_zero(first.operator, first.limit))


def _by_sign(sections: tuple[Section, ...], value: Decimal) -> tuple[Section, bool]:
    if value < 0:
        return sections[1], False
    return sections[2 if value == 0 and len(sections) > 2 else 0], True


def _below_zero(operator: str, limit: Decimal) -> bool:
    """Whether a condition lets in negative numbers alone."""
    return (operator == "<" and limit <= 0) or (operator in ("<=", "=") and limit < 0)


def _is_rest_below_zero(operator: str, limit: Decimal) -> bool:
    """Whether a condition leaves out negative numbers (and zero) alone."""
    return operator in (">", ">=") and limit <= 0
