"""What every command shares: the Typer application, the two consoles, progress, and the exit codes.

0  done                              4  Claude, or the way to it
1  the sheet, range or question      5  a reply that is not in the agreed form
2  the command's own words           6  a spending cap
3  a file                            7  a part of the rows (--each-row)
                                     70 a fault of ours        130 cancelled
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderHook
from rich.segment import Segment
from rich.text import Text
from typer.core import TyperGroup

from .. import app
from ..errors import BudgetSpent, HostError, InputError, ModelError, ReplyError, SettingError, SheetLLMError
from ..output import FULL
from ..settings import unknown_names
from ..text.secret import masked
from ..text.unseen import as_json, on_one_line, on_screen

if TYPE_CHECKING:
    from ..files.file import FileHost
    from ..sheet import Sheet

EXIT_CODES: dict[type[SheetLLMError], int] = {
    InputError: 1,
    HostError: 3,
    ModelError: 4,
    ReplyError: 5,
    BudgetSpent: 6,
}


FORCE = Annotated[bool, typer.Option("--force", help="Replace a file of that name, if SheetLLM wrote it.")]


class _Harmless(RenderHook):
    """Takes out of what a console prints all that a terminal would obey, whoever wrote it; our own styles stay."""

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        """Each as it may be printed."""
        return [_Filtered(one) for one in renderables]


@dataclass(frozen=True)
class _Filtered:
    inner: ConsoleRenderable

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for segment in console.render(self.inner, options):
            yield segment if segment.control else Segment(on_screen(segment.text), segment.style)


def out() -> Console:
    """The console for results."""
    return _console(stderr=False)


def err() -> Console:
    """The console for progress and errors."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    # Text is shown as it is: in foreign words ``[/b]`` or ``:x:`` means nothing.
    console = Console(stderr=stderr, soft_wrap=True, highlight=False, markup=False, emoji=False)
    console.push_render_hook(_Harmless())
    return console


def line(text: str, style: str = "") -> Text:
    """A line of ours with words of others in it: no key, and no line break that would make it two."""
    return Text(on_one_line(masked(text)), style=style)


def echo(text: str, nl: bool = True) -> None:
    """Print a text of several lines as it is, but for what a terminal would obey."""
    typer.echo(on_screen(text), nl=nl)


def echo_json(value: Any, indent: int | None = 2) -> None:
    """Print a value as JSON."""
    typer.echo(as_json(value, indent))


def exit_code(error: SheetLLMError) -> int:
    """The exit code of an error."""
    return next(code for kind, code in EXIT_CODES.items() if isinstance(error, kind))


def say_error(error: SheetLLMError) -> None:
    """The error's sentence, on stderr."""
    place = f" It is {error.place}." if isinstance(error, SettingError) and error.place else ""
    err().print(line(f"sheetllm: {error}{place}"))


_ORDER = (
    "demo",
    "detect",
    "explain",
    "open",
    "encode",
    "ask",
    "instructions",
    "convert",
    "receipts",
    "usage",
    "key",
    "mcp",
    "register",
    "unregister",
    "doctor",
)


class Sentences(TyperGroup):
    """A command group whose errors are sentences and exit codes, never tracebacks."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands in the order in which one comes to need them."""
        return sorted(
            super().list_commands(ctx), key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER)
        )

    def invoke(self, ctx: Any) -> Any:
        """Run the command; SHEETLLM_DEBUG shows the traceback of a fault of ours."""
        for sentence in unknown_names():
            err().print(sentence, style="dim")
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()  # a full disk behind it is met here, not while Python ends
            return result
        except SheetLLMError as error:
            say_error(error)
            raise typer.Exit(exit_code(error)) from None
        except KeyboardInterrupt:
            err().print("sheetllm: cancelled.")
            raise typer.Exit(130) from None
        except BrokenPipeError:  # the reader of our output left, as `| head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except OSError as error:
            if error.errno not in FULL:
                raise _fault(error) from None
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            stuck = HostError("The disk is full, so what was printed is cut off.")
            say_error(stuck)
            raise typer.Exit(exit_code(stuck)) from None
        except Exception as error:  # the shell is where an unforeseen fault ends
            if type(error).__module__.startswith(("click", "typer")):  # how they end a command, or its usage errors
                raise
            raise _fault(error) from None


def _fault(error: Exception) -> typer.Exit:
    if os.environ.get("SHEETLLM_DEBUG"):
        err().print_exception()
    err().print(f"sheetllm: a fault of ours ({type(error).__name__}); set SHEETLLM_DEBUG=1 to see where.")
    return typer.Exit(70)


def say_notes(sheet: Sheet) -> None:
    """What a reader should know of how a sheet was read, on stderr."""
    for note in sheet.notes:
        err().print(note, style="dim", markup=False)


def working(words: str, streams: bool = False) -> AbstractContextManager[Callable[[str], None]]:
    """Show on stderr, where a person is watching, what is being done; call what it gives to change the words.

    ``streams``: results are printed meanwhile; on a terminal they are progress enough, and the two would mix.
    """
    return _shown(words) if not (streams and sys.stdout.isatty()) else nullcontext(lambda _: None)


@contextmanager
def opened(path: Path) -> Iterator[FileHost]:
    """The workbook, for as long as it is read; what of its kind is not read is named on stderr."""
    with app.open_workbook(path) as host:
        for note in host.notes:
            err().print(line(note, "dim"))
        yield host


@contextmanager
def _shown(words: str) -> Iterator[Callable[[str], None]]:
    with err().status(line(words)) as status:
        yield lambda more: status.update(line(more))


cli = typer.Typer(
    cls=Sentences,
    name="sheetllm",
    help="Find the tables of a workbook, compress a sheet for Claude, and ask it a question.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        echo(f"sheetllm {version('sheetllm-xl')}")
        raise typer.Exit


@cli.callback()
def _shared(
    _version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Find the tables of a workbook, compress a sheet for Claude, and ask it a question."""
