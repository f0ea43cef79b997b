"""``sheetllm detect … --out``: the tables of many workbooks into one file, by several processes, resumed.

What is found is kept line by line in a file beside, which a later run goes on from; the file itself appears whole.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .. import output
from ..errors import HostError, InputError
from ..library.folders import Found, bounds_of, found_by_dask, found_here
from ..output import named
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
    if out.suffix.lower() not in _FORMATS:
        raise InputError("--out writes .jsonl or .parquet; give the file one of these endings.")
    is_ours = OURS if out.suffix.lower() == ".jsonl" else _is_our_parquet
    output.admit(out, is_ours, force=force, reads=paths)
    journal, wanted, bounds = out.with_name(f"{out.name}.part"), [*map(str, paths)], bounds_of(load())
    out.parent.mkdir(parents=True, exist_ok=True)
    with _Journal(journal) as kept:
        left = [path for path in wanted if path not in kept.found]
        if len(left) < len(wanted):
            err().print(line(f"{len(wanted) - len(left):,} were found before; going on with {len(left):,}.", "dim"))
        results = found_by_dask(left, bounds, scheduler) if scheduler else found_here(left, bounds, jobs)
        for number, found in enumerate(results if left else (), 1):
            doing(f"{number:,} of {len(left):,}: {found['workbook']}")
            kept.add(found)
            if "error" in found:
                err().print(line(f"sheetllm: {found['error']}"))
    ordered = [kept.found[path] for path in wanted]
    with output.created(out, is_ours, force=force, reads=paths) as file:
        file.write(_parquet(ordered) if out.suffix.lower() == ".parquet" else _lines(ordered))
    journal.unlink()
    return sum("error" in found for found in ordered)


class _Journal:
    """What was found so far, a line a workbook; a last line that was cut off is dropped."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.found: dict[str, Found] = {}

    def __enter__(self) -> _Journal:
        try:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
            self._file = os.fdopen(os.open(self._path, flags, 0o600), "r+b")
        except OSError as error:
            raise HostError(f"{named(self._path)} cannot be written: {error.strerror}.") from None
        text = self._file.read()
        if text and not text.startswith(_HEAD.encode()):
            self._file.close()
            raise HostError(f"{named(self._path)} is there already, and not as SheetLLM wrote it; name another --out.")
        whole = text[: text.rfind(b"\n") + 1]
        for one in whole.splitlines()[1:]:
            found = json.loads(one)
            self.found[found["workbook"]] = found
        self._file.seek(len(whole))
        self._file.truncate()
        if not whole:
            self._file.write(_HEAD.encode())
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, found: Found) -> None:
        """Keep what was found in a workbook."""
        found = masked_in(found)
        self.found[found["workbook"]] = found
        self._file.write(json.dumps(found, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
        self._file.flush()


def _lines(found: list[Found]) -> bytes:
    rows = (json.dumps(one, ensure_ascii=False) for one in found)
    return (_HEAD + "".join(f"{row}\n" for row in rows)).encode("utf-8", "backslashreplace")


def _rows(found: list[Found]) -> Iterator[dict[str, Any]]:
    """A row a table; a workbook without any has one with its error."""
    for one in found:
        tables = [(sheet["sheet"], table) for sheet in one["sheets"] for table in sheet["tables"]]
        for sheet, table in tables or [(None, None)]:
            yield {"workbook": one["workbook"], "sheet": sheet, "table": table, "error": one.get("error")}


def _parquet(found: list[Found]) -> bytes:
    import io

    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise InputError('.parquet needs more: pip install "sheetllm-xl[parquet]".') from None
    names = ("workbook", "sheet", "table", "error")
    schema = pa.schema([(name, pa.string()) for name in names], {"sheetllm": "tables"})
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([*_rows(found)], schema=schema), file)
    return file.getvalue()


def _is_our_parquet(file: Any) -> bool:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return (pq.read_schema(file).metadata or {}).get(b"sheetllm") == b"tables"
    except (pa.ArrowInvalid, OSError):
        return False
