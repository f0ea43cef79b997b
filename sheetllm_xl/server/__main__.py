"""``python -m sheetllm_xl.server``: how Windows starts the server where an earlier version registered it."""

from .early import main

main()
