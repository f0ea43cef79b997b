"""Functions.bas, written from the signatures and docstrings of ``sheetllm_xl.udfs``, one VBA function for each.

What the function wizard says is there where Excel itself keeps it when it saves an add-in: of a function, in attributes
of its VBA; of the arguments, in arguments.xml, which becomes a part of the workbook's own. Excel need not be told.

``python addin/wrappers.py`` rewrites both; a test fails while they differ from what this writes.
"""

from __future__ import annotations

import ast
import inspect
import sys
from pathlib import Path
from types import FunctionType, ModuleType
from xml.sax.saxutils import escape

FUNCTIONS = Path(__file__).parent / "vba" / "Functions.bas"
ARGUMENTS = Path(__file__).parent / "arguments.xml"
LONGEST_HELP = 255  # what Application.MacroOptions takes for a description or an argument

_HEAD = """\
Attribute VB_Name = "Functions"
' Written by addin/wrappers.py from sheetllm_xl/udfs.py: change that, then run this.
Option Explicit
"""

_USER_DEFINED = 14  # the group that Excel lists functions in where none is theirs
_SPACE = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_ARGUMENTS = "{8193D73E-4604-4355-AFF4-8A2333D13BE4}"  # as Excel 16 writes it; the types are in [MS-XLSX], x14


def worksheet_functions(module: ModuleType) -> list[FunctionType]:
    """The functions of ``module`` that Excel sees: public, defined there, upper case; in source order."""
    found = [value for name, value in vars(module).items() if inspect.isfunction(value) and name.isupper()]
    return [function for function in found if function.__module__ == module.__name__ and function.__name__[0] != "_"]


def functions_module(module: ModuleType) -> str:
    """The text of Functions.bas. Raises ValueError for a signature or a docstring that Excel cannot take."""
    return "\n".join([_HEAD, *map(_wrapper, worksheet_functions(module))])


def arguments_part(module: ModuleType) -> str:
    """The text of arguments.xml. Raises ValueError for a help text that Excel cannot take."""
    lines = [f'<ext xmlns:x14="{_SPACE}" uri="{_ARGUMENTS}">', "<x14:definedNames>"]
    help_texts = argument_help(module)
    for function in worksheet_functions(module):
        arguments, known = list(inspect.signature(function).parameters), help_texts.get(function.__name__, {})
        lines += [
            f'<x14:definedName name="{function.__name__}">',
            f'<x14:argumentDescriptions count="{len(arguments)}">',
        ]
        for place, argument in enumerate(arguments):
            text = escape(_admitted(function, argument, known.get(argument, "")))
            lines.append(f'<x14:argumentDescription index="{place}">{text}</x14:argumentDescription>')
        lines += ["</x14:argumentDescriptions>", "</x14:definedName>"]
    return "\n".join([*lines, "</x14:definedNames>", "</ext>", ""])


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
    purpose = _admitted(function, "the docstring", (function.__doc__ or "").strip().partition("\n")[0])
    described = purpose.replace('"', '""')
    attributes = [
        f'Attribute {name}.VB_Description = "{described}"',
        rf'Attribute {name}.VB_ProcData.VB_Invoke_Func = " \n{_USER_DEFINED}"',
    ]
    body = [f"    If IsMissing({argument}) Then {argument} = Empty" for argument in left_out]
    given = ", ".join(parameter.name for parameter in parameters)
    body.append(f'    {name} = CallServer("{name}", Array({given}))')
    opening = f"Public Function {name}({', '.join(signature)}) As Variant"
    return "\n".join([opening, *attributes, *body, "End Function", ""])


def _declared(parameter: inspect.Parameter) -> str:
    needed = parameter.default is parameter.empty
    return f"{'' if needed else 'Optional '}ByVal {parameter.name} As Variant"


def _admitted(function: FunctionType, about: str, text: str) -> str:
    if not text or not text.isascii() or len(text) > LONGEST_HELP:
        raise ValueError(f"{function.__name__}: {about} needs one to {LONGEST_HELP} ASCII characters of help")
    return text


def main() -> None:
    """Rewrite both."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from sheetllm_xl import udfs

    FUNCTIONS.write_text(functions_module(udfs), encoding="ascii", newline="\n")
    ARGUMENTS.write_text(arguments_part(udfs), encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
