from __future__ import annotations

import subprocess
import sys
from typing import Any, ClassVar

import keyring
import pytest
from keyring.backends import fail, null
from keyring.errors import KeyringLocked

from sheetllm_xl import app, credentials, settings
from sheetllm_xl.errors import InputError, ModelError
from sheetllm_xl.ports import Prompt

from .conftest import MemoryVault

KEY = "sk-ant-api03-0123456789-wxyz"


class Locked(MemoryVault):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(KEY)

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(KEY)


class Forgetful(MemoryVault):
    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class PlainText(MemoryVault):
    priority: ClassVar[float] = 0.5


def test_the_vault_comes_before_the_environment(vault: MemoryVault, monkeypatch: pytest.MonkeyPatch) -> None:
    assert credentials.key() is None
    assert "no key" in credentials.where_from()
    monkeypatch.setenv("ANTHROPIC_API_KEY", "  sk-ant-from-environment \n")
    assert credentials.key() == "sk-ant-from-environment"
    assert "ANTHROPIC_API_KEY" in credentials.where_from()
    assert credentials.set_key(f" {KEY}\n") == "…wxyz"
    assert vault.kept == {("sheetllm", "anthropic"): KEY}
    assert credentials.key() == KEY
    assert "vault" in credentials.where_from()
    assert credentials.clear_key() is True
    assert credentials.key() == "sk-ant-from-environment"
    assert credentials.clear_key() is False


def test_a_key_goes_to_the_host_it_was_set_for_alone(vault: MemoryVault, monkeypatch: pytest.MonkeyPatch) -> None:
    gateway = credentials.host_of("https://Models.example.com:8443/v1")
    assert (gateway, credentials.withheld(gateway)) == ("models.example.com:8443", "")
    credentials.set_key(KEY)
    assert credentials.key(gateway) is None
    assert "nowhere" in credentials.where_from(gateway)
    assert credentials.withheld(gateway) == (
        "The API key that is set belongs to api.anthropic.com and is not sent to models.example.com:8443; "
        "set one for it: `sheetllm key set`."
    )
    credentials.set_key("gateway-key-0123456789", gateway)
    assert vault.kept[("sheetllm", gateway)] == "gateway-key-0123456789"
    assert (credentials.key(gateway), credentials.key(), credentials.withheld(gateway)) == (
        "gateway-key-0123456789", KEY, ""
    )  # fmt: skip
    assert credentials.key("models.example.com") is None  # another port is another server
    assert credentials.clear_key(gateway)
    assert (credentials.key(gateway), credentials.key()) == (None, KEY)


def test_the_variable_holds_anthropics_key_or_the_gateways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    assert (credentials.key(), credentials.key("models.example.com")) == (KEY, None)
    assert "is not sent to models.example.com" in credentials.withheld("models.example.com")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "gateway-key-0123456789")
    assert credentials.key("models.example.com") == "gateway-key-0123456789"


def test_an_address_that_changes_takes_no_key_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    credentials.set_key(KEY)
    model = app.claude(settings.load(base_url="https://models.example.com"))
    assert (model.key, KEY in repr(model)) == (None, False)
    with pytest.raises(ModelError, match=r"belongs to api\.anthropic\.com and is not sent to models\.example\.com"):
        model.complete(Prompt("", "", ""))
    assert app.claude(settings.load(base_url="http://127.0.0.1:11434")).no_key == ""
    assert app.claude(settings.load()).key == KEY


def test_looking_for_the_vault_starts_no_program() -> None:
    program = (
        "import sys; sys.addaudithook(lambda event, _: event == 'subprocess.Popen' and print('started', _[0]))\n"
        "from sheetllm_xl import credentials; credentials.key(); credentials.where_from()\n"
        "import ctypes.util; print(ctypes.util.find_library.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["find_library"]


@pytest.mark.parametrize("bad", ["", "  ", "two words", "sk-ant-ключ", "a\nb", "k" * 1281])
def test_what_is_no_key_is_not_stored(vault: MemoryVault, bad: str) -> None:
    with pytest.raises(InputError) as caught:
        credentials.set_key(bad)
    assert not vault.kept
    assert not bad.strip() or bad not in str(caught.value)


@pytest.mark.parametrize("backend", [null.Keyring, fail.Keyring, PlainText])
def test_what_is_no_vault_gets_no_key(backend: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.set_keyring(backend())
    with pytest.raises(ModelError, match="no vault") as caught:
        credentials.set_key(KEY)
    assert KEY not in str(caught.value)
    assert (credentials.key(), credentials.clear_key()) == (None, False)
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    assert credentials.key() == KEY


def test_a_locked_vault_is_a_sentence_and_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.set_keyring(Locked())
    with pytest.raises(ModelError, match="locked") as caught:
        credentials.set_key(KEY)
    assert KEY not in str(caught.value)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-from-environment")
    assert credentials.key() == "sk-ant-from-environment"


def test_a_vault_that_forgets_is_found_out() -> None:
    keyring.set_keyring(Forgetful())
    with pytest.raises(ModelError, match="does not give it back"):
        credentials.set_key(KEY)


def test_in_a_chain_the_first_link_takes_the_key() -> None:
    class Chain(MemoryVault):
        backends: ClassVar[list[Any]] = [PlainText(), MemoryVault()]

    keyring.set_keyring(Chain())
    with pytest.raises(ModelError, match="no vault"):
        credentials.set_key(KEY)
