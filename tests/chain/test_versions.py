"""What identifies a remembered answer holds the version of the words it was asked with: new words are a new version."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sheetllm_xl.chain import prompts, row_batches
from sheetllm_xl.chain.workbook.prompts import WorkbookReply
from sheetllm_xl.messages.replies import AnswerReply, ChoiceReply, Reply, TablesReply, schema

GOLDEN = Path(__file__).parent.parent / "golden"


def digest(folder: str, *forms: type[Reply]) -> str:
    """Of the prompts that are kept as files, which other tests hold against those that are sent, and of their forms."""
    files = sorted((GOLDEN / folder).glob("prompt*.txt"))
    assert files
    sent = [*(path.read_text(encoding="utf-8") for path in files), *(json.dumps(schema(form)) for form in forms)]
    return hashlib.sha256("\x1e".join(sent).encode()).hexdigest()[:12]


def test_a_changed_prompt_of_a_sheet_or_a_workbook_is_a_new_version() -> None:
    of_sheets = digest("two_tables", AnswerReply, ChoiceReply, TablesReply)
    assert {prompts.VERSION: (of_sheets, digest("workbook", WorkbookReply))} == {5: ("50b4e672ed56", "9465a9d3c4ec")}


def test_a_changed_prompt_of_rows_is_a_new_version() -> None:
    assert {row_batches.VERSION: digest("rows", row_batches.RowsReply)} == {1: "8a7d686a7016"}
