Attribute VB_Name = "Functions"
' Written by addin/wrappers.py from sheetllm_xl/udfs.py: change that, then run this.
Option Explicit

Public Function ASKSHEET(question As Variant, Optional range As Variant, Optional shape As Variant, Optional options As Variant) As Variant
    Dim given(0 To 3) As Variant
    Keep given(0), question
    If Not IsMissing(range) Then Keep given(1), range
    If Not IsMissing(shape) Then Keep given(2), shape
    If Not IsMissing(options) Then Keep given(3), options
    ASKSHEET = CallServer("ASKSHEET", given)
End Function

Public Function ASKSHEET_WHY(cell As Variant) As Variant
    Dim given(0 To 0) As Variant
    Keep given(0), cell
    ASKSHEET_WHY = CallServer("ASKSHEET_WHY", given)
End Function

Public Function ASKSHEET_FORMULA(cell As Variant) As Variant
    Dim given(0 To 0) As Variant
    Keep given(0), cell
    ASKSHEET_FORMULA = CallServer("ASKSHEET_FORMULA", given)
End Function

Public Function ASKSHEET_SOURCES(cell As Variant) As Variant
    Dim given(0 To 0) As Variant
    Keep given(0), cell
    ASKSHEET_SOURCES = CallServer("ASKSHEET_SOURCES", given)
End Function

Public Function SHEETTABLES(Optional range As Variant) As Variant
    Dim given(0 To 0) As Variant
    If Not IsMissing(range) Then Keep given(0), range
    SHEETTABLES = CallServer("SHEETTABLES", given)
End Function

Public Function SHEETTOKENS(Optional range As Variant) As Variant
    Dim given(0 To 0) As Variant
    If Not IsMissing(range) Then Keep given(0), range
    SHEETTOKENS = CallServer("SHEETTOKENS", given)
End Function

' What the function wizard says of each. A build or a moment that refuses leaves the functions as they are.
Public Sub DescribeFunctions()
    On Error Resume Next
    Application.MacroOptions Macro:="ASKSHEET", Category:="SheetLLM", _
        Description:="Answers a question about a range. The answer stays until the question or the cells change.", _
        ArgumentDescriptions:=Array( _
        "What to ask, or a cell that holds the question.", _
        "The cells to ask about, for example Sales!A:H. Left out: the used cells of this sheet.", _
        "cell, row, column or table: the form of the answer. Left out: one cell.", _
        "Settings for this cell alone, as name=value; name=value.")
    Application.MacroOptions Macro:="ASKSHEET_WHY", Category:="SheetLLM", _
        Description:="Says in a sentence why the cell shows what it shows, and what to do about an error.", _
        ArgumentDescriptions:=Array( _
        "A cell that holds an ASKSHEET formula.")
    Application.MacroOptions Macro:="ASKSHEET_FORMULA", Category:="SheetLLM", _
        Description:="Gives the Excel formula that computes the same answer, as text.", _
        ArgumentDescriptions:=Array( _
        "A cell that holds an ASKSHEET formula.")
    Application.MacroOptions Macro:="ASKSHEET_SOURCES", Category:="SheetLLM", _
        Description:="Lists the cells the answer stands on.", _
        ArgumentDescriptions:=Array( _
        "A cell that holds an ASKSHEET formula.")
    Application.MacroOptions Macro:="SHEETTABLES", Category:="SheetLLM", _
        Description:="Lists the address of every table in a range.", _
        ArgumentDescriptions:=Array( _
        "The cells to look at. Left out: the used cells of this sheet.")
    Application.MacroOptions Macro:="SHEETTOKENS", Category:="SheetLLM", _
        Description:="Counts the tokens of a range before and after compression.", _
        ArgumentDescriptions:=Array( _
        "The cells to count. Left out: the used cells of this sheet.")
End Sub
