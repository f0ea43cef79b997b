"""What is put on a screen of the cells that an answer stands on: English, German, Korean."""

from __future__ import annotations

GROUNDS: tuple[tuple[str, str, str], ...] = (
    # Cited cells
    (
        "{0} lies outside the cells in use ({1}).",
        "{0} liegt außerhalb der benutzten Zellen ({1}).",
        "{0}은(는) 사용 중인 셀({1}) 밖에 있습니다.",
    ),
    (
        "{0} lies outside the cells in use (none).",
        "{0} liegt außerhalb der benutzten Zellen (keine).",
        "{0}은(는) 사용 중인 셀(없음) 밖에 있습니다.",
    ),
    ("{0} is empty.", "{0} ist leer.", "{0}은(는) 비어 있습니다."),
    (
        "{0} is not among the cells that were read.",
        "{0} ist nicht unter den Zellen, die gelesen wurden.",
        "{0}은(는) 읽은 셀에 들어 있지 않습니다.",
    ),
    (
        "{0} is several cells; what it is said to hold cannot be checked.",
        "{0} sind mehrere Zellen; was darin stehen soll, lässt sich nicht prüfen.",
        "{0}은(는) 여러 셀이라 그 내용이라고 한 것을 확인할 수 없습니다.",
    ),
    (
        "The reply does not say what {0} holds.",
        "Die Antwort sagt nicht, was in {0} steht.",
        "답에 {0}의 내용이 없습니다.",
    ),
    (
        "{0} holds {1}, which {2} rounds further than shown.",
        "In {0} steht {1}; {2} rundet das weiter, als es angezeigt wird.",
        "{0}의 값은 {1}인데 {2}은(는) 표시된 것보다 더 반올림한 값입니다.",
    ),
    ("{0} holds {1}, not {2}.", "In {0} steht {1}, nicht {2}.", "{0}의 값은 {2}이(가) 아니라 {1}입니다."),
    ("{0} holds nothing, not {1}.", "In {0} steht nichts, nicht {1}.", "{0}은(는) 비어 있으며 {1}이(가) 아닙니다."),
    # A receipt against the workbook
    (
        "{0} came to {1}, and comes to {2}.",
        "{0} ergab {1} und ergibt jetzt {2}.",
        "{0}의 결과가 {1}에서 {2}(으)로 바뀌었습니다.",
    ),
    ("{0} comes to the same value: {1}.", "{0} ergibt denselben Wert: {1}.", "{0}의 결과가 같습니다: {1}."),
    (
        "The receipt holds no formula, so no value was computed.",
        "Der Beleg enthält keine Formel, also wurde kein Wert berechnet.",
        "영수증에 수식이 없어 값을 계산하지 않았습니다.",
    ),
    ("{0} holds what was read.", "In {0} steht, was gelesen wurde.", "{0}의 내용이 읽었을 때와 같습니다."),
    (
        "{0} holds other cells than were read.",
        "In {0} steht anderes, als gelesen wurde.",
        "{0}의 내용이 읽었을 때와 다릅니다.",
    ),
    ("{0} cannot be computed: {1}", "{0} lässt sich nicht berechnen: {1}", "{0}을(를) 계산할 수 없습니다: {1}"),
    (
        "All {0} citations hold what they showed.",
        "Alle {0} genannten Stellen enthalten, was sie zeigten.",
        "인용 {0}개가 모두 그때의 내용과 같습니다.",
    ),
    (
        "{0} showed {1}, and holds {2}.",
        "{0} zeigte {1}, und darin steht {2}.",
        "{0}의 내용이 {1}에서 {2}(으)로 바뀌었습니다.",
    ),
    ("So do {0} more.", "So auch {0} weitere.", "{0}개가 더 그렇습니다."),
    # Notes of an answer
    (
        "The sheet is small and holds one table, so no call was spent on finding it.",
        "Das Blatt ist klein und hat eine Tabelle, also ging kein Aufruf in die Suche danach.",
        "시트가 작고 표가 하나라서 표를 찾는 호출을 쓰지 않았습니다.",
    ),
    (
        "{0} did not hold the answer, so what lies beside was read as well, once.",
        "{0} enthielt die Antwort nicht, also wurde einmal auch gelesen, was daneben liegt.",
        "{0}에 답이 없어 옆에 있는 것도 한 번 읽었습니다.",
    ),
    (
        "{0} was read; {1} would fit the question as well.",
        "{0} wurde gelesen; {1} würde ebenso zur Frage passen.",
        "{0}을(를) 읽었습니다. {1}도 질문에 맞습니다.",
    ),
    (
        "The answer was taken from {0}; {1} would fit as well.",
        "Die Antwort stammt aus {0}; {1} würde ebenso passen.",
        "답은 {0}에서 왔습니다. {1}도 맞습니다.",
    ),
    (
        "What the question's words point to did not tell the answer, so the table was read in parts.",
        "Worauf die Wörter der Frage zeigen, verriet die Antwort nicht, also wurde die Tabelle in Teilen gelesen.",
        "질문의 낱말이 가리키는 곳에 답이 없어 표를 나누어 읽었습니다.",
    ),
    (
        "The table was read in {0} parts; {1} held something of use.",
        "Die Tabelle wurde in {0} Teilen gelesen; {1} enthielten Brauchbares.",
        "표를 {0}부분으로 나누어 읽었고 {1}부분에 쓸 만한 내용이 있었습니다.",
    ),
    (
        "The model named no table that exists; the whole sheet is read instead.",
        "Das Modell nannte keine Tabelle, die es gibt; stattdessen wird das ganze Blatt gelesen.",
        "모델이 실제로 있는 표를 대지 못해 시트 전체를 읽습니다.",
    ),
    (
        "The model named no table that exists; {0}, the only one, is read instead.",
        "Das Modell nannte keine Tabelle, die es gibt; stattdessen wird {0}, die einzige, gelesen.",
        "모델이 실제로 있는 표를 대지 못해 하나뿐인 {0}을(를) 읽습니다.",
    ),
    (
        "No table was detected at {0}, which the model named; it is read as named.",
        "Bei {0}, was das Modell nannte, wurde keine Tabelle erkannt; es wird gelesen wie genannt.",
        "모델이 댄 {0}에서 표를 찾지 못했지만 그대로 읽습니다.",
    ),
    (
        "The first reply was not taken: {0}",
        "Die erste Antwort wurde nicht genommen: {0}",
        "첫 답은 받아들이지 않았습니다: {0}",
    ),
    (
        "{0} API keys found in cells were masked.",
        "{0} API-Schlüssel in Zellen wurden unkenntlich gemacht.",
        "셀에서 찾은 API 키 {0}개를 가렸습니다.",
    ),
    (
        "1 API key found in cells was masked.",
        "1 API-Schlüssel in Zellen wurde unkenntlich gemacht.",
        "셀에서 찾은 API 키 1개를 가렸습니다.",
    ),
    (
        "Addresses in the words are those of when it was asked: {0}.",
        "Adressen in den Worten sind die von damals, als gefragt wurde: {0}.",
        "글 속의 주소는 질문할 때의 것입니다: {0}.",
    ),
)
