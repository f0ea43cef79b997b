"""``sheetllm explain``: what was found, and what of it is kept, in the terminal or as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from .. import app, output
from ..compress import PROFILES
from ..display import shown
from ..explain import HEAD, Explained, page
from ..explain import explain as explained_sheet
from ..explain.view import Line
from ..grid import column_letters
from .encoding import DEFAULT_PROFILE, ProfileName
from .place import others
from .screen import FORCE, cli, err, opened, out, say_notes, working

_COLORS = ("blue", "yellow", "green", "magenta", "cyan", "red")
_ROWS = 60  # lines of the sheet shown in the terminal; the page shows more
_WIDTH, _WIDEST = 14, 40  # of a column: where many are to be seen, and where there is room
OURS = output.begins_with(HEAD)


@cli.command()
def explain(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="A workbook.")],
    sheet: Annotated[str | None, typer.Option(help="The sheet; else the first that holds anything.")] = None,
    profile: Annotated[ProfileName, typer.Option(help="Which modules run.")] = DEFAULT_PROFILE,
    html: Annotated[Path | None, typer.Option(help="Write the picture as one self-contained page.")] = None,
    force: FORCE = False,
) -> None:
    """Show the tables found, the anchors, what is kept and left out, and the tokens after each module."""
    if html:
        output.admit(html, OURS, force=force, reads=(book,))
    with working(f"Reading {book.name}"), opened(book) as host:
        read = app.chosen_sheet(host, sheet)
        say_notes(read)
        if sheet is None and (beside := others(host, read)):
            err().print(beside)
        explained = explained_sheet(read, PROFILES[profile.value], count=app.token_counter())
    if html:
        output.write(html, [page(explained, book.name)], OURS, force=force, reads=(book,))
        out().print(f"Wrote {html}. Open it in a browser.")
        return
    show(explained)


def show(explained: Explained) -> None:
    """Print the picture, the tables and the stages."""
    out().print(_picture(explained))
    out().print(_tables(explained))
    out().print(_stages(explained))


def _picture(explained: Explained) -> Table:
    columns = [col for col in explained.cols() if isinstance(col, int)]
    room = out().width - 8
    columns = columns[: max(1, room // (_WIDTH + 1))]
    width = max(_WIDTH, min(_WIDEST, room // max(len(columns), 1) - 1))
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1, 0, 0))
    table.add_column("", justify="right", style="dim")
    for col in columns:
        name = Text(column_letters(col), style="yellow" if col in explained.anchor_cols else "dim")
        table.add_column(name, max_width=width, no_wrap=True, overflow="ellipsis")
    lines = explained.rows()
    for line in lines[:_ROWS]:
        table.add_row(*_line(explained, line, columns))
    if len(lines) > _ROWS:
        table.add_row("…", Text(f"{len(lines) - _ROWS} more lines; --html shows them", style="dim"))
    return table


def _line(explained: Explained, line: Line, columns: list[int]) -> list[Text]:
    if isinstance(line, tuple):
        count = line[1] - line[0] + 1
        return [Text("┄"), Text(f"┄ {count} row{'s' * (count > 1)} ┄"[:_WIDTH], style="dim")]
    number = Text(str(line), style="yellow" if line in explained.anchor_rows else "dim")
    return [number, *(_cell(explained, line, col) for col in columns)]


def _cell(explained: Explained, row: int, col: int) -> Text:
    at = explained.table_at(row, col)
    i = explained.sheet.index(row, col)
    number_format = "" if i is None else explained.sheet.format_strings[explained.sheet.formats[i]]
    text = shown(explained.sheet.value(row, col), number_format, explained.sheet.date1904).replace("\n", " ")
    if at is None:
        return Text(text)
    header = row < explained.tables[at].body.top
    color = _COLORS[at % len(_COLORS)]
    return Text(text or "·", style=f"bold {color}" if header else color)


def _tables(explained: Explained) -> Table:
    table = Table(title="Tables", title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name in ("Range", "Header rows", "Sure", "Why"):
        table.add_column(name)
    for i, one in enumerate(explained.tables):
        range_text = Text(str(one.range), style=_COLORS[i % len(_COLORS)])
        table.add_row(range_text, str(one.header_rows), one.certainty, Text("; ".join(one.reasons)))
    return table


def _stages(explained: Explained) -> Table:
    table = Table(title="Tokens", title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name in ("After", "Rows", "Columns", "Cells", "Tokens"):
        table.add_column(name, justify="left" if name == "After" else "right")
    for stage in explained.encoding.stages:
        table.add_row(stage.name, *(f"{n:,}" for n in (stage.rows, stage.columns, stage.cells, stage.tokens)))
    return table
