"""What goes wrong with the key and on the way to Claude: English, German, Korean."""

from __future__ import annotations

FAILING: tuple[tuple[str, str, str], ...] = (
    # The key
    (
        "This is not an API key: one is a single word of letters, digits and dashes, such as sk-ant-…",
        "Das ist kein API-Schlüssel: einer ist ein einziges Wort aus Buchstaben, Ziffern und Strichen, wie sk-ant-…",
        "API 키가 아닙니다. 키는 sk-ant-…처럼 글자, 숫자, 붙임표로 된 한 단어입니다",
    ),
    (
        "This computer offers no vault for the key ({0}), and it is not written to a file.",
        "Dieser Computer bietet keinen Tresor für den Schlüssel ({0}), und in eine Datei wird er nicht geschrieben.",
        "이 컴퓨터에는 키를 넣을 자격 증명 보관소가 없습니다({0}). 키는 파일에 쓰지 않습니다.",
    ),
    (
        "Set the environment variable {0} instead.",
        "Setzen Sie stattdessen die Umgebungsvariable {0}.",
        "대신 환경 변수 {0}을(를) 설정하세요.",
    ),
    (
        "The vault took the key but does not give it back; nothing is stored reliably there.",
        "Der Tresor nahm den Schlüssel, gibt ihn aber nicht zurück; verlässlich aufbewahrt wird dort nichts.",
        "보관소가 키를 받았지만 돌려주지 않습니다. 안전하게 저장되지 않았습니다.",
    ),
    (
        "The vault did not take the key ({0}); is it locked?",
        "Der Tresor nahm den Schlüssel nicht an ({0}); ist er gesperrt?",
        "보관소가 키를 받지 않았습니다({0}). 잠겨 있습니까?",
    ),
    (
        "The vault did not give the key up ({0}); is it locked?",
        "Der Tresor gab den Schlüssel nicht her ({0}); ist er gesperrt?",
        "보관소가 키를 내주지 않았습니다({0}). 잠겨 있습니까?",
    ),
    (
        "The API key that is set belongs to {0} and is not sent to {1}; set one for it: `sheetllm key set`.",
        "Der gesetzte API-Schlüssel gehört zu {0} und wird nicht an {1} gesendet; setzen Sie dafür einen: `sheetllm "
        "key set`.",
        "설정된 API 키는 {0}의 것이므로 {1}(으)로 보내지 않습니다. 그곳의 키를 설정하세요: `sheetllm key set`.",
    ),
    ("There is no token for the gateway.", "Es gibt kein Token für das Gateway.", "게이트웨이의 토큰이 없습니다."),
    (
        "Set one with `sheetllm key set`.",
        "Setzen Sie eines mit `sheetllm key set`.",
        "`sheetllm key set`으로 설정하세요.",
    ),
    (
        "The road {0} needs the setting {1}.",
        "Der Weg {0} braucht die Einstellung {1}.",
        "{0} 경로에는 {1} 설정이 필요합니다.",
    ),
    ("The road {0} needs more: {1}.", "Für den Weg {0} fehlt noch etwas: {1}.", "{0} 경로에 더 필요한 것: {1}."),
    (
        "AWS knows nobody here; sign in with its own tool, set aws_profile, or set a key ({0}).",
        "AWS kennt hier niemanden; melden Sie sich mit seinem eigenen Werkzeug an, setzen Sie aws_profile oder "
        "einen Schlüssel ({0}).",
        "AWS에 로그인되어 있지 않습니다. AWS 도구로 로그인하거나 aws_profile 또는 키를 설정하세요({0}).",
    ),
    (
        "Google knows nobody here; sign in with `gcloud auth application-default login`, or set a key ({0}).",
        "Google kennt hier niemanden; melden Sie sich mit `gcloud auth application-default login` an, oder setzen "
        "Sie einen Schlüssel ({0}).",
        "Google에 로그인되어 있지 않습니다. `gcloud auth application-default login`으로 로그인하거나 키를 "
        "설정하세요({0}).",
    ),
    (
        "Entra knows nobody here; sign in with `az login`, or set a key ({0}).",
        "Entra kennt hier niemanden; melden Sie sich mit `az login` an, oder setzen Sie einen Schlüssel ({0}).",
        "Entra에 로그인되어 있지 않습니다. `az login`으로 로그인하거나 키를 설정하세요({0}).",
    ),
    ("Nobody is known here ({0}).", "Hier ist niemand bekannt ({0}).", "로그인되어 있지 않습니다({0})."),
    # The way to Claude
    (
        "What the server sent back is no batch; the setting batches is for Anthropic's own address.",
        "Was der Server zurückgab, ist kein Stapel; die Einstellung batches ist für die Adresse von Anthropic selbst.",
        "서버가 돌려준 것이 배치가 아닙니다. batches 설정은 Anthropic 주소에만 씁니다.",
    ),
    (
        "The server did not answer a request of the batch ({0}).",
        "Der Server hat eine Anfrage des Stapels nicht beantwortet ({0}).",
        "서버가 배치의 요청에 답하지 않았습니다({0}).",
    ),
    (
        "A request of the batch was not answered: it {0}.",
        "Eine Anfrage des Stapels wurde nicht beantwortet: sie {0}.",
        "배치의 요청이 답을 받지 못했습니다: {0}.",
    ),
    (
        "{0} did not finish its reply within {1} seconds; try again later.",
        "{0} wurde mit der Antwort in {1} Sekunden nicht fertig; versuchen Sie es später noch einmal.",
        "{0}이(가) {1}초 안에 답을 마치지 못했습니다. 나중에 다시 시도하세요.",
    ),
    (
        "What the server sent back is no reply of the Messages API; check base_url in the settings.",
        "Was der Server zurückgab, ist keine Antwort der Messages API; prüfen Sie base_url in den Einstellungen.",
        "서버가 돌려준 것이 Messages API의 응답이 아닙니다. 설정의 base_url을 확인하세요.",
    ),
    (
        "The request to {0} could not be made; check key and base_url.",
        "Die Anfrage an {0} ließ sich nicht stellen; prüfen Sie Schlüssel und base_url.",
        "{0}에 요청을 만들지 못했습니다. 키와 base_url을 확인하세요.",
    ),
    (
        "The API key is not sent to {0} over plain http; use https in base_url.",
        "Der API-Schlüssel wird nicht über einfaches http an {0} gesendet; nehmen Sie https in base_url.",
        "API 키는 http로 {0}에 보내지 않습니다. base_url에 https를 쓰세요.",
    ),
    (
        "The way to {0} cannot be set up ({1}); check base_url in the settings, the proxy variables and SSL_CERT_FILE.",
        "Der Weg zu {0} lässt sich nicht einrichten ({1}); prüfen Sie base_url in den Einstellungen, die Variablen "
        "für den Proxy und SSL_CERT_FILE.",
        "{0}(으)로 가는 길을 준비하지 못했습니다({1}). 설정의 base_url, 프록시 변수, SSL_CERT_FILE을 확인하세요.",
    ),
    (
        "{0} did not answer in time; try again later.",
        "{0} hat nicht rechtzeitig geantwortet; versuchen Sie es später noch einmal.",
        "{0}이(가) 제때 답하지 않았습니다. 나중에 다시 시도하세요.",
    ),
    (
        "{0} cannot be reached; check the network, the proxy and base_url.",
        "{0} ist nicht zu erreichen; prüfen Sie Netz, Proxy und base_url.",
        "{0}에 연결할 수 없습니다. 네트워크, 프록시, base_url을 확인하세요.",
    ),
    ("{0} calls failed in a row.", "{0} Aufrufe hintereinander sind misslungen.", "호출이 {0}번 잇달아 실패했습니다."),
    ("Nothing is sent for {0} s.", "{0} s lang wird nichts gesendet.", "{0}초 동안 아무것도 보내지 않습니다."),
    ("One call is trying.", "Ein Aufruf versucht es.", "호출 하나가 시도하고 있습니다."),
    ("The last one: {0}", "Der letzte: {0}", "마지막 실패: {0}"),
    ("The call could not be made ({0}).", "Der Aufruf war nicht möglich ({0}).", "호출하지 못했습니다({0})."),
    # What the server refuses
    (
        "The request was not accepted (HTTP {0}).",
        "Die Anfrage wurde nicht angenommen (HTTP {0}).",
        "요청이 받아들여지지 않았습니다(HTTP {0}).",
    ),
    ("The API key was refused.", "Der API-Schlüssel wurde abgewiesen.", "API 키가 거부되었습니다."),
    (
        "Set a valid one with `sheetllm key set` (HTTP {0}).",
        "Setzen Sie einen gültigen mit `sheetllm key set` (HTTP {0}).",
        "`sheetllm key set`으로 올바른 키를 설정하세요(HTTP {0}).",
    ),
    (
        "The account has no credit left (HTTP {0}).",
        "Das Konto hat kein Guthaben mehr (HTTP {0}).",
        "계정에 남은 크레딧이 없습니다(HTTP {0}).",
    ),
    (
        "This API key may not use this model or this server (HTTP {0}).",
        "Dieser API-Schlüssel darf dieses Modell oder diesen Server nicht benutzen (HTTP {0}).",
        "이 API 키로는 이 모델이나 서버를 쓸 수 없습니다(HTTP {0}).",
    ),
    (
        "The server does not know this model or address.",
        "Der Server kennt dieses Modell oder diese Adresse nicht.",
        "서버가 이 모델이나 주소를 모릅니다.",
    ),
    (
        "Check model and base_url in the settings (HTTP {0}).",
        "Prüfen Sie model und base_url in den Einstellungen (HTTP {0}).",
        "설정의 model과 base_url을 확인하세요(HTTP {0}).",
    ),
    (
        "The request is too large for the server.",
        "Die Anfrage ist zu groß für den Server.",
        "요청이 서버에 너무 큽니다.",
    ),
    (
        "Ask about a smaller range (HTTP {0}).",
        "Fragen Sie nach einem kleineren Bereich (HTTP {0}).",
        "더 작은 범위를 질문하세요(HTTP {0}).",
    ),
    (
        "The rate limit of this API key is reached.",
        "Dieser API-Schlüssel hat die Grenze für Aufrufe in der Zeit erreicht.",
        "이 API 키의 호출 속도 한도에 이르렀습니다.",
    ),
    ("The model is overloaded.", "Das Modell ist überlastet.", "모델이 과부하 상태입니다."),
    ("The server failed.", "Der Server ist ausgefallen.", "서버에 오류가 났습니다."),
    (
        "Try again later (HTTP {0}).",
        "Versuchen Sie es später noch einmal (HTTP {0}).",
        "나중에 다시 시도하세요(HTTP {0}).",
    ),
    (
        "The server did not accept the request (HTTP {0}).",
        "Der Server hat die Anfrage nicht angenommen (HTTP {0}).",
        "서버가 요청을 받아들이지 않았습니다(HTTP {0}).",
    ),
    # Its reply
    (
        "The reply was cut off at its token limit; ask for less, or raise reply_tokens in the settings.",
        "Die Antwort wurde an ihrer Token-Grenze abgeschnitten; fragen Sie nach weniger, oder erhöhen Sie "
        "reply_tokens in den Einstellungen.",
        "답이 토큰 한도에서 잘렸습니다. 더 적게 묻거나 설정의 reply_tokens를 늘리세요.",
    ),
    (
        "The model refused to answer this question.",
        "Das Modell hat es abgelehnt, diese Frage zu beantworten.",
        "모델이 이 질문에 답하기를 거부했습니다.",
    ),
    (
        "The model paused before its reply was complete; ask again.",
        "Das Modell hielt an, bevor die Antwort fertig war; fragen Sie noch einmal.",
        "모델이 답을 마치기 전에 멈췄습니다. 다시 질문하세요.",
    ),
    (
        "The model asked for a tool instead of answering; it was given none.",
        "Das Modell verlangte ein Werkzeug, statt zu antworten; es bekam keines.",
        "모델이 답하지 않고 도구를 요구했으며, 도구는 주지 않았습니다.",
    ),
    (
        "Sheet and reply are longer than this model can read; ask about a smaller range.",
        "Blatt und Antwort sind länger, als dieses Modell lesen kann; fragen Sie nach einem kleineren Bereich.",
        "시트와 답이 이 모델이 읽을 수 있는 길이를 넘습니다. 더 작은 범위를 질문하세요.",
    ),
    (
        "The model's reply has {0} characters, so it was not read; ask for less.",
        "Die Antwort des Modells hat {0} Zeichen und wurde also nicht gelesen; fragen Sie nach weniger.",
        "모델의 답이 {0}자나 되어 읽지 않았습니다. 더 적게 물으세요.",
    ),
    (
        "The model stopped before its reply was complete ({0}).",
        "Das Modell hörte auf, bevor die Antwort fertig war ({0}).",
        "모델이 답을 마치기 전에 그쳤습니다({0}).",
    ),
    (
        "The model's reply is JSON but not in the agreed form.",
        "Die Antwort des Modells ist JSON, aber nicht in der vereinbarten Form.",
        "모델의 답이 JSON이지만 정해진 형식이 아닙니다.",
    ),
    (
        "The model's reply is JSON but not in the agreed form (see {0}).",
        "Die Antwort des Modells ist JSON, aber nicht in der vereinbarten Form (siehe {0}).",
        "모델의 답이 JSON이지만 정해진 형식이 아닙니다({0} 참조).",
    ),
    (
        "The model's reply is not JSON, so there is nothing to check; ask again.",
        "Die Antwort des Modells ist kein JSON, es gibt also nichts zu prüfen; fragen Sie noch einmal.",
        "모델의 답이 JSON이 아니어서 확인할 내용이 없습니다. 다시 질문하세요.",
    ),
)

FAILING_PHRASES: tuple[tuple[str, str, str], ...] = (
    ("expired after 24 hours", "ist nach 24 Stunden abgelaufen", "24시간이 지나 만료됨"),
    ("was cancelled", "wurde abgebrochen", "취소됨"),
    ("ended", "ging zu Ende", "끝남"),
)
"""What stands in the holes of these sentences."""
