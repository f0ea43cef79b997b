"""Numbers as fractions: ``# ?/?``, ``# ??/??``, ``# ?/8``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from .codes import FormatToken, Section, Unshowable
from .numbers import filled, rounded

_LONGEST = 7  # digits of a denominator, as Excel has them
_NEAR = 5e-8  # what is nearer to a whole number than this counts as whole


def is_fraction(section: Section) -> bool:
    """Whether a slash stands between digits."""
    return bool(_slashes(section.tokens))


def fraction_shown(section: Section, value: Decimal) -> str:
    """A number that is not negative by a section with a slash between digits."""
    tokens = section.tokens
    slashes = _slashes(tokens)
    if len(slashes) > 1 or section.kinds & {"point", "exponent", "general"}:
        raise Unshowable("A section has one fraction.")
    top = _run(tokens, _skip_spaces(tokens, slashes[0] - 1, -1), -1)
    bottom = _run(tokens, _skip_spaces(tokens, slashes[0] + 1, 1), 1)
    whole = [i for i in range(top.start) if tokens[i].kind == "digit"]
    if "percent" in section.kinds:
        value = value.scaleb(2 * sum(token.kind == "percent" for token in tokens))
    numerator, denominator = _nearest(value, tokens[bottom.start : bottom.stop])
    carried, numerator = divmod(numerator, denominator) if whole else (0, numerator)
    over = _fraction(tokens, top, bottom, numerator, denominator, mixed=bool(whole))
    digits = iter(filled([tokens[i].text for i in whole], str(carried) if carried or (whole and not numerator) else ""))
    before = "".join(next(digits, "") if t.kind == "digit" else t.text for t in tokens[: top.start])
    return before + over + "".join(token.text for token in tokens[bottom.stop :])


def _slashes(tokens: Sequence[FormatToken]) -> list[int]:
    return [
        i
        for i, token in enumerate(tokens)
        if token.kind == "slash"
        and _kind(tokens, _skip_spaces(tokens, i - 1, -1)) == "digit"
        and _kind(tokens, _skip_spaces(tokens, i + 1, 1)) in ("digit", "number")
    ]


def _kind(tokens: Sequence[FormatToken], i: int) -> str:
    return tokens[i].kind if 0 <= i < len(tokens) else ""


def _skip_spaces(tokens: Sequence[FormatToken], i: int, step: int) -> int:
    while _kind(tokens, i) == "text" and tokens[i].text == " ":
        i += step
    return i


def _run(tokens: Sequence[FormatToken], i: int, step: int) -> range:
    """The digits next to each other from ``i`` on in the direction of ``step``."""
    end = i
    while _kind(tokens, end) in ("digit", "number"):
        end += step
    return range(i, end) if step > 0 else range(end + 1, i + 1)


def _nearest(value: Decimal, bottom: Sequence[FormatToken]) -> tuple[int, int]:
    """The numerator and the denominator: a given one, else that of the last convergent the digits have room for.

    Continued in binary floating point as Excel does, whose 0.3 is 2/7 and 12.3 is 12 1/3 in one digit.
    """
    text = "".join(token.text for token in bottom)
    if bottom[0].kind == "number":
        if not text.isdigit():
            raise Unshowable("A denominator is a number or digits to fill.")
        return int(rounded(value * int(text), 0)), int(text)
    most = 10 ** min(len(text), _LONGEST) - 1
    rest = float(value)
    if math.isinf(rest):
        raise Unshowable("The number is too large for a fraction.")
    before, last = (0, 1), (1, 0)
    while True:
        part = math.floor(rest)
        following = (part * last[0] + before[0], part * last[1] + before[1])
        if following[1] > most:
            return last
        before, last = last, following
        if rest - part < _NEAR:
            return last
        rest = 1 / (rest - part)


def _fraction(
    tokens: Sequence[FormatToken], top: range, bottom: range, numerator: int, denominator: int, *, mixed: bool
) -> str:
    """The two numbers and the slash; beside a whole number aligned, and spaces of the same length for nothing."""
    between = "".join(token.text for token in tokens[top.stop : bottom.start])
    slots, room = [tokens[i].text for i in top], [tokens[i].text for i in bottom]
    if mixed and {*slots, *room} <= {"?"}:
        room = ["?"] * min(max(len(slots), len(room)), _LONGEST)
        slots = ["?"] * (len(room) - len(slots)) + slots
    below = "".join(filled(room, str(denominator))) if "0" in room else str(denominator).ljust(len("".join(room)))
    if mixed and not numerator:
        return " " * (len(slots) + len(between) + len(below))
    return "".join(filled(slots, str(numerator))) + between + below
