"""Evidence: what of some sheets a question's second stage reads, chosen by structure and index within tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..compress import Count
from ..detect import FoundTable
from ..grid import Ref, column_letters
from ..literals import literal
from ..messages.document import about, cell_lines
from ..sheet import Sheet
from ..text.words import words
from .describe import columns, headed, heads
from .index import Hit, Ints
from .layout import Layout
from .matches import Matches
from .pick import Mask, pick
from .workbook import Workbook

_SHEETS = 4  # sheets that are read at most
_LIKELY = 0.7  # of the best sheet's score, from which another is read too
_BESIDE, _BESIDE_ROOM = 0.1, 400  # of the tokens, and tokens at most, kept for sheets besides the likeliest
_HITS = 0.15  # of the tokens, for where the question's words stand
_RARE = 40  # cells; the places of a word in more of them are not listed
_COLUMNS = 24  # columns of a block that are described
_NAMED = 24  # characters of the name of a column that is not
_ASIDE = 0.25  # of the tokens, for the lines about the cells that are not shown
_AGAIN = 4  # tries to keep to the bound; prices are estimates


@dataclass(frozen=True, slots=True)
class Evidence:
    """``content`` of a document, not yet fenced; ``shown`` are the sheets with the shown cells alone.

    ``read`` names the blocks that were picked from; ``notes`` say what is not shown, for the receipt.
    """

    content: str
    shown: tuple[Sheet, ...]
    read: tuple[Ref, ...]
    notes: tuple[str, ...]


def evidence(
    workbook: Workbook, question: str, tokens: int, count: Count, only: Sequence[int] | None = None
) -> Evidence:
    """The cells that the question's words point to, with headers, extremes, totals, and the rest by description.

    At most ``tokens``. ``only``: the sheets to read; else those that the words fit best.
    """
    matches = Matches.of(workbook.index, question)
    phrases = matches.phrases() if len(workbook.sheets) > 1 else {}
    picked = tuple(only) if only is not None else likely(workbook, matches, phrases)
    besides = _besides(workbook, phrases, picked) if only is None else ()
    hits = _hit_lines(workbook, matches, phrases, tokens * _HITS, count)
    left = tokens - count("\n".join(hits))
    reserve = min(left * _BESIDE, _BESIDE_ROOM) if besides else 0.0
    pieces = _fitting(workbook, matches, picked, left - reserve, count)
    left -= sum(count(piece.text) + 1 for piece in pieces)
    for place, number in enumerate(besides):
        layout = workbook.layouts[number]
        room = left / (len(besides) - place) * (1 - _ASIDE)
        piece = _piece(layout, pick(matches, layout, number, room))
        if (used := count(piece.text) + 1) <= left:
            pieces.append(piece)
            left -= used
    return Evidence(
        "\n".join([*(piece.text for piece in pieces), *hits]),
        tuple(piece.shown for piece in pieces),
        tuple(ref for piece in pieces for ref in piece.read),
        tuple(piece.note for piece in pieces if piece.note),
    )


def _fitting(workbook: Workbook, matches: Matches, picked: Sequence[int], tokens: float, count: Count) -> list[_Piece]:
    """The picked sheets within so many tokens."""
    scale, pieces = 1.0, list[_Piece]()
    for _ in range(_AGAIN):
        pieces = _pieces(workbook, matches, picked, tokens * scale)
        used = sum(count(piece.text) + 1 for piece in pieces)
        if used <= tokens:
            break
        scale *= 0.95 * tokens / used
    while pieces and sum(count(piece.text) + 1 for piece in pieces) > tokens:
        pieces.pop()
    return pieces


def _besides(workbook: Workbook, phrases: Mapping[str, Ints], picked: Sequence[int]) -> tuple[int, ...]:
    """Sheets that hold word for word what the question names and no likely sheet does: what it joins stands there."""
    besides: dict[int, None] = {}
    for cells in sorted(phrases.values(), key=len):
        on = np.unique(workbook.index.sheet_of[cells]).tolist()
        if len(on) <= _SHEETS and not set(on) & set(picked):
            besides.update(dict.fromkeys(on))
    return tuple(besides)[:_SHEETS]


def _hit_lines(
    workbook: Workbook, matches: Matches, phrases: Mapping[str, Ints], tokens: float, count: Count
) -> list[str]:
    """Where what the question names stands, over all sheets; rare words that are part of no such text included."""
    if len(workbook.sheets) < 2:
        return []
    spelt = {word for text in phrases for word in words(text)}
    rare = [
        t for t, cells in zip(matches.terms, matches.cells, strict=True) if t not in spelt and 0 < len(cells) <= _RARE
    ]
    hits = [workbook.index.find(text, most=1) for text in phrases] + [
        workbook.index.find(term, most=2) for term in rare
    ]
    lines = [hit_line(hit) for some in hits for hit in some]
    lines = ["|words of the question|where they stand", *dict.fromkeys(lines)] if lines else []
    while lines and count("\n".join(lines)) > tokens:
        lines.pop()
    return lines if len(lines) > 1 else []


def likely(workbook: Workbook, matches: Matches, phrases: Mapping[str, Ints]) -> tuple[int, ...]:
    """The sheets that a question's words fit best, the best first; the first sheet where they fit none.

    A whole text that the question spells out counts for as many words as it has, on the sheets that hold it.
    """
    if len(workbook.sheets) < 2:
        return tuple(range(len(workbook.sheets)))
    scores = matches.sheets(workbook.layouts)
    for text, cells in phrases.items():
        on = np.unique(workbook.index.sheet_of[cells])
        scores[on] += np.log(1 + len(workbook.sheets) / len(on)) * len(set(words(text)))
    order = np.argsort(-scores, kind="stable")[:_SHEETS].tolist()
    return tuple(i for i in order if scores[i] > 0 and scores[i] >= _LIKELY * scores[order[0]]) or (0,)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is shown of one sheet."""

    text: str
    shown: Sheet
    read: tuple[Ref, ...]
    note: str


def _pieces(workbook: Workbook, matches: Matches, picked: Sequence[int], room: float) -> list[_Piece]:
    """The likeliest sheet gets the most room, what is left of it the next."""
    pieces = []
    for place, number in enumerate(picked):
        share = room / (len(picked) - place) if place else room * (0.5 + 0.5 / len(picked))
        layout = workbook.layouts[number]
        mask = pick(matches, layout, number, share)
        if not mask.all():
            mask = pick(matches, layout, number, share * (1 - _ASIDE))
        piece = _piece(layout, mask)
        room -= len(piece.text) / 3
        pieces.append(piece)
        if room < 100:
            break
    return pieces


def _piece(layout: Layout, mask: Mask) -> _Piece:
    sheet, shown = layout.sheet, layout.sheet.only(mask)
    blocks = [block for block in layout.blocks if mask[sheet.inside(block.range)].any()]
    lines: list[str] = []
    for block in blocks:
        inside = sheet.inside(block.range)
        part = shown.crop(block.range)
        lines += _about(shown, block)
        if not mask[inside].all():
            lines.append("|not all of its cells are below|the columns in full, told by code:")
            lines += _columns(sheet, block)
        lines += ["|cells", *cell_lines(part, block.range).values()]
    loose = shown.only(~np.logical_or.reduce([np.zeros(len(shown), bool), *(shown.inside(b.range) for b in blocks)]))
    if len(loose) and loose.used:
        lines += [f"|sheet {literal(sheet.name)}|cells outside the tables", *cell_lines(loose, loose.used).values()]
    return _Piece(
        "\n".join(lines),
        shown,
        tuple(Ref(sheet.name, block.range) for block in blocks),
        ""
        if mask.all()
        else f"Of {literal(sheet.name)}, {int(mask.sum()):,} of {len(mask):,} cells were sent: those that the "
        "question's words point to, with headers and extremes; of the rest, what its columns hold in all.",
    )


def _columns(sheet: Sheet, block: FoundTable) -> list[str]:
    """What the first columns of a block hold, and the names of the others."""
    described = columns(sheet, block, most=_COLUMNS)
    lines = [column.line for column in described]
    if len(described) == _COLUMNS:
        area = replace(block.range, left=described[-1].range.right)
        cols = np.unique(sheet.cols[sheet.inside(area) & sheet.filled])[1:].tolist()
        names = (f"{column_letters(col)} {headed(heads(sheet, block, col), _NAMED)}".strip() for col in cols)
        lines += [f"|further columns|{'|'.join(names)}"] if cols else []
    return lines


def _about(shown: Sheet, block: FoundTable) -> tuple[str, ...]:
    """The lines about a block, without those beside it: they are shown as cells."""
    return about(shown, replace(block, title=None, notes=()))


def hit_line(hit: Hit) -> str:
    """A text that was found and where: ``|North|Regions!A4|Sales!B3 and 211 more``; ``nearly`` where it is another."""
    places = [f"{literal(str(ref))}{f' and {n - 1:,} more' if n > 1 else ''}" for ref, n in hit.places]
    listed = sum(count for _, count in hit.places)
    more = [f"and {hit.count - listed:,} more cells"] if hit.count > listed else []
    return "|".join(["", hit.shows, *(["nearly"] if hit.how == "close" else []), *places, *more])
