"""``sheetllm demo``: the whole chain on a workbook that it makes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .. import app, credentials, output
from ..answers.queue import to_error
from ..explain import explain, page
from ..settings import load
from .explaining import OURS
from .explaining import show as show_picture
from .screen import FORCE, cli, out, working
from .showing import show as show_answer


@cli.command()
def demo(
    folder: Annotated[Path, typer.Option(help="Where the sample workbook and its picture go.")] = Path(),
    force: FORCE = False,
) -> None:
    """Make a sample workbook, find its tables, compress and explain it; ask it a question if there is a key."""
    from ..files.authored import is_ours
    from ..files.sample import QUESTION, sample

    book, picture = folder / "sheetllm-demo.xlsx", folder / "sheetllm-demo.html"
    output.admit(picture, OURS, force=force)
    with output.created(book, is_ours, force=force) as file:  # it is there with its picture, or not at all
        file.write(sample())
        file.flush()
        with app.open_workbook(Path(file.name)) as host:
            sheet = app.chosen_sheet(host, None)
        explained = explain(sheet, count=app.token_counter())
        output.write(picture, [page(explained, book.name)], OURS, force=force)
    show_picture(explained)
    out().print(f"\nWrote {book} and {picture}; open the second in a browser.\n")
    settings = load()
    if credentials.key(credentials.host_of(settings.address)) is None:
        out().print("There is no API key, so nothing is asked. Set one with: sheetllm key set")
        out().print(f'Then: sheetllm ask {book} "{QUESTION}"')
        return
    out().print(QUESTION)
    with working(f"Asking {settings.model}"):
        answers = app.answers(lambda: settings)
        record = answers.ask(answers.question(sheet, QUESTION, workbook=str(book.resolve())))
    if error := to_error(record):
        raise error
    show_answer(record)
