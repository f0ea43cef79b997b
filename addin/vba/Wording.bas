Attribute VB_Name = "Wording"
' The words of the ribbon and the dialogs in the language Excel speaks. Module Words holds them in ASCII, every
' other character as \u and four hexadecimal digits.
Option Explicit
Option Private Module

Private Const LANGUAGE_OF_UI As Long = 2 ' msoLanguageIDUI
Private Const PRIMARY_LANGUAGE As Long = &H3FF ' the low ten bits of a Windows language identifier
Private Const GERMAN As Long = 7
Private Const KOREAN As Long = 18

Private spoken As Long

Public Function Word(ByVal key As String) As String
    If spoken = 0 Then spoken = LanguageOfExcel()
    Select Case spoken
        Case GERMAN
            Word = Unescaped(GermanWord(key))
        Case KOREAN
            Word = Unescaped(KoreanWord(key))
        Case Else
            Word = Unescaped(EnglishWord(key))
    End Select
End Function

Public Function Unescaped(ByVal text As String) As String
    Dim parts() As String
    Dim part As Long
    parts = Split(text, "\u")
    For part = 1 To UBound(parts)
        parts(part) = ChrW$(CLng("&H" & Left$(parts(part), 4))) & Mid$(parts(part), 5)
    Next part
    Unescaped = Join(parts, "")
End Function

Private Function LanguageOfExcel() As Long
    Dim settings As Object
    On Error GoTo unknown
    Set settings = Application.LanguageSettings
    LanguageOfExcel = settings.LanguageID(LANGUAGE_OF_UI) And PRIMARY_LANGUAGE
    Exit Function
unknown:
    LanguageOfExcel = -1
End Function
