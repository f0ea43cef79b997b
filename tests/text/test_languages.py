"""The sentences of the code are there in each language; they are read out of the source."""

from __future__ import annotations

import re
from itertools import chain, product
from pathlib import Path

from sheetllm_xl.setup import IDENTITY
from sheetllm_xl.setup.doctor import examine
from sheetllm_xl.setup.policies import RULES
from sheetllm_xl.setup.registry import MemoryRegistry
from sheetllm_xl.setup.slots import OFFICE
from sheetllm_xl.text.languages import SENTENCES, is_translated, translated

from .source import UNKNOWN, Source

_ERRORS = ("InputError", "SettingError", "HostError", "ModelError", "ReplyError", "BudgetSpent", "LedgerError", "Lost")
_SET_UP = (
    "ribbon/setting_up.py",
    "setup/__init__.py",
    "setup/blockers.py",
    "setup/doctor.py",
    "setup/policies.py",
    "app/checkup.py",
)
_PROBED = ("credentials.py", "settings.py", "setup/registry.py", "store/*.py", "models/[cmrw]*.py", "errors.py")
_PAGE = ("page/*.py", "chain/budget.py", "chain/prompts.py", "chain/split.py", "excel/*.py", "excel/read/*.py")
POLICIES, CLOUD = r"Software\Policies\Microsoft\Office", r"Software\Policies\Microsoft\Cloud\Office"


def missing(sentences: list[str]) -> list[str]:
    """Those of the sentences that the tables do not have; what only a run can tell says nothing."""
    assert len(sentences) > 3  # the source was read
    return [one for one in sentences if one.replace(UNKNOWN, "").strip(" .():") and not is_translated(one)]


def errors(*modules: str) -> list[str]:
    source = Source(modules)
    return [way for error in _ERRORS for way in source.given(error, {"message": 0})]


def test_every_finding_of_the_checks_is_there_in_each_language() -> None:
    source = Source((*_SET_UP, "credentials.py", "setup/slots.py", "setup/registry.py"))
    found = [*source.given("Finding", {"seen": 1, "fix": 2})]
    assert len(found) > 40
    assert missing(found) == []


def test_so_is_every_error_that_a_check_can_end_in() -> None:
    roads = Source(["models/roads.py"])
    others = [*roads.returned("missing"), *Source(["credentials.py"]).returned("withheld")]
    assert missing([*errors(*_PROBED), *others, *(f"{one} (x)." for one in roads.returned("nobody"))]) == []


def test_so_is_what_the_page_says_of_spending_citations_and_receipts() -> None:
    usage, cited, replay = (Source([name]) for name in ("answers/usage.py", "verify/citations.py", "answers/replay.py"))
    lines = chain(*map(usage.returned, ("_calls_left", "_tokens_left", "_dollars_left")))
    by_name = chain(*(cited.given(name, {"problem": 99}) for name in ("Citation", "replace")))
    assert missing([*lines]) == []
    assert missing([*cited.given("_unverified", {"problem": 1}), *by_name]) == []
    assert missing([*replay.given("Finding", {"sentence": 1})]) == []


def test_so_is_every_error_of_what_is_done_on_the_page() -> None:
    unseen = "Port x is taken"  # said before there is a page
    assert [one for one in missing(errors(*_PAGE)) if not one.startswith(unseen)] == []


def test_so_is_what_is_said_of_a_file_that_is_not_read() -> None:
    found = errors("files/*.py", "files/xlsx/*.py", "retrieve/workbook.py")
    written = ("x is neither .csv nor .xlsx", "The new file is of the same kind")  # on the command line alone
    assert [one for one in missing(found) if not one.startswith(written)] == []


def test_what_a_policy_stops_is_said_in_the_language_as_a_whole() -> None:
    places = ((POLICIES, False), (POLICIES, True), (CLOUD, False), (OFFICE, False))
    for rule, (root, everybodys) in product(RULES, places):
        set_here = MemoryRegistry({rf"{root}\16.0\{rule.key}": {rule.name: rule.stops[0]}})
        person, machine = (MemoryRegistry(), set_here) if everybodys else (set_here, MemoryRegistry())
        found = examine(person, IDENTITY, "", Path.exists, machine=machine)
        stop = next(one for one in found if " lets Excel " in one.seen)
        who = stop.seen.partition(" lets ")[0]
        for language in ("de", "ko"):
            seen, fix = translated(stop.seen, language), translated(stop.fix, language)
            assert rule.limit not in seen
            assert rule.name in seen
            assert who == "IT" or who not in seen
            assert fix != stop.fix
            assert " or " not in fix


def test_a_sentence_that_quotes_another_has_both_in_the_language() -> None:
    text = "5 calls failed in a row. One call is trying. The last one: The server failed. Try again later (HTTP 500)."
    assert translated(text, "de") == (
        "5 Aufrufe hintereinander sind misslungen. Ein Aufruf versucht es. Der letzte: Der Server ist ausgefallen. "
        "Versuchen Sie es später noch einmal (HTTP 500)."
    )


def test_no_korean_sentence_is_german_and_each_is_its_own() -> None:
    for english, german, korean in SENTENCES:
        if re.search("[a-z]{4}", english.replace("SheetLLM", "")):
            assert german != english, english
            assert re.search("[가-힣]", korean), english
