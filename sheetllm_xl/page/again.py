"""Again: how a page that is open goes on with a server that was started anew, under a new token.

Whoever takes the port meanwhile hears what the page asks. So each page has a secret: its own server gave it once, and
neither sends it afterwards. Each proves to the other that it knows it, over a number that the other has just drawn and
the address at which they meet, so that no proof serves twice, or is passed on from a program at another port.
"""

from __future__ import annotations

import hmac
import secrets
import time
from threading import Lock
from typing import Annotated, Any

from pydantic import BaseModel, Field

from . import addresses

_PAGES = 8  # open at once, the latest
_NONCES = 8  # under way at once, the latest
_SECONDS = 30  # that a nonce is good for

_Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Call(BaseModel, extra="forbid"):
    """What a page asks at the open path: first for the server's proof over a ``nonce`` of its own, then with its
    ``proof`` over the server's for the new address.
    """

    nonce: _Hex
    proof: _Hex | None = None


class Pages:
    """The pages that are open over the workbook of that full name, at ``host`` (with its port), under ``token``.

    ``mark`` stands on every answer to them: a program that only hears what is asked does not know it. ``ticket`` goes
    as a cookie, which no script can read, to the browser that comes first, and to a page that goes on: who brings it
    is given secrets, and nobody else who has seen the address.
    """

    def __init__(self, name: str, host: str, port: int, token: str) -> None:
        self.mark, self.ticket = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self._token, self._is_unseen = token, True
        self._name, self._host, self._port = name, f"{host}:{port}", port
        self._secrets = [*addresses.last(name).secrets]
        self._nonces: dict[str, float] = {}  # and until when each is good
        self._lock = Lock()

    def is_first(self) -> bool:
        """Whether nobody has come before; true once."""
        with self._lock:
            was, self._is_unseen = self._is_unseen, False
            return was

    def admit(self, ticket: str) -> dict[str, str | None]:
        """The secret of a page that has just been opened, for it alone, and the mark."""
        if not secrets.compare_digest(ticket.encode(), self.ticket.encode()):
            return {"secret": None, "mark": self.mark}
        secret = secrets.token_hex(addresses.SECRET)
        with self._lock:
            self._keep([*self._secrets, secret][-_PAGES:])
        return {"secret": secret, "mark": self.mark}

    def answer(self, call: Call) -> dict[str, Any] | None:
        """What the page is answered; None for a stranger."""
        with self._lock:
            return self._proofs(call.nonce) if call.proof is None else self._address(call.nonce, call.proof)

    def _proofs(self, nonce: str) -> dict[str, Any] | None:
        """One for each page that may be asking."""
        if not self._secrets:
            return None
        ours = secrets.token_hex(32)
        self._nonces = dict([*self._nonces.items()][1 - _NONCES :]) | {ours: time.monotonic() + _SECONDS}
        return {"proofs": [self._signed(secret, "server", nonce) for secret in self._secrets], "nonce": ours}

    def _address(self, nonce: str, proof: str) -> dict[str, Any] | None:
        """Where the page goes on. Its secret and the nonce end with that; the next secret both make of them."""
        if self._nonces.pop(nonce, 0) < time.monotonic():
            return None
        for secret in self._secrets:
            if hmac.compare_digest(self._signed(secret, "page", nonce), proof):
                self._is_unseen = False
                self._keep([*(one for one in self._secrets if one != secret), self._signed(secret, "next", nonce)])
                signed = self._signed(secret, "address", nonce, self._token, self.mark)
                return {"token": self._token, "mark": self.mark, "proof": signed}
        return None

    def _signed(self, secret: str, *words: str) -> str:
        who, *rest = words
        return hmac.new(bytes.fromhex(secret), "\n".join((who, self._host, *rest)).encode(), "sha256").hexdigest()

    def _keep(self, listed: list[str]) -> None:
        self._secrets = listed
        if self._name:
            addresses.keep_secrets(self._name, self._port, listed)
