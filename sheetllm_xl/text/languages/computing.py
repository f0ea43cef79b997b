"""Why a formula of a reply is not computed: English, German, Korean."""

from __future__ import annotations

COMPUTING: tuple[tuple[str, str, str], ...] = (
    ("Not computed: {0}", "Nicht berechnet: {0}", "계산하지 않음: {0}"),
    (
        "There is no sheet “{0}” among those that are asked.",
        "Unter den befragten Blättern gibt es kein „{0}“.",
        "질문한 시트 가운데 “{0}” 시트가 없습니다.",
    ),
    (
        "The formula reads too close to the right edge of the sheet.",
        "Die Formel liest zu nah am rechten Rand des Blatts.",
        "수식이 시트의 오른쪽 끝에 너무 가까운 곳을 읽습니다.",
    ),
    (
        "The formula reads {0} filled cells; up to {1} are computed.",
        "Die Formel liest {0} gefüllte Zellen; berechnet werden bis zu {1}.",
        "수식이 채워진 셀 {0}개를 읽습니다. 최대 {1}개까지 계산합니다.",
    ),
    (
        "{0} holds a formula whose value is not known; let Excel calculate it and save.",
        "In {0} steht eine Formel, deren Wert nicht bekannt ist; lassen Sie Excel sie berechnen, und speichern Sie.",
        "{0}에 값을 알 수 없는 수식이 있습니다. Excel에서 계산하고 저장하세요.",
    ),
    (
        "{0} holds a formula that is not calculated; open the workbook in Excel and save it.",
        "In {0} steht eine Formel, die nicht berechnet ist; öffnen Sie die Arbeitsmappe in Excel, und "
        "speichern Sie sie.",
        "{0}에 계산되지 않은 수식이 있습니다. 통합 문서를 Excel에서 열고 저장하세요.",
    ),
    (
        "The program that computes formulas is busy with another one; ask again.",
        "Das Programm, das Formeln berechnet, ist mit einer anderen beschäftigt; fragen Sie noch einmal.",
        "수식을 계산하는 프로그램이 다른 수식을 계산 중입니다. 다시 물으세요.",
    ),
    (
        "The program that computes formulas does not start on this computer.",
        "Das Programm, das Formeln berechnet, startet auf diesem Computer nicht.",
        "수식을 계산하는 프로그램이 이 컴퓨터에서 시작되지 않습니다.",
    ),
    (
        "The formula takes longer than {0} seconds.",
        "Die Formel braucht länger als {0} Sekunden.",
        "수식 계산이 {0}초를 넘습니다.",
    ),
    (
        "The formula asks for more than can be computed.",
        "Die Formel verlangt mehr, als sich berechnen lässt.",
        "수식이 계산할 수 있는 양을 넘습니다.",
    ),
    (
        "The formula is beyond what is computed here; write it with other functions.",
        "Die Formel geht über das hinaus, was hier berechnet wird; schreiben Sie sie mit anderen Funktionen.",
        "여기서 계산하지 않는 수식입니다. 다른 함수로 쓰세요.",
    ),
    (
        "The formula gives {0} values; up to {1} are shown.",
        "Die Formel ergibt {0} Werte; gezeigt werden bis zu {1}.",
        "수식의 결과가 값 {0}개입니다. 최대 {1}개까지 표시합니다.",
    ),
    (
        "How Excel writes {0} in a text is not computed here; use ROUND or TEXT.",
        "Wie Excel {0} in einen Text schreibt, wird hier nicht berechnet; nehmen Sie ROUND oder TEXT.",
        "Excel이 {0}을(를) 텍스트로 쓰는 방식은 여기서 계산하지 않습니다. ROUND나 TEXT를 쓰세요.",
    ),
    (
        "TEXTJOIN over empty texts takes TRUE or FALSE as its second argument; write it.",
        "TEXTJOIN über leere Texte nimmt TRUE oder FALSE als zweites Argument; schreiben Sie es.",
        "빈 텍스트가 있는 TEXTJOIN은 두 번째 인수로 TRUE나 FALSE가 필요합니다. 그것을 쓰세요.",
    ),
    (
        "T.TEST of lists of different lengths is computed where its type is written as a number.",
        "T.TEST verschieden langer Listen wird berechnet, wo ihre Art als Zahl geschrieben ist.",
        "길이가 다른 목록의 T.TEST는 종류를 숫자로 쓸 때 계산합니다.",
    ),
    (
        "CONVERT with units that are computed is not computed here; write them as texts.",
        "CONVERT mit berechneten Einheiten wird hier nicht berechnet; schreiben Sie sie als Texte.",
        "단위를 계산하는 CONVERT는 여기서 계산하지 않습니다. 단위를 텍스트로 쓰세요.",
    ),
    (
        "CONVERT with the unit “{0}” is not computed here.",
        "CONVERT mit der Einheit „{0}“ wird hier nicht berechnet.",
        "단위가 “{0}”인 CONVERT는 여기서 계산하지 않습니다.",
    ),
    (
        "TEXT with {0} is not computed here; 0.00, #,##0, 0% and yyyy-mm-dd are.",
        "TEXT mit {0} wird hier nicht berechnet; 0.00, #,##0, 0% und yyyy-mm-dd schon.",
        "{0} 형식의 TEXT는 여기서 계산하지 않습니다. 0.00, #,##0, 0%, yyyy-mm-dd는 계산합니다.",
    ),
    (
        "The formula grows too long when its names are put in their places.",
        "Die Formel wird zu lang, wenn ihre Namen eingesetzt werden.",
        "이름을 대입하면 수식이 너무 길어집니다.",
    ),
    (
        "{0}() without cells depends on where it stands; name the cells.",
        "{0}() ohne Zellen hängt davon ab, wo es steht; nennen Sie die Zellen.",
        "셀이 없는 {0}()은 놓인 자리에 따라 달라집니다. 셀을 지정하세요.",
    ),
    (
        "{0} takes another number of arguments.",
        "{0} nimmt eine andere Zahl von Argumenten.",
        "{0}의 인수 개수가 맞지 않습니다.",
    ),
    (
        "{0} needs cells where computed values stand; use FILTER or SUMPRODUCT.",
        "{0} braucht Zellen, wo berechnete Werte stehen; nehmen Sie FILTER oder SUMPRODUCT.",
        "{0}에는 계산한 값이 아니라 셀이 필요합니다. FILTER나 SUMPRODUCT를 쓰세요.",
    ),
    ("{0} needs ranges of one size.", "{0} braucht Bereiche gleicher Größe.", "{0}에는 크기가 같은 범위가 필요합니다."),
    (
        "{0} needs its ranges on one sheet.",
        "{0} braucht seine Bereiche auf einem Blatt.",
        "{0}의 범위는 한 시트에 있어야 합니다.",
    ),
    (
        "{0} over several arrays at once is not computed here.",
        "{0} über mehrere Matrizen zugleich wird hier nicht berechnet.",
        "여러 배열에 걸친 {0}은(는) 여기서 계산하지 않습니다.",
    ),
    (
        "{0} over errors is not computed here; make something else of them with IFERROR.",
        "{0} über Fehler wird hier nicht berechnet; machen Sie mit IFERROR etwas anderes daraus.",
        "오류가 있는 {0}은(는) 여기서 계산하지 않습니다. IFERROR로 바꾸세요.",
    ),
    ("{0} are empty.", "{0} sind leer.", "{0}이(가) 비어 있습니다."),
    (
        "Several formulas at once are not computed; a list names cells alone.",
        "Mehrere Formeln zugleich werden nicht berechnet; eine Liste nennt nur Zellen.",
        "수식 여러 개를 한꺼번에 계산하지 않습니다. 목록에는 셀만 씁니다.",
    ),
    (
        "The formula counts the empty cells after the data; name the rows, such as A2:A90.",
        "Die Formel zählt die leeren Zellen nach den Daten; nennen Sie die Zeilen, wie A2:A90.",
        "수식이 데이터 뒤의 빈 셀까지 셉니다. A2:A90처럼 행을 지정하세요.",
    ),
    (
        "{0} is {1} cells; up to {2} are shown.",
        "{0} sind {1} Zellen; gezeigt werden bis zu {2}.",
        "{0}은(는) 셀 {1}개입니다. 최대 {2}개까지 표시합니다.",
    ),
    (
        "The formulas for this question took more than {0} seconds together.",
        "Die Formeln zu dieser Frage brauchten zusammen mehr als {0} Sekunden.",
        "이 질문의 수식들이 모두 {0}초를 넘었습니다.",
    ),
)
