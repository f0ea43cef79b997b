Attribute VB_Name = "Bridge"
' The way of a worksheet function to the SheetLLM server and back. Nothing here raises a dialog from a cell,
' and no cell gets Empty (which Excel shows as 0): every failure is a true error value.
Option Explicit
Option Private Module

' The errors that came with dynamic arrays; an Excel without those knows none beyond #GETTING_DATA.
Private Const NEWEST_ERROR As Long = 2050

Private Const ERROR_NULL As Long = 2000
Private Const ERROR_VALUE As Long = 2015
Private Const ERROR_NA As Long = 2042
Private Const ERROR_GETTING_DATA As Long = 2043
Private Const ERROR_CONNECT As Long = 2046

Private Const TYPE_DECIMAL As Long = 14
Private Const TYPE_LONGLONG As Long = 20

' A server that could not be started is not tried again for this long: ten thousand cells must not each wait for it.
Private Const RETRY_SECONDS As Double = 10
Private Const SECONDS_A_DAY As Double = 86400

Private server As Object
Private serverNumber As Long ' of the one that is there, or would be next: what was asked of an earlier one is lost
Private compared As Boolean ' whether this server's version was looked at
Private failedAt As Double
Private largestError As Long ' 0 until Excel has been asked

' What the named function answers: a scalar or a two-dimensional array.
Public Function CallServer(ByVal functionName As String, ByVal given As Variant) As Variant
    Dim caller As Object
    Dim answer As Variant
    Dim heldBack As Boolean
    On Error GoTo failed
    Came
    Set caller = CallerCell()
    If Not caller Is Nothing Then heldBack = WizardIsOpen()
    If heldBack Then
        HoldBack caller
        CallServer = ErrorValue(ERROR_GETTING_DATA)
    ElseIf Asked(functionName, given, caller, answer) Then
        If IsPending(answer) Then
            Await caller, serverNumber
        Else
            Settle caller
        End If
        AwaitFormat caller, answer
        CallServer = Shown(answer)
    Else
        PutOff caller
        CallServer = ErrorValue(ERROR_CONNECT)
    End If
    Exit Function
failed:
    CallServer = CVErr(ERROR_VALUE)
End Function

' What a button answers, "" for nothing. False when there is no server, or it broke off: what it had set of Excel for
' the time of its work is put back then. "other": the server is of another version than this add-in, because an
' installer replaced one while the other was loaded; said once of each.
Public Function PressedOnServer(ByVal button As String, ByVal given As String, ByRef message As String, _
                                ByRef other As Boolean) As Boolean
    Dim before As Variant
    before = SettingsNow()
    On Error GoTo failed
    failedAt = 0
    CheckServer
    If Connected() Then
        other = IsOther()
        message = server.RunButton(button, given, Application, TablesInFront())
        PressedOnServer = True
    End If
    Exit Function
failed:
    DropServer
    PutBack before
End Function

' Empty where Excel does not say.
Private Function SettingsNow() As Variant
    On Error GoTo none
    With Application
        SettingsNow = Array(.Calculation, .ScreenUpdating, .EnableEvents, .DisplayAlerts, .StatusBar)
    End With
none:
End Function

Private Sub PutBack(ByVal before As Variant)
    If Not IsArray(before) Then Exit Sub
    On Error Resume Next ' each by itself
    Application.Calculation = before(0)
    Application.ScreenUpdating = before(1)
    Application.EnableEvents = before(2)
    Application.DisplayAlerts = before(3)
    If IsExcels(before(4)) Then
        Application.StatusBar = False
    Else
        Application.StatusBar = before(4)
    End If
End Sub

' Whether the status bar is Excel's own. That is False, and may come as the text of it.
Private Function IsExcels(ByVal bar As Variant) As Boolean
    IsExcels = (UCase$(CStr(bar)) = "FALSE" Or UCase$(CStr(bar)) = UCase$(CStr(False)))
End Function

' What a button answers, of a server that is there: drawing the ribbon starts none.
Public Function KnownToServer(ByVal button As String, ByVal given As String) As String
    On Error GoTo failed
    If Not server Is Nothing Then KnownToServer = server.RunButton(button, given, Application, "")
    Exit Function
failed:
    DropServer
End Function

' The number of the server that is asked now. One that no longer answers is given up for the next.
Public Function CheckServer() As Long
    If Not server Is Nothing Then
        If Not Responds() Then DropServer
    End If
    CheckServer = serverNumber
End Function

' A server that has gone since the last call is started again, once. Where it lives and the call still cannot be made,
' the fault is this cell's alone: no other must lose its server for it.
Private Function Asked(ByVal functionName As String, ByVal given As Variant, ByVal caller As Object, _
                       ByRef answer As Variant) As Boolean
    Dim attempt As Long
    For attempt = 1 To 2
        If Connected() Then
            If Answered(functionName, given, caller, answer) Then
                Asked = True
                Exit Function
            End If
            If Not Responds() Then DropServer
        End If
    Next attempt
    If server Is Nothing Then
        failedAt = CDbl(Now)
    Else
        answer = Chr$(1) & CStr(ERROR_VALUE)
        Asked = True
    End If
End Function

Private Function Answered(ByVal functionName As String, ByVal given As Variant, ByVal caller As Object, _
                          ByRef answer As Variant) As Boolean
    On Error GoTo failed
    ' the parentheses pass the array itself, not a reference
    answer = server.CallUDF(functionName, (given), caller, CalculationTold() & TablesConcerned(given, caller))
    Answered = True
    Exit Function
failed:
    Answered = False
End Function

Private Function IsOther() As Boolean
    If compared Then Exit Function
    compared = True
    IsOther = (server.Version <> ADD_IN_VERSION)
End Function

Private Sub DropServer()
    Set server = Nothing
    serverNumber = serverNumber + 1
    compared = False
End Sub

Public Function Connected() As Boolean
    If server Is Nothing Then
        If Abs(CDbl(Now) - failedAt) * SECONDS_A_DAY < RETRY_SECONDS Then Exit Function
        StartServer
        If server Is Nothing Then failedAt = CDbl(Now)
    End If
    Connected = Not server Is Nothing
End Function

Private Sub StartServer()
    On Error GoTo failed
    Set server = NewServer()
    Exit Sub
failed:
    Set server = Nothing
End Sub

Private Function Responds() As Boolean
    On Error GoTo failed
    server.Ping
    Responds = True
    Exit Function
failed:
    Responds = False
End Function

Private Function CallerCell() As Object
    On Error GoTo failed
    If TypeName(Application.Caller) = "Range" Then Set CallerCell = Application.Caller
    Exit Function
failed:
    Set CallerCell = Nothing
End Function

' While the wizard (or the formula bar) is open, the New button of the old Standard bar is disabled: the sign xlwings
' itself goes by. It is also disabled while some files open, so what was held back is put off, not dropped.
Public Function WizardIsOpen() As Boolean
    On Error GoTo unknown
    If IsCalledByClock() Then Exit Function
    WizardIsOpen = Not Application.CommandBars("Standard").Controls(1).Enabled
    Exit Function
unknown:
    WizardIsOpen = False
End Function

' Whether a cell with this value waits.
Public Function ShowsWaiting(ByVal value As Variant) As Boolean
    If IsError(value) Then ShowsWaiting = (CLng(value) = ERROR_GETTING_DATA)
End Function

' The answer that stands for: not yet.
Private Function IsPending(ByVal answer As Variant) As Boolean
    If VarType(answer) = vbString Then IsPending = (answer = Chr$(1) & CStr(ERROR_GETTING_DATA))
End Function

Private Function Shown(ByVal answer As Variant) As Variant
    Dim row As Long
    Dim column As Long
    If Not IsArray(answer) Then
        Shown = ShownScalar(answer)
        Exit Function
    End If
    For row = LBound(answer, 1) To UBound(answer, 1)
        For column = LBound(answer, 2) To UBound(answer, 2)
            answer(row, column) = ShownScalar(answer(row, column))
        Next column
    Next row
    Shown = answer
End Function

' Chr(1) & code is an error value on its way; Empty and Null would show as 0; Excel takes no 64-bit integers.
Private Function ShownScalar(ByVal value As Variant) As Variant
    ShownScalar = value
    If IsEmpty(value) Or IsNull(value) Then
        ShownScalar = ""
    ElseIf VarType(value) = vbString Then
        If Left$(value, 1) = Chr$(1) Then ShownScalar = ErrorValue(CLng(Val(Mid$(value, 2))))
    ElseIf VarType(value) = TYPE_DECIMAL Or VarType(value) = TYPE_LONGLONG Then
        ShownScalar = CDbl(value)
    End If
End Function

Private Function ErrorValue(ByVal code As Long) As Variant
    If code < ERROR_NULL Or code > LargestErrorHere() Then
        ErrorValue = CVErr(ERROR_NA)
    Else
        ErrorValue = CVErr(code)
    End If
End Function

' A range has HasSpill where there are dynamic arrays.
Private Function LargestErrorHere() As Long
    On Error GoTo older
    If largestError = 0 Then
        largestError = ERROR_GETTING_DATA
        If VarType(Application.ThisWorkbook.Worksheets(1).Cells(1, 1).HasSpill) = vbBoolean Then largestError = NEWEST_ERROR
    End If
older:
    LargestErrorHere = largestError
End Function
