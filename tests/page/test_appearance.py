"""How the page looks at each width, by day and by night, in each language; how it sounds; what cells cannot do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from ..cli.calling import REPLY
from ..loopback import Loopback, says
from .conftest import Opened
from .test_ask import TABLE, ask

GOLDEN = Path(__file__).parent.parent / "golden" / "page"
_BEYOND = """() => [...document.querySelectorAll('header *, aside *, #tabs, #cell, #notes')].filter(e => {
    const at = e.getBoundingClientRect();
    const scrolls = e.closest('#tabs, #views, pre, .values');
    return at.width && !scrolls && !e.closest('.unseen') && (at.right > innerWidth + 1 || at.left < -1);
}).map(e => e.outerHTML.slice(0, 90)).concat(document.documentElement.scrollWidth > innerWidth ? ['page'] : [])"""
_INSIDE = """() => [...document.querySelectorAll('header *, aside *, #tabs *')].filter(e => {
    const way = getComputedStyle(e);
    return e.checkVisibility() && way.overflowX === 'visible' && e.clientWidth && e.scrollWidth > e.clientWidth + 1
        && !e.closest('.unseen');
}).map(e => `${e.outerHTML.slice(0, 90)} ${e.scrollWidth} > ${e.clientWidth}`)"""
_SAID = """panel => {
    const lines = [];
    const walk = (e, depth) => {
        if (!e.checkVisibility() || e.id === 'grid' || e.matches('figure, #setup .verdict')) return;
        const own = [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).filter(Boolean).join(' ');
        const said = [own, e.placeholder, e.ariaLabel, e.title].filter(Boolean).join(' | ');
        if (said) lines.push(`${'  '.repeat(depth)}${e.localName}: ${said}`);
        for (const child of e.children) walk(child, depth + !!said);
    };
    walk(panel, 0);
    return lines.join('\\n');
}"""
_OF_THIS_RUN = (  # times, how sure the detector is, what is left under the cap of a minute, ports and paths
    (re.compile(r"\d+ %"), "N %"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d"), "TIME"),
    (re.compile(r"\d+ (left|남음)"), r"N \1"),
    (re.compile(r"noch \d+"), "noch N"),
    (re.compile(r"(?m)^.*(?:127\.0\.0\.1|settings\.toml).*\n?"), ""),
)
_PIECES = [
    "<script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "<svg onload=\"document.title='owned'\">",
    "<iframe src=\"javascript:document.title='owned'\"></iframe>",
    '<a href="javascript:alert(1)">x</a>',
    "<style>*{display:none}</style>",
    "\"><b style='position:fixed'>x</b>",
    "${document.title='owned'}",
    "<meta http-equiv=refresh content=0;url=https://example.com>",
    "<form action=https://example.com><button>x",
]
PAYLOADS = [f"{piece}{n}" for n in range(10) for piece in _PIECES]


def answered(page: Page, keyed: Loopback) -> Page:
    keyed.then(says(TABLE), says(REPLY))
    ask(page, "How many units in Q1?")
    expect(page.locator(".turn .value")).to_have_text("3,562")
    return page


def views(page: Page) -> list[str]:
    """Each of the page's views, in turn."""
    names = page.locator("#views [role=tab]").evaluate_all("tabs => tabs.map(tab => tab.id)")
    return [str(name) for name in names]


def findings(page: Page) -> list[str]:
    """What axe-core finds serious, or worse."""
    response = Axe().run(page).response
    assert len(response["passes"]) > 10  # it looked
    found = response["violations"]
    bad = [one for one in found if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {node['html'][:120]}" for one in bad for node in one["nodes"]]


def said(page: Page) -> str:
    """What a person reads, or hears, of each view: of every element its tag and its own words."""
    parts = [str(page.locator("header").evaluate(_SAID))]
    for name in views(page):
        page.locator(f"#{name}").click()
        panel = page.locator(f"#{name.removeprefix('view-')}")
        if name not in ("view-ask", "view-look"):
            expect(panel.locator("h2")).to_have_text(page.locator(f"#{name}").inner_text())
        expect(panel).not_to_contain_text("…")  # it has been read
        parts.append(f"\n# {name.removeprefix('view-')}\n{panel.evaluate(_SAID)}")
    text = "\n".join(parts) + "\n"
    for pattern, instead in _OF_THIS_RUN:
        text = pattern.sub(instead, text)
    return text


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 800, 1400])
def test_nothing_leaves_the_page_and_nothing_is_serious_to_axe(opened: Opened, keyed: Loopback, width: int) -> None:
    page = answered(opened(width=width), keyed)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for language in ("de", "ko", "en"):
            page.locator("#language").select_option(language)
            for name in views(page):
                page.locator(f"#{name}").click()
                assert page.evaluate(_BEYOND) == [], (scheme, language, name)
                assert page.evaluate(_INSIDE) == [], (scheme, language, name)
        for name in views(page):
            page.locator(f"#{name}").click()
            assert findings(page) == [], (scheme, name)


@pytest.mark.slow
def test_the_words_of_each_view_are_the_golden_ones_at_every_width(opened: Opened, keyed: Loopback) -> None:
    page = answered(opened(width=360), keyed)
    for width in (360, 800, 1400):
        page.set_viewport_size({"width": width, "height": 800})
        for language in ("de", "ko", "en"):
            page.locator("#language").select_option(language)
            golden = (GOLDEN / f"{language}.txt").read_text(encoding="utf-8")
            if width > 760:  # the sheet stands beside the views, and is none of them
                golden = re.sub(r"\n# look\n(?:.+\n)*", "", golden)
                golden = re.sub(r"(?m)^(  button: .+\n)  button: .+\n", r"\1", golden, count=1)
            assert said(page) == golden, (width, language)


def test_no_text_of_a_cell_is_anything_but_text(opened: Opened, keyed: Loopback, tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "<img src=x onerror=1>"
    for n, payload in enumerate(PAYLOADS):
        book.active.append([payload, n])
    book.save(tmp_path / "p.xlsx")
    keyed.then(says({"found": True, "answer": "A1 {result}", "result": "=A1", "cells": [{"cell": "A1", "value": ""}]}))
    page = opened(tmp_path / "p.xlsx")
    page.evaluate(
        "window.broken = []; addEventListener('securitypolicyviolation', e => broken.push(e.violatedDirective))"
    )
    for row in range(1, 101, 20):
        page.evaluate(f"document.querySelector('#grid').scrollTop = {(row - 1) * 24}")
        page.locator(f"#at-{row}-1").click()
        expect(page.locator("#cell span")).to_have_text(PAYLOADS[row - 1])
    ask(page, PAYLOADS[0])
    expect(page.locator(".turn h3")).to_have_text(PAYLOADS[0])
    expect(page.locator(".turn .verdict").first).to_be_visible()
    assert page.evaluate("broken") == []
    assert page.title() == "p.xlsx"
    foreign = "script:not([src^='static/']), img, svg, iframe, style, meta[http-equiv], main form[action]"
    expect(page.locator(foreign)).to_have_count(0)


@pytest.mark.slow
def test_it_is_driven_by_the_keyboard_alone(opened: Opened, keyed: Loopback) -> None:
    page = answered(opened(), keyed)
    page.locator("#question").focus()
    seen = []
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.slice(0, 20)"))
        if page.evaluate("document.activeElement.matches('.cited a')"):
            break
    assert "Follow up" in seen
    page.keyboard.press("Enter")
    expect(page.locator("#grid")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+End")
    expect(page.locator("#cell b")).not_to_have_text("C7:C11")
    page.locator("#view-ask").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#view-tables")).to_be_focused()
    expect(page.locator("#tables")).to_be_visible()


def test_a_window_of_its_own_is_put_where_its_address_says_and_once(opened: Opened) -> None:
    page = opened()
    page.add_init_script(
        "window.put = []; resizeTo = (...a) => put.push('size', ...a); moveTo = (...a) => put.push('at', ...a)"
    )
    address = page.url
    for fragment, put in (
        ("#at=-1460,20,460,1020", ["size", 460, 1020, "at", -1460, 20]),
        ("#at=1,2,3", []),
        ("#at=alert(1),2,3,4", []),
        ("", []),
    ):
        page.goto("about:blank")
        page.goto(address + fragment)
        expect(page.locator("#title")).to_have_text("b.xlsx")
        assert page.evaluate("put") == put, fragment
    page.goto("about:blank")
    page.goto(address + "#at=0,0,460,900")
    expect(page.locator("#title")).to_have_text("b.xlsx")
    assert page.url == address
