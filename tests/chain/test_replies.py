from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.errors import ReplyError
from sheetllm_xl.messages.replies import LONGEST, AnswerReply, ChoiceReply, CitedCell, TablesReply, read_reply, schema
from sheetllm_xl.ports import Completion, Usage

from .replying import cell, reply

GOOD = reply("=B2", "It is {result}.", cell("B2", "12"))


def came(text: str, reason: str = "end_turn") -> Completion:
    return Completion(text, reason, Usage(), "m")


@pytest.mark.parametrize("reason", ["end_turn", "stop_sequence"])
def test_only_a_finished_reply_is_read(reason: str) -> None:
    assert read_reply(came(json.dumps(GOOD), reason), AnswerReply).formulas == ("=B2",)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("max_tokens", "cut off"),
        ("refusal", "refused"),
        ("pause_turn", "paused"),
        ("tool_use", "tool"),
        ("model_context_window_exceeded", "longer than"),
        ("something_new", "something_new"),
        ("None", "None"),
        ("", "stopped"),
    ],
)
def test_every_other_stop_reason_is_a_sentence_though_the_text_be_perfect(reason: str, said: str) -> None:
    with pytest.raises(ReplyError, match=said):
        read_reply(came(json.dumps(GOOD), reason), AnswerReply)


@pytest.mark.parametrize(
    "text", ["", "The answer is 12.", '{"kind": "value"', "[", "```json\n{\n```", '{"a": NaNa}', "[" * 100_000]
)
def test_what_is_not_json_is_a_sentence(text: str) -> None:
    with pytest.raises(ReplyError, match=r"not JSON|agreed form") as caught:
        read_reply(came(text), AnswerReply)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "said",
    [
        [],
        3,
        None,
        {},
        GOOD | {"kind": "perhaps"},
        GOOD | {"cells": [{"cell": 3}]},
        GOOD | {"formulas": [3]},
        GOOD | {"answer": "long " * 2000},
        GOOD | {"formulas": ["=B2"] * 201},
        GOOD | {"cells": [cell("B2", "12")] * 201},
    ],
)
def test_another_form_is_a_sentence(said: object) -> None:
    with pytest.raises(ReplyError, match="agreed form"):
        read_reply(came(json.dumps(said)), AnswerReply)


def test_further_fields_fences_and_bare_numbers_are_read_all_the_same() -> None:
    loose = GOOD | {"confidence": 1, "cells": [{"cell": "B2", "value": 12, "why": "?"}]}
    said = read_reply(came(f"```json\n{json.dumps(loose, indent=1)}\n```\n"), AnswerReply)
    assert (said.formulas, said.cells) == (("=B2",), (CitedCell(cell="B2", value="12"),))
    assert read_reply(came('{"tables": [{"range": "A1:B2"}, "D1"]}'), TablesReply).tables == ("A1:B2", "D1")


def test_a_model_without_structured_output_may_name_one_formula() -> None:
    said = read_reply(came('{"found": true, "answer": "", "result": "=B2", "cells": []}'), AnswerReply)
    assert (said.kind, said.formulas, said.found) == ("value", ("=B2",), True)
    said = read_reply(came('{"found": false, "answer": "No.", "result": null, "cells": []}'), AnswerReply)
    assert (said.kind, said.formulas, said.found) == ("none", (), False)
    assert read_reply(came(json.dumps(GOOD | {"formulas": "=B2"})), AnswerReply).formulas == ("=B2",)


def test_a_key_in_a_reply_is_masked() -> None:
    said = read_reply(came(json.dumps(GOOD | {"answer": "It is sk-ant-api03-abcdef."})), AnswerReply)
    assert said.answer == "It is sk-ant-(masked)."


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["kind", "answer", "formulas", "result", "cells", "cell", "value", "tables"]), inner
            )
        ),
    )
)
def test_any_json_is_a_form_or_a_sentence(said: object) -> None:
    for form in (AnswerReply, ChoiceReply, TablesReply):
        with contextlib.suppress(ReplyError):
            assert isinstance(read_reply(came(json.dumps(said)), form), form)


def test_what_masks_make_longer_than_a_text_may_be_is_refused() -> None:
    keys = "sk-ant-1234 " * 600  # 7,200 characters, 9,000 with the masks
    assert len(keys) < LONGEST
    with pytest.raises(ReplyError, match="agreed form"):
        read_reply(came(json.dumps(GOOD | {"table": keys})), AnswerReply)
    taken = read_reply(came(json.dumps(GOOD | {"table": keys[:6000]})), AnswerReply)
    assert AnswerReply.model_validate(taken.model_dump()) == taken


def test_terminal_codes_and_unseen_characters_do_not_reach_a_screen() -> None:
    nasty = "North\x1b[2J\r\nsold \x9b31m\U000e0041{result}\u202e.\ud800"
    said = read_reply(came(json.dumps(GOOD | {"answer": nasty})), AnswerReply)
    assert said.answer == "North [2J sold 31m{result}."


@pytest.mark.parametrize("form", [AnswerReply, ChoiceReply, TablesReply])
def test_the_schema_closes_every_object_and_requires_every_field_but_of_a_readings_parts(
    form: type[AnswerReply],
) -> None:
    def objects(node: object) -> list[dict[str, object]]:
        below = node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
        found = [each for child in below for each in objects(child)]
        return [*found, node] if isinstance(node, dict) and node.get("type") == "object" else found

    for each in objects(schema(form)):
        assert each["additionalProperties"] is False
        required = ["do"] if each["title"] == "ReadingPart" else list(each["properties"])  # type: ignore[call-overload]
        assert each["required"] == required
