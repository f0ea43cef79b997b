"""What a function is not computed with: English, German, Korean."""

from __future__ import annotations

CALCULATING: tuple[tuple[str, str, str], ...] = (
    # Criteria
    (
        "Whether empty cells that a function hands on count as 0 is not computed here; leave them out, as by FILTER "
        'with <>"".',
        "Ob leere Zellen, die eine Funktion weitergibt, als 0 zählen, wird hier nicht berechnet; lassen Sie sie weg, "
        'etwa durch FILTER mit <>"".',
        '함수가 넘기는 빈 셀을 0으로 셀지는 여기서 계산하지 않습니다. FILTER와 <>"" 등으로 빼세요.',
    ),
    (
        "Quotation marks in the criterion {0} are not computed here.",
        "Anführungszeichen im Kriterium {0} werden hier nicht berechnet.",
        "조건 {0}의 따옴표는 여기서 계산하지 않습니다.",
    ),
    (
        "“{0}” depends on the order of texts, which is not computed here.",
        "„{0}“ hängt von der Reihenfolge von Texten ab, die hier nicht berechnet wird.",
        "“{0}”은(는) 텍스트 순서에 따라 달라지며 그 순서는 여기서 계산하지 않습니다.",
    ),
    (
        "The criterion {0} over texts “{1}” is not computed here.",
        "Das Kriterium {0} über Texte wie „{1}“ wird hier nicht berechnet.",
        "텍스트 “{1}”에 대한 조건 {0}은(는) 여기서 계산하지 않습니다.",
    ),
    (
        "Whether the text “{0}” counts as the number {1} is not computed here.",
        "Ob der Text „{0}“ als die Zahl {1} zählt, wird hier nicht berechnet.",
        "텍스트 “{0}”을(를) 숫자 {1}(으)로 셀지는 여기서 계산하지 않습니다.",
    ),
    (
        "A cell differs from the criterion {0} by a rounding error; use ROUND.",
        "Eine Zelle weicht vom Kriterium {0} um einen Rundungsfehler ab; nehmen Sie ROUND.",
        "어떤 셀이 조건 {0}과(와) 반올림 오차만큼 다릅니다. ROUND를 쓰세요.",
    ),
    (
        "The criterion “{0}” compares with nothing.",
        "Das Kriterium „{0}“ vergleicht mit nichts.",
        "조건 “{0}”에 비교할 값이 없습니다.",
    ),
    (
        "A “~” before no wildcard, as in “{0}”, is not computed here.",
        "Ein „~“ vor keinem Platzhalter, wie in „{0}“, wird hier nicht berechnet.",
        "“{0}”처럼 와일드카드 앞이 아닌 “~”는 여기서 계산하지 않습니다.",
    ),
    (
        "The criteria's header “{0}” is none of the table's.",
        "Die Überschrift „{0}“ der Kriterien ist keine der Tabelle.",
        "조건의 머리글 “{0}”이(가) 표에 없습니다.",
    ),
    (
        "A criterion stands below no header.",
        "Ein Kriterium steht unter keiner Überschrift.",
        "머리글 없는 조건이 있습니다.",
    ),
    # Lookups
    (
        "How a lookup looks is a number, TRUE or FALSE.",
        "Wie ein Verweis sucht, ist eine Zahl, TRUE oder FALSE.",
        "찾는 방식은 숫자, TRUE 또는 FALSE입니다.",
    ),
    (
        "LOOKUP needs its keys and its values in rows or columns of one length.",
        "LOOKUP braucht Schlüssel und Werte in gleich langen Zeilen oder Spalten.",
        "LOOKUP의 키와 값은 길이가 같은 행이나 열이어야 합니다.",
    ),
    (
        "Which of several equal keys that fall MATCH finds is not computed here.",
        "Welchen von mehreren gleichen, fallenden Schlüsseln MATCH findet, wird hier nicht berechnet.",
        "내림차순의 같은 키 가운데 MATCH가 찾는 것은 여기서 계산하지 않습니다.",
    ),
    (
        "Among keys of other kinds the nearest is not computed here.",
        "Unter Schlüsseln anderer Art wird der nächste hier nicht berechnet.",
        "종류가 다른 키 가운데 가장 가까운 것은 여기서 계산하지 않습니다.",
    ),
    (
        "A binary search among keys of several kinds is not computed here.",
        "Eine binäre Suche unter Schlüsseln mehrerer Arten wird hier nicht berechnet.",
        "여러 종류의 키에 대한 이진 검색은 여기서 계산하지 않습니다.",
    ),
    (
        "The nearest value is looked for among keys that are not sorted; ask for an exact match (0 or "
        "FALSE), or use XLOOKUP.",
        "Der nächste Wert wird unter Schlüsseln gesucht, die nicht sortiert sind; verlangen Sie genaue "
        "Übereinstimmung (0 oder FALSE), oder nehmen Sie XLOOKUP.",
        "정렬되지 않은 키에서 가장 가까운 값을 찾습니다. 정확히 일치(0 또는 FALSE)로 찾거나 XLOOKUP을 쓰세요.",
    ),
    (
        "The keys are not sorted as the binary search of XLOOKUP or XMATCH needs them.",
        "Die Schlüssel sind nicht so sortiert, wie es die binäre Suche von XLOOKUP oder XMATCH braucht.",
        "키가 XLOOKUP이나 XMATCH의 이진 검색에 맞게 정렬되어 있지 않습니다.",
    ),
    (
        "Which of several equal keys a binary search finds is not computed here.",
        "Welchen von mehreren gleichen Schlüsseln eine binäre Suche findet, wird hier nicht berechnet.",
        "같은 키 가운데 이진 검색이 찾는 것은 여기서 계산하지 않습니다.",
    ),
    ("What is looked up is an empty cell.", "Gesucht wird eine leere Zelle.", "찾는 값이 빈 셀입니다."),
    # Others
    (
        "It depends on the order of texts, which for “{0}” and “{1}” is not computed here.",
        "Es hängt von der Reihenfolge von Texten ab, die für „{0}“ und „{1}“ hier nicht berechnet wird.",
        "텍스트 순서에 따라 달라지며 “{0}”과(와) “{1}”의 순서는 여기서 계산하지 않습니다.",
    ),
    (
        "A distribution with numbers past {0} is not computed here.",
        "Eine Verteilung mit Zahlen über {0} wird hier nicht berechnet.",
        "{0}을(를) 넘는 수의 분포는 여기서 계산하지 않습니다.",
    ),
    (
        "NUMBERVALUE of “{0}” is not computed here.",
        "NUMBERVALUE von „{0}“ wird hier nicht berechnet.",
        "“{0}”의 NUMBERVALUE는 여기서 계산하지 않습니다.",
    ),
    (
        "A list of values stands where one is computed here.",
        "Eine Liste von Werten steht, wo hier einer berechnet wird.",
        "값 하나를 계산할 자리에 값 목록이 있습니다.",
    ),
    (
        "“{0}” is a date in the year of today; write its year.",
        "„{0}“ ist ein Datum im heutigen Jahr; schreiben Sie das Jahr dazu.",
        "“{0}”은(는) 올해의 날짜가 됩니다. 연도를 쓰세요.",
    ),
    (
        "It is not sure how Excel reads “{0}”; write it as a plain number or date.",
        "Es ist nicht sicher, wie Excel „{0}“ liest; schreiben Sie es als einfache Zahl oder einfaches Datum.",
        "Excel이 “{0}”을(를) 어떻게 읽을지 확실하지 않습니다. 일반 숫자나 날짜로 쓰세요.",
    ),
    (
        "Dates before March 1900 in a text are not computed here.",
        "Daten vor März 1900 in einem Text werden hier nicht berechnet.",
        "텍스트에 있는 1900년 3월 이전 날짜는 여기서 계산하지 않습니다.",
    ),
)
