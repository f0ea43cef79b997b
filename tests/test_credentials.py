from __future__ import annotations

from typing import Any, ClassVar

import keyring
import pytest
from keyring.backends import fail, null
from keyring.errors import KeyringLocked

from sheetllm_xl import credentials
from sheetllm_xl.errors import InputError, ModelError

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
