"""What is put on a screen about settings, the ledger and what is spent: English, German, Korean."""

from __future__ import annotations

BOOKING: tuple[tuple[str, str, str], ...] = (
    # Settings
    (
        "A settings.toml could not be read; try again.",
        "Eine settings.toml ließ sich nicht lesen; versuchen Sie es noch einmal.",
        "settings.toml을 읽지 못했습니다. 다시 시도하세요.",
    ),
    (
        "settings.toml cannot be changed by itself; set {0} in it by hand.",
        "settings.toml lässt sich nicht von selbst ändern; setzen Sie {0} darin von Hand.",
        "settings.toml을 자동으로 바꿀 수 없습니다. {0}을(를) 직접 설정하세요.",
    ),
    (
        "The setting {0} ({1} or settings.toml) is not valid: {2}.",
        "Die Einstellung {0} ({1} oder settings.toml) ist nicht gültig: {2}.",
        "{0} 설정({1} 또는 settings.toml)이 올바르지 않습니다: {2}.",
    ),
    (
        "A setting in the environment is not JSON ({0}).",
        "Eine Einstellung in der Umgebung ist kein JSON ({0}).",
        "환경 변수의 설정이 JSON이 아닙니다({0}).",
    ),
    (
        "There is no setting {0}; there is: {1}.",
        "Es gibt keine Einstellung {0}; es gibt: {1}.",
        "{0} 설정은 없습니다. 있는 설정: {1}.",
    ),
    (
        "The administrator's settings.toml cannot be read: {0}.",
        "Die settings.toml des Administrators lässt sich nicht lesen: {0}.",
        "관리자의 settings.toml을 읽을 수 없습니다: {0}.",
    ),
    (
        "Your settings.toml cannot be read: {0}.",
        "Ihre settings.toml lässt sich nicht lesen: {0}.",
        "사용자의 settings.toml을 읽을 수 없습니다: {0}.",
    ),
    (
        "That setting is not changed on this page; settings.toml has it.",
        "Diese Einstellung wird nicht auf dieser Seite geändert; sie steht in settings.toml.",
        "그 설정은 이 페이지에서 바꾸지 않습니다. settings.toml에 있습니다.",
    ),
    (
        "{0} is set by the administrator of this computer, so it is not changed here.",
        "{0} ist vom Administrator dieses Computers festgelegt und wird hier nicht geändert.",
        "{0}은(는) 이 컴퓨터의 관리자가 정한 값이라 여기서 바꾸지 않습니다.",
    ),
    (
        "{0} is set in the environment of the program behind this page, so it is not changed here.",
        "{0} ist in der Umgebung des Programms hinter dieser Seite festgelegt und wird hier nicht geändert.",
        "{0}은(는) 이 페이지를 띄운 프로그램의 환경 변수로 정해져 있어 여기서 바꾸지 않습니다.",
    ),
    # The ledger
    (
        "A later version of SheetLLM wrote the ledger; this one leaves it as it is.",
        "Eine spätere Version von SheetLLM hat das Kassenbuch geschrieben; diese lässt es, wie es ist.",
        "더 새로운 SheetLLM이 장부를 썼으므로 이 버전은 그대로 둡니다.",
    ),
    ("Update it.", "Aktualisieren Sie SheetLLM.", "SheetLLM을 업데이트하세요."),
    (
        "The disk is full, so the ledger cannot be written; free some space.",
        "Der Datenträger ist voll, also lässt sich das Kassenbuch nicht schreiben; schaffen Sie Platz.",
        "디스크가 가득 차 장부를 쓸 수 없습니다. 공간을 비우세요.",
    ),
    (
        "The ledger is read-only; make its folder writable.",
        "Das Kassenbuch ist schreibgeschützt; machen Sie seinen Ordner beschreibbar.",
        "장부가 읽기 전용입니다. 폴더에 쓸 수 있게 하세요.",
    ),
    (
        "The ledger cannot be opened; check that its folder exists and is yours.",
        "Das Kassenbuch lässt sich nicht öffnen; prüfen Sie, dass es seinen Ordner gibt und er Ihnen gehört.",
        "장부를 열 수 없습니다. 폴더가 있고 사용자의 것인지 확인하세요.",
    ),
    (
        "The disk failed while the ledger was read or written.",
        "Der Datenträger versagte, während das Kassenbuch gelesen oder geschrieben wurde.",
        "장부를 읽거나 쓰는 동안 디스크 오류가 났습니다.",
    ),
    (
        "Another process keeps the ledger locked; try again in a moment.",
        "Ein anderer Prozess hält das Kassenbuch gesperrt; versuchen Sie es gleich noch einmal.",
        "다른 프로세스가 장부를 잠그고 있습니다. 잠시 뒤 다시 시도하세요.",
    ),
    (
        "The ledger is damaged and cannot be set aside; close all workbooks, then try again.",
        "Das Kassenbuch ist beschädigt und lässt sich nicht beiseitelegen; schließen Sie alle Arbeitsmappen, und "
        "versuchen Sie es noch einmal.",
        "장부가 손상되었고 치울 수 없습니다. 모든 통합 문서를 닫고 다시 시도하세요.",
    ),
    ("The ledger was damaged.", "Das Kassenbuch war beschädigt.", "장부가 손상되어 있었습니다."),
    (
        "It was set aside as {0}, and a new one begun.",
        "Es wurde als {0} beiseitegelegt und ein neues begonnen.",
        "{0}(으)로 따로 두고 새로 시작했습니다.",
    ),
    (
        "The ledger was damaged and has been made anew.",
        "Das Kassenbuch war beschädigt und ist neu angelegt worden.",
        "장부가 손상되어 새로 만들었습니다.",
    ),
    ("The ledger failed ({0}, {1}).", "Das Kassenbuch versagte ({0}, {1}).", "장부에 오류가 났습니다({0}, {1})."),
    ("The ledger is busy.", "Das Kassenbuch ist beschäftigt.", "장부가 사용 중입니다."),
    (
        "“{0}” is no receipt; `sheetllm receipts list` names them.",
        "„{0}“ ist kein Beleg; `sheetllm receipts list` nennt sie.",
        "“{0}”은(는) 영수증이 아닙니다. `sheetllm receipts list`로 볼 수 있습니다.",
    ),
    ("There is no receipt {0}.", "Es gibt keinen Beleg {0}.", "{0} 영수증이 없습니다."),
    ("There is no receipt yet.", "Es gibt noch keinen Beleg.", "아직 영수증이 없습니다."),
    (
        "Several receipts begin with {0}; name more of it.",
        "Mehrere Belege beginnen mit {0}; nennen Sie mehr davon.",
        "{0}(으)로 시작하는 영수증이 여럿입니다. 더 길게 쓰세요.",
    ),
    # Spending
    ("Spending is paused.", "Die Ausgaben sind angehalten.", "지출이 멈춰 있습니다."),
    (
        "Spending is paused, so nothing new is asked.",
        "Die Ausgaben sind angehalten, also wird nichts Neues gefragt.",
        "지출이 멈춰 있어 새 질문을 하지 않습니다.",
    ),
    (
        "Pause spending, in the SheetLLM tab, ends the pause.",
        "Ausgaben anhalten, in der Registerkarte SheetLLM, beendet die Pause.",
        "SheetLLM 탭의 지출 일시 중지를 누르면 다시 이어집니다.",
    ),
    (
        "The cap of {0} calls a minute is reached; nothing was sent.",
        "Die Grenze von {0} Aufrufen je Minute ist erreicht; es wurde nichts gesendet.",
        "분당 호출 한도 {0}회에 이르러 아무것도 보내지 않았습니다.",
    ),
    (
        "The cap of {0} tokens {1} is reached ({2} are spent); nothing was sent.",
        "Die Grenze von {0} Token {1} ist erreicht ({2} sind verbraucht); es wurde nichts gesendet.",
        "{1} 한도 {0} 토큰에 이르러({2} 토큰 사용) 아무것도 보내지 않았습니다.",
    ),
    (
        "The cap of ${0} {1} is reached (${2} is spent); nothing was sent.",
        "Die Grenze von ${0} {1} ist erreicht (${2} sind ausgegeben); es wurde nichts gesendet.",
        "{1} 한도 ${0}에 이르러(${2} 지출) 아무것도 보내지 않았습니다.",
    ),
    (
        "${0} is what this question may cost; ${1} of it is spent, and the next call could cost ${2}, so it was not "
        "made.",
        "${0} darf diese Frage kosten; ${1} davon sind ausgegeben, und der nächste Aufruf könnte ${2} kosten, also "
        "unterblieb er.",
        "이 질문의 한도는 ${0}이며 ${1}을(를) 썼습니다. 다음 호출에 ${2}이(가) 들 수 있어 보내지 않았습니다.",
    ),
    (
        "${0} is what this question may cost; the next call could cost ${1}, so it was not made.",
        "${0} darf diese Frage kosten; der nächste Aufruf könnte ${1} kosten, also unterblieb er.",
        "이 질문의 한도는 ${0}입니다. 다음 호출에 ${1}이(가) 들 수 있어 보내지 않았습니다.",
    ),
    (
        "${0} is what this question may cost; its next batch could cost ${1}, so it was not sent.",
        "${0} darf diese Frage kosten; ihr nächster Stapel könnte ${1} kosten, also wurde er nicht gesendet.",
        "이 질문의 한도는 ${0}입니다. 다음 배치에 ${1}이(가) 들 수 있어 보내지 않았습니다.",
    ),
    (
        "No price of {0} is set, so what it would cost is not known and nothing was sent.",
        "Für {0} ist kein Preis gesetzt, also sind die Kosten nicht bekannt, und es wurde nichts gesendet.",
        "{0}의 가격이 설정되지 않아 비용을 알 수 없으므로 아무것도 보내지 않았습니다.",
    ),
    (
        "Put it into settings.toml: {0} with as_of, input and output (US dollars a million tokens).",
        "Setzen Sie ihn in settings.toml: {0} mit as_of, input und output (US-Dollar je Million Token).",
        "settings.toml에 {0}을(를) as_of, input, output(백만 토큰당 미국 달러)과 함께 쓰세요.",
    ),
    (
        "Cap of {0} calls a minute: {1} left.",
        "Grenze von {0} Aufrufen je Minute: noch {1}.",
        "분당 호출 한도 {0}회: {1} 남음.",
    ),
    ("Cap of {0} tokens {1}: {2} left.", "Grenze von {0} Token {1}: noch {2}.", "{1} 한도 {0} 토큰: {2} 남음."),
    ("Cap of {0} tokens {1}.", "Grenze von {0} Token {1}.", "{1} 한도 {0} 토큰."),
    ("Cap of ${0} {1}: {2} left.", "Grenze von ${0} {1}: noch {2}.", "{1} 한도 ${0}: {2} 남음."),
    ("Cap of ${0} {1}.", "Grenze von ${0} {1}.", "{1} 한도 ${0}."),
    ("Caps: none.", "Grenzen: keine.", "한도 없음."),
    (
        "{0} requests were sent and broke off: whether the API counted them, and how much, only its own console knows.",
        "{0} Anfragen wurden gesendet und brachen ab: ob die API sie gezählt hat und wie viel, weiß nur ihre eigene "
        "Konsole.",
        "요청 {0}개가 전송된 뒤 끊겼습니다. API가 그것을 집계했는지, 얼마인지는 API 콘솔에서만 알 수 있습니다.",
    ),
    (
        "The caps take each at its estimate.",
        "Die Grenzen zählen jede mit ihrer Schätzung.",
        "한도는 각각을 추정값으로 셉니다.",
    ),
)

BOOKING_PHRASES: tuple[tuple[str, str, str], ...] = (
    ("a day", "je Tag", "하루"),
    ("a workbook", "je Arbeitsmappe", "통합 문서당"),
    ("a workbook, for the one in front", "je Arbeitsmappe, für die vordere", "통합 문서당(지금 문서)"),
    ("at most {0}", "höchstens {0}", "최대 {0}"),
    (
        "write it as https://host or http://127.0.0.1:11434, without name, password or query",
        "schreiben Sie sie als https://host oder http://127.0.0.1:11434, ohne Namen, Kennwort oder Abfrage",
        "이름, 암호, 쿼리 없이 https://host 또는 http://127.0.0.1:11434 형태로 쓰세요",
    ),
    (
        "write it as https://host; http is for this very computer (127.0.0.1) alone",
        "schreiben Sie sie als https://host; http gilt nur für diesen Computer selbst (127.0.0.1)",
        "https://host 형태로 쓰세요. http는 이 컴퓨터(127.0.0.1)에만 쓸 수 있습니다",
    ),
    (
        "it becomes part of an address, so it is letters, digits and dashes alone",
        "sie wird Teil einer Adresse, besteht also nur aus Buchstaben, Ziffern und Strichen",
        "주소의 일부가 되므로 글자, 숫자, 붙임표만 쓸 수 있습니다",
    ),
    (
        "it is an API key, which is not sent as the name of a model",
        "das ist ein API-Schlüssel, der nicht als Name eines Modells gesendet wird",
        "API 키는 모델 이름으로 보내지 않습니다",
    ),
    (
        "Input should be a valid integer, unable to parse string as an integer",
        "das ist keine ganze Zahl",
        "정수가 아닙니다",
    ),
    ("Input should be a valid number, unable to parse string as a number", "das ist keine Zahl", "숫자가 아닙니다"),
    ("Input should be greater than or equal to {0}", "das muss mindestens {0} sein", "{0} 이상이어야 합니다"),
    ("Input should be greater than {0}", "das muss größer als {0} sein", "{0}보다 커야 합니다"),
)
"""What stands in the holes of these sentences."""
