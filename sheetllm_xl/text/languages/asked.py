"""What a call, a column or a batch cannot be asked for, and how it goes on: English, German, Korean."""

from __future__ import annotations

ASKED: tuple[tuple[str, str, str], ...] = (
    (
        "It is an array entered over {0}; Excel changes no part of one.",
        "Es ist eine über {0} eingegebene Matrix; Excel ändert keinen Teil davon.",
        "{0}에 걸쳐 입력한 배열이라 Excel이 일부만 바꾸지 않습니다.",
    ),
    (
        "Enter it anew as one cell.",
        "Geben Sie sie als eine einzelne Zelle neu ein.",
        "셀 하나로 다시 입력하세요.",
    ),
    # The call
    (
        "each=row asks the rows of one table; name its range.",
        "each=row befragt die Zeilen einer Tabelle; nennen Sie ihren Bereich.",
        "each=row는 표 하나의 행에 대해 묻습니다. 그 범위를 지정하세요.",
    ),
    (
        "An answer of several cells would be read as part of this sheet: name the range it is about.",
        "Eine Antwort aus mehreren Zellen würde als Teil dieses Blatts gelesen: nennen Sie den Bereich, um den es "
        "geht.",
        "여러 셀에 걸친 답은 이 시트의 일부로 읽히게 됩니다. 질문할 범위를 지정하세요.",
    ),
    (
        "The range is a text; name the cells without quotation marks: Sales!A:H.",
        "Der Bereich ist ein Text; nennen Sie die Zellen ohne Anführungszeichen: Sales!A:H.",
        "범위가 텍스트입니다. 따옴표 없이 셀을 지정하세요: Sales!A:H.",
    ),
    (
        "Name the range to read; there is no cell it could be told from.",
        "Nennen Sie den Bereich; es gibt keine Zelle, aus der er hervorginge.",
        "읽을 범위를 지정하세요. 범위를 알아낼 셀이 없습니다.",
    ),
    (
        "There is no cell from which the workbook could be told; name a range of it.",
        "Es gibt keine Zelle, aus der die Arbeitsmappe hervorginge; nennen Sie einen Bereich von ihr.",
        "통합 문서를 알아낼 셀이 없습니다. 그 통합 문서의 범위를 지정하세요.",
    ),
    (
        "The {0} is {1} cells; name one.",
        "Das Argument {0} sind {1} Zellen; nennen Sie eine.",
        "{0} 인수가 셀 {1}개입니다. 하나만 지정하세요.",
    ),
    (
        "“{0}” is no shape; there is: {1}.",
        "„{0}“ ist keine Form; es gibt: {1}.",
        "“{0}”은(는) 없는 형태입니다. 쓸 수 있는 것: {1}.",
    ),
    (
        "“{0}” is no option; there is: {1}.",
        "„{0}“ ist keine Option; es gibt: {1}.",
        "“{0}”은(는) 없는 옵션입니다. 쓸 수 있는 것: {1}.",
    ),
    (
        "labels, header and free are for a question to each row; add each=row to the options.",
        "labels, header und free gelten für eine Frage an jede Zeile; fügen Sie den Optionen each=row hinzu.",
        "labels, header, free는 행마다 묻는 질문에 씁니다. 옵션에 each=row를 더하세요.",
    ),
    (
        "A row has one of your labels, or words of the model's own; take labels or free.",
        "Eine Zeile bekommt eine Ihrer Auswahlen oder eigene Worte des Modells; nehmen Sie labels oder free.",
        "행에는 정해 둔 선택지나 모델이 지은 말 중 하나가 들어갑니다. labels와 free 중 하나만 쓰세요.",
    ),
    (
        "each=row gives a column, one answer a row; take the shape column.",
        "each=row ergibt eine Spalte, eine Antwort je Zeile; nehmen Sie die Form column.",
        "each=row의 답은 행마다 하나씩 한 열이 됩니다. column 형태를 쓰세요.",
    ),
    (
        "each=row asks the rows of one range, scope=workbook all sheets; take one of the two.",
        "each=row befragt die Zeilen eines Bereichs, scope=workbook alle Blätter; nehmen Sie eines von beiden.",
        "each=row는 한 범위의 행을, scope=workbook은 모든 시트를 묻습니다. 둘 중 하나만 쓰세요.",
    ),
    (
        "More than {0} formulas of SheetLLM that may fill several cells stand around this one: name the range to read.",
        "Um diese Zelle stehen mehr als {0} Formeln von SheetLLM, die mehrere Zellen füllen können: nennen Sie den "
        "Bereich.",
        "이 셀 주변에 여러 셀을 채울 수 있는 SheetLLM 수식이 {0}개보다 많습니다. 읽을 범위를 지정하세요.",
    ),
    # Each row
    (
        "The range holds {0} tables ({1}); name the cells of one.",
        "Der Bereich enthält {0} Tabellen ({1}); nennen Sie die Zellen einer einzigen.",
        "범위에 표가 {0}개({1}) 있습니다. 그중 하나의 셀을 지정하세요.",
    ),
    (
        "A label holds an API key, so nothing was sent.",
        "Eine Auswahl enthält einen API-Schlüssel, also wurde nichts gesendet.",
        "선택지에 API 키가 있어 아무것도 보내지 않았습니다.",
    ),
    (
        "At most {0} labels of {1} characters may be given.",
        "Es dürfen höchstens {0} Auswahlen zu {1} Zeichen sein.",
        "선택지는 {1}자까지, 최대 {0}개를 쓸 수 있습니다.",
    ),
    (
        "Two labels differ in case alone; make them different words.",
        "Zwei Auswahlen unterscheiden sich nur in Groß- und Kleinschreibung; nehmen Sie verschiedene Wörter.",
        "대소문자만 다른 선택지가 둘 있습니다. 다른 낱말로 쓰세요.",
    ),
    (
        "The range is empty, so there is no row to ask.",
        "Der Bereich ist leer, es gibt also keine Zeile zu befragen.",
        "범위가 비어 있어 물을 행이 없습니다.",
    ),
    (
        "There is no row below the header to ask.",
        "Unter der Kopfzeile gibt es keine Zeile zu befragen.",
        "머리글 아래에 물을 행이 없습니다.",
    ),
    (
        "Row {0} takes more, with the header, than the {1} tokens of one call.",
        "Zeile {0} braucht mit der Kopfzeile mehr als die {1} Token eines Aufrufs.",
        "{0}행은 머리글과 합치면 호출 한 번의 {1} 토큰을 넘습니다.",
    ),
    (
        "The answer may be half as long again as the row, and a reply has {0} tokens, so it was not sent; raise "
        "reply_tokens in the settings and ask anew.",
        "Die Antwort kann anderthalbmal so lang wie die Zeile sein, und eine Antwort hat {0} Token, also wurde sie "
        "nicht gesendet; erhöhen Sie reply_tokens in den Einstellungen, und fragen Sie neu.",
        "답은 행의 1.5배까지 길어질 수 있는데 답 하나는 {0} 토큰이므로 보내지 않았습니다. 설정에서 reply_tokens를 "
        "높이고 다시 물어보세요.",
    ),
    (
        "Filling was stopped.",
        "Das Füllen wurde angehalten.",
        "채우기를 멈췄습니다.",
    ),
    (
        "A fault of ours ended the filling; the log names it.",
        "Ein Fehler von uns hat das Füllen beendet; das Protokoll nennt ihn.",
        "저희 쪽 오류로 채우기가 끝났습니다. 내용은 로그에 있습니다.",
    ),
    (
        "Press Fill Column again: it goes on, and pays for no row twice.",
        "Drücken Sie noch einmal Spalte füllen: es geht weiter und zahlt für keine Zeile zweimal.",
        "열 채우기를 다시 누르면 이어서 하며, 같은 행에 두 번 비용이 들지 않습니다.",
    ),
    # Batches
    (
        "Batch {0} is on its way with {1} requests, at half price; it may take up to 24 hours.",
        "Stapel {0} ist mit {1} Anfragen unterwegs, zum halben Preis; das kann bis zu 24 Stunden dauern.",
        "배치 {0}이(가) 요청 {1}개로 반값에 진행 중입니다. 최대 24시간이 걸릴 수 있습니다.",
    ),
    (
        "Batch {0} is on its way and may take up to 24 hours; asked again later, it has what came and costs nothing "
        "more.",
        "Stapel {0} ist unterwegs und kann bis zu 24 Stunden brauchen; später noch einmal gefragt, ist da, was kam, "
        "und es kostet nichts mehr.",
        "배치 {0}이(가) 진행 중이며 최대 24시간이 걸릴 수 있습니다. 나중에 다시 물으면 추가 비용 없이 도착한 답을 "
        "받습니다.",
    ),
    (
        "It was sent again and still not answered; ask once more to go on.",
        "Sie wurde noch einmal gesendet und ist doch nicht beantwortet; fragen Sie noch einmal, dann geht es weiter.",
        "다시 보냈지만 아직 답이 없습니다. 계속하려면 한 번 더 물어보세요.",
    ),
    (
        "The setting batches goes with the road direct alone; set road to direct, or batches to false.",
        "Die Einstellung batches geht nur mit dem Weg direct; setzen Sie road auf direct oder batches auf false.",
        "batches 설정은 direct 경로에서만 쓸 수 있습니다. road를 direct로, 또는 batches를 false로 설정하세요.",
    ),
    (
        "This model takes no batches; set batches to false.",
        "Dieses Modell nimmt keine Stapel; setzen Sie batches auf false.",
        "이 모델은 배치를 받지 않습니다. batches를 false로 설정하세요.",
    ),
    # COPILOT
    (
        "It filled {0} through other functions; ASKSHEET says its shape in its own call.",
        "Es füllte {0} durch andere Funktionen; ASKSHEET sagt seine Form im eigenen Aufruf.",
        "다른 함수를 거쳐 {0}을(를) 채웠습니다. ASKSHEET는 자기 호출에 형태를 적습니다.",
    ),
    (
        "As ASKSHEET it would be longer than a formula can be.",
        "Als ASKSHEET wäre es länger, als eine Formel sein kann.",
        "ASKSHEET로 바꾸면 수식의 최대 길이를 넘습니다.",
    ),
    (
        "It names no cells: COPILOT answered from what its model knew, and ASKSHEET answers from cells.",
        "Es nennt keine Zellen: COPILOT antwortete aus dem Wissen seines Modells, ASKSHEET antwortet aus Zellen.",
        "가리키는 셀이 없습니다. COPILOT은 모델의 지식으로 답했지만 ASKSHEET는 셀을 보고 답합니다.",
    ),
    (
        "It asks twice, once with several contexts; in one formula ASKSHEET reads several ranges for one call.",
        "Es fragt zweimal, einmal mit mehreren Kontexten; in einer Formel liest ASKSHEET mehrere Bereiche für einen "
        "Aufruf.",
        "두 번 묻고 그중 하나는 컨텍스트가 여럿입니다. 한 수식에서 ASKSHEET가 여러 범위를 읽는 호출은 하나뿐입니다.",
    ),
    (
        "One of its contexts is computed; of several, ASKSHEET reads cells alone.",
        "Einer seiner Kontexte ist berechnet; von mehreren liest ASKSHEET nur Zellen.",
        "컨텍스트 중 하나가 계산식입니다. 여럿일 때 ASKSHEET는 셀만 읽습니다.",
    ),
    (
        "It has no prompt.",
        "Es hat keinen Prompt.",
        "프롬프트가 없습니다.",
    ),
    (
        "It stands in a LAMBDA, which asks for each row or cell: use Fill Column, or the option each=row.",
        "Es steht in einem LAMBDA, das für jede Zeile oder Zelle fragt: nehmen Sie Spalte füllen oder die Option "
        "each=row.",
        "행이나 셀마다 묻는 LAMBDA 안에 있습니다. 열 채우기나 each=row 옵션을 쓰세요.",
    ),
    (
        "“{0}” is not a formula: {1}.",
        "„{0}“ ist keine Formel: {1}.",
        "“{0}”은(는) 수식이 아닙니다: {1}.",
    ),
    (
        "  becomes {0}",
        "  wird zu {0}",
        "  바뀐 수식: {0}",
    ),
    (
        "  becomes {0} The question names {1} as text, which does not move with the cells.",
        "  wird zu {0} Die Frage nennt {1} als Text, der nicht mit den Zellen wandert.",
        "  바뀐 수식: {0} 질문에 {1}이(가) 텍스트로 들어 있어 셀을 옮겨도 따라가지 않습니다.",
    ),
    (
        "  stays as it is.",
        "  bleibt, wie es ist.",
        "  그대로 둡니다.",
    ),
)

ASKED_PHRASES: tuple[tuple[str, str, str], ...] = (
    (
        "a text in it is not closed",
        "ein Text darin ist nicht geschlossen",
        "텍스트가 닫히지 않았습니다",
    ),
    (
        "a sheet's name in it is not closed",
        "ein Blattname darin ist nicht geschlossen",
        "시트 이름이 닫히지 않았습니다",
    ),
    (
        "a list in braces is not closed",
        "eine Liste in geschweiften Klammern ist nicht geschlossen",
        "중괄호 목록이 닫히지 않았습니다",
    ),
    (
        "a bracket in it is not closed",
        "eine Klammer darin ist nicht geschlossen",
        "괄호가 닫히지 않았습니다",
    ),
    (
        "its arguments are parted by “;”, where “,” is needed",
        "seine Argumente sind durch „;“ getrennt, wo „,“ stehen muss",
        "인수를 “,” 대신 “;”로 나누었습니다",
    ),
)
"""What stands in the holes of these sentences."""
