"""``sheetllm detect``: the tables of every sheet of one or more workbooks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from .. import app, output
from ..chain import Step
from ..detect import FoundTable, outside
from ..errors import BeyondLimits, HostError, InputError, SheetLLMError
from ..library.folders import workbooks_in
from ..settings import load
from ..sheet import Sheet
from .screen import FORCE, cli, echo_json, err, exit_code, line, opened, out, say_error, say_notes, working
from .shapes import FoundLine, FoundShape, TableShape, WorkbookLine, schema_of


class Engine(StrEnum):
    """Who finds the tables."""

    structure = "structure"
    claude = "claude"
    auto = "auto"


@dataclass(frozen=True)
class Found:
    """The tables of one sheet."""

    workbook: str
    sheet: Sheet
    tables: tuple[FoundTable, ...]

    def line(self) -> FoundLine:
        """What ``--jsonl`` prints."""
        return {
            "workbook": self.workbook,
            "sheet": self.sheet.name,
            "tables": [str(table.range) for table in self.tables],
        }

    def full(self) -> FoundShape:
        """What ``--json`` prints."""
        tables: list[TableShape] = [
            {
                "range": str(table.range),
                "title": table.title_in(self.sheet),
                "header_rows": table.header_rows,
                "header_cols": table.header_cols,
                "total_rows": list(table.total_rows),
                "notes": [str(note) for note in table.notes],
                "orientation": table.orientation,
                "confidence": round(table.confidence, 3),
                "reasons": list(table.reasons),
            }
            for table in self.tables
        ]
        left = outside(self.sheet, self.tables)
        return {
            "workbook": self.workbook,
            "sheet": self.sheet.name,
            "tables": tables,
            "outside": {"cells": left.cells, "numbers": left.numbers, "ranges": [str(area) for area in left.ranges]},
        }


@cli.command()
def detect(
    books: Annotated[list[str], typer.Argument(metavar="BOOK…", help="Workbooks, and folders of them.")],
    sheet: Annotated[str | None, typer.Option(help="Only this sheet; else every worksheet.")] = None,
    engine: Annotated[
        Engine, typer.Option(help="structure: on this machine. claude: the model. auto: it where that is unsure.")
    ] = Engine.structure,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON list: ranges, headers, titles, confidence.")
    ] = False,
    as_jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON line a sheet: workbook, sheet, tables.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write a new workbook with one row a table and links.")] = None,
    to: Annotated[
        Path | None, typer.Option("--out", help="For many: a line a workbook into this .jsonl or .parquet; resumed.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, max=256, help="With --out: so many processes.")] = 1,
    scheduler: Annotated[
        str | None, typer.Option(help="With --out: the workers of this Dask scheduler, tcp://host:8786.")
    ] = None,
    force: FORCE = False,
    _schema: Annotated[bool, schema_of(list[FoundShape] | FoundLine | WorkbookLine)] = False,
) -> None:
    """Find the tables of every sheet; by structure alone, nothing leaves this machine."""
    if to or jobs > 1 or scheduler:
        given = {"--sheet": sheet is not None, "--engine": engine is not Engine.structure, "--report": report}
        _shared(books, to, jobs, scheduler, force, given | {"--json": as_json, "--jsonl": as_jsonl})
        return
    books = _listed(books)
    if report:
        from ..files.authored import is_ours

        output.admit(report, is_ours, force=force, reads=[*map(Path, books)])
    failures: list[SheetLLMError] = []
    listed: list[Found] = []
    with working("Finding tables", streams=as_jsonl) as doing:
        for found in _found(books, sheet, engine, failures, doing):
            if as_jsonl:
                echo_json(found.line(), None)
            if not as_jsonl or report:
                listed.append(found)
    if as_json:
        echo_json([found.full() for found in listed])
    elif not as_jsonl:
        out().print(_table(listed, many=len(books) > 1))
        for found in listed:
            if left := outside(found.sheet, found.tables).sentence():
                out().print(line(f"{found.sheet.name}: {left}"))
    if report:
        from ..files.report import write_report

        rows = ((f.workbook, f.sheet.name, table, table.title_in(f.sheet)) for f in listed for table in f.tables)
        write_report(report, rows, force=force, reads=[*map(Path, books)])
    if failures:
        raise typer.Exit(max(map(exit_code, failures)))


def _listed(books: list[str]) -> list[str]:
    """The workbooks, those of folders among them. Raises HostError for a folder without any."""
    listed = list[str]()
    for book in books:
        within = [str(path) for path in workbooks_in([Path(book)])] if Path(book).is_dir() else [book]
        if not within:
            raise HostError(f"{output.named(Path(book))} is a folder without a workbook in it.")
        listed += within
    return listed


def _shared(
    books: list[str], to: Path | None, jobs: int, scheduler: str | None, force: bool, given: Mapping[str, object]
) -> None:
    """Raises InputError for what is ``given`` and has no meaning where whole workbooks are searched into a file."""
    from .sharing import share

    if to is None:
        raise InputError("--jobs and --scheduler are for many workbooks: say with --out where to write what is found.")
    if idle := [name for name, value in given.items() if value]:
        raise InputError(f"--out writes every sheet of each workbook, by structure alone; leave out {', '.join(idle)}.")
    with working("Finding tables") as doing:
        failed = share([*workbooks_in(map(Path, books))], to, jobs, scheduler, force, doing)
    out().print(line(f"Wrote {to}." + (f" {failed:,} could not be read; each says why." if failed else "")))
    if failed:
        raise typer.Exit(exit_code(HostError()))


def _found(
    books: list[str],
    sheet: str | None,
    engine: Engine,
    failures: list[SheetLLMError],
    doing: Callable[[str], None],
) -> Iterator[Found]:
    """A workbook or a sheet that cannot be read is named and passed over; the others are still searched."""
    settings = None if engine is Engine.structure else load()
    find = app.finder(settings, _say_note, where_unsure=engine is Engine.auto)
    for number, book in enumerate(books, 1):
        try:
            with opened(Path(book)) as host:
                for name in host.sheet_names() if sheet is None else (sheet,):
                    doing(f"Workbook {number} of {len(books)}: {book}, {name}")
                    try:
                        if engine is Engine.structure:
                            host.check()
                        read = host.read(name)
                    except BeyondLimits:
                        raise
                    except HostError as error:
                        say_error(error)
                        failures.append(error)
                        continue
                    say_notes(read)
                    yield Found(book, read, find(read))
        except SheetLLMError as error:
            say_error(error)
            failures.append(error)


def _say_note(step: Step) -> None:
    if step.note:
        err().print(line(f"  {step.note}", "dim"))


def _table(listed: list[Found], many: bool) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("Workbook",) * many + ("Sheet", "Table", "Title", "Header rows", "Sure"):
        right, foreign = name in ("Header rows", "Sure"), name in ("Workbook", "Sheet", "Title")
        table.add_column(
            name, justify="right" if right else "left", no_wrap=not foreign, overflow="fold" if foreign else "ellipsis"
        )
    for found in listed:
        for one in found.tables:
            words = [found.workbook] * many + [found.sheet.name, str(one.range), one.title_in(found.sheet)]
            table.add_row(*map(line, words), str(one.header_rows), one.certainty)
        if not found.tables:
            table.add_row(*map(line, [found.workbook] * many), line(found.sheet.name), "no table", "", "", "")
    return table
