"""The lossless text of a sheet, and the way back: one inverted index for each thing a cell can carry.

sheet|Sales
values
Region|A1
2024|B2:B5,C7
formulas
=SUM(B2:B5)|B6:D6
…

A formula stands as the first of its cells has it; the others have what Excel fills from there: C6 =SUM(C2:C5).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from itertools import islice

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from ..formulas import SharedFormula
from ..grid import CellRange, runs
from ..literals import Value, literal, parse_literal
from ..sheet import Cell, Kind, Sheet, Style, Table
from .spelling import index, index_lines, parse_index
from .words import Words, literals

_DERIVED = Style.FORMULA | Style.HIDDEN | Style.FILL  # in other planes
_PLANES = ("values", "formulas", "formats", "styles", "fills")
_MOST_CELLS = 1 << 24  # that a text may name: A1:XFD1048576 names a thousand times as many
Placed = tuple[tuple[int, int], str]
"""A cell's row and column, and what it carries."""
_MOST_WORK = 1 << 28  # of spelling out formulas (``SharedFormula.work``); a million ordinary ones take a third of it
_HEADINGS = frozenset((*_PLANES, "merges", "tables", "names"))


def lossless_text(sheet: Sheet) -> str:
    """Everything the sheet holds, as text; ``decode`` gives the same sheet back."""
    lines = [f"sheet|{literal(sheet.name)}"]
    if sheet.date1904:
        lines.append("date1904|TRUE")
    for name, hidden in (("hidden rows", sheet.hidden_rows), ("hidden columns", sheet.hidden_cols)):
        if hidden:
            lines.append(f"{name}|{','.join(f'{a}-{b}' for a, b in runs(hidden))}")
    pieces = ["".join(f"{line}\n" for line in lines)]
    for name, text in zip(_PLANES, _planes(sheet), strict=True):
        if text:
            pieces.append(f"{name}\n{text}")
    pieces.append(_lines("merges", [str(merge) for merge in sheet.merges]))
    tables = [f"{literal(t.name)}|{t.range}|{t.header_rows}|{t.total_rows}" for t in sheet.tables]
    pieces.append(_lines("tables", tables))
    pieces.append(_lines("names", [f"{literal(n)}|{literal(target)}" for n, target in sheet.names.items()]))
    return "".join(pieces)


def decode(text: str) -> Sheet:
    """The sheet of a lossless text. Raises InputError when the text is not one."""
    try:
        return _decode(text)
    except (ValueError, KeyError, IndexError) as error:
        raise InputError(f"This is not a lossless encoding: {error}.") from None


def _lines(heading: str, lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in (heading, *lines)) if lines else ""


def _planes(sheet: Sheet) -> Iterator[str]:
    valued = sheet.kinds != Kind.BLANK
    yield _plane(sheet, valued, literals(sheet))
    places = sorted(sheet.formulas)
    at = np.array(places, np.int32).reshape(-1, 2)
    yield index_lines(index(at[:, 0], at[:, 1], _shared(places, [sheet.formulas[place] for place in places])))
    formats = Words(sheet.formats, [literal(text) for text in sheet.format_strings])
    yield _plane(sheet, _nonempty(sheet.format_strings)[sheet.formats], formats)
    looks, keys = np.unique(sheet.styles & ~_DERIVED, return_inverse=True)
    styles = Words(keys.astype(np.int32), list(map(str, looks.tolist())))
    yield _plane(sheet, (sheet.styles & ~_DERIVED) != 0, styles)
    fills = Words(sheet.fills, list(sheet.fill_colors))
    yield _plane(sheet, _nonempty(sheet.fill_colors)[sheet.fills], fills)


def _plane(sheet: Sheet, keep: npt.NDArray[np.bool_], words: Words) -> str:
    return index_lines(index(sheet.rows[keep], sheet.cols[keep], words.only(keep)))


def _shared(places: list[tuple[int, int]], texts: list[str]) -> Words:
    """One word for the formulas that filling from the first of their cells gives; the text is that cell's, and may be
    that of another word as well.
    """
    known: dict[Hashable, tuple[int, SharedFormula]] = {}
    keys, words = [], list[str]()
    for place, text in zip(places, texts, strict=True):
        formula = SharedFormula(text, *place)
        key, first = known.setdefault(formula.relative, (len(words), formula))
        if first is formula or first.at(*place) != text:  # filling spells as Excel does: capitals, no leading zeros
            key = len(words)
            words.append(literal(text))
        keys.append(key)
    return Words(np.array(keys, np.int32), words)


def _nonempty(texts: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    return np.array([bool(text) for text in texts])


def _decode(text: str) -> Sheet:
    head: dict[str, str] = {}
    sections: dict[str, list[str]] = {name: [] for name in _HEADINGS}
    current: list[str] | None = None
    for line in text.removesuffix("\n").split("\n"):
        if line in _HEADINGS:
            current = sections[line]
        elif current is None:
            key, _, value = line.partition("|")
            head[key] = value
        else:
            current.append(line)
    tables = (line.split("|") for line in sections["tables"])
    names = (line.split("|") for line in sections["names"])
    return Sheet.of(
        _text(head["sheet"]),
        _cells({name: _placed(sections[name], _filled if name == "formulas" else parse_index) for name in _PLANES}),
        date1904="date1904" in head,
        hidden_rows=frozenset(_parse_runs(head.get("hidden rows", ""))),
        hidden_cols=frozenset(_parse_runs(head.get("hidden columns", ""))),
        merges=tuple(map(CellRange.parse, sections["merges"])),
        tables=tuple(Table(_text(n), CellRange.parse(area), int(h), int(t)) for n, area, h, t in tables),
        names={_text(name): _text(target) for name, target in names},
    )


def _cells(planes: dict[str, dict[tuple[int, int], str]]) -> Iterator[Cell]:
    values, formulas, formats, styles, fills = (planes[name] for name in _PLANES)
    for place in set().union(*planes.values()):
        yield Cell(
            *place,
            value=_value(values.get(place, "")),
            format=_text(formats.get(place, "")),
            style=_style(styles.get(place, "0")),
            fill=fills.get(place, ""),
            formula=formulas.get(place, ""),
        )


def _placed(lines: list[str], parse: Callable[[list[str]], Iterator[Placed]]) -> dict[tuple[int, int], str]:
    found = dict(islice(parse(lines), _MOST_CELLS + 1))
    if len(found) > _MOST_CELLS:
        raise ValueError(f"it names more than {_MOST_CELLS:,} cells")
    return found


def _filled(lines: list[str]) -> Iterator[Placed]:
    """The formula of every cell."""
    left = _MOST_WORK
    for line in lines:
        first: SharedFormula | None = None
        for place, spelled in parse_index([line]):
            if first is None:
                first = SharedFormula(text := _text(spelled), *place)
                moved, work = text, first.work
            else:
                moved = first.at(*place) or ""
            left -= work
            if not moved:
                raise ValueError(f"{text} leaves the grid")
            if left < 0:
                raise ValueError("its formulas are too long for the cells they fill")
            yield place, moved


def _style(bits: str) -> int:
    if not bits.isdecimal() or int(bits) | int(~_DERIVED) != int(~_DERIVED):
        raise ValueError(f"{bits!r} is no style")
    return int(bits)


def _value(spelling: str) -> Value | None:
    """The value of a literal. Raises ValueError for quotation marks that hold none."""
    value = parse_literal(spelling)
    if value == spelling and spelling.startswith('"'):
        raise ValueError(f"{spelling!r} is no text in quotation marks")
    return value


def _text(spelling: str) -> str:
    """A literal that is known to be text: names and formats may look like numbers, so they may stand in quotes."""
    value = parse_literal(spelling)
    return spelling if not isinstance(value, str) else value


def _parse_runs(text: str) -> Iterator[int]:
    for run in filter(None, text.split(",")):
        first, _, last = run.partition("-")
        yield from range(int(first), int(last) + 1)
