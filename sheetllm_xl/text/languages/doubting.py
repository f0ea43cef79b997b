"""What speaks against an answer, and why its cell shows none: English, German, Korean."""

from __future__ import annotations

DOUBTING: tuple[tuple[str, str, str], ...] = (
    ("(no words came with it)", "(es kamen keine Worte dazu)", "(함께 온 글이 없음)"),
    (
        "The sheet contradicts the model's answer: {0}",
        "Das Blatt widerspricht der Antwort des Modells: {0}",
        "시트가 모델의 답과 어긋납니다: {0}",
    ),
    ("{0} of {1} rows are answered.", "{0} von {1} Zeilen sind beantwortet.", "{1}개 행 중 {0}개에 답했습니다."),
    # Citations
    (
        "The reply cites a cell that is not there: {0}",
        "Die Antwort nennt eine Zelle, die es nicht gibt: {0}",
        "답이 없는 셀을 인용합니다: {0}",
    ),
    (
        "{0} is on another sheet than the one that was read.",
        "{0} liegt auf einem anderen Blatt als dem, das gelesen wurde.",
        "{0}은(는) 읽은 시트가 아닌 다른 시트에 있습니다.",
    ),
    (
        "{0} is another sheet than the one that was read.",
        "{0} ist ein anderes Blatt als das, das gelesen wurde.",
        "{0}은(는) 읽은 시트가 아닙니다.",
    ),
    (
        "No cell was cited that could be checked.",
        "Es wurde keine Zelle genannt, die sich prüfen ließe.",
        "확인할 수 있는 셀을 인용하지 않았습니다.",
    ),
    # What was typed into a formula
    (
        "The formula holds {0}, which is neither in the question nor in the cells.",
        "Die Formel enthält {0}, was weder in der Frage noch in den Zellen steht.",
        "수식에 {0}이(가) 있는데 질문에도 셀에도 없습니다.",
    ),
    (
        "The formula writes a number as “{0}”, which may not be what it is.",
        "Die Formel schreibt eine Zahl als „{0}“, was sie vielleicht nicht ist.",
        "수식이 숫자를 “{0}”(으)로 쓰는데 본래와 다를 수 있습니다.",
    ),
    (
        "The formula holds the text “{0}”, which stands in no cell that was read.",
        "Die Formel enthält den Text „{0}“, der in keiner gelesenen Zelle steht.",
        "수식에 텍스트 “{0}”이(가) 있는데 읽은 셀에는 없습니다.",
    ),
    # What a formula comes to
    (
        "These are the model's own words, over the cells that are cited.",
        "Das sind eigene Worte des Modells, zu den Zellen, die genannt sind.",
        "인용한 셀을 두고 모델이 지은 글입니다.",
    ),
    (
        "The formula alone says so: no reading of the question came with it.",
        "Nur die Formel sagt es: wie die Frage verstanden wurde, kam nicht dazu.",
        "수식만이 근거입니다. 질문을 어떻게 이해했는지는 오지 않았습니다.",
    ),
    (
        "The formula alone says so: its reading cannot be worked out.",
        "Nur die Formel sagt es: was verstanden wurde, lässt sich nicht ausrechnen.",
        "수식만이 근거입니다. 이해한 내용을 따로 계산할 수 없습니다.",
    ),
    (
        "What is asked, read cell by cell, comes to {0}; the formula comes to something else.",
        "Was gefragt ist, Zelle für Zelle gelesen, ergibt {0}; die Formel ergibt etwas anderes.",
        "질문대로 셀을 하나씩 읽으면 {0}인데 수식의 결과는 다릅니다.",
    ),
    (
        "What is asked, read cell by cell, comes to nothing; the formula comes to something else.",
        "Was gefragt ist, Zelle für Zelle gelesen, ergibt nichts; die Formel ergibt etwas anderes.",
        "질문대로 셀을 하나씩 읽으면 결과가 없는데 수식의 결과는 다릅니다.",
    ),
    (
        "What is asked begins with {0}; the formula has another order.",
        "Was gefragt ist, beginnt mit {0}; die Formel hat eine andere Reihenfolge.",
        "질문의 답은 {0}(으)로 시작하는데 수식의 순서는 다릅니다.",
    ),
    (
        "{0} was chosen by whoever read the sheet: the question does not name it.",
        "{0} hat gewählt, wer das Blatt las: die Frage nennt es nicht.",
        "{0}은(는) 시트를 읽은 쪽이 고른 것이며 질문에는 없습니다.",
    ),
    (
        "What was read holds {0}, which is not in the question.",
        "Was verstanden wurde, enthält {0}, was nicht in der Frage steht.",
        "이해한 내용에 질문에 없는 {0}이(가) 있습니다.",
    ),
    (
        "If {0}, the formula would give {1}, what is asked, read cell by cell, {2}.",
        "Wenn {0}, ergäbe die Formel {1}, und was gefragt ist, Zelle für Zelle gelesen, {2}.",
        "{0}(이)라면 수식의 결과는 {1}이고, 질문대로 셀을 하나씩 읽은 결과는 {2}입니다.",
    ),
    (
        "If {0}, the formula would give nothing, what is asked, read cell by cell, {1}.",
        "Wenn {0}, ergäbe die Formel nichts, und was gefragt ist, Zelle für Zelle gelesen, {1}.",
        "{0}(이)라면 수식의 결과가 없고, 질문대로 셀을 하나씩 읽은 결과는 {1}입니다.",
    ),
    (
        "If {0}, the formula would give {1}, what is asked, read cell by cell, nothing.",
        "Wenn {0}, ergäbe die Formel {1}, und was gefragt ist, Zelle für Zelle gelesen, nichts.",
        "{0}(이)라면 수식의 결과는 {1}이고, 질문대로 셀을 하나씩 읽은 결과는 없습니다.",
    ),
    (
        "{0} counts the totals of row {1} together with the rows that they sum up.",
        "{0} zählt die Summen von Zeile {1} zusammen mit den Zeilen, die sie zusammenfassen.",
        "{0}은(는) {1}행의 합계를 그 합계에 든 행과 함께 셉니다.",
    ),
    (
        "{0} holds cells that were not sent, so nobody read them.",
        "{0} enthält Zellen, die nicht gesendet wurden, also hat sie niemand gelesen.",
        "{0}에는 보내지 않아 아무도 읽지 않은 셀이 있습니다.",
    ),
    (
        "The result holds an API key, which was masked.",
        "Das Ergebnis enthält einen API-Schlüssel, der unkenntlich gemacht wurde.",
        "결과에 API 키가 있어 가렸습니다.",
    ),
    ("The formula comes to {0}.", "Die Formel ergibt {0}.", "수식의 결과는 {0}입니다."),
    ("The formula comes to nothing.", "Die Formel ergibt nichts.", "수식의 결과가 없습니다."),
    (
        "Excel itself computes {0} where this answer has {1}: {2}.",
        "Excel selbst berechnet {0}, wo diese Antwort {1} hat: {2}.",
        "이 답의 값은 {1}인데 Excel이 직접 계산하면 {0}입니다: {2}.",
    ),
    (
        "Excel itself computes {0} where this answer has {1}, and {2} more values differ: {3}.",
        "Excel selbst berechnet {0}, wo diese Antwort {1} hat, und {2} weitere Werte weichen ab: {3}.",
        "이 답의 값은 {1}인데 Excel이 직접 계산하면 {0}이고, 값 {2}개가 더 다릅니다: {3}.",
    ),
    # The sentence
    (
        "The sentence does not say what the formula comes to.",
        "Der Satz sagt nicht, was die Formel ergibt.",
        "문장에 수식의 결과가 없습니다.",
    ),
    (
        "The sentence says {0}, but the cells come to {1}.",
        "Der Satz sagt {0}, aber die Zellen ergeben {1}.",
        "문장에는 {0}(이)라고 되어 있지만 셀의 결과는 {1}입니다.",
    ),
    (
        "The model typed numbers that are not in the cells: {0}.",
        "Das Modell schrieb Zahlen, die nicht in den Zellen stehen: {0}.",
        "모델이 셀에 없는 숫자를 썼습니다: {0}.",
    ),
    (
        "What stands right beside the result in the sentence makes another number of it.",
        "Was im Satz direkt neben dem Ergebnis steht, macht eine andere Zahl daraus.",
        "문장에서 결과 바로 옆에 있는 글자 때문에 다른 수로 읽힙니다.",
    ),
    (
        "The sentence says “{0}”, a unit that the result does not have.",
        "Der Satz sagt „{0}“, eine Einheit, die das Ergebnis nicht hat.",
        "문장에 “{0}”이(가) 있는데 결과에는 없는 단위입니다.",
    ),
    (
        "The sentence names {0} (row {1}), but the result does not stand there.",
        "Der Satz nennt {0} (Zeile {1}), aber dort steht das Ergebnis nicht.",
        "문장이 {0}({1}행)을(를) 말하지만 결과는 거기에 없습니다.",
    ),
    (
        "The sentence names the results in another order than the formulas give them.",
        "Der Satz nennt die Ergebnisse in anderer Reihenfolge, als die Formeln sie geben.",
        "문장의 결과 순서가 수식의 순서와 다릅니다.",
    ),
    ("The sentence names an address, {0}.", "Der Satz nennt eine Adresse, {0}.", "문장에 주소 {0}이(가) 있습니다."),
    (
        "The sentence names more than {0} addresses.",
        "Der Satz nennt mehr als {0} Adressen.",
        "문장에 주소가 {0}개보다 많습니다.",
    ),
    (
        "The sentence holds marks of the prompt.",
        "Im Satz stehen Zeichen des Prompts.",
        "문장에 프롬프트의 표시가 남아 있습니다.",
    ),
    (
        "The reply held an API key, which was masked.",
        "In der Antwort stand ein API-Schlüssel, der unkenntlich gemacht wurde.",
        "답에 API 키가 있어 가렸습니다.",
    ),
)

DOUBTING_PHRASES: tuple[tuple[str, str, str], ...] = (
    ("an empty cell", "eine leere Zelle", "빈 셀"),
    ("{0} were {1} instead of {2}", "{0} {1} wäre statt {2}", "{0}이(가) {2} 대신 {1}"),
    ("{0} were {1} instead of blank", "{0} {1} wäre statt leer", "{0}이(가) 빈 셀 대신 {1}"),
    (
        "{0} were {1} instead of {2} and {3} were {4} instead of {5}",
        "{0} {1} wäre statt {2} und {3} {4} statt {5}",
        "{0}이(가) {2} 대신 {1}, {3}이(가) {5} 대신 {4}",
    ),
    (
        "{0} were {1} instead of {2} and {3} were {4} instead of {5} and {6} more were changed",
        "{0} {1} wäre statt {2} und {3} {4} statt {5} und {6} weitere geändert wären",
        "{0}이(가) {2} 대신 {1}, {3}이(가) {5} 대신 {4}이고 {6}개가 더 바뀐 것",
    ),
)
"""What stands in the holes of these sentences."""
