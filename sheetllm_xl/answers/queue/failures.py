"""The sentences of failures: what a person reads with ASKSHEET_WHY, and which error value the cell shows."""

from __future__ import annotations

from ...errors import BudgetSpent, HostError, InputError, ModelError, ReplyError, SettingError, SheetLLMError
from ...literals import CellError
from ...record import Outcome, failure

AGAIN = "Press Refresh in the SheetLLM tab to ask again."
TOO_LATE = failure("No answer came within {:g} seconds.", AGAIN, CellError.CONNECT)
STOPPED = failure("The SheetLLM server was stopped while this question was on its way.", AGAIN, CellError.CONNECT)
HELD = (
    "More than {:,} calls to the model would be made at once, so this question waits until you agree to what they cost."
)
HELD_FIX = "Press Refresh in the SheetLLM tab: it says what the questions that wait would take, and asks you first."
TURN = failure("You agreed to this question. It is asked when its turn comes.", error=CellError.BLOCKED, kept=False)
NOT_KEPT = "This could not be written to the ledger, so it is remembered only until the server ends. {}"

_SHOWN: tuple[tuple[type[SheetLLMError], CellError, str], ...] = (
    (BudgetSpent, CellError.BLOCKED, "Raise the cap in the settings or wait; remembered answers still work."),
    (SettingError, CellError.VALUE, "Mend the settings; Check my setup, in the SheetLLM tab, says where they are."),
    (InputError, CellError.VALUE, "Change the question or the range."),
    (ReplyError, CellError.VALUE, f"Put the question more plainly. {AGAIN}"),
    (ModelError, CellError.CONNECT, f"Check my setup, in the SheetLLM tab, tries the key and the network. {AGAIN}"),
    (HostError, CellError.VALUE, AGAIN),
)


def of_error(error: SheetLLMError) -> Outcome:
    """An error as an outcome. Caps, settings and a ledger that fails are not remembered: they may be over soon."""
    shown, fix = next(((e, f) for kind, e, f in _SHOWN if isinstance(error, kind)), (CellError.VALUE, AGAIN))
    kept = not isinstance(error, BudgetSpent | HostError | SettingError)
    return failure(str(error), fix, shown, kept=kept, request_id=getattr(error, "request_id", None))
