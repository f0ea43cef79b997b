"""Where the pieces are put together; nothing else constructs a host, a model or a token counter."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from . import credentials
from .chain import Answer, Budget, Step, ask, detect_by_model, plan
from .compress import Count, estimate_tokens
from .detect import FoundTable, detect
from .errors import InputError, ModelError, SheetLLMError
from .hosts.file import FileHost
from .ports import Host, Model, Prompt
from .settings import FILE_NAME, Settings, load, user_file
from .sheet import Sheet

if TYPE_CHECKING:
    import xlwings

    from .hosts.journal import Journal
    from .hosts.live import LiveHost

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


def open_live(book: xlwings.Book) -> LiveHost:
    """The host over a workbook open in Excel."""
    from .hosts.live import LiveHost

    return LiveHost(book)


def read_live(area: xlwings.Range) -> Sheet:
    """A live range as a Sheet. Raises HostError, InputError."""
    from .hosts.live import read_range

    return read_range(area)


def check_key(settings: Settings) -> None:
    """Raises ModelError where a question would find no key; a server of one's own may need none."""
    if credentials.key() is None and settings.base_url == Settings.model_fields["base_url"].default:
        raise ModelError("There is no API key. Set one with the button Key, or in the variable ANTHROPIC_API_KEY.")


def journal() -> Journal:
    """The undo journal of this user."""
    from .hosts.journal import Journal

    return Journal()


def choose_model(name: str) -> str:
    """Set the model in the person's own settings, and return the one then in force: IT's policy comes first."""
    line = f"model = {json.dumps(load(model=name.strip()).model)}"
    path = user_file()
    try:
        kept = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        others = [one for one in kept if not re.match(r"\s*model\s*=", one)]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([line, *others]) + "\n", encoding="utf-8")
    except OSError as error:
        raise SheetLLMError(f"{FILE_NAME} cannot be written: {error.strerror}.") from None
    return load().model


def setup_words() -> list[str]:
    """Key, model and address in words."""
    settings = load()
    return [
        f"Key: {credentials.where_from()}.",
        f"Model: {settings.model} at {settings.base_url}.",
        f"Undo journal: {journal().path}.",
    ]


def help_words() -> str:
    """The functions and buttons in a few lines."""
    return (
        '=ASKSHEET("question", range)  a value read from the range or computed over it, with its sources\n'
        "=ASKSHEET_WHY(cell)  why a cell shows what it shows\n"
        "=ASKSHEET_FORMULA(cell)  the formula its number comes from\n"
        "=ASKSHEET_SOURCES(cell)  the cells it stands on\n"
        "=SHEETTABLES(range)  the tables found in a range\n"
        "=SHEETTOKENS(range)  tokens before and after compression\n\n"
        "Detect Tables shows what it found; press it once more to write that down. Undo takes it back."
    )


_NO_LEDGER = "This button needs the ledger, which this build does not have yet. Nothing was changed or spent."


def refresh_words() -> str:
    """Stub: answers are remembered by the ledger."""
    return _NO_LEDGER


def why_words() -> str:
    """Stub: outcomes are remembered by the ledger."""
    return _NO_LEDGER


def usage_words() -> str:
    """Stub: usage is counted by the ledger."""
    return _NO_LEDGER


def pause_words() -> str:
    """Stub: spending is paused in the ledger."""
    return _NO_LEDGER
