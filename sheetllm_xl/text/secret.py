"""Secrets: what looks like a key or a password of a service, in any text, however it is disguised.

The forms are those that the services document for their own keys (and publish to secret scanners), so that a word of a
cell is not taken for one: a prefix of their own, a length, an alphabet. A key without a form of its own, such as 32
hexadecimal digits, is known by the words before it alone ("api key: …").
"""

from __future__ import annotations

import re
from typing import Any

from .unseen import undisguised

MASK, ANTHROPIC_MASK = "(masked key)", "sk-ant-(masked)"
_SHORTEST = 12  # characters of a key of one's own that is looked for; "ollama" and the like are words

_ANTHROPIC = r"(?i:sk-ant-[\w-]{4,})"
_FORMS = (
    r"sk-(?:[a-z0-9]{1,10}-){0,2}(?=[A-Za-z_-]{0,80}[0-9])[A-Za-z0-9_]{20,}[\w-]*",  # OpenAI, DeepSeek, OpenRouter
    r"(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}",  # Stripe
    r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])",  # AWS access key
    r"ABSK[A-Za-z0-9+/]{60,}={0,2}|bedrock-api-key-[A-Za-z0-9+/=]{20,}",  # Bedrock
    r"gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{22,}|glpat-[\w-]{20,}",  # GitHub, GitLab
    r"xox[abeoprs]-[A-Za-z0-9-]{10,}|xapp-[0-9]-[A-Za-z0-9-]{10,}",  # Slack
    r"AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{28}",  # Google
    r"[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}|[\w.~]{3}8Q~[\w.~-]{31,34}",  # Azure: AI services, client secrets
    r"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*",  # JSON Web Token (RFC 7519)
    r"npm_[A-Za-z0-9]{36}|pypi-AgE[\w-]{50,}|hf_[A-Za-z]{30,}|gsk_[A-Za-z0-9]{40,}|xai-[A-Za-z0-9]{60,}",
    r"SG\.[\w-]{22}\.[\w-]{43}",  # SendGrid
)
_NAMED = (
    r"(?i:(?:api|access|account|secret|subscription|auth)[-_ ]?(?:access[-_ ]?)?(?:key|token)|client[-_ ]?secret"
    r"|bearer)"
    r"[\"']?\s{0,3}[:= ]\s{0,3}[\"']?(?=[A-Za-z+/_.~-]{0,200}[0-9])(?=[^A-Za-z]{0,200}[A-Za-z])[\w+/.~-]{20,}={0,2}"
)
_PEM = (
    r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:[^|]{0,8000}?-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|[^\n|]*)"
)
_SECRET = re.compile(rf"(?<![A-Za-z0-9])(?:{_ANTHROPIC}|{'|'.join(_FORMS)}|{_NAMED})|{_PEM}")
# One of these, in small letters, stands in everything that the pattern finds: looked for first, as most texts have none
_HINTS = (
    "sk-", "sk_", "rk_", "akia", "asia", "abia", "acca", "absk", "bedrock-", "ghp_", "gho_", "ghu_", "ghs_", "ghr_",
    "github_pat", "glpat-", "xox", "xapp-", "aiza", "ya29.", "gocspx-", "jqqj99", "8q~", "eyj", "npm_", "pypi-", "hf_",
    "gsk_", "xai-", "sg.", "key", "token", "secret", "bearer", "-----begin",
)  # fmt: skip

_own: set[str] = set()


def know(key: str | None) -> None:
    """Treat this key of the person's own as a secret from now on, whatever it looks like."""
    if key and len(key) >= _SHORTEST:
        _own.add(key)


def holds(text: str) -> bool:
    """Whether a secret stands in a text, also in full-width letters or with unseen characters between its own.

    >>> holds("use sk-ant-api03-abcd"), holds("task-force-of-2026-and-more"), holds("ｓk-\u200bant-api03-abcd")
    (True, False, True)
    """
    return bool(_spans(undisguised(text)))


def masked(text: str) -> str:
    """The text with every secret in it replaced.

    >>> masked("Its key is sk-ant-api03-abcd.")
    'Its key is sk-ant-(masked).'
    """
    plain = undisguised(text)
    if not (spans := _spans(plain)):
        return text
    at = list(range(len(text) + 1)) if plain == text else _sources(text)
    pieces, done = [], 0
    for begin, end in spans:
        mask = ANTHROPIC_MASK if plain[begin : begin + 7].lower() == "sk-ant-" else MASK
        pieces += [text[done : at[begin]], mask]
        done = at[end - 1] + 1
    return "".join([*pieces, text[done:]])


def count(text: str) -> int:
    """How many secrets stand in a text."""
    return len(_spans(undisguised(text)))


def masked_in(value: Any) -> Any:
    """The value with secrets masked in every text of it, in lists and mappings as well; keys of mappings stay."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {name: masked_in(each) for name, each in value.items()}
    return [masked_in(each) for each in value] if isinstance(value, list | tuple) else value


def _sources(text: str) -> list[int]:
    """For each character of the undisguised text the place in the text that it comes from, and the text's end."""
    sources: list[int] = []
    for i, letter in enumerate(text):
        sources += [i] * len(undisguised(letter))
    return [*sources, len(text)]


def _spans(plain: str) -> list[tuple[int, int]]:
    """Where secrets stand; of two that overlap the first."""
    small = plain.lower()
    spans: list[tuple[int, int]] = []
    if any(hint in small for hint in _HINTS):
        spans = [match.span() for match in _SECRET.finditer(plain)]
    for key in _own:
        at = plain.find(key)
        while at >= 0:
            spans.append((at, at + len(key)))
            at = plain.find(key, at + len(key))
    apart: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if not apart or begin >= apart[-1][1]:
            apart.append((begin, end))
    return apart
