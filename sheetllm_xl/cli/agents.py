"""``sheetllm mcp``: workbooks for other programs' agents, read only."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..mcp import Folders
from .screen import cli


@cli.command()
def mcp(
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDER…", help="The folders that an agent may read.")],
) -> None:
    """Serve the workbooks of some folders to an agent, over stdin and stdout (MCP); it reads, and never writes."""
    from ..mcp.serving import serve

    serve(Folders(folders))
