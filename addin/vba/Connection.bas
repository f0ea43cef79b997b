Attribute VB_Name = "Connection"
' Windows starts the server, not Excel: a per-user COM local server, found by its name, late bound.
Option Explicit
Option Private Module

Public Function NewServer() As Object
    Set NewServer = CreateObject("SheetLLM.Server")
End Function
