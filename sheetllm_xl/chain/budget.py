"""Budget: the bounds on one question, and the sentences that say which of them a sheet breaks."""

from __future__ import annotations

from dataclasses import dataclass

from ..compress import Count
from ..errors import InputError


@dataclass(frozen=True, slots=True)
class Budget:
    """Bounds in tokens, as ``count`` estimates them, and in calls. The defaults are chosen, not tuned.

    ``sheet``: the compressed sheet of stage 1. ``table``: the cells of one call of stage 2; a longer table is split.
    ``parts``: calls that a split may take. ``reply``: the length of each reply.
    """

    sheet: int = 60_000
    table: int = 16_000
    parts: int = 32
    reply: int = 2_048

    def admit_sheet(self, tokens: int) -> None:
        """Raise InputError for a compressed sheet over the bound."""
        if tokens > self.sheet:
            raise InputError(
                f"Compressed, the sheet is still {tokens:,} tokens; {self.sheet:,} are the most that may be sent. "
                "Work on a range of it, or raise sheet_tokens in the settings."
            )

    def admit_parts(self, parts: int) -> None:
        """Raise InputError for a split over the bound."""
        if parts > self.parts:
            raise InputError(
                f"The table would take {parts} calls of {self.table:,} tokens; {self.parts} are allowed. "
                "Ask about a smaller range, or raise max_parts or table_tokens in the settings."
            )


BUDGET = Budget()

LONGEST_FINDING = 2_000  # characters of what one part gives to the reduction, in each of its fields
LONGEST_TOKEN = 16  # characters a token spells at most, on average; English has about 4


def honest(count: Count) -> Count:
    """``count``, but no text is a bargain: one word of a million letters is not one token."""
    return lambda text: max(count(text), len(text) // LONGEST_TOKEN)
