"""``sheetllm key``: put the API key in the OS vault, try it, take it out."""

from __future__ import annotations

import typer

from .. import app, credentials
from ..errors import ModelError
from ..settings import load
from .screen import cli, out, working

keys = typer.Typer(help="The API key, kept in the vault of this computer.", no_args_is_help=True)
cli.add_typer(keys, name="key")


@keys.command("set")
def set_key() -> None:
    """Ask for the key of the server in the settings without showing it, and put it in the vault."""
    host = credentials.host_of(load().address)
    given = typer.prompt("API key", hide_input=True, err=True)
    out().print(f"Stored {credentials.set_key(given, host)} in {credentials.where_from(host)}.")


@keys.command()
def test() -> None:
    """Make the smallest call there is, and say whether the key is accepted."""
    settings = load()
    with working(f"Asking {settings.address}"):
        name = app.claude(settings).check()
    place = credentials.where_from(credentials.host_of(settings.address))
    out().print(f"{name} answers at {settings.address}; the key comes from {place}.")


@keys.command()
def clear() -> None:
    """Take the key out of the vault."""
    if not credentials.clear_key(credentials.host_of(load().address)):
        raise ModelError("There is no key in the vault of this computer.")
    out().print("The key is gone from the vault.")
