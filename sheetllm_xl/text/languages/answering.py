"""What is put on a screen of an answer, of what was used, and of tables: English, German, Korean."""

from __future__ import annotations

ANSWERING: tuple[tuple[str, str, str], ...] = (
    # Why
    (
        "Unverified, so not shown without the option unverified: {0}",
        "Ungeprüft, also ohne die Option unverified nicht angezeigt: {0}",
        "확인되지 않아 unverified 옵션 없이는 표시하지 않습니다: {0}",
    ),
    (
        "Unverified, have a look: {0}",
        "Ungeprüft, sehen Sie nach: {0}",
        "확인되지 않았으니 살펴보세요: {0}",
    ),
    (
        "Doubtful: {0}",
        "Zweifelhaft: {0}",
        "의심스러운 점: {0}",
    ),
    (
        "{0} of {1} citations checked against the cells.",
        "{0} von {1} genannten Stellen an den Zellen geprüft.",
        "인용 {1}개 중 {0}개를 셀과 대조해 확인했습니다.",
    ),
    (
        "Read {0}, {1} cells; sent {2} tokens instead of {3}, in {4} calls to {5}.",
        "Gelesen: {0}, {1} Zellen; gesendet: {2} Token statt {3}, in {4} Aufrufen an {5}.",
        "읽은 범위: {0}, {1}개 셀. 보낸 양: {3} 토큰 대신 {2} 토큰, {5} 호출 {4}회.",
    ),
    (
        "Read {0} and of {1} more sheets, {2} cells; sent {3} tokens instead of {4}, in {5} calls to {6}.",
        "Gelesen: {0} und auf {1} weiteren Blättern, {2} Zellen; gesendet: {3} Token statt {4}, in {5} Aufrufen an "
        "{6}.",
        "읽은 범위: {0} 외 시트 {1}개, {2}개 셀. 보낸 양: {4} 토큰 대신 {3} 토큰, {6} 호출 {5}회.",
    ),
    (
        "Receipt {0}.",
        "Beleg {0}.",
        "영수증 {0}.",
    ),
    (
        "Request {0}.",
        "Anfrage {0}.",
        "요청 {0}.",
    ),
    (
        "This cell holds no ASKSHEET that was calculated.",
        "In dieser Zelle steht kein ASKSHEET, das berechnet wurde.",
        "이 셀에는 계산된 ASKSHEET가 없습니다.",
    ),
    (
        "Name a cell that holds one.",
        "Nennen Sie eine Zelle, in der eines steht.",
        "ASKSHEET가 있는 셀을 지정하세요.",
    ),
    (
        "The answer is on its way.",
        "Die Antwort ist unterwegs.",
        "답을 기다리는 중입니다.",
    ),
    (
        "The cells have changed since this one was calculated; it asks when it is calculated again.",
        "Die Zellen haben sich geändert, seit diese berechnet wurde; sie fragt, wenn sie wieder berechnet wird.",
        "이 셀을 계산한 뒤에 셀이 바뀌었습니다. 다시 계산하면 질문합니다.",
    ),
    (
        "Press F9.",
        "Drücken Sie F9.",
        "F9 키를 누르세요.",
    ),
    (
        "Press Refresh.",
        "Drücken Sie Aktualisieren.",
        "새로 고침을 누르세요.",
    ),
    (
        "Cells of the range still wait for their own values.",
        "Zellen des Bereichs warten noch auf ihre eigenen Werte.",
        "범위의 셀이 아직 자기 값을 기다리고 있습니다.",
    ),
    (
        "An argument is {0}.",
        "Ein Argument ist {0}.",
        "인수가 {0}입니다.",
    ),
    (
        "Look at the cells the formula names.",
        "Sehen Sie nach den Zellen, die die Formel nennt.",
        "수식이 가리키는 셀을 살펴보세요.",
    ),
    (
        "Told from the cell's place, when it was last calculated.",
        "Nach dem Ort der Zelle, wie er bei der letzten Berechnung war.",
        "마지막으로 계산했을 때의 셀 위치로 알아낸 내용입니다.",
    ),
    (
        "The call names no range: it read the cells around this one, and Excel does not calculate it again when they "
        "change.",
        "Der Aufruf nennt keinen Bereich: gelesen wurden die Zellen um diese herum, und Excel berechnet ihn nicht "
        "wieder, wenn sie sich ändern.",
        "호출에 범위가 없어 이 셀 주변을 읽었으며, 그 셀이 바뀌어도 Excel은 다시 계산하지 않습니다.",
    ),
    (
        "Name the range, or press Refresh.",
        "Nennen Sie den Bereich, oder drücken Sie Aktualisieren.",
        "범위를 지정하거나 새로 고침을 누르세요.",
    ),
    (
        "The call names sheets, not cells, so Excel does not calculate it again when they change.",
        "Der Aufruf nennt Blätter statt Zellen, also berechnet Excel ihn nicht wieder, wenn sie sich ändern.",
        "호출이 셀이 아니라 시트를 가리켜 시트가 바뀌어도 Excel은 다시 계산하지 않습니다.",
    ),
    # Usage
    (
        "{0}: {1} calls, {2} tokens in, {3} out.",
        "{0}: {1} Aufrufe, {2} Token hinein, {3} heraus.",
        "{0}: 호출 {1}회, 입력 {2} 토큰, 출력 {3} 토큰.",
    ),
    (
        "{0}: {1} calls, {2} tokens in, {3} out, ${4}.",
        "{0}: {1} Aufrufe, {2} Token hinein, {3} heraus, ${4}.",
        "{0}: 호출 {1}회, 입력 {2} 토큰, 출력 {3} 토큰, ${4}.",
    ),
    (
        "{0}: {1} calls, {2} tokens in, {3} out, ${4} ({5} calls had no price).",
        "{0}: {1} Aufrufe, {2} Token hinein, {3} heraus, ${4} ({5} Aufrufe hatten keinen Preis).",
        "{0}: 호출 {1}회, 입력 {2} 토큰, 출력 {3} 토큰, ${4} (가격이 없는 호출 {5}회).",
    ),
    # Tables
    (
        "No table was found on {0}, which holds {1} numbers.",
        "Auf {0} wurde keine Tabelle gefunden, obwohl darauf {1} Zahlen stehen.",
        "{0}에는 숫자가 {1}개 있지만 표를 찾지 못했습니다.",
    ),
    (
        "{0} of {1} numbers on {2} lie outside every table found.",
        "{0} von {1} Zahlen auf {2} liegen außerhalb aller gefundenen Tabellen.",
        "{2}의 숫자 {1}개 중 {0}개는 찾은 표 밖에 있습니다.",
    ),
    (
        "The edges of {0} on {1} are not sure.",
        "Die Ränder von {0} auf {1} sind nicht sicher.",
        "{1}에 있는 {0}의 경계가 확실하지 않습니다.",
    ),
    (
        "{0} holds nothing.",
        "Auf {0} steht nichts.",
        "{0}에 내용이 없습니다.",
    ),
    (
        "Made {0}.",
        "{0} angelegt.",
        "{0}를 만들었습니다.",
    ),
    (
        "Left as they are, for their many borders: {0}.",
        "Wegen ihrer vielen Rahmenlinien gelassen: {0}.",
        "테두리가 너무 많아 그대로 둔 것: {0}.",
    ),
    (
        "{0}: there is an Excel table already",
        "{0}: da ist schon eine Excel-Tabelle",
        "{0}: 이미 Excel 표가 있습니다",
    ),
    (
        "{0}: an Excel table has one header row, this one has {1}",
        "{0}: eine Excel-Tabelle hat eine Kopfzeile, diese hat {1}",
        "{0}: Excel 표의 머리글 행은 하나인데 이 표에는 {1}개 있습니다",
    ),
    (
        "{0}: it has merged cells",
        "{0}: darin sind verbundene Zellen",
        "{0}: 병합된 셀이 있습니다",
    ),
    (
        "{0}: a header is empty or no text",
        "{0}: eine Überschrift ist leer oder kein Text",
        "{0}: 비어 있거나 텍스트가 아닌 머리글이 있습니다",
    ),
    (
        "{0}: two headers are the same",
        "{0}: zwei Überschriften sind gleich",
        "{0}: 같은 머리글이 둘 있습니다",
    ),
    (
        "{0}: it has no rows under its header",
        "{0}: unter der Kopfzeile steht keine Zeile",
        "{0}: 머리글 아래에 행이 없습니다",
    ),
)

ANSWERING_PHRASES: tuple[tuple[str, str, str], ...] = (
    (
        "Today",
        "Heute",
        "오늘",
    ),
    (
        "This month",
        "Dieser Monat",
        "이번 달",
    ),
    (
        "In all",
        "Insgesamt",
        "전체",
    ),
)
"""What stands in the holes of these sentences."""
