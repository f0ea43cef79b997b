"""The process that computes: IronCalc behind a pipe, so that a formula that runs away can be ended.

Run as a program, it says ``{}`` when it is ready, then reads requests from standard input and writes an answer to each
until the input ends. A request is
a line of JSON and the bytes it announces:

    {"sheets": [{"name", "numbers": N, "dates": M, "texts": [[row, col, text]…], "bools": …, "errors": …}…],
     "plans": [{"steps": [step…], "formula"}…], "probes": [plan…], "column": free, "shift": days, "most": values}

Then for each sheet N + M int32 rows, as many int32 columns and float64 values, dates last. A step is a formula, or
``[name, [argument…]]`` for a function of ours, each argument a formula, cells, or ``[value]``. Steps spill on the first
sheet from ``column`` on. Probes are computed to see that they can be. The answer is a line of JSON: ``{"plans":
[rows…], "shifted": [rows…]}``, the second with every date ``shift`` days later (empty without dates), or ``{"wrong":
sentence}``. A value is null, a number, a boolean, ``["t", text]`` or ``["e", error]``.
"""

from __future__ import annotations

import importlib.util
import json
import math
import re
import sys
from array import array
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

_PROCESS_MEMORY, _ACTIVE_PROCESSES, _EXTENDED_LIMITS = 0x100, 0x8, 9  # JOB_OBJECT_LIMIT_…, JobObject…, winnt.h
BROKEN = {"#ERROR!", "#N/IMPL!", "#CIRC!"}  # IronCalc's own, which Excel has not
MEMORY = 3 * 2**30  # bytes: of address space, on Windows of committed memory


_PLACE = re.compile(r"(\w+)!([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")


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
    spec = importlib.util.spec_from_file_location(
        "own_functions", here / "__init__.py", submodule_search_locations=[str(here)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(here)
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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


def _column(source: BinaryIO, code: str, count: int) -> array[Any]:
    column = array(code)
    column.frombytes(source.read(count * column.itemsize))
    return column


def _load(model: Any, number: int, sheet: dict[str, Any], source: BinaryIO) -> list[tuple[int, int, int, float]]:
    """Put a sheet's cells in place; its dates are returned as (sheet, row, column, serial)."""
    total = sheet["numbers"] + sheet["dates"]
    cells = list(
        zip(_column(source, "i", total), _column(source, "i", total), _column(source, "d", total), strict=True)
    )
    put = model.update_cell_with_number
    for row, col, value in cells:
        put(number, row, col, value)
    for row, col, text in sheet["texts"]:
        model.update_cell_with_text(number, row, col, text)
    for row, col, truth in sheet["bools"]:
        model.update_cell_with_bool(number, row, col, truth)
    for row, col, error in sheet["errors"]:
        model.set_user_input(number, row, col, error)
    return [(number, *cell) for cell in cells[sheet["numbers"] :]]


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

    def __init__(self, model: Any, kinds: Any, request: dict[str, Any]) -> None:
        self.model, self.kinds, self.request = model, kinds, request
        self.sheets, self.column = len(request["sheets"]), request["column"]
        self.numbers = {sheet["name"]: number for number, sheet in enumerate(request["sheets"], 1)}
        self.own = sys.modules.get("own_functions") or own_functions()

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
        self.model.set_user_input(self.sheets, 1, 1, _placed(plan["formula"], places))
        self.model.evaluate()

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
        model.set_user_input(1, 1, left, step)
        model.evaluate()
        while not model.is_empty_cell(1, 1, right + 1):
            right += 1
        while not model.is_empty_cell(1, bottom + 1, left):
            bottom += 1
        return self.stands(left, right, bottom)

    def stands(self, left: int, right: int, bottom: int) -> str:
        """The reference of cells from the first row on; the next step goes right of them."""
        from ironcalc import column_name_from_number

        self.column = right + 2
        name = self.request["sheets"][0]["name"]
        return f"{name}!{column_name_from_number(left)}1:{column_name_from_number(right)}{bottom}"

    def grid(self, argument: Any, places: list[str]) -> list[list[Any]]:
        """The values of an argument of one of our functions."""
        from ironcalc import column_number_from_name

        if isinstance(argument, list):
            return [argument]
        placed = _placed(argument, places)
        place = _PLACE.fullmatch(placed) or _PLACE.fullmatch(self.spilled(f"={placed}"))
        assert place is not None  # noqa: S101 - what is spilled stands somewhere
        name, first, top, last, bottom = place.groups()
        sheet = self.numbers[name]
        left, right = column_number_from_name(first), column_number_from_name(last or first)
        return [
            [self.plain(sheet, row, col) for col in range(left, right + 1)]
            for row in range(int(top), int(bottom or top) + 1)
        ]

    def plain(self, sheet: int, row: int, col: int) -> Any:
        """A cell's value as our functions take it."""
        value = self.model.get_cell_value(sheet, row, col)
        if not isinstance(value, str) or not value.startswith("#"):
            return value
        kind, value = _value(self.model, self.kinds, sheet, row, col)
        return value if kind == "t" else self.own.Error(value)

    def put(self, grid: list[list[Any]]) -> str:
        """Put what a function of ours gives into free cells; where it stands."""
        left, model = self.column, self.model
        for row, values in enumerate(grid, 1):
            for col, value in enumerate(values, left):
                if isinstance(value, self.own.Error):
                    model.set_user_input(1, row, col, value.code)
                elif isinstance(value, float) and not math.isfinite(value):
                    model.set_user_input(1, row, col, "#NUM!")
                elif isinstance(value, str):
                    model.update_cell_with_text(1, row, col, value)
                elif isinstance(value, bool):
                    model.update_cell_with_bool(1, row, col, value)
                elif value is not None:
                    model.update_cell_with_number(1, row, col, value)
        return self.stands(left, left + len(grid[0]) - 1, len(grid))


def _placed(formula: str, places: list[str]) -> str:
    """The formula with the cells of its steps: all of them, or the one cell of a step that gives one value."""
    for number, place in enumerate(places):
        formula = formula.replace(f"\ue000{number}\ue001", place)
        formula = formula.replace(f"\ue000{number}\ue002", place.partition(":")[0])
    return formula


def answer(request: dict[str, Any], source: BinaryIO) -> dict[str, Any]:
    """Compute one request."""
    import ironcalc

    model = ironcalc.create("book", "en", "UTC", "en")
    dates: list[tuple[int, int, int, float]] = []
    for number, sheet in enumerate(request["sheets"], 1):
        model.add_sheet(sheet["name"])
        dates += _load(model, number, sheet, source)
    # The sheet that a new workbook has is the first, 0.
    work = Computation(model, ironcalc.CellType, request)
    try:
        for plan in request["probes"]:
            work.probe(plan)
        rows = [work.rows(plan) for plan in request["plans"]]
    except (ValueError, ironcalc.WorkbookError) as error:
        return {"wrong": str(error)}
    shifted: list[list[list[Any]]] = []
    if dates and _numbered(rows[:1]):
        for number, row, col, value in dates:
            model.update_cell_with_number(number, row, col, value + request["shift"])
        with suppress(ValueError):  # what cannot be computed 400 years on is no date
            shifted = [work.rows(request["plans"][0])]
    return {"plans": rows, "shifted": shifted}


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer until the input ends."""
    while line := source.readline():
        sink.write(json.dumps(answer(json.loads(line), source)).encode() + b"\n")
        sink.flush()


def ready(sink: BinaryIO) -> None:
    """An empty line of JSON, once everything is loaded."""
    import ironcalc  # noqa: F401

    own_functions()
    sink.write(b"{}\n")
    sink.flush()


if __name__ == "__main__":
    bound_memory()
    ready(sys.stdout.buffer)
    serve(sys.stdin.buffer, sys.stdout.buffer)
