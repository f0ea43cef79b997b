"""What keeps Excel from being read or written: English, German, Korean."""

from __future__ import annotations

EXCEL: tuple[tuple[str, str, str], ...] = (
    # Writing
    (
        "A question of more than {0} characters stands in a cell of its own, not in a formula.",
        "Eine Frage von mehr als {0} Zeichen steht in einer eigenen Zelle, nicht in einer Formel.",
        "{0}자가 넘는 질문은 수식이 아니라 따로 셀에 둡니다.",
    ),
    ("Undo takes it away.", "Rückgängig entfernt es.", "실행 취소를 누르면 지워집니다."),
    (
        "The undo journal was damaged; it was set aside as {0}, and a new one begun.",
        "Das Rückgängig-Journal war beschädigt; es wurde als {0} beiseitegelegt und ein neues begonnen.",
        "실행 취소 기록이 손상되어 {0}(으)로 따로 두고 새로 시작했습니다.",
    ),
    (
        "The undo journal cannot be read or written: {0}.",
        "Das Rückgängig-Journal lässt sich nicht lesen oder schreiben: {0}.",
        "실행 취소 기록을 읽거나 쓸 수 없습니다: {0}.",
    ),
    (
        "The undo journal cannot be read: {0}.",
        "Das Rückgängig-Journal lässt sich nicht lesen: {0}.",
        "실행 취소 기록을 읽을 수 없습니다: {0}.",
    ),
    (
        "The undo journal is damaged and cannot be set aside: {0}.",
        "Das Rückgängig-Journal ist beschädigt und lässt sich nicht beiseitelegen: {0}.",
        "실행 취소 기록이 손상되었고 치울 수 없습니다: {0}.",
    ),
    (
        "Nothing was written, since the undo journal could not be.",
        "Es wurde nichts geschrieben, da sich das Rückgängig-Journal nicht schreiben ließ.",
        "실행 취소 기록을 쓸 수 없어 아무것도 쓰지 않았습니다.",
    ),
    (
        "Another process keeps the undo journal locked; try again in a moment.",
        "Ein anderer Prozess hält das Rückgängig-Journal gesperrt; versuchen Sie es gleich noch einmal.",
        "다른 프로세스가 실행 취소 기록을 잠그고 있습니다. 잠시 뒤 다시 시도하세요.",
    ),
    (
        "That is not there to be undone any more.",
        "Das ist nicht mehr da, um es zurückzunehmen.",
        "되돌릴 내용이 더 이상 없습니다.",
    ),
    (
        "An answer is written as a rectangle; this one has no rows, or rows of unequal length.",
        "Eine Antwort wird als Rechteck geschrieben; diese hat keine Zeilen oder verschieden lange.",
        "답은 직사각형으로 씁니다. 이 답은 행이 없거나 행의 길이가 다릅니다.",
    ),
    (
        "There is no room beside {0} for {1} rows and {2} columns.",
        "Neben {0} ist kein Platz für {1} Zeilen und {2} Spalten.",
        "{0} 옆에 행 {1}개와 열 {2}개를 쓸 자리가 없습니다.",
    ),
    (
        "A text of {0} characters does not fit in a cell; {1} do.",
        "Ein Text von {0} Zeichen passt nicht in eine Zelle; {1} passen.",
        "{0}자짜리 텍스트는 셀에 들어가지 않습니다. {1}자까지 들어갑니다.",
    ),
    (
        "{0} is not empty ({1} holds something), so nothing was written.",
        "{0} ist nicht leer (in {1} steht etwas), also wurde nichts geschrieben.",
        "{0}이(가) 비어 있지 않아({1}에 내용이 있음) 아무것도 쓰지 않았습니다.",
    ),
    (
        "{0} is not empty, so nothing was written.",
        "{0} ist nicht leer, also wurde nichts geschrieben.",
        "{0}이(가) 비어 있지 않아 아무것도 쓰지 않았습니다.",
    ),
    (
        "Excel holds something else in {0} than was written; it was taken back.",
        "In Excel steht in {0} anderes, als geschrieben wurde; es wurde zurückgenommen.",
        "{0}에 쓴 것과 다른 내용이 Excel에 있어 되돌렸습니다.",
    ),
    (
        "Excel holds something else on {0} than was written; it was taken back.",
        "In Excel steht auf {0} anderes, als geschrieben wurde; es wurde zurückgenommen.",
        "{0} 시트에 쓴 것과 다른 내용이 Excel에 있어 되돌렸습니다.",
    ),
    (
        "The workbook's structure is protected, so no sheet can be added to it.",
        "Die Struktur der Arbeitsmappe ist geschützt, also lässt sich kein Blatt hinzufügen.",
        "통합 문서 구조가 보호되어 있어 시트를 추가할 수 없습니다.",
    ),
    (
        "Excel changed cells of {0} when it made a table of them; it was taken back.",
        "Excel hat Zellen von {0} geändert, als es eine Tabelle daraus machte; es wurde zurückgenommen.",
        "Excel이 표를 만들면서 {0}의 셀을 바꾸어 되돌렸습니다.",
    ),
    (
        "{0} has merged cells, so nothing was written.",
        "{0} hat verbundene Zellen, also wurde nichts geschrieben.",
        "{0}에 병합된 셀이 있어 아무것도 쓰지 않았습니다.",
    ),
    (
        "{0} has changed since it was shown, so nothing was written.",
        "{0} hat sich seit der Anzeige geändert, also wurde nichts geschrieben.",
        "보여 드린 뒤에 {0}이(가) 바뀌어 아무것도 쓰지 않았습니다.",
    ),
    ("Taking it back failed too: {0}", "Auch das Zurücknehmen misslang: {0}", "되돌리기도 실패했습니다: {0}"),
    ("“Undo” will try again.", "„Rückgängig“ versucht es noch einmal.", "“실행 취소”가 다시 시도합니다."),
    (
        "The workbook was closed, so filling ended.",
        "Die Arbeitsmappe wurde geschlossen, also endete das Füllen.",
        "통합 문서가 닫혀 채우기가 끝났습니다.",
    ),
    (
        "Open it and press Fill Column again: it goes on.",
        "Öffnen Sie sie, und drücken Sie noch einmal Spalte füllen: es geht weiter.",
        "통합 문서를 열고 열 채우기를 다시 누르면 이어집니다.",
    ),
    (
        "What was filled was undone, so filling ended there.",
        "Das Gefüllte wurde zurückgenommen, also endete das Füllen dort.",
        "채운 내용을 되돌려 채우기가 거기서 끝났습니다.",
    ),
    (
        "{0} holds something else by now, so filling ended there.",
        "In {0} steht inzwischen anderes, also endete das Füllen dort.",
        "{0}의 내용이 그 사이에 바뀌어 채우기가 거기서 끝났습니다.",
    ),
    # Reading
    (
        "Excel did not do what was asked of it.",
        "Excel hat nicht getan, was verlangt war.",
        "Excel이 요청을 처리하지 않았습니다.",
    ),
    (
        "Excel did not do what was asked of it (error {0}).",
        "Excel hat nicht getan, was verlangt war (Fehler {0}).",
        "Excel이 요청을 처리하지 않았습니다(오류 {0}).",
    ),
    (
        "Is the sheet protected, or the workbook in Protected View?",
        "Ist das Blatt geschützt oder die Arbeitsmappe in der geschützten Ansicht?",
        "시트가 보호되어 있거나 통합 문서가 제한된 보기입니까?",
    ),
    (
        "The ranges are of several workbooks; name ranges of one.",
        "Die Bereiche gehören zu mehreren Arbeitsmappen; nennen Sie Bereiche einer einzigen.",
        "범위가 여러 통합 문서에 걸쳐 있습니다. 한 통합 문서의 범위를 쓰세요.",
    ),
    (
        "The workbook {0} is not open any more, so its cells cannot be read.",
        "Die Arbeitsmappe {0} ist nicht mehr offen, also lassen sich ihre Zellen nicht lesen.",
        "통합 문서 {0}이(가) 열려 있지 않아 셀을 읽을 수 없습니다.",
    ),
    (
        "Excel named this range in a way that cannot be read; name it by sheet and cells.",
        "Excel hat diesen Bereich so genannt, dass er nicht zu lesen ist; nennen Sie ihn nach Blatt und Zellen.",
        "Excel이 이 범위를 읽을 수 없는 방식으로 나타냈습니다. 시트와 셀로 쓰세요.",
    ),
    (
        "The range has too many separate areas; name fewer, or one that holds them all.",
        "Der Bereich hat zu viele getrennte Teile; nennen Sie weniger, oder einen, der alle umfasst.",
        "범위가 너무 많은 조각으로 나뉘어 있습니다. 더 적게 쓰거나 모두를 포함하는 범위를 쓰세요.",
    ),
    (
        "The range holds {0} cells; {1} are the most that are read while Excel waits.",
        "Der Bereich hat {0} Zellen; {1} sind das meiste, was gelesen wird, während Excel wartet.",
        "범위에 셀이 {0}개 있습니다. Excel이 기다리는 동안 최대 {1}개를 읽습니다.",
    ),
    (
        "Name fewer, or raise range_cells in the settings.",
        "Nennen Sie weniger, oder erhöhen Sie range_cells in den Einstellungen.",
        "더 적게 쓰거나 설정의 range_cells를 늘리세요.",
    ),
    ("The workbook has no sheet {0}.", "Die Arbeitsmappe hat kein Blatt {0}.", "통합 문서에 {0} 시트가 없습니다."),
    ("It has: {0}.", "Es gibt: {0}.", "있는 시트: {0}."),
    (
        "Several areas at once can be read in Excel on Windows only; name one that holds them all.",
        "Mehrere Teile auf einmal lassen sich nur in Excel unter Windows lesen; nennen Sie einen, der alle umfasst.",
        "여러 영역은 Windows의 Excel에서만 한 번에 읽을 수 있습니다. 모두를 포함하는 범위를 쓰세요.",
    ),
    (
        "Excel's text of this range holds a document type declaration; it was not read.",
        "Excels Text dieses Bereichs enthält eine Dokumenttyp-Deklaration; er wurde nicht gelesen.",
        "이 범위의 Excel 텍스트에 문서 형식 선언이 있어 읽지 않았습니다.",
    ),
    (
        "Excel gave this range in a form that cannot be read; try a smaller range.",
        "Excel hat diesen Bereich in einer Form gegeben, die nicht zu lesen ist; versuchen Sie einen kleineren.",
        "Excel이 이 범위를 읽을 수 없는 형식으로 주었습니다. 더 작은 범위로 시도하세요.",
    ),
)
