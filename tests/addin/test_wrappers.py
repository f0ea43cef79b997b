"""The wrappers are what the Python signatures make of them, and signatures Excel cannot take are refused."""

from __future__ import annotations

import importlib.util
import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

from addin.wrappers import ARGUMENTS, FUNCTIONS, arguments_part, functions_module, worksheet_functions
from sheetllm_xl import udfs

AGREED = {
    "ASKSHEET": ["question", "range", "shape", "options"],
    "ASKSHEET_WHY": ["cell"],
    "ASKSHEET_FORMULA": ["cell"],
    "ASKSHEET_SOURCES": ["cell"],
    "SHEETTABLES": ["range"],
    "SHEETTOKENS": ["range"],
}


def module(tmp_path: Path, source: str) -> ModuleType:
    path = tmp_path / "some_udfs.py"
    path.write_text("import xlwings\n" + source, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("some_udfs", path)
    assert spec
    assert spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def test_the_committed_wrappers_have_not_drifted() -> None:
    assert FUNCTIONS.read_text(encoding="ascii") == functions_module(udfs), "run: python addin/wrappers.py"
    assert ARGUMENTS.read_text(encoding="ascii") == arguments_part(udfs), "run: python addin/wrappers.py"


def test_the_functions_are_the_agreed_ones() -> None:
    found = {function.__name__: list(inspect.signature(function).parameters) for function in worksheet_functions(udfs)}
    assert found == AGREED


def test_a_changed_signature_changes_the_wrapper(tmp_path: Path) -> None:
    one = '@xlwings.arg("a", doc="A.")\ndef F(a):\n    """Does."""\n'
    two = one.replace("def F(a)", "def F(a=None)")
    first, second = (functions_module(module(tmp_path, source)) for source in (one, two))
    assert re.search(r"Function F\(ByVal a As Variant\) As Variant\n(Attribute .*\n)*    F = CallServer", first)
    assert re.search(r"Function F\(Optional ByVal a As Variant\) As Variant\n(Attribute .*\n)*    If IsMissing", second)


def test_marks_in_the_help_are_written_as_each_text_takes_them(tmp_path: Path) -> None:
    made = module(tmp_path, '@xlwings.arg("a", doc=\'Say "x" & <y>.\')\ndef F(a):\n    """Does "z"."""\n')
    assert 'Attribute F.VB_Description = "Does ""z""."' in functions_module(made)
    assert 'index="0">Say "x" &amp; &lt;y&gt;.<' in arguments_part(made)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ('def F(a):\n    """Does."""\n', "a needs"),
        ('@xlwings.arg("a", doc="")\ndef F(a):\n    """Does."""\n', "a needs"),
        (f'@xlwings.arg("a", doc="{"x" * 256}")\ndef F(a):\n    """Does."""\n', "a needs"),
        ('@xlwings.arg("a", doc="für")\ndef F(a):\n    """Does."""\n', "ASCII"),
        ('@xlwings.arg("a", doc="A.")\ndef F(a):\n    pass\n', "docstring"),
        ('@xlwings.arg("a", doc="A.")\ndef F(*a):\n    """Does."""\n', "plain parameters"),
    ],
)
def test_what_excel_cannot_take_is_refused(tmp_path: Path, source: str, complaint: str) -> None:
    made = module(tmp_path, source)
    with pytest.raises(ValueError, match=complaint):
        functions_module(made) + arguments_part(made)
