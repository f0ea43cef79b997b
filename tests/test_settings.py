from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from sheetllm_xl.errors import SheetLLMError
from sheetllm_xl.ports import Usage
from sheetllm_xl.settings import load, policy_file, set_line, unknown_names, user_file


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


PRICED = """
[prices."claude-sonnet-5-5"]
as_of = 2026-11-01
input = 3
output = 15
"""


def test_cost_is_shown_only_for_prices_that_someone_set() -> None:
    usage = Usage(1_000_000, 100_000, 200_000, 2_000_000)
    assert load(base_url="https://example.org").cost(usage) is None
    write(user_file(), PRICED)
    settings = load()
    assert settings.cost(usage) == pytest.approx(3 + 1.5 + 0.6 + 6)
    assert settings.cost(usage, "claude-sonnet-5-5-20261001") == settings.cost(usage)  # its dated name
    assert settings.cost(usage, "another") is None
    assert str(settings.price().as_of) == "2026-11-01"  # type: ignore[union-attr]
    write(user_file(), PRICED + "cache_write = 3.75\ncache_read = 0.3")
    assert load().cost(usage) == pytest.approx(5.85)


def test_list_prices_hold_at_anthropics_own_address_alone_and_make_way_for_any_that_are_set() -> None:
    listed = load().price()
    assert listed
    assert (listed.input, listed.cache_write, listed.cache_read, listed.output) == (2, 2.5, 0.1, 10)
    assert listed.source.startswith("https://platform.claude.com/")
    assert listed.words(date(2027, 2, 8)) == "list prices of 2026-11-10"
    assert listed.words(date(2027, 2, 9)) == "list prices of 2026-11-10, more than 90 days old"
    assert load().price("claude-haiku-5-5") is None
    elsewhere = ({"base_url": "https://example.org"}, {"road": "vertex", "vertex_region": "global"})
    assert [load(**one).price() for one in elsewhere] == [None, None]
    write(user_file(), PRICED.replace("sonnet", "opus"))
    assert load().price() is None  # the list as a whole gives way
    mine = load().price("claude-opus-5-5")
    assert mine
    assert (mine.output, mine.words(date(2026, 11, 1))) == (15, "prices of 2026-11-01")


def test_prices_of_policy_replace_the_whole_table(monkeypatch: pytest.MonkeyPatch) -> None:
    write(user_file(), PRICED + "cache_read = 0.3\n[prices.another]\nas_of = 2020-01-01\ninput = 1\noutput = 1")
    write(policy_file(), PRICED.replace("3", "2"))
    known = load().prices or {}
    assert {name: (price.input, price.cache_read) for name, price in known.items()} == {"claude-sonnet-5-5": (2, None)}
    policy_file().unlink()
    monkeypatch.setenv("SHEETLLM_PRICES", '{"m": {"as_of": "2026-01-02", "input": 1, "output": 2}}')
    assert set(load().prices or {}) == {"m"}


@pytest.mark.parametrize("wrong", ["input = -1", "as_of = 'soon'", "inptu = 3", "currency = 'EUR'"])
def test_a_bad_price_is_one_sentence(wrong: str) -> None:
    name = wrong.partition(" ")[0]
    kept = "\n".join(line for line in PRICED.splitlines() if not line.startswith(f"{name} "))
    write(user_file(), f"{kept}\n{wrong}")
    with pytest.raises(SheetLLMError, match=f"prices .*claude-sonnet-5-5, {name},"):
        load()


@pytest.mark.parametrize(
    "before",
    [
        "",
        'model = "old"\n',
        '"model" = "old"\n',
        "'model'='old' # why\nmax_parts = 3\n",
        'max_parts = 3\n\nmodel = """\nold"""\nread_seconds = 9.0\n',
        '# model = "a remark"\nmax_parts = 3\nmodel = "old"\n[prices."m"]\nas_of = 2026-11-01\ninput = 1\noutput = 2\n',
        'max_parts = 3\r\nmodel = "old"\r\n',
        '[prices."model"]\nas_of = 2026-11-01\ninput = 1\noutput = 2',
    ],
)
@pytest.mark.parametrize("name", ["claude-haiku-5-5", 'a"b\\c # d', "모델", "x\x7f"])
def test_a_setting_is_changed_however_it_is_spelled_and_all_else_stays(before: str, name: str) -> None:
    write(user_file(), before)
    user_file().write_bytes(before.encode())
    kept = {key: value for key, value in tomllib.loads(before).items() if key != "model"}
    set_line("model", name)
    text = user_file().read_bytes().decode()
    assert tomllib.loads(text) == kept | {"model": name}
    assert [line for line in before.splitlines() if line.startswith("#")] == [
        line for line in text.splitlines() if line.startswith("#")
    ]
    assert load().model == name


def test_a_setting_that_cannot_be_found_is_left_to_the_person() -> None:
    write(user_file(), text := '"mod\\u0065l" = "old"\n')
    with pytest.raises(SheetLLMError, match="by hand"):
        set_line("model", "new")
    assert user_file().read_text(encoding="utf-8") == text


def test_a_mistyped_variable_is_named_with_the_setting_it_is_like(monkeypatch: pytest.MonkeyPatch) -> None:
    assert unknown_names() == []
    monkeypatch.setenv("SHEETLLM_DEADLINE_SECOND", "9")
    monkeypatch.setenv("SHEETLLM_ZZZ", "secret")
    monkeypatch.setenv("SHEETLLM_DEBUG", "1")
    monkeypatch.setenv("SHEETLLM_MODEL", "m")
    assert unknown_names() == [
        "SHEETLLM_DEADLINE_SECOND is no setting, so it changes nothing; there is SHEETLLM_DEADLINE_SECONDS.",
        "SHEETLLM_ZZZ is no setting, so it changes nothing.",
    ]
