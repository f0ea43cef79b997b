"""Wording: the sentences of an answer to the page, in the language that the page asks for."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from ..text.languages import LANGUAGES, translated

_OURS = frozenset(
    ("agree", "caps", "done", "error", "fix", "key", "note", "notes", "outside", "problem", "seen", "sentence", "takes")
)  # names of fields whose texts are sentences of the code; no other field is touched, least of all what a cell holds


def worded(request: Request, fields: Any, status: int = 200) -> JSONResponse:
    """What the page is answered, its sentences in the language of the request."""
    language = request.headers.get("accept-language", "")[:2]
    return JSONResponse(in_language(fields, language) if language in LANGUAGES[1:] else fields, status)


def in_language(fields: Any, language: str) -> Any:
    """JSON's types with every sentence of ours in that language.

    >>> in_language({"value": "Spending is paused.", "caps": ["Spending is paused."]}, "de")
    {'value': 'Spending is paused.', 'caps': ['Die Ausgaben sind angehalten.']}
    """
    if isinstance(fields, dict):
        return {
            name: _put(one, language) if name in _OURS else in_language(one, language) for name, one in fields.items()
        }
    if isinstance(fields, list) and fields and isinstance(fields[0], dict):  # a list of lists holds cells
        return [in_language(one, language) for one in fields]
    return fields


def _put(ours: Any, language: str) -> Any:
    if isinstance(ours, list):
        return [_put(one, language) for one in ours]
    return translated(ours, language) if isinstance(ours, str) else in_language(ours, language)
