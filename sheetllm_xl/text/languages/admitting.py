"""Which formulas are not taken to be computed, and what cannot be worked out a second way: English, German, Korean."""

from __future__ import annotations

ADMITTING: tuple[tuple[str, str, str], ...] = (
    (
        "The formula is {0} characters long; up to {1} are computed.",
        "Die Formel ist {0} Zeichen lang; berechnet werden bis zu {1}.",
        "수식이 {0}자입니다. 최대 {1}자까지 계산합니다.",
    ),
    (
        "The formula is nested {0} levels deep; up to {1} are computed.",
        "Die Formel ist {0} Ebenen tief verschachtelt; berechnet werden bis zu {1}.",
        "수식이 {0}단계로 중첩되어 있습니다. 최대 {1}단계까지 계산합니다.",
    ),
    (
        "{0} is not computed here: it {1}.",
        "{0} wird hier nicht berechnet: es {1}.",
        "{0}은(는) 여기서 계산하지 않습니다: {1}.",
    ),
    (
        "{0} lies in another workbook.",
        "{0} liegt in einer anderen Arbeitsmappe.",
        "{0}은(는) 다른 통합 문서에 있습니다.",
    ),
    (
        "{0} spans several sheets; name them one by one.",
        "{0} reicht über mehrere Blätter; nennen Sie sie einzeln.",
        "{0}은(는) 여러 시트에 걸쳐 있습니다. 하나씩 쓰세요.",
    ),
    (
        "“{0}” is neither a cell nor a function; write its cells.",
        "„{0}“ ist weder Zelle noch Funktion; schreiben Sie die Zellen.",
        "“{0}”은(는) 셀도 함수도 아닙니다. 셀을 쓰세요.",
    ),
    (
        "{0} names a table's column; write its cells.",
        "{0} nennt eine Spalte einer Tabelle; schreiben Sie ihre Zellen.",
        "{0}은(는) 표의 열입니다. 셀을 쓰세요.",
    ),
    (
        "References joined by {0} are not computed here; write the cells as B2:B9.",
        "Bezüge, die {0} verbindet, werden hier nicht berechnet; schreiben Sie die Zellen wie B2:B9.",
        "{0}(으)로 이은 참조는 여기서 계산하지 않습니다. 셀을 B2:B9처럼 쓰세요.",
    ),
    (
        "A list of references in parentheses is not computed here.",
        "Eine Liste von Bezügen in Klammern wird hier nicht berechnet.",
        "괄호로 묶은 참조 목록은 여기서 계산하지 않습니다.",
    ),
    (
        "“{0}” is used outside the LET that names it.",
        "„{0}“ wird außerhalb des LET benutzt, das es nennt.",
        "“{0}”을(를) 정의한 LET 밖에서 씁니다.",
    ),
    (
        "LET ends with a name; it needs a last argument that uses its names.",
        "LET endet mit einem Namen; es braucht ein letztes Argument, das seine Namen benutzt.",
        "LET이 이름으로 끝납니다. 그 이름을 쓰는 마지막 인수가 필요합니다.",
    ),
    (
        "LET takes pairs of a name and a value, and then what is computed from them.",
        "LET nimmt Paare aus Name und Wert und danach, was daraus berechnet wird.",
        "LET은 이름과 값의 쌍을 받고 마지막에 계산할 식을 받습니다.",
    ),
    (
        "{0} with its argument {1} left out is not computed here; write it.",
        "{0} ohne sein Argument {1} wird hier nicht berechnet; schreiben Sie es.",
        "인수 {1}을(를) 생략한 {0}은(는) 여기서 계산하지 않습니다. 인수를 쓰세요.",
    ),
    (
        "The formulas of the reply are more than {0} characters long.",
        "Die Formeln der Antwort sind mehr als {0} Zeichen lang.",
        "답의 수식이 {0}자를 넘습니다.",
    ),
    ("No formula was given.", "Es wurde keine Formel gegeben.", "수식이 없습니다."),
    (
        "{0} comes to too many cells to list.",
        "{0} ergibt zu viele Zellen, um sie aufzuzählen.",
        "{0}의 결과가 나열하기에 너무 많은 셀입니다.",
    ),
    ("{0} comes to nothing.", "{0} ergibt nichts.", "{0}의 결과가 없습니다."),
    (
        "{0} names no cell, so its value would be the model's own.",
        "{0} nennt keine Zelle, also wäre der Wert vom Modell selbst.",
        "{0}에 셀이 없어 값이 모델이 지은 것이 됩니다.",
    ),
    # What was taken to be asked
    (
        "The formula is about too many cells to change them.",
        "Die Formel betrifft zu viele Zellen, um sie zu ändern.",
        "수식이 다루는 셀이 너무 많아 바꿔 볼 수 없습니다.",
    ),
    (
        "A cell's own formula is not worked out anew.",
        "Die eigene Formel einer Zelle wird nicht neu ausgerechnet.",
        "셀에 있는 수식은 다시 계산하지 않습니다.",
    ),
    (
        "The reading calculates with what is not worked out here.",
        "Was verstanden wurde, rechnet mit etwas, das hier nicht ausgerechnet wird.",
        "이해한 내용에 여기서 계산하지 않는 것이 있습니다.",
    ),
    (
        "The reading calculates with what is no number.",
        "Was verstanden wurde, rechnet mit etwas, das keine Zahl ist.",
        "이해한 내용이 숫자가 아닌 것으로 계산합니다.",
    ),
    (
        "The reading's table is empty or too long.",
        "Die verstandene Tabelle ist leer oder zu lang.",
        "이해한 표가 비어 있거나 너무 깁니다.",
    ),
    (
        "The reading says that {0} holds {1}, which it does not.",
        "Verstanden wurde, in {0} stehe {1}, was nicht so ist.",
        "{0}에 {1}이(가) 있다고 이해했지만 그렇지 않습니다.",
    ),
    (
        "The reading names a sheet that was not read.",
        "Verstanden wurde ein Blatt, das nicht gelesen wurde.",
        "이해한 내용에 읽지 않은 시트가 있습니다.",
    ),
    ("The reading names no table.", "Verstanden wurde keine Tabelle.", "이해한 내용에 표가 없습니다."),
    (
        "The reading names {0}, which is no cell.",
        "Verstanden wurde {0}, was keine Zelle ist.",
        "이해한 내용에 셀이 아닌 {0}이(가) 있습니다.",
    ),
    (
        "The reading finds no numbers.",
        "Was verstanden wurde, findet keine Zahlen.",
        "이해한 내용으로는 숫자를 찾을 수 없습니다.",
    ),
    ("The reading names no rank.", "Verstanden wurde kein Rang.", "이해한 내용에 순위가 없습니다."),
    (
        "The reading names a rank that there is not.",
        "Verstanden wurde ein Rang, den es nicht gibt.",
        "이해한 내용에 없는 순위가 있습니다.",
    ),
    (
        "The reading looks at too many cells.",
        "Was verstanden wurde, sieht zu viele Zellen an.",
        "이해한 내용이 너무 많은 셀을 봅니다.",
    ),
    (
        "{0} of the reading is not one number.",
        "{0} im Verstandenen ist nicht eine einzige Zahl.",
        "이해한 내용의 {0}이(가) 숫자 하나가 아닙니다.",
    ),
    ("The reading's condition is none.", "Die verstandene Bedingung ist keine.", "이해한 조건이 조건이 아닙니다."),
    (
        "The reading compares with what is neither number nor date.",
        "Was verstanden wurde, vergleicht mit etwas, das weder Zahl noch Datum ist.",
        "이해한 내용이 숫자도 날짜도 아닌 것과 비교합니다.",
    ),
)

ADMITTING_PHRASES: tuple[tuple[str, str, str], ...] = (
    ("reaches outside the workbook", "reicht über die Arbeitsmappe hinaus", "통합 문서 밖에 닿습니다"),
    (
        "changes without its cells changing",
        "ändert sich, ohne dass seine Zellen es tun",
        "셀이 바뀌지 않아도 값이 바뀝니다",
    ),
    ("names its cells only while it runs", "nennt seine Zellen erst beim Rechnen", "계산할 때에야 셀이 정해집니다"),
    ("reads more than values", "liest mehr als Werte", "값이 아닌 것도 읽습니다"),
    (
        "leaves out rows by what is hidden, filtered or a subtotal",
        "lässt Zeilen weg, je nachdem, was ausgeblendet, gefiltert oder eine Zwischensumme ist",
        "숨김, 필터, 부분합에 따라 행을 뺍니다",
    ),
    ("takes a function of its own making", "nimmt eine selbst gemachte Funktion", "직접 만든 함수를 받습니다"),
    ("asks this very product", "fragt dieses Produkt selbst", "이 제품에 다시 묻습니다"),
    (
        "is not among the functions that are",
        "ist nicht unter den Funktionen, die es werden",
        "계산하는 함수에 들어 있지 않습니다",
    ),
    ("a space between references", "ein Leerzeichen zwischen Bezügen", "참조 사이의 공백"),
    # Why a text is not a formula
    ("“{0}” has no meaning in one", "„{0}“ hat darin keine Bedeutung", "수식에서 “{0}”은(는) 뜻이 없습니다"),
    ("“{0}” is no cell of a sheet", "„{0}“ ist keine Zelle eines Blatts", "“{0}”은(는) 시트의 셀이 아닙니다"),
    (
        "a list in braces holds constants alone",
        "eine Liste in geschweiften Klammern enthält nur Konstanten",
        "중괄호 목록에는 상수만 쓸 수 있습니다",
    ),
    ("“{0}” cannot be a name in {1}", "„{0}“ kann kein Name in {1} sein", "“{0}”은(는) {1}의 이름이 될 수 없습니다"),
    ("an operator is missing before “{0}”", "vor „{0}“ fehlt ein Operator", "“{0}” 앞에 연산자가 없습니다"),
    ("a value is missing before a comma", "vor einem Komma fehlt ein Wert", "쉼표 앞에 값이 없습니다"),
    ("a value is missing before “{0}”", "vor „{0}“ fehlt ein Wert", "“{0}” 앞에 값이 없습니다"),
    (
        "a parenthesis is closed that was not opened",
        "eine Klammer wird geschlossen, die nicht geöffnet war",
        "열지 않은 괄호를 닫았습니다",
    ),
    ("a parenthesis is not closed", "eine Klammer ist nicht geschlossen", "괄호가 닫히지 않았습니다"),
    ("it ends where a value is due", "sie endet, wo ein Wert stehen muss", "값이 있어야 할 곳에서 끝납니다"),
    ("it is empty", "sie ist leer", "비어 있습니다"),
    (
        "“{0}” lies outside Excel's grid (A1:XFD1048576)",
        "„{0}“ liegt außerhalb von Excels Raster (A1:XFD1048576)",
        "“{0}”은(는) Excel 눈금(A1:XFD1048576) 밖에 있습니다",
    ),
)
"""What stands in the holes of these sentences."""
