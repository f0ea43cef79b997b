"""What a model's tokens cost, as of a day; a price is old after a quarter of a year."""

from __future__ import annotations

from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict, Field

from ..ports import Usage

OLD = timedelta(days=90)


class Price(BaseModel):
    """US dollars a million tokens of one model, as the price list or the contract had them on the day ``as_of``.

    Cache tokens without a price of their own cost as input.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: date
    input: float = Field(ge=0)
    output: float = Field(ge=0)
    cache_write: float | None = Field(None, ge=0)
    cache_read: float | None = Field(None, ge=0)

    def cost(self, usage: Usage) -> float:
        """US dollars.

        >>> Price(as_of=date(2026, 1, 1), input=3, output=15).cost(Usage(1_000_000, 100_000))
        4.5
        """
        write = self.input if self.cache_write is None else self.cache_write
        read = self.input if self.cache_read is None else self.cache_read
        dollars = usage.input_tokens * self.input + usage.output_tokens * self.output
        return (dollars + usage.cache_write_tokens * write + usage.cache_read_tokens * read) / 1e6

    def words(self, today: date | None = None) -> str:
        """Of which day they are, and whether that is long ago.

        >>> price = Price(as_of=date(2026, 1, 1), input=3, output=15)
        >>> price.words(date(2026, 4, 1)), price.words(date(2026, 4, 2))
        ('prices of 2026-01-01', 'prices of 2026-01-01, more than 90 days old')
        """
        is_old = (today or date.today()) - self.as_of > OLD
        return f"prices of {self.as_of}{f', more than {OLD.days} days old' if is_old else ''}"
