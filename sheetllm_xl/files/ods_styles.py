"""The styles of an OpenDocument spreadsheet as cell formats: number formats as Excel's codes, borders, fills, fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from xml.etree.ElementTree import Element

from ..sheet import Style
from .limits import Deadline
from .styles_xml import MAX_CODE, MOST_FORMATS, CellFormat, local

_DEPTH = 20  # styles that a style may stand on
_MAPS = 2  # sections of a code that have a condition; the last one is for all other numbers
_SIDES = {f"border-{bit.name}".lower(): bit for bit in (Style.TOP, Style.BOTTOM, Style.LEFT, Style.RIGHT)}
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)(pt|mm|cm|in|px)?")
_POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "px": 0.75, None: 1.0}
_INDENT = 10.0  # points that LibreOffice gives each step of Excel's indent
_NORMAL, _NORMAL_SIZE = "Default", 10.0  # the style that all stand on; points of its font where it does not say
_KINDS = {f"{kind}-style" for kind in ("number", "percentage", "currency", "date", "time", "boolean", "text")}
_DATE_PARTS = {
    ("day", False): "d",
    ("day", True): "dd",
    ("month", False): "m",
    ("month", True): "mm",
    ("year", False): "yy",
    ("year", True): "yyyy",
    ("hours", False): "h",
    ("hours", True): "hh",
    ("minutes", False): "m",
    ("minutes", True): "mm",
    ("seconds", False): "s",
    ("seconds", True): "ss",
    ("day-of-week", False): "ddd",
    ("day-of-week", True): "dddd",
}


@dataclass
class OdsStyles:
    """Cell formats by number; ``index`` gives that of a style's name. 0 is a cell without any style.

    Each style is read once, whatever stands on it. Raises BeyondLimits once the deadline has passed.
    """

    deadline: Deadline
    formats: list[CellFormat] = field(default_factory=lambda: [CellFormat()])
    hidden_tables: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._cells: dict[str, Element] = {}
        self._codes = _Codes()
        self._own: dict[str, dict[str, str]] = {}
        self._numbers: dict[str, int] = {"": 0}
        self._coded: dict[tuple[int, str], int] = {}

    def add(self, tree: Element) -> None:
        """The styles in a tree: those of styles.xml, or a document's own."""
        for element in tree.iter():
            name = _get(element, "name")
            if local(element) in _KINDS:
                self._codes.styles[name] = element
            elif local(element) == "default-style" and _get(element, "family") == "table-cell":
                self._cells.setdefault(_NORMAL, element)
            elif local(element) == "style" and _get(element, "family") == "table-cell":
                self._cells[name] = element
            elif _get(element, "family") == "table" and any(_get(one, "display") == "false" for one in element):
                self.hidden_tables.add(name)

    def index(self, name: str) -> int:
        """The number of a style's format."""
        if name not in self._numbers:
            if len(self.formats) >= MOST_FORMATS:
                return 0
            self.deadline.check()
            self._numbers[name] = len(self.formats)
            self.formats.append(self._format(name))
        return self._numbers[name]

    def with_code(self, xf: int, code: str) -> int:
        """The number of the same format with a number format, where it has none of its own."""
        if self.formats[xf].format or (len(self.formats) >= MOST_FORMATS and (xf, code) not in self._coded):
            return xf
        if (xf, code) not in self._coded:
            look = self.formats[xf]
            self._coded[xf, code] = len(self.formats)
            self.formats.append(CellFormat.of(code, look.style, look.fill))
        return self._coded[xf, code]

    def _format(self, name: str) -> CellFormat:
        named = next((data for _, one in self._chain(name) if (data := _get(one, "data-style-name"))), "")
        code, properties = self._codes.of(named), self._properties(name)
        fill = properties.get("background-color", "").removeprefix("#").upper()
        fill = fill if len(fill) == 6 and fill != "FFFFFF" else ""
        return CellFormat.of(code, _style(properties, self._normal) | (Style.FILL if fill else 0), fill)

    @cached_property
    def _normal(self) -> float:
        return _points(self._properties(_NORMAL).get("font-size", "")) or _NORMAL_SIZE

    def _properties(self, name: str) -> dict[str, str]:
        properties = dict[str, str]()
        for one, element in reversed([*self._chain(name)]):
            if one not in self._own:
                pairs = (pair for part in element for pair in part.attrib.items())
                self._own[one] = {key.rpartition("}")[2]: value for key, value in pairs}
            properties |= self._own[one]
        return properties

    def _chain(self, name: str) -> Iterator[tuple[str, Element]]:
        """The style and those it stands on, by name, the default one last."""
        for _ in range(_DEPTH):
            if (element := self._cells.get(name)) is None:
                return
            yield name, element
            name = _get(element, "parent-style-name")


class _Codes:
    """Data styles as codes of Excel's number formats; "" for General and for what has no like there."""

    def __init__(self) -> None:
        self.styles: dict[str, Element] = {}
        self._codes: dict[str, str] = {}
        self._sections: dict[str, str] = {}

    def of(self, name: str) -> str:
        """The code of the data style of that name."""
        if name not in self._codes:
            maps = (one for one in self.styles.get(name, ()) if local(one) == "map")
            names = [*(_get(one, "apply-style-name") for one in islice(maps, _MAPS)), name]
            code = ";".join([*filter(None, map(self._section, names[:-1])), self._section(name)])
            self._codes[name] = code if len(code) <= MAX_CODE and code != "General" else ""
        return self._codes[name]

    def _section(self, name: str) -> str:
        """A section of a code, no longer than it takes to see that the code is too long."""
        if name not in self._sections:
            section = ""
            for part in _parts(self.styles[name]) if name in self.styles else ():
                section += part[: MAX_CODE + 1]
                if len(section) > MAX_CODE:
                    break
            self._sections[name] = section
        return self._sections[name]


def _parts(element: Element) -> Iterator[str]:
    is_long_time = _get(element, "truncate-on-overflow") == "false"
    for part in element:
        kind, is_long = local(part), _get(part, "style") == "long"
        if kind in ("text", "currency-symbol"):
            yield _quoted(part.text or "")
        elif kind == "number":
            yield _number(part)
            last = (one for one in part if local(one) == "embedded-text" and _get(one, "position") == "0")
            yield from (_quoted(one.text or "") for one in last)  # Excel writes what follows the last digit so
        elif kind == "scientific-number":
            yield f"{_number(part)}E+{'0' * _digits(part, 'min-exponent-digits', 2)}"
        elif kind == "fraction":
            over, under = (_digits(part, f"min-{name}-digits", 1) for name in ("numerator", "denominator"))
            yield f"# {'?' * over}/{'?' * under}"
        elif kind == "month" and _get(part, "textual") == "true":
            yield "mmmm" if is_long else "mmm"
        elif kind == "hours" and is_long_time:
            yield "[h]"
        elif kind == "seconds":
            decimals = _digits(part, "decimal-places", 0)
            yield _DATE_PARTS[kind, is_long] + ("." + "0" * decimals if decimals else "")
        elif (kind, is_long) in _DATE_PARTS:
            yield _DATE_PARTS[kind, is_long]
        elif kind == "am-pm":
            yield "AM/PM"
        elif kind == "text-content":
            yield "@"
        elif kind == "boolean":
            yield "General"


def _number(part: Element) -> str:
    places = _get(part, "decimal-places") or _get(part, "min-decimal-places")
    whole = "0" * _digits(part, "min-integer-digits", 1)
    if not places and _get(part, "grouping") != "true" and len(whole) <= 1:
        return "General"
    grouped = f"#,##{whole or '#'}" if _get(part, "grouping") == "true" and len(whole) <= 1 else whole or "#"
    decimals = _digits(part, "decimal-places", 0)
    return grouped + ("." + "0" * decimals if decimals else "")


def _quoted(text: str) -> str:
    """Characters that stand in a code for themselves, in quotes where they need them."""
    return text if text in ("", "%", " ", "-", "/", ":", "$", "€", ".", ",") else '"' + text.replace('"', "") + '"'


def _digits(part: Element, name: str, default: int) -> int:
    text = _get(part, name)
    return min(int(text), 30) if text.isascii() and text.isdigit() else default


def _style(properties: Mapping[str, str], normal: float) -> int:
    style = 0
    for name, bit in _SIDES.items():
        width = properties.get(name, properties.get("border", "")).partition(" ")[
            0
        ]  # "0.74pt solid #000000", or "none"
        style |= bit * (_points(width) > 0)
    style |= Style.BOLD * (properties.get("font-weight") in ("bold", "600", "700", "800", "900"))
    style |= Style.ITALIC * (properties.get("font-style") in ("italic", "oblique"))
    style |= Style.UNDERLINE * (properties.get("text-underline-style", "none") != "none")
    style |= Style.CENTERED * (properties.get("text-align") == "center")
    style |= Style.WRAPPED * (properties.get("wrap-option") == "wrap")
    style |= Style.LARGE * (_points(properties.get("font-size", "")) > 1.15 * normal)
    return int(style | Style.indent(round(_points(properties.get("margin-left", "")) / _INDENT)))


def _points(length: str) -> float:
    match = _LENGTH.fullmatch(length)
    return float(match[1]) * _POINTS[match[2]] if match else 0.0


def _get(element: Element, name: str) -> str:
    """An attribute by its local name."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
