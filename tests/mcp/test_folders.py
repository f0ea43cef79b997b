"""What an agent may read: the workbooks of the folders, each a resource, and nothing beside them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from mcp import Client, MCPError

from sheetllm_xl.mcp import Folders

from .calling import call, of_several_folders, with_client

ESCAPES = (
    "../outside.xlsx",
    "link.xlsx",
    "/etc/passwd",
    "secret.txt",
    "deep/../../outside.xlsx",
    ".",
    "a\0.xlsx",
    "none.xlsx",
)
SAMPLE = "sheet Sales 2026: 3 tables"


def test_each_workbook_is_a_resource_and_nothing_else_is(folder: Path) -> None:
    (folder / "a b#ü.csv").write_bytes(b"Region,Units\nNorth,1\nSouth,2\nEast,3\n")
    other = folder.parent / "more"
    other.mkdir()
    (other / "c.csv").write_bytes(b"Region,Units\nNorth,1\nSouth,2\nEast,3\n")

    async def read(client: Client) -> tuple[list[str], list[str]]:
        texts, refused = [], []
        for name in ("deep/b.csv", quote("a b#ü.csv"), "sample.xlsx"):
            [content] = (await client.read_resource(f"sheetllm://workbooks/{name}")).contents
            texts.append(content.text)
        for name in ESCAPES:
            with pytest.raises(MCPError) as error:
                await client.read_resource(f"sheetllm://workbooks/{quote(name, safe='/.')}")
            refused.append(str(error.value))
        return texts, refused

    texts, refused = with_client(folder, read)
    assert [text.splitlines()[0] for text in texts] == ["sheet b: 1 tables", "sheet a b#ü: 1 tables", SAMPLE]
    assert all("no workbook of that name" in words or "Unknown resource" in words for words in refused), refused
    [template] = with_client(folder, lambda client: client.list_resource_templates()).resource_templates
    assert template.uri_template == "sheetllm://workbooks/{+name}"

    async def of_several(client: Client) -> str:
        return str((await client.read_resource(f"sheetllm://workbooks/{other / 'c.csv'}")).contents[0].text)

    assert of_several_folders([folder, other], of_several).startswith("sheet c: 1 tables")


@pytest.mark.parametrize("name", [*ESCAPES, "", "\ud800.xlsx"])
@pytest.mark.parametrize("tool", ["detect", "encode"])
def test_no_name_leads_out_of_the_folders(folder: Path, name: str, tool: str) -> None:
    is_error, text = call(folder, tool, workbook=name)
    assert is_error
    assert "There is no workbook of that name" in text
    absolute = str(folder.parent / "outside.xlsx")
    assert call(folder, tool, workbook=absolute)[0]


def test_what_a_link_becomes_after_it_was_looked_at_is_not_opened(folder: Path) -> None:
    (folder / "alias.csv").symlink_to(folder / "deep" / "b.csv")
    looked_at = Folders([folder]).path("alias.csv")
    (folder.parent / "outside.csv").write_bytes(b"Secret")
    (folder / "alias.csv").unlink()
    (folder / "alias.csv").symlink_to(folder.parent / "outside.csv")
    assert looked_at.read_bytes().startswith(b"Region")
