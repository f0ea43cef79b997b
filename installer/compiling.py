"""Run by the Python of the product, ``python compiling.py FOLDER KEPT``: each source below becomes byte code.

The code names its file without the build's folder and is never checked against a source's time. Descriptions of other
people's functions stay out, a sixth of all byte code; those of the package KEPT stay, for the command line's help.
"""

import ast
import importlib.util
import marshal
import sys
from pathlib import Path

_UNCHECKED = 0b01  # PEP 552: the code is of that source, and nobody looks


def compiled(source: bytes, name: str, described: bool) -> bytes:
    """The file of byte code; ``described``: with its descriptions."""
    tree = ast.parse(source)
    if not described:
        _undescribe(tree)
    head = importlib.util.MAGIC_NUMBER + _UNCHECKED.to_bytes(4, "little") + importlib.util.source_hash(source)
    return head + marshal.dumps(compile(tree, name, "exec", dont_inherit=True))


def _undescribe(tree: ast.Module) -> None:
    """Empty the descriptions. They stay texts, since some are put together out of others."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            text = first.value if isinstance(first, ast.Expr) else None
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                text.value = ""


if __name__ == "__main__":
    top = Path(sys.argv[1])
    for path in sorted(top.rglob("*.py")):
        place = path.relative_to(top)
        path.with_suffix(".pyc").write_bytes(compiled(path.read_bytes(), f"./{place}", place.parts[0] == sys.argv[2]))
        path.unlink()
