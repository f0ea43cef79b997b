"""Forgetting: the key, the ledger, the log, copies of workbooks and the settings of this person, for good.

    pythonw -m sheetllm_xl.setup.forgetting

An uninstall runs it where REMOVEDATA=1 is given, and only there.
"""

from __future__ import annotations

import shutil
from contextlib import suppress

from platformdirs import user_cache_path, user_config_path, user_data_path, user_log_path

from .. import credentials
from ..errors import SheetLLMError
from ..settings import load


def forget() -> None:
    """Take them out; what is not there, or cannot be reached, is passed over."""
    with suppress(SheetLLMError):
        credentials.clear_key(credentials.host_of(load().address))
    with suppress(SheetLLMError):
        credentials.clear_key()
    for path in (user_cache_path, user_data_path, user_log_path, user_config_path):
        shutil.rmtree(path("sheetllm", appauthor=False), ignore_errors=True)


if __name__ == "__main__":
    forget()
