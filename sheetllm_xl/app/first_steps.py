"""First steps: the key, the model, a question about the sample workbook, each done or with the one thing to do."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from .. import app, credentials
from ..answers import Answers, Question
from ..answers.shapes import spoken
from ..errors import SheetLLMError
from ..record import Record
from ..settings import load
from ..setup.doctor import Finding
from ..verify.verdict import Verdict

_DONE, _WRONG, _NEXT = "✓", "✗", "·"


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of one language; the buttons are called as on the ribbon."""

    head: str
    names: tuple[str, str, str]
    set_key: str
    check_again: str
    ask: str
    later: str
    looking: str
    offer: str
    asking: str


WORDINGS = {
    "en": Wording(
        "Three steps to the first answer",
        ("The key", "The model", "A question about the sample workbook"),
        "Press Key in the tab SheetLLM, and paste your API key.",
        "Once that is mended, press Check My Setup again.",
        "Press Check My Setup, and OK when it asks.",
        "Comes after the step before it.",
        "Looking at Excel, the add-in, the server, the key and the connection. What was found opens as a page.",
        "OK also opens the sample workbook and asks it: {question}\nThat takes {cost}. Cancel asks nothing.",
        "Asking the sample workbook. The answer opens as a page.",
    ),
    "de": Wording(
        "Drei Schritte zur ersten Antwort",
        ("Der Schlüssel", "Das Modell", "Eine Frage an die Beispielmappe"),
        "Drücken Sie Schlüssel in der Registerkarte SheetLLM, und fügen Sie Ihren API-Schlüssel ein.",
        "Ist das behoben, drücken Sie noch einmal Einrichtung prüfen.",
        "Drücken Sie Einrichtung prüfen, und OK, wenn gefragt wird.",
        "Kommt nach dem Schritt davor.",
        "Excel, Add-In, Server, Schlüssel und Verbindung werden geprüft. Was sich findet, öffnet sich als Seite.",
        "OK öffnet außerdem die Beispielmappe und fragt sie: {question}\nDas braucht {cost}. Abbrechen fragt nichts.",
        "Die Beispielmappe wird gefragt. Die Antwort öffnet sich als Seite.",
    ),
    "ko": Wording(
        "첫 답까지 세 단계",
        ("키", "모델", "예제 통합 문서에 하는 질문"),
        "SheetLLM 탭에서 키를 누르고 API 키를 붙여 넣으십시오.",
        "해결한 뒤 설정 점검을 다시 누르십시오.",
        "설정 점검을 누르고, 물으면 확인을 누르십시오.",
        "앞 단계 다음에 합니다.",
        "Excel, 추가 기능, 서버, 키, 연결을 살펴보고 있습니다. 결과는 페이지로 열립니다.",
        "확인을 누르면 예제 통합 문서도 열고 다음을 묻습니다: {question}\n필요한 것: {cost}. 취소하면 묻지 않습니다.",
        "예제 통합 문서에 묻고 있습니다. 답은 페이지로 열립니다.",
    ),
}


def sample_file(program: Path | None = None) -> Path:
    """The sample workbook: beside the program where an installer laid it, else one of ours. Raises HostError."""
    from ..files.sample import FILE, write_sample

    if (shipped := (program or Path(sys.executable)).with_name(FILE)).is_file():
        return shipped
    path = user_data_path("sheetllm", appauthor=False) / "sample" / FILE
    if not path.is_file():  # Excel may have it open
        write_sample(path)
    return path


def sample_question(answers: Answers, path: Path) -> Question:
    """The question that shows whether all works, about the workbook at ``path``. Raises HostError."""
    from ..files.sample import QUESTION

    with app.open_workbook(path) as host:
        return answers.question(app.chosen_sheet(host, None), QUESTION, workbook=str(path))


def key_finding() -> Finding:
    """Whether there is a key for the server that is set, or none is needed."""
    try:
        settings = load()
        app.claude(settings).admit()
    except SheetLLMError as error:
        return Finding(False, "", str(error))
    return Finding(True, credentials.where_from(credentials.host_of(settings.address)))


def steps(key: Finding, model: Finding, known: Record | None, wording: Wording) -> list[str]:
    """The three steps as lines of a page; ``model``: the connection, ``known``: what was answered."""
    lines, ready = [wording.head, ""], True
    for number, found in enumerate((key, model, _tried(known)), 1):
        name = f"{number}. {wording.names[number - 1]}"
        if not ready:
            lines += [f"{_NEXT} {name}", f"  {wording.later}"]
        elif found.ok:
            lines += [f"{_DONE} {name}", *(f"  {line}" for line in found.seen.splitlines())]
        else:
            to_do = (wording.set_key, wording.check_again, wording.ask if known is None else "")[number - 1]
            words = [*found.seen.splitlines(), found.fix, to_do]
            lines += [f"{_WRONG} {name}", *(f"  {line}" for line in words if line)]
        ready = ready and found.ok
    return lines


def answered(record: Record) -> list[str]:
    """The answer as lines of a page: that all works, or what its failure asks for."""
    return [_DONE if _tried(record).ok else _WRONG, *spoken(record)]


def _tried(known: Record | None) -> Finding:
    """What the sample's question came to: an answer that could not be checked is no sign that all works."""
    if known is None:
        return Finding(False, "")
    words = "\n".join([known.question, *spoken(known)])
    return Finding(not known.failed and known.verdict is Verdict.VERIFIED, words)
