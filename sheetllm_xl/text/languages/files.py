"""Why the file of a workbook cannot be read: English, German, Korean."""

from __future__ import annotations

FILES: tuple[tuple[str, str, str], ...] = (
    (
        "{0} holds more parts than any workbook; it was not read.",
        "{0} hat mehr Teile als jede Arbeitsmappe; es wurde nicht gelesen.",
        "{0}에는 통합 문서보다 많은 부분이 있어 읽지 않았습니다.",
    ),
    (
        "There is no file {0} in the folder {1}.",
        "Es gibt keine Datei {0} im Ordner {1}.",
        "폴더 {1}에 {0} 파일이 없습니다.",
    ),
    (
        "{0} is not a workbook that can be read, or it is damaged.",
        "{0} ist keine Arbeitsmappe, die sich lesen lässt, oder ist beschädigt.",
        "{0}은(는) 읽을 수 있는 통합 문서가 아니거나 손상되었습니다.",
    ),
    ("{0} is empty: 0 bytes.", "{0} ist leer: 0 Bytes.", "{0}은(는) 비어 있습니다(0바이트)."),
    (
        "{0} is damaged: the file is cut off or was changed in transit.",
        "{0} ist beschädigt: die Datei ist abgeschnitten oder wurde unterwegs verändert.",
        "{0}이(가) 손상되었습니다. 파일이 잘렸거나 옮기는 중에 바뀌었습니다.",
    ),
    (
        "Get it again from where it came from.",
        "Holen Sie sie noch einmal von dort, woher sie kam.",
        "받은 곳에서 다시 받으세요.",
    ),
    (
        "{0} is a workbook of an Excel before 5.",
        "{0} ist eine Arbeitsmappe eines Excel vor 5.",
        "{0}은(는) Excel 5 이전의 통합 문서입니다.",
    ),
    (
        "Open it in Excel and save it as .xlsx.",
        "Öffnen Sie sie in Excel, und speichern Sie sie als .xlsx.",
        "Excel에서 열고 .xlsx로 저장하세요.",
    ),
    (
        "{0} is a web page or XML file under a workbook's name.",
        "{0} ist eine Webseite oder XML-Datei unter dem Namen einer Arbeitsmappe.",
        "{0}은(는) 통합 문서 이름이 붙은 웹 페이지나 XML 파일입니다.",
    ),
    (
        "{0} is plain text (perhaps CSV) under a workbook's name.",
        "{0} ist reiner Text (vielleicht CSV) unter dem Namen einer Arbeitsmappe.",
        "{0}은(는) 통합 문서 이름이 붙은 일반 텍스트(아마도 CSV)입니다.",
    ),
    ("Give it the ending .csv.", "Geben Sie ihr die Endung .csv.", "확장자를 .csv로 바꾸세요."),
    (
        "{0} is a folder; name a workbook in it.",
        "{0} ist ein Ordner; nennen Sie eine Arbeitsmappe darin.",
        "{0}은(는) 폴더입니다. 그 안의 통합 문서를 쓰세요.",
    ),
    (
        "{0} cannot be opened: another program holds it, or you may not read it.",
        "{0} lässt sich nicht öffnen: ein anderes Programm hält es fest, oder Sie dürfen es nicht lesen.",
        "{0}을(를) 열 수 없습니다. 다른 프로그램이 쓰고 있거나 읽을 권한이 없습니다.",
    ),
    (
        "{0} is not a workbook: an older Office file, or an Outlook message.",
        "{0} ist keine Arbeitsmappe: eine ältere Office-Datei oder eine Outlook-Nachricht.",
        "{0}은(는) 통합 문서가 아니라 이전 Office 파일이나 Outlook 메시지입니다.",
    ),
    ("{0} is damaged.", "{0} ist beschädigt.", "{0}이(가) 손상되었습니다."),
    (
        "{0} is a zip file without a workbook in it, or one whose workbook is damaged.",
        "{0} ist eine ZIP-Datei ohne Arbeitsmappe darin, oder ihre Arbeitsmappe ist beschädigt.",
        "{0}은(는) 통합 문서가 없는 zip 파일이거나 그 통합 문서가 손상되었습니다.",
    ),
    (
        "{0} is an OpenDocument file without a spreadsheet in it, or one that is damaged.",
        "{0} ist eine OpenDocument-Datei ohne Tabelle darin oder eine beschädigte.",
        "{0}은(는) 스프레드시트가 없거나 손상된 OpenDocument 파일입니다.",
    ),
    (
        "{0} is an OpenDocument file, but no spreadsheet.",
        "{0} ist eine OpenDocument-Datei, aber keine Tabelle.",
        "{0}은(는) OpenDocument 파일이지만 스프레드시트가 아닙니다.",
    ),
    (
        "{0} is a Word document, not a workbook.",
        "{0} ist ein Word-Dokument, keine Arbeitsmappe.",
        "{0}은(는) 통합 문서가 아니라 Word 문서입니다.",
    ),
    (
        "{0} is a PowerPoint presentation, not a workbook.",
        "{0} ist eine PowerPoint-Präsentation, keine Arbeitsmappe.",
        "{0}은(는) 통합 문서가 아니라 PowerPoint 프레젠테이션입니다.",
    ),
    (
        "{0} cannot be read: the disk did not answer.",
        "{0} lässt sich nicht lesen: der Datenträger hat nicht geantwortet.",
        "{0}을(를) 읽을 수 없습니다. 디스크가 응답하지 않았습니다.",
    ),
    ("{0} cannot be read: {1}.", "{0} lässt sich nicht lesen: {1}.", "{0}을(를) 읽을 수 없습니다: {1}."),
    (
        "The folder for temporary files cannot be written: {0}.",
        "Der Ordner für temporäre Dateien lässt sich nicht beschreiben: {0}.",
        "임시 파일 폴더에 쓸 수 없습니다: {0}.",
    ),
    (
        "{0} has a quotation mark in or after line {1} that is never closed{2}, so its cells cannot be told apart.",
        "{0} hat in oder nach Zeile {1} ein Anführungszeichen, das nie geschlossen wird{2}; seine Zellen lassen "
        "sich also nicht unterscheiden.",
        "{0}의 {1}행이나 그 뒤에 닫히지 않은 따옴표가 있어{2} 셀을 구분할 수 없습니다.",
    ),
    (
        "{0} has a quotation mark in or after line {1} that is never closed, so its cells cannot be told apart.",
        "{0} hat in oder nach Zeile {1} ein Anführungszeichen, das nie geschlossen wird; seine Zellen lassen sich "
        "also nicht unterscheiden.",
        "{0}의 {1}행이나 그 뒤에 닫히지 않은 따옴표가 있어 셀을 구분할 수 없습니다.",
    ),
    (
        "Put that right in the program it came from.",
        "Bringen Sie das in dem Programm in Ordnung, aus dem sie kam.",
        "파일을 만든 프로그램에서 고치세요.",
    ),
    (
        "{0} has a cell of more than {1} characters in line {2}, and one of a worksheet holds {3} at most; shorten "
        "it in the program it came from.",
        "{0} hat in Zeile {2} eine Zelle von mehr als {1} Zeichen, und eine eines Tabellenblatts fasst höchstens "
        "{3}; kürzen Sie sie in dem Programm, aus dem sie kam.",
        "{0}의 {2}행에 {1}자가 넘는 셀이 있습니다. 워크시트의 셀은 최대 {3}자입니다. 파일을 만든 프로그램에서 "
        "줄이세요.",
    ),
    (
        "The tables of sheet {0} of {1} cannot be read.",
        "Die Tabellen des Blatts {0} von {1} lassen sich nicht lesen.",
        "{1}의 시트 {0}에 있는 표를 읽을 수 없습니다.",
    ),
    (
        "{0} is not of the kind .xlsx or .xlsm.",
        "{0} ist nicht von der Art .xlsx oder .xlsm.",
        "{0}은(는) .xlsx나 .xlsm 형식이 아닙니다.",
    ),
    (
        "Save it as that in Excel first.",
        "Speichern Sie es zuerst in Excel so.",
        "먼저 Excel에서 그 형식으로 저장하세요.",
    ),
    (
        "{0} is larger than {1} MiB; it was not read.",
        "{0} ist größer als {1} MiB; es wurde nicht gelesen.",
        "{0}이(가) {1} MiB보다 커서 읽지 않았습니다.",
    ),
    (
        "{0} is of a trial version of Excel 2007, which is not read.",
        "{0} ist von einer Testversion von Excel 2007, die nicht gelesen wird.",
        "{0}은(는) Excel 2007 평가판의 파일이라 읽지 않습니다.",
    ),
    (
        "{0} is too large for this machine's memory.",
        "{0} ist zu groß für den Speicher dieses Computers.",
        "{0}이(가) 이 컴퓨터의 메모리에 너무 큽니다.",
    ),
    (
        "Sheet {0} of {1} is damaged; open the workbook in Excel and save it again.",
        "Das Blatt {0} von {1} ist beschädigt; öffnen Sie die Arbeitsmappe in Excel, und speichern Sie sie neu.",
        "{1}의 시트 {0}이(가) 손상되었습니다. 통합 문서를 Excel에서 열고 다시 저장하세요.",
    ),
    (
        "Sheet {0} of {1} is too large for this machine's memory.",
        "Das Blatt {0} von {1} ist zu groß für den Speicher dieses Computers.",
        "{1}의 시트 {0}이(가) 이 컴퓨터의 메모리에 너무 큽니다.",
    ),
    (
        "The notes at cells of {0} cannot be read.",
        "Die Notizen an Zellen von {0} lassen sich nicht lesen.",
        "{0}의 셀 메모를 읽을 수 없습니다.",
    ),
    (
        "What stands beside the cells of {0} cannot be read.",
        "Was neben den Zellen von {0} steht, lässt sich nicht lesen.",
        "{0}의 셀 옆에 있는 내용을 읽을 수 없습니다.",
    ),
    (
        "{0} holds {1} twice, and nothing says which one counts; it was not read.",
        "{0} enthält {1} zweimal, und nichts sagt, welches zählt; es wurde nicht gelesen.",
        "{0}에 {1}이(가) 두 번 있고 어느 것이 맞는지 알 수 없어 읽지 않았습니다.",
    ),
    (
        "{0} is packed in a way that no workbook is; it was not read.",
        "{0} ist gepackt, wie es keine Arbeitsmappe ist; es wurde nicht gelesen.",
        "{0}이(가) 통합 문서와 다른 방식으로 압축되어 있어 읽지 않았습니다.",
    ),
    (
        "{0} unpacks to more than {1} MiB in one part; it was not read.",
        "{0} hat entpackt mehr als {1} MiB in einem Teil; es wurde nicht gelesen.",
        "{0}의 한 부분이 압축을 풀면 {1} MiB를 넘어 읽지 않았습니다.",
    ),
    (
        "Sheet {0} is listed with the cells of another sheet, which no workbook does; it was not read.",
        "Das Blatt {0} ist mit den Zellen eines anderen aufgeführt, was keine Arbeitsmappe tut; es wurde nicht "
        "gelesen.",
        "시트 {0}이(가) 다른 시트의 셀을 가리켜 읽지 않았습니다.",
    ),
    (
        "The file holds a document type declaration, which no workbook needs; it was not read further.",
        "Die Datei enthält eine Dokumenttyp-Deklaration, die keine Arbeitsmappe braucht; sie wurde nicht weiter "
        "gelesen.",
        "파일에 통합 문서에 필요 없는 문서 형식 선언이 있어 더 읽지 않았습니다.",
    ),
    (
        "The file holds elements nested deeper than any workbook's; it was not read.",
        "Die Datei enthält tiefer verschachtelte Elemente als jede Arbeitsmappe; sie wurde nicht gelesen.",
        "파일의 요소가 통합 문서보다 깊이 겹쳐 있어 읽지 않았습니다.",
    ),
    (
        "The file holds a tag of many megabytes, which no workbook has; it was not read.",
        "Die Datei enthält ein Tag von vielen Megabyte, das keine Arbeitsmappe hat; sie wurde nicht gelesen.",
        "파일에 수 메가바이트짜리 태그가 있어 읽지 않았습니다.",
    ),
    (
        "{0} has more rows or columns than a worksheet ({1} by {2}); save the part you need in a file of its own.",
        "{0} hat mehr Zeilen oder Spalten als ein Tabellenblatt ({1} mal {2}); speichern Sie den nötigen Teil in "
        "einer eigenen Datei.",
        "{0}의 행이나 열이 워크시트({1}×{2})보다 많습니다. 필요한 부분을 따로 저장하세요.",
    ),
    (
        "{0} has a row of more than {1} characters, which is not read; save the part you need in a file of its own.",
        "{0} hat eine Zeile von mehr als {1} Zeichen, die nicht gelesen wird; speichern Sie den nötigen Teil in "
        "einer eigenen Datei.",
        "{0}에 {1}자가 넘는 행이 있어 읽지 않습니다. 필요한 부분을 따로 저장하세요.",
    ),
    (
        "The file takes too long to read; save the sheets you need in a workbook of their own.",
        "Die Datei zu lesen dauert zu lange; speichern Sie die nötigen Blätter in einer eigenen Arbeitsmappe.",
        "파일을 읽는 데 너무 오래 걸립니다. 필요한 시트를 따로 저장하세요.",
    ),
    (
        "The workbook holds more than {0} cells, which are not read; save the part you need on its own.",
        "Die Arbeitsmappe hat mehr als {0} Zellen, die nicht gelesen werden; speichern Sie den nötigen Teil für sich.",
        "통합 문서에 셀이 {0}개보다 많아 읽지 않습니다. 필요한 부분을 따로 저장하세요.",
    ),
    (
        "The workbook holds more than {0} MiB of text in its cells; it was not read.",
        "Die Arbeitsmappe hat mehr als {0} MiB Text in ihren Zellen; sie wurde nicht gelesen.",
        "통합 문서 셀의 텍스트가 {0} MiB를 넘어 읽지 않았습니다.",
    ),
    (
        "The workbook holds more than {0} sheets; save those you need on their own.",
        "Die Arbeitsmappe hat mehr als {0} Blätter; speichern Sie die nötigen für sich.",
        "통합 문서에 시트가 {0}개보다 많습니다. 필요한 것만 따로 저장하세요.",
    ),
    (
        "{0} is protected with a password.",
        "{0} ist mit einem Kennwort geschützt.",
        "{0}이(가) 암호로 보호되어 있습니다.",
    ),
    (
        "Open it in Excel and save a copy without one.",
        "Öffnen Sie es in Excel, und speichern Sie eine Kopie ohne Kennwort.",
        "Excel에서 열고 암호 없는 사본을 저장하세요.",
    ),
)
