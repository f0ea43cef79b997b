"""The engines the live suite runs on."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlwings

from sheetllm_xl.excel.busy import Patience

from . import memory, office
from .engine import App, ComError, Engine


@pytest.fixture(autouse=True)
def _bridge(monkeypatch: pytest.MonkeyPatch) -> None:
    """pywin32's error class, where there is no pywin32."""
    module = types.ModuleType("pywintypes")
    module.com_error = ComError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pywintypes", module)


@pytest.fixture
def excel() -> xlwings.App:
    """The in-memory engine's program."""
    engine = xlwings.Engine(impl=Engine("memory"))
    return xlwings.App(impl=engine.impl.apps.app)


@pytest.fixture
def in_front(excel: xlwings.App) -> Iterator[xlwings.App]:
    """The in-memory program as the one xlwings itself finds."""
    before = xlwings.engines.active if len(xlwings.engines) else None
    xlwings.engines.active = excel.engine
    yield excel
    xlwings.engines.active = before


@pytest.fixture
def rig(excel: xlwings.App) -> App:
    """Its counters and switches."""
    return excel.impl  # type: ignore[no-any-return]


@pytest.fixture
def opened(rig: App) -> Callable[..., xlwings.Book]:
    """Opens a workbook file in the in-memory engine, or a new one."""

    def opening(path: Path | None = None, xml: bool = True) -> xlwings.Book:
        return xlwings.Book(impl=rig.books.take(memory.Store(path, xml)))

    return opening


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[office.Office]:
    """A LibreOffice that serves the whole run; skipped with a reason where there is none."""
    if reason := office.why_not():
        pytest.skip(reason)
    started = office.Office(tmp_path_factory.mktemp("libreoffice") / "profile")
    yield started
    started.quit()


@pytest.fixture(params=["memory", "libreoffice"])
def on_both(request: pytest.FixtureRequest, rig: App) -> Iterator[Callable[..., xlwings.Book]]:
    """Opens a workbook file, or a new one, in the in-memory engine and in LibreOffice."""
    opened: list[office.Store] = []

    def opening(path: Path | None = None) -> xlwings.Book:
        if request.param == "memory":
            return xlwings.Book(impl=rig.books.take(memory.Store(path)))
        opened.append(request.getfixturevalue("libreoffice").open(path))
        return xlwings.Book(impl=rig.books.take(opened[-1]))

    yield opening
    for store in opened:
        store.document.close(True)


@pytest.fixture
def hasty() -> Patience:
    """Patience that does not really wait."""
    now = [0.0]
    return Patience(10.0, lambda seconds: now.__setitem__(0, now[0] + seconds), lambda: now[0])
