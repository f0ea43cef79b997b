"""Numbers as texts and texts as numbers, and the functions that put texts together."""

from __future__ import annotations

import re
from itertools import cycle

from .reading import moment_in, number_in
from .values import LONGEST_TEXT, VALUE, Error, Grid, Value, first_error, flat, given, is_number, over, single


def text_of(value: Value) -> str:
    """A value where a text is wanted; a number has 15 digits. Raises ValueError for small ones, whose form is not sure.

    >>> [text_of(value) for value in (110.00000000000001, 0.1 + 0.2, 1e21, True, None)]
    ['110', '0.3', '1E+21', 'TRUE', '']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value if isinstance(value, str) else _digits(float(value))  # type: ignore[arg-type]


def _digits(number: float) -> str:
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    mantissa, _, power = f"{number:.14e}".partition("e")
    if int(power) < -4:
        raise ValueError(f"How Excel writes {number:.3g} in a text is not computed here; use ROUND or TEXT.")
    if int(power) > 20:
        return f"{mantissa.rstrip('0').rstrip('.')}E+{int(power)}"
    places = 14 - int(power)
    return (
        f"{float(mantissa + 'e' + power):.{places}f}".rstrip("0").rstrip(".") if places > 0 else _whole(mantissa, power)
    )


def _whole(mantissa: str, power: str) -> str:
    return mantissa.replace(".", "") + "0" * (int(power) - 14)


def _limited(text: str) -> Value:
    return text if len(text) <= LONGEST_TEXT else VALUE


def texts(values: Grid) -> Grid:
    """Each value as a text; blanks and errors stay."""
    return over(lambda value: value if value is None or isinstance(value, Error) else text_of(value), values)


def join(*parts: Grid) -> Grid:
    """``&`` and CONCATENATE: place by place."""

    def joined(*values: Value) -> Value:
        return first_error(list(values)) or _limited("".join(map(text_of, values)))

    return over(joined, *parts)


def concat(*parts: Grid) -> Grid:
    """CONCAT: all values of all parts."""
    values = [value for part in parts for value in flat(part)]
    return [[first_error(values) or _limited("".join(map(text_of, values)))]]


def textjoin(delimiter: Grid, leaves_out: Grid, *parts: Grid) -> Grid:
    """TEXTJOIN; several delimiters take turns."""
    values = [value for part in parts for value in flat(part)]
    error = first_error([*flat(delimiter), *flat(leaves_out), *values])
    if error:
        return [[error]]
    pieces = list(map(text_of, values))
    if _leaves_out(single(leaves_out), pieces):
        pieces = [text for text in pieces if text]
    turns = cycle(map(text_of, flat(delimiter)))
    joined = "".join(text + mark for text, mark in zip(pieces[:-1], turns, strict=False)) + "".join(pieces[-1:])
    return [[_limited(joined)]]


def _leaves_out(flag: Value, pieces: list[str]) -> bool:
    """Whether texts of length 0 are left out. Raises ValueError where that is not said and there are some."""
    if isinstance(flag, str) and flag.lower() not in ("true", "false"):
        if "" in pieces:
            raise ValueError("TEXTJOIN over empty texts takes TRUE or FALSE as its second argument; write it.")
        return False
    return flag.lower() == "true" if isinstance(flag, str) else bool(flag)


def rept(text: Grid, times: Grid) -> Grid:
    """REPT."""

    def repeated(value: Value, times: Value) -> Value:
        if error := first_error([value, times]):
            return error
        plain, count = text_of(value), int(times or 0)  # type: ignore[arg-type]
        return VALUE if count < 0 or len(plain) * count > LONGEST_TEXT else plain * count

    return over(repeated, text, times)


def substitute(text: Grid, old: Grid, new: Grid, instance: Grid | None = None) -> Grid:
    """SUBSTITUTE: every place of ``old``, or one."""

    def substituted(*values: Value) -> Value:
        if error := first_error(list(values)):
            return error
        plain, gone, put = map(text_of, values[:3])
        if len(values) < 4:
            return _limited(plain.replace(gone, put) if gone else plain)
        which = int(values[3] or 0)  # type: ignore[arg-type]
        if which < 1:
            return VALUE
        pieces = plain.split(gone) if gone else [plain]
        if len(pieces) <= which:
            return plain
        return _limited(gone.join(pieces[:which]) + put + gone.join(pieces[which:]))

    return over(substituted, text, old, new, *([instance] if instance else []))


def replace(text: Grid, start: Grid, count: Grid, new: Grid) -> Grid:
    """REPLACE: characters by their place."""

    def replaced(value: Value, start: Value, count: Value, new: Value) -> Value:
        if error := first_error([value, start, count, new]):
            return error
        plain, first, size = text_of(value), int(start or 0), int(count or 0)  # type: ignore[arg-type]
        if first < 1 or size < 0:
            return VALUE
        return _limited(plain[: first - 1] + text_of(new) + plain[first - 1 + size :])

    return over(replaced, text, start, count, new)


def valuetotext(value: Grid, form: Grid | None = None) -> Grid:
    """VALUETOTEXT: 1 puts quotes around texts."""
    strict = given(form, 0.0) == 1
    return over(lambda one: _shown(one, strict), value)


def arraytotext(values: Grid, form: Grid | None = None) -> Grid:
    """ARRAYTOTEXT: 1 writes a list in braces."""
    strict = given(form, 0.0) == 1
    rows = [[_shown(value, strict) for value in row] for row in values]
    if not strict:
        return [[_limited(", ".join(map(", ".join, rows)))]]
    return [[_limited("{" + ";".join(map(",".join, rows)) + "}")]]


def _shown(value: Value, strict: bool) -> str:
    if isinstance(value, Error):
        return value.code
    if strict and isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return text_of(value)


def numbers(values: Grid) -> Grid:
    """Each text as the number it reads as, #VALUE! for any other; what is no text stays."""
    return over(lambda value: value if not isinstance(value, str) else _or_wrong(number_in(value)), values)


def readable(values: Grid) -> Grid:
    """Each text that reads as a number as that number; any other stays."""
    return over(lambda value: value if not isinstance(value, str) or (n := number_in(value)) is None else n, values)


def _or_wrong(number: float | None) -> Value:
    return VALUE if number is None else number


def value(values: Grid) -> Grid:
    """VALUE; #VALUE! for TRUE and FALSE."""
    return over(lambda one: VALUE if isinstance(one, bool) else one if one is not None else 0.0, numbers(values))


def _moment(values: Grid, part: int) -> Grid:
    def read(one: Value) -> Value:
        if not isinstance(one, str):
            return one if isinstance(one, Error) else VALUE
        number_in(one)  # refuses what is not sure
        moment = moment_in(one)
        return VALUE if moment is None else moment[part] % 1 if part else float(moment[part])

    return over(read, values)


def numbervalue(text: Grid, decimal: Grid | None = None, group: Grid | None = None) -> Grid:
    """NUMBERVALUE: spaces do not count, each ``%`` divides by 100. Raises ValueError for money and brackets."""
    signs = [given(decimal, "."), given(group, ",")]
    if error := first_error(signs):
        return [[error]]
    marks = [text_of(sign)[:1] for sign in signs]

    def read(one: Value) -> Value:
        if isinstance(one, Error):
            return one
        plain = "".join(text_of(one).split())
        digits = plain.rstrip("%")
        whole, _, part = digits.partition(marks[0])
        number = f"{whole.replace(marks[1], '')}.{part}"
        if re.search(r"[$()€£¥]", number):
            raise ValueError(f"NUMBERVALUE of “{text_of(one)[:40]}” is not computed here.")
        if re.fullmatch(r"[-+]?(?:\d+\.\d*|\.\d+)(?:e[-+]?\d{1,3})?", number, re.ASCII | re.IGNORECASE):
            return float(number) / 100.0 ** (len(plain) - len(digits))
        return VALUE if plain else 0.0

    return over(read, text)


def datevalue(values: Grid) -> Grid:
    """DATEVALUE: the day of a text, its time left out."""
    return _moment(values, 0)


def timevalue(values: Grid) -> Grid:
    """TIMEVALUE: the part of a day in a text, its date left out."""
    return _moment(values, 1)


def small(values: Grid) -> Grid:
    """Numbers as they are. Raises ValueError past a million, where the engine's distributions are wrong."""
    if any(is_number(one) and abs(one) > 1e6 for one in flat(values)):  # type: ignore[arg-type]
        raise ValueError("A distribution with numbers past 1,000,000 is not computed here.")
    return values
