"""One place and one text: every prompt built from it is read again, and what is forged in it is told."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from sheetllm_xl.ports import Prompt

from .builders import prompts
from .grammar import Forged, Truth, documents, plain
from .lines import read_index, read_lines
from .payloads import KEY, PAYLOADS
from .places import PLACES, Case

_UNSEEN = re.compile("[\U000e0000-\U000e007f\u200b\u202a-\u202e\u2060-\u2069\ufeff]")
_SECRET = KEY[len("sk-ant-api03-") : -4].casefold()
_STEPS = ("", "A1:D9", "A1:A2", "A:D", "=HSTACK(A4:A9,B4:B9)", "Shop", "NOT done")


def checked(place: str, text: str) -> tuple[Counter[str], list[str]]:
    """How many prompts of each builder there are, and what is forged in them; a refusal counts as ``refused``."""
    case, count, forged = PLACES[place](text), Counter[str](), list[str]()
    for builder, prompt in prompts(case):
        count[builder.partition(":")[0]] += 1
        try:
            if not builder.startswith("refused"):
                _check(place, builder, prompt, case)
        except Forged as error:
            forged.append(f"{builder}: {error}")
    return count, forged


@cache
def _ordinary(place: str) -> dict[str, set[tuple[str, ...]]]:
    """The lines outside of the documents of each builder's prompts, where an ordinary text stands at the place."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for builder, prompt in prompts(PLACES[place]("Leeds")):
        found.setdefault(builder, set()).add(tuple(documents(prompt.text)[0]))
    return found


def _check(place: str, builder: str, prompt: Prompt, case: Case) -> None:
    outside, inside = documents(prompt.text)
    known = _ordinary(place if place in ("label", "question") else "cell").get(builder, set())
    if not any(_same(place, list(lines), outside, case) for lines in known):
        raise Forged(f"lines outside of the documents: {outside[-6:]}")
    if _SECRET in prompt.text.casefold():
        raise Forged("a key")
    if place not in ("label", "question") and (unseen := _UNSEEN.search(prompt.text)):
        raise Forged(f"an unseen character: {unseen[0]!r}")
    said = {_squeezed(text) for text in (*_STEPS, case.text, case.home.name)}
    for number, lines in enumerate(inside):
        if builder in ("choose", "detect") and not number:
            read_index(Truth(case.sheets), lines)
        else:
            read_lines(Truth(case.sheets), lines, lambda text: _squeezed(text) in said)


def _same(place: str, lines: list[str], outside: list[str], case: Case) -> bool:
    if place == "label" and lines[-1].startswith("Labels: "):
        labels = [plain(" ".join(label.split())) for label in case.labels if label.strip()]
        sent = [plain(label) for label in json.loads(outside[-1].removeprefix("Labels: "))]
        return lines[:-1] == outside[:-1] and sent == labels
    if place != "question" or lines == outside:
        return lines == outside
    at = lines.index("Question: Leeds")
    after = len(lines) - at - 1
    asked = outside[at : len(outside) - after]
    question = _squeezed("".join(asked).removeprefix("Question: "))
    return (
        lines[:at] == outside[:at]
        and lines[at + 1 :] == outside[len(outside) - after :]
        and question == _squeezed(case.question)
    )


def _squeezed(text: str) -> str:
    """A text without spaces and what is not printed."""
    return "".join(c for c in plain(text) if c.isprintable() and not c.isspace())


def pairs(every: int, first: int = 0) -> Iterator[tuple[str, str]]:
    """Names of places and payloads: all of them, or one in ``every``, each payload at other places."""
    for p, place in enumerate(PLACES):
        for number, name in enumerate(PAYLOADS):
            if (number + p * 7 + first) % every == 0:
                yield place, name
