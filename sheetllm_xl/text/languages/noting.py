"""Notes of an answer on what was read, sent and counted, and what keeps a cell waiting: English, German, Korean."""

from __future__ import annotations

NOTING: tuple[tuple[str, str, str], ...] = (
    # What a cell holds that may bend a result
    (
        "Numbers kept as text, which sums and comparisons pass over: {0}.",
        "Zahlen als Text, die Summen und Vergleiche übergehen: {0}.",
        "합계와 비교에서 빠지는, 텍스트로 저장된 숫자: {0}.",
    ),
    (
        "Numbers kept as text, which {0} does not count: {1}.",
        "Zahlen als Text, die {0} nicht zählt: {1}.",
        "{0}이(가) 세지 않는, 텍스트로 저장된 숫자: {1}.",
    ),
    (
        "Texts with non-breaking spaces, which equal no text without them: {0}.",
        "Texte mit geschützten Leerzeichen, die keinem Text ohne sie gleichen: {0}.",
        "줄 바꿈 없는 공백이 있어 다른 텍스트와 같지 않은 텍스트: {0}.",
    ),
    ("Texts with full-width digits: {0}.", "Texte mit vollbreiten Ziffern: {0}.", "전각 숫자가 있는 텍스트: {0}."),
    ("Errors ({0}) among the cells: {1}.", "Fehler ({0}) unter den Zellen: {1}.", "셀에 있는 오류({0}): {1}."),
    (
        "Values that are no {0}, in a column of them: {1}.",
        "Werte, die keine {0} sind, in einer Spalte von solchen: {1}.",
        "한 열에서 다른 셀과 달리 {0}이(가) 아닌 값: {1}.",
    ),
    (
        "Keys that stand more than once, of which a lookup takes the first ({0}): {1}.",
        "Schlüssel, die mehrmals dastehen und von denen ein Verweis den ersten nimmt ({0}): {1}.",
        "여러 번 나와 찾기가 첫 번째를 쓰는 키({0}): {1}.",
    ),
    ("Hidden rows are counted in: {0}.", "Ausgeblendete Zeilen zählen mit: {0}.", "숨겨진 행도 셉니다: {0}."),
    ("Hidden columns are read: {0}.", "Ausgeblendete Spalten werden gelesen: {0}.", "숨겨진 열도 읽습니다: {0}."),
    # What was sent
    (
        "Invisible characters in cells were sent as �.",
        "Unsichtbare Zeichen in Zellen wurden als � gesendet.",
        "셀의 보이지 않는 문자는 �로 보냈습니다.",
    ),
    (
        "Soft hyphens and marks without effect in cells were left out.",
        "Weiche Trennstriche und Zeichen ohne Wirkung in Zellen wurden weggelassen.",
        "셀의 소프트 하이픈과 효과 없는 표시는 뺐습니다.",
    ),
    (
        "Of {0}, {1} of {2} cells were sent: those that the question's words point to, with headers and "
        "extremes; of the rest, what its columns hold in all.",
        "Von {0} wurden {1} von {2} Zellen gesendet: die, auf die die Wörter der Frage zeigen, mit "
        "Überschriften und Extremen; vom Rest, was die Spalten insgesamt enthalten.",
        "{0}에서 셀 {2}개 중 {1}개를 보냈습니다. 질문의 낱말이 가리키는 셀과 머리글, 최댓값과 최솟값이며, "
        "나머지는 열 전체의 요약을 보냈습니다.",
    ),
    (
        "Of {0}, which the model asked to read, rows {1} to {2} were sent.",
        "Von {0}, was das Modell lesen wollte, wurden die Zeilen {1} bis {2} gesendet.",
        "모델이 읽으려 한 {0}에서 {1}~{2}행을 보냈습니다.",
    ),
    (
        "The outline names {0} of {1} sheets; the others can only be found by what their cells hold.",
        "Die Übersicht nennt {0} von {1} Blättern; die anderen findet nur, wer nach dem Inhalt ihrer Zellen sucht.",
        "개요에는 시트 {1}개 중 {0}개가 있습니다. 나머지는 셀의 내용으로만 찾을 수 있습니다.",
    ),
    (
        "To be short, the outline names {0} tables a sheet, {1} columns a table at most.",
        "Der Kürze halber nennt die Übersicht höchstens {0} Tabellen je Blatt und {1} Spalten je Tabelle.",
        "간단히 하려고 개요에는 시트당 표 {0}개, 표당 열 {1}개까지만 있습니다.",
    ),
    (
        "To be short, the outline gives words, names and sizes of the sheets alone.",
        "Der Kürze halber gibt die Übersicht nur Wörter, Namen und Größen der Blätter.",
        "간단히 하려고 개요에는 시트의 낱말, 이름, 크기만 있습니다.",
    ),
    (
        "To be short, the outline gives names and sizes of the sheets alone.",
        "Der Kürze halber gibt die Übersicht nur Namen und Größen der Blätter.",
        "간단히 하려고 개요에는 시트의 이름과 크기만 있습니다.",
    ),
    (
        "{0} sheets are laid out like others and were told of together with them.",
        "{0} Blätter sind wie andere aufgebaut und wurden mit ihnen zusammen genannt.",
        "시트 {0}개는 다른 시트와 구성이 같아 함께 나타냈습니다.",
    ),
    (
        "Sent with it: what the workbook says of itself in {0}, as its reader has confirmed it.",
        "Mitgesendet: was die Arbeitsmappe in {0} über sich sagt, wie von ihrem Leser bestätigt.",
        "함께 보냄: 통합 문서가 {0}에서 스스로를 설명한 내용(읽는 사람이 확인함).",
    ),
    (
        "What the workbook says of itself in {0} was not sent: no one has confirmed it here, as `sheetllm "
        "instructions FILE --confirm` does.",
        "Was die Arbeitsmappe in {0} über sich sagt, wurde nicht gesendet: hier hat es niemand bestätigt, "
        "wie es `sheetllm instructions FILE --confirm` tut.",
        "통합 문서가 {0}에서 스스로를 설명한 내용은 보내지 않았습니다. 여기서 `sheetllm instructions FILE "
        "--confirm`으로 확인한 사람이 없습니다.",
    ),
    (
        "{0} replies were there from an earlier time that broke off, and cost nothing.",
        "{0} Antworten waren von einem früheren Mal da, das abbrach, und kosteten nichts.",
        "전에 끊긴 작업의 답 {0}개가 있어 비용 없이 썼습니다.",
    ),
    # How it came about
    (
        "The model named “{0}” as a table, which was dropped: {1}",
        "Das Modell nannte „{0}“ als Tabelle, was verworfen wurde: {1}",
        "모델이 댄 표 “{0}”은(는) 뺐습니다: {1}",
    ),
    (
        "The model named {0} as a table, which was dropped: no cell of it is filled.",
        "Das Modell nannte {0} als Tabelle, was verworfen wurde: keine Zelle darin ist gefüllt.",
        "모델이 댄 표 {0}은(는) 채워진 셀이 없어 뺐습니다.",
    ),
    (
        "The model named {0} as a table, which was dropped: it overlaps {1}.",
        "Das Modell nannte {0} als Tabelle, was verworfen wurde: es überschneidet {1}.",
        "모델이 댄 표 {0}은(는) {1}과(와) 겹쳐 뺐습니다.",
    ),
    (
        "No table was detected at {0}, which the model named ({1} was); it is read as named.",
        "Bei {0}, was das Modell nannte, wurde keine Tabelle erkannt ({1} schon); es wird gelesen wie genannt.",
        "모델이 댄 {0}에서 표를 찾지 못했지만({1}은 찾음) 그대로 읽습니다.",
    ),
    (
        "The model named {0}; the detected table {1}, which holds it, is read.",
        "Das Modell nannte {0}; gelesen wird die erkannte Tabelle {1}, die es enthält.",
        "모델이 {0}을(를) 댔습니다. 이를 포함하는, 찾아낸 표 {1}을(를) 읽습니다.",
    ),
    (
        "The model named {0}; together with what was detected there, {1} is read.",
        "Das Modell nannte {0}; mit dem, was dort erkannt wurde, wird {1} gelesen.",
        "모델이 {0}을(를) 댔습니다. 거기서 찾은 것과 합쳐 {1}을(를) 읽습니다.",
    ),
    ("Looked up: {0}.", "Nachgesehen: {0}.", "찾아본 것: {0}."),
    ("Nothing more was looked up: {0}.", "Mehr wurde nicht nachgesehen: {0}.", "더 찾아보지 않았습니다: {0}."),
    (
        "The model asked for {0} steps at once; {1} were taken.",
        "Das Modell verlangte {0} Schritte auf einmal; getan wurden {1}.",
        "모델이 한 번에 {0}단계를 요구했고 {1}단계를 했습니다.",
    ),
    (
        "After {0} calls and {1} steps the model still wanted to look further, and {2}; ask about one "
        "sheet, or name the sheet in the question.",
        "Nach {0} Aufrufen und {1} Schritten wollte das Modell weiter nachsehen, und {2}; fragen Sie nach "
        "einem Blatt, oder nennen Sie das Blatt in der Frage.",
        "호출 {0}회와 {1}단계 뒤에도 모델이 더 찾아보려 했습니다({2}). 시트 하나를 질문하거나 질문에 시트 "
        "이름을 쓰세요.",
    ),
    # Each row
    (
        "The words are the model's own; nothing in the sheet proves them.",
        "Die Worte sind vom Modell selbst; nichts im Blatt beweist sie.",
        "모델이 지은 글이며 시트에 근거가 없습니다.",
    ),
    (
        "{0} rows were taken for the header, and not asked.",
        "{0} Zeilen galten als Kopf und wurden nicht befragt.",
        "{0}개 행은 머리글로 보고 묻지 않았습니다.",
    ),
    (
        "Which label fits is the model's judgement; only that it is one of yours was checked.",
        "Welche Auswahl passt, urteilt das Modell; geprüft wurde nur, dass es eine der Ihren ist.",
        "어느 선택지가 맞는지는 모델의 판단이며, 정해 둔 선택지인지만 확인했습니다.",
    ),
    ("Rows {0}: {1}", "Zeilen {0}: {1}", "{0}행: {1}"),
    ("{0} more rows failed.", "{0} weitere Zeilen misslangen.", "{0}개 행이 더 실패했습니다."),
    (
        "The reply answers it twice, and not the same.",
        "Die Antwort beantwortet sie zweimal, und nicht gleich.",
        "답이 두 번 있고 서로 다릅니다.",
    ),
    ("The reply leaves it out.", "Die Antwort lässt sie aus.", "답에서 빠졌습니다."),
    ("“{0}” is none of the labels.", "„{0}“ ist keine der Auswahlen.", "“{0}”은(는) 선택지에 없습니다."),
    ("No label fits.", "Keine Auswahl passt.", "맞는 선택지가 없습니다."),
    ("The row does not hold the answer.", "Die Zeile enthält die Antwort nicht.", "행에 답이 없습니다."),
    (
        "“{0}” does not stand in the row's cells.",
        "„{0}“ steht nicht in den Zellen der Zeile.",
        "“{0}”은(는) 행의 셀에 없습니다.",
    ),
    # The queue
)

NOTING_PHRASES: tuple[tuple[str, str, str], ...] = (
    ("numbers", "Zahlen", "숫자"),
    ("dates", "Datumsangaben", "날짜"),
    ("booleans", "Wahrheitswerte", "논리값"),
    ("errors", "Fehler", "오류"),
    ("times", "Uhrzeiten", "시각"),
    ("texts", "Texte", "텍스트"),
    ("calculated values", "berechneten Werte", "계산된 값"),
    (
        "it asked again for what it had been shown",
        "es verlangte noch einmal, was es schon gesehen hatte",
        "이미 본 것을 다시 요구했습니다",
    ),
    ("{0} seconds had passed", "{0} Sekunden waren vergangen", "{0}초가 지났습니다"),
    ("1 step is the most", "1 Schritt ist das meiste", "최대 1단계입니다"),
    ("{0} steps are the most", "{0} Schritte sind das meiste", "최대 {0}단계입니다"),
    ("1 call is the most", "1 Aufruf ist das meiste", "호출은 최대 1회입니다"),
    ("{0} calls are the most", "{0} Aufrufe sind das meiste", "호출은 최대 {0}회입니다"),
)
"""What stands in the holes of these sentences."""
