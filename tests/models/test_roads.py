"""Each road with the SDK's own client, against a server here that plays its cloud: like answers, nothing foreign."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keyring
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from sheetllm_xl import app
from sheetllm_xl.answers.question import of_sheet
from sheetllm_xl.credentials import SERVICE, host_of
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import ModelError, SettingError
from sheetllm_xl.models.claude import Claude
from sheetllm_xl.settings import Settings, load

from ..loopback import Loopback, says, sends, serving

KEY = "token-0123456789abcdef"
SHEET = drawn("Region | Units | Price\nNorth | 10 | 2.5\nSouth | 20 | 4\nEast | 5 | 1.5")
FORMULAS = [f"={name}({column}2:{column}4)" for name in ("SUM", "MAX", "MIN", "AVERAGE", "COUNT") for column in "BC"]
SETTINGS: dict[str, dict[str, Any]] = {
    "direct": {},
    "gateway": {"gateway_headers": {"x-team": "finance"}},
    "bedrock": {"aws_region": "eu-central-1"},
    "vertex": {"vertex_region": "europe-west1", "vertex_project": "books-1"},
    "foundry": {"foundry_resource": "books"},
}
PATHS = {
    "direct": "/v1/messages",
    "gateway": "/v1/messages",
    "bedrock": "/model/claude-sonnet-5-5/invoke",
    "vertex": "/projects/books-1/locations/europe-west1/publishers/anthropic/models/claude-sonnet-5-5:rawPredict",
    "foundry": "/v1/messages",
}
# Whatever the SDK, AWS, Google and Azure look for by themselves.
POISON = {
    "ANTHROPIC_CUSTOM_HEADERS": "x-foreign: poison\nAuthorization: Bearer poison\nx-api-key: poison",
    "ANTHROPIC_AUTH_TOKEN": "poison",
    "ANTHROPIC_PROFILE": "poison",
    "ANTHROPIC_BASE_URL": "https://poison.invalid",
    "ANTHROPIC_BEDROCK_BASE_URL": "https://poison.invalid",
    "ANTHROPIC_VERTEX_BASE_URL": "https://poison.invalid",
    "ANTHROPIC_VERTEX_PROJECT_ID": "poison",
    "ANTHROPIC_FOUNDRY_BASE_URL": "https://poison.invalid",
    "ANTHROPIC_FOUNDRY_API_KEY": "poison",
    "ANTHROPIC_FOUNDRY_RESOURCE": "poison",
    "ANTHROPIC_API_KEY": "sk-ant-poison-00000000",
    "AWS_BEARER_TOKEN_BEDROCK": "poison",
    "AWS_REGION": "poison",
    "CLOUD_ML_REGION": "poison",
}
OWN = re.compile(
    r"host|accept|accept-encoding|connection|user-agent|content-(type|length)|anthropic-version|x-stainless-[a-z-]+"
    r"|x-api-key|api-key|authorization|x-amz-(date|security-token|content-sha256)|x-team"
)


def settings(api: Loopback, road: str, **more: Any) -> Settings:
    return load(**{"road": road, "base_url": api.url, **SETTINGS[road], **more})


def with_key(api: Loopback, key: str = KEY) -> None:
    keyring.set_password(SERVICE, host_of(api.url), key)


def proof(headers: Mapping[str, str]) -> str:
    return " ".join(f"{name.lower()}={headers[name]}" for name in sorted(headers) if name.lower() in _PROOFS)


_PROOFS = ("authorization", "x-api-key", "api-key")
PROVEN = {
    "direct": f"authorization=Bearer {KEY}",
    "gateway": f"authorization=Bearer {KEY}",
    "bedrock": f"authorization=Bearer {KEY}",
    "vertex": f"authorization=Bearer {KEY}",
    "foundry": f"api-key={KEY} x-api-key={KEY}",
}


@pytest.mark.parametrize("road", SETTINGS)
def test_ten_conversations_give_the_same_answers_and_bookings(
    api: Loopback, road: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_key(api)
    for name, value in POISON.items():
        monkeypatch.setenv(name, value)
    now = settings(api, road)
    answers, values = app.answers(lambda: now), []
    for formula in FORMULAS:
        api.plays[:] = [says({"found": True, "answer": "{result}", "result": formula, "cells": []})]
        values.append(answers.ask(of_sheet(SHEET, f"What is {formula[1:]}?", now.model)).value)
    assert values == [35.0, 8.0, 20.0, 4.0, 5.0, 1.5, 35 / 3, 8 / 3, 3.0, 3.0]
    booked = answers.ledger.totals()
    assert (booked.calls, booked.usage.input_tokens, booked.usage.output_tokens) == (10, 1000, 200)
    assert {request.path for request in api.requests} == {PATHS[road]}
    for request in api.requests:
        names = {name.lower() for name in request.headers}
        assert [name for name in names if not OWN.fullmatch(name)] == []
        assert ("x-team" in names) == (road == "gateway")
        assert proof(request.headers) == PROVEN[road]
        assert "poison" not in f"{request.headers}{request.raw!r}"


def test_without_a_key_bedrock_signs_as_the_profile_that_is_set(
    api: Loopback, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    (tmp_path / "aws").write_text("[books]\naws_access_key_id = AKIDBOOKS\naws_secret_access_key = secret\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "aws"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDPOISON")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "poison")
    monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", POISON["ANTHROPIC_CUSTOM_HEADERS"])
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "poison")
    api.then(says({}))
    assert app.claude(settings(api, "bedrock", aws_profile="books")).check() == "claude-sonnet-5-5"
    signed = {name.lower(): value for name, value in api.requests[0].headers.items()}["authorization"]
    shape = r"AWS4-HMAC-SHA256 Credential=AKIDBOOKS/\d{8}/eu-central-1/bedrock/aws4_request, "
    assert re.fullmatch(shape + r"SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}", signed)
    assert "x-foreign" not in signed


def identity(road: str, url: str, folder: Path) -> dict[str, str]:
    """The environment in which Google's or Microsoft's library gets a token for this computer from a server at url."""
    if road == "foundry":
        return {"IDENTITY_ENDPOINT": f"{url}/token", "IDENTITY_HEADER": "machine"}
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    account = {"type": "service_account", "client_email": "a@b.c", "private_key": pem, "token_uri": f"{url}/token"}
    (folder / "account.json").write_text(json.dumps(account), encoding="utf-8")
    return {"GOOGLE_APPLICATION_CREDENTIALS": str(folder / "account.json")}


@pytest.mark.parametrize("road", ["vertex", "foundry"])
def test_without_a_key_google_and_microsoft_see_the_token_that_they_gave(
    api: Loopback, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, road: str
) -> None:
    token = {"access_token": KEY, "token_type": "Bearer", "expires_in": 9000, "expires_on": "4102444800"}
    api.then(says({"found": True, "answer": "{result}", "result": FORMULAS[0], "cells": []}))
    with serving() as cloud:
        cloud.then(sends(json.dumps(token).encode(), "application/json"))
        for name, value in (POISON | identity(road, cloud.url, tmp_path)).items():
            monkeypatch.setenv(name, value)
        now = settings(api, road)
        answers = app.answers(lambda: now)
        for question in ("How many units?", "How many units in all?"):
            assert answers.ask(of_sheet(SHEET, question, now.model)).value == 35.0
    assert [request.path.partition("?")[0] for request in cloud.requests] == ["/token"]
    for request in api.requests:
        assert request.path == PATHS[road]
        assert [name for name in request.headers if not OWN.fullmatch(name.lower())] == []
        assert proof(request.headers) == f"authorization=Bearer {KEY}"
    for request in (*api.requests, *cloud.requests):
        assert "poison" not in f"{request.headers}{request.raw!r}"


@pytest.mark.parametrize(
    ("road", "more", "says_so"),
    [
        ("bedrock", {"aws_region": ""}, "needs the setting aws_region"),
        ("vertex", {"vertex_project": ""}, "needs the setting vertex_project"),
        ("vertex", {"vertex_region": ""}, "needs the setting vertex_region"),
        ("gateway", {}, "no token for the gateway"),
        ("gateway", {"base_url": "https://api.anthropic.com"}, "needs the setting base_url"),
        ("foundry", {"base_url": "https://api.anthropic.com", "foundry_resource": ""}, "needs the setting foundry_"),
    ],
)
def test_what_a_road_lacks_is_a_sentence_and_nothing_is_sent(
    api: Loopback, road: str, more: dict[str, Any], says_so: str
) -> None:
    with pytest.raises(ModelError, match=says_so):
        app.claude(settings(api, road, **more)).admit()
    assert api.requests == []


def test_a_cloud_that_knows_nobody_is_a_sentence(api: Loopback, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "none.json"))
    with pytest.raises(ModelError, match="AWS knows nobody here"):
        app.claude(settings(api, "bedrock", aws_profile="nobody")).check()
    with pytest.raises(ModelError, match="Google knows nobody here"):
        app.claude(settings(api, "vertex")).check()
    assert api.requests == []


@pytest.mark.parametrize(
    ("road", "more", "address"),
    [
        ("direct", {}, "https://api.anthropic.com"),
        ("bedrock", {}, "https://bedrock-runtime.eu-central-1.amazonaws.com"),
        ("vertex", {}, "https://europe-west1-aiplatform.googleapis.com/v1"),
        ("vertex", {"vertex_region": "global"}, "https://aiplatform.googleapis.com/v1"),
        ("foundry", {}, "https://books.services.ai.azure.com/anthropic"),
        ("bedrock", {"base_url": "https://vpce.example.org"}, "https://vpce.example.org"),
    ],
)
def test_the_address_is_that_of_the_cloud_unless_one_is_set(road: str, more: dict[str, Any], address: str) -> None:
    assert load(**{"road": road, **SETTINGS[road], **more}).address == address


def test_a_setting_cannot_make_another_host_of_an_address() -> None:
    with pytest.raises(SettingError, match="letters, digits and dashes"):
        load(road="bedrock", aws_region="x.evil.example/")


def test_no_road_sends_its_proof_over_plain_http() -> None:
    road = app.claude(load(road="bedrock", aws_region="eu-west-1")).road
    with pytest.raises(ModelError, match="plain http"):
        Claude("m", None, base_url="http://bedrock.example.org", road=road).check()


@pytest.mark.parametrize(
    "name", ["eu.anthropic.m-1-v1:0", "anthropic.m-1", "us.anthropic.m-1-20260101-v2:0", "m-1@20260101", "m-1-20260101"]
)
def test_a_model_has_the_same_price_under_the_names_clouds_give_it(name: str) -> None:
    price = {"as_of": "2026-11-01", "input": 3, "output": 15}
    assert load(prices={"m-1": price}).price(name) == load(prices={"m-1": price}).price("m-1")


@pytest.mark.parametrize("name", ["m-1-v2", "m-1-v1:0", "my-anthropic.m-1", "x.y.anthropic.m-1", "anthropic.m-2-v1:0"])
def test_another_model_of_a_like_name_has_no_price(name: str) -> None:
    prices = {"m-1": {"as_of": "2026-11-01", "input": 3, "output": 15}}
    assert load(prices=prices).price(name) is None
    assert load(prices={name: prices["m-1"]}).price(name) is not None
