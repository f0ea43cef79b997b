from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sheetllm_xl.errors import SheetLLMError
from sheetllm_xl.ports import Usage
from sheetllm_xl.settings import load, policy_file, user_file


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_policy_then_options_then_environment_then_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().model == "claude-sonnet-5-5"
    write(user_file(), 'model = "from-file"\nmax_retries = 1\ndeadline_seconds = 30')
    assert (load().model, load().max_retries, load().deadline_seconds) == ("from-file", 1, 30.0)
    monkeypatch.setenv("SHEETLLM_MODEL", "from-environment")
    assert load().model == "from-environment"
    assert load(model="from-option", base_url=None).model == "from-option"
    write(policy_file(), 'model = "from-policy"')
    assert (load(model="from-option").model, load().max_retries) == ("from-policy", 1)


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load().model = "another"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("SHEETLLM_DEADLINE_SECONDS", "soon", "deadline_seconds"),
        ("SHEETLLM_DEADLINE_SECONDS", "0", "deadline_seconds"),
        ("SHEETLLM_MAX_RETRIES", "-1", "max_retries"),
        ("SHEETLLM_BASE_URL", "localhost:11434", "base_url"),
        ("SHEETLLM_BASE_URL", "https://me:secret@host", "base_url"),
        ("SHEETLLM_STRUCTURED_OUTPUT", "perhaps", "structured_output"),
    ],
)
def test_a_bad_setting_is_one_sentence(variable: str, value: str, named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SheetLLMError, match=named) as caught:
        load()
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"), [("modle = 'x'", "no setting modle"), ("model = ", "cannot be read"), ("model = 3", "model")]
)
def test_a_bad_file_is_one_sentence(text: str, said: str) -> None:
    write(user_file(), text)
    with pytest.raises(SheetLLMError, match=said) as caught:
        load()
    assert "\n" not in str(caught.value)


def test_a_directory_in_place_of_the_file_is_no_traceback() -> None:
    user_file().mkdir(parents=True)
    assert load().model == "claude-sonnet-5-5"


def test_cost_is_shown_only_for_prices_that_someone_set() -> None:
    usage = Usage(1_000_000, 100_000, 200_000, 2_000_000)
    assert load().cost(usage) is None
    priced: dict[str, Any] = {"input_price": 3, "output_price": 15}
    assert load(**priced).cost(usage) == pytest.approx(3 + 1.5 + 0.6 + 6)
    assert load(**priced, cache_write_price=3.75, cache_read_price=0.3).cost(usage) == pytest.approx(5.85)
