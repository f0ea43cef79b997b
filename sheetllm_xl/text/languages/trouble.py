"""What is put on a screen about settings, and where something is in the way: English, German, Korean."""

from __future__ import annotations

TROUBLE: tuple[tuple[str, str, str], ...] = (
    # Settings
    (
        "Every call is in {0}.",
        "Alle Aufrufe stehen in {0}.",
        "모든 호출 기록을 {0}에 저장했습니다.",
    ),
    (
        "Spending is paused: new questions are refused, remembered answers still work.",
        "Die Ausgaben sind angehalten: neue Fragen werden abgewiesen, gemerkte Antworten gehen weiter.",
        "지출을 멈췄습니다. 새 질문은 거절되며, 기억된 답은 그대로 쓸 수 있습니다.",
    ),
    (
        "Press again to go on.",
        "Noch einmal drücken, dann geht es weiter.",
        "계속하려면 다시 누르세요.",
    ),
    (
        "Spending goes on.",
        "Die Ausgaben gehen weiter.",
        "지출을 다시 허용합니다.",
    ),
    (
        "Paste your API key. It is kept in the vault of this computer.",
        "Fügen Sie Ihren API-Schlüssel ein. Er wird im Tresor dieses Computers aufbewahrt.",
        "API 키를 붙여 넣으세요. 키는 이 컴퓨터의 자격 증명 보관소에 저장됩니다.",
    ),
    (
        "The key {0} is kept in {1}.",
        "Der Schlüssel {0} liegt in {1}.",
        "키 {0}을(를) {1}에 저장했습니다.",
    ),
    (
        "Questions from now on go to {0}.",
        "Fragen gehen von nun an an {0}.",
        "이제부터 질문은 {0}(으)로 보냅니다.",
    ),
    # In the way
    (
        "Excel is busy: a cell is being edited, or a dialog is open. Finish that with Enter or Esc, then try again.",
        "Excel ist beschäftigt: eine Zelle wird bearbeitet, oder ein Dialog ist offen. Beenden Sie das mit der "
        "Eingabetaste oder Esc, und versuchen Sie es noch einmal.",
        "Excel이 사용 중입니다. 셀을 편집 중이거나 대화 상자가 열려 있습니다. Enter나 Esc로 마친 뒤 다시 시도하세요.",
    ),
    (
        "The workbook, the sheet or Excel itself was closed in the meantime. Open it and try again.",
        "Die Arbeitsmappe, das Blatt oder Excel selbst wurde inzwischen geschlossen. Öffnen Sie es, und versuchen Sie "
        "es noch einmal.",
        "그 사이에 통합 문서나 시트 또는 Excel이 닫혔습니다. 다시 열고 시도하세요.",
    ),
    (
        "Excel is not running, or has no workbook open.",
        "Excel läuft nicht, oder es ist keine Arbeitsmappe offen.",
        "Excel이 실행 중이 아니거나 열린 통합 문서가 없습니다.",
    ),
    (
        "No workbook is open for editing. If the one in front is in Protected View, press Enable Editing, then try "
        "again.",
        "Keine Arbeitsmappe ist zum Bearbeiten offen. Ist die vordere in der geschützten Ansicht, drücken Sie "
        "Bearbeitung aktivieren, und versuchen Sie es noch einmal.",
        "편집할 수 있는 통합 문서가 없습니다. 제한된 보기라면 편집 사용을 누른 뒤 다시 시도하세요.",
    ),
    (
        "Select a cell first.",
        "Markieren Sie zuerst eine Zelle.",
        "먼저 셀을 선택하세요.",
    ),
    (
        "Select the cells you want to ask about; a chart or a picture is selected.",
        "Markieren Sie die Zellen, nach denen Sie fragen wollen; markiert ist ein Diagramm oder Bild.",
        "질문할 셀을 선택하세요. 지금은 차트나 그림이 선택되어 있습니다.",
    ),
    (
        "The selected cells are empty, so there is nothing to ask.",
        "Die markierten Zellen sind leer, es gibt also nichts zu fragen.",
        "선택한 셀이 비어 있어 물을 내용이 없습니다.",
    ),
    (
        "No sheet of this workbook holds anything, so there is nothing to ask it.",
        "Kein Blatt dieser Arbeitsmappe enthält etwas, es gibt also nichts zu fragen.",
        "이 통합 문서의 어떤 시트에도 내용이 없어 물을 내용이 없습니다.",
    ),
    (
        "{0} holds something, and would be filled. Empty it, or select other cells to ask.",
        "In {0} steht etwas, und es würde gefüllt. Leeren Sie es, oder markieren Sie andere Zellen.",
        "채울 자리인 {0}에 내용이 있습니다. 비우거나 다른 셀을 선택하세요.",
    ),
    (
        "Sheet {0} is protected, so nothing was written. Unprotect it (Review tab) and try again.",
        "Das Blatt {0} ist geschützt, also wurde nichts geschrieben. Heben Sie den Schutz auf (Überprüfen), und "
        "versuchen Sie es noch einmal.",
        "시트 {0}이(가) 보호되어 있어 아무것도 쓰지 않았습니다. 검토 탭에서 보호를 해제한 뒤 다시 시도하세요.",
    ),
    (
        "The workbook is open read-only, so what is written could not be saved. Save a copy and use that.",
        "Die Arbeitsmappe ist schreibgeschützt offen, Geschriebenes ließe sich nicht speichern. Speichern Sie eine "
        "Kopie, und nehmen Sie die.",
        "통합 문서가 읽기 전용으로 열려 있어 쓴 내용을 저장할 수 없습니다. 사본을 저장해 사용하세요.",
    ),
    (
        "There is no API key. Set one with `sheetllm key set`, or in ANTHROPIC_API_KEY.",
        "Es gibt keinen API-Schlüssel. Setzen Sie einen mit Schlüssel in der Registerkarte SheetLLM, mit "
        "`sheetllm key set` oder in ANTHROPIC_API_KEY.",
        "API 키가 없습니다. SheetLLM 탭의 키 단추, `sheetllm key set` 또는 ANTHROPIC_API_KEY로 설정하세요.",
    ),
    (
        "This button works in Excel only, where the server knows the cells that asked.",
        "Diese Schaltfläche wirkt nur in Excel, wo der Server die Zellen kennt, die gefragt haben.",
        "이 단추는 서버가 질문한 셀을 아는 Excel에서만 동작합니다.",
    ),
    (
        "A fault of ours ({0}); the log of the SheetLLM server says where.",
        "Ein Fehler von uns ({0}); das Protokoll des SheetLLM-Servers sagt, wo.",
        "저희 쪽 오류입니다({0}). 위치는 SheetLLM 서버 로그에 있습니다.",
    ),
    (
        "Excel gave no value.",
        "Excel hat keinen Wert gegeben.",
        "Excel이 값을 주지 않았습니다.",
    ),
    (
        "Its prompt computes which cells it reads; name them as its context.",
        "Der Prompt berechnet, welche Zellen er liest; nennen Sie sie als Kontext.",
        "프롬프트가 읽을 셀을 계산합니다. 그 셀을 컨텍스트로 지정하세요.",
    ),
    (
        "A batch may just have been sent; ask again in a few minutes.",
        "Ein Stapel wurde vielleicht gerade gesendet; fragen Sie in ein paar Minuten noch einmal.",
        "배치가 방금 전송되었을 수 있습니다. 몇 분 뒤에 다시 질문하세요.",
    ),
)
