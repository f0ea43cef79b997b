"""The set-up on the page: checks, key, model, road and caps; what IT has set stands fast."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anthropic  # noqa: F401 - a busy machine takes seconds to load it, and a check of the connection has ten
import pytest
from playwright.sync_api import expect

from sheetllm_xl.output import write
from sheetllm_xl.settings import load, policy_file, user_file

from ..loopback import Loopback
from .conftest import Opened
from .serving import asked, post, served

Set = Callable[[str, str], Any]


@pytest.fixture
def address(book: Path) -> Iterator[str]:
    with served(book) as running:
        yield running.address


@pytest.fixture
def choose(address: str) -> Set:
    """Set a setting as the page does; what is in force then, or the sentence why not."""

    def chosen(name: str, value: str) -> Any:
        done = post(address, "setting", {"name": name, "value": value})
        return done.get("value", done.get("error"))

    return chosen


def fields(address: str) -> dict[str, dict[str, Any]]:
    shown = json.loads(asked(address, "api/setup")[1])
    return {one["name"]: one for one in (shown["model"], *shown["road"], *shown["caps"])}


def test_setup_names_what_to_do_and_sets_key_model_road_and_caps(opened: Opened, keyed: Loopback) -> None:
    page = opened()
    page.locator("#view-setup").click()
    expect(page.locator("#setup .verdict").first).to_be_visible()
    page.get_by_role("button", name="Try the connection").click()
    expect(page.locator("#setup")).to_contain_text("knows the model claude-sonnet-5-5")
    page.fill("#set-model", "claude-haiku-5-5")
    page.locator("#set-model").press("Enter")
    expect(page.locator("#setup")).to_contain_text("Saved: claude-haiku-5-5")
    page.fill("#set-key", "no key at all")
    page.locator("#set-key").press("Enter")
    expect(page.locator("#setup form >> nth=1").locator("[role=status]")).not_to_contain_text("Saved")
    page.fill("#set-key", "sk-ant-test-1111111111111111")
    page.locator("#set-key").press("Enter")
    expect(page.locator("#set-key")).to_have_value("")
    assert "1111111111" not in page.content()
    page.fill("#set-tokens_a_day", "250000")
    page.locator("#set-tokens_a_day").press("Enter")
    expect(page.locator("#setup")).to_contain_text("Saved: 250000")
    expect(page.locator("#set-base_url")).to_be_disabled()  # the tests have set it in the environment
    page.locator("#set-road").select_option("bedrock")
    page.get_by_role("button", name="Save").nth(2).click()
    expect(page.locator("#setup")).to_contain_text("Saved: Amazon Bedrock")
    expect(page.locator("#set-road")).to_be_focused()
    page.fill("#set-aws_region", "eu-central-1")
    page.locator("#set-aws_region").press("Enter")
    expect(page.locator("#setup")).to_contain_text("Saved: eu-central-1")
    settings = load()
    assert (settings.model, settings.tokens_a_day) == ("claude-haiku-5-5", 250_000)
    assert (settings.road, settings.aws_region) == ("bedrock", "eu-central-1")


def test_an_address_that_stays_in_force_on_another_road_can_be_taken_out(
    address: str, choose: Set, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHEETLLM_BASE_URL", raising=False)
    assert choose("base_url", "https://gateway.example") == "https://gateway.example"
    assert choose("road", "bedrock") == "bedrock"
    assert "base_url" in fields(address)
    choose("base_url", "")
    assert "base_url" not in fields(address)
    assert "amazonaws" in json.loads(asked(address, "api/setup")[1])["address"]


def test_a_cap_is_a_number_and_an_empty_one_is_none(address: str, choose: Set) -> None:
    assert choose("dollars_a_day", " 2.5 ") == "2.5"
    assert load().dollars_a_day == 2.5
    assert choose("dollars_a_day", "") == ""
    assert load().dollars_a_day is None
    assert "dollars_a_day" not in user_file().read_text(encoding="utf-8")
    assert choose("calls_a_minute", "") == "60"
    for name, value in (("calls_a_minute", "many"), ("tokens_a_day", "-1"), ("road", "by sea"), ("aws_region", "a.b/")):
        assert "is not valid" in choose(name, value), name


def test_what_it_has_set_is_shown_and_is_not_changed(address: str, choose: Set) -> None:
    policy_file().parent.mkdir(parents=True, exist_ok=True)
    write(policy_file(), ['tokens_a_day = 1000\nroad = "foundry"\n'])
    shown = fields(address)
    assert (shown["tokens_a_day"]["value"], shown["tokens_a_day"]["fixed"]) == ("1000", "policy")
    assert (shown["road"]["value"], shown["road"]["fixed"]) == ("foundry", "policy")
    assert (shown["foundry_resource"]["fixed"], shown["model"]["fixed"]) == ("", "")
    assert "set by the administrator" in choose("tokens_a_day", "9")
    assert not user_file().exists()


def test_what_the_environment_sets_is_shown_as_that(address: str, choose: Set, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETLLM_MODEL", "m")
    assert fields(address)["model"]["fixed"] == "environment"
    assert "set in the environment" in choose("model", "n")


@pytest.mark.parametrize("name", ["prices", "receipt_questions", "no such", ""])
def test_no_other_setting_is_changed_from_the_page(choose: Set, name: str) -> None:
    assert choose(name, "x") == "That setting is not changed on this page; settings.toml has it."
