Attribute VB_Name = "Formats"
' Dates that came as answers. Excel formats a date that is typed, not one that a function returns: where the format is
' General, such a cell shows a number of days. It gets Excel's own format of dates once, when Excel does not calculate;
' not again where a person sets General back. Whatever a macro changes, Excel forgets what could be undone.
Option Explicit
Option Private Module

Private Const DATE_ALONE As String = "m/d/yyyy" ' built in: Excel shows it as the region writes dates
Private Const DATE_AND_TIME As String = "m/d/yyyy h:mm"

Private dated As Collection ' of arrays: the cell, the format
Private seen As Collection ' the places of cells that were looked at for this

Public Sub AwaitFormat(ByVal cell As Object, ByVal answer As Variant)
    If cell Is Nothing Or VarType(answer) <> vbDate Then Exit Sub
    If dated Is Nothing Then Set dated = New Collection
    If CDbl(answer) = Int(CDbl(answer)) Then
        dated.Add Array(cell, DATE_ALONE)
    Else
        dated.Add Array(cell, DATE_AND_TIME)
    End If
End Sub

' Not while something that was copied may still be pasted: a change would end that.
Public Sub FormatDates()
    Dim found As Collection
    Dim entry As Variant
    If dated Is Nothing Then Exit Sub
    If IsCopying() Then Exit Sub
    Set found = dated
    Set dated = Nothing
    On Error Resume Next ' a cell may have been deleted, or be on a protected sheet
    For Each entry In found
        FormatOnce entry(0), entry(1)
    Next entry
End Sub

' A place that is known already cannot be added, and the cell is left alone.
Private Sub FormatOnce(ByVal cell As Object, ByVal code As String)
    Dim key As String
    On Error GoTo known
    If seen Is Nothing Then Set seen = New Collection
    key = KeyOf(cell)
    seen.Add key, key
    If cell.NumberFormat = "General" Then cell.NumberFormat = code
known:
End Sub
