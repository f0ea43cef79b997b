"""``sheetllm detect … --out``: the tables of many workbooks into one file, by several processes, resumed.

What is found is kept line by line in a file beside, which a later run goes on from; the file itself appears whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

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
    is_ours = _is_our_parquet if out.suffix.lower() == ".parquet" else OURS
    output.admit(out, is_ours, force=force, reads=paths)
    if out.suffix.lower() not in _FORMATS:
        raise InputError("--out writes .jsonl or .parquet; give the file one of these endings.")
    if not paths:
        raise InputError("There is no workbook in what is named.")
    journal, wanted, bounds = out.with_name(f"{out.name}.part"), [*map(str, paths)], bounds_of(load())
    kept = _Journal()
    with output.journal(journal, lambda: bool(kept.found)) as opened:
        kept.open(opened, named(journal))
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
    """What was found so far, a line a workbook, in a file that is open; a line that was cut off is dropped."""

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
            found = json.loads(one)
            self.found[found["workbook"]] = found
        file.seek(len(whole))
        file.truncate()
        file.write(b"" if whole else _HEAD.encode())
        file.flush()

    def add(self, found: Found) -> None:
        """Keep what was found in a workbook."""
        found = masked_in(found)
        self._file.write(json.dumps(found, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
        self._file.flush()
        self.found[found["workbook"]] = found


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
