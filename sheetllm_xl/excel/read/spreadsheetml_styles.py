"""The styles of SpreadsheetML: ids, inheritance between them, and what each comes to as a CellFormat."""

from __future__ import annotations

from ...files.styles_xml import MAX_CODE, CellFormat
from ...sheet import Style

# SpreadsheetML names the built-in formats in English, whatever the locale; the codes are those of ECMA-376 §18.8.30.
_CODES = {
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Currency": '"$"#,##0.00_);[Red]("$"#,##0.00)',
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "Short Date": "mm-dd-yy",
    "Medium Date": "d-mmm-yy",
    "Medium Time": "h:mm AM/PM",
    "Long Time": "h:mm:ss AM/PM",
    "Short Time": "h:mm",
    "General Date": "m/d/yy h:mm",
    "General": "",
    "General Number": "",
    "Long Date": "[$-F800]dddd, mmmm dd, yyyy",
    "Euro Currency": "[$€-2] #,##0.00_);[Red]([$€-2] #,##0.00)",
    "Yes/No": '"Yes";"Yes";"No"',
    "True/False": '"True";"True";"False"',
    "On/Off": '"On";"On";"Off"',
}
_SIDES = {"Top": Style.TOP, "Bottom": Style.BOTTOM, "Left": Style.LEFT, "Right": Style.RIGHT}
_CENTERED = ("Center", "CenterAcrossSelection", "Distributed")
_WHITE = ("", "FFFFFF")
Parts = dict[str, dict[str, str]]
"""A style's elements by name, each its attributes; a Border stands under its position."""


class Looks:
    """``formats`` is what the styles of every text read so far come to; ``index`` finds one by the id in this text."""

    def __init__(self) -> None:
        self.formats: list[CellFormat] = []
        self._known: dict[CellFormat, int] = {}
        self.fresh()

    def fresh(self) -> Looks:
        """Forget the ids: each text has its own."""
        self._styles: dict[str, Parts] = {}
        self._style: Parts | None = None
        return self

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element of the styles; anything else is passed over."""
        if tag == "Style":
            parent = self._styles.get(attributes.get("ss:Parent") or "Default", {})
            self._style = {name: dict(part) for name, part in parent.items()}
            self._styles[attributes["ss:ID"]] = self._style
        elif tag == "Border" and self._style is not None:
            self._style[attributes.get("ss:Position", "")] = attributes
        elif tag == "Borders" and self._style is not None:
            for side in _SIDES:
                self._style.pop(side, None)  # a style that speaks of borders speaks of all of them
        elif tag in ("Alignment", "Font", "Interior", "NumberFormat") and self._style is not None:
            self._style[tag] = self._style.get(tag, {}) | attributes

    def index(self, style: str) -> int:
        """Where the style of that id stands in ``formats``."""
        look = self._look(self._styles.get(style, {}))
        if look not in self._known:
            self._known[look] = len(self.formats)
            self.formats.append(look)
        return self._known[look]

    def _look(self, parts: Parts) -> CellFormat:
        font, alignment = parts.get("Font", {}), parts.get("Alignment", {})
        normal = float(self._styles.get("Default", {}).get("Font", {}).get("ss:Size", 11))
        drawn = (side for side in _SIDES if parts.get(side, {}).get("ss:LineStyle", "None") != "None")
        style = sum(int(_SIDES[side]) for side in drawn)
        for name, bit in (("ss:Bold", Style.BOLD), ("ss:Italic", Style.ITALIC)):
            style |= bit if font.get(name) == "1" else 0
        style |= Style.UNDERLINE if font.get("ss:Underline", "None") != "None" else 0
        style |= Style.LARGE if float(font.get("ss:Size", normal)) > 1.15 * normal else 0
        style |= Style.CENTERED if alignment.get("ss:Horizontal") in _CENTERED else 0
        style |= Style.WRAPPED if alignment.get("ss:WrapText") == "1" else 0
        style |= Style.indent(int(alignment.get("ss:Indent", 0)))
        fill = _fill(parts.get("Interior", {}))
        code = parts.get("NumberFormat", {}).get("ss:Format", "")[:MAX_CODE]
        return CellFormat.of(_CODES.get(code, code), style | (Style.FILL if fill else 0), fill)


def _fill(interior: dict[str, str]) -> str:
    """A solid fill is ``Color``; a pattern is drawn in ``PatternColor``, as styles_xml takes it."""
    pattern = interior.get("ss:Pattern", "None")
    if pattern == "None":
        return ""
    color = interior.get("ss:Color" if pattern == "Solid" else "ss:PatternColor", "").removeprefix("#").upper()
    if pattern == "Solid" and color in _WHITE:
        return ""
    return color if len(color) == 6 else "D9D9D9"
