"""``sheetllm register``, ``unregister`` and ``doctor``: the Excel add-in on this computer, and what ails it."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from ..app import checkup
from ..errors import HostError
from .screen import cli, echo_json, out
from .shapes import DoctorShape, FindingShape, schema_of


@cli.command()
def register(
    add_in: Annotated[Path | None, typer.Option(help="The add-in file; else the one in the package.")] = None,
    library: Annotated[
        Path | None, typer.Option(help="A folder that IT trusts, for the add-in to lie in; else Excel's XLSTART.")
    ] = None,
) -> None:
    """Let Excel load the add-in and Windows start its server, for this account alone. Excel must be closed."""
    path = (add_in or checkup.add_in_file()).resolve()
    if not path.exists():
        raise HostError(f"There is no add-in at {path}; name the file with --add-in.")
    for sentence in checkup.register(path, library and library.resolve()):
        out().print(sentence)


@cli.command()
def unregister() -> None:
    """Take the add-in and its server out again; other add-ins stay as they are."""
    for sentence in checkup.unregister():
        out().print(sentence)


@cli.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="The same as JSON, to send to whoever helps.")] = False,
    _schema: Annotated[bool, schema_of(DoctorShape)] = False,
) -> None:
    """Say what keeps the add-in from working, and what to do: exit code 0 where nothing does, else 3."""
    findings = checkup.findings()
    right = all(finding.ok for finding in findings)
    if as_json:
        listed = [FindingShape(ok=one.ok, seen=one.seen, fix=one.fix) for one in findings]
        echo_json(DoctorShape(version=version("sheetllm-xl"), ok=right, findings=listed))
    for finding in () if as_json else findings:
        mark, style = ("✓", "green") if finding.ok else ("✗", "red")
        out().print(Text(f"{mark} {finding.seen}", style=style))
        if finding.fix:
            out().print(Text(f"  {finding.fix}"))
    raise typer.Exit(0 if right else 3)
