"""What the checks of the set-up find, and what to do about it: English, German, Korean."""

from __future__ import annotations

FINDINGS: tuple[tuple[str, str, str], ...] = (
    # How the server and the add-in are registered
    ("The server is registered: {0}", "Der Server ist registriert: {0}", "서버가 등록되어 있습니다: {0}"),
    (
        "The server is not registered, so Excel cannot start it.",
        "Der Server ist nicht registriert, also kann Excel ihn nicht starten.",
        "서버가 등록되어 있지 않아 Excel이 시작할 수 없습니다.",
    ),
    ("Run `sheetllm register`.", "Führen Sie `sheetllm register` aus.", "`sheetllm register`를 실행하세요."),
    (
        "{0} is registered as another program.",
        "{0} ist als ein anderes Programm registriert.",
        "{0}이(가) 다른 프로그램으로 등록되어 있습니다.",
    ),
    (
        "The server is registered with a Python that is no longer there.",
        "Der Server ist mit einem Python registriert, das es nicht mehr gibt.",
        "서버가 더 이상 없는 Python으로 등록되어 있습니다.",
    ),
    (
        "The server is registered with a command that is not this program's: {0}",
        "Der Server ist mit einem Befehl registriert, der nicht der dieses Programms ist: {0}",
        "서버가 이 프로그램의 것이 아닌 명령으로 등록되어 있습니다: {0}",
    ),
    (
        "Excel {0} loads the add-in at its start: {1}",
        "Excel {0} lädt das Add-In beim Start: {1}",
        "Excel {0}이(가) 시작할 때 추가 기능을 불러옵니다: {1}",
    ),
    (
        "The add-in is registered to load in Excel {0}: {1}",
        "Das Add-In ist registriert und wird in Excel {0} geladen: {1}",
        "추가 기능이 Excel {0}에 등록되어 있습니다: {1}",
    ),
    (
        "Excel {0} is to load the add-in twice: from {1}, and by an entry.",
        "Excel {0} soll das Add-In zweimal laden: aus {1} und durch einen Eintrag.",
        "Excel {0}이(가) 추가 기능을 두 번 불러오게 되어 있습니다: {1}, 그리고 등록 항목.",
    ),
    (
        "The add-in is not registered to load in Excel {0}.",
        "Das Add-In ist nicht registriert, Excel {0} lädt es nicht.",
        "추가 기능이 Excel {0}에 등록되어 있지 않습니다.",
    ),
    (
        "Excel {0} does not get to the add-in's entry {1}: a number before it is missing.",
        "Excel {0} kommt nicht bis zum Eintrag {1} des Add-Ins: eine Nummer davor fehlt.",
        "Excel {0}이(가) 추가 기능의 항목 {1}까지 가지 못합니다. 그 앞의 번호가 빠져 있습니다.",
    ),
    (
        "Excel {0} is to load an add-in that is no longer there.",
        "Excel {0} soll ein Add-In laden, das es nicht mehr gibt.",
        "Excel {0}이(가) 더 이상 없는 추가 기능을 불러오게 되어 있습니다.",
    ),
    (
        "Excel {0} is to load the add-in {1} times.",
        "Excel {0} soll das Add-In {1}-mal laden.",
        "Excel {0}이(가) 추가 기능을 {1}번 불러오게 되어 있습니다.",
    ),
    (
        "Excel {0} has disabled the add-in after a crash.",
        "Excel {0} hat das Add-In nach einem Absturz deaktiviert.",
        "Excel {0}이(가) 비정상 종료 뒤에 추가 기능을 사용하지 않도록 했습니다.",
    ),
    (
        "In Excel: File, Options, Add-ins, Manage: Disabled Items, Go, choose SheetLLM, Enable.",
        "In Excel: Datei, Optionen, Add-Ins, Verwalten: Deaktivierte Elemente, Los, SheetLLM wählen, Aktivieren.",
        "Excel에서: 파일, 옵션, 추가 기능, 관리: 사용할 수 없는 항목, 이동, SheetLLM 선택, 사용.",
    ),
    (
        "In Excel: File, Options, Trust Center, Trust Center Settings.",
        "In Excel: Datei, Optionen, Trust Center, Einstellungen für das Trust Center.",
        "Excel에서: 파일, 옵션, 보안 센터, 보안 센터 설정.",
    ),
    (
        "IT lets Excel {0}: the value {1} of {2} is {3}.",
        "Die IT lässt Excel {0}: der Wert {1} von {2} ist {3}.",
        "IT의 설정: Excel은 {0}. {2}의 값 {1}이(가) {3}입니다.",
    ),
    (
        "{0} lets Excel {1}: the value {2} of {3} is {4}.",
        "{0} lässt Excel {1}: der Wert {2} von {3} ist {4}.",
        "{0}의 설정: Excel은 {1}. {3}의 값 {2}이(가) {4}입니다.",
    ),
    (
        "Ask IT for {0} there, or for a signature that IT trusts.",
        "Bitten Sie die IT um {0} an dieser Stelle, oder um eine Signatur, der sie vertraut.",
        "그 값을 {0}(으)로 바꾸거나 IT가 신뢰하는 서명을 해 달라고 IT에 요청하세요.",
    ),
    (
        "Windows has marked {0} as come from the internet, so Excel runs no macro in it.",
        "Windows hat {0} als aus dem Internet gekommen markiert, also führt Excel kein Makro darin aus.",
        "Windows가 {0}을(를) 인터넷에서 온 파일로 표시하여 Excel이 그 매크로를 실행하지 않습니다.",
    ),
    (
        "In its properties tick Unblock, or run `sheetllm register`, which lays a file without the mark.",
        "Setzen Sie in seinen Eigenschaften das Häkchen bei Zulassen, oder führen Sie `sheetllm register` aus, das "
        "eine Datei ohne Markierung anlegt.",
        "파일 속성에서 차단 해제를 선택하거나 `sheetllm register`를 실행하세요. 표시가 없는 파일을 다시 놓습니다.",
    ),
    (
        "SheetLLM {0} is installed besides this one, {1}.",
        "Neben diesem SheetLLM, {1}, ist {0} installiert.",
        "이 SheetLLM({1}) 말고 {0}도 설치되어 있습니다.",
    ),
    (
        "Remove one of them: Installed apps in Windows' settings, or `pip uninstall sheetllm-xl`.",
        "Entfernen Sie eines davon: Installierte Apps in den Einstellungen von Windows, oder `pip uninstall "
        "sheetllm-xl`.",
        "둘 중 하나를 제거하세요: Windows 설정의 설치된 앱, 또는 `pip uninstall sheetllm-xl`.",
    ),
    (
        "User Account Control is off, so Windows ignores, for administrators, what this account alone has registered.",
        "Die Benutzerkontensteuerung ist aus, also übergeht Windows bei Administratoren, was nur dieses Konto "
        "registriert hat.",
        "사용자 계정 컨트롤이 꺼져 있어 관리자에게는 이 계정만 등록한 것이 무시됩니다.",
    ),
    (
        "Use Excel without administrator's rights, or ask IT to set {0} to 1.",
        "Benutzen Sie Excel ohne Rechte eines Administrators, oder bitten Sie die IT, {0} auf 1 zu setzen.",
        "Excel을 관리자 권한 없이 쓰거나 {0}을(를) 1로 설정해 달라고 IT에 요청하세요.",
    ),
    (
        "There is no Excel add-in on this system: it needs Excel on Windows.",
        "Auf diesem System gibt es kein Add-In für Excel: es braucht Excel unter Windows.",
        "이 시스템에는 Excel 추가 기능이 없습니다. Windows의 Excel이 필요합니다.",
    ),
    (
        "The command line works here: `sheetllm ask`.",
        "Die Befehlszeile geht hier: `sheetllm ask`.",
        "여기서는 명령줄을 쓸 수 있습니다: `sheetllm ask`.",
    ),
    (
        "Windows does not let this account write its own registry; ask IT.",
        "Windows lässt dieses Konto seine eigene Registrierung nicht schreiben; fragen Sie die IT.",
        "Windows가 이 계정의 레지스트리 쓰기를 막습니다. IT에 문의하세요.",
    ),
    # Settings, key, ledger, the way out
    ("The settings ask {0} at {1}", "Die Einstellungen fragen {0} bei {1}", "설정된 모델과 주소: {0}, {1}"),
    (
        "{0} is no setting, so it changes nothing.",
        "{0} ist keine Einstellung und ändert also nichts.",
        "{0}은(는) 설정이 아니므로 아무 영향이 없습니다.",
    ),
    (
        "{0} is no setting, so it changes nothing; there is {1}.",
        "{0} ist keine Einstellung und ändert also nichts; es gibt {1}.",
        "{0}은(는) 설정이 아니므로 아무 영향이 없습니다. {1}이(가) 있습니다.",
    ),
    ("Mend the settings.", "Bringen Sie die Einstellungen in Ordnung.", "설정을 고치세요."),
    ("Mend {0}.", "Bringen Sie {0} in Ordnung.", "{0}을(를) 고치세요."),
    ("See the sentence before this one.", "Siehe den Satz davor.", "앞의 문장을 보세요."),
    ("The API key comes from {0}", "Der API-Schlüssel kommt aus: {0}", "API 키를 가져온 곳: {0}"),
    ("The ledger is in order: {0}", "Das Kassenbuch ist in Ordnung: {0}", "호출 장부가 정상입니다: {0}"),
    (
        "Damaged ones that were set aside: {0}",
        "Beschädigte, die beiseitegelegt wurden: {0}",
        "따로 치워 둔 손상된 장부: {0}",
    ),
    (
        "Connections go {0}; certificates are {1}.",
        "Verbindungen gehen {0}; Zertifikate: {1}.",
        "연결: {0}. 인증서: {1}.",
    ),
    (
        "SSL_CERT_FILE names {0}, which is not there, so no connection is trusted.",
        "SSL_CERT_FILE nennt {0}, was es nicht gibt, also wird keiner Verbindung vertraut.",
        "SSL_CERT_FILE이 가리키는 {0}이(가) 없어 어떤 연결도 신뢰할 수 없습니다.",
    ),
    (
        "Let it name your company's certificates, or take the variable out.",
        "Lassen Sie es die Zertifikate Ihrer Firma nennen, oder entfernen Sie die Variable.",
        "회사 인증서를 가리키게 하거나 변수를 지우세요.",
    ),
    (
        "{0} takes the key and knows the model {1}",
        "{0} nimmt den Schlüssel an und kennt das Modell {1}",
        "{0}이(가) 키를 받아들이고 모델 {1}을(를) 알고 있습니다",
    ),
    ("{0} knows the model {1}", "{0} kennt das Modell {1}", "{0}이(가) 모델 {1}을(를) 알고 있습니다"),
    ("The connection was not tried.", "Die Verbindung wurde nicht geprüft.", "연결을 확인하지 않았습니다."),
    (
        "{0} did not confirm the model {1}.",
        "{0} hat das Modell {1} nicht bestätigt.",
        "{0}이(가) 모델 {1}을(를) 확인해 주지 않았습니다.",
    ),
    (
        "Excel answers; the workbook in front has {0} sheets.",
        "Excel antwortet; die vordere Arbeitsmappe hat {0} Blätter.",
        "Excel이 응답합니다. 지금 통합 문서에 시트가 {0}개 있습니다.",
    ),
    (
        "No workbook in front can be worked on.",
        "An keiner vorderen Arbeitsmappe lässt sich arbeiten.",
        "작업할 수 있는 통합 문서가 없습니다.",
    ),
    ("Nothing is wrong.", "Nichts fehlt.", "문제가 없습니다."),
    ("To be mended: {0} of {1}.", "In Ordnung zu bringen: {0} von {1}.", "고칠 것: {1}개 중 {0}개."),
)

FINDINGS_PHRASES: tuple[tuple[str, str, str], ...] = (
    ("IT, for this machine,", "Die IT, für diesen Computer,", "IT(이 컴퓨터 전체)"),
    ("IT, by a cloud policy,", "Die IT, durch eine Cloud-Richtlinie,", "IT(클라우드 정책)"),
    ("The Trust Center", "Das Trust Center", "보안 센터"),
    (
        "run signed macros alone, or none",
        "nur signierte Makros ausführen, oder keine",
        "서명된 매크로만 실행하거나 아무것도 실행하지 않습니다",
    ),
    (
        "load add-ins of trusted publishers alone",
        "nur Add-Ins vertrauter Herausgeber laden",
        "신뢰할 수 있는 게시자의 추가 기능만 불러옵니다",
    ),
    ("load no add-in at all", "gar kein Add-In laden", "추가 기능을 전혀 불러오지 않습니다"),
    (
        "trust no folder, XLSTART neither",
        "keinem Ordner vertrauen, auch nicht XLSTART",
        "XLSTART를 포함해 어떤 폴더도 신뢰하지 않습니다",
    ),
    ("trust the folders of IT alone", "nur den Ordnern der IT vertrauen", "IT가 정한 폴더만 신뢰합니다"),
    (
        "run no VBA, which the add-in is written in",
        "kein VBA ausführen, worin das Add-In geschrieben ist",
        "추가 기능에 쓰인 VBA를 실행하지 않습니다",
    ),
    ("1 or 2", "1 oder 2", "1 또는 2"),
    ("through the proxy {0}", "über den Proxy {0}", "프록시 {0}을(를) 거침"),
    ("without a proxy", "ohne Proxy", "프록시 없음"),
    ("those of the system", "die des Systems", "시스템 인증서"),
    ("nowhere: no key is set", "– (es ist keiner gesetzt)", "없음(키가 설정되지 않음)"),
    ("nowhere: no key is set for {0}", "– (für {0} ist keiner gesetzt)", "없음({0}용 키가 설정되지 않음)"),
    ("the vault of this computer ({0})", "dem Tresor dieses Computers ({0})", "이 컴퓨터의 자격 증명 보관소({0})"),
    ("the environment variable {0}", "der Umgebungsvariable {0}", "환경 변수 {0}"),
)
"""What stands in the holes of these sentences."""
