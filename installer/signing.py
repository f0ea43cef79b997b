"""Signatures: the package's, by a certificate in a file, through osslsigncode, or by a company's own command; and the
add-in's, which is made on Windows (IT.md) and only taken over here.
"""

from __future__ import annotations

import os
import shlex
import shutil
import zipfile
from pathlib import Path

from .tools import NotBuilt, run

_RIBBON = "customUI/customUI14.xml"
_NAME = ("-n", "SheetLLM for Excel", "-h", "sha256")
PASSWORD = "SHEETLLM_SIGN_PASSWORD"  # noqa: S105 - the name of the variable that holds it


def sign(msi: Path, by: str) -> None:
    """Sign in place. ``by`` is a .pfx, a .pem that holds certificate and key, or a command that ends with the file.

    The password of the file is in the environment, as SHEETLLM_SIGN_PASSWORD. Raises NotBuilt where it fails. No time
    stamp is asked for: that needs a network; a command of one's own may.
    """
    kind = Path(by).suffix.lower()
    if kind not in (".pfx", ".p12", ".pem"):
        first, *rest = shlex.split(by)
        run(first, *rest, msi)
        return
    key = ["-certs", by, "-key", by] if kind == ".pem" else ["-pkcs12", by]
    secret = ["-readpass", "/dev/stdin"] if PASSWORD in os.environ else []
    signed = msi.with_suffix(".signed")
    run("osslsigncode", "sign", *key, *secret, *_NAME, "-in", msi, "-out", signed, given=os.environ.get(PASSWORD))
    signed.replace(msi)


def take(signed: Path, add_in: Path) -> None:
    """Put a signed copy of our add-in in its place. Raises NotBuilt where it is not that."""
    try:
        with zipfile.ZipFile(signed) as theirs, zipfile.ZipFile(add_in) as ours:
            if not any(name.startswith("xl/vbaProjectSignature") for name in theirs.namelist()):
                raise NotBuilt(f"The VBA project of {signed} is not signed.")
            if theirs.read(_RIBBON) != ours.read(_RIBBON):
                raise NotBuilt(f"{signed} is not made of this version: its ribbon is another.")
    except (OSError, KeyError, zipfile.BadZipFile):
        raise NotBuilt(f"{signed} is no add-in that can be read.") from None
    shutil.copyfile(signed, add_in)
