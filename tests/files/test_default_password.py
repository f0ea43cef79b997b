"""Workbooks that are encrypted with the password Excel tries by itself, in each of the ways, and with others."""

import struct
from collections.abc import Callable
from hashlib import md5, sha1
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from msoffcrypto.method.ecma376_standard import ECMA376Standard
from msoffcrypto.method.rc4 import DocumentRC4
from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI
from msoffcrypto.method.xor_obfuscation import DocumentXOR

from sheetllm_xl.errors import HostError
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.limits import Limits

from .binaries import cell as cell_of
from .binaries import compound, place, record, row, xls, xlsb
from .packages import package

EXCELS = "VelvetSweatshop"
SALT = bytes(range(16))
_PLAIN = {0x809, 0x2F, 0xE1}  # BOF, FILEPASS, InterfaceHdr: never encrypted
_BOUND = 0x85

Stream = bytes
Coder = tuple[bytes, Callable[[Stream], Stream]]
"""What FILEPASS holds, and what encrypts a stream of the right positions."""


def rc4(password: str) -> Coder:
    verifier, digest = SALT, md5(SALT).digest()
    both = DocumentRC4.decrypt(password, SALT, BytesIO(verifier + digest)).read()
    head = struct.pack("<HHH", 1, 1, 1) + SALT + both
    return head, lambda data: DocumentRC4.decrypt(password, SALT, BytesIO(data), blocksize=1024).read()


def crypto_api(password: str) -> Coder:
    both = DocumentRC4CryptoAPI.decrypt(password, SALT, 128, BytesIO(SALT + sha1(SALT).digest())).read()
    header = struct.pack("<8I", 4, 0, 0x6801, 0x8004, 128, 1, 0, 0) + "CSP\0".encode("utf-16-le")
    verifier = struct.pack("<I", 16) + SALT + both[:16] + struct.pack("<I", 20) + both[16:]
    head = struct.pack("<HHHII", 1, 2, 2, 4, len(header)) + header + verifier
    return head, lambda data: DocumentRC4CryptoAPI.decrypt(password, SALT, 128, BytesIO(data), blocksize=1024).read()


def xor(password: str) -> Coder:
    fits = next(n for n in range(1 << 16) if DocumentXOR.verifypw(password, n))
    keys = DocumentXOR.create_xor_array_method1(password)

    def encrypted(data: bytes) -> bytes:
        out, at = bytearray(data), 0
        while at + 4 <= len(data):
            size = struct.unpack_from("<H", data, at + 2)[0]
            for i in range(at + 4, at + 4 + size):
                out[i] = DocumentXOR.rol(data[i], 5, 8) ^ keys[(i + size) % 16]
            at += 4 + size
        return bytes(out)

    return struct.pack("<HHH", 0, DocumentXOR.create_xor_key_method1(password), fits), encrypted


def encrypted_xls(coder: Coder) -> bytes:
    head, encrypt = coder
    cells, password = record(0x203, place(0, 0) + struct.pack("<d", 42.5)), record(0x2F, head)
    rest = record(0x5D, bytes(-len(xls(cells, password, wrap=lambda data, _: data)) % 4))  # so that records fill it
    content = xls(cells + rest, password, wrap=lambda data, _: data)
    coded, out, at = encrypt(content), bytearray(content), 0
    while at + 4 <= len(content):
        kind, size = struct.unpack_from("<HH", content, at)
        begin = at + 4 + 4 * (kind == _BOUND)  # where the sheet begins is never encrypted
        if kind not in _PLAIN:
            out[begin : at + 4 + size] = coded[begin : at + 4 + size]
        at += 4 + size
    return compound(bytes(out.ljust(4096, b"\0")))


def agile(content: bytes, password: str) -> bytes:
    encrypted: bytes = ECMA376Agile.encrypt(password, BytesIO(content))
    return encrypted


def standard(content: bytes, password: str) -> bytes:
    key = ECMA376Standard.makekey_from_password(password, 0x660E, 0x8004, 0x18, 128, 16, SALT)

    def coded(data: bytes) -> bytes:
        cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
        return cipher.update(data.ljust(-(-len(data) // 16) * 16, b"\0")) + cipher.finalize()

    header = struct.pack("<8I", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + "CSP\0".encode("utf-16-le")
    verifier = struct.pack("<I", 16) + SALT + coded(SALT) + struct.pack("<I", 20) + coded(sha1(SALT).digest())
    info = struct.pack("<HHII", 3, 2, 0x24, len(header)) + header + verifier
    sink = BytesIO()
    ECMA376Encrypted(struct.pack("<Q", len(content)) + coded(content), info).write_to(sink)
    return sink.getvalue()


def filler() -> dict[str, str]:
    """A part that does not pack well: streams shorter than a compound file's long ones are rare."""
    return {"docProps/filler.txt": "".join(sha1(bytes([i & 255, i >> 8])).hexdigest() for i in range(400))}


def value(path: Path, content: bytes) -> object:
    path.write_bytes(content)
    with FileHost(path) as host:
        return host.read("Sheet1").value(1, 1)


@pytest.mark.parametrize("way", [agile, standard])
def test_a_package_that_excel_opens_without_asking(tmp_path: Path, way: Callable[[bytes, str], bytes]) -> None:
    rows = '<row r="1"><c r="A1"><v>42.5</v></c></row>'
    plain = package(tmp_path / "plain.xlsx", rows, extra=filler()).read_bytes()
    binary = xlsb(row(0) + cell_of(5, 0, struct.pack("<d", 42.5)), strings=bytes(8192))
    assert value(tmp_path / "b.xlsx", way(plain, EXCELS)) == 42.5
    assert value(tmp_path / "b.xlsb", way(binary, EXCELS)) == 42.5
    with pytest.raises(HostError, match=r"b\.xlsx is protected with a password"):
        value(tmp_path / "b.xlsx", way(plain, "another"))


@pytest.mark.parametrize("way", [rc4, crypto_api, xor])
def test_an_xls_that_excel_opens_without_asking(tmp_path: Path, way: Callable[[str], Coder]) -> None:
    assert value(tmp_path / "b.xls", encrypted_xls(way(EXCELS))) == 42.5
    with pytest.raises(HostError, match=r"b\.xls is protected with a password"):
        value(tmp_path / "b.xls", encrypted_xls(way("another")))


def test_what_is_unwrapped_is_held_to_the_limits_too(tmp_path: Path) -> None:
    cells = "".join(f'<c r="{c}1"><v>1</v></c>' for c in "ABCDEFGHIJK")
    plain = package(tmp_path / "plain.xlsx", f'<row r="1">{cells}</row>', extra=filler()).read_bytes()
    path = tmp_path / "b.xlsx"
    path.write_bytes(agile(plain, EXCELS))
    with FileHost(path, Limits(cells=10)) as host, pytest.raises(HostError, match="more than 10 cells"):
        host.read("Sheet1")


def test_a_password_that_takes_for_ever_to_try_is_not_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = package(tmp_path / "plain.xlsx", "", extra=filler()).read_bytes()
    info, secret = ECMA376Agile.generate_encryption_parameters(EXCELS, None, 1)
    data = ECMA376Agile.encrypt_payload(BytesIO(plain), info.encryptedKey, secret, info.keyData.saltValue)
    info.spinCount = 9_999_999
    sink = BytesIO()
    ECMA376Encrypted(data, ECMA376Agile.get_encryption_information(info, data, secret)).write_to(sink)
    tried = list[object]()
    monkeypatch.setattr(ECMA376Agile, "makekey_from_password", lambda *given: tried.append(given))
    with pytest.raises(HostError, match="protected with a password"):
        value(tmp_path / "b.xlsx", sink.getvalue())
    assert tried == []


@pytest.mark.parametrize(
    "info",
    [
        b"",
        struct.pack("<HHI", 4, 4, 64) + b"<encryption/>",
        struct.pack("<HHI", 4, 4, 64) + b'<!DOCTYPE a [<!ENTITY b "c">]><a spinCount="1">&b;</a>',
        struct.pack("<HHI", 4, 4, 64) + b'<keyData spinCount="1"/>',
        struct.pack("<HHII", 3, 2, 0x24, 1 << 31) + bytes(99),
        struct.pack("<HHI", 9, 9, 0) + bytes(99),
    ],
)
def test_a_description_that_describes_nothing(tmp_path: Path, info: bytes) -> None:
    sink = BytesIO()
    ECMA376Encrypted(bytes(8192), info).write_to(sink)
    with pytest.raises(HostError, match="protected with a password"):
        value(tmp_path / "b.xlsx", sink.getvalue())
