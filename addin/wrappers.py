"""Functions.bas, written from the signatures and docstrings of ``sheetllm_xl.udfs``, one VBA function for each.

``python addin/wrappers.py`` rewrites it; a test fails while it differs from what this writes.
"""

from __future__ import annotations

import ast
import inspect
import sys
from pathlib import Path
from types import FunctionType, ModuleType

FUNCTIONS = Path(__file__).parent / "vba" / "Functions.bas"
LONGEST_HELP = 255  # what Application.MacroOptions takes for a description or an argument

_HEAD = """\
Attribute VB_Name = "Functions"
' Written by addin/wrappers.py from sheetllm_xl/udfs.py: change that, then run this.
Option Explicit
"""

_DESCRIBE = """\
' What the function wizard says of each. Excel describes no function of a hidden workbook, so for that moment this is no
' add-in. A build or a moment that refuses leaves the functions as they are.
Public Sub DescribeFunctions()
    Dim book As Object
    On Error Resume Next
    Set book = ThisWorkbook
    Application.ScreenUpdating = False
    book.IsAddin = False
{lines}
    book.IsAddin = True
    book.Saved = True
    Application.ScreenUpdating = True
End Sub

Private Sub Describe(ByVal book As Object, ByVal functionName As String, ByVal purpose As String, _
                     ByVal arguments As Variant)
    On Error Resume Next
    Application.MacroOptions Macro:="'" & book.Name & "'!" & functionName, Description:=purpose, _
        Category:="SheetLLM", ArgumentDescriptions:=arguments
End Sub
"""


def worksheet_functions(module: ModuleType) -> list[FunctionType]:
    """The functions of ``module`` that Excel sees: public, defined there, upper case; in source order."""
    found = [value for name, value in vars(module).items() if inspect.isfunction(value) and name.isupper()]
    return [function for function in found if function.__module__ == module.__name__ and function.__name__[0] != "_"]


def functions_module(module: ModuleType) -> str:
    """The text of Functions.bas. Raises ValueError for a signature or a help text that Excel cannot take."""
    functions = worksheet_functions(module)
    help_texts = argument_help(module)
    wrappers = [_wrapper(function) for function in functions]
    lines = "\n".join(_description(function, help_texts.get(function.__name__, {})) for function in functions)
    return "\n".join([_HEAD, *wrappers, _DESCRIBE.format(lines=lines)])


def argument_help(module: ModuleType) -> dict[str, dict[str, str]]:
    """Per function, the ``doc`` of each ``arg`` decorator. Read from the source: off Windows xlwings drops them."""
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.FunctionDef):
            calls = [call for call in node.decorator_list if isinstance(call, ast.Call) and _called(call) == "arg"]
            found[node.name] = dict(doc for call in calls if (doc := _doc(call, module)) is not None)
    return found


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _doc(call: ast.Call, module: ModuleType) -> tuple[str, str] | None:
    for keyword in call.keywords:
        if keyword.arg == "doc":
            constants = {name: value for name, value in vars(module).items() if isinstance(value, str)}
            value = keyword.value
            text = constants[value.id] if isinstance(value, ast.Name) else ast.literal_eval(value)
            return ast.literal_eval(call.args[0]), " ".join(text.split())
    return None


def _wrapper(function: FunctionType) -> str:
    name, parameters = function.__name__, list(inspect.signature(function).parameters.values())
    if any(parameter.kind is not parameter.POSITIONAL_OR_KEYWORD for parameter in parameters):
        raise ValueError(f"{name}: a worksheet function takes plain parameters only")
    signature = [_declared(parameter) for parameter in parameters]
    left_out = [parameter.name for parameter in parameters if parameter.default is not parameter.empty]
    body = [f"    If IsMissing({argument}) Then {argument} = Empty" for argument in left_out]
    given = ", ".join(parameter.name for parameter in parameters)
    body.append(f'    {name} = CallServer("{name}", Array({given}))')
    opening = f"Public Function {name}({', '.join(signature)}) As Variant"
    return "\n".join([opening, *body, "End Function", ""])


def _declared(parameter: inspect.Parameter) -> str:
    needed = parameter.default is parameter.empty
    return f"{'' if needed else 'Optional '}ByVal {parameter.name} As Variant"


def _description(function: FunctionType, help_texts: dict[str, str]) -> str:
    name, arguments = function.__name__, list(inspect.signature(function).parameters)
    first_line = (function.__doc__ or "").strip().partition("\n")[0]
    texts = [first_line, *(help_texts.get(argument, "") for argument in arguments)]
    for about, text in zip(["the docstring", *arguments], texts, strict=True):
        if not text or not text.isascii() or len(text) > LONGEST_HELP:
            raise ValueError(f"{name}: {about} needs one to {LONGEST_HELP} ASCII characters of help")
    described, *explained = [text.replace('"', '""') for text in texts]
    quoted = ", _\n        ".join(f'"{text}"' for text in explained)
    return f'    Describe book, "{name}", "{described}", Array( _\n        {quoted})'


def main() -> None:
    """Rewrite Functions.bas."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from sheetllm_xl import udfs

    FUNCTIONS.write_text(functions_module(udfs), encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
