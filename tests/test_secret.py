"""Keys of any service: refused where a person types them, masked wherever they would be sent, kept or logged (M21)."""

from __future__ import annotations

import hashlib
import json
import logging
import random
import uuid
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl import app
from sheetllm_xl.answers.receipts import receipt_fields
from sheetllm_xl.chain.prompts import accepted
from sheetllm_xl.chain.row_batches import allowed
from sheetllm_xl.compress import compress
from sheetllm_xl.errors import InputError, SettingError, SheetLLMError
from sheetllm_xl.messages.document import cell_lines, fenced
from sheetllm_xl.server.log import begin_log
from sheetllm_xl.settings import load
from sheetllm_xl.sheet import Cell, Sheet
from sheetllm_xl.text import secret
from sheetllm_xl.text.secret import holds, masked, masked_in

from .bench.corpus import ABSENT, CORPUS, sheets
from .chain.replying import cell, reply
from .loopback import Loopback, says

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def drawn(length: int, letters: str = _LETTERS) -> str:
    """Made anew for each run of the tests, the same each time: no key of anybody."""
    return "".join(random.Random(length).choices(letters, k=length - 2)) + "a7"


KEYS = {
    "Anthropic": f"sk-ant-api03-{drawn(40)}",
    "OpenAI": f"sk-proj-{drawn(60)}",
    "OpenAI, old": f"sk-{drawn(48)}",
    "AWS": f"AKIA{drawn(18, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')[:16].upper().replace('7', '6')}",
    "Bedrock": f"ABSK{drawn(112)}==",
    "GitHub": f"ghp_{drawn(36)}",
    "Azure": f"{drawn(52)}JQQJ99{drawn(26)}",
    "Slack": f"xoxb-123456789012-{drawn(24)}",
    "Google": f"AIza{drawn(35)}",
    "JWT": f"eyJhbGciOiJIUzI1NiJ9.eyJ{drawn(30)}.{drawn(43)}",
    "PEM": f"-----BEGIN RSA PRIVATE KEY-----\n{drawn(64)}\n{drawn(64)}\n-----END RSA PRIVATE KEY-----",
    "bearer": f"Authorization: Bearer {drawn(40)}",
    "named": f"api_key = {drawn(32)}",
    "own": f"our-gateway-{drawn(20, 'abcdefgh')}",
}
every_kind = pytest.mark.parametrize("kind", KEYS)


@pytest.fixture(autouse=True)
def _own_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret, "_own", set[str]())
    secret.know(KEYS["own"])


def is_gone(kind: str, text: str) -> bool:
    """Whether nothing that would be of use stands in a text: no ten characters of the key's secret part."""
    parts = KEYS[kind].replace("\n", " ").replace("-----", " ").split()
    core = max(parts, key=len)[-16:].rstrip("=")
    return core not in text and core.lower() not in text.lower()


@every_kind
def test_a_key_is_refused_in_a_question_a_label_and_an_option(kind: str) -> None:
    for refused in (
        lambda: accepted(f"What is it? {KEYS[kind]} thanks"),
        lambda: allowed(["yes", KEYS[kind]]),
        lambda: load(model=KEYS[kind]),
    ):
        with pytest.raises((InputError, SettingError), match="API key") as caught:
            refused()
        assert is_gone(kind, str(caught.value))


@every_kind
def test_a_key_is_masked_in_what_is_sent(kind: str) -> None:
    sheet = Sheet.of(
        f"S {KEYS[kind]}", [Cell(1, 1, "Note"), Cell(2, 1, f"it is {KEYS[kind]}, he said"), Cell(3, 1, "x")]
    )
    for content in (
        "\n".join(cell_lines(sheet, sheet.used).values()),  # type: ignore[arg-type]
        compress(sheet).text,
        f"|sheet {sheet.name}",
    ):
        document = fenced(content)
        assert is_gone(kind, document)
        assert "masked" in document


@every_kind
@pytest.mark.parametrize("disguise", ["\u200b", "\u00ad", "\u2060", "\u3164", "\ufe0f", "wide"])
def test_a_disguise_hides_no_key(kind: str, disguise: str) -> None:
    plain = KEYS[kind]
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in plain)
    text = wide if disguise == "wide" else disguise.join(plain)
    assert holds(text)
    told = masked(f"a {text} b")
    assert (told[:2], told[-2:]) == ("a ", " b")
    assert is_gone(kind, secret.undisguised(told))


@every_kind
def test_no_key_is_kept_or_logged(kind: str, api: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = " ".join(KEYS[kind].split())
    sheet = Sheet.of(f"S {key}", [Cell(1, 1, "Note"), Cell(2, 1, key), Cell(1, 2, "Units"), Cell(2, 2, 3.0)])
    api.then(says(reply("=A2", f"{{result}} {key}", cell("A2", key), table=key, other=key)))
    settings = load(base_url=api.url, model="m", max_retries=0)
    book = f"C:\\Users\\me\\{key.replace('/', '')}.xlsx"
    try:
        answers = app.answers(lambda: settings)
        record = answers.ask(answers.question(sheet, "What is the note?", workbook=book))
        said = record.text + record.sentence + str(record.rows) + str(record.doubts) + str(record.notes)
    except SheetLLMError as error:  # a failure is kept as well
        said = str(error)
    assert is_gone(kind, said)
    (kept,) = app.ledger(settings).receipts()
    assert is_gone(kind, json.dumps(receipt_fields(kept), ensure_ascii=False))
    assert is_gone(kind, "".join(request.raw.decode() for request in api.requests))

    ours = logging.getLogger("sheetllm_xl")
    monkeypatch.setattr(ours, "handlers", [])
    begin_log(tmp_path / "server.log")
    ours.error("button %s", f"{KEYS[kind]}\nforged line")
    (handler,) = ours.handlers
    handler.close()
    log = (tmp_path / "server.log").read_text(encoding="utf-8")
    assert is_gone(kind, log)
    assert log.count("\n") == 1


ORDINARY = (
    *(str(uuid.UUID(int=random.Random(i).getrandbits(128))) for i in range(20)),
    *(hashlib.new(kind, b"x").hexdigest() for kind in ("md5", "sha1", "sha256", "sha512")),
    "DE89 3704 0044 0532 0130 00", "DE89370400440532013000", "GB29NWBK60161331926819", "SK3112000000198742637541",
    "SK-81101-Bratislava-Stare-Mesto-2026", "task-force-of-the-2026-annual-review-board", "AKIA Motors 2026",
    "ASIA-PACIFIC-REGION-2026-Q3", "Asiatic Lily 250 bulbs", "sk-learn pipeline", "risk-adjusted-return-2026-quarter-3",
    "Key Account Manager: Müller-Lüdenscheidt 2024", "API key: see the vault", "Access token expires 2026-01-01",
    "Secret key metrics for the year 2026", "Bearer bonds of 1999", "bearer", "Primary key", "API token",
    "Token ring 2", "api key: rotate every 90 days", "ghp_", "eyJ", "xox", "AIza", "the eye J. saw.eyJ", "SG.1",
    "PN-4711-0815-AB-33-X", "9780306406157", "4006381333931", "https://example.com/a/b?c=d&token=x",
    "a" * 300, "A1B2C3" * 12,
    "TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAAAAAAA", "Monkey_business-2026_final_version_with_tables", "ollama",
    "-----BEGIN CERTIFICATE-----", "----- 2026 -----", "key = value", "Passwort: siehe Safe", "키 1234", "열쇠",
    "密钥 2026",
)  # fmt: skip


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_texts_are_no_keys(text: str) -> None:
    assert not holds(text)
    assert masked(text) == text


@given(st.text())
def test_masking_leaves_no_key_and_every_other_text(text: str) -> None:
    if not holds(text):
        assert masked(text) == text
    for kind, key in KEYS.items():
        told = masked(f"{text} {key} {text}")
        assert is_gone(kind, told)
    assert masked_in({"a": [text, 1, None, (KEYS["AWS"],)]})["a"][3] == [secret.MASK]


def test_a_key_of_ones_own_is_known_once_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "gateway-word-without-a-form")
    assert not holds("gateway-word-without-a-form")
    app.claude(load(base_url="https://models.example.com"))
    assert masked("it is gateway-word-without-a-form.") == f"it is {secret.MASK}."
    secret.know("ollama")  # a word that local servers take for a key
    assert not holds("ask ollama")


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.skipif(not CORPUS.is_dir(), reason=ABSENT)
def test_no_text_of_real_workbooks_is_taken_for_a_key() -> None:
    texts = {value for _, sheet in sheets("general") for value in sheet.values if isinstance(value, str)}
    assert len(texts) > 10_000
    assert [text for text in texts if holds(text)] == []
