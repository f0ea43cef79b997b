"""The SDK's own client, as an agent's program has it, against our server in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from mcp import Client

from sheetllm_xl.mcp import Folders
from sheetllm_xl.mcp.serving import server


def with_client(folder: Path, work: Callable[[Client], Coroutine[Any, Any, Any]]) -> Any:
    return of_several_folders([folder], work)


def of_several_folders(folders: list[Path], work: Callable[[Client], Coroutine[Any, Any, Any]]) -> Any:
    async def run() -> Any:
        async with Client(server(Folders(folders))) as client:
            return await work(client)

    return asyncio.run(run())


def call(folder: Path, name: str, **arguments: Any) -> tuple[bool, str]:
    async def work(client: Client) -> tuple[bool, str]:
        result = await client.call_tool(name, arguments)
        return bool(result.is_error), "".join(part.text for part in result.content)  # type: ignore[union-attr]

    is_error, text = with_client(folder, work)
    return is_error, text
