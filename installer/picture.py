"""The ribbon as a picture for the pages: ``python installer/picture.py`` draws our tab from its own icons and words.

One SVG a language. Large buttons stand alone, small ones three in a column, as Excel lays them out.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from addin.packing import CUSTOM_UI
from addin.words import LANGUAGES, words
from ribbon.icons import FOLDER

_SPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
_HEIGHT, _LINE, _ICON = 118, 28, 16
_WIDE = "\u1100"  # from here on, in Hangul and beyond, a character is as wide as the font is high


def drawing(language: str) -> str:
    """The picture in one language: "en", "de" or "ko"."""
    texts, parts, left = words(language), [], 12
    for group in ElementTree.parse(CUSTOM_UI).iter(f"{_SPACE}group"):  # noqa: S314 - our own source
        begin, column = left, list[str]()
        for control in group:
            button = control if control.tag == f"{_SPACE}button" else next(control.iter(f"{_SPACE}button"), control)
            label = texts[f"{button.get('id')}.label"]
            if control.get("size") == "large":
                width = max(56, _width(label))
                parts += [_icon(button, left + width // 2 - 16, 36, 32), _text(label, left + width // 2, 84, "middle")]
                left += width + 12
                continue
            top = 34 + len(column) * 20
            parts += [_icon(button, left, top, _ICON), _text(label, left + 20, top + 12)]
            column.append(label)
            if len(column) == 3 or control is group[-1]:
                left += 32 + max(map(_width, column))
                column.clear()
        name = texts[f"{group.get('id')}.label"]
        parts.append(_text(name, (begin + left) // 2 - 6, _HEIGHT - 8, "middle", "#666"))
        parts.append(f'<path d="M{left - 6} {_LINE + 4}V{_HEIGHT - 6}" stroke="#d0d0d0"/>')
        left += 6
    frame = f'<rect y="{_LINE}" width="{left}" height="{_HEIGHT - _LINE}" fill="#f8f8f8"/>'
    tab = f'{_text("SheetLLM", 16, 19, colour="#0f766e")}<path d="M12 25H76" stroke="#0f766e" stroke-width="3"/>'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left}" height="{_HEIGHT}" font-family="Segoe UI, sans-serif"'
    )
    return "\n".join([f'{head} font-size="12">', frame, tab, *parts, "</svg>", ""])


def _icon(button: ElementTree.Element, left: int, top: int, side: int) -> str:
    source = (FOLDER / f"{button.get('image')}.svg").read_text(encoding="utf-8")
    return source.strip().replace("<svg ", f'<svg x="{left}" y="{top}" width="{side}" height="{side}" ', 1)


def _text(text: str, left: int, top: int, anchor: str = "start", colour: str = "#222") -> str:
    return f'<text x="{left}" y="{top}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'


def _width(text: str) -> int:
    return sum(12 if character >= _WIDE else 7 for character in text)


def main() -> None:
    """Write the pictures beside the pages."""
    for language in LANGUAGES:
        Path(__file__).with_name(f"ribbon.{language}.svg").write_text(drawing(language), encoding="utf-8")


if __name__ == "__main__":
    main()
