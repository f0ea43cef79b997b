"""What is put on a screen about questions, what they cost, and columns that fill: English, German, Korean."""

from __future__ import annotations

ASKING: tuple[tuple[str, str, str], ...] = (
    # Asked, and what it would cost
    (
        "Asking about {0}.",
        "{0} wird befragt.",
        "{0}에 대해 질문하고 있습니다.",
    ),
    (
        "The answer opens as a page.",
        "Die Antwort öffnet sich als Seite.",
        "답은 페이지로 열립니다.",
    ),
    (
        "It would take {0}.",
        "Nötig wären {0}.",
        "예상 사용량: {0}.",
    ),
    (
        "They would take {0}.",
        "Nötig wären {0}.",
        "예상 사용량: {0}.",
    ),
    (
        "{0} rows would take {1}.",
        "Für {0} Zeilen wären nötig: {1}.",
        "{0}개 행의 예상 사용량: {1}.",
    ),
    (
        "{0}, {1} to {2} tokens in, at most {3} out, ${4} to ${5} ({6})",
        "{0}, {1} bis {2} Token hinein, höchstens {3} heraus, ${4} bis ${5} ({6})",
        "{0}, 입력 {1}~{2} 토큰, 출력 최대 {3} 토큰, ${4}~${5} ({6})",
    ),
    (
        "{0}, {1} to {2} tokens in, at most {3} out; no price of the model is set, so the cost is not known",
        "{0}, {1} bis {2} Token hinein, höchstens {3} heraus; es ist kein Preis des Modells gesetzt, "
        "die Kosten sind also nicht bekannt",
        "{0}, 입력 {1}~{2} 토큰, 출력 최대 {3} 토큰. 모델 가격이 설정되지 않아 비용을 알 수 없습니다",
    ),
    (
        "Nothing was sent.",
        "Es wurde nichts gesendet.",
        "아무것도 보내지 않았습니다.",
    ),
    (
        "OK asks; Cancel does not.",
        "OK fragt, Abbrechen nicht.",
        "확인을 누르면 질문하고, 취소를 누르면 질문하지 않습니다.",
    ),
    (
        "This was asked before, so nothing was sent.",
        "Das wurde schon einmal gefragt, also wurde nichts gesendet.",
        "이미 물어본 질문이므로 아무것도 보내지 않았습니다.",
    ),
    (
        "OK writes the answer into {0}, which is empty; Cancel leaves it at that.",
        "OK schreibt die Antwort nach {0}, wo nichts steht; Abbrechen lässt alles, wie es ist.",
        "확인을 누르면 비어 있는 {0}에 답을 쓰고, 취소를 누르면 그대로 둡니다.",
    ),
    (
        "Excel's own Undo forgets what was done before; Undo in this tab takes it back.",
        "Excels eigenes Rückgängig vergisst, was vorher war; Rückgängig in dieser Registerkarte nimmt es zurück.",
        "Excel의 실행 취소 기록은 지워집니다. 되돌리려면 이 탭의 실행 취소를 누르세요.",
    ),
    (
        "The page that opened shows all of it.",
        "Die geöffnete Seite zeigt alles.",
        "열린 페이지에 전체 내용이 있습니다.",
    ),
    (
        "A question about {0} would send {1} about {2} tokens first; the page that opened shows them to the letter.",
        "Eine Frage zu {0} würde zuerst etwa {2} Token an {1} senden; die geöffnete Seite zeigt sie Wort für Wort.",
        "{0}에 대한 질문은 먼저 약 {2} 토큰을 {1}(으)로 보냅니다. 열린 페이지에 그 내용이 그대로 있습니다.",
    ),
    # Refresh
    (
        "{0} selected questions would be asked again.",
        "{0} markierte Fragen würden noch einmal gestellt.",
        "선택한 질문 {0}개를 다시 묻게 됩니다.",
    ),
    (
        "{0} selected questions would be asked again, and {1} new ones that wait for you.",
        "{0} markierte Fragen würden noch einmal gestellt, dazu {1} neue, die auf Sie warten.",
        "선택한 질문 {0}개를 다시 묻고, 승인을 기다리는 새 질문 {1}개도 묻게 됩니다.",
    ),
    (
        "{0} new questions wait for you.",
        "{0} neue Fragen warten auf Sie.",
        "새 질문 {0}개가 승인을 기다리고 있습니다.",
    ),
    (
        "Nothing of them was sent.",
        "Davon wurde nichts gesendet.",
        "아직 아무것도 보내지 않았습니다.",
    ),
    (
        "OK asks them, at most {0} at once; Cancel leaves the answers as they are.",
        "OK stellt sie, höchstens {0} auf einmal; Abbrechen lässt die Antworten, wie sie sind.",
        "확인을 누르면 한 번에 최대 {0}개씩 묻고, 취소를 누르면 답을 그대로 둡니다.",
    ),
    (
        "OK asks them, at most {0} at once; Cancel leaves them.",
        "OK stellt sie, höchstens {0} auf einmal; Abbrechen lässt sie liegen.",
        "확인을 누르면 한 번에 최대 {0}개씩 묻고, 취소를 누르면 그대로 둡니다.",
    ),
    (
        "What failed will be asked again.",
        "Was misslungen ist, wird noch einmal gefragt.",
        "실패한 질문은 다시 묻습니다.",
    ),
    (
        "The selected cell holds no question that can be asked again.",
        "In der markierten Zelle steht keine Frage, die noch einmal gestellt werden kann.",
        "선택한 셀에는 다시 물을 수 있는 질문이 없습니다.",
    ),
    (
        "{0} of the selected cells ask; select at most {1} of them at once.",
        "{0} der markierten Zellen fragen; markieren Sie höchstens {1} auf einmal.",
        "선택한 셀 중 {0}개에 질문이 있습니다. 한 번에 최대 {1}개를 선택하세요.",
    ),
    # Fill Column
    (
        "OK asks the first {0} of them for a preview, one call; nothing else is sent.",
        "OK befragt die ersten {0} für eine Vorschau, ein Aufruf; sonst wird nichts gesendet.",
        "확인을 누르면 미리 보기로 처음 {0}개 행만 한 번의 호출로 묻습니다. 그 밖에는 아무것도 보내지 않습니다.",
    ),
    (
        "Cancel sends nothing.",
        "Abbrechen sendet nichts.",
        "취소를 누르면 아무것도 보내지 않습니다.",
    ),
    (
        "OK fills {0}, for {1}. Cancel leaves it at that.",
        "OK füllt {0}, für {1}. Abbrechen lässt alles, wie es ist.",
        "확인을 누르면 {0}을(를) 채웁니다. 예상 사용량: {1}. 취소를 누르면 그대로 둡니다.",
    ),
    (
        "Asking the first rows.",
        "Die ersten Zeilen werden befragt.",
        "처음 몇 행에 대해 묻고 있습니다.",
    ),
    (
        "They open as a page; press Fill Column again with the same question to go on.",
        "Sie öffnen sich als Seite; drücken Sie noch einmal Spalte füllen mit derselben Frage, dann geht es weiter.",
        "결과는 페이지로 열립니다. 계속하려면 같은 질문으로 열 채우기를 다시 누르세요.",
    ),
    (
        "{0} of {1} rows of {2} are answered.",
        "{0} von {1} Zeilen von {2} sind beantwortet.",
        "{2}의 {1}개 행 중 {0}개에 답했습니다.",
    ),
    (
        "No more are asked.",
        "Mehr werden nicht befragt.",
        "더 묻지 않습니다.",
    ),
    (
        "OK stops it; what is answered stays.",
        "OK hält es an; was beantwortet ist, bleibt.",
        "확인을 누르면 멈추고, 이미 받은 답은 남습니다.",
    ),
    (
        "Cancel lets it go on.",
        "Abbrechen lässt es weiterlaufen.",
        "취소를 누르면 계속합니다.",
    ),
    (
        "Filling {0}.",
        "{0} wird gefüllt.",
        "{0}을(를) 채우고 있습니다.",
    ),
    (
        "The rows appear as they are answered; Fill Column stops it.",
        "Die Zeilen erscheinen, sobald sie beantwortet sind; Spalte füllen hält es an.",
        "답이 오는 대로 행이 채워집니다. 멈추려면 열 채우기를 누르세요.",
    ),
    (
        "Labels come last, once, parted by bars: Which kind? labels=mail|call. Nothing was asked.",
        "Die Auswahl steht am Ende, einmal, durch Striche getrennt: Welche Art? labels=Mail|Anruf. "
        "Es wurde nichts gefragt.",
        "선택지는 끝에 한 번만, 세로줄로 나누어 씁니다: 어떤 종류? labels=메일|전화. 아무것도 묻지 않았습니다.",
    ),
)
