"""The registry of the person who is signed in (HKEY_CURRENT_USER), and one in memory, for tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from ..errors import HostError

Stored = str | int | bytes


class Registry(Protocol):
    """Keys are paths below HKEY_CURRENT_USER; the value "" is a key's own. Raises HostError where Windows refuses."""

    def get(self, key: str, name: str = "") -> Stored | None:
        """A value; None where there is none."""
        ...

    def names(self, key: str) -> tuple[str, ...]:
        """The names of a key's values; empty for a key that is not there."""
        ...

    def subkeys(self, key: str) -> tuple[str, ...]:
        """The names of the keys below a key."""
        ...

    def set(self, key: str, name: str, value: str) -> None:
        """Write a text, and the keys above it that are missing."""
        ...

    def copy(self, key: str, name: str, to: str) -> None:
        """Write a value under another name of the key too, with its kind: a text with %names% in it stays one."""
        ...

    def remove(self, key: str, name: str) -> None:
        """Remove a value, if it is there."""
        ...

    def remove_key(self, key: str) -> None:
        """Remove a key and all below it, if it is there."""
        ...


class MemoryRegistry:
    """A registry made of a mapping of keys to their values. As in Windows, case does not count."""

    def __init__(self, keys: dict[str, dict[str, Stored]] | None = None) -> None:
        self.keys = {key: dict(values) for key, values in (keys or {}).items()}

    def get(self, key: str, name: str = "") -> Stored | None:
        """A value."""
        return next((value for known, value in self._values(key).items() if known.lower() == name.lower()), None)

    def names(self, key: str) -> tuple[str, ...]:
        """The names of values."""
        return tuple(self._values(key))

    def subkeys(self, key: str) -> tuple[str, ...]:
        """The keys one below."""
        start = key.lower() + "\\"
        below = (known[len(start) :] for known in self.keys if known.lower().startswith(start))
        return tuple(dict.fromkeys(path.partition("\\")[0] for path in below))

    def set(self, key: str, name: str, value: str) -> None:
        """Write."""
        self._put(key, name, value)

    def copy(self, key: str, name: str, to: str) -> None:
        """Write again."""
        if (value := self.get(key, name)) is not None:
            self._put(key, to, value)

    def remove(self, key: str, name: str) -> None:
        """Remove a value."""
        values = self._values(key)
        for known in [known for known in values if known.lower() == name.lower()]:
            del values[known]

    def remove_key(self, key: str) -> None:
        """Remove a key."""
        gone = key.lower()
        self.keys = {k: v for k, v in self.keys.items() if k.lower() != gone and not k.lower().startswith(gone + "\\")}

    def _put(self, key: str, name: str, value: Stored) -> None:
        own = next((known for known in self.keys if known.lower() == key.lower()), key)
        values = self.keys.setdefault(own, {})
        values[next((known for known in values if known.lower() == name.lower()), name)] = value

    def _values(self, key: str) -> dict[str, Stored]:
        return next((values for known, values in self.keys.items() if known.lower() == key.lower()), {})


class WindowsRegistry:  # pragma: no cover - Windows alone; run under Wine by tests/windows
    """The real one."""

    def __init__(self, machine: bool = False) -> None:
        """``machine``: HKEY_LOCAL_MACHINE, which all accounts share, instead of this person's."""
        if sys.platform != "win32":
            raise HostError("There is no Excel add-in on this system: it needs Excel on Windows.")
        import winreg

        self._reg: Any = winreg
        self._root: Any = self._reg.HKEY_LOCAL_MACHINE if machine else self._reg.HKEY_CURRENT_USER

    def get(self, key: str, name: str = "") -> Stored | None:
        """A value."""
        entry = self._entry(key, name)
        if entry is None:
            return None
        return entry[0] if isinstance(entry[0], str | int | bytes) else str(entry[0])

    def names(self, key: str) -> tuple[str, ...]:
        """The names of values."""
        with self._said(), self._opened(key) as opened:
            count = self._reg.QueryInfoKey(opened)[1] if opened else 0
            return tuple(self._reg.EnumValue(opened, i)[0] for i in range(count))

    def subkeys(self, key: str) -> tuple[str, ...]:
        """The keys one below."""
        with self._said(), self._opened(key) as opened:
            count = self._reg.QueryInfoKey(opened)[0] if opened else 0
            return tuple(self._reg.EnumKey(opened, i) for i in range(count))

    def set(self, key: str, name: str, value: str) -> None:
        """Write."""
        with self._said(), self._reg.CreateKey(self._root, key) as opened:
            self._reg.SetValueEx(opened, name, 0, self._reg.REG_SZ, value)

    def copy(self, key: str, name: str, to: str) -> None:
        """Write again."""
        if entry := self._entry(key, name):
            value, kind = entry
            with self._said(), self._reg.CreateKey(self._root, key) as opened:
                self._reg.SetValueEx(opened, to, 0, kind, value)

    def remove(self, key: str, name: str) -> None:
        """Remove a value."""
        with self._said(), self._opened(key, write=True) as opened:
            if opened is not None and name.lower() in map(str.lower, self.names(key)):
                self._reg.DeleteValue(opened, name)

    def remove_key(self, key: str) -> None:
        """Remove a key."""
        for below in self.subkeys(key):
            self.remove_key(f"{key}\\{below}")
        with self._said():
            try:
                self._reg.DeleteKey(self._root, key)
            except FileNotFoundError:
                return

    def _entry(self, key: str, name: str) -> tuple[Any, int] | None:
        """A value and its kind."""
        with self._said(), self._opened(key) as opened:
            if opened is None:
                return None
            try:
                value, kind = self._reg.QueryValueEx(opened, name)
            except FileNotFoundError:
                return None
            return value, kind

    @contextmanager
    def _opened(self, key: str, write: bool = False) -> Iterator[Any]:
        access = self._reg.KEY_READ | (self._reg.KEY_SET_VALUE if write else 0)
        try:
            opened = self._reg.OpenKey(self._root, key, 0, access)
        except FileNotFoundError:
            yield None
            return
        with opened:
            yield opened

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except PermissionError:
            raise HostError("Windows does not let this account write its own registry; ask IT.") from None
