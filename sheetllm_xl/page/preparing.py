"""Preparing: what the page shows and changes of the set-up: the checks with what to do, key, model, road and caps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple, get_args

from .. import credentials
from ..errors import InputError
from ..ports import API, Calculator
from ..settings import Settings, load, user_file
from ..setup.doctor import Finding

_CAPS = ("calls_a_minute", "tokens_a_day", "tokens_a_workbook", "dollars_a_day", "dollars_a_workbook")
_ALONG = {  # what else each road needs, or may have
    "direct": ("base_url",),
    "bedrock": ("aws_region", "aws_profile"),
    "vertex": ("vertex_project", "vertex_region"),
    "foundry": ("foundry_resource",),
    "gateway": ("base_url",),
}
_OFFERED = frozenset(("model", "road", *_CAPS, *(name for along in _ALONG.values() for name in along)))
_NOT_HERE = "That setting is not changed on this page; settings.toml has it."
_FIXED = {
    "policy": "{} is set by the administrator of this computer, so it is not changed here.",
    "environment": "{} is set in the environment of the program behind this page, so it is not changed here.",
}


class Fittings(NamedTuple):
    """What a page is given beside its workbook: what computes formulas, the checks, what sets a setting by its name
    (what is then in force comes back), and the names of those that cannot be set, with what sets them.
    """

    calculator: Calculator
    findings: Callable[[], Sequence[Finding]]
    connection: Callable[[], Finding]
    choose: Callable[[str, str], object]
    fixed: Callable[[], Mapping[str, str]]


class Preparing:
    """The set-up of this person, as it is at each look."""

    def __init__(self, fittings: Fittings) -> None:
        self._fittings = fittings

    def shown(self) -> dict[str, Any]:
        """What is set, what of it can be changed here, and what the checks find. Raises SettingError."""
        settings, fixed = load(), self._fittings.fixed()
        road = [*_ALONG[settings.road]]
        if settings.base_url != API and "base_url" not in road:  # it is in force on every road
            road.append("base_url")

        def field(name: str) -> dict[str, Any]:
            value = getattr(settings, name)
            choices = get_args(Settings.model_fields[name].annotation) if name == "road" else ()
            return {
                "name": name,
                "value": "" if value is None else str(value),
                "choices": choices,
                "number": name in _CAPS,
                "fixed": fixed.get(name, ""),
            }

        return {
            "address": settings.address,
            "key": _key_words(credentials.host_of(settings.address)),
            "model": field("model"),
            "road": [field(name) for name in ("road", *road)],
            "caps": [field(name) for name in _CAPS],
            "file": str(user_file()),
            "findings": [asdict(one) for one in self._fittings.findings()],
        }

    def connect(self, given: dict[str, Any]) -> dict[str, Any]:
        """Ask the server of the model whether it takes the key and knows the model, which costs nothing."""
        return {"finding": asdict(self._fittings.connection())}

    def set_key(self, given: dict[str, Any]) -> dict[str, Any]:
        """Put the key into the vault. Raises SheetLLMError."""
        host = credentials.host_of(load().address)
        credentials.set_key(str(given.get("key", "")), host)
        return {"key": _key_words(host)}

    def set(self, given: dict[str, Any]) -> dict[str, Any]:
        """Set one of the settings that are shown, for questions to come. Raises InputError, SettingError, HostError."""
        name = str(given.get("name", ""))
        if name not in _OFFERED:
            raise InputError(_NOT_HERE)
        if by := self._fittings.fixed().get(name):
            raise InputError(_FIXED[by].format(name))
        value = self._fittings.choose(name, str(given.get("value", "")))
        return {"value": "" if value is None else str(value)}


def _key_words(host: str) -> str:
    return f"The API key comes from {credentials.where_from(host)}"
