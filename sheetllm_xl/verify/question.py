"""Question: the numbers in it, and the language that we answer in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ..literals import number_text
from ..text.numbers import written_number
from ..text.words import plain

NO_WORD = r"(?<![^\W\u1100-\U0003ffff])"  # no letter or digit before; scripts that set no spaces between words may
_NUMBER = re.compile(rf"{NO_WORD}(?<!\.)\d[\d,]*(?:\.\d+)?%?")
_GROUPED = re.compile(r"(?<![\w.,])\d{1,3}(?:[\s.,'’]\d{3})+(?![\w])")
YES = frozenset(["yes", "true", "ja", "oui", "sí", "si", "sim", "да", "예", "네", "是", "是的", "はい"])
NO = frozenset(["no", "false", "nein", "non", "não", "нет", "아니요", "否", "不是", "いいえ"])
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
    """A question and what stands in it."""

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
