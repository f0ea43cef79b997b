"""Every command and every button, and what it writes; run as a program, all of them on one disk that fails them.

    python -m tests.output.walk commands|buttons full|small|read-only FOLDER

The tests hold these tables against the command line's own tree and the ribbon's own list.
"""

from __future__ import annotations

import gc
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import typer.main
import xlwings
from openpyxl import load_workbook
from typer.testing import CliRunner

from sheetllm_xl import app, ribbon
from sheetllm_xl.answers import Form
from sheetllm_xl.cli import cli
from sheetllm_xl.errors import SheetLLMError
from sheetllm_xl.files.authored import packed
from sheetllm_xl.files.sample import SHEET, sample
from sheetllm_xl.ports import Usage
from sheetllm_xl.record import ReadCells, Record, RowRecord
from sheetllm_xl.server import snake_case
from sheetllm_xl.settings import user_file
from sheetllm_xl.store import Ledger, ledger_file

from ..live import memory
from ..live.engine import ComError, Engine

USAGE_CSV = f"sheetllm-usage-{date.today().isoformat()}.csv"


@dataclass(frozen=True)
class Way:
    """A command that writes ``name`` into a folder; ``words`` makes its words from the book and the file."""

    command: str
    parameter: str
    name: str
    words: Callable[[Path, Path], list[object]]
    reads_book: bool = False


WRITE = (
    Way("explain", "html", "page.html", lambda book, file: ["explain", book, "--html", file], reads_book=True),
    Way("detect", "report", "r.xlsx", lambda book, file: ["detect", book, "--report", file], reads_book=True),
    Way("detect", "to", "f.jsonl", lambda book, file: ["detect", book, "--out", file], reads_book=True),
    Way("ask", "to", "a.csv", lambda book, file: ["ask", book, "Units?", "--each-row", "--out", file]),
    Way("ask", "to", "a.xlsx", lambda book, file: ["ask", book, "Units?", "--each-row", "--out", file]),
    Way("convert", "to", "n.xlsx", lambda book, file: ["convert", book, "--yes", "--out", file], reads_book=True),
    Way("usage", "to", "u.csv", lambda book, file: ["usage", "--csv", file]),
    Way("receipts export", "file", "r.csv", lambda book, file: ["receipts", "export", file]),
    Way("receipts export", "file", "r.jsonl", lambda book, file: ["receipts", "export", file]),
    Way("demo", "folder", "sheetllm-demo.xlsx", lambda book, file: ["demo", "--folder", file.parent]),
    Way("demo", "folder", "sheetllm-demo.html", lambda book, file: ["demo", "--folder", file.parent]),
)
# Commands that write no file of their own, as they are run to see that; and parameters that name a file to read.
WRITE_NONE: dict[str, Callable[[Path], list[object]]] = {
    "encode": lambda book: ["encode", book],
    "receipts list": lambda book: ["receipts", "list"],
    "receipts show": lambda book: ["receipts", "show"],
    "receipts replay": lambda book: ["receipts", "replay", "0000", book],
    "key set": lambda book: ["key", "set"],
    "key test": lambda book: ["key", "test"],
    "key clear": lambda book: ["key", "clear"],
    "register": lambda book: ["register", "--add-in", book],
    "unregister": lambda book: ["unregister"],
    "doctor": lambda book: ["doctor"],
    "instructions": lambda book: ["instructions", book],
    "mcp": lambda book: ["mcp", book],
    "open": lambda book: ["open", book.with_name("none.xlsx")],  # another would be served until Ctrl-C
}
READ = {("ask", "book"), ("encode", "book"), ("explain", "book"), ("receipts replay", "book"), ("register", "add_in")}
READ |= {("mcp", "folders"), ("open", "book"), ("register", "library"), ("instructions", "book"), ("convert", "book")}

# What each button is given, one press after the other, and which of our files it may write.
BUTTONS: dict[str, tuple[tuple[str, ...], str]] = {
    "AskSelection": (("Units?",), "page"),
    "AskWorkbook": (("Units?",), "page"),
    "FillColumn": (("Units?", "yes"), "page journal"),
    "OpenPage": (("",), "addresses"),
    "RefreshAnswers": (("",), ""),
    "ShowWhy": (("",), ""),
    "LookByClaude": (("", "yes"), "page"),
    "ConvertCopilot": (("", "yes"), "journal"),
    "DetectList": (("", "yes"), "journal"),
    "DetectOutline": (("", "yes"), "journal"),
    "DetectNames": (("", "yes"), "journal"),
    "DetectTables": (("", "yes"), "journal"),
    "UndoTables": (("",), "journal"),
    "ClearTables": (("",), "journal"),
    "WhatIsSent": (("Units?",), "page"),
    "ShowUsage": (("",), ""),
    "ExportUsage": (("",), "export"),
    "PauseSpending": (("1", "0"), "ledger"),
    "SetKey": (("sk-ant-test-0000000000000000",), ""),
    "ChooseModel": (("claude-haiku-5-5",), "settings"),
    "CheckSetup": (("",), "page sample"),
    "OpenHelp": (("",), "page"),
}


def commands() -> dict[str, Any]:
    """Every command by its words, out of the command line's own tree."""

    def below(words: str, command: Any) -> Iterator[tuple[str, Any]]:
        subs = getattr(command, "commands", None)
        if subs is None:
            yield words, command
        for name, sub in (subs or {}).items():
            yield from below(f"{words} {name}".strip(), sub)

    return dict(below("", typer.main.get_command(cli)))


def run(words: list[object]) -> tuple[int, str]:
    result = CliRunner().invoke(cli, [str(word) for word in words], input="sk-ant-test-0000000000000000\n")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stderr


def paid(ledger: Ledger | None = None) -> None:
    """A call and its receipt in the ledger, with a text that would be a formula."""
    books = ledger or Ledger(ledger_file())
    books.close(books.reserve("b", "=1+1", 9, receipt="00000000000a"), Usage(1, 2), "a;=1+1", cost=0.5)
    record = Record(
        id="00000000000a",
        at=datetime(2026, 11, 1),
        question="=1+1",
        workbook="b.xlsx",
        read=(ReadCells(ref="'Sales 2026'!B2:N137", digest="0"),),
        cells=1,
        tokens_before=1,
        model="m",
        usage=Usage(1, 1, 1, 1),
        cost_usd=0.5,
        seconds=1.0,
        text="one",
        formula="=A1",
        state="verified",
    )
    books.keep(record)


def answered(book: Path) -> None:
    """A question to each row of the book that is remembered, so that asked again it costs nothing."""
    answers = app.answers()
    with app.open_workbook(book) as host:
        sheet = app.chosen_sheet(host, None)
    question = answers.question(sheet, "Units?", Form.of("column", "each=row"), str(book.resolve()))
    paid()
    record = answers.ledger.receipt("00000000000a")
    answers.ledger.settle(question.key, record.but(id="", each=(RowRecord(row=6, value="=1+1"),)))


@contextmanager
def pressing(folder: Path) -> Iterator[Callable[[str, str], str]]:
    """Presses a button in a program with the sample open, and with pages that nobody looks at."""
    bridge = ModuleType("pywintypes")
    bridge.com_error = ComError  # type: ignore[attr-defined]
    sys.modules.setdefault("pywintypes", bridge)
    excel = xlwings.App(impl=Engine("memory").apps.app)
    path = folder / "open.xlsx"
    path.write_bytes(with_copilot())
    book = xlwings.Book(impl=excel.impl.books.take(memory.Store(path, True)))
    path.unlink()
    book.sheets[SHEET].range("B5:J12").select()
    around = ribbon.Surroundings(
        excel=lambda: excel, open_page=lambda url: None, open_window=lambda url, edges: None, later=lambda work: work()
    )

    def press(name: str, given: str) -> str:
        try:
            with ribbon.surrounded(around):
                return str(getattr(ribbon, snake_case(name))(given))
        except SheetLLMError as error:
            return str(error)

    yield press


def with_copilot() -> bytes:
    """The sample with a cell more, which calls COPILOT; openpyxl itself writes no value beside a formula."""
    book = load_workbook(io.BytesIO(sample()))
    book[SHEET]["N137"] = '=_xlfn.COPILOT("Sum up",B5:J12)'
    valued = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed(book))) as old, zipfile.ZipFile(valued, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"</f><v ?/?>(</v>)?", b"</f><v>1</v>", old.read(name)))
    return valued.getvalue()


def fill(folder: Path) -> None:
    """Leave no room on the disk the folder is on."""
    with suppress(OSError), (folder / "filler").open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass


def make_read_only(folder: Path) -> None:
    gc.collect()  # a ledger is closed with the last that holds it, and what is open for writing cannot be remounted
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)


def _main(what: str, situation: str, folder: Path) -> None:
    done: list[tuple[str, int, str]] = []
    spoil = {"full": fill, "read-only": make_read_only, "small": lambda folder: None}[situation]
    if what == "commands":
        book = user_file().with_name("book.xlsx")
        spoil(folder)
        before = {*folder.rglob("*")}
        for way in WRITE:
            done.append((way.name, *run(way.words(book, folder / "new" / way.name))))
    else:
        paid()
        with pressing(folder) as press:
            spoil(folder)
            before = {*folder.rglob("*")}
            for name, (presses, _) in BUTTONS.items():
                done += [(name, 0, press(name, given)) for given in presses]
    print(json.dumps({"done": done, "left": sorted(map(str, {*folder.rglob("*")} - before))}))


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
