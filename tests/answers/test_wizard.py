"""What Excel's function wizard shows, and what xlwings makes of the signatures."""

from __future__ import annotations

import inspect
import sys
import types
from pathlib import Path

import pytest

from sheetllm_xl import udfs


def test_help_texts_fit_the_wizard() -> None:
    for function in udfs.FUNCTIONS.values():
        first = (function.__doc__ or "").strip().partition("\n")[0]
        assert 0 < len(first) <= 255
        assert first.isascii()
    assert [*inspect.signature(udfs.ASKSHEET).parameters] == ["question", "range", "shape", "options"]


def test_signatures_pass_xlwings_own_check_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Off Windows the decorators do nothing; with pywin32 stubbed the real ones run, and see what Excel's would."""
    for name in ("pythoncom", "pywintypes", "win32com", "win32com.client"):
        stub = types.ModuleType(name)
        stub.CoInitialize = stub.Dispatch = lambda *given: None  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, name, stub)
    import xlwings
    from xlwings.conversion import accessors

    monkeypatch.delitem(sys.modules, "xlwings.udfs", raising=False)
    from xlwings import udfs as real

    monkeypatch.setattr(xlwings, "func", real.xlfunc)
    monkeypatch.setattr(xlwings, "arg", real.xlarg)
    monkeypatch.setattr(xlwings, "ret", real.xlret)
    fresh = types.ModuleType("sheetllm_xl.fresh")
    fresh.__dict__.update(__package__="sheetllm_xl", __file__=udfs.__file__)
    monkeypatch.setitem(sys.modules, "sheetllm_xl.fresh", fresh)
    exec(compile(Path(udfs.__file__).read_text("utf-8"), udfs.__file__, "exec"), fresh.__dict__)
    for name, function in fresh.FUNCTIONS.items():
        told = function.__xlfunc__
        assert (told["name"], told["category"], told["async_mode"]) == (name, "SheetLLM", None)
        for argument in told["args"]:
            assert argument["options"].get("convert") in accessors
            assert len(argument["doc"]) <= 255
            assert argument["doc"].isascii()
            assert not argument["doc"].startswith("Positional")
        assert told["ret"]["options"].get("convert") in accessors
    monkeypatch.delitem(sys.modules, "xlwings.udfs", raising=False)
