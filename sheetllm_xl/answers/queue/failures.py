"""The sentences of failures: what a person reads with ASKSHEET_WHY, and which error value the cell shows."""

from __future__ import annotations

from ...errors import BudgetSpent, HostError, InputError, ModelError, ReplyError, SettingError, SheetLLMError
from ...literals import CellError
from ...record import Record, failure

AGAIN = "Press Refresh in the SheetLLM tab to ask again."
TOO_LATE = failure("No answer came within {:g} seconds.", AGAIN, CellError.CONNECT)
STOPPED = failure("The SheetLLM server was stopped while this question was on its way.", AGAIN, CellError.CONNECT)
CANCELLED = failure("It was cancelled.", AGAIN, CellError.CONNECT, remember=False)
WAITS = (
    "More than {:,} calls to the model would be made at once, so this question waits until you agree to what they cost."
)
WAITS_FIX = "Press Refresh in the SheetLLM tab: it says what the questions that wait would take, and asks you first."
TURN = failure("You agreed to this question. It is asked when its turn comes.", error=CellError.BLOCKED, remember=False)
NOT_KEPT = "This could not be written to the ledger, so it is remembered only until the server ends. {}"

_SHOWN: tuple[tuple[type[SheetLLMError], CellError, str], ...] = (
    (BudgetSpent, CellError.BLOCKED, "Raise the cap in the settings or wait; remembered answers still work."),
    (SettingError, CellError.VALUE, "Mend the settings; Check my setup, in the SheetLLM tab, says where they are."),
    (InputError, CellError.VALUE, "Change the question or the range."),
    (ReplyError, CellError.VALUE, f"Put the question more plainly. {AGAIN}"),
    (ModelError, CellError.CONNECT, f"Check my setup, in the SheetLLM tab, tries the key and the network. {AGAIN}"),
    (HostError, CellError.VALUE, AGAIN),
)
_ANY = SheetLLMError, CellError.VALUE, AGAIN


def waits(size: int) -> Record:
    """More than that many calls would be made at once."""
    return failure(WAITS.format(size), WAITS_FIX, CellError.BLOCKED, remember=False)


def of_error(error: SheetLLMError) -> Record:
    """An error as a record. Caps, settings and a ledger that fails are not remembered: they may be over soon."""
    kind, shown, fix = next((one for one in _SHOWN if isinstance(error, one[0])), _ANY)
    remember = not isinstance(error, BudgetSpent | HostError | SettingError)
    record = failure(str(error), fix, shown, kind=kind.__name__, remember=remember)
    if not isinstance(error, ModelError):
        return record
    return record.but(status=error.status, request_ids=(error.request_id,) if error.request_id else ())


def to_error(record: Record) -> SheetLLMError | None:
    """The error that a failure came of, of the same kind and with the same words; None for an answer."""
    kind = next((kind for kind, *_ in _SHOWN if kind.__name__ == record.failure), SheetLLMError)
    if record.state != "failed":
        return None
    return ModelError(record.sentence, status=record.status) if kind is ModelError else kind(record.sentence)
