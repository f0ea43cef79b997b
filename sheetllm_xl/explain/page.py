"""One self-contained HTML page of an Explained: no script from elsewhere, no font, no picture; it opens offline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from html import escape
from pkgutil import get_data

from ..detect import FoundTable
from ..display import shown
from ..grid import CellRange, column_letters
from ..literals import CellError
from ..sheet import Cell, Style
from .view import Explained, Line

HEAD = (  # every page begins so, which tells it from anybody else's
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="generator" content="SheetLLM for Excel">'
)
MAX_ROWS, MAX_COLS = 400, 80  # lines of the picture; the rest is counted, not drawn
COLORS = ("#2563eb", "#d97706", "#059669", "#db2777", "#7c3aed", "#0891b2", "#dc2626", "#65a30d")
_STAGES = {"vanilla": "Every cell", "anchors": "Anchors", "inverted": "Inverted index", "formats": "Format aggregation"}


def page(explained: Explained, title: str) -> str:
    """The page's HTML. ``title`` names the workbook; every text of the sheet is escaped."""
    style = (get_data(__name__, "page.css") or b"").decode()
    body = "".join(
        (
            f"<h1>{escape(explained.sheet.name)}</h1><p class=where>{escape(title)}</p>",
            _summary(explained),
            _stages(explained),
            _tables(explained),
            _picture(explained),
            f"<details><summary>The encoded text</summary><pre>{escape(explained.encoding.text)}</pre></details>",
        )
    )
    return (
        f'{HEAD}<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · {escape(explained.sheet.name)}</title><style>{style}</style></head>"
        f"<body><main>{body}</main></body></html>\n"
    )


def color(index: int) -> str:
    """The colour of the table at that place in the list."""
    return COLORS[index % len(COLORS)]


def _summary(explained: Explained) -> str:
    sheet, stages = explained.sheet, explained.encoding.stages
    count = len(explained.tables)
    tables = "no table" if not count else "1 table" if count == 1 else f"{count} tables"
    first, last = stages[0].tokens, stages[-1].tokens
    ratio = f", {first / last:.1f} times fewer than {first:,}" if last and first > last else ""
    used = f"{sheet.used}, {int(sheet.filled.sum()):,} filled cells" if sheet.used else "an empty sheet"
    return f"<p>{used}: <b>{tables}</b>, encoded in <b>{last:,} tokens</b>{ratio}.</p>"


def _stages(explained: Explained) -> str:
    stages = explained.encoding.stages
    most = max((stage.tokens for stage in stages), default=0) or 1
    rows = "".join(
        f"<tr><th>{_STAGES[stage.name]}</th><td>{stage.rows:,} × {stage.columns:,}</td><td>{stage.cells:,}</td>"
        f"<td>{'' if stage.exact else 'about '}{stage.tokens:,}</td>"
        f"<td class=bar><i style='width:{max(0.4, 100 * stage.tokens / most):.1f}%'></i></td></tr>"
        for stage in stages
    )
    head = "<tr><th>After</th><th>Rows × columns</th><th>Cells</th><th>Tokens</th><th></th></tr>"
    return f"<h2>What each module saves</h2><table class=plain>{head}{rows}</table>"


def _tables(explained: Explained) -> str:
    if not explained.tables:
        return "<h2>Tables</h2><p>No table was found on this sheet.</p>"
    rows = "".join(_table_row(i, table, explained) for i, table in enumerate(explained.tables))
    head = "<tr><th>Range</th><th>Title</th><th>Headers</th><th>Sure</th><th>Why</th></tr>"
    return f"<h2>Tables</h2><table class=plain>{head}{rows}</table>"


def _table_row(index: int, table: FoundTable, explained: Explained) -> str:
    headers = f"{table.header_rows} row{'s' * (table.header_rows != 1)}"
    if table.header_cols:
        headers += f", {table.header_cols} column{'s' * (table.header_cols != 1)}"
    why = escape("; ".join(table.reasons))
    return (
        f"<tr><td><i class=swatch style='background:{color(index)}'></i>{table.range}</td>"
        f"<td>{escape(table.title_in(explained.sheet))}</td><td>{headers}</td><td>{table.certainty}</td><td>{why}</td></tr>"
    )


def _picture(explained: Explained) -> str:
    rows, cols = list(explained.rows()), list(explained.cols())
    more = []
    if len(rows) > MAX_ROWS:
        more.append(f"{len(rows) - MAX_ROWS} more kept rows")
    if len(cols) > MAX_COLS:
        more.append(f"{len(cols) - MAX_COLS} more kept columns")
    rows, cols = rows[:MAX_ROWS], cols[:MAX_COLS]
    head = "".join(_column_head(explained, col) for col in cols)
    body = "".join(_rows(explained, rows, cols))
    rest = f"<p>Not drawn: {' and '.join(more)}.</p>" if more else ""
    legend = (
        "<p class=legend><i class='swatch tint'></i>header row <i class='swatch gap'></i>left out "
        "<i class='swatch mark'></i>anchor: a row or column on which a candidate table begins or ends "
        "<i class='swatch hid'></i>hidden in Excel</p>"
    )
    return (
        "<h2>The rows and columns that are kept</h2><p>With the values of the workbook. "
        "What a question sends of them, <code>sheetllm ask --dry-run</code> shows.</p>"
        f"{legend}<div class=scroll><table class=sheet>"
        f"<thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table></div>{rest}"
    )


def _column_head(explained: Explained, col: Line) -> str:
    if isinstance(col, tuple):
        first, last = column_letters(col[0]), column_letters(col[1])
        return f"<th class=gap title='Columns {first} to {last} are left out'>{first}–{last}</th>"
    mark = " class=anchor" if col in explained.anchor_cols else ""
    return f"<th{mark}>{column_letters(col)}</th>"


def _rows(explained: Explained, rows: list[Line], cols: list[Line]) -> Iterator[str]:
    kept = {line for line in rows if isinstance(line, int)}
    cells = {(cell.row, cell.col): cell for cell in explained.sheet.cells() if cell.row in kept}
    for row in rows:
        if isinstance(row, tuple):
            words = f"rows {row[0]:,} to {row[1]:,} left out" if row[0] < row[1] else f"row {row[0]:,} left out"
            yield f"<tr class=gap><th></th><td colspan={len(cols)}>{words}</td></tr>"
            continue
        mark = " class=anchor" if row in explained.anchor_rows else ""
        inner = "".join(
            "<td class=gap></td>" if isinstance(col, tuple) else _cell(explained, row, col, cells.get((row, col)))
            for col in cols
        )
        yield f"<tr><th{mark}>{row}</th>{inner}</tr>"


def _cell(explained: Explained, row: int, col: int, cell: Cell | None) -> str:
    sheet, at = explained.sheet, explained.table_at(row, col)
    value = cell.value if cell else None
    marks = {
        "n": isinstance(value, float | datetime | time) and not isinstance(value, bool),
        "e": isinstance(value, CellError),
        "b": cell is not None and cell.style & Style.BOLD,
        "x": row in sheet.hidden_rows or col in sheet.hidden_cols,
        "h": at is not None and row < explained.tables[at].body.top,
    }
    text = shown(value, cell.format if cell else "", sheet.date1904)
    css = _outline(explained.tables[at].range, row, col, color(at)) if at is not None else ""
    tip = f' title="{escape(text)}"' if len(text) > 24 else ""
    name = " ".join(mark for mark, on in marks.items() if on)
    return f"<td{f' class={name!r}' if name else ''}{css}{tip}>{escape(text[:200])}</td>"


def _outline(box: CellRange, row: int, col: int, paint: str) -> str:
    sides = (
        ("0 2px", row == box.top),
        ("0 -2px", row == box.bottom),
        ("2px 0", col == box.left),
        ("-2px 0", col == box.right),
    )
    shadows = ",".join(f"inset {offset} {paint}" for offset, on in sides if on)
    return f" style='box-shadow:{shadows}'" if shadows else ""
