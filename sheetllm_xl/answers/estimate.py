"""Estimate: what a question would take, as ranges, before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..chain import Budget
from ..chain.prompts import CHOOSE, most_around
from ..chain.split import fits
from ..compress import Count, vanilla_tokens
from ..detect import FoundTable
from ..ports import Prompt, Usage
from ..record.prices import Price
from ..sheet import Sheet

Span = tuple[int, int]
"""At least, and at most."""

_MARGIN = 1.1  # our counter against the API's, and the schema that is sent beside the prompt
AGAIN = 1  # calls for an answer that did not hold and is asked once more
_BESIDE = 1  # calls for what lies beside a chosen table that does not hold the answer


@dataclass(frozen=True, slots=True)
class Estimate:
    """Calls and tokens. At least: the prompts that are known, with empty replies. At most: every further call there
    may be, each as long as it may be, every reply to its limit.
    """

    calls: Span = (0, 0)
    tokens_in: Span = (0, 0)
    tokens_out: Span = (0, 0)
    half: bool = False  # in price, as in a batch

    def __add__(self, other: Estimate) -> Estimate:
        pairs = zip(
            (self.calls, self.tokens_in, self.tokens_out),
            (other.calls, other.tokens_in, other.tokens_out),
            strict=True,
        )
        calls, tokens_in, tokens_out = ((a[0] + b[0], a[1] + b[1]) for a, b in pairs)
        halves = [one.half for one in (self, other) if one.calls[1]]  # what calls nothing has no price
        return Estimate(calls, tokens_in, tokens_out, bool(halves) and all(halves))

    def scaled(self, times: float) -> Estimate:
        """So many like this one."""
        spans = ((round(a * times), round(b * times)) for a, b in (self.calls, self.tokens_in, self.tokens_out))
        calls, tokens_in, tokens_out = spans
        return Estimate(calls, tokens_in, tokens_out, self.half)

    def cost(self, price: Price | None) -> tuple[float, float] | None:
        """US dollars: with everything read from the API's cache, and with everything written to it."""
        if price is None:
            return None
        least = min((Usage(0, 0, 0, self.tokens_in[0]), Usage(self.tokens_in[0])), key=price.cost)
        most = max((Usage(0, 0, self.tokens_in[1]), Usage(self.tokens_in[1])), key=price.cost)
        price = price.half() if self.half else price
        return price.cost(least), price.cost(most + Usage(0, self.tokens_out[1]))

    def words(self, price: Price | None) -> str:
        """The ranges for a person."""
        low, high = self.calls
        calls = f"{low:,} to {high:,} calls" if low < high else f"{low:,} call{'s' * (low != 1)}"
        tokens = f"{self.tokens_in[0]:,} to {self.tokens_in[1]:,} tokens in, at most {self.tokens_out[1]:,} out"
        if (cost := self.cost(price)) is None or price is None:
            return f"{calls}, {tokens}; no price of the model is set, so the cost is not known"
        batch = ", at half price in a batch that may take up to 24 hours" if self.half else ""
        return f"{calls}, {tokens}, ${cost[0]:.4f} to ${cost[1]:.4f} ({price.words()}{batch})"


def estimate(
    first: Sequence[Prompt],
    more: int,
    longest: int,
    reply: int,
    count: Count,
    exactly: Callable[[Prompt], int] | None = None,
) -> Estimate:
    """What the prompts that are known take, and so many ``more`` calls that are each as long as ``longest``.

    ``exactly`` counts a prompt as the API does, in place of our own ``count``.
    """
    known = [exactly(prompt) if exactly else count(prompt.text) for prompt in first]
    margin = 1.0 if exactly else _MARGIN
    most_in = round(sum(known) * margin + more * longest * _MARGIN)
    return Estimate((len(first), len(first) + more), (sum(known), most_in), (0, (len(first) + more) * reply))


def further_calls(
    sheet: Sheet, tables: Sequence[FoundTable], question: str, first: Sequence[Prompt], budget: Budget, count: Count
) -> tuple[int, int]:
    """How many calls may follow those that are known of a question to a sheet, and how long each may be.

    A chosen table that is longer than a call is read by what the question points to, then in parts, whose answers are
    put together.
    """
    around = most_around(question, budget.reply, count)
    tokens = vanilla_tokens(sheet, count)
    longest = around + min(tokens, budget.table)
    if first[0].instructions != CHOOSE:
        return (len(first) > 1) + AGAIN, longest
    whole = (FoundTable(sheet.used),) if sheet.used else ()
    if fits(sheet, whole, budget, count) and fits(sheet, tables, budget, count):  # whatever is chosen of it
        return 1 + _BESIDE + AGAIN, longest
    parts = min(budget.parts, max(2, -(-3 * tokens // (2 * budget.table))))
    return parts + 2 + _BESIDE + AGAIN, around + budget.table
