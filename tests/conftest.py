"""What holds for every test: no network but 127.0.0.1, no key of this machine, no settings of this machine."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import hypothesis
import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from .loopback import Loopback, serving

_LEAKS = ("ANTHROPIC_", "SHEETLLM_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
_KEPT = ("SHEETLLM_CORPUS",)


# No deadline: what is slow here is the machine. In CI the same examples every time, so that red means changed;
# SHEETLLM_EXAMPLES=2000 looks for more.
hypothesis.settings.register_profile(
    "sheetllm",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    max_examples=int(os.environ.get("SHEETLLM_EXAMPLES", "100")),
)
hypothesis.settings.load_profile("sheetllm")


class MemoryVault(KeyringBackend):
    """A vault that lives as long as a test."""

    priority: ClassVar[float] = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("there is none")


@pytest.fixture(autouse=True)
def _shut_wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Connecting to anything but this machine fails the test, even where the code under test catches the error."""
    escaped: list[Any] = []
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(real: Any) -> Any:
        def connecting(self: socket.socket, address: Any) -> Any:
            if self.family != socket.AF_UNIX and not _is_loopback(address[0]):
                escaped.append(address)
                raise ConnectionRefusedError(f"the wire is shut in tests: {address}")
            return real(self, address)

        return connecting

    monkeypatch.setattr(socket.socket, "connect", guarded(connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
    yield
    assert not escaped, f"a test opened a connection to {escaped}"


def _is_loopback(host: Any) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def vault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[MemoryVault]:
    """Keyring with a backend in memory; no variable, settings file or policy of this machine reaches the test."""
    for name in list(os.environ):
        if name.startswith(_LEAKS) and name not in _KEPT:
            monkeypatch.delenv(name)
    monkeypatch.setenv("SHEETLLM_QUIET_SECONDS", "0")  # tests of the pause turn a clock of their own
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "policy"))
    before, memory = keyring.get_keyring(), MemoryVault()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


@pytest.fixture
def api() -> Iterator[Loopback]:
    """The Messages API on 127.0.0.1."""
    with serving() as loopback:
        yield loopback


@pytest.fixture
def keyed(api: Loopback, monkeypatch: pytest.MonkeyPatch) -> Loopback:
    """It is the one in the settings, and there is a key."""
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test-0000000000000000")
    return api
