"""What the processes that we start on Windows are given: no key of the environment, and bounded memory (M16)."""

from __future__ import annotations

import json

import pytest

from .machine import Machine

pytestmark = [pytest.mark.windows, pytest.mark.timeout(900)]

_SECRETS = """
import os
for name in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "HTTPS_PROXY", "MY_PASSWORD"):
    os.environ[name] = "secret-in-a-variable"
"""
_DUMP = (
    _SECRETS
    + """
import subprocess, sys
from sheetllm_xl.children import start
dump = "import json, os; print(json.dumps(dict(os.environ)))"
child = start("-c", dump, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
print(child.communicate()[0].decode())
"""
)
_BROWSER = (
    _SECRETS
    + """
import sys, tempfile, time
from pathlib import Path
from sheetllm_xl.children import open_page
here = Path(tempfile.mkdtemp())
dump = "import json, os, sys; from pathlib import Path; here = Path(__file__).parent; "
dump += "(here / 'part').write_text(json.dumps(dict(os.environ) | {'page': sys.argv[1]})); "
dump += "(here / 'part').rename(here / 'seen')"
(here / "dump.py").write_text(dump)
os.environ["BROWSER"] = f'"{Path(sys.executable).as_posix()}" "{(here / "dump.py").as_posix()}" %s'
open_page("file:///C:/a%20b/page.html")
end = time.monotonic() + 300
while not (here / "seen").exists() and time.monotonic() < end:
    time.sleep(0.1)
print((here / "seen").read_text())
"""
)
_BOUND = """
import ctypes
from sheetllm_xl.calc import worker
bound = worker._bound_by_job()
inside = ctypes.c_int(0)
kernel = ctypes.WinDLL("kernel32")
kernel.GetCurrentProcess.restype = ctypes.c_void_p
kernel.IsProcessInJob(ctypes.c_void_p(kernel.GetCurrentProcess()), None, ctypes.byref(inside))
wine = hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")
try:
    taken = len(bytearray(worker.MEMORY + 2**28))
except MemoryError:
    taken = 0
import json
print(json.dumps([bound, bool(inside.value), wine, taken]))
"""


def _said(machine: Machine, program: str) -> str:
    ran = machine.run("-c", program)
    assert ran.code == 0, ran.complained
    return ran.said.strip().splitlines()[-1]


@pytest.mark.parametrize("program", [_DUMP, _BROWSER], ids=["calculator", "browser"])
def test_a_child_holds_no_secret(machine: Machine, program: str) -> None:
    child = json.loads(_said(machine, program))
    assert "secret-in-a-variable" not in child.values()
    assert {"PATH", "SYSTEMROOT"} <= {name.upper() for name in child}
    assert child.get("page", "file:///C:/a%20b/page.html") == "file:///C:/a%20b/page.html"


def test_the_calculator_is_in_a_job_that_bounds_its_memory(machine: Machine) -> None:
    """Wine takes the job and keeps no process to its memory; Windows does."""
    bound, inside, wine, taken = json.loads(_said(machine, _BOUND))
    assert (bound, inside) == (True, True)
    assert wine or not taken
