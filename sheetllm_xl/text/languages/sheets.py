"""What of a workbook is not read, and names of sheets and cells that lead nowhere: English, German, Korean."""

from __future__ import annotations

SHEETS: tuple[tuple[str, str, str], ...] = (
    # What of a file is not read
    (
        "Of {0}, an OpenDocument workbook, these are not read: database ranges and named ranges.",
        "Von {0}, einer OpenDocument-Arbeitsmappe, werden nicht gelesen: Datenbankbereiche und benannte Bereiche.",
        "OpenDocument 통합 문서 {0}에서 데이터베이스 범위와 이름이 지정된 범위는 읽지 않습니다.",
    ),
    (
        "Sheet {0} is hidden in Excel.",
        "Das Blatt {0} ist in Excel ausgeblendet.",
        "시트 {0}은(는) Excel에서 숨겨져 있습니다.",
    ),
    (
        "Sheet {0} is very hidden in Excel.",
        "Das Blatt {0} ist in Excel fest ausgeblendet.",
        "시트 {0}은(는) Excel에서 매우 숨김 상태입니다.",
    ),
    (
        "{0}: the file holds no values for formulas; computed here: {1}.",
        "{0}: die Datei enthält keine Werte für Formeln; hier berechnet: {1}.",
        "{0}: 파일에 수식의 값이 없어 여기서 계산했습니다: {1}.",
    ),
    (
        "{0}: formulas that are not calculated, neither in the file nor here: {1}.",
        "{0}: Formeln, die weder in der Datei noch hier berechnet sind: {1}.",
        "{0}: 파일에서도 여기서도 계산되지 않은 수식: {1}.",
    ),
    (
        "Open the workbook in Excel and save it.",
        "Öffnen Sie die Arbeitsmappe in Excel, und speichern Sie sie.",
        "통합 문서를 Excel에서 열고 저장하세요.",
    ),
    (
        "Some of its bytes are no characters in {0}; they stand as �.",
        "Einige seiner Bytes sind in {0} keine Zeichen; sie stehen als �.",
        "일부 바이트는 {0}의 글자가 아니어서 �로 나타냅니다.",
    ),
    (
        "Of {0}, a binary workbook, these are not read: formulas (their values are read), Excel tables and defined "
        "names.",
        "Von {0}, einer binären Arbeitsmappe, werden nicht gelesen: Formeln (ihre Werte werden es), Excel-Tabellen "
        "und definierte Namen.",
        "이진 통합 문서 {0}에서 수식(값은 읽음), Excel 표, 정의된 이름은 읽지 않습니다.",
    ),
    (
        "Read as text in {0}, its cells parted by {1}, its decimals by commas.",
        "Als Text in {0} gelesen, Zellen getrennt durch {1}, Dezimalstellen durch Kommas.",
        "{0} 텍스트로 읽었습니다. 셀 구분: {1}, 소수점: 쉼표.",
    ),
    (
        "Read as text in {0}, its cells parted by {1}.",
        "Als Text in {0} gelesen, Zellen getrennt durch {1}.",
        "{0} 텍스트로 읽었습니다. 셀 구분: {1}.",
    ),
    # Sheets and ranges that are not there
    ("{0} has no sheet {1}.", "{0} hat kein Blatt {1}.", "{0}에 {1} 시트가 없습니다."),
    ("It has: no worksheet at all.", "Es gibt gar kein Tabellenblatt.", "워크시트가 하나도 없습니다."),
    (
        "Sheet {0} of {1} is lost: the file does not hold what it points to.",
        "Das Blatt {0} von {1} ist verloren: die Datei enthält nicht, worauf es verweist.",
        "{1}의 시트 {0}이(가) 없습니다. 가리키는 내용이 파일에 없습니다.",
    ),
    (
        "{0} is a chart sheet, or one of macros; these are not read.",
        "{0} ist ein Diagrammblatt oder eines mit Makros; die werden nicht gelesen.",
        "{0}은(는) 차트 시트나 매크로 시트라 읽지 않습니다.",
    ),
    ("Name a worksheet: {0}.", "Nennen Sie ein Tabellenblatt: {0}.", "워크시트를 쓰세요: {0}."),
    (
        "There is no sheet {0} that holds anything.",
        "Es gibt kein Blatt {0}, das etwas enthält.",
        "내용이 있는 시트 {0}이(가) 없습니다.",
    ),
    ("There is no sheet {0}.", "Es gibt kein Blatt {0}.", "시트 {0}이(가) 없습니다."),
    ("There is: {0}.", "Es gibt: {0}.", "있는 것: {0}."),
    (
        "Rows {0} to {1}, columns {2} to {3}: no range of Excel's grid.",
        "Zeilen {0} bis {1}, Spalten {2} bis {3}: kein Bereich in Excels Raster.",
        "행 {0}~{1}, 열 {2}~{3}: Excel 눈금의 범위가 아닙니다.",
    ),
    (
        "“{0}” is not a range such as B2:D5.",
        "„{0}“ ist kein Bereich wie B2:D5.",
        "“{0}”은(는) B2:D5 같은 범위가 아닙니다.",
    ),
    (
        "“{0}” names no sheet; write it as Sheet1!B2:D5.",
        "„{0}“ nennt kein Blatt; schreiben Sie es als Tabelle1!B2:D5.",
        "“{0}”에 시트가 없습니다. Sheet1!B2:D5처럼 쓰세요.",
    ),
    (
        "“{0}” lies outside Excel's grid (A1:XFD1048576).",
        "„{0}“ liegt außerhalb von Excels Raster (A1:XFD1048576).",
        "“{0}”은(는) Excel 눈금(A1:XFD1048576) 밖에 있습니다.",
    ),
)

SHEETS_PHRASES: tuple[tuple[str, str, str], ...] = (
    ("commas", "Kommas", "쉼표"),
    ("semicolons", "Semikolons", "세미콜론"),
    ("tabs", "Tabulatoren", "탭"),
    ("bars", "senkrechte Striche", "세로줄"),
)
"""What stands in the holes of these sentences."""
