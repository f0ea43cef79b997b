Attribute VB_Name = "Functions"
' Written by addin/wrappers.py from sheetllm_xl/udfs.py: change that, then run this.
Option Explicit

Public Function ASKSHEET(ByVal question As Variant, Optional ByVal range As Variant, Optional ByVal shape As Variant, Optional ByVal options As Variant) As Variant
Attribute ASKSHEET.VB_Description = "Answers a question about a range. The value is computed from the cells, and stays until they change."
Attribute ASKSHEET.VB_ProcData.VB_Invoke_Func = " \n14"
    If IsMissing(range) Then range = Empty
    If IsMissing(shape) Then shape = Empty
    If IsMissing(options) Then options = Empty
    ASKSHEET = CallServer("ASKSHEET", Array(question, range, shape, options))
End Function

Public Function ASKSHEET_WHY(ByVal cell As Variant) As Variant
Attribute ASKSHEET_WHY.VB_Description = "Says what the answer in a cell stands on, or why there is none and what to do."
Attribute ASKSHEET_WHY.VB_ProcData.VB_Invoke_Func = " \n14"
    ASKSHEET_WHY = CallServer("ASKSHEET_WHY", Array(cell))
End Function

Public Function ASKSHEET_FORMULA(ByVal cell As Variant) As Variant
Attribute ASKSHEET_FORMULA.VB_Description = "Shows the formula that the answer in a cell was computed with, as a text."
Attribute ASKSHEET_FORMULA.VB_ProcData.VB_Invoke_Func = " \n14"
    ASKSHEET_FORMULA = CallServer("ASKSHEET_FORMULA", Array(cell))
End Function

Public Function ASKSHEET_SOURCES(ByVal cell As Variant) As Variant
Attribute ASKSHEET_SOURCES.VB_Description = "Lists the cells that the answer in a cell stands on, what they hold, and whether that was checked."
Attribute ASKSHEET_SOURCES.VB_ProcData.VB_Invoke_Func = " \n14"
    ASKSHEET_SOURCES = CallServer("ASKSHEET_SOURCES", Array(cell))
End Function

Public Function SHEETTABLES(Optional ByVal range As Variant) As Variant
Attribute SHEETTABLES.VB_Description = "Lists the tables in a range: where each begins and ends, its size, and its header rows. Sends nothing."
Attribute SHEETTABLES.VB_ProcData.VB_Invoke_Func = " \n14"
    If IsMissing(range) Then range = Empty
    SHEETTABLES = CallServer("SHEETTABLES", Array(range))
End Function

Public Function SHEETTOKENS(Optional ByVal range As Variant) As Variant
Attribute SHEETTOKENS.VB_Description = "Counts the tokens of a range: written out in full, and compressed, side by side. Sends nothing."
Attribute SHEETTOKENS.VB_ProcData.VB_Invoke_Func = " \n14"
    If IsMissing(range) Then range = Empty
    SHEETTOKENS = CallServer("SHEETTOKENS", Array(range))
End Function
