"""What is put on a screen about tables, what was written and what was undone: English, German, Korean."""

from __future__ import annotations

WRITING: tuple[tuple[str, str, str], ...] = (
    # Tables
    (
        "No table was found on {0}.",
        "Auf {0} wurde keine Tabelle gefunden.",
        "{0}에서 표를 찾지 못했습니다.",
    ),
    (
        "Found {0} on {1}:",
        "{0} auf {1} gefunden:",
        "{1}에서 {0}를 찾았습니다:",
    ),
    (
        "The sheet has changed since it was shown.",
        "Das Blatt hat sich seit der Anzeige geändert.",
        "보여 드린 뒤에 시트가 바뀌었습니다.",
    ),
    (
        "Nothing is written yet.",
        "Noch ist nichts geschrieben.",
        "아직 아무것도 쓰지 않았습니다.",
    ),
    (
        "Press OK to {0}.",
        "OK: {0}.",
        "확인을 누르면 {0}.",
    ),
    (
        "Let Claude Look, in the menu of Detect Tables, has that checked.",
        "Claude nachsehen lassen, im Menü von Tabellen erkennen, lässt das prüfen.",
        "표 찾기 메뉴의 Claude에게 확인을 누르면 점검할 수 있습니다.",
    ),
    (
        "So Claude sees it.",
        "So sieht es Claude.",
        "Claude가 본 결과입니다.",
    ),
    (
        "Detect Tables works on these as long as the sheet is as it is now.",
        "Tabellen erkennen arbeitet damit, solange das Blatt bleibt, wie es ist.",
        "시트가 지금과 같은 동안 표 찾기는 이 결과를 씁니다.",
    ),
    (
        "The tables found on {0} are sure.",
        "Die auf {0} gefundenen Tabellen sind sicher.",
        "{0}에서 찾은 표는 확실합니다.",
    ),
    (
        "Claude can look where the tables are, at types instead of numbers.",
        "Claude kann nachsehen, wo die Tabellen sind, an Typen statt an Zahlen.",
        "Claude가 숫자 대신 값의 종류만 보고 표의 위치를 확인할 수 있습니다.",
    ),
    (
        "Asking where the tables of {0} are.",
        "Es wird gefragt, wo die Tabellen von {0} sind.",
        "{0}의 표가 어디에 있는지 묻고 있습니다.",
    ),
    (
        "What Claude names opens as a page.",
        "Was Claude nennt, öffnet sich als Seite.",
        "Claude의 답은 페이지로 열립니다.",
    ),
    (
        "To copy:",
        "Zum Kopieren:",
        "복사할 내용:",
    ),
    (
        "Listed {0} on the sheet {1}.",
        "{0} auf dem Blatt {1} aufgelistet.",
        "시트 {1}에 {0}의 목록을 만들었습니다.",
    ),
    (
        "Outlined {0}; the sheet {1} is the legend.",
        "{0} umrahmt; das Blatt {1} ist die Legende.",
        "{0}에 테두리를 그렸습니다. 시트 {1}이(가) 범례입니다.",
    ),
    (
        "Defined {0}: {1}.",
        "{0} definiert: {1}.",
        "{0}를 정의했습니다: {1}.",
    ),
    (
        "Made {0}: {1}.",
        "{0} angelegt: {1}.",
        "{0}를 만들었습니다: {1}.",
    ),
    (
        "Wrote {0} to {1}.",
        "{0} nach {1} geschrieben.",
        "{1}에 {0}를 썼습니다.",
    ),
    (
        "SheetLLM: {0} …",
        "SheetLLM: {0} …",
        "SheetLLM: {0} …",
    ),
    # COPILOT
    (
        "No cell of this workbook calls COPILOT.",
        "Keine Zelle dieser Arbeitsmappe ruft COPILOT auf.",
        "이 통합 문서에는 COPILOT을 호출하는 셀이 없습니다.",
    ),
    (
        "None of them can be converted.",
        "Keine davon lässt sich umwandeln.",
        "변환할 수 있는 셀이 없습니다.",
    ),
    (
        "The cells have changed since they were shown.",
        "Die Zellen haben sich seit der Anzeige geändert.",
        "보여 드린 뒤에 셀이 바뀌었습니다.",
    ),
    (
        "Press OK to convert {0}; each then asks, within your caps.",
        "OK wandelt {0} um; jede fragt dann, innerhalb Ihrer Grenzen.",
        "확인을 누르면 {0}개를 변환합니다. 변환된 셀은 한도 안에서 질문합니다.",
    ),
    (
        "{0} now ask with ASKSHEET.",
        "{0} fragen nun mit ASKSHEET.",
        "이제 {0}가 ASKSHEET로 질문합니다.",
    ),
    (
        "Undo gives them COPILOT back.",
        "Rückgängig gibt ihnen COPILOT zurück.",
        "실행 취소를 누르면 COPILOT으로 돌아갑니다.",
    ),
    # Undo
    (
        "Undone: {0}.",
        "Zurückgenommen: {0}.",
        "되돌렸습니다: {0}.",
    ),
    (
        "Left as it is, since it was changed meanwhile: {0}.",
        "Gelassen, weil es inzwischen geändert wurde: {0}.",
        "그 사이에 바뀌어 그대로 둔 것: {0}.",
    ),
    (
        "There is nothing of SheetLLM's to undo in this workbook.",
        "In dieser Arbeitsmappe gibt es von SheetLLM nichts rückgängig zu machen.",
        "이 통합 문서에는 되돌릴 SheetLLM 작업이 없습니다.",
    ),
    (
        "SheetLLM has written nothing into this workbook that is still there.",
        "SheetLLM hat in diese Arbeitsmappe nichts geschrieben, was noch da ist.",
        "이 통합 문서에 SheetLLM이 쓴 내용이 남아 있지 않습니다.",
    ),
    (
        "Undo takes the sheet away.",
        "Rückgängig entfernt das Blatt.",
        "실행 취소를 누르면 시트가 지워집니다.",
    ),
    (
        "Undo takes both away.",
        "Rückgängig entfernt beides.",
        "실행 취소를 누르면 둘 다 지워집니다.",
    ),
    (
        "Undo takes them away.",
        "Rückgängig entfernt sie.",
        "실행 취소를 누르면 지워집니다.",
    ),
)

WRITING_PHRASES: tuple[tuple[str, str, str], ...] = (
    (
        "{0}, at half price in a batch that may take up to 24 hours",
        "{0}, zum halben Preis in einem Stapel, der bis zu 24 Stunden dauern kann",
        "{0}, 배치로 반값(최대 24시간 소요)",
    ),
    ("column {0}", "Spalte {0}", "열 {0}"),
    ("ASKSHEET in {0}", "ASKSHEET in {0}", "{0}의 ASKSHEET"),
    ("a question", "eine Frage", "질문"),
    ("an answer", "eine Antwort", "답"),
    ("a list of {0}", "eine Liste von {0}", "{0}의 목록"),
    ("outlines of {0}", "Rahmen von {0}", "{0}의 테두리"),
    ("names of {0}", "Namen von {0}", "{0}의 이름"),
    ("Excel tables of {0}", "Excel-Tabellen aus {0}", "{0}로 만든 Excel 표"),
    ("1 table", "1 Tabelle", "표 1개"),
    ("{0} tables", "{0} Tabellen", "표 {0}개"),
    ("1 Excel table", "1 Excel-Tabelle", "Excel 표 1개"),
    ("{0} Excel tables", "{0} Excel-Tabellen", "Excel 표 {0}개"),
    ("1 name", "1 Name", "이름 1개"),
    ("{0} names", "{0} Namen", "이름 {0}개"),
    ("1 cell", "1 Zelle", "셀 1개"),
    ("{0} cells", "{0} Zellen", "셀 {0}개"),
    ("{0}, {1} sheets", "{0}, {1} Blätter", "{0}, 시트 {1}개"),
    ("list them on a sheet of their own", "auf einem eigenen Blatt auflisten", "별도의 시트에 목록을 만듭니다"),
    ("outline them", "umrahmen", "테두리를 그립니다"),
    ("define a name for each", "für jede einen Namen definieren", "각각의 이름을 정의합니다"),
    ("make Excel tables of them", "in Excel-Tabellen umwandeln", "Excel 표로 만듭니다"),
    ("1 call", "1 Aufruf", "호출 1회"),
    ("{0} calls", "{0} Aufrufe", "호출 {0}회"),
    ("{0} to {1} calls", "{0} bis {1} Aufrufe", "호출 {0}~{1}회"),
    ("prices of {0}", "Preise vom {0}", "{0} 기준 가격"),
    ("list prices of {0}", "Listenpreise vom {0}", "{0} 기준 정가"),
    (
        "prices of {0}, more than {1} days old",
        "Preise vom {0}, über {1} Tage alt",
        "{0} 기준 가격({1}일이 넘음)",
    ),
    (
        "list prices of {0}, more than {1} days old",
        "Listenpreise vom {0}, über {1} Tage alt",
        "{0} 기준 정가({1}일이 넘음)",
    ),
    ("undoing", "wird rückgängig gemacht", "되돌리는 중"),
)
"""What stands in the holes of sentences."""
