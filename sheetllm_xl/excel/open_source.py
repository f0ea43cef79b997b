"""xlwings as its open-source licence covers it: without its paid sub-package, which it would import as well.

That part runs as soon as it is imported and looks for a licence key in files and in the open workbook. xlwings goes on
where it is absent. It is absent here only while xlwings is imported: a program that has a licence and imports xlwings
itself, before us, keeps what it has.
"""

from __future__ import annotations

import sys
from typing import Any

_PAID = "xlwings" + ".pro"

_modules: dict[str, Any] = sys.modules
if "xlwings" in _modules:
    import xlwings
else:
    _modules[_PAID] = None
    try:
        import xlwings
    finally:
        del _modules[_PAID]

__all__ = ["xlwings"]
