Attribute VB_Name = "Waiting"
' Cells without an answer, and when they are calculated again. The server itself calculates a cell whose answer has
' come; what is kept here is for a server that was ended meanwhile, for cells the function wizard held back, and for
' cells no server could be started for.
Option Explicit
Option Private Module

' A cell that waits longer than this is looked at by calculating it, so many at a time: the server knows of it, or the
' ledger does, and neither costs a question.
Private Const PATIENCE_SECONDS As Double = 15
Private Const MOST_LOOKED_AT As Long = 20

' Calculating goes on with the next look, when it has kept Excel this long.
Private Const LONGEST_SECONDS As Double = 1
Private Const SECONDS_A_DAY As Double = 86400
Private Const AT_ONCE As Double = 0

Private Const FORMULAS As Long = -4123 ' xlCellTypeFormulas
Private Const ERRORS_ONLY As Long = 16 ' xlErrors
Private Const GETTING_DATA As Long = 2043
Private Const MOST_SAVED As Long = 20000

Private pending As Collection ' of arrays: the cell, its key, since when, the number of the server that was asked
Private unserved As Collection ' cells that show #CONNECT! for want of a server

' The server says that the answer is on its way.
Public Sub Await(ByVal cell As Object, ByVal serverNumber As Long)
    If Not cell Is Nothing Then Remember cell, CDbl(Now), serverNumber
End Sub

' The wizard is open, so nobody was asked.
Public Sub HoldBack(ByVal cell As Object)
    If cell Is Nothing Then Exit Sub
    Settle cell
    Remember cell, AT_ONCE, 0
End Sub

' There is no server. The cell says so, and asks again when one is there.
Public Sub PutOff(ByVal cell As Object)
    If cell Is Nothing Then Exit Sub
    Settle cell
    If unserved Is Nothing Then Set unserved = New Collection
    On Error Resume Next ' it is put off already
    unserved.Add cell, KeyOf(cell)
End Sub

' The cell has what it asked for.
Public Sub Settle(ByVal cell As Object)
    Dim key As String
    If cell Is Nothing Or PendingCells() + WaitingCells() = 0 Then Exit Sub
    key = KeyOf(cell)
    On Error Resume Next ' it did not wait
    If Not pending Is Nothing Then pending.Remove key
    If Not unserved Is Nothing Then unserved.Remove key
End Sub

' How many cells are to be looked at.
Public Function PendingCells() As Long
    If Not pending Is Nothing Then PendingCells = pending.Count
End Function

' How many cells wait for a server to be there.
Public Function WaitingCells() As Long
    If Not unserved Is Nothing Then WaitingCells = unserved.Count
End Function

' At an event: what waits and can be calculated.
Public Sub CalculateWaiting()
    Dim cells As Collection
    Dim cell As Variant
    CalculatePending
    If WaitingCells() = 0 Then Exit Sub
    If WizardIsOpen() Then Exit Sub
    If Not Connected() Then Exit Sub
    Set cells = unserved
    Set unserved = Nothing
    On Error Resume Next ' a cell may have been deleted since
    For Each cell In cells
        cell.Calculate
    Next cell
End Sub

' Cells whose server has gone ask the next one, or learn that there is none; a few that wait for long are looked at.
Public Sub CalculatePending()
    Dim entry As Variant
    Dim began As Double
    If PendingCells() = 0 Then Exit Sub
    If WizardIsOpen() Then Exit Sub
    began = CDbl(Now)
    For Each entry In Due(CheckServer())
        Recalculate entry
        If Abs(CDbl(Now) - began) * SECONDS_A_DAY > LONGEST_SECONDS Then Exit For
    Next entry
End Sub

' A workbook that was saved while cells waited shows #GETTING_DATA, and nothing else would ever calculate them.
Public Sub AwaitSaved(ByVal book As Object)
    Dim sheet As Object
    On Error Resume Next ' a sheet without errors, or a protected one, has no such cells
    For Each sheet In book.Worksheets
        AwaitSavedOn sheet
    Next sheet
End Sub

Private Sub AwaitSavedOn(ByVal sheet As Object)
    Dim failing As Object
    Dim cell As Object
    On Error GoTo none
    Set failing = sheet.UsedRange.SpecialCells(FORMULAS, ERRORS_ONLY)
    If failing.Count > MOST_SAVED Then Exit Sub
    For Each cell In failing
        If CLng(cell.Value) = GETTING_DATA Then
            If InStr(1, cell.Formula, "ASKSHEET(", vbTextCompare) > 0 Then HoldBack cell
        End If
    Next cell
none:
End Sub

Private Function Due(ByVal serverNumber As Long) As Collection
    Dim found As Collection
    Dim entry As Variant
    Dim lookedAt As Long
    Set found = New Collection
    For Each entry In pending
        If entry(2) = AT_ONCE Or entry(3) <> serverNumber Then
            found.Add entry
        ElseIf lookedAt < MOST_LOOKED_AT And Abs(CDbl(Now) - entry(2)) * SECONDS_A_DAY > PATIENCE_SECONDS Then
            lookedAt = lookedAt + 1
            found.Add entry
        End If
    Next entry
    Set Due = found
End Function

Private Sub Recalculate(ByVal entry As Variant)
    Dim cell As Object
    On Error Resume Next ' it may have been deleted, or settled, since
    Set cell = entry(0)
    pending.Remove entry(1)
    cell.Calculate
End Sub

Private Sub Remember(ByVal cell As Object, ByVal since As Double, ByVal serverNumber As Long)
    Dim key As String
    If pending Is Nothing Then Set pending = New Collection
    key = KeyOf(cell)
    On Error Resume Next ' it waits already
    pending.Add Array(cell, key, since, serverNumber), key
End Sub

Private Function KeyOf(ByVal cell As Object) As String
    KeyOf = cell.Address(True, True, 1, True)
End Function
