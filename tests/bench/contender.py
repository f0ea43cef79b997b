"""One encoder at work, in a process of its own: python contender.py NAME SECONDS < JOBS

JOBS holds a line a file, ``path<TAB>path of the text to write``. For each a JSON line is printed: CPU seconds of
reading and of encoding or the error, and the peak of resident memory so far (MB). The others are run as their
documentation shows; nothing here imports what another name needs.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

Way = tuple[Callable[[str], object], Callable[[object], str]]


def _ours(profile: str) -> Way:
    from sheetllm_xl.compress import PROFILES, compress
    from sheetllm_xl.files.file import FileHost

    def read(path: str) -> object:
        with FileHost(Path(path)) as host:
            return host.read(host.sheet_names()[0])

    return read, lambda sheet: compress(sheet, PROFILES[profile]).text


def _sheetwise() -> Way:
    from sheetwise import SpreadsheetLLM

    framework = SpreadsheetLLM()
    return framework.load_from_file, framework.compress_and_encode_for_llm


def _sheet_compressor() -> Way:
    from sheet_compressor import compress
    from sheet_compressor.adapters.xlsx import read_sheet

    return read_sheet, lambda grid: compress(grid)["encodings"]["invertedIndex"]["string"]


def _markdown() -> Way:
    from openpyxl import load_workbook

    def read(path: str) -> object:
        book = load_workbook(path, data_only=True)
        return book.worksheets[0].values

    def text(value: object) -> str:
        return "" if value is None else str(value).replace("|", "\\|").replace("\n", " ")

    return read, lambda rows: "\n".join("| " + " | ".join(map(text, row)) + " |" for row in rows)


WAYS: dict[str, Callable[[], Way]] = {
    "ours, default": lambda: _ours("default"),
    "ours, lossless": lambda: _ours("lossless"),
    "sheetwise": _sheetwise,
    "sheet-compressor": _sheet_compressor,
    "openpyxl-to-markdown": _markdown,
}


class TooSlow(Exception):
    """The time is over."""


def _over(*_: object) -> None:
    raise TooSlow


def main() -> None:
    """Encode what stands on the standard input."""
    warnings.simplefilter("ignore")
    read, encode = WAYS[sys.argv[1]]()
    signal.signal(signal.SIGALRM, _over)
    for line in sys.stdin:
        path, out = line.rstrip("\n").split("\t")
        signal.alarm(int(sys.argv[2]))
        begun = time.process_time()
        try:
            sheet = read(path)
            reading = time.process_time() - begun
            text = encode(sheet)
            told = {"read": reading, "encode": time.process_time() - begun - reading}
            Path(out).write_text(text, "utf-8", "replace")
        except TooSlow:
            told = {"error": f"over {sys.argv[2]} s"}
        except Exception as error:  # noqa: BLE001 - whatever another's program raises is its result
            told = {"error": f"{type(error).__name__}: {error}"[:120]}
        signal.alarm(0)
        told["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
