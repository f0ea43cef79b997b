"""compress, and how an encoding is made to fit a budget of tokens: what is given up, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ..detect import FoundTable, scan
from ..errors import InputError
from ..sheet import Sheet
from .encoding import Encoding, encoded, outline
from .profiles import DEFAULT, Profile
from .tokens import Count, estimate_tokens

_WIDER = (8, 16, 32)  # lines kept around an anchor where there is room for more than the paper's four
_NARROWER = (0, 1, 2)
_CUTS = (8, 16, 40)  # characters left of each text where even its neighbourhood of 0 is too long
RUNGS: tuple[Profile, ...] = (
    *(replace(DEFAULT, name=f"k0-cut{longest}", k=0, longest=longest) for longest in _CUTS),
    *(replace(DEFAULT, name=f"k{k}", k=k) for k in _NARROWER),
    DEFAULT,
    *(replace(DEFAULT, name=f"k{k}", k=k) for k in _WIDER),
    replace(DEFAULT, name="every-line", k=None),
    replace(DEFAULT, name="every-value", k=None, formats=False),
)
"""From the least to the most; below the first stands the outline, which names no cell."""


def compress(
    sheet: Sheet,
    profile: Profile = DEFAULT,
    tables: Sequence[FoundTable] | None = None,
    count: Count = estimate_tokens,
    budget: int | None = None,
) -> Encoding:
    """Encode a sheet (SheetCompressor, §3). ``tables`` saves finding them again; ``count`` gives the tokens of a text.

    With a ``budget`` of tokens the default profile is widened while there is room and narrowed until it fits, and
    ``given_up`` says what that cost; the text is counted in full and never over it. Deterministic; reads nothing but
    the sheet. Raises InputError where a profile without modules 2 and 3 would have to write out a grid of more than two
    million cells, for a budget beside another profile, and for one that not even an outline fits.
    """
    if budget is None:
        return encoded(sheet, profile, tables, count)
    if profile != DEFAULT:
        raise InputError(
            f"A budget chooses what to keep by itself; it goes with the default profile, not {profile.name}."
        )
    return _fitted(sheet, tables, count, budget)


def _fitted(sheet: Sheet, tables: Sequence[FoundTable] | None, count: Count, budget: int) -> Encoding:
    """The richest encoding on the way up from the outline before one that does not fit."""
    if sheet.used is None:
        return encoded(sheet, DEFAULT, tables, count)
    looked = scan(sheet)
    tables = looked.tables() if tables is None else tables
    best = outline(sheet, tables, count)
    if best.tokens > budget:
        raise InputError(
            f"Even an outline of {sheet.name} takes {best.tokens:,} tokens; the budget is {budget:,}. "
            "Allow more, or encode a range of the sheet."
        )
    for rung in RUNGS:
        if rung.k is None and _too_many(sheet, rung, budget):
            break
        found = encoded(sheet, rung, tables, count, looked)
        exact = count(found.text) if found.tokens <= 2 * budget else found.tokens
        if exact > budget:
            break
        measured = replace(found.stages[-1], measure=_counted(exact))
        best = replace(found, stages=(*found.stages[:-1], measured))
    return replace(best, given_up=tuple(_given_up(sheet, best)))


def _counted(tokens: int) -> Callable[[], tuple[int, bool]]:
    return lambda: (tokens, True)


def _too_many(sheet: Sheet, rung: Profile, budget: int) -> bool:
    """Whether every line of a sheet is too much on the face of it: a distinct value costs a token at the least."""
    distinct = {value for value in sheet.values.tolist() if isinstance(value, str) or not rung.formats}
    return len(distinct) > budget


def _given_up(sheet: Sheet, encoding: Encoding) -> Iterator[str]:
    profile, last = encoding.profile, encoding.stages[-1]
    filled = int(sheet.filled.sum())
    if last.cells == 0:
        yield f"All {filled:,} filled cells are left out; the text names the tables alone."
        return
    if last.cells < filled and profile.k is not None:
        lines = "lines but those on" if profile.k == 0 else f"lines further than {profile.k} from"
        yield f"Left out: {lines} an edge of a possible table, {filled - last.cells:,} of {filled:,} filled cells."
    if encoding.folded_cells:
        yield f"Shown by type or number format instead of value: {encoding.folded_cells:,} cells."
    if profile.longest is not None:
        yield f"Texts of more than {profile.longest} characters are cut."
