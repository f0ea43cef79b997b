"""Serving: the page behind its gate, on a free port of 127.0.0.1, until it is ended.

Each server has a token of its own. A page that is open goes on with a server of the same workbook on the same port.
"""

from __future__ import annotations

import secrets
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

import uvicorn
from starlette.types import ASGIApp

from ..errors import HostError
from . import addresses
from .again import Pages
from .gate import Gate

_HERE = "127.0.0.1"
_GRACE = 2  # seconds for what is being answered when the server ends


class Served(NamedTuple):
    """A server, not yet running, on a socket that listens; ``run`` serves until ``server.should_exit``."""

    server: uvicorn.Server
    socket: socket.socket
    address: str

    def run(self) -> None:
        """Serve; Ctrl-C ends it with KeyboardInterrupt."""
        self.server.run(sockets=[self.socket])


def address(port: int, token: str) -> str:
    """What is opened in the browser."""
    return f"http://{_HERE}:{port}/{token}/"


@contextmanager
def listening(app: ASGIApp, port: int = 0, name: str = "") -> Iterator[Served]:
    """The page on ``port`` (0: a free one); who has its new token may open it.

    With the full ``name`` of its workbook, pages that are open there go on. Raises HostError.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as ours:
        if sys.platform != "win32":  # Windows would share the port with whoever else asks for it
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            ours.bind((_HERE, port))
            ours.listen(64)
        except (OSError, OverflowError):
            raise HostError(f"Port {port} is taken by another program; name another, or none.") from None
        token, port = secrets.token_urlsafe(24), ours.getsockname()[1]
        if name:
            addresses.keep(name, port)
        config = uvicorn.Config(
            Gate(app, token, f"{_HERE}:{port}", Pages(name, _HERE, port, token)),
            lifespan="off",
            ws="none",
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_GRACE,
        )
        yield Served(uvicorn.Server(config), ours, address(port, token))


@contextmanager
def listening_again(app: ASGIApp, name: str, port: int = 0) -> Iterator[Served]:
    """The page of the workbook of that full name: on ``port``, else where it was last, else, if another program is
    there by now, on a free port. The token is new each time: somebody else may have listened there meanwhile.

    Raises HostError.
    """
    with ExitStack() as stack:
        try:
            served = stack.enter_context(listening(app, port or addresses.last(name).port, name))
        except HostError:
            if port:
                raise
            served = stack.enter_context(listening(app, name=name))
        yield served
