"""Pack the Excel add-in: ``python addin/build.py [SheetLLM.xlam]``. Needs what addin/requirements.txt pins."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from addin.packing import pack


def main(arguments: list[str]) -> None:
    """Pack to the path given, or into dist/."""
    target = Path(arguments[0] if arguments else "dist/SheetLLM.xlam")
    pack(target)
    content = target.read_bytes()
    print(f"{target}  {len(content)} bytes  sha256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main(sys.argv[1:])
