"""Where the pieces are put together; nothing else constructs a host, a model or a token counter."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Hashable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .. import credentials
from ..answers import Answers, Cells, Desk, Question
from ..answers.asking import Asking
from ..answers.queue import Jobs
from ..answers.records import Witness, no_witness
from ..answers.replay import Finding, replay
from ..answers.usage import usage_words as words_of_usage
from ..answers.whole import whole_workbook as assembled
from ..chain import Step
from ..chain.briefing import is_briefing
from ..compress import Count, estimate_tokens
from ..detect import FoundTable, detect
from ..errors import InputError, SettingError
from ..models.breaker import Breaker
from ..models.telemetry import tell
from ..ports import Calculator, Model, Prompt, is_loopback
from ..record import Record
from ..retrieve import Workbook
from ..retrieve.patience import Check
from ..settings import API, InForce, Settings, load, set_line
from ..sheet import Sheet
from ..store import Caps, Ledger
from .briefings import is_confirmed

if TYPE_CHECKING:
    import xlwings

    from ..excel.read.live import LiveHost
    from ..excel.write.journal import Journal
    from ..files.file import FileHost
    from ..models.claude import Claude
    from ..models.roads import Road


def open_workbook(path: Path, settings: Settings | None = None) -> FileHost:
    """The host over a file. Raises HostError with a sentence for anything that is not a readable workbook."""
    from ..files.file import FileHost
    from ..files.limits import Limits

    settings = settings or load()
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
    """The named sheet, or the first one with data, of those that Excel shows where it shows any.

    Raises InputError for a workbook without cells.
    """
    if name is not None:
        return host.read(name)
    shown = [one for one in host.sheet_names() if one not in host.hidden and not is_briefing(one)]
    for candidate in shown or host.sheet_names():
        if (sheet := host.read(candidate)).used:
            return sheet
    hidden = f" Hidden, and not looked into, are: {', '.join(host.hidden)}." if shown and host.hidden else ""
    raise InputError(f"No sheet of this workbook holds anything.{hidden}")


def whole_workbook(host: FileHost, sheets: Iterable[Sheet], check: Check | None = None) -> Workbook:
    """The sheets of a file as a question to all of them takes them: those of data, with the notes at their cells.

    ``check`` is by default the host's own. Raises BeyondLimits where reading takes too long.
    """
    return assembled(sheets, host.comments, check or host.check)


def claude(settings: Settings) -> Claude:
    """Claude, or the server at ``base_url``, with the key of this person."""
    from ..models.batches import BatchClaude
    from ..models.claude import Claude

    kind = BatchClaude if settings.batches else Claude
    host, address = credentials.host_of(settings.address), settings.address
    is_cloud = settings.road in ("bedrock", "vertex", "foundry")
    key = credentials.stored(host) if is_cloud else credentials.key(host)
    return kind(
        settings.model,
        key,
        base_url=address,
        road=_road(settings),
        no_key="" if key or is_cloud or is_loopback(address) else credentials.withheld(host),
        deadline=settings.deadline_seconds,
        max_retries=settings.max_retries,
        structured_output=settings.structured_output,
    )


def _road(settings: Settings) -> Road:
    from ..models.roads import Road

    region = settings.aws_region if settings.road == "bedrock" else settings.vertex_region
    headers = settings.gateway_headers or {} if settings.road == "gateway" else {}
    return Road(
        settings.road,
        region,
        settings.vertex_project,
        settings.aws_profile,
        settings.foundry_resource or ("" if settings.base_url == API else settings.base_url),
        headers,
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
    road = answers(lambda: settings)

    def before(why: str, question: Question) -> None:
        takes = road.plan(question).takes.words(settings.price())
        on_progress(Step("note", note=f"{why} So Claude is asked where the tables are: {takes}."))

    return lambda sheet: road.find_tables(sheet, where_unsure=where_unsure, before=before, on_progress=on_progress)


def counted_by_api(settings: Settings) -> Callable[[Prompt], int]:
    """The API's own count of a prompt's tokens; it is sent the text for that."""
    return claude(settings).count_tokens


def ledger(settings: Settings, path: Path | None = None) -> Ledger:
    """The ledger of this person, with the caps that are set."""
    return Ledger(path, _caps(settings))


def _caps(settings: Settings) -> Caps:
    names = ("calls_a_minute", "tokens_a_day", "tokens_a_workbook", "dollars_a_day", "dollars_a_workbook")
    return Caps(**{name: getattr(settings, name) for name in names})


def answers(
    settings: Callable[[], Settings] | None = None,
    recall: Callable[[Collection[Hashable]], None] = lambda cells: None,
    path: Path | None = None,
    clock: Callable[[], float] = time.monotonic,
    witness: Witness = no_witness,
) -> Answers:
    """The road to answers, over the ledger of this person (or the one at ``path``). ``recall`` calls cells back.
    ``witness`` computes their formulas in another way.

    ``settings`` are asked for at each question, by default those of the files; what changes holds from then on.
    Nothing is asked without a key: then a question ends in a ModelError that says how to set one.
    """
    shared, breaker, models = Ledger(path), Breaker(time.monotonic), list[Model]()
    last, settings_now = Settings.model_construct(), settings or InForce()

    def in_force() -> Settings:
        nonlocal last
        if (now := settings_now()) is not last:
            shared.caps, last = _caps(now), now
            jobs.deadline, jobs.quiet = now.deadline_seconds, now.quiet_seconds
        return last

    def model(now: Settings) -> Model:
        fresh = claude(now)
        fresh.admit()
        if fresh not in models:  # its connections last as long as key and settings do
            models[:] = [fresh]
        return models[0]

    def model_name() -> str:
        with suppress(SettingError):  # what is remembered is found by the last ones that were whole
            in_force()
        return last.model

    jobs = Jobs(shared, breaker, recall, clock, batch_calls=lambda: in_force().batch_calls)

    def report(record: Record) -> None:
        tell(last.telemetry_url, record)

    asking = Asking(shared, breaker, in_force, model, token_counter, calculator(), report, witness)
    model_name()
    return Answers(shared, jobs, asking, model_name, is_confirmed)


def desk(
    cells: Cells,
    recall: Callable[[Collection[Hashable]], None],
    path: Path | None = None,
    clock: Callable[[], float] = time.monotonic,
    witness: Witness = no_witness,
) -> Desk:
    """What the worksheet functions ask, over these cells."""
    return Desk(cells, answers(None, recall, path, clock, witness))


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
        "Let Claude Look has the tables found by Claude where it is not sure; it says first what that costs.\n"
        "Convert COPILOT Cells lists the cells that call Excel's COPILOT, and gives them ASKSHEET once you agree.\n"
        "Ask about Selection opens the answer to a question about the selected cells as a page.\n"
        'Ask about Workbook does so for all sheets; so does =ASKSHEET("question",,,"scope=workbook").\n'
        "Fill Column asks each row of a table, five rows first, and fills a column as the answers come.\n"
        "Open Page opens a page beside Excel to ask on; a click on a cell that an answer cites selects it.\n"
        "Refresh asks the selected answers again. Why says what the selected answer stands on.\n"
        "What Is Sent shows, to the letter, what a question about the selection would send.\n"
        "Usage says what was spent and what is left. Pause stops new questions until it is pressed again.\n"
        "Check My Setup says what is wrong where something does not work, and asks a sample workbook once you agree."
    )


def usage_words(ledger: Ledger) -> str:
    """Calls, tokens and cost of today and in all, as the API counted them."""
    return words_of_usage(ledger, load())


def replayed(name: str, workbook: Path) -> tuple[Record, tuple[Finding, ...]]:
    """A receipt, and what of it is still so in a workbook. Sends nothing. Raises InputError, HostError."""
    record = ledger(load()).receipt(name)
    with open_workbook(workbook) as host:
        return record, replay(record, host.read, calculator())
