"""The tables of many workbooks: the files of folders, one function a file, over processes here or a Dask cluster.

A file that cannot be read, or that ends the process that reads it, costs its own line and no other.
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from .. import children
from ..errors import HostError, InputError, SheetLLMError
from ..ports import SUFFIXES
from ..settings import Settings

_OVER = "The process that read it ended over it."
_BOUNDS = ("read_seconds", "read_cells", "read_megabytes")
Found = dict[str, Any]
"""``{"workbook": …, "sheets": [{"sheet": …, "tables": […]}, …]}``, with an ``error`` beside or in place of them."""


def workbooks_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The workbooks themselves, and those of folders with all that lies in them, by name; each once.

    A file that Excel keeps beside an open one (``~$``) is none.
    """
    seen = set[Path]()
    for path in paths:
        within = sorted(path.rglob("*")) if path.is_dir() else [path]
        for one in within:
            is_named = one is path or (one.suffix.lower() in SUFFIXES and not one.name.startswith((".", "~$")))
            if one not in seen and is_named and (one is path or one.is_file()):
                seen.add(one)
                yield one


def bounds_of(settings: Settings) -> dict[str, float]:
    """What of the settings a process needs that reads a file."""
    return {name: getattr(settings, name) for name in _BOUNDS}


def found_in(path: str, bounds: dict[str, float]) -> Found:
    """The tables of every sheet of one workbook, or the sentence that says why not. Raises nothing of ours."""
    from .. import app
    from ..detect import detect

    found: Found = {"workbook": path, "sheets": []}
    try:
        with app.open_workbook(Path(path), Settings.model_construct(**bounds)) as host:  # type: ignore[arg-type]
            for name in host.sheet_names():
                host.check()
                tables = [str(table.range) for table in detect(host.read(name))]
                found["sheets"].append({"sheet": name, "tables": tables})
    except SheetLLMError as error:
        found["error"] = str(error)
    return found


def found_here(paths: Sequence[str], bounds: dict[str, float], jobs: int) -> Iterator[Found]:
    """``found_in`` of each file, by so many processes, in the order in which they are done."""
    waiting, done = queue.SimpleQueue[str](), queue.SimpleQueue[Found]()
    for path in paths:
        waiting.put(path)
    for _ in range(min(jobs, len(paths))):
        threading.Thread(target=_feed, args=(waiting, done, bounds), daemon=True).start()
    for _ in paths:
        yield done.get()


def _feed(waiting: queue.SimpleQueue[str], done: queue.SimpleQueue[Found], bounds: dict[str, float]) -> None:
    """Give files to a process one by one; where it ends over one, the next gets a fresh process."""
    child = None
    while True:
        try:
            path = waiting.get_nowait()
        except queue.Empty:
            break
        error = "No process could be started to read it."
        try:
            child = child or children.start("-m", __name__, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            error = _OVER
            found = _asked(child, path, bounds)
        except (OSError, ValueError):  # it cannot be started, has ended, or says what is no JSON
            found = None
        if found is None and child:
            child.kill()
            _ended(child)
            child = None
        done.put(found or {"workbook": path, "sheets": [], "error": error})
    _ended(child)


def _asked(child: subprocess.Popen[bytes], path: str, bounds: dict[str, float]) -> Found | None:
    """What the process says of a file; None where that is nothing of it. Raises OSError, ValueError."""
    if child.stdin is None or child.stdout is None:
        return None
    child.stdin.write(json.dumps([path, bounds]).encode() + b"\n")
    child.stdin.flush()
    found = json.loads(child.stdout.readline())
    return found if isinstance(found, dict) and found.get("workbook") == path else None


def _ended(child: subprocess.Popen[bytes] | None) -> None:
    if child:
        with suppress(OSError), child:  # closes its pipes, at which it ends, and waits for it
            pass


def found_by_dask(paths: Sequence[str], bounds: dict[str, float], scheduler: str) -> Iterator[Found]:
    """``found_in`` of each file, by the workers of a Dask cluster, which must see the files under the same names.

    Raises InputError where the library is not there, HostError where no scheduler answers.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise InputError('--scheduler needs more: pip install "sheetllm-xl[dask]".') from None
    try:
        client = distributed.Client(scheduler, timeout=10)
    except (OSError, ValueError) as error:
        raise HostError(f"No Dask scheduler answers at {scheduler} ({type(error).__name__}).") from None
    with client:
        futures = client.map(found_in, paths, bounds=bounds, pure=False)
        asked = dict(zip((future.key for future in futures), paths, strict=True))
        for future in distributed.as_completed(futures):
            if future.status == "finished":
                yield future.result()
            else:
                yield {"workbook": asked[future.key], "sheets": [], "error": _OVER}


def main() -> None:
    """A process of ``found_here``: a line of JSON for each file in, one out."""
    import sys

    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        path, bounds = json.loads(line)
        out.write(json.dumps(found_in(path, bounds)).encode() + b"\n")
        out.flush()


if __name__ == "__main__":
    main()
