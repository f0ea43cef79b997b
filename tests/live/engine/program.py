"""The program: its settings and open workbooks, and the switches of the rig."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from xlwings import base_classes

from .book import Book
from .store import Store
from .values import DISP_E_EXCEPTION, EXCEL_ERROR, IGNORED, ComError

if TYPE_CHECKING:
    from .calculation import Calculation, Function
    from .ranges import Range


class App(base_classes.App):
    """The program: settings that must come back as they were, and the switches of the rig."""

    _started = count(1)

    def __init__(self, engine: Engine) -> None:
        self._engine, self.process = engine, next(self._started)
        self.calls: Counter[str] = Counter()
        self.busy = 0  # so many calls more are rejected
        self.busy_at = 0  # the call of that number is rejected, counted from here
        self.calculating = False
        self.modal = False  # a dialog is open, or a cell is being edited
        self.planted: dict[str, Any] = {}  # what Evaluate gives for an expression
        self.copying = 0  # xlCopy or xlCut: what was copied or cut may still be pasted
        self.calculation_of_cells: Calculation | None = None
        self.handed: WeakSet[Any] = WeakSet()  # objects that somebody outside still holds
        self.protected: set[str] = set()
        self.spoken = 1033  # English
        self.read_only = self.structure_protected = False
        self._books = Books(self)
        self._selection: Range | None = None
        self._settings: dict[str, Any] = {
            "calculation": "automatic",
            "screen_updating": True,
            "enable_events": True,
            "display_alerts": True,
            "status_bar": False,
        }

    engine = property(lambda self: self._engine)
    api = property(lambda self: self)
    pid = property(lambda self: self.process)
    hwnd = property(lambda self: 42)
    books = property(lambda self: self._books)

    @property
    def LanguageSettings(self) -> Any:
        self.hit("LanguageSettings")
        return SimpleNamespace(LanguageID=lambda kind: self.spoken)

    @property
    def Workbooks(self) -> Any:
        from ..memory import Store

        self.hit("Workbooks")
        return SimpleNamespace(Open=lambda path, links, read_only: self._books.take(Store(Path(path))))

    @property
    def CutCopyMode(self) -> int:
        self.hit("CutCopyMode")
        return self.copying

    @property
    def CalculationState(self) -> int:
        self.hit("CalculationState")
        return int(self.calculating)

    def calculates(self, **functions: Function) -> Calculation:
        """From now on cells are calculated as Excel does, with these functions among its own."""
        from .calculation import Calculation

        self.calculation_of_cells = Calculation(self, functions)
        return self.calculation_of_cells

    def ends(self) -> bool:
        """Whether the process ends when its last window is closed: not while anybody holds an object of it."""
        return not self.handed

    def hit(self, name: str) -> None:
        self.calls[name] += 1
        self.busy_at -= 1
        if self.modal:
            raise ComError(IGNORED)
        if self.busy or self.busy_at == 0:
            self.busy = max(self.busy - 1, 0)
            raise ComError(-2147418111)

    def writing(self, name: str, sheet: str) -> None:
        self.hit(name)
        if self.calculating or sheet in self.protected:
            raise ComError(DISP_E_EXCEPTION, EXCEL_ERROR)
        self.copying = 0

    def setting(name: str) -> property:  # type: ignore[misc]
        def read(self: App) -> Any:
            self.hit(name)
            return self._settings[name]

        def write(self: App, value: Any) -> None:
            self.hit(f"{name}=")
            self._settings[name] = value

        return property(read, write)

    calculation = setting("calculation")  # type: ignore[arg-type]
    screen_updating = setting("screen_updating")  # type: ignore[arg-type]
    enable_events = setting("enable_events")  # type: ignore[arg-type]
    display_alerts = setting("display_alerts")  # type: ignore[arg-type]
    status_bar = setting("status_bar")  # type: ignore[arg-type]

    @property
    def selection(self) -> Range | None:
        self.hit("Selection")
        return self._selection

    def quit(self) -> None:
        pass


class Engine:
    """What ``xlwings.Engine`` wraps."""

    type = "desktop"

    def __init__(self, name: str) -> None:
        self.name = name
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        return "" if value is None else value

    @staticmethod
    def clean_value_data(data: Any, dates: Any, empty: Any, numbers: Any, errors: Any) -> Any:
        return [[empty if value in ("", None) else value for value in row] for row in data]


class Apps(base_classes.Apps):
    """Every Excel that runs; the one in front first."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.app = engine, App(engine)
        self.running = [self.app]

    def another(self) -> App:
        self.running.append(App(self.engine))
        return self.running[-1]

    def __iter__(self) -> Iterator[App]:
        return iter(self.running)

    def __len__(self) -> int:
        return len(self.running)

    def keys(self) -> list[int]:
        return [app.pid for app in self.running]

    def __getitem__(self, pid: int) -> App:
        return next(app for app in self.running if app.pid == pid)


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app, self.open_books = app, list[Book]()

    active = property(lambda self: self.open_books[-1])

    def take(self, store: Store) -> Book:
        self.open_books.append(Book(self.app, store))
        return self.open_books[-1]

    def __call__(self, key: int | str) -> Book:
        return next(b for i, b in enumerate(self.open_books, 1) if key in (i, b.name))

    def __iter__(self) -> Iterator[Book]:
        self.app.hit("Books")
        return iter(self.open_books)

    def __len__(self) -> int:
        return len(self.open_books)
