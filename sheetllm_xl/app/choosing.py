"""Choosing: a setting that a person changes in their own file, where nothing comes before that."""

from __future__ import annotations

import os
import tomllib
from contextlib import suppress
from typing import Literal

from ..settings import PREFIX, Settings, load, policy_file, set_line


def choose(name: str, text: str) -> object:
    """Set a setting in the person's own file, or with "" leave it out there; what is in force then comes back.

    Raises SettingError, HostError.
    """
    given = text.strip()
    set_line(name, getattr(load(**{name: given}), name) if given else None)
    return getattr(load(), name)


def fixed() -> dict[str, Literal["policy", "environment"]]:
    """The settings that a line of the person's own file does not change, and what sets them."""
    set_by = dict[str, Literal["policy", "environment"]]()
    ours = {name.upper() for name, value in os.environ.items() if value}
    for name in Settings.model_fields:
        if f"{PREFIX}{name.upper()}" in ours:
            set_by[name] = "environment"
    with suppress(OSError, ValueError):  # no policy; one that cannot be read has stopped ``load`` already
        set_by |= dict.fromkeys(tomllib.loads(policy_file().read_text(encoding="utf-8")), "policy")
    return set_by
