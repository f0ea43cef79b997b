"""ScriptedModel: a model that replies from a script, so that anyone can test a sheet without key or network."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import SheetLLMError
from ..ports import Completion, Prompt, Usage

Line = str | Mapping[str, Any] | Completion | SheetLLMError


class ScriptedModel:
    """Gives the lines of its script one after the other and keeps the ``prompts`` it was given.

    A mapping is sent as JSON, text as it is, a ``Completion`` unchanged; one of our errors is raised. A script that has
    run out is an AssertionError: the chain asked more often than the test foresaw.

    >>> model = ScriptedModel([{"tables": []}])
    >>> model.complete(Prompt("", "", "")).text
    '{"tables": []}'
    """

    def __init__(self, lines: Iterable[Line], name: str = "scripted") -> None:
        self.name = name
        self.prompts: list[Prompt] = []
        self._lines = list(lines)

    def complete(self, prompt: Prompt, again: object = None) -> Completion:
        """The next line of the script; its usage is one token in, one out."""
        self.prompts.append(prompt)
        if len(self.prompts) > len(self._lines):
            raise AssertionError(f"the script has {len(self._lines)} lines; this is call {len(self.prompts)}")
        line = self._lines[len(self.prompts) - 1]
        if isinstance(line, SheetLLMError):
            raise line
        if isinstance(line, Completion):
            return line
        text = line if isinstance(line, str) else json.dumps(line)
        return Completion(text, "end_turn", Usage(1, 1), self.name)
