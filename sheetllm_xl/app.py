"""Where the pieces are put together; nothing else constructs a host, a model or a token counter."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Hashable
from functools import cache
from pathlib import Path

from . import credentials, registration
from .chain import Answer, Budget, Step, ask, detect_by_model, plan
from .compress import Count, estimate_tokens
from .desk import Cells, Desk
from .detect import FoundTable, detect
from .errors import HostError, InputError, ModelError
from .hosts.file import FileHost
from .jobs import Breaker, Jobs, Metered
from .ledger import Caps, Ledger
from .ports import Host, Model, Prompt
from .registration.doctor import Finding, examine
from .settings import Settings, load
from .sheet import Sheet

NO_KEY = "There is no API key. Set one with `sheetllm key set`, or in the environment variable ANTHROPIC_API_KEY."


def open_workbook(path: Path) -> FileHost:
    """The host over a file. Raises HostError with a sentence for anything that is not a readable workbook."""
    return FileHost(path)


@cache
def token_counter() -> Count:
    """ctok, which counts as Claude does, where it runs (Python 3.12 and later); our estimate elsewhere."""
    if sys.version_info >= (3, 12):
        from ctok import token_count

        return token_count
    return estimate_tokens


def chosen_sheet(host: Host, name: str | None) -> Sheet:
    """The named sheet, or the first one that holds anything. Raises InputError for a workbook without cells."""
    if name is not None:
        return host.read(name)
    for candidate in host.sheet_names():
        if (sheet := host.read(candidate)).used:
            return sheet
    raise InputError("No sheet of this workbook holds anything.")


def model(settings: Settings) -> Model:
    """Claude, or the server at ``base_url``, which may need no key. Raises ModelError where a key is needed."""
    from .claude import API, Claude

    key = credentials.key()
    if key is None:
        if settings.base_url == API:
            raise ModelError(NO_KEY)
        key = "none"  # Ollama and its like want the header and read nothing in it
    return Claude(
        settings.model,
        key,
        base_url=settings.base_url,
        deadline=settings.deadline_seconds,
        max_retries=settings.max_retries,
        structured_output=settings.structured_output,
    )


def budget(settings: Settings) -> Budget:
    """The bounds on one question."""
    return Budget(settings.sheet_tokens, settings.table_tokens, settings.max_parts, settings.reply_tokens)


def finder(settings: Settings | None = None) -> Callable[[Sheet], tuple[FoundTable, ...]]:
    """The detector: by structure, or with ``settings`` through the model."""
    if settings is None:
        return detect
    asked, bounds = model(settings), budget(settings)
    return lambda sheet: detect_by_model(sheet, asked, budget=bounds, count=token_counter())


def answer(sheet: Sheet, question: str, settings: Settings, on_progress: Callable[[Step], None]) -> Answer:
    """Ask the sheet."""
    asked = model(settings)
    return ask(sheet, question, asked, budget=budget(settings), count=token_counter(), on_progress=on_progress)


def first_prompts(sheet: Sheet, question: str, settings: Settings) -> tuple[Prompt, ...]:
    """What ``answer`` would send first, to the letter. Sends nothing and needs no key."""
    return plan(sheet, question, budget=budget(settings), count=token_counter())


def ledger(settings: Settings, path: Path | None = None) -> Ledger:
    """The ledger of this person, with the caps that are set."""
    return Ledger(path, Caps(settings.calls_a_minute, settings.tokens_a_day, settings.tokens_a_workbook))


_open_desk: list[Desk] = []  # the server's one; the buttons work on it


def desk(cells: Cells, recall: Callable[[Collection[Hashable]], None], path: Path | None = None) -> Desk:
    """What the worksheet functions ask, over these cells. Settings are read again where they are older than 2 s."""
    read = load(), time.monotonic()
    held: list[Model] = []
    books = ledger(read[0], path)
    breaker = Breaker(time.monotonic)

    def settings() -> Settings:
        nonlocal read
        if time.monotonic() - read[1] > 2:
            read = load(), time.monotonic()
        return read[0]

    def answered(sheet: Sheet, question: str, book: str) -> Answer:
        now = settings()
        fresh = model(now)
        if fresh not in held:  # its connections are kept as long as key and settings stay
            held[:] = [fresh]
        count = token_counter()
        asked = Metered(held[0], books, breaker, book, count)
        return ask(sheet, question, asked, budget=budget(now), count=count)

    jobs = Jobs(books, breaker, recall, time.monotonic, read[0].deadline_seconds)
    _open_desk[:] = [Desk(cells, books, jobs, answered, lambda: settings().model)]
    return _open_desk[0]


IDENTITY = registration.Identity("SheetLLM.Server", "{5D3B1C6E-8A54-4B0B-9C39-6E1F0A7C2D41}")


def add_in_file() -> Path:
    """The add-in as the package carries it."""
    return Path(__file__).with_name(registration.ADD_IN)


def server_command() -> str:
    """How Windows starts the server: with the Python that runs this."""
    return registration.server_command(Path(sys.executable))


def registry() -> registration.Registry:
    """The registry of this account. Raises HostError where there is none."""
    return registration.WindowsRegistry()


def findings() -> list[Finding]:
    """What a check of this computer finds: registry, Excel, settings, key, ledger."""
    probes = (_settings_probe, _key_probe, _ledger_probe)
    try:
        found = registry()
    except HostError as error:
        without = [Finding(False, str(error), "The command line works here: `sheetllm ask`.")]
        return without + examine(registration.MemoryRegistry(), IDENTITY, Path.exists, *probes)[-len(probes) :]
    return examine(found, IDENTITY, Path.exists, *probes)


def _settings_probe() -> Finding:
    settings = load()
    return Finding(True, f"The settings ask {settings.model} at {settings.base_url}")


def _key_probe() -> Finding:
    needed = credentials.key() is None and load().base_url == _api()
    return Finding(not needed, f"The API key comes from {credentials.where_from()}", NO_KEY if needed else "")


def _ledger_probe() -> Finding:
    books = ledger(load())
    books.pause(books.paused)  # reads and writes, and changes nothing
    aside = ", ".join(path.name for path in books.store.set_aside())
    told = f"The ledger is in order: {books.store.path}"
    return Finding(True, f"{told}. Damaged ones that were set aside: {aside}" if aside else told)


def _api() -> str:
    from .claude import API

    return API


def why_words() -> str:
    """Why the selected cell shows what it shows."""
    found = _desk()
    return found.why(found.cells.selected())


def refresh_words() -> str:
    """Ask again what the selected cell asked; failures of other cells are forgotten, too."""
    found = _desk()
    if found.ask_again(found.cells.selected()):
        return ""
    return (
        "Failures are forgotten and will be asked again. The selected cell holds no ASKSHEET that can be asked again."
    )


def pause_words() -> str:
    """Stop all new calls of this person, or let them go on."""
    books = ledger(load())
    books.pause(not books.paused)
    return "Spending is paused; remembered answers still work." if books.paused else "New questions are asked again."


def usage_words() -> str:
    """Calls, tokens and cost: today, and in all."""
    settings, said = load(), []
    books = ledger(settings)
    midnight = time.mktime((*time.localtime()[:3], 0, 0, 0, 0, 0, -1))
    for when, since in (("Today", midnight), ("In all", 0.0)):
        usage, calls = books.usage(since), sum(1 for _ in books.calls(since))
        into = usage.input_tokens + usage.cache_write_tokens + usage.cache_read_tokens
        cost = settings.cost(usage)
        price = "" if cost is None else f", ${cost:.2f}"
        said.append(f"{when}: {calls:,} calls, {into:,} tokens in, {usage.output_tokens:,} out{price}.")
    return "\n".join([*said, "Spending is paused."] if books.paused else said)


def _desk() -> Desk:
    if not _open_desk:
        raise HostError("The server has no workbook yet; calculate a cell that asks first.")
    return _open_desk[0]
