Attribute VB_Name = "Waiting"
' Cells without an answer, and when they are calculated again. The server itself calculates a cell whose answer has
' come; what is kept here is for a server that was ended meanwhile, for cells the function wizard held back, and for
' cells no server could be started for.
Option Explicit
Option Private Module

' A cell that waits longer than this is looked at by calculating it, until so many were found waiting still: the server
' knows of it, or the ledger does, and neither costs a question.
Private Const PATIENCE_SECONDS As Double = 15
Private Const MOST_IN_VAIN As Long = 20

' Calculating goes on with the next look, when it has kept Excel this long.
Private Const LONGEST_SECONDS As Double = 1
Private Const SECONDS_A_DAY As Double = 86400
Private Const AT_ONCE As Double = 0

' Of arrays: the cell, its key, since when, the number of the server that was asked. A cell's key is its address when it
' was put there, so an entry may be found under an address that another cell has by now.
Private pending As Collection
Private unserved As Collection ' cells that show #CONNECT! for want of a server

Private calledByClock As Boolean
Private callsOfExcel As Long
Private calculatedAt As Double

' Excel calls a function.
Public Sub Came()
    callsOfExcel = callsOfExcel + 1
End Sub

' The server says that the answer is on its way.
Public Sub Await(ByVal cell As Object, ByVal serverNumber As Long)
    Expect cell, CDbl(Now), serverNumber
End Sub

' Nobody was asked: the wizard is open, or the cell was saved while it waited.
Public Sub HoldBack(ByVal cell As Object)
    Expect cell, AT_ONCE, 0
End Sub

' There is no server. The cell says so, and asks again when one is there.
Public Sub PutOff(ByVal cell As Object)
    If cell Is Nothing Then Exit Sub
    Settle cell
    If unserved Is Nothing Then Set unserved = New Collection
    Remember unserved, cell, AT_ONCE, 0
End Sub

' The cell has what it asked for.
Public Sub Settle(ByVal cell As Object)
    Dim key As String
    If cell Is Nothing Or PendingCells() + WaitingCells() = 0 Then Exit Sub
    key = KeyOf(cell)
    Forget pending, key
    Forget unserved, key
End Sub

' How many cells are to be looked at.
Public Function PendingCells() As Long
    If Not pending Is Nothing Then PendingCells = pending.Count
End Function

' How many cells wait for a server to be there.
Public Function WaitingCells() As Long
    If Not unserved Is Nothing Then WaitingCells = unserved.Count
End Function

' At an event: what waits and can be calculated. Once a second is enough, for a macro that writes ten thousand cells.
Public Sub CalculateWaiting()
    If CDbl(Now) = calculatedAt Or PendingCells() + WaitingCells() = 0 Then Exit Sub
    If IsCopying() Then Exit Sub
    If WizardIsOpen() Then Exit Sub
    calculatedAt = CDbl(Now)
    If WaitingCells() > 0 Then
        If Connected() Then ServePutOff
    End If
    CalculatePending
End Sub

' Excel's clock calls while nothing is being typed and no dialog is open, whatever the sign of the wizard says: where
' that sign stands for ever, the cells settle all the same.
Public Sub CalculateByClock()
    If IsCopying() Then Exit Sub
    calledByClock = True
    On Error Resume Next ' else the sign would never be looked at again
    CalculatePending
    calledByClock = False
End Sub

' What was copied may still be pasted: calculating would end that. The cells wait for the next look.
Public Function IsCopying() As Boolean
    On Error Resume Next
    IsCopying = (Application.CutCopyMode <> 0)
End Function

Public Function IsCalledByClock() As Boolean
    IsCalledByClock = calledByClock
End Function

' Cells whose server has gone ask the next one, or learn that there is none; a few that wait for long are looked at.
Private Sub CalculatePending()
    Dim entry As Variant
    Dim began As Double
    Dim serverNumber As Long
    Dim inVain As Long
    If PendingCells() = 0 Then Exit Sub
    began = CDbl(Now)
    serverNumber = CheckServer()
    For Each entry In Due(serverNumber)
        If HasMoved(entry) Then
            Set pending = Rekeyed(pending) ' and the next look goes on
            Exit For
        End If
        If entry(2) = AT_ONCE Or entry(3) <> serverNumber Then
            Recalculate entry, serverNumber
        ElseIf inVain < MOST_IN_VAIN Then
            Recalculate entry, serverNumber
            If Holds(pending, entry(1)) Then inVain = inVain + 1
        End If
        If Abs(CDbl(Now) - began) * SECONDS_A_DAY > LONGEST_SECONDS Then Exit For
    Next entry
End Sub

Private Function Due(ByVal serverNumber As Long) As Collection
    Dim found As Collection
    Dim entry As Variant
    Set found = New Collection
    For Each entry In pending
        If entry(2) = AT_ONCE Or entry(3) <> serverNumber Then
            found.Add entry
        ElseIf Abs(CDbl(Now) - entry(2)) * SECONDS_A_DAY > PATIENCE_SECONDS Then
            found.Add entry
        End If
    Next entry
    Set Due = found
End Function

' Thousands of them are calculated in portions too.
Private Sub ServePutOff()
    Dim cells As Collection
    Dim entry As Variant
    Set cells = unserved
    Set unserved = Nothing
    On Error Resume Next ' a cell may have been deleted since
    For Each entry In cells
        HoldBack entry(0)
    Next entry
End Sub

' A cell that Excel did not calculate just then goes on waiting.
Private Sub Recalculate(ByVal entry As Variant, ByVal serverNumber As Long)
    Dim cell As Object
    On Error Resume Next ' it may have been deleted since
    Set cell = entry(0)
    Settle cell
    If Not IsCalculated(cell) Then Await cell, serverNumber
End Sub

' Excel need not calculate a cell in automatic mode that it takes for clean: what was calculated is what has called. A
' cell that does not wait any more has something else in it by now.
Private Function IsCalculated(ByVal cell As Object) As Boolean
    Dim before As Long
    On Error GoTo failed
    before = callsOfExcel
    NextCalculation
    cell.Calculate
    If callsOfExcel = before Then MakeDirty cell
    NextCalculation
    IsCalculated = (callsOfExcel <> before)
    If Not IsCalculated Then IsCalculated = Not ShowsWaiting(cell.Value)
    Exit Function
failed:
    IsCalculated = False
End Function

' Range.Dirty means the cells of that address on the sheet in front.
Private Sub MakeDirty(ByVal cell As Object)
    If KeyOf(Application.ActiveSheet.Range(cell.Address(False, False))) <> KeyOf(cell) Then Exit Sub
    cell.Dirty
    cell.Calculate
End Sub

Private Sub Expect(ByVal cell As Object, ByVal since As Double, ByVal serverNumber As Long)
    If cell Is Nothing Then Exit Sub
    Settle cell
    If pending Is Nothing Then Set pending = New Collection
    Remember pending, cell, since, serverNumber
End Sub

Private Sub Remember(ByVal waiting As Collection, ByVal cell As Object, ByVal since As Double, _
                     ByVal serverNumber As Long)
    Dim key As String
    On Error Resume Next ' it has been deleted, or waits already
    key = KeyOf(cell)
    If Len(key) > 0 Then waiting.Add Array(cell, key, since, serverNumber), key
End Sub

Private Sub Forget(ByRef waiting As Collection, ByVal key As String)
    If Not Holds(waiting, key) Then Exit Sub
    If HasMoved(waiting(key)) Then Set waiting = Rekeyed(waiting)
    If Holds(waiting, key) Then waiting.Remove key
End Sub

Private Function Holds(ByVal waiting As Collection, ByVal key As String) As Boolean
    On Error GoTo none
    Holds = IsArray(waiting(key))
none:
End Function

' Or whether it has been deleted.
Private Function HasMoved(ByVal entry As Variant) As Boolean
    HasMoved = True
    On Error Resume Next
    HasMoved = (KeyOf(entry(0)) <> entry(1))
End Function

' Rows were inserted, or cells cut: all of them in one go under the addresses they have now, without the deleted ones.
Private Function Rekeyed(ByVal waiting As Collection) As Collection
    Dim found As Collection
    Dim entry As Variant
    Set found = New Collection
    For Each entry In waiting
        Remember found, entry(0), entry(2), entry(3)
    Next entry
    Set Rekeyed = found
End Function

Public Function KeyOf(ByVal cell As Object) As String
    KeyOf = cell.Address(True, True, 1, True)
End Function
