Attribute VB_Name = "Told"
' The Excel tables of the sheets that a call concerns, told along with it: asked for from outside Excel, each would
' cost the server six calls. sheetllm_xl/excel/calling.py reads it.
Option Explicit
Option Private Module

Private calculation As Double ' 0 until Excel has told of an event

' Excel has changed a cell, or ended a calculation: what cells ask from now on is of another one.
Public Sub NextCalculation()
    calculation = calculation + 1
End Sub

' A line that is the same for all cells of one calculation, so that they may share what was read; nothing while Excel is
' to tell of no events.
Public Function CalculationTold() As String
    On Error GoTo none
    If calculation > 0 And Application.EnableEvents Then
        CalculationTold = "=" & CStr(Application.Hwnd) & "." & CStr(calculation) & vbLf
    End If
none:
End Function

' Of the sheets of all ranges among the arguments; of the calling cell's own, where there is no range.
Public Function TablesConcerned(ByVal given As Variant, ByVal caller As Object) As String
    Dim argument As Variant
    Dim text As String
    For Each argument In given
        If TypeName(argument) = "Range" Then text = text & TablesBeside(argument)
    Next argument
    If Len(text) = 0 And Not caller Is Nothing Then text = TablesBeside(caller)
    TablesConcerned = text
End Function

' Of the sheet in front.
Public Function TablesInFront() As String
    On Error GoTo none
    TablesInFront = TablesBeside(Application.ActiveSheet.Cells(1, 1))
none:
End Function

' A line with the sheet's name as it stands in an external address; for each table one with a tab before each of name,
' cells, whether it has headers, and whether totals. Nothing where it cannot be told.
Private Function TablesBeside(ByVal area As Object) As String
    Dim sheet As Object
    Dim listed As Object
    Dim text As String
    On Error GoTo none
    Set sheet = area.Worksheet
    text = sheet.Cells(1, 1).Address(False, False, 1, True)
    text = Left$(text, InStrRev(text, "!") - 1) & vbLf
    For Each listed In sheet.ListObjects
        text = text & vbTab & listed.Name & vbTab & listed.Range.Address(False, False) & vbTab & _
            Flag(listed.ShowHeaders) & vbTab & Flag(listed.ShowTotals) & vbLf
    Next listed
    TablesBeside = text
none:
End Function

Private Function Flag(ByVal shown As Boolean) As String
    If shown Then
        Flag = "1"
    Else
        Flag = "0"
    End If
End Function
