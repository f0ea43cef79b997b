"""Checkup: how the add-in is registered on this computer, and what keeps it from working."""

from __future__ import annotations

import sys
from pathlib import Path

from . import app, credentials, registration
from .errors import HostError, ModelError
from .registration.doctor import Finding, examine
from .settings import load


def add_in_file() -> Path:
    """The add-in as the package carries it."""
    return Path(__file__).with_name(registration.ADD_IN)


def server_command() -> str:
    """How Windows starts the server: with the Python that runs this."""
    return registration.server_command(Path(sys.executable))


def registry() -> registration.Registry:
    """The registry of this account. Raises HostError where there is none."""
    return registration.WindowsRegistry()


def findings() -> list[Finding]:
    """What a check of this computer finds: registry, Excel, settings, key, ledger."""
    probes = (_settings_probe, _key_probe, _ledger_probe)
    try:
        return examine(registry(), registration.IDENTITY, server_command(), Path.exists, *probes)
    except HostError as error:
        without = [Finding(False, str(error), "The command line works here: `sheetllm ask`.")]
        nowhere = examine(registration.MemoryRegistry(), registration.IDENTITY, "", Path.exists, *probes)
        return without + nowhere[-len(probes) :]


def _settings_probe() -> Finding:
    settings = load()
    return Finding(True, f"The settings ask {settings.model} at {settings.base_url}")


def _key_probe() -> Finding:
    told = f"The API key comes from {credentials.where_from()}"
    try:
        app.claude(load()).admit()
    except ModelError as error:
        return Finding(False, told, str(error))
    return Finding(True, told)


def _ledger_probe() -> Finding:
    books = app.ledger(load())
    books.pause(books.paused)  # reads and writes, and changes nothing
    aside = ", ".join(path.name for path in books.store.set_aside())
    told = f"The ledger is in order: {books.store.path}"
    return Finding(True, f"{told}. Damaged ones that were set aside: {aside}" if aside else told)
