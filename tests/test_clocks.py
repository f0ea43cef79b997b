"""No test of the default suite measures time: what is slow on a busy machine is not wrong. tests/bench measures it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
CLOCKS = {"monotonic", "perf_counter", "process_time", "thread_time", "getrusage"}
HANGS = {  # what would hang else, and why no count of work tells
    "addin/test_killed_server.py:settled": "processes are killed: a cell is settled by its deadline, or waits for ever",
    "test_patterns.py:test_a_pattern_takes_time_in_proportion_to_the_text": "a search that goes back runs in re itself",
    "test_patterns.py:test_a_bad_pattern_is_found_out": "shows that the test above can fail",
}


def timed_asserts(source: str) -> list[str]:
    """The functions of a module, but for slow ones, that assert something of a clock, by name."""
    if not any(clock in source for clock in CLOCKS):
        return []
    tree = ast.parse(source)
    if any(isinstance(node, ast.Assign) and _is_slow(node.value) for node in tree.body):
        return []
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    functions = [one for one in functions if not any(map(_is_slow, one.decorator_list))]
    timers: set[str] = set()
    while more := {one.name for one in functions if _gives_time(one, timers)} - timers:
        timers |= more
    return [one.name for one in functions if any(_asserts_time(one, timers))]


def _is_slow(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Attribute) and one.attr == "slow" for one in ast.walk(node))


def _of_time(node: ast.AST, names: set[str]) -> bool:
    """Whether an expression reads a clock, or one of the names."""
    return any(
        (isinstance(one, ast.Call) and ast.unparse(one.func).rpartition(".")[2] in CLOCKS)
        or (isinstance(one, ast.Name) and one.id in names)
        for one in ast.walk(node)
    )


def _timed_names(function: ast.FunctionDef, timers: set[str]) -> set[str]:
    """The names of a function that hold moments or seconds, and the functions that give them."""
    names = set(timers)
    while True:
        before = len(names)
        for node in ast.walk(function):
            if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.NamedExpr) and node.value:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                if _of_time(node.value, names):
                    names |= {one.id for target in targets for one in _bound(target)}
            elif (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.attr == "append"
                and any(_of_time(one, names) for one in node.args)
            ):
                names.add(node.func.value.id)
        if len(names) == before:
            return names


def _bound(target: ast.expr) -> list[ast.Name]:
    parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
    return [part for part in parts if isinstance(part, ast.Name)]


def _gives_time(function: ast.FunctionDef, timers: set[str]) -> bool:
    """Whether what a function returns is a time, or hangs on one."""
    names = _timed_names(function, timers)
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and node.value and _of_time(node.value, names):
            return True
        if isinstance(node, ast.If) and _of_time(node.test, names) and any(map(_returns, node.body)):
            return True
    return False


def _returns(node: ast.stmt) -> bool:
    return any(isinstance(one, ast.Return) for one in ast.walk(node))


def _asserts_time(function: ast.FunctionDef, timers: set[str]) -> Iterator[bool]:
    names = _timed_names(function, timers)
    return (_of_time(one.test, names) for one in ast.walk(function) if isinstance(one, ast.Assert))


def test_no_assertion_is_about_the_time_that_passed() -> None:
    modules = [path for path in TESTS.rglob("*.py") if path.relative_to(TESTS).parts[0] not in ("bench", "windows")]
    found = {
        f"{path.relative_to(TESTS).as_posix()}:{name}"
        for path in modules
        for name in timed_asserts(path.read_text(encoding="utf-8"))
    }
    assert found == HANGS.keys()


@pytest.mark.parametrize(
    ("body", "is_timed"),
    [
        ("assert time.monotonic() < 5", True),
        ("begun = time.perf_counter()\n    assert time.perf_counter() - begun < 1", True),
        ("took = [perf_counter()]\n    assert max(took) < 1", True),
        ("took.append(time.process_time())\n    assert took[0] < 1", True),
        ("assert seconds(work) < 1", True),
        ("end = time.monotonic() + 9\n    while time.monotonic() < end:\n        pass\n    assert done", False),
        ("assert clock.now < 5", False),
        ("print(time.monotonic())\n    assert True", False),
    ],
)
def test_an_assertion_about_time_is_seen(body: str, is_timed: bool) -> None:
    helper = "def seconds(work):\n    begun = time.monotonic()\n    return time.monotonic() - begun\n"
    assert timed_asserts(f"{helper}def test_it():\n    {body}\n") == ["test_it"] * is_timed
    assert timed_asserts(f"{helper}@pytest.mark.slow\ndef test_it():\n    {body}\n") == []
