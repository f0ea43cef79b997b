"""Checkup: how the add-in is registered on this computer, and what keeps it from working."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from urllib.request import getproxies

from .. import app, credentials
from .. import setup as registration
from ..errors import HostError, ModelError, SheetLLMError
from ..settings import load, unknown_names
from ..setup import blockers
from ..setup.doctor import Finding, examine
from ..setup.startup import displace, place, startup_folder
from ..setup.stopping import stop_server
from ..text.languages import translated

_BRIEF = 10.0  # seconds the server of the model has for a check


def add_in_file() -> Path:
    """The add-in as the package carries it."""
    return Path(__file__).parent.with_name(registration.ADD_IN)


def server_command() -> str:
    """How Windows starts the server: with the Python that runs this."""
    here = Path(__file__)  # a file of byte code in the installed product
    return registration.server_command(Path(sys.executable), here.parent.parent / "server" / f"early{here.suffix}")


def registry() -> registration.Registry:
    """The registry of this account. Raises HostError where there is none."""
    return registration.WindowsRegistry()


def everybodys_registry() -> registration.Registry:
    """The registry of the machine, which all accounts share; an empty one off Windows."""
    return registration.WindowsRegistry(machine=True) if sys.platform == "win32" else registration.MemoryRegistry()


def register(add_in: Path, library: Path | None) -> tuple[str, ...]:
    """Register the server, and the add-in in Excel's startup folder or a library. What was done. Raises HostError."""
    found, identity, startup = registry(), registration.IDENTITY, startup_folder()
    stop_server()
    if library:
        place(add_in, library)
        displace(startup)
        return registration.register(found, identity, server_command(), library / registration.ADD_IN)
    done = [*registration.register_server(found, identity, server_command())]
    if place(add_in, startup):
        done.append(f"Excel will load {registration.ADD_IN} at its next start.")
    return (*done, *registration.unload_everywhere(found)) or ("Everything was registered already.",)


def unregister() -> tuple[str, ...]:
    """Take out what ``register`` put in; a copy in IT's folder stays. What was done. Raises HostError."""
    found, startup = registry(), startup_folder()
    stop_server()
    gone = (f"Excel no longer loads {registration.ADD_IN}.",) if displace(startup) else ()
    return (*gone, *registration.unregister(found, registration.IDENTITY)) or ("Nothing was registered.",)


def findings() -> list[Finding]:
    """What a check of this computer finds: registry, Excel, policies, settings, key, ledger, the way to the network."""
    probes = (_settings_probe, _key_probe, _ledger_probe, _way_probe)
    try:
        ours, identity, startup = registry(), registration.IDENTITY, startup_folder()
        everybodys = everybodys_registry()
        found = examine(ours, identity, server_command(), Path.exists, *probes, startup=startup, machine=everybodys)
        blocked = (
            blockers.marked(startup / registration.ADD_IN),
            blockers.another_version(ours, identity, version("sheetllm-xl")),
            blockers.ignored_class(everybodys, identity, _is_administrator()),
        )
        return [*found[: -len(probes)], *(one for one in blocked if one), *found[-len(probes) :]]
    except HostError as error:
        without = [Finding(False, str(error), "The command line works here: `sheetllm ask`.")]
        nowhere = examine(registration.MemoryRegistry(), registration.IDENTITY, "", Path.exists, *probes)
        return without + nowhere[-len(probes) :]


def _is_administrator() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return bool(ctypes.windll.shell32.IsUserAnAdmin())  # pragma: no cover - Windows alone


def connection() -> Finding:
    """Whether the server of the model knows the model and takes the key: it is asked once, which costs nothing."""
    try:
        settings = load()
        model = app.claude(settings.model_copy(update={"deadline_seconds": _BRIEF, "max_retries": 0}))
        model.admit()
    except SheetLLMError as error:
        return Finding(False, "The connection was not tried.", str(error))
    does = "takes the key and knows" if model.key else "knows"
    try:
        return Finding(True, f"{settings.address} {does} the model {model.check()}")
    except ModelError as error:
        return Finding(False, f"{settings.address} did not confirm the model {settings.model}.", str(error))


def lines(found: Sequence[Finding], language: str = "en") -> list[str]:
    """Findings as they are read: how many need something done, then each, with what to do."""
    wrong = sum(not one.ok for one in found)
    head = "Nothing is wrong." if not wrong else f"To be mended: {wrong} of {len(found)}."
    words = [(one.ok, translated(one.seen, language), translated(one.fix, language)) for one in found]
    lines = [f"{'✓' if ok else '✗'} {seen}" + f"\n  {fix}" * bool(fix) for ok, seen, fix in words]
    return [translated(head, language), "", *lines]


def _settings_probe() -> Finding:
    settings, unknown = load(), unknown_names()
    return Finding(not unknown, f"The settings ask {settings.model} at {settings.address}", " ".join(unknown))


def _way_probe() -> Finding:
    return blockers.way_out(getproxies(), os.environ)


def _key_probe() -> Finding:
    settings = load()
    sentence = f"The API key comes from {credentials.where_from(credentials.host_of(settings.address))}"
    try:
        app.claude(settings).admit()
    except ModelError as error:
        return Finding(False, sentence, str(error))
    return Finding(True, sentence)


def _ledger_probe() -> Finding:
    ledger = app.ledger(load())
    ledger.forget("")  # a write that changes nothing, whatever else is written meanwhile
    aside = ", ".join(path.name for path in ledger.store.set_aside())
    sentence = f"The ledger is in order: {ledger.store.path}"
    return Finding(True, f"{sentence}. Damaged ones that were set aside: {aside}" if aside else sentence)
