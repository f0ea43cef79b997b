"""The explain page: what it says, that nothing in a cell becomes markup, and how it looks in a browser."""

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sheetllm_xl import app
from sheetllm_xl.compress import TYPES, VANILLA
from sheetllm_xl.display import shown
from sheetllm_xl.drawing import drawn
from sheetllm_xl.explain import explain, page
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.sample import write_sample
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError, Value
from sheetllm_xl.sheet import Sheet

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.append(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags(text: str) -> list[str]:
    parser = Tags()
    parser.feed(text)
    parser.close()
    assert parser.open == []
    return parser.found


def test_no_cell_becomes_markup() -> None:
    evil = "<script>alert(1)</script><img src=x onerror='x'>\"'&"
    sheet = drawn("a | b\n1 | 2", name=evil)
    cells = [cell._replace(value=evil) if cell.value == "a" else cell for cell in sheet.cells()]
    text = page(explain(Sheet.of(evil, cells)), evil)
    assert {"script", "img"}.isdisjoint(tags(text))
    assert "&lt;script&gt;" in text


def test_it_calls_nothing_sent_that_is_not(tmp_path: Path) -> None:
    """The picture has the workbook's own numbers, the encoding is one of several: neither is what a question sends."""
    write_sample(tmp_path / "b.xlsx")
    with FileHost(tmp_path / "b.xlsx") as host:
        sheet = host.read(host.sheet_names()[0])
    text = page(explain(sheet), "b.xlsx")
    assert re.findall(r"[^.<>]*\b(?:sent|sends|a model reads)\b[^.<>]*", text) == [" What a question sends of them, "]
    answers = app.answers()
    asked = "".join(prompt.text for prompt in answers.plan(answers.question(sheet, "Units?")).prompts)
    assert "12,400" in text.replace("$", "")
    assert "12400" not in asked


def test_an_empty_sheet_has_a_page() -> None:
    assert "an empty sheet" in page(explain(Sheet("Empty")), "book.xlsx")


def test_lines_that_are_left_out_are_bands_between_the_kept_ones() -> None:
    rows = "\n".join(f"r{n} | {n}" for n in range(100))
    explained = explain(drawn(f"Name | Units\n{rows}"), TYPES)
    lines = explained.rows()
    kept = [line for line in lines if isinstance(line, int)]
    gaps = [line for line in lines if isinstance(line, tuple)]
    assert sorted([*kept, *(n for a, b in gaps for n in range(a, b + 1))]) == list(range(1, 102))
    assert f"rows {gaps[0][0]} to {gaps[0][1]} left out" in page(explained, "b")


def test_what_is_not_drawn_is_said() -> None:
    wide = " | ".join(f"c{n}" for n in range(100))
    assert "more kept columns" in page(explain(drawn(wide), VANILLA), "b")


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1200.0, "#,##0", "1,200"),
        (1200.5, "#,##0.00", "1,200.50"),
        (0.125, "0.0%", "12.5%"),
        (2024.0, "", "2024"),
        (0.1 + 0.2, "", "0.3"),
        (True, "0", "TRUE"),
        (CellError.NA, "", "#N/A"),
        (None, "", ""),
        ("x", "0%", "x"),
    ],
)
def test_values_as_a_person_reads_them(value: Value | None, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine; .ci/run installs it")
def test_the_picture_in_a_browser(tmp_path: Path) -> None:
    """Each table's outline is drawn in its colour, and the page needs no scrolling sideways."""
    write_sample(tmp_path / "b.xlsx")
    with FileHost(tmp_path / "b.xlsx") as host:
        explained = explain(host.read(host.sheet_names()[0]))
    text = page(explained, "b.xlsx")
    probe = (
        "<script>const q = s => [...document.querySelectorAll(s)];"
        "document.title = JSON.stringify({outlined: q('.sheet td').filter(e => e.style.boxShadow).length,"
        "wide: document.documentElement.scrollWidth > innerWidth, bars: q('.bar i').map(e => e.offsetWidth)})</script>"
    )
    html = tmp_path / "page.html"
    html.write_text(text.replace("</main>", f"</main>{probe}"), encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    command = [str(BROWSER), *flags, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", html.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    title = done.stdout.partition("<title>")[2].partition("</title>")[0].replace("&quot;", '"')
    outlines = sum(_edge_cells(table.range, explained.rows()) for table in explained.tables)
    assert f'"outlined":{outlines}' in title
    assert '"wide":false' in title
    assert '"bars":[' in title


def _edge_cells(box: CellRange, lines: list[int | tuple[int, int]]) -> int:
    """Cells on the edge of a table, on rows that are kept (all columns of the sample are)."""
    kept = [row for row in box.rows if row in lines]
    return sum(len(box.cols) if row in (box.top, box.bottom) else 2 for row in kept)
