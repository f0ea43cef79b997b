"""What the installer is made of, without building it: the lock, what is left out, versions, the icon."""

from __future__ import annotations

import compileall
import importlib.util
import io
import marshal
import re
import shutil
import struct
import subprocess
import sys
import tomllib
import zipfile
import zlib
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from packaging.requirements import Requirement

from installer import cabinet, compiling, signing, stage, tables
from installer.lock import LOCK, PYPROJECT, locked
from installer.package import COMMAND, FAMILY
from installer.tools import NotBuilt
from sheetllm_xl.files.authored import is_ours

_WINDOWS = {"python_version": "3.13", "sys_platform": "win32", "platform_system": "Windows"}


def test_the_lock_has_what_pyproject_asks_for() -> None:
    asked = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]
    versions = locked()
    for line in map(Requirement, asked):
        if line.marker is None or line.marker.evaluate(_WINDOWS):
            found = versions.get(line.name.lower())
            assert found, f"{line} is not in installer/lock.txt: python installer/lock.py"
            assert line.specifier.contains(found), f"{line}, but {found} is locked: python installer/lock.py"


def test_each_package_is_one_wheel_of_one_hash() -> None:
    lines = [line for line in LOCK.read_text(encoding="ascii").splitlines() if not line.startswith("#")]
    assert len(lines) == len(locked())
    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+ --hash=sha256:[0-9a-f]{64}", line) for line in lines)


def test_what_is_left_out_is_gone_and_what_is_kept_stays(tmp_path: Path) -> None:
    for name in ("pygments/lexers/python.py", "pygments/lexers/ada.py", "numpy/tests/test_a.py", "numpy/core.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    stage.leave_out(tmp_path)
    assert {path.name for path in tmp_path.rglob("*.*")} == {"python.py", "core.py"}


def test_every_pattern_has_its_reason() -> None:
    entries = tomllib.loads(stage.LEFT_OUT.read_text(encoding="utf-8"))["left_out"]
    assert all(entry["why"].endswith(".") and entry["paths"] for entry in entries)
    patterns = [pattern for entry in entries for pattern in entry["paths"]]
    assert len(patterns) == len(set(patterns))


def test_packages_of_byte_code_alone_lie_in_one_archive(tmp_path: Path) -> None:
    site = tmp_path / "site"
    for name in (
        "pure/deep/a.pyc",
        "mixed/b.pyc",
        "mixed/b.pyd",
        "one.pyc",
        "sheetllm_xl/c.pyc",
        "x.dist-info/METADATA",
    ):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(name.encode())
    stage.zipped(site, tmp_path / "pure.zip")
    with zipfile.ZipFile(tmp_path / "pure.zip") as archive:
        assert {entry.compress_type for entry in archive.infolist() if not entry.is_dir()} == {zipfile.ZIP_DEFLATED}
        assert archive.namelist() == ["one.pyc", "pure/", "pure/deep/", "pure/deep/a.pyc"]
    assert sorted(path.name for path in site.iterdir()) == ["mixed", "sheetllm_xl", "x.dist-info"]


def test_descriptions_of_others_stay_out_and_ours_stay_in() -> None:
    source = b'"""M."""\ndef f(a="x"):\n    """F."""\n    return a\n'
    source += b'class C:\n    """C."""\n    def g(self):\n        "only"\n'
    for described, wanted in ((True, ["M.", "F.", "C.", "only"]), (False, ["", "", "", ""])):
        made = compiling.compiled(source, "./m.py", described)
        assert made[:8] == importlib.util.MAGIC_NUMBER + b"\x01\0\0\0"
        names: dict[str, Any] = {}
        exec(marshal.loads(made[16:]), names)
        assert [one.__doc__ for one in (names["f"], names["C"], names["C"].g)] == wanted[1:]
        assert (names["__doc__"], names["f"](), names["f"].__code__.co_firstlineno) == (wanted[0], "x", 2)
        assert made == compiling.compiled(source, "./m.py", described)


def test_a_cabinet_packed_anew_holds_the_same_in_fewer_bytes() -> None:
    blocks = [bytes(i * i * n % 251 for i in range(32768)) for n in (3, 5)] + [b"the end" * 100]
    packed, before = b"", b""
    for block in blocks:
        deflate = zlib.compressobj(1, zlib.DEFLATED, -15, zdict=before)
        content = b"CK" + deflate.compress(block) + deflate.flush()
        packed += struct.pack("<IHH", 0, len(content), len(block)) + content
        before = block
    head = struct.pack("<4sIIIIIBBHHHHH", b"MSCF", 0, 44 + len(packed), 0, 44, 0, 3, 1, 1, 0, 0, 0, 0)
    cab = head + struct.pack("<IHH", 44, len(blocks), 1) + packed
    made = cabinet.squeezed(cab)
    assert cabinet._blocks(made, 44, len(blocks)) == blocks
    assert int.from_bytes(made[8:12], "little") == len(made) < len(cab)
    assert cabinet.squeezed(made) == made
    with pytest.raises(NotBuilt):
        cabinet.squeezed(head + struct.pack("<IHH", 44, len(blocks), 3) + packed)


def test_the_checksum_of_a_block_is_the_formats() -> None:
    assert cabinet.checksum(b"\x01\x02\x03\x04") == 0x04030201
    assert cabinet.checksum(b"\x01\x02\x03\x04\x01\x02\x03", 0x80000000) == 0x80000000 ^ 0x04030201 ^ 0x010203


def test_a_program_bears_its_version(tmp_path: Path) -> None:
    program, text = tmp_path / "a.pyd", tmp_path / "a.txt"
    fixed = (
        b"\xbd\x04\xef\xfe\0\0\1\0" + (3 << 16 | 13).to_bytes(4, "little") + (2150 << 16 | 1013).to_bytes(4, "little")
    )
    program.write_bytes(b"MZ....." + fixed)
    text.write_bytes(fixed)
    assert (tables.version_of(program), tables.version_of(text)) == ("3.13.2150.1013", "")


def test_the_icon_is_one_picture_in_its_frame() -> None:
    icon = stage.icon()
    assert icon[:6] == b"\0\0\1\0\1\0"
    assert icon[22:30] == b"\x89PNG\r\n\x1a\n"
    assert len(icon) == 22 + int.from_bytes(icon[14:18], "little")


def test_the_sample_workbook_has_the_same_bytes_whenever_it_is_made() -> None:
    made = stage.sample_workbook()
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert set(re.findall(rb"\d{4}-\d\d-\d\dT", packed.read("docProps/core.xml"))) == {b"2026-01-01T"}
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert is_ours(io.BytesIO(made))


@pytest.mark.parametrize("name", tables.ACTIONS)
def test_no_action_runs_as_an_administrator(name: str) -> None:
    assert not tables._KIND & 2048  # msidbCustomActionTypeNoImpersonate
    assert tables.ACTIONS[name][2] < 6600  # before InstallFinalize


def test_all_versions_share_one_code_that_windows_takes() -> None:
    assert str(UUID(FAMILY)).upper() == FAMILY


def test_a_signed_copy_of_the_add_in_is_laid_and_nothing_else(tmp_path: Path) -> None:
    ours, signed, other = tmp_path / "ours.xlam", tmp_path / "signed.xlam", tmp_path / "other.xlam"
    shutil.copy(stage.ROOT / "sheetllm_xl" / stage.ADD_IN, ours)
    before = ours.read_bytes()
    with pytest.raises(NotBuilt, match="is not signed"):
        signing.take(ours, ours)
    signed.write_bytes(before)
    with zipfile.ZipFile(signed, "a") as archive:
        archive.writestr("xl/vbaProjectSignatureV3.bin", b"signature")
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("xl/vbaProjectSignature.bin", b"signature")
        archive.writestr("customUI/customUI14.xml", b"<customUI/>")
    with pytest.raises(NotBuilt, match="not made of this version"):
        signing.take(other, ours)
    for file in (tmp_path / "none", Path(__file__)):
        with pytest.raises(NotBuilt, match="no add-in"):
            signing.take(file, ours)
    assert ours.read_bytes() == before
    signing.take(signed, ours)
    assert ours.read_bytes() == signed.read_bytes() != before


_COMPUTE = """
import site
site.addsitedir(".")
from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.drawing import drawn
sheet = drawn("Region | Units\\nNorth | 10\\nSouth | 20")
work = IronCalculator()
print([work.evaluate(formula, [sheet]).rows for formula in ("=SUM(B2:B3)", '=XLOOKUP("South",A2:A3,B2:B3)')])
work.close()
from sheetllm_xl import detect, page, server
from sheetllm_xl.page.site import STATIC
print([str(table.range) for table in detect(sheet)], (STATIC / "index.html").exists(), page.__file__, page.__path__)
"""


def test_our_modules_come_from_one_file_and_what_else_is_ours_from_its_place(tmp_path: Path) -> None:
    """Formulas are computed by a worker that is run by its path, and tables are found with a file of data."""
    ours = tmp_path / "sheetllm_xl"
    shutil.copytree(stage.ROOT / "sheetllm_xl", ours, ignore=shutil.ignore_patterns("__pycache__"))
    assert compileall.compile_dir(ours, quiet=1, legacy=True)
    for source in ours.rglob("*.py"):
        source.unlink()
    stage.lay_importing(tmp_path)
    stage.gather(tmp_path)
    alone = {path.relative_to(ours).as_posix() for path in ours.rglob("*.pyc")}
    commands = " ".join([COMMAND, *(action for action, _, _ in tables.ACTIONS.values())]).replace("\\", "/")
    by_path = {*re.findall(r"sheetllm_xl/(\S+?\.pyc)", commands)}
    assert {name for name in alone if not name.startswith("calc/")} == by_path
    ran = subprocess.run(
        [sys.executable, "-c", _COMPUTE], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    folder = str(ours / "page")
    assert ran.stdout.splitlines() == [
        "[((30.0,),), ((20.0,),)]",
        f"['A1:B3'] True {ours / 'page' / '__init__.pyc'} {[folder]}",
    ]
