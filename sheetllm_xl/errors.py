"""Every error raised on purpose, split by who can put it right; the message is a sentence for the person at the cell.

SheetLLMError
├── InputError    the sheet, the range or the question: the person changes what they asked
│   └── SettingError  the settings: a file that cannot be read, a value that is not valid
├── HostError     Excel or the file: missing, locked, of a kind that cannot be read
│   ├── ExcelBusy     a cell is being edited or a dialog is open: later it will do what was asked
│   ├── ExcelGone     the workbook, its sheet or Excel itself was closed
│   ├── NotCalculated Excel could not calculate some cells yet
│   └── BeyondLimits  the workbook as a whole is more than is read
├── ModelError    Claude or the way to it: no key, refused, overloaded, out of time
│   └── Unanswered    one request of many was not answered; the others may be
├── ReplyError    it answered, but not in the agreed form
│   └── NotComputed   it named a formula that cannot be computed here
└── BudgetSpent   a spending cap of this person's or of IT's is reached
"""

import re
import traceback
from collections.abc import Collection, Hashable

_SLASH = re.compile(r"[/\\]")


class SheetLLMError(Exception):
    """Base of all our errors. ``str(error)`` is one sentence or two, free of paths' contents, keys and tracebacks."""


class InputError(SheetLLMError):
    """The sheet, the range or the question cannot be worked with as it is."""


class SettingError(InputError):
    """A setting is not valid. ``place`` is the file it stands in, for a screen: no cell shows a path."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.place = place


class HostError(SheetLLMError):
    """Excel, or a file, did not give or take what was asked."""


class ExcelBusy(HostError):
    """Excel takes no call for now: a cell is being edited, or a dialog is open."""

    def __init__(self) -> None:
        super().__init__(
            "Excel is busy: a cell is being edited, or a dialog is open. Finish that with Enter or Esc, then try again."
        )


class ExcelGone(HostError):
    """What was asked of is no longer open: the sheet, its workbook, or Excel itself."""

    def __init__(self) -> None:
        super().__init__("The workbook, the sheet or Excel itself was closed in the meantime. Open it and try again.")


class NotCalculated(HostError):
    """``left`` could not be calculated yet; the other cells have been."""

    def __init__(self, left: Collection[Hashable]) -> None:
        super().__init__(str(ExcelBusy()))
        self.left = tuple(left)


class BeyondLimits(HostError):
    """A workbook takes more time, or holds more, than is allowed for all of it: none of its sheets is read further."""


class ModelError(SheetLLMError):
    """The model could not be reached, or would not answer.

    ``status`` is the HTTP status (None when no response came), ``retry_after`` the seconds the server asked to wait,
    ``request_id`` the server's name for the request, for a support case. ``unseen`` is 1 where the request was sent and
    its reply did not come back whole: what the API counted for it, if anything, is not known.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        request_id: str | None = None,
        unseen: int = 0,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after
        self.request_id = request_id
        self.unseen = unseen


class Unanswered(ModelError):
    """One request of many that were sent was not answered; the others may be."""


class ReplyError(SheetLLMError):
    """The model replied, but the reply is cut off, refused, malformed, or speaks of cells that do not exist."""


class NotComputed(ReplyError):
    """A formula the model named is not one that is computed here, or its cells do not hold what it needs."""


class BudgetSpent(SheetLLMError):
    """A cap on calls or spending is reached; remembered answers still work. ``passing``: it is over within a minute."""

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


def fault(error: BaseException) -> str:
    """A fault of ours for the log: its kind and where it arose; not its text, which may hold what a cell holds."""
    frames = traceback.extract_tb(error.__traceback__)
    where = "".join(f" at {_SLASH.split(frame.filename)[-1]}:{frame.lineno}" for frame in frames[-1:])
    return f"{type(error).__name__}{where}"
