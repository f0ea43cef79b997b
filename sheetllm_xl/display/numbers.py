"""Numbers by the digits of a section: decimals, thousands, percent, scientific, and General.

Numbers are decimal from the start, with the 15 digits Excel keeps, and halves are rounded away from zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

from .codes import FormatToken, Section, Unshowable

_EXACT = Context(prec=2000, Emax=10**6, Emin=-(10**6), rounding=ROUND_HALF_UP)
_WIDTH = 11  # characters of a General number
_MARKS = ("text", "pad", "currency", "number", "percent", "slash")


def decimal(value: float) -> Decimal:
    """A finite number with the 15 digits Excel keeps.

    >>> decimal(0.1 + 0.2), decimal(2.675)
    (Decimal('0.300000000000000'), Decimal('2.67500000000000'))
    """
    return Decimal(f"{value:.14e}")


def rounded(value: Decimal, places: int) -> Decimal:
    """Halves away from zero."""
    return value.quantize(Decimal(1).scaleb(-places), context=_EXACT)


def number_shown(section: Section, value: Decimal) -> str:
    """A number that is not negative by a section without date, fraction or General."""
    scale = 2 * sum(t.kind == "percent" for t in section.tokens) - 3 * sum(t.kind == "scale" for t in section.tokens)
    value = value.scaleb(scale, context=_EXACT)
    if "exponent" in section.kinds:
        return _scientific(section.tokens, value)
    return _decimals(section.tokens, value)


def filled(slots: Sequence[str], digits: str) -> list[str]:
    """What stands in each slot (0 # ?) of a whole number, the first with what is too much for the slots."""
    spare = {"0": "0", "?": " "}
    over = max(len(digits) - len(slots), 0)
    empty = [spare.get(slot, "") for slot in slots[: max(len(slots) - len(digits), 0)]]
    if not slots:
        return []
    return [*empty, *([digits[: over + 1], *digits[over + 1 :]] if digits else [])]


def _decimals(tokens: Sequence[FormatToken], value: Decimal) -> str:
    point = next((i for i, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    whole_slots = [token.text for token in tokens[:point] if token.kind == "digit"]
    slots = [token.text for token in tokens[point:] if token.kind == "digit"]
    whole, _, fraction = f"{rounded(value, len(slots)):f}".partition(".")
    whole = whole.lstrip("0")
    if not whole_slots and whole and slots:
        whole_slots = ["#"]
        tokens, point = (*tokens[:point], FormatToken("digit", "#"), *tokens[point:]), point + 1
    groups = any(token.kind == "group" for token in tokens[:point])
    before = _laid(tokens[:point], _grouped(filled(whole_slots, whole)) if groups else filled(whole_slots, whole))
    return before + _laid(tokens[point:], _trimmed(slots, fraction))


def _grouped(slots: list[str]) -> list[str]:
    """A comma after every digit that has a multiple of three digits behind it."""
    grouped: list[str] = []
    behind = 0
    for text in reversed(slots):
        out = ""
        for digit in reversed(text):
            out = digit + ("," if digit != " " and behind and behind % 3 == 0 else "") + out
            behind += digit != " "
        grouped.append(out)
    return grouped[::-1]


def _trimmed(slots: Sequence[str], digits: str) -> list[str]:
    """What stands in each slot of a fraction: zeros at its end only where 0 asks for them."""
    last = len(digits.rstrip("0"))
    spare = {"0": "0", "?": " "}
    return [
        digit if i < last else spare.get(slot, "") for i, (slot, digit) in enumerate(zip(slots, digits, strict=True))
    ]


def _laid(tokens: Sequence[FormatToken], digits: Sequence[str]) -> str:
    """The tokens in their order, with the next of ``digits`` for each digit."""
    following = iter(digits)
    parts = []
    for token in tokens:
        if token.kind == "digit":
            parts.append(next(following, ""))
        elif token.kind in _MARKS or token.kind == "point":
            parts.append(token.text)
    return "".join(parts)


def _scientific(tokens: Sequence[FormatToken], value: Decimal) -> str:
    at = [i for i, token in enumerate(tokens) if token.kind == "exponent"]
    if len(at) > 1:
        raise Unshowable("A section has one exponent.")
    mantissa, tail = tokens[: at[0]], tokens[at[0] + 1 :]
    point = next((i for i, token in enumerate(mantissa) if token.kind == "point"), len(mantissa))
    step = max(sum(token.kind == "digit" for token in mantissa[:point]), 1)
    places = sum(token.kind == "digit" for token in mantissa[point:])
    power = value.adjusted() // step * step if value else 0
    if value and rounded(value.scaleb(-power, context=_EXACT), places) >= 10**step:
        power += step
    slots = [token.text for token in tail if token.kind == "digit"]
    sign = "-" if power < 0 else tokens[at[0]].text[1].replace("-", "")
    exponent = _laid(tail, filled(slots, str(abs(power)) if power else ""))
    return _decimals(mantissa, value.scaleb(-power, context=_EXACT)) + "E" + sign + exponent


def general(value: Decimal) -> str:
    """A number in a General cell that is wide enough: 11 characters, beside the sign.

    >>> [general(decimal(number)) for number in (1 / 3, 12345678901, 123456789012, 0.00001234567)]
    ['0.333333333', '12345678901', '1.23457E+11', '1.23457E-05']
    """
    if not value:
        return "0"
    sign, size = "-" if value < 0 else "", abs(value)
    if size.adjusted() >= -9 and len(plain := _bare(f"{size:f}")) <= _WIDTH:
        return sign + plain
    if -5 < size.adjusted() < _WIDTH:
        return sign + _bare(f"{rounded(size, min(9 - max(size.adjusted(), 0), 9) if size.adjusted() < 10 else 0):f}")
    digits, _, power = f"{size:.5E}".partition("E")
    return f"{sign}{_bare(digits)}E{power[0]}{power[1:].zfill(2)}"


def _bare(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
