"""What the house promises: light imports, short files, names that are allowed, and one table of layers."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "sheetllm_xl"
SOURCES = sorted(PACKAGE.rglob("*.py"))

HEAVY = {"anthropic", "httpx2", "keyring", "openpyxl", "rapidfuzz", "rich", "typer", "xlrd", "xlwings"}
HEAVY |= {"charset_normalizer", "pandas", "polars", "pydantic"}
TESTS = sorted((ROOT / "tests").rglob("*.py"))
SHELLS = {  # where an unforeseen fault ends, and why it may end there
    "models/claude.py:work": "raised again in the caller's thread",
    "cli/screen.py:invoke": "a command ends with an exit code",
    "server/workers.py:_loop": "a thread that ended would leave cells waiting",
    "server/__init__.py:CallUDF": "what Excel gave cannot be read",
    "server/__init__.py:RunButton": "a button never ends in a debugger",
    "server/__init__.py:_attempted": "a fault in one piece of work ends no server that others wait for",
    "excel/errands.py:_settle": "it is raised where it was asked for",
    "ribbon/surroundings.py:work": "a thread's failure would be seen by nobody",
    "page/conversation.py:_ask": "a thread's failure would be seen by nobody, and the question wait for ever",
    "udfs.py:_guarded": "a cell never shows a traceback",
}


def length(path: Path) -> int:
    """Lines of a file."""
    return len(path.read_text(encoding="utf-8").splitlines())


def broad_excepts(path: Path) -> list[str]:
    """The functions of a file that catch everything, by name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside: dict[ast.AST, str] = {}
    for node in ast.walk(tree):  # breadth first: the innermost function comes last
        if isinstance(node, ast.FunctionDef):
            inside |= dict.fromkeys(ast.walk(node), node.name)
    handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    return [inside.get(handler, "") for handler in handlers if _catches_everything(handler.type)]


def _catches_everything(caught: ast.expr | None) -> bool:
    kinds = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(
        kind is None or (isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException")) for kind in kinds
    )


def test_importing_the_package_loads_no_heavy_one() -> None:
    program = "import sys, sheetllm_xl; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & HEAVY


def test_the_engine_is_loaded_in_its_own_process_alone() -> None:
    program = "import sys, sheetllm_xl.calc; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "ironcalc" not in {name.partition(".")[0] for name in done.stdout.split()}


def test_the_server_begins_without_what_no_cell_waits_for() -> None:
    program = "import sys, sheetllm_xl.server; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"anthropic", "openpyxl", "http.client", "keyring", "starlette", "ironcalc", "rich"} & {*loaded}


@pytest.mark.parametrize("command", ["--help", "detect --help"])
def test_the_command_line_starts_without_the_sdk(command: str) -> None:
    program = (
        "import sys; from sheetllm_xl.cli import cli\n"
        f"try: cli({command.split()!r})\n"
        "except SystemExit: print('LOADED', *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.partition("LOADED")[2].split()}
    assert loaded
    assert not loaded & {"anthropic", "xlwings"}


def test_files_are_short() -> None:
    lengths = sorted(length(path) for path in SOURCES)
    assert lengths[-1] <= 300
    assert lengths[len(lengths) // 2] < 120


def test_files_of_tests_are_no_longer() -> None:
    assert [path.relative_to(ROOT / "tests").as_posix() for path in TESTS if length(path) > 300] == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    names = "|".join(path.stem for path in SOURCES)
    assert not re.search(r"util|helper|manager|processor|handler", names)


def test_only_the_shells_catch_everything() -> None:
    caught = {f"{path.relative_to(PACKAGE).as_posix()}:{name}" for path in SOURCES for name in broad_excepts(path)}
    assert caught == SHELLS.keys()


@pytest.mark.parametrize(
    ("handler", "is_broad"),
    [
        ("except:", True),
        ("except Exception as error:", True),
        ("except (ValueError, BaseException):", True),
        ("except ValueError:", False),
        ("except (KeyError, OSError) as error:", False),
    ],
)
def test_a_broad_except_is_seen(tmp_path: Path, handler: str, is_broad: bool) -> None:
    path = tmp_path / "module.py"
    path.write_text(f"def work() -> None:\n    try:\n        pass\n    {handler}\n        pass\n", encoding="utf-8")
    assert broad_excepts(path) == (["work"] if is_broad else [])


def test_the_paid_parts_of_xlwings_are_never_named() -> None:
    for path in SOURCES:
        assert "xlwings.pro" not in path.read_text(encoding="utf-8")


def test_the_paid_parts_of_xlwings_are_never_imported() -> None:
    program = (
        "import importlib, pkgutil, sys, sheetllm_xl\n"
        "for module in pkgutil.walk_packages(sheetllm_xl.__path__, 'sheetllm_xl.'):\n"
        "    module.name.endswith('__main__') or importlib.import_module(module.name)\n"
        "print('xlwings' in sys.modules, [name for name in sys.modules if name.startswith('xlwings.' + 'pro')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True []"


def test_every_module_has_a_layer_and_the_linter_asks_for_it() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    assert contract["exhaustive"] is True
    assert contract["containers"] == ["sheetllm_xl"]
    layers = contract["layers"]
    assert 1 < len(layers) <= 13
    named = {name.strip() for layer in layers for name in layer.split("|")}
    found = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py"} - {"__init__"}
    found |= {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert found == named


def test_top_level_names_are_the_agreed_ones() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    top = {name.partition("/")[0] for name in listed.stdout.split("\n") if name and not name.startswith(".")}
    agreed = {"pyproject.toml", "addin", "sheetllm_xl", "ribbon", "tests", "installer", "README.md", "LICENSE"}
    agreed |= {"CHANGELOG.md"}
    assert top <= agreed
