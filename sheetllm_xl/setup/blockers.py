"""Blockers: what on this computer stops an add-in that is registered rightly, and the way out to the network."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from . import CLASSES, Identity, Registry
from .doctor import Finding

_ACCOUNTS = r"Software\Microsoft\Windows\CurrentVersion\Policies\System"
_INTERNET = re.compile(rb"ZoneId=[34]\b")


def marked(add_in: Path) -> Finding | None:
    """Whether Windows has marked the file as come from the internet, for which Excel runs no macro in it."""
    try:
        mark = Path(f"{add_in}:Zone.Identifier").read_bytes()
    except OSError:
        return None
    if not _INTERNET.search(mark):
        return None
    return Finding(
        False,
        f"Windows has marked {add_in} as come from the internet, so Excel runs no macro in it.",
        "In its properties tick Unblock, or run `sheetllm register`, which lays a file without the mark.",
    )


def another_version(registry: Registry, identity: Identity, ours: str) -> Finding | None:
    """Whether an installer has laid another SheetLLM: its value Version says which."""
    installed = registry.get(rf"{CLASSES}\CLSID\{identity.clsid}\Version")
    if installed in (None, ours):
        return None
    fix = "Remove one of them: Installed apps in Windows' settings, or `pip uninstall sheetllm-xl`."
    return Finding(False, f"SheetLLM {installed!s} is installed besides this one, {ours}.", fix)


def ignored_class(machine: Registry, identity: Identity, administrator: bool) -> Finding | None:
    """Whether Windows ignores the server's class: it does a person's own for administrators without account control."""
    if not administrator or machine.get(_ACCOUNTS, "EnableLUA") != 0:
        return None
    if machine.get(rf"{CLASSES}\CLSID\{identity.clsid}\LocalServer32"):
        return None
    return Finding(
        False,
        "User Account Control is off, so Windows ignores, for administrators, what this account alone has registered.",
        rf"Use Excel without administrator's rights, or ask IT to set HKLM\{_ACCOUNTS}\EnableLUA to 1.",
    )


def way_out(proxies: Mapping[str, str], variables: Mapping[str, str]) -> Finding:
    """The proxy and the certificates by which the server of the model is reached."""
    proxy = proxies.get("https") or proxies.get("all") or ""
    behind = proxy.rpartition("@")[2].rpartition("//")[2]  # whatever signs a password before it holds
    way = f"through the proxy {behind.partition('/')[0]}" if proxy else "without a proxy"
    authorities = variables.get("SSL_CERT_FILE")
    if authorities and not Path(authorities).is_file():
        seen = f"SSL_CERT_FILE names {authorities}, which is not there, so no connection is trusted."
        return Finding(False, seen, "Let it name your company's certificates, or take the variable out.")
    return Finding(True, f"Connections go {way}; certificates are {authorities or 'those of the system'}.")
