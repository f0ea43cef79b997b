"""``sheetllm detect … --out``: the tables of many workbooks into one file, by several processes, resumed.

What is found is kept line by line in a file beside, which a later run goes on from; the file itself appears whole. A
workbook that has changed since, or could not be read then, is searched anew.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from .. import output
from ..errors import HostError, InputError
from ..library.folders import Found, bounds_of, found_by_dask, found_here
from ..output import named
from ..record import digest
from ..settings import load
from ..text.secret import masked_in
from .screen import err, line

_HEAD = '{"sheetllm": "tables of workbooks", "version": 1}\n'
_FORMATS = (".jsonl", ".parquet")
OURS = output.begins_with(_HEAD)


def share(
    paths: list[Path], out: Path, jobs: int, scheduler: str | None, force: bool, doing: Callable[[str], None]
) -> int:
    """Write the file; the number of workbooks that could not be read comes back. Raises HostError, InputError."""
    is_parquet = out.suffix.lower() == ".parquet"
    if is_parquet:
        _arrow()  # before any work is done
    is_ours = _is_our_parquet if is_parquet else OURS
    output.admit(out, is_ours, force=force, reads=paths)
    if out.suffix.lower() not in _FORMATS:
        raise InputError("--out writes .jsonl or .parquet; give the file one of these endings.")
    if not paths:
        raise InputError("There is no workbook in what is named.")
    journal, bounds = out.with_name(f"{out.name}.part"), bounds_of(load())
    keys = {str(path): _key(path) for path in paths}
    kept = _Journal()
    with output.journal(journal, lambda: bool(kept.found)) as opened:
        kept.open(opened, named(journal))
        left = [path for path, key in keys.items() if key not in kept.found]
        if len(left) < len(keys):
            err().print(line(f"{len(keys) - len(left):,} were found before; going on with {len(left):,}.", "dim"))
        results = found_by_dask(left, bounds, scheduler) if scheduler else found_here(left, bounds, jobs)
        for number, found in enumerate(results if left else (), 1):
            doing(f"{number:,} of {len(left):,}: {found['workbook']}")
            kept.add(keys[found["workbook"]], found)
            if "error" in found:
                err().print(line(f"sheetllm: {found['error']}"))
    ordered = [masked_in(kept.found[key] | {"workbook": path}) for path, key in keys.items()]
    with output.created(out, is_ours, force=force, reads=paths) as file:
        file.write(_parquet(ordered) if is_parquet else _lines(ordered))
    journal.unlink()
    return sum("error" in found for found in ordered)


def _key(path: Path) -> str:
    """What stands for a workbook as it is now, however it is named: its place and when it was changed last."""
    with suppress(OSError):
        return digest(f"{os.path.realpath(path)}\n{path.stat().st_mtime_ns}")
    return digest(str(path))  # it is not there, and each run says so


class _Journal:
    """What was found so far by the keys of the workbooks, a line each, in a file that is open.

    A line that was cut off or is damaged is dropped.
    """

    def __init__(self) -> None:
        self.found: dict[str, Found] = {}

    def open(self, file: BinaryIO, name: str) -> None:
        """Take in what an earlier run found. Raises HostError for a file that is not ours."""
        self._file, text = file, file.read()
        if text and not text.startswith(_HEAD.encode()):
            self.found = {"": {}}  # somebody's file is of use to them
            raise HostError(f"{name} is there already, and not as SheetLLM wrote it; name another --out.")
        whole = text[: text.rfind(b"\n") + 1]
        for one in whole.splitlines()[1:]:
            with suppress(ValueError, TypeError, KeyError, AttributeError):
                entry = json.loads(one)
                if [*_rows([entry["found"]])] and "error" not in entry["found"]:
                    self.found[entry["file"]] = entry["found"]
        output.make_private(file)
        file.seek(len(whole))
        file.truncate()
        file.write(b"" if whole else _HEAD.encode())
        file.flush()

    def add(self, key: str, found: Found) -> None:
        """Keep what was found in a workbook."""
        self.found[key] = masked_in(found)
        entry = json.dumps({"file": key, "found": self.found[key]}, ensure_ascii=False)
        self._file.write(entry.encode("utf-8", "backslashreplace") + b"\n")
        self._file.flush()


def _lines(found: list[Found]) -> bytes:
    rows = (json.dumps(one, ensure_ascii=False) for one in found)
    return (_HEAD + "".join(f"{row}\n" for row in rows)).encode("utf-8", "backslashreplace")


def _rows(found: list[Found]) -> Iterator[dict[str, Any]]:
    """A row a table; a workbook without any has one with its error."""
    for one in found:
        tables = [(sheet["sheet"], table) for sheet in one["sheets"] for table in sheet["tables"]]
        for sheet, table in tables or [(None, None)]:
            row = {"workbook": one["workbook"], "sheet": sheet, "table": table, "error": one.get("error")}
            yield {name: text and text.encode("utf-8", "backslashreplace").decode() for name, text in row.items()}


def _arrow() -> tuple[Any, Any]:
    """pyarrow, and its part for Parquet. Raises InputError where it is not installed."""
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise InputError('.parquet needs more: pip install "sheetllm-xl[parquet]".') from None


def _parquet(found: list[Found]) -> bytes:
    pa, pq = _arrow()
    names = ("workbook", "sheet", "table", "error")
    schema = pa.schema([(name, pa.string()) for name in names], {"sheetllm": "tables"})
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([*_rows(found)], schema=schema), file)
    return file.getvalue()


def _is_our_parquet(file: Any) -> bool:
    pa, pq = _arrow()
    try:
        return (pq.read_schema(file).metadata or {}).get(b"sheetllm") == b"tables"
    except (pa.ArrowInvalid, OSError):
        return False
