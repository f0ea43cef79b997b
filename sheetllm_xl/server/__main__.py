"""``python -m sheetllm_xl.server``: how Windows starts the server."""

from . import main

main()
