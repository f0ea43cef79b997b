"""The API key of a host: in the vault of the operating system, else in ANTHROPIC_API_KEY. It is never printed.

A key belongs to the host it was set for, and goes to no other: whoever changes ``base_url`` sets a key for that host.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .errors import InputError, ModelError
from .text import secret

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

HOST = "api.anthropic.com"
SERVICE, ACCOUNT = "sheetllm", "anthropic"  # the account of HOST; another host's is its own name
VARIABLE = "ANTHROPIC_API_KEY"
_ANTHROPIC = "sk-ant-"  # what Anthropic's keys begin with
_LONGEST = 1_280  # characters: what Windows Credential Manager holds
_NO_VAULTS = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")  # nothing kept, or a readable file


def host_of(base_url: str) -> str:
    """The host that a key is bound to, with its port where the address names one."""
    return urlsplit(base_url).netloc.lower()


def key(host: str = HOST) -> str | None:
    """The key for a host, from the vault, else from the environment; None where there is neither."""
    return _stored(host) or _from_environment(host)


def stored(host: str) -> str | None:
    """The key for a host from the vault alone."""
    return _stored(host)


def where_from(host: str = HOST) -> str:
    """Where the key comes from, in words: for ``sheetllm key test`` and the settings page."""
    if _stored(host):
        return f"the vault of this computer ({_vault_name()})"
    if _from_environment(host):
        return f"the environment variable {VARIABLE}"
    return f"nowhere: no key is set{'' if host == HOST else f' for {host}'}"


def withheld(host: str) -> str:
    """Why a key that is set is not sent to this host, as a sentence; "" where there is one for it, or none at all."""
    if host == HOST or key(host) or not (_given() or _stored(HOST)):
        return ""
    return f"The API key that is set belongs to {HOST} and is not sent to {host}; set one for it: `sheetllm key set`."


def set_key(key: str, host: str = HOST) -> str:
    """Put the key for a host in the vault, read it back, and return its masked form. Raises InputError, ModelError."""
    key = key.strip()
    if not key or len(key) > _LONGEST or not key.isascii() or not key.isprintable() or " " in key:
        raise InputError("This is not an API key: one is a single word of letters, digits and dashes, such as sk-ant-…")
    vault = _vault()
    if vault is None:
        raise ModelError(
            f"This computer offers no vault for the key ({_vault_name()}), and it is not written to a file. "
            f"Set the environment variable {VARIABLE} instead."
        )
    from keyring.errors import KeyringError

    try:
        vault.set_password(SERVICE, _account(host), key)
        kept = vault.get_password(SERVICE, _account(host))
    except (KeyringError, OSError) as error:
        raise ModelError(f"The vault did not take the key ({type(error).__name__}); is it locked?") from None
    if kept != key:
        raise ModelError("The vault took the key but does not give it back; nothing is stored reliably there.")
    return masked(key)


def clear_key(host: str = HOST) -> bool:
    """Take a host's key out of the vault; False where there was none. The environment variable is not touched."""
    vault = _vault()
    if vault is None or not _stored(host):
        return False
    from keyring.errors import KeyringError

    try:
        vault.delete_password(SERVICE, _account(host))
    except (KeyringError, OSError) as error:
        raise ModelError(f"The vault did not give the key up ({type(error).__name__}); is it locked?") from None
    return True


def masked(key: str) -> str:
    """A key as it may be shown: its last four characters, and only where that leaves most of it unsaid.

    >>> masked("sk-ant-api03-abcdefgh1234"), masked("short")
    ('…1234', '…')
    """
    return f"…{key[-4:]}" if len(key) >= 16 else "…"


def _account(host: str) -> str:
    return ACCOUNT if host == HOST else host


def _given() -> str | None:
    given = os.environ.get(VARIABLE, "").strip() or None
    secret.know(given)
    return given


def _from_environment(host: str) -> str | None:
    """The variable's key: Anthropic's own for its own host, another service's for the host that is set."""
    given = _given()
    return given if given and (host == HOST or not given.lower().startswith(_ANTHROPIC)) else None


def _stored(host: str) -> str | None:
    vault = _vault()
    if vault is None:
        return None
    from keyring.errors import KeyringError

    try:
        found = vault.get_password(SERVICE, _account(host)) or None
    except (KeyringError, OSError):  # locked, or no desktop session: as good as no key there
        return None
    secret.know(found)
    return found


def _vault() -> KeyringBackend | None:
    """The backend in use, where it is a vault: a chain is as safe as its first link, which takes the key."""
    backend = _keyring().get_keyring()
    links = getattr(backend, "backends", None)
    first: KeyringBackend = links[0] if links else backend
    module = type(first).__module__
    if module.startswith(_NO_VAULTS) or first.priority < 1:  # keyring: "a priority of one or greater is recommended"
        return None
    return first


def _vault_name() -> str:
    backend = _vault() or _keyring().get_keyring()
    return f"{type(backend).__module__}.{type(backend).__name__}"


@cache
def _keyring() -> ModuleType:
    """keyring with its backends loaded. That of macOS looks for libraries, for which other systems start a compiler
    and hand it all of our environment; there they are not looked for.
    """
    import ctypes.util

    look = ctypes.util.find_library
    if sys.platform not in ("darwin", "win32"):
        ctypes.util.find_library = lambda name: None
    try:
        import keyring

        keyring.get_keyring()
    finally:
        ctypes.util.find_library = look
    return keyring
