"""Question: what its words show of its answer: numbers, dates, the sort of result."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ..literals import number_text
from ..text.months import months
from ..text.numbers import written_number
from ..text.words import plain

_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?%?")
_GROUPED = re.compile(r"(?<![\w.,])\d{1,3}(?:[\s.,'’]\d{3})+(?![\w])")
_ASIAN_MONTH = re.compile(r"(\d{1,2})\s*[월月]")
_QUARTER = re.compile(r"\bq([1-4])\b|\b([1-4])(?:st|nd|rd|th|\.) (?:quarter|quartal)|([1-4])\s*(?:분기|季度)")
_COMPARISONS = """above below over under exceed exceeds exceeded exceeding between before after since until missed
    higher lower larger smaller greater fewer über unter mindestens höchstens mehr weniger vor nach seit zwischen
    이상 이하 초과 미만 이전 이후 超过 以上 以下 大于 小于 高于 低于"""
_COMPARED = "more less fewer higher lower larger greater smaller older newer mehr weniger größer kleiner"
_THAN = re.compile(rf"\b(?:{'|'.join(_COMPARED.split())})\b.{{0,40}}\b(?:than|als)\b")
_DENIAL = re.compile(
    r"\b(?:not|no|non|without|false|closed|un(?!its?\b|der|til|i[oqtvf]|less)\w+|nicht|kein\w*|ohne)\b|n't|않|没|不"
)
_LANGUAGES = (
    (r"[가-힣]", "ko"),
    (r"[ぁ-ヿ]", "ja"),
    (r"[一-鿿]", "zh"),
    (r"\b(?:wie|was|wer|wo|welche[rsmn]?|wann|warum|ist|sind|der|die|das)\b", "de"),
    (r"\b(?:quel(?:le)?s?|combien|est|où|les|des)\b", "fr"),
    (r"\b(?:qué|cuál(?:es)?|cuánt[oa]s?|dónde|quién)\b", "es"),
    ("", "en"),
)
_NOT_FOUND = {
    "ko": "이 데이터에는 답이 없습니다.",
    "ja": "このデータには答えがありません。",
    "zh": "数据中没有答案。",
    "de": "Die Daten enthalten die Antwort nicht.",
    "fr": "Les données ne contiennent pas la réponse.",
    "es": "Los datos no contienen la respuesta.",
    "en": "The data does not hold the answer.",
}


@dataclass(frozen=True)
class Question:
    """A question and what its words show; an empty answer means that they show nothing."""

    text: str

    @cached_property
    def numbers(self) -> frozenset[float]:
        """The numbers in it, percentages both ways.

        >>> sorted(Question("Above 1,200 or 5% in 2024?").numbers)
        [0.05, 5.0, 1200.0, 2024.0]
        """
        return numbers_in(self.text)

    @cached_property
    def factors(self) -> frozenset[float]:
        """What a rise or a fall by its percentages multiplies by.

        >>> sorted(Question("What if it rose by 10%?").factors)
        [0.9, 1.1]
        """
        shares = (read[0] for token in _NUMBER.findall(self.text) if (read := written_number(token)) and read[2])
        return frozenset(round(1 + sign * share, 12) for share in shares for sign in (1, -1))

    @property
    def months(self) -> frozenset[int]:
        """The months in which what it asks about begins, and those after it.

        >>> sorted(Question("Sales in March?").months), sorted(Question("Sales in Q4 2025?").months)
        ([3, 4], [1, 10, 12])
        """
        return self.begins | self.ends

    @cached_property
    def begins(self) -> frozenset[int]:
        """The months it names, and the first ones of the quarters and years it names; the last ones of quarters."""
        spelled = re.findall(r"[^\W\d_]+", plain(self.text))
        named = {months()[word] for word in spelled if word in months()} | self._in_digits
        quarters = {month for last in self._quarters for month in (last - 2, last)}
        return frozenset(named | quarters or ({1, 12} if self._names_a_year else set()))

    @cached_property
    def ends(self) -> frozenset[int]:
        """The months after those it names, and after the quarters and years it names."""
        if self._quarters:
            return frozenset(last % 12 + 1 for last in self._quarters)
        return frozenset(month % 12 + 1 for month in self.begins if not self._names_a_year or month != 1)

    @property
    def _in_digits(self) -> set[int]:
        folded = plain(self.text)
        digits = (*_ASIAN_MONTH.findall(folded), *re.findall(r"\b\d{4}-(\d\d)\b", folded))
        return {int(month) for month in digits if 1 <= int(month) <= 12}

    @property
    def _quarters(self) -> set[int]:
        """The last months of the quarters it names."""
        return {3 * int(next(filter(None, match.groups()))) for match in _QUARTER.finditer(plain(self.text))}

    @property
    def _names_a_year(self) -> bool:
        return any(1900 <= number <= 2100 for number in self.numbers)

    @property
    def compares(self) -> bool:
        """Whether it holds a word that sets a bound: above, until, mehr als, 이상."""
        folded = plain(self.text)
        return bool(_THAN.search(folded)) or any(
            re.search(rf"(?<!\w){word}(?!\w)", folded) if word.isascii() or ord(word[0]) < 0x1100 else word in folded
            for word in _COMPARISONS.split()
        )

    @property
    def denies(self) -> bool:
        """Whether it asks for what is not so."""
        return bool(_DENIAL.search(plain(self.text)))

    @property
    def language(self) -> str:
        """The language it is put in, as far as its letters and words tell; what we say to it decides nothing.

        >>> [Question(text).language for text in ("매출 합계는?", "Wie hoch ist der Umsatz?", "Sales?")]
        ['ko', 'de', 'en']
        """
        folded = plain(self.text)
        return next(language for sign, language in _LANGUAGES if re.search(sign, folded))

    @property
    def not_found(self) -> str:
        """ "Not in the data" in the language of the question."""
        return _NOT_FOUND[self.language]


def numbers_in(text: str) -> frozenset[float]:
    """The numbers in a text; a percentage also as a fraction, thousands by whatever sets them apart.

    >>> sorted(numbers_in("höchstens 2 100 oder 6.000"))
    [2.0, 6.0, 100.0, 2100.0, 6000.0]
    """
    numbers = {float(re.sub(r"\D", "", run)) for run in _GROUPED.findall(text)}
    for token in _NUMBER.findall(text):
        if read := written_number(token.rstrip(",")):  # "in 2018, how many"
            numbers |= {read[0], read[0] * 100} if read[2] else {read[0]}
    return frozenset(float(number_text(round(number, 12))) for number in numbers)
