"""Policies: what IT or the person has set about macros and add-ins, wherever Office looks for it.

Office reads its own settings, and over them the policies of the person, of the machine, and of Microsoft's cloud. A
file in a trusted location runs whatever the macro settings are, unless trusted locations are switched off. The names
are those of Microsoft's administrative templates for Office 2016 and later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .registry import Registry
from .slots import OFFICE


@dataclass(frozen=True, slots=True)
class Rule:
    """A value of the registry: its key below a version, the numbers that stop the add-in, and those that do not."""

    key: str
    name: str
    stops: tuple[int, ...]
    limit: str
    wanted: str
    trusted_too: bool = True  # whether it stops an add-in that lies in a trusted location as well


RULES = (
    Rule(r"Excel\Security", "VBAWarnings", (3, 4), "run signed macros alone, or none", "1 or 2", trusted_too=False),
    Rule(r"Excel\Security", "RequireAddinSig", (1,), "load add-ins of trusted publishers alone", "0"),
    Rule(r"Excel\Security", "DisableAllAddins", (1,), "load no add-in at all", "0"),
    Rule(r"Excel\Security\Trusted Locations", "AllLocationsDisabled", (1,), "trust no folder, XLSTART neither", "0"),
    Rule(r"Common\Security\Trusted Locations", "Allow User Locations", (0,), "trust the folders of IT alone", "1"),
    Rule("Common", "VBAOff", (1,), "run no VBA, which the add-in is written in", "0"),
)
_UNTRUSTED = ("AllLocationsDisabled", "Allow User Locations")


@dataclass(frozen=True, slots=True)
class Stop:
    """A rule that holds: who set it, and the value as IT finds it."""

    rule: Rule
    who: str
    where: str
    value: int


def stops(person: Registry, machine: Registry, version: str, trusted: bool) -> Iterator[Stop]:
    """What stops the add-in in one Excel; ``trusted``: it lies in a folder that is trusted by default."""
    places = (
        (machine, "HKLM", r"Software\Policies\Microsoft\Office", "IT, for this machine,"),
        (person, "HKCU", r"Software\Policies\Microsoft\Office", "IT"),
        (person, "HKCU", r"Software\Policies\Microsoft\Cloud\Office", "IT, by a cloud policy,"),
        (person, "HKCU", OFFICE, "The Trust Center"),
    )
    found = []
    for rule in RULES:
        for registry, hive, root, who in places:
            value = registry.get(rf"{root}\{version}\{rule.key}", rule.name)
            if value in rule.stops:
                found.append(Stop(rule, who, rf"{hive}\{root}\{version}\{rule.key}", int(str(value))))
            if value is not None:
                break  # it overrides those below
    trusted = trusted and not any(one.rule.name in _UNTRUSTED for one in found)
    yield from (one for one in found if one.rule.trusted_too or not trusted)
