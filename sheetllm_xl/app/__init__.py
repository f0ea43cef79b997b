"""Where the pieces are put together; nothing else constructs a host, a model or a token counter."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Hashable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .. import credentials
from ..answers import Cells, Desk
from ..answers.asking import Asking, bounds
from ..answers.estimate import Estimate, estimate
from ..answers.estimate import first_prompts as prompts_of
from ..answers.queue import Jobs
from ..answers.replay import Held, replay
from ..answers.shapes import Form
from ..answers.usage import usage_words as words_of_usage
from ..chain import Answer, Step, detect_by_model, detect_where_unsure
from ..compress import Count, estimate_tokens
from ..detect import FoundTable, detect
from ..errors import InputError, SettingError
from ..files.file import FileHost
from ..files.limits import Limits
from ..models.breaker import Breaker
from ..models.wire import is_loopback
from ..ports import Calculator, Model, Prompt
from ..retrieve import Book
from ..settings import InForce, Settings, load, set_line
from ..sheet import Sheet
from ..store import Caps, Kept, Ledger

if TYPE_CHECKING:
    import xlwings

    from ..excel.read.live import LiveHost
    from ..excel.write.journal import Journal
    from ..models.claude import Claude


def open_workbook(path: Path) -> FileHost:
    """The host over a file. Raises HostError with a sentence for anything that is not a readable workbook."""
    settings = load()
    limits = Limits.of(settings.read_seconds, settings.read_cells, settings.read_megabytes)
    return FileHost(path, limits, _file_calculator())


@cache
def token_counter() -> Count:
    """ctok, which counts as Claude does, where it runs (Python 3.12 and later); our estimate elsewhere."""
    if sys.version_info >= (3, 12):
        from ctok import token_count

        return token_count
    return estimate_tokens


def chosen_sheet(host: FileHost, name: str | None) -> Sheet:
    """The named sheet, or the first one that holds anything, of those that Excel shows where one of them does.

    Raises InputError for a workbook without cells.
    """
    if name is not None:
        return host.read(name)
    for candidate in sorted(host.sheet_names(), key=host.hidden.__contains__):
        if (sheet := host.read(candidate)).used:
            return sheet
    raise InputError("No sheet of this workbook holds anything.")


def claude(settings: Settings) -> Claude:
    """Claude, or the server at ``base_url``, with the key of this person."""
    from ..models.claude import Claude

    host = credentials.host_of(settings.base_url)
    key = credentials.key(host)
    return Claude(
        settings.model,
        key,
        base_url=settings.base_url,
        no_key="" if key or is_loopback(settings.base_url) else credentials.withheld(host),
        deadline=settings.deadline_seconds,
        max_retries=settings.max_retries,
        structured_output=settings.structured_output,
    )


@cache
def calculator() -> Calculator:
    """What computes a model's formulas: IronCalc, in a process of its own that is started when it is first needed."""
    from ..calc import IronCalculator

    return IronCalculator()


@cache
def _file_calculator() -> Calculator:
    """What computes the formulas of files: as ``calculator``, with less patience, since there are many of them."""
    from ..calc import IronCalculator

    return IronCalculator(deadline=3.0)


def finder(
    settings: Settings | None, on_progress: Callable[[Step], None] = lambda step: None, where_unsure: bool = False
) -> Callable[[Sheet], tuple[FoundTable, ...]]:
    """The detector: by structure, or with ``settings`` through the model; ``on_progress`` hears what it dropped.

    ``where_unsure``: the model is asked only about sheets whose structure leaves doubt; before that no key is needed.
    """
    if settings is None:
        return detect
    bound, count = bounds(settings), token_counter()
    if where_unsure:
        price, metered = settings.price(), cache(lambda: asking(settings).metered(""))

        def cost(prompt: Prompt) -> str:
            tokens = count(prompt.text)
            return Estimate((1, 1), (tokens, tokens), (0, prompt.max_tokens)).words(price)

        return lambda sheet: detect_where_unsure(
            sheet, metered, cost, budget=bound, count=count, on_progress=on_progress
        )
    asked = asking(settings).metered("")
    return lambda sheet: detect_by_model(sheet, asked, budget=bound, count=count, on_progress=on_progress)


def asking(settings: Settings) -> Asking:
    """The way to the model from outside a cell: booked and capped like the cells'. Raises ModelError without a key."""
    model = claude(settings)
    model.admit()
    books, breaker = ledger(settings), Breaker(time.monotonic)
    return Asking(books, breaker, lambda: settings, lambda now: model, token_counter, calculator())


def answer(
    asked: Sheet | Book,
    question: str,
    settings: Settings,
    on_progress: Callable[[Step], None],
    *,
    book: str = "",
    form: Form | None = None,
    limit: float | None = None,
) -> Answer:
    """Ask a sheet, or all sheets, of the workbook of that full name; ``limit`` is what it may cost in US dollars."""
    return asking(settings).ask(asked, question, book, form or Form(), limit=limit, on_progress=on_progress)


def first_prompts(
    asked: Sheet | Book, question: str, settings: Settings, form: Form | None = None
) -> tuple[Prompt, ...]:
    """What ``answer`` would send first, to the letter. Sends nothing and needs no key."""
    return prompts_of(asked, question, form or Form(), bounds(settings), token_counter())


def estimated(
    asked: Sheet | Book, question: str, settings: Settings, form: Form | None = None, *, exactly: bool = False
) -> Estimate:
    """What ``answer`` would take. ``exactly``: the API counts the prompts that are known; it is sent them for that."""
    count = claude(settings).count_tokens if exactly else None
    return estimate(asked, question, form or Form(), bounds(settings), token_counter(), count)


def ledger(settings: Settings, path: Path | None = None) -> Ledger:
    """The ledger of this person, with the caps that are set."""
    return Ledger(path, _caps(settings))


def _caps(settings: Settings) -> Caps:
    names = ("calls_a_minute", "tokens_a_day", "tokens_a_workbook", "dollars_a_day", "dollars_a_workbook")
    return Caps(**{name: getattr(settings, name) for name in names})


def desk(cells: Cells, recall: Callable[[Collection[Hashable]], None], path: Path | None = None) -> Desk:
    """What the worksheet functions ask, over these cells. Settings that change hold from then on."""
    in_force = InForce()
    held: list[Model] = []
    books, breaker, computes = Ledger(path), Breaker(time.monotonic), calculator()

    def settings() -> Settings:
        before, now = in_force.last, in_force()
        if now is not before:
            books.caps, jobs.deadline = _caps(now), now.deadline_seconds
        return now

    def model(now: Settings) -> Model:
        fresh = claude(now)
        if fresh not in held:  # its connections are kept as long as key and settings stay
            held[:] = [fresh]
        return held[0]

    def model_name() -> str:
        with suppress(SettingError):  # what is remembered is found by the last ones that were whole
            settings()
        return in_force.last.model

    jobs = Jobs(books, breaker, recall, time.monotonic, batch_calls=lambda: settings().batch_calls)
    asks = Asking(books, breaker, settings, model, token_counter, computes)
    model_name()
    return Desk(cells, books, jobs, asks, model_name)


def open_live(book: xlwings.Book) -> LiveHost:
    """The host over a workbook open in Excel."""
    from ..excel.read.live import LiveHost

    return LiveHost(book)


def journal() -> Journal:
    """The undo journal of this user."""
    from ..excel.write.journal import Journal

    return Journal()


def choose_model(name: str) -> str:
    """Set the model in the person's own settings, and return the one then in force: IT's policy comes first."""
    set_line("model", load(model=name.strip()).model)
    return load().model


def help_words() -> str:
    """The functions and buttons in a few lines, with examples."""
    return (
        '=ASKSHEET("question", range)  a value read from the range or computed over it, with its sources\n'
        "=ASKSHEET_WHY(cell)  why a cell shows what it shows\n"
        "=ASKSHEET_FORMULA(cell)  the formula its number comes from\n"
        "=ASKSHEET_SOURCES(cell)  the cells it stands on\n"
        "=SHEETTABLES(range)  the tables found in a range\n"
        "=SHEETTOKENS(range)  tokens before and after compression\n\n"
        "For example:\n"
        '=ASKSHEET("Which region missed its Q3 target?", Sales!A:H)\n'
        '=ASKSHEET("What is the total of the first table?", Sales!A:H)\n'
        '=ASKSHEET("Which products sold in March?", Sales!A:H, "column")  one a row, below each other\n'
        "=ASKSHEET(A2, Sales!A:H)  the question stands in A2, as a long one must\n"
        "=ASKSHEET_WHY(B2)  with the answer in B2\n\n"
        "Detect Tables shows what it found, and writes it once you agree. Undo takes it back.\n"
        "Ask about Selection opens the answer to a question about the selected cells as a page.\n"
        "Refresh asks the selected answers again. Why says what the selected answer stands on.\n"
        "What Is Sent shows, to the letter, what a question about the selection would send.\n"
        "Usage says what was spent and what is left. Pause stops new questions until it is pressed again.\n"
        "Check My Setup says what is wrong where something does not work."
    )


def usage_words(books: Ledger) -> str:
    """Calls, tokens and cost of today and in all, as the API counted them."""
    return words_of_usage(books, load())


def replayed(name: str, workbook: Path) -> tuple[Kept, tuple[Held, ...]]:
    """A receipt, and what of it is still so in a workbook. Sends nothing. Raises InputError, HostError."""
    kept = ledger(load()).receipt(name)
    with open_workbook(workbook) as host:
        return kept, replay(kept, host.read, calculator())
