"""What we start is given no key: the environment of every child process, read from the child itself."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from sheetllm_xl.calc.engine import Engine
from sheetllm_xl.calc.worker import MEMORY
from sheetllm_xl.children import environment, open_page, open_window, start
from sheetllm_xl.errors import NotComputed

from .chain.replying import cell, reply
from .loopback import Loopback, says

PACKAGE = Path(__file__).parent.parent / "sheetllm_xl"
SECRETS = {
    "ANTHROPIC_API_KEY": "sk-ant-secret-in-a-variable",
    "ANTHROPIC_AUTH_TOKEN": "secret-in-a-variable",
    "OPENAI_API_KEY": "sk-secret-in-a-variable",
    "AWS_SECRET_ACCESS_KEY": "secret-in-a-variable",
    "GITHUB_TOKEN": "ghp_secret-in-a-variable",
    "HTTPS_PROXY": "http://me:secret-in-a-variable@127.0.0.1:9",
    "all_proxy": "http://me:secret-in-a-variable@127.0.0.1:9",
    "SHEETLLM_MODEL": "secret-in-a-variable",
    "MY_PASSWORD": "secret-in-a-variable",
}
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the environment in /proc")


@pytest.fixture
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)


def assert_bare(child: dict[str, str]) -> None:
    assert "PATH" in child
    assert not [name for name, value in child.items() if name in SECRETS or "secret-in-a-variable" in value]


@linux
@pytest.mark.usefixtures("_secrets")
def test_the_calculator_holds_no_secret() -> None:
    engine = Engine()
    try:
        process = engine._running()
        raw = Path(f"/proc/{process.pid}/environ").read_bytes()
        assert_bare(dict(part.decode().split("=", 1) for part in raw.split(b"\0") if part))
    finally:
        engine.close()


def test_a_formula_of_another_thread_is_waited_for_no_longer_than_a_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sheetllm_xl.calc.engine._START", 0.0)
    engine = Engine()
    with engine._lock, pytest.raises(NotComputed, match="busy with another"):
        engine.compute({}, b"", 0.01)


@pytest.mark.usefixtures("_secrets")
def test_the_browser_holds_no_secret_and_gets_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, seen = tmp_path / "browser.py", tmp_path / "seen.json"
    program.write_text(
        "import json, os, sys\nfrom pathlib import Path\nhere = Path(__file__).parent\n"
        "(here / 'part').write_text(json.dumps([sys.argv[1], dict(os.environ)]))\n"
        "(here / 'part').rename(here / 'seen.json')\n"
    )
    monkeypatch.setenv("BROWSER", f"{sys.executable} {program} %s")
    open_page("file:///a%20b/page.html")
    end = time.monotonic() + 60
    while not seen.exists() and time.monotonic() < end:
        time.sleep(0.02)
    page, child = json.loads(seen.read_text())
    assert page == "file:///a%20b/page.html"
    assert_bare(child)


@linux
def test_a_browser_that_nobody_may_start_leaves_the_page_to_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edge = tmp_path / "Microsoft" / "Edge" / "Application" / "msedge.exe"
    edge.parent.mkdir(parents=True)
    edge.write_text("")
    seen = tmp_path / "seen"
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    monkeypatch.setenv("BROWSER", f"touch {seen} %s")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "platform", "win32")  # where a browser is looked for
    open_window("page", (1460, 0, 1920, 1040))
    end = time.monotonic() + 60
    while not seen.exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert seen.exists()


@linux
@pytest.mark.parametrize(
    ("edges", "given"),
    [
        ((1460, 20, 1920, 1040), ["--app=page", "--window-size=460,1020", "--window-position=1460,20"]),
        ((-460, -5, 0, 900), ["--app=page", "--window-size=460,905", "--window-position=-460,-5"]),
        (None, ["--app=page", "--window-size=460,900"]),
    ],
)
def test_a_window_of_the_page_s_own_stands_where_it_is_put(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edges: tuple[int, int, int, int] | None, given: list[str]
) -> None:
    edge = tmp_path / "Microsoft" / "Edge" / "Application" / "msedge.exe"
    edge.parent.mkdir(parents=True)
    edge.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/part && mv {tmp_path}/part {tmp_path}/seen\n')
    edge.chmod(0o755)
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "win32")  # where a browser is looked for
    open_window("page", edges)
    end = time.monotonic() + 60
    while not (tmp_path / "seen").exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert (tmp_path / "seen").read_text().splitlines() == given


_WATCHED = """
import json, sys
started = []
def watch(event, arguments):
    if event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.startfile"):
        given = arguments[-1] if event != "os.system" else None
        started.append([event, str(arguments[0]), dict(given) if given is not None else None])
sys.addaudithook(watch)
from sheetllm_xl.cli import main
try:
    main()
except SystemExit as end:
    code = end.code
print(json.dumps([code, started]), file=sys.stderr)
"""


@pytest.mark.usefixtures("_secrets")
def test_a_whole_question_starts_no_other_process(api: Loopback, tmp_path: Path) -> None:
    """Libraries start some, too, to ask what system this is; none may be handed our environment."""
    book = openpyxl.Workbook()
    for row in (("Region", "Units"), ("North", 3), ("South", 4)):
        book.active.append(row)
    book.save(tmp_path / "book.xlsx")
    api.then(says(reply("=SUM(B2:B3)", "It is {result}.", cell("B3", "4"))))
    settings = {"SHEETLLM_BASE_URL": api.url, "SHEETLLM_MODEL": "m", "XDG_DATA_HOME": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", _WATCHED, "ask", str(tmp_path / "book.xlsx"), "How many units in all?", "--json"],
        env={**os.environ, **settings}, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    code, started = json.loads(ran.stderr.splitlines()[-1])
    assert (code or 0, json.loads(ran.stdout)["value"]) == (0, 7.0), ran.stderr
    by_us = [event for event, _, _ in started if event != "os.posix_spawn"]  # by which Popen starts one on Python 3.13
    assert by_us == ["subprocess.Popen"]  # the calculator's
    for _, program, child in started:
        assert program == sys.executable
        assert child is not None
        assert_bare(child)


def test_no_child_imports_from_the_folder_it_is_started_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "planted.py").write_text("")
    found = "import importlib.util; print(importlib.util.find_spec('planted'))"
    child = start("-c", found, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    assert child.communicate()[0].strip() == b"None"


def test_processes_are_started_in_one_place() -> None:
    starts = {"Popen", "run", "call", "check_call", "check_output", "getoutput", "system", "popen", "startfile"}
    starts |= {"posix_spawn", "fork", "create_subprocess_exec", "create_subprocess_shell", "ShellExecute"}
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                named = {alias.name for alias in node.names} | {getattr(node, "module", None)}
                if named & {"webbrowser", "multiprocessing", "pty"}:
                    found.add(path.name)
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in starts and isinstance(called.value, ast.Name):
                found |= {path.name} if called.value.id in ("subprocess", "os", "asyncio") else set()
    assert found == {"children.py"}


@pytest.mark.parametrize("name", ["Path", "SystemRoot", "CommonProgramFiles(x86)", "LC_ALL", "XDG_RUNTIME_DIR"])
def test_names_are_known_as_windows_writes_them(name: str) -> None:
    assert environment({name: "x", "Path2": "y"}) == {name: "x"}


@linux
def test_the_calculator_has_so_much_memory_and_no_more() -> None:
    """``=LEN(SUBSTITUTE(SUBSTITUTE(A1,"a",A1),"a",A1))`` over 30,000 letters asks for gigabytes a second."""
    engine = Engine()
    try:
        limits = Path(f"/proc/{engine._running().pid}/limits").read_text().splitlines()
    finally:
        engine.close()
    assert [line.split()[3] for line in limits if line.startswith("Max address space")] == [str(MEMORY)]
