"""Preparing: what the page shows and changes of the set-up: the checks with what to do, key and model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from .. import credentials
from ..ports import Calculator
from ..settings import Settings, user_file
from ..setup.doctor import Finding


class Fittings(NamedTuple):
    """What a page is given beside its workbook: what computes formulas, the checks, and what sets the model."""

    calculator: Calculator
    findings: Callable[[], Sequence[Finding]]
    connection: Callable[[], Finding]
    choose_model: Callable[[str], str]


class Preparing:
    """The set-up of this person."""

    def __init__(self, settings: Callable[[], Settings], fittings: Fittings) -> None:
        self._settings, self._fittings = settings, fittings

    def shown(self) -> dict[str, Any]:
        """What is set, and what the checks find. Raises SettingError."""
        settings = self._settings()
        host = credentials.host_of(settings.address)
        caps = ("calls_a_minute", "tokens_a_day", "tokens_a_workbook", "dollars_a_day", "dollars_a_workbook")
        return {
            "model": settings.model,
            "road": settings.road,
            "address": settings.address,
            "key": credentials.where_from(host),
            "caps": {name: getattr(settings, name) for name in caps},
            "file": str(user_file()),
            "findings": [asdict(one) for one in self._fittings.findings()],
        }

    def connect(self, given: dict[str, Any]) -> dict[str, Any]:
        """Ask the server of the model whether it takes the key and knows the model, which costs nothing."""
        return {"finding": asdict(self._fittings.connection())}

    def set_key(self, given: dict[str, Any]) -> dict[str, Any]:
        """Put the key into the vault. Raises SheetLLMError."""
        host = credentials.host_of(self._settings().address)
        credentials.set_key(str(given.get("key", "")), host)
        return {"key": credentials.where_from(host)}

    def choose_model(self, given: dict[str, Any]) -> dict[str, Any]:
        """Set the model for questions to come. Raises SettingError, HostError."""
        return {"model": self._fittings.choose_model(str(given.get("model", "")))}
