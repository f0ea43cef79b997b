"""Values at the border to COM: what Excel makes of what is typed, and how it gives errors, its own too."""

from __future__ import annotations

import re
from typing import Any

from sheetllm_xl.excel.error_codes import CODES
from sheetllm_xl.literals import CellError

BASE = -2146828288
DISP_E_EXCEPTION, EXCEL_ERROR = -2147352567, -2146827284
IGNORED = -2146777998  # VBA_E_IGNORE: a dialog is open, or a cell is being edited
DISCONNECTED = -2147417848  # RPC_E_DISCONNECTED: what was closed or deleted
_NUMBER = re.compile(r"\s*[-+]?\d[\d,]*\.?\d*(?:[eE][-+]?\d+)?%?\s*")


class ComError(Exception):
    """pywin32's com_error, as far as anybody looks at it."""

    def __init__(self, hresult: int, scode: int | None = None) -> None:
        super().__init__(hresult, "", None, None)
        self.hresult = hresult
        self.excepinfo = (0, "Excel", "private words about 'C:\\secret.xlsx'", "", 0, scode) if scode else None


def typed_in(value: Any) -> tuple[str, Any]:
    """What Excel makes of a value written to a cell: ``text``, ``formula`` or ``value``."""
    if not isinstance(value, str):
        return "value", None if value == "" else value
    if value.startswith("'"):
        return "text", value[1:]
    if value[:1] in ("=", "+", "-", "@") and len(value) > 1 and not _NUMBER.fullmatch(value):
        return "formula", "=" + value.lstrip("=")
    if _NUMBER.fullmatch(value):
        return "value", float(value.strip().rstrip("%").replace(",", ""))
    if value.upper() in ("TRUE", "FALSE"):
        return "value", value.upper() == "TRUE"
    return ("text", value) if value else ("value", None)


def com_value(value: Any) -> Any:
    """An error cell comes as an integer."""
    return BASE + CODES[value] if isinstance(value, CellError) else value
