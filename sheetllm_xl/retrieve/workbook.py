"""Workbook: its sheets as they stand, with what is worked out about them once: tables, layouts, the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..detect import FoundTable, detect
from ..errors import InputError
from ..grid import quoted
from ..messages.fills import fills as fills_of
from ..sheet import Sheet
from .index import Index
from .layout import Layout
from .patience import Check, unhurried, watched


@dataclass(frozen=True, eq=False)
class Workbook:
    """``sheets`` that hold anything, in tab order. ``known`` are tables by sheet name, where they were found before.

    ``notes`` are what people wrote at cells, by sheet name and address.
    ``check`` is called again and again while things are worked out; it raises where that takes too long.
    """

    sheets: tuple[Sheet, ...]
    known: Mapping[str, Sequence[FoundTable]] = field(default_factory=dict)
    check: Check = unhurried
    notes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        sheets: Sequence[Sheet],
        known: Mapping[str, Sequence[FoundTable]] | None = None,
        check: Check = unhurried,
        notes: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Workbook:
        """The workbook of those sheets that hold anything."""
        return cls(tuple(sheet for sheet in sheets if sheet.used), known or {}, check, notes or {})

    @cached_property
    def tables(self) -> tuple[tuple[FoundTable, ...], ...]:
        """The tables of each sheet."""
        return tuple(
            tuple(self.known[s.name]) if s.name in self.known else detect(s) for s in watched(self.sheets, self.check)
        )

    @cached_property
    def fills(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The colours of each sheet that carry meaning: where they are, and what explains them.

        Without a check: it is a model's step that asks for them, and the time that the model took is no work.
        """
        pairs = zip(self.sheets, self.tables, strict=True)
        return tuple(tuple(fill for table in tables for fill in fills_of(sheet, table)) for sheet, tables in pairs)

    @cached_property
    def layouts(self) -> tuple[Layout, ...]:
        """The layout of each sheet."""
        pairs = zip(self.sheets, self.tables, strict=True)
        return tuple(Layout.of(sheet, tables) for sheet, tables in watched(pairs, self.check))

    @cached_property
    def index(self) -> Index:
        """Where texts and numbers stand on all of the sheets."""
        return Index(self.sheets, self.check)

    def number(self, name: str) -> int:
        """The sheet of that name, as Excel takes names: whatever the case. Raises InputError where there is none."""
        sought = name.strip().removeprefix("'").removesuffix("'").replace("''", "'").casefold()
        for i, sheet in enumerate(self.sheets):
            if sheet.name.casefold() == sought:
                return i
        near = ", ".join(quoted(sheet.name) for sheet in self.sheets[:12])
        raise InputError(f"There is no sheet {name[:60]} that holds anything. There is: {near}.")
