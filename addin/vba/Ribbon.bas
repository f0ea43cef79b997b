Attribute VB_Name = "Ribbon"
' What the ribbon calls. A button asks what it must ask, hands the work to the server, and shows what comes back.
Option Explicit

Private Const PRODUCT As String = "SheetLLM"
Private Const TEXT_WANTED As Long = 2 ' of Application.InputBox
Private Const AGREED As String = "yes" ' what the server is given when a person agrees

' Codes of the characters that the server begins a message with that is more than a text to show. They are control
' characters, since an answer may begin with any other.
Private Const QUESTION As Long = 1 ' a text to be agreed to
Private Const COSTS As Long = 2 ' one that names a cost: Cancel is the default
Private Const NOT_HIDDEN As Long = 3 ' the server has no window in which to ask for a secret
Private Const PAUSED As Long = 4 ' spending is paused

Private drawn As IRibbonUI

Public Sub SheetLLM_Loaded(ribbon As IRibbonUI)
    Set drawn = ribbon
End Sub

Public Sub SheetLLM_Label(control As IRibbonControl, ByRef returned As Variant)
    returned = Word(control.ID & ".label")
End Sub

Public Sub SheetLLM_Screentip(control As IRibbonControl, ByRef returned As Variant)
    returned = Word(control.ID & ".screentip")
End Sub

Public Sub SheetLLM_Supertip(control As IRibbonControl, ByRef returned As Variant)
    returned = Word(control.ID & ".supertip")
End Sub

' Whether spending is paused. Not known, and so not shown, before a server is there.
Public Sub SheetLLM_Paused(control As IRibbonControl, ByRef returned As Variant)
    returned = (MarkOf(KnownToServer("PauseSpending", "")) = PAUSED)
End Sub

Public Sub SheetLLM_AskSelection(control As IRibbonControl)
    AskThenPress "AskSelection"
End Sub

Public Sub SheetLLM_AskWorkbook(control As IRibbonControl)
    AskThenPress "AskWorkbook"
End Sub

Public Sub SheetLLM_FillColumn(control As IRibbonControl)
    AskThenPress "FillColumn"
End Sub

Public Sub SheetLLM_OpenPage(control As IRibbonControl)
    Press "OpenPage", ""
End Sub

Public Sub SheetLLM_RefreshAnswers(control As IRibbonControl)
    Press "RefreshAnswers", ""
End Sub

Public Sub SheetLLM_ShowWhy(control As IRibbonControl)
    Press "ShowWhy", ""
End Sub

Public Sub SheetLLM_DetectList(control As IRibbonControl)
    Press "DetectList", ""
End Sub

Public Sub SheetLLM_DetectOutline(control As IRibbonControl)
    Press "DetectOutline", ""
End Sub

Public Sub SheetLLM_DetectNames(control As IRibbonControl)
    Press "DetectNames", ""
End Sub

Public Sub SheetLLM_DetectTables(control As IRibbonControl)
    Press "DetectTables", ""
End Sub

Public Sub SheetLLM_LookByClaude(control As IRibbonControl)
    Press "LookByClaude", ""
End Sub

Public Sub SheetLLM_ConvertCopilot(control As IRibbonControl)
    Press "ConvertCopilot", ""
End Sub

Public Sub SheetLLM_ClearTables(control As IRibbonControl)
    ConfirmThenPress "ClearTables"
End Sub

Public Sub SheetLLM_UndoTables(control As IRibbonControl)
    Press "UndoTables", ""
End Sub

Public Sub SheetLLM_WhatIsSent(control As IRibbonControl)
    Press "WhatIsSent", ""
End Sub

Public Sub SheetLLM_ShowUsage(control As IRibbonControl)
    Press "ShowUsage", ""
End Sub

Public Sub SheetLLM_ExportUsage(control As IRibbonControl)
    Press "ExportUsage", ""
End Sub

Public Sub SheetLLM_PauseSpending(control As IRibbonControl, pressed As Boolean)
    Press "PauseSpending", CStr(Abs(CLng(pressed)))
End Sub

Public Sub SheetLLM_SetKey(control As IRibbonControl)
    HiddenThenPress "SetKey"
End Sub

Public Sub SheetLLM_ChooseModel(control As IRibbonControl)
    AskThenPress "ChooseModel"
End Sub

Public Sub SheetLLM_CheckSetup(control As IRibbonControl)
    Press "CheckSetup", ""
End Sub

Public Sub SheetLLM_OpenHelp(control As IRibbonControl)
    Press "OpenHelp", ""
End Sub

' Cancel and an empty answer are the same: nothing is done.
Private Sub AskThenPress(ByVal button As String)
    Dim answer As String
    answer = Typed(Word(button & ".prompt"))
    If Len(answer) > 0 Then Press button, answer
End Sub

' Excel's own box takes every script; VBA's knows the system's code page alone. It gives False where it is cancelled.
Private Function Typed(ByVal prompt As String) As String
    Dim answer As Variant
    answer = Application.InputBox(Prompt:=prompt, Title:=PRODUCT, Type:=TEXT_WANTED)
    If VarType(answer) = vbString Then Typed = Trim$(answer)
End Function

' The server asks in a window that hides what is typed. Where it has none, an input box asks, and says that it does not.
Private Sub HiddenThenPress(ByVal button As String)
    If WhatIsLeft(button, "") = NOT_HIDDEN Then AskThenPress button
End Sub

Private Sub ConfirmThenPress(ByVal button As String)
    If MsgBox(Word(button & ".prompt"), vbOKCancel + vbQuestion, PRODUCT) = vbOK Then Press button, ""
End Sub

Private Sub Press(ByVal button As String, ByVal given As String)
    If WhatIsLeft(button, given) = QUESTION Then Press button, AGREED
End Sub

' Shows what comes back. Returns what still has to be done: a question that was agreed to, or a secret to be asked for.
Private Function WhatIsLeft(ByVal button As String, ByVal given As String) As Long
    Dim message As String
    Dim other As Boolean
    Dim pressed As Boolean
    pressed = PressedOnServer(button, given, message, other)
    If other Then
        MsgBox Word("OtherVersion.prompt"), vbExclamation, PRODUCT
    ElseIf Not pressed Then
        MsgBox Word("NoServer.prompt"), vbExclamation, PRODUCT
    End If
    If pressed Then
        Select Case MarkOf(message)
            Case NOT_HIDDEN
                WhatIsLeft = NOT_HIDDEN
            Case QUESTION
                If MsgBox(Mid$(message, 2), vbOKCancel + vbQuestion, PRODUCT) = vbOK Then WhatIsLeft = QUESTION
            Case COSTS
                If MsgBox(Mid$(message, 2), vbOKCancel + vbExclamation + vbDefaultButton2, PRODUCT) = vbOK Then
                    WhatIsLeft = QUESTION
                End If
            Case Else
                If Len(message) > 0 Then MsgBox message, vbInformation, PRODUCT
        End Select
    End If
    If Not drawn Is Nothing Then drawn.InvalidateControl "PauseSpending"
    CalculateWaiting
    WatchWaiting
End Function

' The code of a message's first character; 0 for an empty one.
Private Function MarkOf(ByVal message As String) As Long
    If Len(message) > 0 Then MarkOf = AscW(message)
End Function
