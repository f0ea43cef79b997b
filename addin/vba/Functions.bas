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

' What the function wizard says of each. Excel describes no function of a hidden workbook, so for that moment this is no
' add-in. A build or a moment that refuses leaves the functions as they are.
Public Sub DescribeFunctions()
    Dim book As Object
    On Error Resume Next
    Set book = ThisWorkbook
    Application.ScreenUpdating = False
    book.IsAddin = False
    Describe book, "ASKSHEET", "Answers a question about a range. The value is computed from the cells, and stays until they change.", Array( _
        "What you want to know, in quotation marks, or a cell that holds it. Up to 8,000 characters.", _
        "The cells it is about, for example Sales!A:H, or (Jan!A:H,Feb!A:H). Left out: the cells around this one.", _
        "cell, row, column or table: how the answer is laid out. Left out: cell.", _
        "sentence: the answer in words. unverified: show what could not be checked. scope=workbook: reads all sheets. each=row: an answer for each row, as a column, with labels=a|b|c to choose from.")
    Describe book, "ASKSHEET_WHY", "Says what the answer in a cell stands on, or why there is none and what to do.", Array( _
        "A cell that holds ASKSHEET.")
    Describe book, "ASKSHEET_FORMULA", "Shows the formula that the answer in a cell was computed with, as a text.", Array( _
        "A cell that holds ASKSHEET.")
    Describe book, "ASKSHEET_SOURCES", "Lists the cells that the answer in a cell stands on, what they hold, and whether that was checked.", Array( _
        "A cell that holds ASKSHEET.")
    Describe book, "SHEETTABLES", "Lists the tables in a range: where each begins and ends, its size, and its header rows. Sends nothing.", Array( _
        "The cells to look at. Left out: the cells around this one.")
    Describe book, "SHEETTOKENS", "Counts the tokens of a range: written out in full, and compressed, side by side. Sends nothing.", Array( _
        "The cells to count. Left out: the cells around this one.")
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
