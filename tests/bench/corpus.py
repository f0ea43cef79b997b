"""Where the real workbooks are: $SHEETLLM_CORPUS, else ../shared/corpus beside the checkout."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sheetllm_xl.errors import SheetLLMError
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.sheet import Sheet

CORPUS = Path(os.environ.get("SHEETLLM_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
ABSENT = f"no corpus of real workbooks at {CORPUS.name} (set SHEETLLM_CORPUS)"


def sheets(*folders: str) -> Iterator[tuple[Path, Sheet]]:
    """Every worksheet of every readable workbook in those folders of the corpus, in the order of their paths."""
    for folder in folders:
        for path in sorted((CORPUS / folder).rglob("*.xls?")):
            try:
                with FileHost(path) as host:
                    for name in host.sheet_names():
                        yield path, host.read(name)
            except SheetLLMError:
                continue
