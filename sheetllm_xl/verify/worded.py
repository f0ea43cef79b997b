"""A reading in words: what was taken to be asked, by the sheet's own labels, for a person to judge at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import InputError, NotComputed
from ..messages.replies import ReadingPart
from ..text.secret import masked
from .lines import ADDRESS
from .reading import Reading
from .readings import TEST, Chosen, chosen

_LONGEST = 60  # characters of a label
_MOST = 4  # labels of a list that are written out
_BLANK = '""'
_SIGNS = {"<>": "≠", ">=": "≥", "<=": "≤"}

Worded = tuple[str, str]
"""A part of a reading in words, and the range they are about; "" for what is calculated from other parts."""


@dataclass(frozen=True)
class Wording:
    """The words of a language that a reading needs; ``of`` joins what is done with what it is done to."""

    do: dict[str, str]
    of: str
    where: str
    per: str
    order: dict[str, str]
    rank: str
    skip: str
    rows: str


_DO = ("value", "list", "sum", "average", "count", "distinct", "min", "max", "median")
_WORDS: dict[str, tuple[str, ...]] = {
    "en": (
        "Value|List|Sum|Average|Count|Distinct count|Smallest|Largest|Median", "{do} of {of}", " where {}",
        " for each {}", ", highest first|, lowest first", ", rank {}", ", without {}", "rows: {:,}",
    ),
    "de": (
        "Wert|Liste|Summe|Mittelwert|Anzahl|Anzahl verschiedener|Kleinster Wert|Größter Wert|Median", "{do} von {of}",
        ", wo {}", " je {}", ", größte zuerst|, kleinste zuerst", ", Rang {}", ", ohne {}", "Zeilen: {:,}",
    ),
    "ko": (
        "값|목록|합계|평균|개수|고유 개수|최솟값|최댓값|중앙값", "{of} {do}", ", 조건 {}", ", {}별",
        ", 큰 순|, 작은 순", ", 순위 {}", ", {} 제외", "{:,}행",
    ),
    "ja": (
        "値|一覧|合計|平均|件数|種類の数|最小|最大|中央値", "{of}の{do}", "、条件 {}", "、{}ごと",
        "、大きい順|、小さい順", "、順位 {}", "、{}を除く", "{:,}行",
    ),
    "zh": (
        "值|列表|总和|平均值|计数|不同值的个数|最小值|最大值|中位数", "{of}的{do}", ",条件 {}", ",按{}",
        ",从大到小|,从小到大", ",第 {} 位", ",不含{}", "{:,} 行",
    ),
    "fr": (
        "Valeur|Liste|Somme|Moyenne|Nombre|Nombre de valeurs distinctes|Minimum|Maximum|Médiane", "{do} : {of}",
        ", où {}", ", par {}", ", du plus grand au plus petit|, du plus petit au plus grand", ", rang {}", ", sans {}",
        "lignes : {:,}",
    ),
    "es": (
        "Valor|Lista|Suma|Promedio|Recuento|Recuento de valores distintos|Mínimo|Máximo|Mediana", "{do}: {of}",
        ", donde {}", ", por {}", ", de mayor a menor|, de menor a mayor", ", puesto {}", ", sin {}", "filas: {:,}",
    ),
}  # fmt: skip


def _wording(do: str, of: str, where: str, per: str, order: str, rank: str, skip: str, rows: str) -> Wording:
    down, up = order.split("|")
    words = dict(zip(_DO, do.split("|"), strict=True))
    return Wording(words, of, where, per, {"down": down, "up": up}, rank, skip, rows)


WORDINGS = {language: _wording(*words) for language, words in _WORDS.items()}


def worded(parts: Sequence[ReadingPart], table: str, reading: Reading, language: str) -> tuple[Worded, ...]:
    """The parts of a reading in words of ``language`` (one of WORDINGS), labels as the sheet has them.

    Nothing where a part names what is not there: half a reading would tell of another question.
    """
    try:
        found = chosen(parts, table, reading)
        names = [f"{chr(97 + i)}: " * (len(found) > 1) for i in range(len(found))]
        return tuple((names[i] + _words(each, WORDINGS[language]), each.ref) for i, each in enumerate(found))
    except (InputError, NotComputed):
        return ()


def _words(line: Chosen, wording: Wording) -> str:
    part = line.part
    if not line.ref:
        return masked(_listed(part.of))
    named = _listed([_measure(line, text) for text in part.of])
    words = wording.do[part.do] if not named else wording.of.format(do=wording.do[part.do], of=named)
    words += wording.where.format(_listed([_condition(line, text) for text in part.where])) * bool(part.where)
    words += wording.per.format(_cut(by)) if part.per and (by := line.named(part.per)[0]) else ""
    words += wording.order.get(part.order, "")
    words += wording.rank.format(part.rank) * bool(part.order and part.rank)
    words += wording.skip.format(_listed([line.named(text)[0] for text in part.skip])) * bool(part.skip)
    words += f" → {_listed([_cut(line.named(text)[0]) for text in part.give])}" * (part.give not in ((), ("value",)))
    return masked(f"{words}, {wording.rows.format(line.rows)}")


def _measure(line: Chosen, text: str) -> str:
    """A line by its label; what is calculated in each row with labels in place of addresses."""
    label, rest = line.named(text)
    if not rest.lstrip().startswith(tuple("+-*/(")):
        return _cut(label)
    return ADDRESS.sub(lambda found: _cut(line.named(found[0])[0]), text)


def _condition(line: Chosen, text: str) -> str:
    label, rest = line.named(text)
    found = TEST.fullmatch(rest)
    if found is None:
        return _cut(label)
    return f"{_cut(label)} {_SIGNS.get(found[2], found[2])} {_cut(found[3].strip()) or _BLANK}"


def _listed(words: Sequence[str]) -> str:
    return ", ".join((*words[:_MOST], *["…"] * (len(words) > _MOST)))


def _cut(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[:_LONGEST]}…"
