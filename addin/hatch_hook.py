"""Puts SheetLLM.xlam into the package while a wheel is built, an editable one too."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AddInHook(BuildHookInterface):
    """``[tool.hatch.build.targets.wheel.hooks.custom]`` names this file."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Pack before the files are gathered; git ignores the result, so the build is told to take it."""
        sys.path.insert(0, self.root)
        try:
            from addin.packing import pack

            pack(Path(self.root) / "sheetllm_xl" / "SheetLLM.xlam")
        finally:
            sys.path.remove(self.root)
        build_data["artifacts"].append("/sheetllm_xl/SheetLLM.xlam")
