"""OpenDocument spreadsheets written element by element, so that a test can say exactly what stands in the file."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.limits import Limits
from sheetllm_xl.sheet import Sheet

NAMES = {
    **{name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "style", "table", "text")},
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
    "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
SPACES = " ".join(f'xmlns:{name}="{uri}"' for name, uri in NAMES.items())
MIME = "application/vnd.oasis.opendocument.spreadsheet"


def ods(path: Path, tables: str, styles: str = "", *, head: str = "", **parts: str) -> Path:
    content = (
        f"{head}<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in {"mimetype": MIME, "content.xml": content, **parts}.items():
            file.writestr(name, text)
    return path


def table(rows: str, name: str = "Sheet1", **attributes: str) -> str:
    more = "".join(f' table:{key}="{value}"' for key, value in attributes.items())
    return f'<table:table table:name="{name}"{more}>{rows}</table:table>'


def row(*cells: str, **attributes: str) -> str:
    more = "".join(f' table:{key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def cell(kind: str = "", value: str = "", text: str = "", **attributes: str) -> str:
    more = "".join(f' table:{key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    named = {"date": "date-value", "time": "time-value", "boolean": "boolean-value"}.get(kind, "value")
    typed = f' office:value-type="{kind}"' + (f' office:{named}="{value}"' if value else "") if kind else ""
    return f"<table:table-cell{typed}{more}>{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


def number(value: object, **attributes: str) -> str:
    return cell("float", str(value), **attributes)


def read(path: Path, name: str = "Sheet1", limits: Limits | None = None) -> Sheet:
    with FileHost(path, limits) as host:
        return host.read(name)


def values(path: Path) -> dict[tuple[int, int], Any]:
    return {(one.row, one.col): one.value for one in read(path).cells() if one.value is not None}
