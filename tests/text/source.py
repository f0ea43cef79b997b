"""The sentences that a module of ours can say, read out of its source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "sheetllm_xl"
UNKNOWN = "x"  # stands for what only a run can tell
_DEEPEST = 6  # names, calls and choices within one another
_MOST = 40  # ways in which one sentence can come out


class Source:
    """Some modules of the package, with what their functions return and their names stand for."""

    def __init__(self, names: Iterable[str]) -> None:
        paths = [path for name in names for path in sorted(PACKAGE.glob(name))]
        self.trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
        self._functions: dict[str, list[tuple[ast.FunctionDef, ast.AST]]] = {}
        for tree in self.trees.values():
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef):
                    self._functions.setdefault(node.name, []).append((node, tree))

    def given(self, callee: str, places: Mapping[str, int]) -> Iterator[str]:
        """What calls whose name ends like ``callee`` are given at these places, by keyword or in order."""
        for tree in self.trees.values():
            for scope, call in _calls(tree):
                if _name(call.func).endswith(callee):
                    for keyword, place in places.items():
                        named = [one.value for one in call.keywords if one.arg == keyword]
                        for node in named or call.args[place : place + 1]:
                            yield from self.ways(node, (scope, tree))

    def returned(self, function: str, deep: int = _DEEPEST) -> Iterator[str]:
        """What a function can return."""
        for scopes in self._functions[function]:
            for one in ast.walk(scopes[0]):
                if isinstance(one, ast.Return) and one.value and deep:
                    yield from self.ways(one.value, scopes, deep)

    def ways(self, node: ast.expr, scopes: tuple[ast.AST, ...], deep: int = _DEEPEST) -> list[str]:
        """Each way in which an expression can come out."""

        def of(*nodes: ast.expr) -> list[str]:
            return [way for one in nodes for way in self.ways(one, scopes, deep - 1)]

        if deep == 0:
            return [UNKNOWN]
        match node:
            case ast.Constant(value=str() as text):
                return [text]
            case ast.JoinedStr(values=parts):
                return ["".join(way) for way in product(*(self.ways(part, scopes, deep) for part in parts))][:_MOST]
            case ast.FormattedValue(value=inner):
                return of(inner)
            case ast.IfExp(body=one, orelse=other):
                return of(one, other)
            case ast.BoolOp(values=several):
                return of(*several)
            case ast.Call(func=ast.Attribute(value=template, attr="format")):
                return [_filled(way) for way in of(template)]
            case ast.Call(func=called) if _name(called) in self._functions:
                return [*self.returned(_name(called), deep - 1)] or [UNKNOWN]
            case ast.Subscript(value=ast.Name() as table) | ast.Call(func=ast.Attribute(value=ast.Name() as table)):
                return of(table) if _assigned(table.id, scopes) else [UNKNOWN]
            case ast.Dict(values=several):
                return of(*several)
            case ast.Name(id=name):
                return of(*_assigned(name, scopes)) or [UNKNOWN]
        return [UNKNOWN]


def _calls(tree: ast.AST) -> Iterator[tuple[ast.AST, ast.Call]]:
    """Each call, with the innermost function that it stands in."""
    inside: dict[ast.AST, ast.AST] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            inside |= dict.fromkeys(ast.walk(node), node)
    return ((inside.get(node, tree), node) for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _assigned(name: str, scopes: tuple[ast.AST, ...]) -> list[ast.expr]:
    """What a name is set to, in the innermost scope that sets it."""
    for scope in scopes:
        found = [
            node.value
            for node in ast.walk(scope)
            if isinstance(node, ast.Assign) and any(_name(one) == name for one in node.targets)
        ]
        found += [
            row.elts[node.target.elts.index(one)]
            for node in ast.walk(scope)
            if isinstance(node, ast.For) and isinstance(node.target, ast.Tuple) and isinstance(node.iter, ast.Tuple)
            for one in node.target.elts
            if _name(one) == name
            for row in node.iter.elts
            if isinstance(row, ast.Tuple)
        ]
        if found:
            return found
    return []


def _filled(template: str) -> str:
    return re.sub(r"\{[^{}]*\}", UNKNOWN, template)
