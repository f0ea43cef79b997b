"""What is put on the page, and why a question was not asked or not answered: English, German, Korean."""

from __future__ import annotations

PAGE: tuple[tuple[str, str, str], ...] = (
    # The page itself
    (
        "{0} is not there any more: it was renamed, moved or deleted.",
        "{0} ist nicht mehr da: es wurde umbenannt, verschoben oder gelöscht.",
        "{0}이(가) 더 이상 없습니다. 이름이 바뀌었거나 옮겨졌거나 삭제되었습니다.",
    ),
    (
        "Put it back, or open it under its new name.",
        "Legen Sie es zurück, oder öffnen Sie es unter dem neuen Namen.",
        "되돌려 놓거나 새 이름으로 여세요.",
    ),
    (
        "{0} is not open in Excel under that name any more.",
        "{0} ist in Excel nicht mehr unter diesem Namen offen.",
        "{0}이(가) Excel에서 그 이름으로 열려 있지 않습니다.",
    ),
    (
        "Open it again; saved under another name, it gets a page of its own by Open Page.",
        "Öffnen Sie es wieder; unter einem anderen Namen gespeichert, bekommt es durch Seite öffnen eine eigene Seite.",
        "다시 여세요. 다른 이름으로 저장했다면 페이지 열기로 따로 페이지를 열 수 있습니다.",
    ),
    (
        "That question is not on this page any more.",
        "Diese Frage ist nicht mehr auf dieser Seite.",
        "그 질문은 더 이상 이 페이지에 없습니다.",
    ),
    ("{0} questions are on their way.", "{0} Fragen sind unterwegs.", "질문 {0}개가 진행 중입니다."),
    ("Wait for one, or stop one.", "Warten Sie auf eine, oder halten Sie eine an.", "하나를 기다리거나 중지하세요."),
    ("Cells of {0} have no value yet.", "Zellen von {0} haben noch keinen Wert.", "{0}의 셀에 아직 값이 없습니다."),
    ("Ask again when they do.", "Fragen Sie wieder, wenn sie einen haben.", "값이 나온 뒤 다시 질문하세요."),
    (
        "Select an empty cell in Excel, then press it again.",
        "Markieren Sie in Excel eine leere Zelle, und drücken Sie noch einmal.",
        "Excel에서 빈 셀을 선택한 뒤 다시 누르세요.",
    ),
    (
        "{0} is more than is shown at once: {1} cells.",
        "{0} ist mehr, als auf einmal gezeigt wird: {1} Zellen.",
        "{0}은(는) 한 번에 보여 줄 수 있는 셀 {1}개보다 큽니다.",
    ),
    (
        "There is no answer here that can be put into cells.",
        "Hier ist keine Antwort, die sich in Zellen schreiben ließe.",
        "셀에 쓸 수 있는 답이 없습니다.",
    ),
    ("There are no tables on this sheet.", "Auf diesem Blatt sind keine Tabellen.", "이 시트에는 표가 없습니다."),
    (
        "A follow-up stands for itself in no cell; ask it as a question of its own.",
        "Eine Anschlussfrage kann nicht allein in einer Zelle stehen; stellen Sie sie als eigene Frage.",
        "이어진 질문은 셀에 따로 둘 수 없습니다. 독립된 질문으로 물으세요.",
    ),
    (
        "A question to the whole workbook cannot stand in a cell; its value can.",
        "Eine Frage an die ganze Arbeitsmappe kann nicht in einer Zelle stehen; ihr Wert kann es.",
        "통합 문서 전체에 대한 질문은 셀에 둘 수 없지만 그 값은 쓸 수 있습니다.",
    ),
    (
        "The page sent what cannot be read.",
        "Die Seite hat etwas gesendet, was nicht zu lesen ist.",
        "페이지가 읽을 수 없는 내용을 보냈습니다.",
    ),
    ("Load it again.", "Laden Sie sie neu.", "다시 불러오세요."),
    (
        "A fault of ours ({0}); nothing was answered.",
        "Ein Fehler von uns ({0}); es wurde nichts beantwortet.",
        "저희 쪽 오류입니다({0}). 답하지 못했습니다.",
    ),
    (
        "1 cell ({0} with numbers) lies outside every table: {1}",
        "1 Zelle ({0} mit Zahlen) liegt außerhalb aller Tabellen: {1}",
        "셀 1개(숫자 {0}개)가 모든 표 밖에 있습니다: {1}",
    ),
    (
        "{0} cells ({1} with numbers) lie outside every table: {2}",
        "{0} Zellen ({1} mit Zahlen) liegen außerhalb aller Tabellen: {2}",
        "셀 {0}개(숫자 {1}개)가 모든 표 밖에 있습니다: {2}",
    ),
    # What is asked, and how much of it
    (
        "There is no question; write what you want to know about the sheet.",
        "Es gibt keine Frage; schreiben Sie, was Sie über das Blatt wissen möchten.",
        "질문이 없습니다. 시트에 대해 알고 싶은 것을 쓰세요.",
    ),
    (
        "The question has {0} characters; {1} are the most that can be asked.",
        "Die Frage hat {0} Zeichen; {1} sind das meiste, was gefragt werden kann.",
        "질문이 {0}자입니다. 최대 {1}자까지 물을 수 있습니다.",
    ),
    (
        "The question holds an API key, so nothing was sent.",
        "In der Frage steht ein API-Schlüssel, also wurde nichts gesendet.",
        "질문에 API 키가 있어 아무것도 보내지 않았습니다.",
    ),
    (
        "Take it out, and replace the key if it is yours.",
        "Nehmen Sie ihn heraus, und ersetzen Sie den Schlüssel, wenn es Ihrer ist.",
        "키를 빼고, 사용자의 키라면 새 키로 바꾸세요.",
    ),
    (
        "The sheet is empty, so there is nothing to ask it.",
        "Das Blatt ist leer, es gibt also nichts zu fragen.",
        "시트가 비어 있어 물을 내용이 없습니다.",
    ),
    (
        "Compressed, the sheet is still {0} tokens; {1} are the most that may be sent.",
        "Verdichtet hat das Blatt immer noch {0} Token; {1} dürfen höchstens gesendet werden.",
        "압축해도 시트가 {0} 토큰입니다. 최대 {1} 토큰까지 보낼 수 있습니다.",
    ),
    (
        "Work on a range of it, or raise sheet_tokens in the settings.",
        "Nehmen Sie einen Bereich davon, oder erhöhen Sie sheet_tokens in den Einstellungen.",
        "그중 한 범위만 쓰거나 설정의 sheet_tokens를 늘리세요.",
    ),
    (
        "The table would take {0} calls of {1} tokens; {2} are allowed.",
        "Die Tabelle bräuchte {0} Aufrufe von {1} Token; erlaubt sind {2}.",
        "표에 {1} 토큰짜리 호출 {0}회가 필요합니다. {2}회까지 허용됩니다.",
    ),
    (
        "Ask about a smaller range, or raise max_parts or table_tokens in the settings.",
        "Fragen Sie nach einem kleineren Bereich, oder erhöhen Sie max_parts oder table_tokens in den Einstellungen.",
        "더 작은 범위를 질문하거나 설정의 max_parts 또는 table_tokens를 늘리세요.",
    ),
    (
        "Row {0} of {1} takes more, with its header, than the {2} tokens of one call.",
        "Zeile {0} von {1} braucht mit ihrem Kopf mehr als die {2} Token eines Aufrufs.",
        "{1}의 {0}행은 머리글과 함께 호출 한 번의 {2} 토큰을 넘습니다.",
    ),
    (
        "Ask about fewer columns, or raise table_tokens in the settings.",
        "Fragen Sie nach weniger Spalten, oder erhöhen Sie table_tokens in den Einstellungen.",
        "더 적은 열을 질문하거나 설정의 table_tokens를 늘리세요.",
    ),
    (
        "The model named no table that exists, and the sheet is too long to read whole; ask about a range of it.",
        "Das Modell nannte keine Tabelle, die es gibt, und das Blatt ist zu lang, um es ganz zu lesen; fragen Sie "
        "nach einem Bereich.",
        "모델이 실제로 있는 표를 대지 못했고 시트가 길어 전부 읽을 수 없습니다. 그중 한 범위를 질문하세요.",
    ),
    # What came of it
    ("The data does not hold the answer.", "Die Daten enthalten die Antwort nicht.", "데이터에 답이 없습니다."),
    ("No answer came within {0} seconds.", "In {0} Sekunden kam keine Antwort.", "{0}초 안에 답이 오지 않았습니다."),
    (
        "The SheetLLM server was stopped while this question was on its way.",
        "Der SheetLLM-Server wurde angehalten, während diese Frage unterwegs war.",
        "이 질문을 처리하는 동안 SheetLLM 서버가 중지되었습니다.",
    ),
    ("It was cancelled.", "Das wurde abgebrochen.", "취소되었습니다."),
    ("You agreed to this question.", "Sie haben dieser Frage zugestimmt.", "이 질문을 승인했습니다."),
    ("It is asked when its turn comes.", "Sie wird gestellt, wenn sie an der Reihe ist.", "차례가 되면 묻습니다."),
    (
        "Press Refresh in the SheetLLM tab to ask again.",
        "Drücken Sie Aktualisieren in der Registerkarte SheetLLM, um noch einmal zu fragen.",
        "다시 물으려면 SheetLLM 탭의 새로 고침을 누르세요.",
    ),
    (
        "More than {0} calls to the model would be made at once, so this question waits until you agree to what "
        "they cost.",
        "Mehr als {0} Aufrufe des Modells würden auf einmal gemacht, also wartet diese Frage, bis Sie den Kosten "
        "zustimmen.",
        "한꺼번에 모델을 {0}번 넘게 호출하게 되므로 비용을 승인할 때까지 이 질문은 기다립니다.",
    ),
    (
        "Press Refresh in the SheetLLM tab: it says what the questions that wait would take, and asks you first.",
        "Drücken Sie Aktualisieren in der Registerkarte SheetLLM: es sagt, was die wartenden Fragen bräuchten, und "
        "fragt Sie zuerst.",
        "SheetLLM 탭의 새로 고침을 누르면 기다리는 질문의 예상 사용량을 보여 주고 먼저 묻습니다.",
    ),
    (
        "This could not be written to the ledger, so it is remembered only until the server ends.",
        "Das ließ sich nicht in das Kassenbuch schreiben und bleibt nur gemerkt, bis der Server endet.",
        "장부에 쓰지 못해 서버가 끝날 때까지만 기억합니다.",
    ),
    (
        "Raise the cap in the settings or wait; remembered answers still work.",
        "Erhöhen Sie die Grenze in den Einstellungen, oder warten Sie; gemerkte Antworten gehen weiter.",
        "설정에서 한도를 늘리거나 기다리세요. 기억된 답은 그대로 쓸 수 있습니다.",
    ),
    (
        "Mend the settings; Check my setup, in the SheetLLM tab, says where they are.",
        "Bringen Sie die Einstellungen in Ordnung; Einrichtung prüfen, in der Registerkarte SheetLLM, sagt, wo sie "
        "sind.",
        "설정을 고치세요. SheetLLM 탭의 설정 점검이 위치를 알려 줍니다.",
    ),
    ("Change the question or the range.", "Ändern Sie die Frage oder den Bereich.", "질문이나 범위를 바꾸세요."),
    ("Put the question more plainly.", "Stellen Sie die Frage einfacher.", "질문을 더 쉽게 쓰세요."),
    (
        "Check my setup, in the SheetLLM tab, tries the key and the network.",
        "Einrichtung prüfen, in der Registerkarte SheetLLM, probiert Schlüssel und Netz.",
        "SheetLLM 탭의 설정 점검이 키와 네트워크를 확인합니다.",
    ),
    (
        "Ask again, or ask more exactly: for a row, a column or a sum by its name.",
        "Fragen Sie noch einmal, oder genauer: nach einer Zeile, einer Spalte oder einer Summe bei ihrem Namen.",
        "다시 묻거나 행, 열, 합계의 이름을 들어 더 정확히 물으세요.",
    ),
    (
        "A fault of ours: the question was not answered.",
        "Ein Fehler von uns: die Frage wurde nicht beantwortet.",
        "저희 쪽 오류로 질문에 답하지 못했습니다.",
    ),
    (
        "Try again; the log names the fault.",
        "Versuchen Sie es noch einmal; das Protokoll nennt den Fehler.",
        "다시 시도하세요. 로그에 오류가 있습니다.",
    ),
    ("A fault of ours ({0}).", "Ein Fehler von uns ({0}).", "저희 쪽 오류입니다({0})."),
    ("The receipt could not be written.", "Der Beleg ließ sich nicht schreiben.", "영수증을 쓰지 못했습니다."),
    (
        "The cap of calls a minute is reached: what has begun waits for its turn.",
        "Die Grenze der Aufrufe je Minute ist erreicht: was begonnen hat, wartet, bis es an der Reihe ist.",
        "분당 호출 한도에 이르러, 시작된 질문이 차례를 기다립니다.",
    ),
)
