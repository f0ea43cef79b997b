"""``sheetllm demo``: the whole chain on a workbook that it makes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .. import app, credentials
from ..explain import explain
from ..settings import load
from .asking import show as show_answer
from .explaining import show as show_picture
from .explaining import write_page
from .screen import cli, out, working


@cli.command()
def demo(
    folder: Annotated[Path, typer.Option(help="Where the sample workbook and its picture go.")] = Path(),
) -> None:
    """Make a sample workbook, find its tables, compress and explain it; ask it a question if there is a key."""
    from ..hosts.sample import QUESTION, write_sample

    book, picture = folder / "sheetllm-demo.xlsx", folder / "sheetllm-demo.html"
    write_sample(book)
    with app.open_workbook(book) as host:
        sheet = app.chosen_sheet(host, None)
    explained = explain(sheet, count=app.token_counter())
    show_picture(explained)
    write_page(picture, explained, book.name)
    out().print(f"\nWrote {book} and {picture}; open the second in a browser.\n", markup=False)
    settings = load()
    if credentials.key(credentials.host_of(settings.base_url)) is None:
        out().print("There is no API key, so nothing is asked. Set one with: sheetllm key set", markup=False)
        out().print(f'Then: sheetllm ask {book} "{QUESTION}"', markup=False)
        return
    out().print(QUESTION, markup=False)
    with working(f"Asking {settings.model}"):
        answer = app.answer(sheet, QUESTION, settings, lambda step: None, book=str(book.resolve()))
    show_answer(answer, settings)
