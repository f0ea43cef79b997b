"""The API key: in the vault of the operating system, else in ANTHROPIC_API_KEY. It is never printed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .errors import InputError, ModelError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE, ACCOUNT = "sheetllm", "anthropic"
VARIABLE = "ANTHROPIC_API_KEY"
_LONGEST = 1_280  # characters: what Windows Credential Manager holds
_NO_VAULTS = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")  # nothing kept, or a readable file


def key() -> str | None:
    """The key from the vault, else from the environment; None where there is neither."""
    return _stored() or _from_environment()


def where_from() -> str:
    """Where the key comes from, in words: for ``sheetllm key test`` and the settings page."""
    if _stored():
        return f"the vault of this computer ({_vault_name()})"
    return f"the environment variable {VARIABLE}" if _from_environment() else "nowhere: no key is set"


def set_key(key: str) -> str:
    """Put the key in the vault, read it back, and return its masked form. Raises InputError, ModelError."""
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
        vault.set_password(SERVICE, ACCOUNT, key)
        kept = vault.get_password(SERVICE, ACCOUNT)
    except (KeyringError, OSError) as error:
        raise ModelError(f"The vault did not take the key ({type(error).__name__}); is it locked?") from None
    if kept != key:
        raise ModelError("The vault took the key but does not give it back; nothing is stored reliably there.")
    return masked(key)


def clear_key() -> bool:
    """Take the key out of the vault; False where there was none. The environment variable is not touched."""
    vault = _vault()
    if vault is None or not _stored():
        return False
    from keyring.errors import KeyringError

    try:
        vault.delete_password(SERVICE, ACCOUNT)
    except (KeyringError, OSError) as error:
        raise ModelError(f"The vault did not give the key up ({type(error).__name__}); is it locked?") from None
    return True


def masked(key: str) -> str:
    """A key as it may be shown: its last four characters, and only where that leaves most of it unsaid.

    >>> masked("sk-ant-api03-abcdefgh1234"), masked("short")
    ('…1234', '…')
    """
    return f"…{key[-4:]}" if len(key) >= 16 else "…"


def _from_environment() -> str | None:
    return os.environ.get(VARIABLE, "").strip() or None


def _stored() -> str | None:
    vault = _vault()
    if vault is None:
        return None
    from keyring.errors import KeyringError

    try:
        return vault.get_password(SERVICE, ACCOUNT) or None
    except (KeyringError, OSError):  # locked, or no desktop session: as good as no key there
        return None


def _vault() -> KeyringBackend | None:
    """The backend in use, where it is a vault: a chain is as safe as its first link, which takes the key."""
    import keyring

    backend = keyring.get_keyring()
    links = getattr(backend, "backends", None)
    first: KeyringBackend = links[0] if links else backend
    module = type(first).__module__
    if module.startswith(_NO_VAULTS) or first.priority < 1:  # keyring: "a priority of one or greater is recommended"
        return None
    return first


def _vault_name() -> str:
    import keyring

    backend = _vault() or keyring.get_keyring()
    return f"{type(backend).__module__}.{type(backend).__name__}"
