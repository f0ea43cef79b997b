"""A reader of VBA projects that shares no code with the packer: [MS-OVBA] 2.3.4.2 (dir) and 2.4.1 (compression)."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import olefile

MODULE_NAME, STREAM_NAME, TEXT_OFFSET, PROJECT_VERSION = 0x19, 0x1A, 0x31, 0x09


@dataclass(frozen=True)
class Project:
    """Module texts by name, what would hold compiled code, and the modules the two other lists name."""

    modules: dict[str, str]
    compiled: bytes
    code_before_text: dict[str, int]
    listed: dict[str, str]
    wide_names: dict[str, str]


def read_project(content: bytes) -> Project:
    with olefile.OleFileIO(io.BytesIO(content), raise_defects=olefile.DEFECT_INCORRECT) as storage:
        assert not storage.parsing_issues
        listed = storage.openstream("PROJECT").read().decode("ascii")
        wide = storage.openstream("PROJECTwm").read()
        stream = {name[-1]: storage.openstream(name).read() for name in storage.listdir() if name[0] == "VBA"}
    modules, offsets, name, source = {}, {}, "", ""
    for kind, body in _records(decompressed(stream["dir"])):
        if kind == MODULE_NAME:
            name = body.decode("ascii")
        elif kind == STREAM_NAME:
            source = body.decode("ascii")
        elif kind == TEXT_OFFSET:
            offsets[name] = int.from_bytes(body, "little")
            modules[name] = decompressed(stream[source][offsets[name] :]).decode("ascii")
    found = {name: kind for kind, name in re.findall(r"^(Module|Document|Class)=(\w+)", listed, re.MULTILINE)}
    return Project(modules, stream["_VBA_PROJECT"], offsets, found, _wide_names(wide))


def _wide_names(stream: bytes) -> dict[str, str]:
    """[MS-OVBA] 2.3.3: each name in the code page, then in UTF-16, both ended by zero."""
    found, place = {}, 0
    while stream[place : place + 2] != b"\0\0":
        end = stream.index(b"\0", place)
        narrow, place = stream[place:end].decode("ascii"), end + 1
        wide = ""
        while (unit := stream[place : place + 2]) != b"\0\0":
            wide, place = wide + unit.decode("utf-16-le"), place + 2
        found[narrow], place = wide, place + 2
    return found


def _records(stream: bytes) -> list[tuple[int, bytes]]:
    found, place = [], 0
    while place < len(stream):
        kind = int.from_bytes(stream[place : place + 2], "little")
        size = int.from_bytes(stream[place + 2 : place + 6], "little") + (2 if kind == PROJECT_VERSION else 0)
        found.append((kind, stream[place + 6 : place + 6 + size]))
        place += 6 + size
    return found


def decompressed(container: bytes) -> bytes:
    assert container[0] == 1
    out, place = bytearray(), 1
    while place < len(container):
        header = int.from_bytes(container[place : place + 2], "little")
        end = min(len(container), place + (header & 0xFFF) + 3)
        assert header >> 12 & 0b111 == 0b011
        chunk = container[place + 2 : end]
        out += _chunk(chunk) if header & 0x8000 else chunk
        place = end
    return bytes(out)


def _chunk(chunk: bytes) -> bytes:
    out, place = bytearray(), 0
    while place < len(chunk):
        flags, place = chunk[place], place + 1
        for bit in range(8):
            if place >= len(chunk):
                break
            if not flags >> bit & 1:
                out.append(chunk[place])
                place += 1
                continue
            token, place = int.from_bytes(chunk[place : place + 2], "little"), place + 2
            offset_bits = max(4, (len(out) - 1).bit_length())
            length, offset = (token & (0xFFFF >> offset_bits)) + 3, (token >> (16 - offset_bits)) + 1
            for _ in range(length):
                out.append(out[-offset])
    return bytes(out)
