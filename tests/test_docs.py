"""The pages are true: examples run, and every command, option, exit code and setting stands where it is looked for."""

import doctest
import inspect
import re
import sys
from pathlib import Path

import typer.main

from sheetllm_xl import app, udfs
from sheetllm_xl.cli import cli
from sheetllm_xl.cli.screen import EXIT_CODES
from sheetllm_xl.compress import compress
from sheetllm_xl.detect import detect
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.sample import sample
from sheetllm_xl.record.prices import LIST, LISTED
from sheetllm_xl.server import FUNCTIONS
from sheetllm_xl.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "sheetllm_xl" / "cli" / "README.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "sheetllm_xl" / "SETTINGS.md").read_text(encoding="utf-8")
PAGES = [ROOT / name for name in ("README.md", "CHANGELOG.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md")]
PAGES += [ROOT / "sheetllm_xl" / name for name in ("SETTINGS.md", "cli/README.md", "answers/README.md")]
PAGES += [ROOT / "tests" / "bench" / "README.md"]


def test_it_is_read_in_a_few_minutes() -> None:
    assert len(README.splitlines()) <= 150


def test_its_links_lead_to_files() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_its_python_examples_run() -> None:
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner()
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        runner.run(parser.get_doctest(block, {}, "README", "README.md", 0))
    assert runner.failures == 0


def test_every_command_and_option_is_in_it() -> None:
    group = typer.main.get_command(cli)
    table = COMMANDS.partition("## Commands")[2]
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        assert f"`sheetllm {name}" in table
        for sub in getattr(command, "commands", {}):
            assert f"{name} {sub}`" in table
        for option in (o for p in command.params for o in p.opts if o.startswith("--")):
            assert option in table, f"{name} {option}"


def test_every_worksheet_function_is_in_it_with_its_parameters() -> None:
    table = README.partition("## In Excel")[2].partition("\n## ")[0]
    for name in FUNCTIONS:
        assert f"`={name}(" in table
        line = next(line for line in table.splitlines() if f"={name}(" in line)
        for parameter in inspect.signature(getattr(udfs, name)).parameters.values():
            optional = parameter.default is not inspect.Parameter.empty
            assert (f"[{parameter.name}]" if optional else parameter.name) in line


def test_every_exit_code_is_in_it() -> None:
    codes = COMMANDS.partition("Exit codes:")[2].partition("\n\n")[0]
    for code in (0, 2, 70, 130, *EXIT_CODES.values()):
        assert re.search(rf"(^|· |\s){code} \w", codes), code


def test_every_setting_is_in_it_with_its_default() -> None:
    for name, field in Settings.model_fields.items():
        line = next(line for line in SETTINGS.splitlines() if line.startswith("| `") and f"`{name}`" in line)
        assert f"{PREFIX}{name.upper()}" in line or "…" in line
        if field.default not in (None, ""):
            said = line.split("|")[3]
            default = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
            assert f"`{default.removesuffix('.0')}`" in said


def test_the_list_of_prices_is_named_with_its_page_and_its_day() -> None:
    days = {str(price.as_of) for price in LISTED.values()}
    assert [f"list prices of {day}" in SETTINGS for day in days] == [True]
    assert LIST in SETTINGS


def test_no_page_promises_a_path_of_a_machine() -> None:
    for page in PAGES:
        assert not re.search(r"/(home|root|work|tmp|opt)/", page.read_text(encoding="utf-8")), page.name


def test_its_picture_is_of_what_the_demo_finds(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(sample())
    with FileHost(book) as host:
        sheet = host.read(host.sheet_names()[0])
    picture = README.partition("```\n")[2].partition("```")[0]
    rows = re.findall(r" ([A-Z]+\d+:[A-Z]+\d+) +(\d+) +(\d+)%", picture)
    assert rows == [(str(one.range), str(one.header_rows), f"{one.confidence:.0%}"[:-1]) for one in detect(sheet)]
    stages = {stage.name: stage for stage in compress(sheet, count=app.token_counter()).stages}
    for name, *written in re.findall(r" (vanilla|formats) +([\d,]+) +([\d,]+)", picture):
        cells, tokens = (int(number.replace(",", "")) for number in written)
        assert stages[name].cells == cells, name
        if sys.version_info >= (3, 12):  # the tokenizer needs it; else tokens are estimated
            assert stages[name].tokens == tokens, name
