"""The key in the vault of Windows: put there from Excel, read by another process, used, and taken out."""

from __future__ import annotations

import pytest

from ..loopback import Loopback, says
from .machine import Machine
from .test_cells import TOTAL, asking
from .vbscript import literal, said

pytestmark = [pytest.mark.windows, pytest.mark.timeout(900)]
KEY = "sk-ant-api03-" + "Ab3_" * 20 + "wxyz"
_READ = "import json, keyring; from sheetllm_xl import credentials; print(json.dumps([credentials.key(), credentials.where_from()]))"


def test_a_key_set_by_the_button_is_used_and_can_be_cleared(excel: Machine, api: Loopback) -> None:
    (stored,) = said(excel, f'Set server = CreateObject("SheetLLM.Server")\nSay server.RunButton("SetKey", "{KEY}")\n')
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
    script = f'Set server = CreateObject("SheetLLM.Server")\nSay server.RunButton("SetKey", {literal("sk-ant-Schlüssel")})\n'
    assert said(excel, script)[0].startswith("This is not an API key")


def test_the_vault_itself_takes_any_text(machine: Machine) -> None:
    put = "import keyring, sys; keyring.set_password('sheetllm-test', 'Zoë', sys.argv[1])"
    assert machine.run("-c", put, "Schlüssel 열쇠").code == 0
    get = "import json, keyring; print(json.dumps(keyring.get_password('sheetllm-test', 'Zoë')))"
    assert machine.told(get) == "Schlüssel 열쇠"
    gone = "import json, keyring; keyring.delete_password('sheetllm-test', 'Zoë'); print(json.dumps(keyring.get_password('sheetllm-test', 'Zoë')))"
    assert machine.told(gone) is None
