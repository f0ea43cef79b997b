"""What an uninstall with REMOVEDATA=1 takes: the key of the host that is asked, and this person's folders."""

from __future__ import annotations

import pytest
from platformdirs import user_cache_path, user_config_path, user_data_path, user_log_path

from sheetllm_xl import credentials
from sheetllm_xl.settings import load
from sheetllm_xl.setup.forgetting import forget


@pytest.mark.parametrize("road", ["direct", "bedrock"])
def test_key_and_folders_are_gone(road: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETLLM_ROAD", road)
    monkeypatch.setenv("SHEETLLM_AWS_REGION", "eu-west-1")
    host = credentials.host_of(load().address)
    credentials.set_key("sk-ant-test-0000000000000000", host)
    paths = (user_data_path, user_config_path, user_cache_path, user_log_path)
    folders = [path("sheetllm", appauthor=False) for path in paths]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "file").touch()
    assert credentials.stored(host)
    forget()
    assert not credentials.stored(host)
    assert not any(folder.exists() for folder in folders)


def test_what_lies_beyond_a_link_stays() -> None:
    folder = user_data_path("sheetllm", appauthor=False)
    beyond = folder.parent.parent / "beyond"
    beyond.mkdir(parents=True)
    (beyond / "mine").touch()
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.symlink_to(beyond)
    forget()
    assert (beyond / "mine").exists()
