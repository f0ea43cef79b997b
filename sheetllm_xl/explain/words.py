"""What was found, in words, and a page that holds nothing but words."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..detect import FoundTable, outside
from ..sheet import Sheet

_STYLE = "body{font:15px/1.5 system-ui,sans-serif;margin:2rem;max-width:60rem}pre{white-space:pre-wrap}"


def listed(sheet: Sheet, tables: Sequence[FoundTable]) -> str:
    """The tables, a line each: range, title, headers, totals, notes, and how sure."""
    lines = [f"Found {len(tables)} table{'s' * (len(tables) != 1)} on {sheet.name}:"]
    for table in tables:
        heads = f"{table.header_rows} header row{'s' * (table.header_rows != 1)}"
        totals = f", totals in row {', '.join(map(str, table.total_rows))}" if table.total_rows else ""
        notes = f", notes in {', '.join(map(str, table.notes))}" if table.notes else ""
        title = table.title_in(sheet) or "no title"
        lines.append(f"{table.range}  {title} ({heads}{totals}{notes}; {table.certainty}{' sure' * table.is_sure})")
    return "\n".join((*lines, *filter(None, [outside(sheet, tables).sentence()])))


def text_page(title: str, text: str) -> str:
    """A self-contained HTML page of plain text."""
    head = f'<!doctype html><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return f"{head}<h1>{escape(title)}</h1><pre>{escape(text)}</pre>"
