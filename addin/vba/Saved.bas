Attribute VB_Name = "Saved"
' Cells that were saved while they waited: nothing else would ever calculate them. They are found, when their workbook
' is opened, by the error they show. A cell that hides errors, as =IFERROR(ASKSHEET("..."), "") does, cannot be told
' from one that has its answer: to calculate it could cost a question, so it is let be.
Option Explicit
Option Private Module

Private Const MOST_READ As Long = 50000 ' cells at a look; the next look goes on

Private Const FORMULAS As Long = -4123 ' xlCellTypeFormulas
Private Const ERRORS_ONLY As Long = 16 ' xlErrors

Private unread As Collection ' of ranges

Public Sub AwaitSaved(ByVal book As Object)
    Dim sheet As Object
    On Error Resume Next ' one sheet that cannot be read hinders no other
    If unread Is Nothing Then Set unread = New Collection
    For Each sheet In book.Worksheets
        unread.Add sheet.UsedRange
    Next sheet
    ReadSaved
End Sub

' How many ranges have not been read yet.
Public Function UnreadAreas() As Long
    If Not unread Is Nothing Then UnreadAreas = unread.Count
End Function

Public Sub ReadSaved()
    Dim area As Object
    Dim remaining As Long
    remaining = MOST_READ
    Do While UnreadAreas() > 0 And remaining > 0
        Set area = unread(1)
        unread.Remove 1
        remaining = remaining - 1 - CellsRead(area)
    Loop
End Sub

Private Function CellsRead(ByVal area As Object) As Long
    Dim failing As Object
    Dim cell As Object
    On Error GoTo none ' it holds no errors, or its workbook has been closed since
    Set failing = Suspects(area)
    If failing.CountLarge > MOST_READ Then
        Halve area
    Else
        CellsRead = failing.CountLarge
        For Each cell In failing.Cells
            AskIfItWaits cell
        Next cell
    End If
none:
End Function

' Of a single cell, SpecialCells would search the sheet; on a protected sheet it is refused.
Private Function Suspects(ByVal area As Object) As Object
    If area.CountLarge = 1 Then
        Set Suspects = area
    ElseIf Not area.Worksheet.ProtectContents Then
        Set Suspects = area.SpecialCells(FORMULAS, ERRORS_ONLY)
    ElseIf Application.WorksheetFunction.CountA(area) > 0 Then
        Set Suspects = area
    End If
End Function

' A single row never has too many cells.
Private Sub Halve(ByVal area As Object)
    Dim total As Long
    Dim half As Long
    total = area.Rows.Count
    half = total \ 2
    unread.Add area.Resize(half)
    unread.Add area.Rows(half + 1).Resize(total - half)
End Sub

' Excel calculates an array formula whole or not at all.
Private Sub AskIfItWaits(ByVal cell As Object)
    On Error GoTo none
    If Not ShowsWaiting(cell.Value) Then Exit Sub
    If Not IsOurs(cell.Formula) Then Exit Sub
    If cell.HasArray Then
        HoldBack cell.CurrentArray
    Else
        HoldBack cell
    End If
none:
End Sub

Private Function IsOurs(ByVal written As String) As Boolean
    Dim beginning As Variant
    For Each beginning In Array("ASKSHEET", "SHEETTABLES", "SHEETTOKENS")
        If InStr(1, written, beginning, vbTextCompare) > 0 Then IsOurs = True
    Next beginning
End Function
