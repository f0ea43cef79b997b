"""What a message box can show: marks that make it a question, and a page of its own for what is too long."""

from __future__ import annotations

from .surroundings import now

QUESTION, COSTS = "\x01", "\x02"
NOT_HIDDEN, PAUSED = "\x03", "\x04"  # whole answers: no window of ours asks for a secret; spending is paused
EMPTIES_UNDO = "Excel's own Undo forgets what was done before; Undo in this tab takes it back."
_MARKS = QUESTION + COSTS + NOT_HIDDEN + PAUSED
_BOX = 900  # characters; MsgBox cuts off at about 1,024


def shown(title: str, text: str, last: str = "") -> str:
    """The text where a message box holds it; else its beginning, ``last``, and a page with all of it."""
    text = text.lstrip(_MARKS)
    if len(text) <= _BOX:
        return text
    now().show(title, text)
    begun = text[: _BOX - 60 - len(last)].rpartition("\n")[0]
    return f"{begun}\n…\nThe page that opened shows all of it. {last}".rstrip()
