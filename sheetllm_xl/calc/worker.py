"""The process that computes: IronCalc behind a pipe, so that a formula that runs away can be ended.

Run as a program, it says ``{}`` when it is ready, then reads requests from standard input and writes an answer to each
until the input ends. A request is a line of JSON and the bytes it announces:

    {"sheets": [{"name", "runs": [[kind, column, count]…], "words": [text…], "bools": [[row, column, truth]…],
     "errors": …}…],
     "plans": [{"steps": [step…], "formula"}…], "probes": [plan…], "column": free, "shift": days, "most": values}

Then for each sheet the int32 rows of all runs, and as many float64 values: numbers ("n"), dates ("d"), and of texts
("t") their place among the words. A cell is put into IronCalc when a formula of IronCalc's names it; functions of ours
read it here. A step is a formula, or ``[name, [argument…]]`` for a function of ours, each argument a formula, cells, or
``[value]``. Steps spill on the first sheet from ``column`` on. Probes are computed to see that they can be. The answer
is a line of JSON: ``{"plans": [rows…], "shifted": [rows…]}``, the second with every date ``shift`` days later (empty
without dates), or ``{"wrong": sentence}``. A value is null, a number, a boolean, ``["t", text]`` or ``["e", error]``.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import math
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

_PROCESS_MEMORY, _ACTIVE_PROCESSES, _EXTENDED_LIMITS = 0x100, 0x8, 9  # JOB_OBJECT_LIMIT_…, JobObject…, winnt.h
BROKEN = {"#ERROR!", "#N/IMPL!", "#CIRC!"}  # IronCalc's own, which Excel has not
MEMORY = 3 * 2**30  # bytes: of address space, on Windows of committed memory


_PLACE = re.compile(r"(Cells_\d{1,9})!([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")


def bound_memory() -> None:
    """Bound the memory of this process, so that a formula that needs more fails here alone."""
    if sys.platform == "win32":
        _bound_by_job()
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY if hard < 0 else min(MEMORY, hard), hard))


def own_functions() -> Any:
    """The folder of functions beside this file, which is run outside of its package."""
    here = Path(__file__).with_name("functions")
    first = here / f"__init__{Path(__file__).suffix}"
    spec = importlib.util.spec_from_file_location("own_functions", first, submodule_search_locations=[str(here)])
    if spec is None or spec.loader is None:
        raise ImportError(here)
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def own() -> Any:
    """Our functions, loaded once."""
    return sys.modules.get("own_functions") or own_functions()


def _bound_by_job() -> bool:
    """Put this process into a job object of its own, which bounds its memory and lets it start no other process.

    The job lasts as long as the process in it. False where Windows refuses; then the deadline alone bounds a formula.
    """
    import ctypes
    from ctypes.wintypes import DWORD, LARGE_INTEGER

    class JobLimits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION, winnt.h."""

        _fields_ = (
            ("process_time", LARGE_INTEGER), ("job_time", LARGE_INTEGER), ("flags", DWORD),
            ("least_working_set", ctypes.c_size_t), ("most_working_set", ctypes.c_size_t), ("processes", DWORD),
            ("affinity", ctypes.c_size_t), ("priority", DWORD), ("scheduling", DWORD),
            ("io", ctypes.c_ulonglong * 6), ("process_memory", ctypes.c_size_t), ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t), ("peak_job_memory", ctypes.c_size_t),
        )  # fmt: skip

    kernel: Any = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
    job, process = ctypes.c_void_p(kernel.CreateJobObjectW(None, None)), ctypes.c_void_p(kernel.GetCurrentProcess())
    limits = JobLimits(flags=_PROCESS_MEMORY | _ACTIVE_PROCESSES, processes=1, process_memory=MEMORY)
    is_set = kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
    return bool(is_set and kernel.AssignProcessToJobObject(job, process))


def _value(model: Any, kinds: Any, sheet: int, row: int, col: int) -> Any:
    value = model.get_cell_value(sheet, row, col)
    if not isinstance(value, str):
        return value
    if model.get_cell_type(sheet, row, col) != kinds.ErrorValue:
        return ["t", value]
    if value in BROKEN:
        raise ValueError("The formula is beyond what is computed here; write it with other functions.")
    return ["e", value]


def _rows(model: Any, kinds: Any, sheet: int, most: int) -> list[list[Any]]:
    _, bottom, _, right = model.get_sheet_dimensions(sheet)
    if bottom * right > most:
        raise ValueError(f"The formula gives {bottom * right:,} values; up to {most:,} are shown.")
    return [[_value(model, kinds, sheet, row, col) for col in range(1, right + 1)] for row in range(1, bottom + 1)]


def _numbered(rows: list[list[list[Any]]]) -> bool:
    return any(type(value) is float for plan in rows for row in plan for value in row)


class Computation:
    """The plans of one request, computed one after the other over the same cells."""

    def __init__(self, request: dict[str, Any], pages: list[Any]) -> None:
        import ironcalc

        self.model, self.kinds = ironcalc.create("book", "en", "UTC", "en"), ironcalc.CellType
        self.request, self.own = request, own()
        self.pages, self.sheets, self.column = pages, len(pages), request["column"]
        self.numbers = {page.name: number for number, page in enumerate(pages, 1)}
        self.put_in: set[tuple[int, int, int, int, int]] = set()
        self.spills: set[int] = set()
        for page in pages:  # the sheet that a new workbook has is the first, 0
            self.model.add_sheet(page.name)

    def rows(self, plan: dict[str, Any]) -> list[list[Any]]:
        """What a plan comes to."""
        self.computed(plan)
        return _rows(self.model, self.kinds, self.sheets, self.request["most"])

    def computed(self, plan: dict[str, Any]) -> None:
        """Compute a plan, its result on a sheet of its own, the last."""
        places: list[str] = []
        for step in plan["steps"]:
            if isinstance(step, str):
                places.append(self.spilled(_placed(step, places)))
            else:
                name, arguments = step
                places.append(self.put(self.own.FUNCTIONS[name](*[self.grid(one, places) for one in arguments])))
        self.sheets += 1
        self.model.add_sheet(f"Result_{self.sheets}")
        self.evaluated(self.sheets, 1, _placed(plan["formula"], places))

    def probe(self, plan: dict[str, Any]) -> None:
        """Raise ValueError where a plan comes to what the engine cannot compute, which IFERROR would hide."""
        sheet = self.sheets + 1
        self.computed(plan)
        _, bottom, _, right = self.model.get_sheet_dimensions(sheet)
        for row in range(1, bottom + 1):
            for col in range(1, right + 1):
                _value(self.model, self.kinds, sheet, row, col)

    def spilled(self, step: str) -> str:
        """Compute a step in free cells; where it came to stand."""
        model, left, right, bottom = self.model, self.column, self.column, 1
        self.evaluated(1, left, step)
        while not model.is_empty_cell(1, 1, right + 1):
            right += 1
        while not model.is_empty_cell(1, bottom + 1, left):
            bottom += 1
        self.spills.update(range(left, right + 1))
        return self.stands(left, right, bottom)

    def evaluated(self, sheet: int, col: int, formula: str) -> None:
        """Compute a formula in the first row of a column, after the cells that it names were put into the engine."""
        for place in _PLACE.finditer(formula):
            if place[1] not in self.numbers:  # a text that looks like a reference
                continue
            area = self.area(place)
            if area not in self.put_in and area[1] not in self.spills:
                self.put_in.add(area)
                self.load(*area)
        self.model.set_user_input(sheet, 1, col, formula)
        self.model.evaluate()

    def area(self, place: re.Match[str]) -> tuple[int, int, int, int, int]:
        """The sheet, and the left, top, right and bottom of a reference."""
        from ironcalc import column_number_from_name

        name, first, top, last, bottom = place.groups()
        left, right = column_number_from_name(first), column_number_from_name(last or first)
        return self.numbers[name], left, int(top), right, int(bottom or top)

    def load(self, sheet: int, left: int, top: int, right: int, bottom: int) -> None:
        """Put the cells of a range into the engine."""
        put, put_text, model = self.model.update_cell_with_number, self.model.update_cell_with_text, self.model
        for col in range(left, right + 1):
            for row, value in self.pages[sheet - 1].columns.get(col, {}).items():
                if not top <= row <= bottom:
                    continue
                if type(value) is float:
                    put(sheet, row, col, value)
                elif type(value) is str:
                    put_text(sheet, row, col, value)
                elif type(value) is bool:
                    model.update_cell_with_bool(sheet, row, col, value)
                else:
                    model.set_user_input(sheet, row, col, value.code)

    def stands(self, left: int, right: int, bottom: int) -> str:
        """The reference of cells from the first row on; the next step goes right of them."""
        from ironcalc import column_name_from_number

        self.column = right + 2
        name = self.request["sheets"][0]["name"]
        return f"{name}!{column_name_from_number(left)}1:{column_name_from_number(right)}{bottom}"

    def grid(self, argument: Any, places: list[str]) -> list[list[Any]]:
        """The values of an argument of one of our functions."""
        if isinstance(argument, list):
            return [argument]
        placed = _placed(argument, places)
        place = _PLACE.fullmatch(placed) or _PLACE.fullmatch(self.spilled(f"={placed}"))
        assert place is not None  # noqa: S101 - what is spilled stands somewhere
        sheet, left, top, right, bottom = self.area(place)
        if sheet != 1 or left not in self.spills:
            grid: list[list[Any]] = self.pages[sheet - 1].grid(left, top, right, bottom)
            return grid
        return [[self.plain(sheet, row, col) for col in range(left, right + 1)] for row in range(top, bottom + 1)]

    def plain(self, sheet: int, row: int, col: int) -> Any:
        """A cell's value as our functions take it."""
        value = self.model.get_cell_value(sheet, row, col)
        if not isinstance(value, str) or not value.startswith("#"):
            return value
        kind, value = _value(self.model, self.kinds, sheet, row, col)
        return value if kind == "t" else self.own.Error(value)

    def put(self, grid: list[list[Any]]) -> str:
        """Put what a function of ours gives into free cells; where it stands."""
        left, page, error = self.column, self.pages[0], self.own.Error
        for col, values in enumerate(zip(*grid, strict=True), left):
            page.columns[col] = {
                row: error("#NUM!") if type(value) is float and not math.isfinite(value) else value
                for row, value in enumerate(values, 1)
                if value is not None
            }
        return self.stands(left, left + len(grid[0]) - 1, len(grid))


def _placed(formula: str, places: list[str]) -> str:
    """The formula with the cells of its steps: all of them, or the one cell of a step that gives one value."""
    for number, place in enumerate(places):
        formula = formula.replace(f"\ue000{number}\ue001", place)
        formula = formula.replace(f"\ue000{number}\ue002", place.partition(":")[0])
    return formula


def answer(request: dict[str, Any], source: BinaryIO) -> dict[str, Any]:
    """Compute one request."""
    from ironcalc import WorkbookError

    pages = [own().Page(sheet, source) for sheet in request["sheets"]]
    work = Computation(request, pages)
    try:
        for plan in request["probes"]:
            work.probe(plan)
        rows = [work.rows(plan) for plan in request["plans"]]
    except (ValueError, WorkbookError) as error:
        return {"wrong": str(error)}
    shifted: list[list[list[Any]]] = []
    if any(page.dated for page in pages) and _numbered(rows[:1]):
        for page in pages:
            page.shift(request["shift"])
        with suppress(ValueError):  # what cannot be computed 400 years on is no date
            shifted = [Computation(request, pages).rows(request["plans"][0])]
    return {"plans": rows, "shifted": shifted}


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer until the input ends."""
    gc.disable()  # it would look through every cell again and again
    while line := source.readline():
        sink.write(json.dumps(answer(json.loads(line), source)).encode() + b"\n")
        sink.flush()
        gc.collect()


def ready(sink: BinaryIO) -> None:
    """An empty line of JSON, once everything is loaded."""
    import ironcalc  # noqa: F401

    own()
    sink.write(b"{}\n")
    sink.flush()


if __name__ == "__main__":
    bound_memory()
    ready(sys.stdout.buffer)
    serve(sys.stdin.buffer, sys.stdout.buffer)
