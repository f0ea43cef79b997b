"""Tidying: what an installer runs once the files lie there. Entries of earlier versions go: Excel loads one add-in.

pythonw -m sheetllm_xl.setup.tidying
"""

from __future__ import annotations

from . import WindowsRegistry, unload_everywhere

if __name__ == "__main__":
    unload_everywhere(WindowsRegistry())
