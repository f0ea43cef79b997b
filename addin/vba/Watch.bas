Attribute VB_Name = "Watch"
' A look at the cells that wait every two seconds, as long as any does. A worksheet function cannot ask Excel's clock
' for anything, so the first look is planned when Excel has calculated.
Option Explicit

Private Const SECONDS_BETWEEN As Double = 2
Private Const FORGOTTEN_SECONDS As Double = 60 ' a look that is this late, or this far off, is planned anew
Private Const SECONDS_A_DAY As Double = 86400

Private nextLook As Double ' 0 while none is planned

Public Sub WatchWaiting()
    If PendingCells() + UnreadAreas() = 0 Then Exit Sub
    If Abs(CDbl(Now) - nextLook) * SECONDS_A_DAY < FORGOTTEN_SECONDS Then Exit Sub
    StopWatching ' one that is only late would plan its own next look beside this one's, for ever
    On Error Resume Next ' Excel takes no appointment just then: the next calculation makes another
    nextLook = CDbl(Now) + SECONDS_BETWEEN / SECONDS_A_DAY
    Application.OnTime nextLook, Look()
    If Err.Number <> 0 Then nextLook = 0
End Sub

' What Excel's clock calls.
Public Sub LookAtWaiting()
    StopWatching ' where another look is planned, this is one that was given up
    On Error Resume Next ' a fault here must not end in a debugger
    ReadSaved
    CalculateByClock
    WatchWaiting
End Sub

' Excel would open the add-in again for an appointment that is left.
Public Sub StopWatching()
    On Error Resume Next
    If nextLook <> 0 Then Application.OnTime nextLook, Look(), , False
    nextLook = 0
End Sub

Private Function Look() As String
    Look = "'" & Application.ThisWorkbook.Name & "'!LookAtWaiting"
End Function
