"""A browser for the page, and the page open in it over the sample workbook."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from sheetllm_xl.files.sample import write_sample

from ..loopback import Loopback
from .serving import served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
Opened = Callable[..., Page]
expect.set_options(timeout=30_000)  # for a machine that does much else


@pytest.fixture(scope="package")  # while it is there, no other test can run an event loop
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine; .ci/run installs it")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    write_sample(tmp_path / "b.xlsx")
    return tmp_path / "b.xlsx"


@pytest.fixture
def opened(browser: Browser, book: Path, keyed: Loopback) -> Iterator[Opened]:
    """The page, 1,400 pixels wide unless said otherwise. What goes wrong in its scripts fails a test."""
    faults: list[str] = []
    with ExitStack() as stack:
        address = stack.enter_context(served(book)).address

        def page(path: Path | None = None, at: str = "", width: int = 1400, **look: Any) -> Page:
            where = at or (stack.enter_context(served(path)).address if path else address)
            context = browser.new_context(viewport={"width": width, "height": 800}, **look)
            stack.callback(context.close)
            made = context.new_page()
            made.set_default_timeout(30_000)
            made.on("pageerror", lambda error: faults.append(str(error)))
            made.on("console", lambda line: faults.append(line.text) if "Security Policy" in line.text else None)
            made.goto(where)
            made.locator("#tabs [role=tab]").first.wait_for(state="attached")
            return made

        yield page
    assert faults == []
