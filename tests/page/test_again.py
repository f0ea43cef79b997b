"""A page that is open goes on with a server that was started anew, and with nobody else."""

from __future__ import annotations

import hmac
import json
import logging
import os
import secrets
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from platformdirs import user_cache_path

from sheetllm_xl.page import Served, addresses, again

from ..loopback import Loopback
from .serving import asked, served_again


def root(address: str) -> str:
    return f"http://{urlsplit(address).netloc}/"


def port(served: Served) -> int:
    return int(urlsplit(served.address).port or 0)


class Browser:
    """Opens pages over one server: keeps the cookie that it is given."""

    def __init__(self, served: Served) -> None:
        self.address, self.cookie = served.address, asked(served.address)[2].get("set-cookie", "")

    def opens(self) -> str | None:
        """The secret of a page that is opened now."""
        cookie = {"cookie": self.cookie.partition(";")[0]} if self.cookie else {}
        page = json.loads(asked(self.address, "api/book?new=1", **cookie)[1])["page"]
        return None if page["secret"] is None else str(page["secret"])


def admitted(served: Served) -> str:
    """The secret of the first page there."""
    secret = Browser(served).opens()
    assert secret is not None
    return secret


def call(served: Served, body: object, **headers: str) -> tuple[int, str]:
    text = body if isinstance(body, str) else json.dumps(body)
    named = {"origin": root(served.address)[:-1]} | headers
    return asked(root(served.address), "again", "POST", text, **named)[:2]


def signed(secret: str, served: Served, *words: str) -> str:
    """As the page signs: who, the address at which it meets the server, and what else."""
    who, *rest = words
    text = "\n".join((who, urlsplit(served.address).netloc, *rest))
    return hmac.new(bytes.fromhex(secret), text.encode(), "sha256").hexdigest()


def met(served: Served) -> Any:
    """What the server says first, of a nonce that is drawn here; and that nonce."""
    nonce = secrets.token_hex(32)
    status, text = call(served, {"nonce": nonce})
    assert status == 200
    return json.loads(text) | {"drawn": nonce}


def proved(served: Served, secret: str) -> tuple[int, str]:
    """What a page with that secret is answered in the end."""
    nonce = met(served)["nonce"]
    return call(served, {"nonce": nonce, "proof": signed(secret, served, "page", nonce)})


def test_each_proves_to_the_other_and_the_page_gets_the_address(book: Path) -> None:
    with served_again(book) as first:
        secret = admitted(first)
    with served_again(book) as anew:
        assert (port(anew), anew.address == first.address) == (port(first), False)
        hello = met(anew)
        assert hello["proofs"] == [signed(secret, anew, "server", hello["drawn"])]
        proof = signed(secret, anew, "page", hello["nonce"])
        status, text = call(anew, {"nonce": hello["nonce"], "proof": proof})
        given = json.loads(text)
        assert status == 200
        assert root(anew.address) + given["token"] + "/" == anew.address
        assert given["proof"] == signed(secret, anew, "address", hello["nonce"], given["token"], given["mark"])
        assert asked(anew.address, "api/book")[2]["x-mark"] == given["mark"]


def test_a_page_of_a_server_that_never_ended_goes_on_too(book: Path) -> None:
    with served_again(book) as one:
        secret = admitted(one)
        assert json.loads(proved(one, secret)[1])["token"] in one.address


def test_a_secret_serves_once_and_waits_until_it_has_served(book: Path) -> None:
    with served_again(book) as first:
        browser = Browser(first)
        secret, other = browser.opens(), browser.opens()
        assert secret
        assert other
    with served_again(book):
        pass  # ended before any page came
    with served_again(book) as anew:
        assert proved(anew, secret)[0] == 200
        assert proved(anew, secret)[0] == 403
        hello = met(anew)
        _, following = addresses.last(str(book)).secrets
        assert hello["proofs"] == [signed(one, anew, "server", hello["drawn"]) for one in (other, following)]
        assert proved(anew, other)[0] == 200


def test_the_secret_that_follows_is_made_by_both_and_sent_by_none(book: Path) -> None:
    with served_again(book) as first:
        secret = admitted(first)
    with served_again(book) as second:
        nonce = met(second)["nonce"]
        assert call(second, {"nonce": nonce, "proof": signed(secret, second, "page", nonce)})[0] == 200
        following = signed(secret, second, "next", nonce)
    with served_again(book) as third:
        assert proved(third, secret)[0] == 403
        assert proved(third, following)[0] == 200


def test_who_only_saw_the_address_is_given_no_secret(book: Path) -> None:
    with served_again(book) as first:
        browser = Browser(first)
        for part in ("HttpOnly", "SameSite=Strict", f"Path={urlsplit(first.address).path}"):
            assert part in browser.cookie.split("; ")
        secret = str(browser.opens())
        late = Browser(first)
        assert (late.cookie, late.opens()) == ("", None)
        late.cookie = "sheetllm=\xe9"
        assert late.opens() is None
    with served_again(book) as anew:
        nonce = met(anew)["nonce"]
        body = json.dumps({"nonce": nonce, "proof": signed(secret, anew, "page", nonce)})
        answer = asked(root(anew.address), "again", "POST", body, origin=root(anew.address)[:-1])
        late = Browser(anew)
        assert (late.cookie, late.opens()) == ("", None), "the page that went on was first"
        late.cookie = answer[2]["set-cookie"]
        assert late.opens()


def test_the_latest_pages_are_remembered(book: Path) -> None:
    with served_again(book) as first:
        browser = Browser(first)
        listed = [browser.opens() for _ in range(9)]
    assert addresses.last(str(book)).secrets == tuple(listed[1:])


def test_a_wrong_proof_is_answered_as_any_stranger(book: Path, tmp_path: Path) -> None:
    with served_again(book) as first, served_again(tmp_path / "other.xlsx") as other:
        secret = admitted(first)
        stranger = asked(root(first.address))[:2]
        assert stranger[0] == 403

        def refused(nonce: str, proof: str) -> bool:
            return call(first, {"nonce": nonce, "proof": proof}) == stranger

        for wrong in (
            lambda nonce: signed(secrets.token_hex(32), first, "page", nonce),
            lambda nonce: signed(secret, other, "page", nonce),  # made for another port
            lambda nonce: signed(secret, first, "server", nonce),
            lambda nonce: signed(secret, first, "page", "0" * 64),
        ):
            nonce = met(first)["nonce"]
            assert refused(nonce, wrong(nonce))
            assert refused(nonce, signed(secret, first, "page", nonce)), "a nonce serves once"
        assert refused("0" * 64, signed(secret, first, "page", "0" * 64)), "a nonce of one's own"
        for body in ("", "[]", "{}", '{"nonce": "x"}', '{"nonce": "\\ud800"}', '{"nonce": 1}', "x" * 2_000):
            assert call(first, body) == stranger
        hello = met(first)
        assert hello["proofs"] != [signed(secret, other, "server", hello["drawn"])]
        assert proved(first, secret)[0] == 200


def test_a_nonce_that_has_served_leads_nowhere_with_another_secret(book: Path) -> None:
    with served_again(book) as one:
        browser = Browser(one)
        first, second = str(browser.opens()), str(browser.opens())
        nonce = met(one)["nonce"]
        assert call(one, {"nonce": nonce, "proof": signed(first, one, "page", nonce)})[0] == 200
        assert call(one, {"nonce": nonce, "proof": signed(second, one, "page", nonce)})[0] == 403


def test_nonces_are_few_and_end_soon(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served_again(book) as one:
        secret = admitted(one)
        nonces = [met(one)["nonce"] for _ in range(9)]
        statuses = [call(one, {"nonce": nonce, "proof": "0" * 64})[0] for nonce in nonces]
        assert statuses == [403] * 9
        nonces = [met(one)["nonce"] for _ in range(9)]
        proof = signed(secret, one, "page", nonces[0])
        assert call(one, {"nonce": nonces[0], "proof": proof})[0] == 403, "the ninth took its place"
        monkeypatch.setattr(again, "_SECONDS", -1)
        assert proved(one, secret)[0] == 403
        monkeypatch.undo()
        assert proved(one, secret)[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "localhost"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
)
def test_another_sites_call_is_refused(book: Path, headers: dict[str, str]) -> None:
    with served_again(book) as one:
        admitted(one)
        assert call(one, {"nonce": "0" * 64}, **headers) == asked(root(one.address))[:2]
        body = json.dumps({"nonce": "0" * 64})
        assert asked(root(one.address), "again", "POST", body)[0] == 403  # without an origin
        assert asked(root(one.address), "again")[0] == 403


def test_neither_on_another_port_nor_for_another_workbook_is_a_page_known(book: Path, tmp_path: Path) -> None:
    with served_again(book) as first:
        admitted(first)
    with served_again(tmp_path / "other.xlsx", port(first)) as other:
        assert call(other, {"nonce": "0" * 64})[0] == 403
    with socket.create_server(("127.0.0.1", port(first))), served_again(book) as moved:
        assert call(moved, {"nonce": "0" * 64})[0] == 403
    assert addresses.last(str(book)) == (port(moved), ())


def test_a_server_that_is_not_the_last_of_its_workbook_keeps_no_page_for_another(book: Path) -> None:
    with served_again(book) as first, served_again(book) as second:
        assert admitted(first)
        assert addresses.last(str(book)) == (port(second), ())
        secret = admitted(second)
        assert addresses.last(str(book)) == (port(second), (secret,))


def test_a_secret_stands_in_one_answer_and_in_a_private_file(
    book: Path, keyed: Loopback, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with served_again(book) as one:
        secret = admitted(one)
        texts = [str(asked(one.address, path)) for path in ("", "api/book", "api/book?new=1", "api/turns", "api/setup")]
        texts += [str(asked(one.address, path)) for path in ("api/usage", "api/history", "api/receipts.jsonl")]
        texts += [json.dumps(met(one)), str(proved(one, secret)), str(asked(root(one.address), "again"))]
    assert not [text for text in (*texts, caplog.text, *capfd.readouterr()) if secret in text]
    file = user_cache_path("sheetllm", appauthor=False) / "addresses.json"
    assert file.is_file()
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600


def test_the_mark_of_a_server_is_for_those_alone_who_have_its_address(book: Path) -> None:
    with served_again(book) as one:
        mark = json.loads(asked(one.address, "api/book?new=1")[1])["page"]["mark"]
        for path in ("", "static/main.js", "api/book", "api/none"):
            assert asked(one.address, path)[2]["x-mark"] == mark
        nonce = json.dumps({"nonce": "0" * 64})
        for path, method, body in (("", "GET", None), ("x/api/book", "GET", None), ("again", "POST", nonce)):
            answer = asked(root(one.address), path, method, body, origin=root(one.address)[:-1])
            assert mark not in str(answer)
