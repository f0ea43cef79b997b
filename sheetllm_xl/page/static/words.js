// Every word of the page, in the languages it speaks.
import { GROUNDS } from "./grounds.js";

const WORDS = {
  en: {
    language: "Language", sheets: "Sheets", tables: "Tables", none: "No tables here.", unsure: "not sure",
    hidden: "hidden", sought: "When the table is looked for:", leftOut: "left out", gridName: "Cells of", empty: "This sheet is empty.",
    legend: "Grey lines are left out when the table is looked for; amber marks are anchors.",
    lost: "The program behind this page has ended. What you typed stays. Press Open Page in Excel again, or run sheetllm open: this page goes on by itself, or what you typed is on the one that opens.",
    refused: "This page's address is not valid any more. Press Open Page in Excel again, or run sheetllm open; what you typed stays here to be copied.",
    fault: "That did not work. Try again.", reading: "Reading…", goto: "Show in the grid",
    views: "Views", ask: "Ask", look: "Sheet", question: "Question", answers: "Questions and answers",
    placeholder: "What do you want to know?", begin: "Ask about the cells. Every answer names the cells it stands on; a click goes there.",
    scope: "About", scopeSheet: "Sheet", scopeWorkbook: "Whole workbook", scopeSelection: "Selected cells", scopeTable: "Table",
    plan: "What is sent, and what it may cost", sendsTo: "Nothing was sent yet. First goes to", dear: "This may take",
    agree: "Ask all the same", remembered: "This was answered before over the same cells; asked again, it costs nothing.",
    follows: "Follows on from", followUp: "Follow up", drop: "Ask by itself", again: "Ask anew", stop: "Stop",
    stopped: "Stopped. Nothing more is sent; a call that was on its way may still be counted.",
    "put value": "Put value into cell", "put formula": "Put question into cell", puts: "This writes", write: "Write", cancel: "Cancel", undo: "Undo",
    cut: "The program ended before the answer came.", changed: "Cells that were read have changed since.",
    takenAs: "Taken as", withheld: "Doubtful; show it all the same", standsOn: "Stands on", took: "What it read and took",
    rememberedAt: "Nothing was sent; answered on", calls: "calls", in: "tokens in", out: "out", tokens: "tokens", read: "Read", receipt: "Receipt",
    verified: "Verified.", "verified why": "Computed over the cells; the cells it cites hold what it says.", unverified: "Not verified.",
    contradicted: "Contradicted.", "not found": "Not in the data.", failed: "No answer.",
    writeTables: "Write into the workbook", "as list": "List", "as outlines": "Outlines", "as names": "Names", "as tables": "Excel tables",
    history: "History", usage: "Usage", setup: "Setup", search: "Search", allBooks: "All workbooks", nothing: "Nothing yet.", replay: "Hold against the workbook",
    exportReceipts: "Save all receipts (.jsonl)", exportUsage: "Save every call (.csv)", today: "Today", month: "This month", ever: "In all", here: "This workbook", cost: "Cost",
    days: "The last 30 days", books: "By workbook, this month", caps: "Caps", pause: "Pause spending", goOn: "Go on spending", connect: "Try the connection",
    model: "Model", key: "API key", roads: "Road to Claude", road: "Service", leadsTo: "Questions go to", noCap: "An empty cap is none; a minute without one has 60 calls.", setIn: "All settings stand in", save: "Save", saved: "Saved:",
    "by policy": "Set by the administrator of this computer.", "by environment": "Set in the environment of the program behind this page.",
    "road direct": "Anthropic", "road bedrock": "Amazon Bedrock", "road vertex": "Google Vertex AI", "road foundry": "Microsoft Foundry", "road gateway": "A gateway of your company",
    base_url: "Address", aws_region: "AWS region", aws_profile: "AWS profile", vertex_project: "Google Cloud project", vertex_region: "Google Cloud region", foundry_resource: "Foundry resource",
    calls_a_minute: "Calls a minute", tokens_a_day: "Tokens a day", tokens_a_workbook: "Tokens a workbook", dollars_a_day: "US dollars a day", dollars_a_workbook: "US dollars a workbook",
    "stage tables": "Finding the table", "stage answer": "Reading the table", "stage reduce": "Putting the parts together",
    "stage check": "Asking once more", "stage look": "Looking through the workbook", "stage last": "Answering", "stage part": "Reading a part",
  },
  de: {
    language: "Sprache", sheets: "Blätter", tables: "Tabellen", none: "Hier sind keine Tabellen.",
    sought: "Bei der Suche nach der Tabelle:", leftOut: "weggelassen", unsure: "nicht sicher", hidden: "ausgeblendet", gridName: "Zellen von",
    empty: "Dieses Blatt ist leer.",
    legend: "Graue Zeilen und Spalten bleiben bei der Suche nach der Tabelle weg; gelb markiert sind Anker.",
    lost: "Das Programm hinter dieser Seite ist beendet. Was Sie geschrieben haben, bleibt. Klicken Sie in Excel erneut auf „Seite öffnen“, oder rufen Sie sheetllm open auf: Diese Seite läuft dann von selbst weiter, oder es steht auf der, die sich öffnet.",
    refused: "Die Adresse dieser Seite gilt nicht mehr. Klicken Sie in Excel erneut auf „Seite öffnen“, oder rufen Sie sheetllm open auf; was Sie geschrieben haben, bleibt hier zum Kopieren.",
    fault: "Das hat nicht geklappt. Versuchen Sie es noch einmal.", reading: "Wird gelesen…",
    goto: "Im Blatt zeigen",
    views: "Ansichten", ask: "Fragen", look: "Blatt", question: "Frage", answers: "Fragen und Antworten",
    placeholder: "Was möchten Sie wissen?", begin: "Fragen Sie zu den Zellen. Jede Antwort nennt die Zellen, auf denen sie beruht; ein Klick führt hin.",
    scope: "Zu", scopeSheet: "Blatt", scopeWorkbook: "Ganze Arbeitsmappe", scopeSelection: "Markierte Zellen", scopeTable: "Tabelle",
    plan: "Was gesendet wird und was es kosten kann", sendsTo: "Noch wurde nichts gesendet. Zuerst geht an", dear: "Das kann brauchen:",
    agree: "Trotzdem fragen", remembered: "Das wurde über denselben Zellen schon beantwortet; noch einmal gefragt kostet es nichts.",
    follows: "Schließt an an", followUp: "Weiterfragen", drop: "Für sich fragen", again: "Neu fragen", stop: "Anhalten",
    stopped: "Angehalten. Es wird nichts mehr gesendet; ein Aufruf, der unterwegs war, kann noch gezählt werden.",
    "put value": "Wert in Zelle", "put formula": "Frage in Zelle", puts: "Das schreibt", write: "Schreiben", cancel: "Abbrechen", undo: "Rückgängig",
    cut: "Das Programm endete, bevor die Antwort kam.", changed: "Gelesene Zellen haben sich seitdem geändert.",
    takenAs: "Verstanden als", withheld: "Zweifelhaft; trotzdem zeigen", standsOn: "Beruht auf", took: "Was gelesen und verbraucht wurde",
    rememberedAt: "Nichts wurde gesendet; beantwortet am", calls: "Aufrufe", in: "Tokens hinein", out: "heraus", tokens: "Tokens", read: "Gelesen:", receipt: "Beleg",
    verified: "Geprüft.", "verified why": "Über den Zellen berechnet; die genannten Zellen enthalten, was gesagt wird.", unverified: "Nicht geprüft.",
    contradicted: "Widerlegt.", "not found": "Nicht in den Daten.", failed: "Keine Antwort.",
    writeTables: "In die Mappe schreiben", "as list": "Liste", "as outlines": "Rahmen", "as names": "Namen", "as tables": "Excel-Tabellen",
    history: "Verlauf", usage: "Verbrauch", setup: "Einrichtung", search: "Suchen", allBooks: "Alle Arbeitsmappen", nothing: "Noch nichts.", replay: "An der Mappe prüfen",
    exportReceipts: "Alle Belege speichern (.jsonl)", exportUsage: "Alle Aufrufe speichern (.csv)", today: "Heute", month: "Dieser Monat", ever: "Insgesamt", here: "Diese Mappe", cost: "Kosten",
    days: "Die letzten 30 Tage", books: "Nach Mappe, dieser Monat", caps: "Grenzen", pause: "Ausgaben anhalten", goOn: "Weiter ausgeben", connect: "Verbindung prüfen",
    model: "Modell", key: "API-Schlüssel", roads: "Weg zu Claude", road: "Dienst", leadsTo: "Fragen gehen an", noCap: "Ein leeres Feld heißt keine Grenze; für die Minute heißt es 60 Aufrufe.", setIn: "Alle Einstellungen stehen in", save: "Speichern", saved: "Gespeichert:",
    "by policy": "Vom Administrator dieses Computers festgelegt.", "by environment": "In der Umgebung des Programms hinter dieser Seite festgelegt.",
    "road direct": "Anthropic", "road bedrock": "Amazon Bedrock", "road vertex": "Google Vertex AI", "road foundry": "Microsoft Foundry", "road gateway": "Ein Gateway Ihrer Firma",
    base_url: "Adresse", aws_region: "AWS-Region", aws_profile: "AWS-Profil", vertex_project: "Google-Cloud-Projekt", vertex_region: "Google-Cloud-Region", foundry_resource: "Foundry-Ressource",
    calls_a_minute: "Aufrufe je Minute", tokens_a_day: "Tokens je Tag", tokens_a_workbook: "Tokens je Mappe", dollars_a_day: "US-Dollar je Tag", dollars_a_workbook: "US-Dollar je Mappe",
    "stage tables": "Die Tabelle wird gesucht", "stage answer": "Die Tabelle wird gelesen", "stage reduce": "Die Teile werden zusammengesetzt",
    "stage check": "Es wird noch einmal gefragt", "stage look": "Die Arbeitsmappe wird durchgesehen", "stage last": "Die Antwort entsteht", "stage part": "Ein Teil wird gelesen",
  },
  ko: {
    language: "언어", sheets: "시트", tables: "표", none: "여기에는 표가 없습니다.", unsure: "불확실",
    hidden: "숨김", sought: "표를 찾을 때:", leftOut: "제외", gridName: "셀:", empty: "이 시트는 비어 있습니다.",
    legend: "회색 행과 열은 표를 찾을 때 제외되며, 노란 표시는 앵커입니다.",
    lost: "이 페이지를 띄운 프로그램이 종료되었습니다. 입력한 내용은 남아 있습니다. Excel에서 페이지 열기를 다시 누르거나 sheetllm open을 실행하면 이 페이지가 저절로 이어지거나, 새로 열리는 페이지에 그대로 있습니다.",
    refused: "이 페이지의 주소는 더 이상 유효하지 않습니다. Excel에서 페이지 열기를 다시 누르거나 sheetllm open을 실행하십시오. 입력한 내용은 여기에 남아 있어 복사할 수 있습니다.",
    fault: "작업하지 못했습니다. 다시 시도하십시오.", reading: "읽는 중…", goto: "시트에서 보기",
    views: "보기", ask: "질문", look: "시트", question: "질문", answers: "질문과 답",
    placeholder: "무엇을 알고 싶으십니까?", begin: "셀에 대해 질문하십시오. 모든 답은 근거가 되는 셀을 밝히며, 클릭하면 그 셀로 이동합니다.",
    scope: "대상", scopeSheet: "시트", scopeWorkbook: "통합 문서 전체", scopeSelection: "선택한 셀", scopeTable: "표",
    plan: "전송되는 내용과 예상 비용", sendsTo: "아직 아무것도 전송되지 않았습니다. 먼저 보내는 곳:", dear: "예상 사용량:",
    agree: "그래도 질문", remembered: "같은 셀에 대해 이미 답한 질문이므로 다시 물어도 비용이 들지 않습니다.",
    follows: "이어지는 질문:", followUp: "이어서 질문", drop: "따로 질문", again: "새로 질문", stop: "중지",
    stopped: "중지했습니다. 더는 전송되지 않지만, 진행 중이던 호출은 집계될 수 있습니다.",
    "put value": "값을 셀에 쓰기", "put formula": "질문을 셀에 쓰기", puts: "쓸 내용:", write: "쓰기", cancel: "취소", undo: "실행 취소",
    cut: "답이 오기 전에 프로그램이 종료되었습니다.", changed: "읽은 셀이 그 뒤에 바뀌었습니다.",
    takenAs: "이해한 뜻:", withheld: "의심스러운 답입니다. 그래도 보기", standsOn: "근거", took: "읽은 범위와 사용량",
    rememberedAt: "전송하지 않음. 답한 때:", calls: "호출", in: "입력 토큰", out: "출력", tokens: "토큰", read: "읽음:", receipt: "영수증",
    verified: "확인됨.", "verified why": "셀에서 계산했으며, 인용한 셀의 내용이 답과 일치합니다.", unverified: "확인되지 않음.",
    contradicted: "셀과 다름.", "not found": "데이터에 없음.", failed: "답 없음.",
    writeTables: "통합 문서에 쓰기", "as list": "목록", "as outlines": "윤곽선", "as names": "이름", "as tables": "Excel 표",
    history: "기록", usage: "사용량", setup: "설정", search: "검색", allBooks: "모든 통합 문서", nothing: "아직 없습니다.", replay: "통합 문서와 대조",
    exportReceipts: "모든 영수증 저장 (.jsonl)", exportUsage: "모든 호출 저장 (.csv)", today: "오늘", month: "이번 달", ever: "전체", here: "이 통합 문서", cost: "비용",
    days: "최근 30일", books: "통합 문서별, 이번 달", caps: "한도", pause: "지출 일시 중지", goOn: "지출 계속", connect: "연결 확인",
    model: "모델", key: "API 키", roads: "Claude로 가는 경로", road: "서비스", leadsTo: "질문을 보내는 곳:", noCap: "비워 두면 한도가 없습니다. 분당 호출은 비워 두면 60회입니다.", setIn: "모든 설정이 있는 파일:", save: "저장", saved: "저장됨:",
    "by policy": "이 컴퓨터의 관리자가 정했습니다.", "by environment": "이 페이지를 띄운 프로그램의 환경 변수로 정해져 있습니다.",
    "road direct": "Anthropic", "road bedrock": "Amazon Bedrock", "road vertex": "Google Vertex AI", "road foundry": "Microsoft Foundry", "road gateway": "회사 게이트웨이",
    base_url: "주소", aws_region: "AWS 리전", aws_profile: "AWS 프로필", vertex_project: "Google Cloud 프로젝트", vertex_region: "Google Cloud 리전", foundry_resource: "Foundry 리소스",
    calls_a_minute: "분당 호출", tokens_a_day: "하루 토큰", tokens_a_workbook: "통합 문서당 토큰", dollars_a_day: "하루 미국 달러", dollars_a_workbook: "통합 문서당 미국 달러",
    "stage tables": "표를 찾는 중", "stage answer": "표를 읽는 중", "stage reduce": "부분을 합치는 중",
    "stage check": "다시 묻는 중", "stage look": "통합 문서를 살펴보는 중", "stage last": "답하는 중", "stage part": "일부를 읽는 중",
  },
};

export const languages = { en: "English", de: "Deutsch", ko: "한국어" };
const chosen = localStorage.getItem("sheetllm language") ?? navigator.language;
let spoken = Object.keys(WORDS).find((one) => chosen.startsWith(one)) || "en";

export const language = () => spoken;
export const speak = (one) => {
  spoken = one;
  localStorage.setItem("sheetllm language", one);
};

/** The word of that name; the name itself where it is a sentence of the server's. */
export const word = (name) => WORDS[spoken][name] ?? name;

/** What speaks against an answer, in a sentence of its kind; "" for a ground that is not known here. */
export const ground = (name) => GROUNDS[name]?.[spoken] ?? "";

/** A number as the language writes it. */
export const count = (number) => number.toLocaleString(spoken);

/** A day, such as 2026-11-30, likewise. */
export const date = (day) => new Date(`${day}T12:00`).toLocaleDateString(spoken, { day: "numeric", month: "short" });
