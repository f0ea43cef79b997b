"""The key in the vault of Windows: put there from Excel, read by another process, used, and taken out."""

from __future__ import annotations

import pytest

from ..loopback import Loopback, says
from .machine import Machine
from .test_cells import TOTAL, asking
from .vbscript import literal, said

pytestmark = [pytest.mark.windows, pytest.mark.timeout(900)]
KEY = "sk-ant-api03-" + "Ab3_" * 20 + "wxyz"
_READ = (
    "import json; from sheetllm_xl import credentials, settings; host = credentials.host_of(settings.load().base_url); "
    "print(json.dumps([credentials.key(host), credentials.where_from(host)]))"
)


def test_a_key_set_by_the_button_is_used_and_can_be_cleared(excel: Machine, api: Loopback) -> None:
    (stored,) = said(excel, f'Say server.RunButton("SetKey", "{KEY}")\n')
    assert stored == "The key …wxyz is kept in the vault of this computer (keyring.backends.Windows.WinVaultKeyring)."
    assert excel.told(_READ) == [KEY, "the vault of this computer (keyring.backends.Windows.WinVaultKeyring)"]

    api.then(says(TOTAL))
    assert said(excel, asking(5)) == [2250.0]
    assert KEY in str(api.requests[-1].headers)

    cleared, again = excel.sheetllm("key", "clear"), excel.sheetllm("key", "clear")
    assert (cleared.code, cleared.said) == (0, "The key is gone from the vault.\n")
    assert (again.code, "no key in the vault" in again.complained) == (4, True)
    assert excel.told(_READ)[0] is None
    log = (excel.home / "AppData/Local/sheetllm/Logs/server.log").read_text(encoding="utf-8")
    assert KEY not in log


def test_what_is_no_key_is_refused_with_a_sentence(excel: Machine) -> None:
    script = f'Say server.RunButton("SetKey", {literal("sk-ant-Schlüssel")})\n'
    assert said(excel, script)[0].startswith("This is not an API key")


def test_the_vault_itself_takes_any_text(machine: Machine) -> None:
    place = "keyring, json; place = 'sheetllm-test', 'Zoë'; "
    assert (
        machine.run("-c", f"import sys, {place}keyring.set_password(*place, sys.argv[1])", "Schlüssel 열쇠").code == 0
    )
    assert machine.told(f"import {place}print(json.dumps(keyring.get_password(*place)))") == "Schlüssel 열쇠"
    gone = f"import {place}keyring.delete_password(*place); print(json.dumps(keyring.get_password(*place)))"
    assert machine.told(gone) is None
