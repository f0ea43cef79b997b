"""Who listens where, from Linux's own tables of processes and sockets."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

_LISTENS = {"tcp": "0A", "tcp6": "0A", "udp": "07", "udp6": "07"}  # TCP_LISTEN, and what UDP calls a bound socket


def listening_at(process: int) -> set[str]:
    """The addresses, each with its port, at which a process or one that it started can be reached."""
    if not Path("/proc/net/tcp").exists():
        pytest.skip("this system has no /proc/net, which lists the sockets")
    ours = {name for one in _family(process) for name in _sockets(one)}
    return {at for table in _LISTENS for at, name in _bound(table) if name in ours}


def _family(process: int) -> Iterator[int]:
    yield process
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


def _sockets(process: int) -> Iterator[str]:
    for descriptor in Path(f"/proc/{process}/fd").iterdir():
        try:
            yield os.readlink(descriptor)
        except FileNotFoundError:  # closed meanwhile
            continue


def _bound(table: str) -> Iterator[tuple[str, str]]:
    path = Path(f"/proc/net/{table}")
    for line in path.read_text().splitlines()[1:] if path.exists() else ():
        _, local, _, state, *more = line.split()
        if state == _LISTENS[table]:
            address, port = local.split(":")
            words = [bytes.fromhex(address[i : i + 8])[::-1] for i in range(0, len(address), 8)]  # as the kernel has it
            yield f"{ipaddress.ip_address(b''.join(words))}:{int(port, 16)}", f"socket:[{more[5]}]"
