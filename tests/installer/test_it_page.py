"""IT.md names what the installer writes, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from installer import package
from installer.tables import ACTIONS

PAGE = Path(package.__file__).with_name("IT.md").read_text(encoding="utf-8")
TEMPLATE = Path(package.__file__).with_name("product.wxs").read_text(encoding="utf-8")


def test_every_registry_key_named_is_written_and_every_one_written_is_named() -> None:
    written = {key.replace("$CLSID", package.IDENTITY.clsid) for key in re.findall(r'Key="([^"]+)"', TEMPLATE)}
    named = set(re.findall(r"^\| `(Software\\[^`]+)`", PAGE, re.MULTILINE))
    assert named == written | {package._KEY}


def test_the_folders_named_are_those_of_the_package() -> None:
    assert re.findall(r"^\| `(%[^`]+)`", PAGE, re.MULTILINE) == [
        r"%LOCALAPPDATA%\Programs\SheetLLM",
        r"%APPDATA%\Microsoft\Excel\XLSTART\SheetLLM.xlam",
        r"%LOCALAPPDATA%\sheetllm",  # not the installer's: made in use
    ]
    assert re.findall(r'<Directory Id="(\w+Folder)"', TEMPLATE) == ["LocalAppDataFolder", "AppDataFolder"]
    names = re.findall(r'<Directory Id="[A-Z]+" Name="(\w+)"', TEMPLATE)
    assert names == ["SourceDir", "Programs", "SheetLLM", "Microsoft", "Excel", "XLSTART"]


def test_the_property_that_removes_data_is_the_one_that_an_action_asks_for() -> None:
    assert set(re.findall(r"[A-Z]{6,}(?==1\b)", PAGE)) == {"REMOVEDATA"}
    assert 'REMOVEDATA="1"' in ACTIONS["forget"][1]
    assert "UPGRADINGPRODUCTCODE" in ACTIONS["forget"][1]  # an upgrade forgets nothing
