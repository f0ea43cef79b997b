"""VBScript as a stand-in for VBA: the same late-bound COM, the same variants. A script says values, in order.

A script is ASCII (Wine reads no other); what it says is written as UTF-16. It may use

    Say value           a value, or rows of values, with the kind of each
    Answer(f, given, cell)    what a worksheet function comes to, once it is no longer pending, as when F9 is pressed
"""

from __future__ import annotations

import re
import subprocess
from typing import Any

from .machine import Machine, _wine

_PRELUDE = """
Option Explicit
Dim told, server, excel
Set told = CreateObject("Scripting.FileSystemObject").CreateTextFile("{output}", True, True)
Set excel = CreateObject("StandIn.Excel")

' Wine waits 30 seconds for a server to start.
Sub Connect()
    Dim latest
    latest = Timer + 200
    On Error Resume Next
    Do While IsEmpty(server) And Timer < latest
        Set server = CreateObject("SheetLLM.Server")
        If IsEmpty(server) Then excel.Pause 500
    Loop
End Sub

Sub Write(value)
    If IsObject(value) Then
        told.WriteLine "object|"
    ElseIf IsArray(value) Then
        told.WriteLine "array|"
    Else
        told.WriteLine VarType(value) & "|" & Replace(Replace(CStr(value), vbCr, ""), vbLf, "\\n")
    End If
End Sub

Sub Say(value)
    Dim row, column
    If IsArray(value) Then
        told.WriteLine "rows|" & UBound(value, 1) + 1 & "," & UBound(value, 2) + 1
        For row = 0 To UBound(value, 1)
            For column = 0 To UBound(value, 2)
                Write value(row, column)
            Next
        Next
    Else
        Write value
    End If
End Sub

Function Pending(value)
    Pending = False
    If VarType(value) = 8 Then Pending = (value = Chr(1) & "2043")
End Function

Function Answer(name, given, cell)
    Dim tries, value
    For tries = 1 To 600
        value = server.CallUDF(name, given, cell)
        If Not Pending(value) Then Exit For
        excel.Pause 500
    Next
    Answer = value
End Function

"""
_TEXT, _EMPTY, _BOOLEAN = 8, 0, 11
_NUMBERS = (2, 3, 4, 5, 20)


def said(machine: Machine, script: str, timeout: float = 600) -> list[Any]:
    """What a script says; rows as lists of lists. A script that ends early says less."""
    name = r"C:\users\Public\said.txt"
    output = machine.folder / "prefix/drive_c/users/Public/said.txt"
    source = output.with_name("script.vbs")
    output.unlink(missing_ok=True)
    source.write_text(_PRELUDE.replace("{output}", name) + "Connect\n" + script, encoding="ascii")
    command = [str(_wine("wine64")), "cscript", "//nologo", machine.named(source)]
    with (machine.folder / "cscript").open("wb") as log:  # the server it starts keeps what it is given
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            timeout=timeout,
            env=machine._env(),
            cwd=machine.home,
            check=True,
        )
    lines = iter(output.read_text("utf-16").splitlines())
    return [_value(line, lines) for line in lines]


def _value(line: str, more: Any) -> Any:
    kind, _, text = line.partition("|")
    if kind == "rows":
        height, width = map(int, text.split(","))
        return [[_value(next(more), more) for _ in range(width)] for _ in range(height)]
    if kind in ("object", "array"):
        return kind
    number = int(kind)
    if number == _TEXT:
        return text.replace("\\n", "\n")
    if number in _NUMBERS:
        return float(text)
    return {"True": True, "False": False}[text] if number == _BOOLEAN else None if number == _EMPTY else (number, text)


def literal(text: str) -> str:
    """A text as a script has it: ASCII as it stands, other characters of Windows-1252 by number.

    >>> print(literal('Köln "1" '))
    "K" & Chr(246) & "ln ""1"" "
    """
    parts = re.split(r"([^\x20-\x7e])", text)
    quoted = [
        '"' + part.replace('"', '""') + '"' if i % 2 == 0 else f"Chr({_code(part)})" for i, part in enumerate(parts)
    ]
    return " & ".join(part for part in quoted if part != '""') or '""'


def _code(character: str) -> int:
    return character.encode("cp1252")[0]
