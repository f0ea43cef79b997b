Attribute VB_Name = "Functions"
' Written by addin/wrappers.py from sheetllm_xl/udfs.py: change that, then run this.
Option Explicit

Public Function ASKSHEET(ByVal question As Variant, Optional ByVal range As Variant, Optional ByVal shape As Variant, Optional ByVal options As Variant) As Variant
    If IsMissing(range) Then range = Empty
    If IsMissing(shape) Then shape = Empty
    If IsMissing(options) Then options = Empty
    ASKSHEET = CallServer("ASKSHEET", Array(question, range, shape, options))
End Function

Public Function ASKSHEET_WHY(ByVal cell As Variant) As Variant
    ASKSHEET_WHY = CallServer("ASKSHEET_WHY", Array(cell))
End Function

Public Function ASKSHEET_FORMULA(ByVal cell As Variant) As Variant
    ASKSHEET_FORMULA = CallServer("ASKSHEET_FORMULA", Array(cell))
End Function

Public Function ASKSHEET_SOURCES(ByVal cell As Variant) As Variant
    ASKSHEET_SOURCES = CallServer("ASKSHEET_SOURCES", Array(cell))
End Function

Public Function SHEETTABLES(Optional ByVal range As Variant) As Variant
    If IsMissing(range) Then range = Empty
    SHEETTABLES = CallServer("SHEETTABLES", Array(range))
End Function

Public Function SHEETTOKENS(Optional ByVal range As Variant) As Variant
    If IsMissing(range) Then range = Empty
    SHEETTOKENS = CallServer("SHEETTOKENS", Array(range))
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
