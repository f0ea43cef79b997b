"""styles.xml and theme1.xml of an .xlsx: what each cell format index means (ECMA-376 part 1, §18.8, §20.1.6)."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from ..display import dated_sections, is_general, shows_date
from ..sheet import Style

# The East Asian built-in formats of §18.8.30, which openpyxl's table leaves out.
EAST_ASIAN = dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-mm-dd")
EAST_ASIAN |= dict.fromkeys((*range(32, 36), 55, 56), "h:mm:ss")
# Order of the clrScheme's children against the theme index: Excel swaps light and dark (§18.8.3).
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
MAX_CODE = 255  # characters of a number format that Excel stores
MOST_FORMATS = 1 << 16  # Excel itself stops at 65,490
_WHITE = {"", "FFFFFF"}
_RGB = re.compile(r"[0-9A-Fa-f]{6}")

Theme = Callable[[], tuple[str, ...]]
"""Gives RRGGBB by theme index, worked out where a colour asks for it."""


@dataclass(frozen=True, slots=True)
class CellFormat:
    """What one cell format index says: number format ("" is General), ``Style`` bits, fill colour, kind of date.

    ``is_date``: it shows numbers as dates; ``partly``: but not all of them.
    """

    format: str = ""
    style: int = 0
    fill: str = ""
    is_date: bool = False
    partly: bool = False

    @classmethod
    def of(cls, code: str, style: int, fill: str) -> CellFormat:
        """The meaning of a format code with looks."""
        code = "" if is_general(code) else code
        dated = dated_sections(code)
        return cls(code, style, fill, any(dated), any(dated) and not all(dated))

    def dates(self, number: float) -> bool:
        """Whether it shows this number as a date."""
        return self.is_date and (not self.partly or shows_date(self.format, number))

    @property
    def visible(self) -> bool:
        """Whether an empty cell with it shows anything: a border or a fill."""
        return bool(self.fill or self.style & 15)


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that local name."""
    return next((e for e in element if local(e) == name), None) if element is not None else None


def children(element: Element | None, name: str) -> list[Element]:
    """The children of a list element (``fonts`` of a stylesheet); empty when it is absent."""
    parent = child(element, name)
    return [] if parent is None else list(parent)


def theme_colors(theme: Element | None) -> tuple[str, ...]:
    """RRGGBB by theme index; empty without a theme."""
    scheme = next((e for e in theme.iter() if local(e) == "clrScheme"), None) if theme is not None else None
    elements = {local(e): next(iter(e), None) for e in scheme} if scheme is not None else {}
    colors = {n: e.get("lastClr") or e.get("val") or "" for n, e in elements.items() if e is not None}
    return tuple(colors.get(name, "") for name in _THEME_ORDER) if colors else ()


def cell_formats(stylesheet: Element | None, theme: Theme) -> list[CellFormat]:
    """The meaning of every index that a cell's ``s`` attribute may hold."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    formats = dict(BUILTIN_FORMATS) | EAST_ASIAN
    for element in children(stylesheet, "numFmts"):
        formats[_int(element.get("numFmtId"))] = element.get("formatCode", "")[:MAX_CODE]
    fonts = children(stylesheet, "fonts")
    normal = _size(fonts[0]) if fonts else 11.0
    font_bits = [_font(font, normal) for font in fonts]
    fills = [_fill(fill, theme) for fill in children(stylesheet, "fills")]
    borders = [_border(border) for border in children(stylesheet, "borders")]
    looks = []
    for xf in children(stylesheet, "cellXfs")[:MOST_FORMATS]:
        code = formats.get(_int(xf.get("numFmtId")), "")
        fill = _at(fills, xf.get("fillId"), "")
        style = _at(font_bits, xf.get("fontId"), 0) | _at(borders, xf.get("borderId"), 0) | _alignment(xf)
        looks.append(CellFormat.of(code, style | (Style.FILL if fill else 0), fill))
    return looks or [CellFormat()]


def _int(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _at(values: list[Any], index: str | None, default: Any) -> Any:
    at = _int(index)
    return values[at] if at < len(values) else default


def _size(font: Element) -> float:
    element = child(font, "sz")
    try:
        return float(element.get("val", "11")) if element is not None else 11.0
    except ValueError:
        return 11.0


def _font(font: Element, normal: float) -> int:
    style = 0
    for name, bit in (("b", Style.BOLD), ("i", Style.ITALIC), ("u", Style.UNDERLINE)):
        element = child(font, name)
        if element is not None and element.get("val", "1") not in ("0", "false", "none"):
            style |= bit
    return style | (Style.LARGE if _size(font) > 1.15 * normal else 0)


def _fill(fill: Element, theme: Theme) -> str:
    pattern = child(fill, "patternFill")
    if pattern is None:
        return "D9D9D9" if child(fill, "gradientFill") is not None else ""
    if pattern.get("patternType", "none") == "none":
        return ""
    color = _color(child(pattern, "fgColor"), theme)
    return "" if color in _WHITE and pattern.get("patternType") == "solid" else color or "D9D9D9"


def _color(element: Element | None, theme: Theme) -> str:
    if element is None:
        return ""
    base = (element.get("rgb") or "")[-6:]
    if element.get("theme"):
        base = _at(list(theme()), element.get("theme"), "")
    elif element.get("indexed"):
        from openpyxl.styles.colors import COLOR_INDEX

        base = _at(list(COLOR_INDEX), element.get("indexed"), "")[-6:]
    return tinted(base.upper(), _tint(element.get("tint", ""))) if _RGB.fullmatch(base) else ""


def _tint(text: str) -> float:
    """From -1 to 1; 0 for what is no number."""
    try:
        return max(-1.0, min(float(text), 1.0)) if text and text.casefold() != "nan" else 0.0
    except ValueError:
        return 0.0


def tinted(color: str, tint: float) -> str:
    """§18.8.19: a tint moves the luminance towards black (below 0) or white (above 0)."""
    if not tint:
        return color
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(255 * part):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))


def _border(border: Element) -> int:
    style = 0
    sides = {"top": Style.TOP, "bottom": Style.BOTTOM, "left": Style.LEFT, "right": Style.RIGHT}
    for element in border:
        name = {"start": "left", "end": "right"}.get(local(element), local(element))
        if name in sides and element.get("style", "none") != "none":
            style |= sides[name]
    return style


def _alignment(xf: Element) -> int:
    element = child(xf, "alignment")
    if element is None:
        return 0
    style = Style.indent(_int(element.get("indent")))
    if element.get("horizontal") in ("center", "centerContinuous", "distributed"):
        style |= Style.CENTERED
    return style | (Style.WRAPPED if element.get("wrapText") in ("1", "true") else 0)
