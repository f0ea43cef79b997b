"""Make the installer: ``python installer/build.py [--out dist] [--sign PFX|PEM|COMMAND] [--add-in FILE]``, on
Linux.

Writes SheetLLM-x.y.z.msi for one person's account, SheetLLM-x.y.z.zip with the same files for IT that pushes files, the
bill of materials, and SHA256SUMS. The same sources give the same bytes. Needs Python 3.13 to compile with, wixl,
msitools, osslsigncode and uv.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from installer import bill, signing
from installer.package import package
from installer.stage import stage, version, wheel
from installer.tools import NotBuilt


def build(out: Path, sign: str = "", number: str = "", add_in: Path | None = None) -> Path:
    """Write the installer and what goes with it; the path of the .msi. Raises NotBuilt with a sentence.

    ``add_in``: a signed copy of SheetLLM.xlam, laid instead of ours.
    """
    number = number or version()
    out.mkdir(parents=True, exist_ok=True)
    msi, packed = out / f"SheetLLM-{number}.msi", out / f"SheetLLM-{number}.zip"
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        laid = work / "SheetLLM"
        stage(laid, wheel(work / "wheel"), add_in)
        package(laid, number, work / msi.name)
        if sign:
            signing.sign(work / msi.name, sign)
        shutil.copyfile(work / msi.name, msi)
        _pack(laid, packed)
        shutil.copyfile(laid / bill.BILL, out / bill.BILL)
    written = (msi, packed, out / bill.BILL)
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in written]
    (out / "SHA256SUMS").write_text("".join(lines), encoding="ascii")
    return msi


def _pack(stage: Path, to: Path) -> None:
    with zipfile.ZipFile(to, "w") as archive:
        for path in sorted(path for path in stage.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"SheetLLM/{path.relative_to(stage).as_posix()}")
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes(), compresslevel=9)


def main() -> None:
    """Build, and say what came of it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--out", type=Path, default=Path("dist"))
    asked.add_argument("--sign", default="", metavar="PFX|PEM|COMMAND", help="sign the .msi; see installer/signing.py")
    asked.add_argument(
        "--add-in", type=Path, metavar="FILE", help="a signed copy of SheetLLM.xlam; see installer/IT.md"
    )
    given = asked.parse_args()
    try:
        msi = build(given.out, given.sign, add_in=given.add_in)
    except NotBuilt as reason:
        raise SystemExit(str(reason)) from None
    print((msi.parent / "SHA256SUMS").read_text(encoding="ascii"), end="")
    print(f"{msi}: {msi.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
