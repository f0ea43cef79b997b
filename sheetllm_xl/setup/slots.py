"""Slots: the values OPEN, OPEN1, OPEN2, … of Excel's Options key, each the add-in that Excel loads at its start.

Excel reads them up to the first number that is missing. What other add-ins have there keeps its text, its kind and its
order; what Excel reached is reached afterwards, and what lay behind a gap stays behind one. An entry is copied to where
it goes before it leaves where it was, so a refusal of Windows between two steps leaves one twice at worst, never none.
"""

from __future__ import annotations

import re
from pathlib import PureWindowsPath

from .registry import Registry

ADD_IN = "SheetLLM.xlam"
OFFICE = r"Software\Microsoft\Office"
_OPEN = re.compile(r"OPEN([1-9]\d*)?", re.IGNORECASE)


def slot(number: int) -> str:
    """The name of a value."""
    return f"OPEN{number or ''}"


def taken(registry: Registry, version: str) -> dict[int, str]:
    """The texts of one Excel's slots by number, in its order."""
    key = _options(version)
    numbers = sorted(int(found[1] or 0) for name in registry.names(key) if (found := _OPEN.fullmatch(name)))
    return {number: str(registry.get(key, slot(number)) or "") for number in numbers}


def reached(numbers: dict[int, str]) -> int:
    """How many slots Excel reads: the first number that is missing."""
    return next(number for number in range(len(numbers) + 1) if number not in numbers)


def add_in_entries(registry: Registry, version: str) -> dict[int, str]:
    """The slots that name our add-in, wherever it lies, Excel reads them or not: number and path."""
    return {number: path for number, text in taken(registry, version).items() if (path := _path_of_ours(text))}


def is_reached(registry: Registry, version: str, number: int) -> bool:
    """Whether Excel reads the slot of that number."""
    return number < reached(taken(registry, version))


def load(registry: Registry, version: str, entry: str) -> bool:
    """One entry of ours, where Excel reaches it; False where it was there, and there only."""
    key, ours = _options(version), list(add_in_entries(registry, version))
    kept = next((number for number in ours if is_reached(registry, version, number)), None)
    changed = _take_out(registry, version, [number for number in ours if number != kept])
    if kept is None:
        kept = reached(taken(registry, version))
        _part(registry, version, kept)
    if registry.get(key, slot(kept)) == entry:
        return changed
    registry.set(key, slot(kept), entry)
    return True


def unload(registry: Registry, version: str) -> bool:
    """No entry of ours; False where there was none."""
    return _take_out(registry, version, list(add_in_entries(registry, version)))


def _take_out(registry: Registry, version: str, gone: list[int]) -> bool:
    """Free slots. Those Excel reads stay without a gap: the later ones move up."""
    key, end = _options(version), reached(taken(registry, version))
    stay = [number for number in range(end) if number not in gone]
    for target, number in enumerate(stay):
        if target != number:
            registry.copy(key, slot(number), slot(target))
    for number in [*range(end - 1, len(stay) - 1, -1), *(number for number in gone if number >= end)]:
        registry.remove(key, slot(number))
    return bool(gone)


def _part(registry: Registry, version: str, gap: int) -> None:
    """Keep a gap behind the slot that is about to fill one: else Excel would load what it has not loaded so far."""
    key, numbers = _options(version), taken(registry, version)
    free = gap + 1
    while free in numbers:
        free += 1
    for number in range(free - 1, gap, -1):
        registry.copy(key, slot(number), slot(number + 1))
    if free > gap + 1:
        registry.remove(key, slot(gap + 1))


def _path_of_ours(text: str) -> str:
    """The path of our add-in, where the entry names it."""
    path = text.strip()
    if path[:2].upper() == "/R":
        path = path[2:].strip()
    path = path.strip('"')
    return path if PureWindowsPath(path).name.lower() == ADD_IN.lower() or path.endswith(f"/{ADD_IN}") else ""


def _options(version: str) -> str:
    return rf"{OFFICE}\{version}\Excel\Options"
