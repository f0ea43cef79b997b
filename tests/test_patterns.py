"""Every pattern of the package takes time in proportion to the text: each is tried on texts that are made to break it.

A text is what the pattern takes up to one of its repeats, then one piece over and over, then what cannot follow.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

PACKAGE = Path(__file__).parent.parent / "sheetllm_xl"
FUNCTIONS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")
# So near each other that one that is exponential is found out before it takes minutes; a quadratic one at the last.
LENGTHS = (8, 12, 16, 22, 30, 40, 56, 80, 110, 160, 220, 320, 640, 1280, 5120)
SHORT = 0.004  # seconds under which nothing is measured
MARKS = " \n\t.,-_'\"/\\:;=$%()[]{}<>&!|*+aAzZ019é中\u0660\u3000"
UNBOUNDED = 40  # repeats from which on one counts as without end
Method = tuple[str, "re.Pattern[Any]"]


class Unknown(str):
    """Stands for what a function puts into a pattern while it runs."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Unknown:
        return self


class Names(dict[str, Any]):
    """The names that a function knows beside those of its module."""

    def __init__(self, module: dict[str, Any]) -> None:
        self.module = module

    def __missing__(self, name: str) -> Any:
        if name in self.module or hasattr(builtins, name):
            raise KeyError(name)
        return Unknown("aa")


def modules() -> Iterator[tuple[str, ast.Module, dict[str, Any]]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        if re.search(r"^import re$|^from re import|^import re ", text, re.MULTILINE):
            yield name, ast.parse(text), vars(importlib.import_module(name))


def compiled(value: object) -> Iterator[re.Pattern[Any]]:
    """The patterns in a value, those in tuples and tables too."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for one in (*value.keys(), *value.values()):
            yield from compiled(one)
    elif isinstance(value, tuple | list | set | frozenset) and len(value) < 1000:
        for one in value:
            yield from compiled(one)


def called(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Calls of the functions of ``re``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id == "re" and node.args:
                yield node, node.func.attr


def methods_of(tree: ast.AST) -> dict[str, set[str]]:
    """By a pattern's name, what is done with it."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in FUNCTIONS:
            found.setdefault(node.value.id, set()).add(node.attr)
    return found


def written(node: ast.Call, name: str, space: dict[str, Any]) -> re.Pattern[Any]:
    """The pattern of a call, flags and all."""

    def value(expression: ast.expr) -> Any:
        return eval(compile(ast.Expression(expression), "<pattern>", "eval"), space, Names(space))

    at = {"sub": 4, "subn": 4, "split": 3, "compile": 1}.get(name, 2)
    flags = next((word.value for word in node.keywords if word.arg == "flags"), None)
    flags = node.args[at] if flags is None and len(node.args) > at else flags
    return re.compile(value(node.args[0]), value(flags) if flags is not None else 0)


def patterns() -> dict[str, Method]:
    """Every pattern by a name for it, once for each way it is used."""
    found: dict[str, Method] = {}
    for module, tree, space in modules():
        short = module.removeprefix("sheetllm_xl.")
        uses = methods_of(tree)
        # A pattern in a table is used by the name that a loop gives it.
        elsewhere = set().union(*(ways for name, ways in uses.items() if name not in space))
        for name, value in space.items():
            for number, pattern in enumerate(compiled(value)):
                for method in sorted(uses.get(name) or elsewhere or {"search"}):  # in one order for all workers
                    found[f"{short}:{name}{f'[{number}]' if number else ''}.{method}"] = method, pattern
        for node, name in called(tree):
            if name in FUNCTIONS:
                found[f"{short}:{node.lineno}.{name}"] = name, written(node, name, space)
    return found


# Texts


def sampled(items: Iterable[Any], rng: random.Random) -> str:
    """Some text that these parts of a pattern take; what they look ahead for or behind is left out."""
    return "".join(_sampled(operator, value, rng) for operator, value in items)


def _sampled(operator: Any, value: Any, rng: random.Random) -> str:
    if operator is sre.LITERAL:
        return chr(value)
    if operator is sre.NOT_LITERAL:
        return rng.choice([letter for letter in MARKS if letter != chr(value)])
    if operator is sre.ANY:
        return rng.choice(MARKS.replace("\n", ""))
    if operator is sre.IN:
        negated = value[0][0] is sre.NEGATE
        taken = [letter for letter in (*MARKS, *_literals(value)) if any(_takes(part, letter) for part in value)]
        return rng.choice(([letter for letter in MARKS if letter not in taken] or ["\x00"]) if negated else taken)
    if operator is sre.BRANCH:
        return sampled(rng.choice(value[1]), rng)
    if operator is sre.SUBPATTERN:
        return sampled(value[3], rng)
    if operator is sre.ATOMIC_GROUP:
        return sampled(value, rng)
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        least, most, body = value
        return "".join(sampled(body, rng) for _ in range(rng.randint(least, min(most, least + 2))))
    return ""


def _literals(parts: Iterable[Any]) -> Iterator[str]:
    for operator, value in parts:
        if operator is sre.LITERAL:
            yield chr(value)
        elif operator is sre.RANGE:
            yield chr(value[0])


def _takes(part: tuple[Any, Any], letter: str) -> bool:
    operator, value = part
    if operator is sre.LITERAL:
        return ord(letter) == value
    if operator is sre.RANGE:
        return bool(value[0] <= ord(letter) <= value[1])
    classes = {sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_SPACE: r"\s", sre.CATEGORY_WORD: r"\w",
               sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_NOT_WORD: r"\W"}  # fmt: skip
    return operator is sre.CATEGORY and re.fullmatch(classes[value], letter) is not None


def repeats(items: Iterable[Any], before: str, rng: random.Random) -> Iterator[tuple[str, Any]]:
    """Each repeat without end, with a text that leads up to it."""
    for operator, value in items:
        inner: list[Any] = []
        if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            if value[1] >= UNBOUNDED:
                yield before, value[2]
            inner = [value[2]]
        elif operator is sre.BRANCH:
            inner = value[1]
        elif operator is sre.SUBPATTERN:
            inner = [value[3]]
        elif operator is sre.ATOMIC_GROUP:
            inner = [value]
        elif operator in (sre.ASSERT, sre.ASSERT_NOT):
            inner = [value[1]]
        for part in inner:
            yield from repeats(part, before, rng)
        before += _sampled(operator, value, rng)


def hostile(pattern: re.Pattern[Any]) -> list[tuple[str, str, str]]:
    """(beginning, piece, end) of texts to try."""
    rng = random.Random(7)
    spelled = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = parser.parse(spelled, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)
    endless = list(repeats(tree, "", rng))
    beginnings = dict.fromkeys(["", *(before for before, _ in endless)])
    pieces = dict.fromkeys(sampled(body, rng) for _, body in endless for _ in range(4))
    pieces |= dict.fromkeys([*MARKS, sampled(tree, rng)])
    every = [(first, piece, last) for first in beginnings for piece in pieces if piece for last in ("", "\x00", "\n!")]
    return rng.sample(every, min(len(every), 400))


def seconds(run: Callable[[Any], Any], text: str | bytes, times: int) -> float:
    """The least of some tries."""
    found = []
    for _ in range(times):
        begun = time.process_time()  # what others do on this machine at the same time does not count
        run(text)
        found.append(time.process_time() - begun)
    return min(found)


def runner(method: str, pattern: re.Pattern[Any]) -> Callable[[Any], Any]:
    if method in ("sub", "subn"):
        nothing: Any = "" if isinstance(pattern.pattern, str) else b""
        return lambda text: pattern.sub(nothing, text)
    if method == "finditer":
        return lambda text: list(pattern.finditer(text))
    run: Callable[[Any], Any] = getattr(pattern, method)
    return run


def grows_too_fast(method: str, pattern: re.Pattern[Any], pieces: tuple[str, str, str]) -> bool:
    """Whether four times the text takes more than eight times as long."""
    first, piece, last = pieces
    run, before = runner(method, pattern), 0.0
    for length in LENGTHS:
        spelled = first + piece * max(1, length // len(piece)) + last
        text = spelled if isinstance(pattern.pattern, str) else spelled.encode()
        took = seconds(run, text, 1)
        if took > SHORT:
            took = seconds(run, text, 1 if took > 1 else 5)
        if took > max(SHORT, 8 * before):
            return True
        before = max(took, SHORT / 8)
    return False


PATTERNS = patterns()


def test_every_pattern_is_looked_at() -> None:
    assert len(PATTERNS) > 150
    assert any(name.startswith("detect.traits:_TITLE") for name in PATTERNS)


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_takes_time_in_proportion_to_the_text(name: str) -> None:
    method, pattern = PATTERNS[name]
    slow = next((pieces for pieces in hostile(pattern) if grows_too_fast(method, pattern, pieces)), None)
    assert slow is None, f"{pattern.pattern!r} on {slow}"


@pytest.mark.parametrize("spelled", [r"(a|a)*b", r"(?:\"[^\"]*\"|[^,])*!", r"[\s.]*[\w.-]*\d", r"\s*x", r"a.*b.*c.*d"])
def test_a_bad_pattern_is_found_out(spelled: str) -> None:
    pattern = re.compile(spelled)
    assert any(grows_too_fast("search", pattern, pieces) for pieces in hostile(pattern))
