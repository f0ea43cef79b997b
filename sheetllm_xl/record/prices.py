"""What a model's tokens cost, as of a day; a price is old after a quarter of a year."""

from __future__ import annotations

from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict, Field

from ..ports import Usage

OLD = timedelta(days=90)


class Price(BaseModel):
    """US dollars a million tokens of one model, as the price list or the contract had them on the day ``as_of``.

    Cache tokens without a price of their own cost as input. ``source`` is the page they stand on, where one is named.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: date
    input: float = Field(ge=0)
    output: float = Field(ge=0)
    cache_write: float | None = Field(None, ge=0)
    cache_read: float | None = Field(None, ge=0)
    source: str = Field("", max_length=200)

    def cost(self, usage: Usage) -> float:
        """US dollars.

        >>> Price(as_of=date(2026, 1, 1), input=3, output=15).cost(Usage(1_000_000, 100_000))
        4.5
        """
        write = self.input if self.cache_write is None else self.cache_write
        read = self.input if self.cache_read is None else self.cache_read
        dollars = usage.input_tokens * self.input + usage.output_tokens * self.output
        return (dollars + usage.cache_write_tokens * write + usage.cache_read_tokens * read) / 1e6

    def half(self) -> Price:
        """Of what goes through the Message Batches API.

        >>> Price(as_of=date(2026, 1, 1), input=3, output=15).half().cost(Usage(1_000_000, 100_000))
        2.25
        """
        names = ("input", "output", "cache_write", "cache_read")
        full = {name: getattr(self, name) for name in names}
        return self.model_copy(update={name: None if one is None else one / 2 for name, one in full.items()})

    def words(self, today: date | None = None) -> str:
        """Of which day they are, whether that is long ago, and whether they are our list's.

        >>> price = Price(as_of=date(2026, 1, 1), input=3, output=15)
        >>> price.words(date(2026, 4, 1)), price.words(date(2026, 4, 2))
        ('prices of 2026-01-01', 'prices of 2026-01-01, more than 90 days old')
        """
        is_old = (today or date.today()) - self.as_of > OLD
        whose = "list " * (self.source == LIST)
        return f"{whose}prices of {self.as_of}{f', more than {OLD.days} days old' if is_old else ''}"


LIST = "https://platform.claude.com/docs/en/about-claude/pricing"
_DAY = date(2026, 11, 10)


def _listed(dollars: float, output: float, write: float, read: float) -> Price:
    return Price(as_of=_DAY, input=dollars, output=output, cache_write=write, cache_read=read, source=LIST)


# Anthropic's own API: not the clouds, whose regions have prices of their own. Writes are those that last five minutes.
# A model whose price grows with the length of the prompt (Claude Haiku 5.5) is none that one line can give.
LISTED = {
    "claude-fable-5-2": _listed(8, 40, 10, 0.2),
    "claude-fable-5-1": _listed(10, 50, 12.5, 0.25),
    "claude-opus-5-5": _listed(4, 20, 5, 0.2),
    "claude-opus-5": _listed(5, 25, 6.25, 0.5),
    "claude-sonnet-5-5": _listed(2, 10, 2.5, 0.1),
    "claude-sonnet-5": _listed(2, 10, 2.5, 0.2),
    "claude-sonnet-4-6": _listed(3, 15, 3.75, 0.3),
    "claude-haiku-4-5": _listed(1, 5, 1.25, 0.1),
}
"""What a model costs at Anthropic's own address, by its name, as the page ``LIST`` had it on that day."""
