"""The installer itself, built twice: the same bytes, and tables that ask for no administrator."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

import olefile
import pytest

from installer import signing, tables
from installer.build import build
from installer.package import FAMILY
from installer.stage import sample_workbook
from sheetllm_xl.files.sample import FILE

from .product import dist

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a build."""
    return dist(tmp_path_factory.mktemp("one"))


@pytest.fixture(scope="module")
def msi(built: Path) -> Path:
    return next(built.glob("*.msi"))


def test_another_build_elsewhere_has_the_same_bytes(built: Path, tmp_path: Path) -> None:
    build(tmp_path / "another place")
    again = tmp_path / "another place/SHA256SUMS"
    assert again.read_text() == (built / "SHA256SUMS").read_text()


def test_it_is_as_small_as_promised(msi: Path) -> None:
    assert msi.stat().st_size < 47e6
    assert sum(int(row[3]) for row in tables.rows(msi, "File")) < 120e6
    assert len(tables.rows(msi, "File")) < 900


def test_it_is_for_one_person_and_asks_for_no_administrator(msi: Path) -> None:
    properties = dict(row[:2] for row in tables.rows(msi, "Property"))
    assert properties.get("ALLUSERS", "") == ""
    codes = [properties["ProductCode"], properties["UpgradeCode"], *(row[0] for row in tables.rows(msi, "Upgrade"))]
    assert all(re.fullmatch(r"\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}", code) for code in codes), codes
    assert set(codes[1:]) == {f"{{{FAMILY}}}"}  # by it an upgrade finds the version before
    assert {row[1] for row in tables.rows(msi, "Registry")} == {"1"}  # HKEY_CURRENT_USER
    with olefile.OleFileIO(str(msi)) as ole:
        assert ole.get_metadata().security is not None
        words = ole.getproperties("\x05SummaryInformation")[15]
    assert words & 8  # elevated privileges are not required
    actions = {row[0]: int(row[1]) for row in tables.rows(msi, "CustomAction")}
    assert actions.keys() == tables.ACTIONS.keys()
    assert not any(kind & 2048 for kind in actions.values())


def test_each_file_has_a_short_name_of_its_own_in_its_folder(msi: Path) -> None:
    folders = {row[0]: row[2] for row in tables.rows(msi, "Component")}
    short = [(folders[row[1]], row[2].partition("|")[0]) for row in tables.rows(msi, "File")]
    assert len(short) == len(set(short))
    assert all(len(name.partition(".")[0]) == 8 for _, name in short)


def test_the_sample_is_shipped_and_nothing_as_source_or_under_a_doubtful_licence(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.zip"))) as archive:
        names = archive.namelist()
        assert archive.read("SheetLLM/" + FILE) == sample_workbook()
        licences = archive.read("SheetLLM/LICENSES.txt").decode()
    assert not [name for name in names if name.endswith((".py", ".pyi", ".h", ".lib")) or "xlwings/pro" in name]
    for whose in ("Python: ", "numpy-", "anthropic-", "xlwings-", "sheetllm_xl-"):
        assert f"\n{whose}" in f"\n{licences}"


@pytest.mark.parametrize("ending", ["pem", "pfx"])
def test_it_can_be_signed_and_a_changed_byte_is_found(
    msi: Path, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, own, signed = tmp_path / "key.pem", tmp_path / f"own.{ending}", tmp_path / "signed.msi"
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Test", "-days", "2"]
    made += ["-addext", "extendedKeyUsage=codeSigning", "-keyout", str(key), "-out", str(tmp_path / "c.pem")]
    subprocess.run(["openssl", *made], check=True, capture_output=True)
    if ending == "pem":
        own.write_bytes((tmp_path / "c.pem").read_bytes() + key.read_bytes())
    else:
        monkeypatch.setenv(signing.PASSWORD, "word")
        export = ["pkcs12", "-export", "-inkey", key, "-in", tmp_path / "c.pem", "-passout", "pass:word", "-out", own]
        subprocess.run(["openssl", *export], check=True, capture_output=True)
    signed.write_bytes(msi.read_bytes())
    signing.sign(signed, str(own))
    verify = ["osslsigncode", "verify", "-CAfile", str(tmp_path / "c.pem"), "-in", str(signed)]
    assert subprocess.run(verify, capture_output=True, check=False).returncode == 0
    content = bytearray(signed.read_bytes())
    content[len(content) // 2] ^= 1
    signed.write_bytes(content)
    assert subprocess.run(verify, capture_output=True, check=False).returncode != 0
