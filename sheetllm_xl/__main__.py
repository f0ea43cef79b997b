"""``python -m sheetllm_xl`` is ``sheetllm``."""

from .cli import main

main()
