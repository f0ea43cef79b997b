"""The library: ``open`` a workbook, take its found tables as frames, ``ask`` it. A layer over the other rooms.

    >>> import sheetllm_xl, tempfile, pathlib
    >>> from sheetllm_xl.files.sample import write_sample
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = pathlib.Path(folder.name) / "sample.xlsx"
    >>> write_sample(path)
    >>> workbook = sheetllm_xl.open(path)
    >>> sheet = workbook["sales 2026"]
    >>> [str(table.range) for table in sheet.tables]
    ['B5:J12', 'L5:N8', 'B17:H137']
    >>> frame = sheet.tables[2].to_pandas()
    >>> list(frame.columns), len(frame)
    (['Date', 'Region', 'Product', 'Units', 'Price', 'Revenue', 'Share'], 120)
    >>> encoding = sheet.compress()
    >>> encoding.tokens < sheet.compress(sheetllm_xl.PROFILES["vanilla"]).tokens
    True

One's own model has a name and completes a prompt; ``ask`` computes and checks what it says as it does for Claude's:

    >>> from sheetllm_xl import Completion, Usage
    >>> class Mine:
    ...     name = "mine"
    ...     def complete(self, prompt, again=None):
    ...         reply = '{"found": true, "answer": "{result}", "result": "=MAX(M6:M8)", "cells": []}'
    ...         if "tables" in prompt.schema["properties"]:  # which table the question is about
    ...             reply = '{"tables": ["L5:N8"]}'
    ...         return Completion(reply, "end_turn", Usage(900, 40), self.name)

    >>> record = sheetllm_xl.ask(sheet, "What does the dearest product cost?", model=Mine())
    >>> record.value, record.formula
    (58.0, '=MAX(M6:M8)')
    >>> workbook.close(), folder.cleanup()
    (None, None)

A script serves for tests: ``ScriptedModel([first_reply, second_reply])``.
"""

from __future__ import annotations

from .asking import ask
from .table import SheetTable
from .workbook import Workbook, WorkbookSheet, open

__all__ = ["SheetTable", "Workbook", "WorkbookSheet", "ask", "open"]
