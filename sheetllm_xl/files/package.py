"""The parts of a workbook's package, and what they link to (ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
from collections import Counter
from pathlib import Path
from typing import IO
from urllib.parse import unquote
from xml.etree.ElementTree import Element, TreeBuilder, XMLParser
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from ..errors import HostError
from .archive import open_archive
from .limits import Deadline, Spent
from .xml_stream import refuse_doctype

_PIECE = 1 << 18  # bytes of a part between two looks at the clock
_BINARY_SHARE = 4  # a binary part is read whole, so that much less of it is read


class _Plain(TreeBuilder):
    """Builds a tree of a part that declares no document type. CPython's own parser asks ``doctype`` before it reads one
    (the pure Python one does not).
    """

    def doctype(self, *_: object) -> None:
        refuse_doctype()


class Package:
    """An open package; ``content`` where the file at ``path`` only wraps it.

    Raises HostError for one that cannot be opened, or a part beyond the limits.
    """

    def __init__(self, path: Path, spent: Spent, content: bytes | None = None) -> None:
        self.path, self.limits, self.spent = path, spent.limits, spent
        self._zip = open_archive(path, content)
        names = [(_key(name), name) for name in self._zip.namelist()]
        self._members = dict(names)
        self._twins = {part for part, count in Counter(part for part, _ in names).items() if count > 1}

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def names(self) -> frozenset[str]:
        """The parts' names, in lower case, without the marks of a URI."""
        return frozenset(self._members)

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return _key(part) in self._members

    def member(self, part: str) -> str:
        """The name that a part has in the archive, however it is spelled here. KeyError if there is none."""
        return self._members[_key(part)]

    def open(self, part: str, limit: int | None = None) -> IO[bytes]:
        """A part's bytes, up to ``limit`` of them (``part_bytes`` where it is not given). KeyError if there is none."""
        limit = limit or self.limits.part_bytes
        if _key(part) in self._twins:  # no package may hold two (ECMA-376 part 2, §6.2.2); readers differ in which
            raise HostError(f"{self.path.name} holds {part} twice, and nothing says which one counts; it was not read.")
        member = self.member(part)
        entry = self._zip.getinfo(member)
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # ECMA-376 part 2, annex B
            raise HostError(f"{self.path.name} is packed in a way that no workbook is; it was not read.")
        if entry.file_size > limit:
            raise HostError(f"{self.path.name} unpacks to more than {limit >> 20} MiB in one part; it was not read.")
        return self._zip.open(member)

    def entries(self) -> list[ZipInfo]:
        """What the archive holds, in its order."""
        return self._zip.infolist()

    def content(self, part: str) -> bytes:
        """A binary part, whole."""
        with self.open(part, self.limits.part_bytes // _BINARY_SHARE) as stream:
            return stream.read()

    def tree(self, part: str, deadline: Deadline) -> Element | None:
        """A small part as a tree; None when the package has none of that name."""
        if not self.has(part):
            return None
        parser = XMLParser(target=_Plain())  # noqa: S314 - without a document type there are no entities to blow up
        with self.open(part, self.limits.tree_bytes) as stream:
            while piece := stream.read(_PIECE):
                deadline.check()
                parser.feed(piece)
        tree: Element = parser.close()
        return tree

    def links(self, part: str, deadline: Deadline) -> dict[str, tuple[str, str]]:
        """Relationships of a part ("" is the package): id -> (type, part name)."""
        folder = part.rpartition("/")[0]
        targets = {}
        for element in self._relationships(part, deadline):
            if element.get("TargetMode") != "External":
                target = element.get("Target", "").replace("\\", "/")
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                if not self.has(path) and self.has(target):  # written as seen from the package, without the slash
                    path = target
                targets[element.get("Id", "")] = (element.get("Type", ""), path)
        return targets

    def external(self, part: str, deadline: Deadline) -> dict[str, str]:
        """What a part links to outside the package, by id: addresses, which are never opened."""
        there = self._relationships(part, deadline)
        return {one.get("Id", ""): one.get("Target", "") for one in there if one.get("TargetMode") == "External"}

    def _relationships(self, part: str, deadline: Deadline) -> list[Element]:
        folder, _, name = part.rpartition("/")
        tree = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"), deadline)
        return [] if tree is None else [*tree]


def _key(part: str) -> str:
    """What a part's name and every spelling of it have in common: part names are case-insensitive, and a URI may spell
    any character with a percent sign (ECMA-376 part 2, §6.2.2); some writers use the backslash of their own paths.
    """
    return unquote(part.replace("\\", "/")).lstrip("/").lower()
