"""Files as we write them: a new file appears under its name whole, or not at all; nothing that is there is lost.

What is there is replaced only with ``force``, and only where its content proves that SheetLLM wrote it (``Ours``): a
page by the generator it names, CSV by its header, JSON lines by the first receipt, a workbook by who made and who last
saved it. A file is readable by its owner alone from its first byte.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from ..errors import HostError

Ours = Callable[[BinaryIO], bool]
"""Whether an open file is one that SheetLLM wrote, by what stands in it."""

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))  # no room on the disk, or none for this person
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def begins_with(head: str) -> Ours:
    """The proof of a text format: the file begins so. Nobody else's file begins with a line of ours by chance."""
    expected = head.encode()
    return lambda file: file.read(len(expected)) == expected


def named(path: Path) -> str:
    """A file or folder as a sentence names it: by its own name, also where the path is ``.`` or ends in ``..``."""
    return path.name if path.name not in ("", "..") else path.resolve().name or str(path.resolve())


def admit(path: Path, ours: Ours | None = None, *, force: bool = False, reads: Collection[Path] = ()) -> None:
    """Look, before anything is read or paid for, whether a file may be written there; ``reads`` are what is read.

    Raises HostError: it is a link, a folder, one of ``reads``, or there already and not ours to replace.
    """
    name = named(path)
    try:
        there = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise _unwritten(path, error) from None
    if stat.S_ISLNK(there.st_mode):
        raise HostError(f"{name} is a link, and nothing is written through one. Name the file itself, or another.")
    if stat.S_ISDIR(there.st_mode):
        raise HostError(f"{name} is a folder; name a file in it.")
    if any(_is_same(path, one) for one in reads):
        raise HostError(f"{name} is what is read, and stays as it is. Name another file to write.")
    if not force:
        replaced = " SheetLLM wrote it: --force replaces it." if _is_ours(path, there, ours) else " Name a new file."
        raise HostError(f"{name} is there already, so nothing was written.{replaced}")
    if not _is_ours(path, there, ours):
        raise HostError(f"{name} is there already, and not as SheetLLM wrote it, so it stays as it is.")


@contextmanager
def created(
    path: Path, ours: Ours | None = None, *, force: bool = False, reads: Collection[Path] = ()
) -> Iterator[BinaryIO]:
    """A file to write, which has its name when the block ends; missing folders are made, 0700.

    Until then it stands beside its place under another name, ``.name`` of what is given. Where the block, the disk or
    the folder fails, nothing of it is left behind. Raises HostError.
    """
    admit(path, ours, force=force, reads=reads)
    try:
        with ExitStack() as undo:
            place = _folder(path.parent, undo) / path.name
            beside = place.with_name(f".sheetllm-{uuid4().hex[:12]}.new")
            undo.callback(_remove, beside)
            with open(beside, "xb", opener=_private) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if force and os.path.lexists(place):
                admit(place, ours, force=True, reads=reads)  # it may have come, or changed, meanwhile
                os.replace(beside, place)
            else:
                _put(beside, place)
            undo.pop_all()
    except OSError as error:
        raise _unwritten(path, error) from None


def write(
    path: Path, texts: Iterable[str], ours: Ours | None = None, *, force: bool = False, reads: Collection[Path] = ()
) -> None:
    r"""Texts one after the other as a file in UTF-8; half a surrogate pair as ``\ud800``. Raises HostError."""
    with created(path, ours, force=force, reads=reads) as file:
        for text in texts:
            file.write(text.encode("utf-8", "backslashreplace"))


def replace(path: Path, text: str) -> None:
    """Give a file that is ours by its place (settings, journal) another content, all of it or nothing.

    Raises HostError, also for a link.
    """
    write(path, [text], lambda file: True, force=True)


@contextmanager
def journal(path: Path, is_of_use: Callable[[], bool]) -> Iterator[BinaryIO]:
    """A file of ours to read and to add to, its owner's alone; what is missing of its folder is made.

    Where the block fails and what it holds ``is_of_use`` to nobody, nothing of it is left. Raises HostError, also for a
    link.
    """
    try:
        with ExitStack() as undo:
            place = _folder(path.parent, undo) / path.name
            if not os.path.lexists(place):
                undo.callback(_remove, place)
            with os.fdopen(os.open(place, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600), "r+b") as file:
                try:
                    yield file
                finally:
                    if is_of_use():
                        undo.pop_all()
            undo.pop_all()
    except OSError as error:
        raise _unwritten(path, error) from None


def make_private(file: BinaryIO) -> None:
    """Make an open file of ours its owner's alone from now on, where the system lets us."""
    if os.name == "posix" and os.fstat(file.fileno()).st_mode & 0o077:
        with suppress(OSError):  # another's, or on a disk without modes
            os.fchmod(file.fileno(), 0o600)


def _folder(folder: Path, undo: ExitStack) -> Path:
    """The folder itself, whatever links lead to it; what is missing of it is made, and unmade where all fails."""
    for missing in reversed([*takewhile(lambda one: not os.path.lexists(one), (folder, *folder.parents))]):
        missing.mkdir(mode=0o700, exist_ok=True)
        undo.callback(_remove_folder, missing)
    return folder.resolve(strict=True)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags | _NO_LINK, 0o600)


def _put(beside: Path, place: Path) -> None:
    """Give the file its name, which no file may have by then. Raises FileExistsError."""
    if os.name == "nt":
        os.rename(beside, place)  # Windows' own refuses a name that is taken
        return
    try:
        os.link(beside, place)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: the name is taken first, by an empty file
        os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _NO_LINK, 0o600))
        try:
            os.replace(beside, place)
        except OSError:
            _remove(place)
            raise
    else:
        os.unlink(beside)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _remove_folder(path: Path) -> None:
    with suppress(OSError):
        path.rmdir()


def _is_same(path: Path, other: Path) -> bool:
    with suppress(OSError):
        return path.samefile(other)
    return False


def _is_ours(path: Path, there: os.stat_result, ours: Ours | None) -> bool:
    if ours is None or not stat.S_ISREG(there.st_mode):
        return False
    with suppress(OSError), path.open("rb") as file:
        return ours(file)
    return False


def _unwritten(path: Path, error: OSError) -> HostError:
    if isinstance(error, FileExistsError):
        return HostError(f"{named(path)} is there already, so nothing was written. Name a new file.")
    if error.errno in FULL:
        return HostError(f"The disk is full, so {named(path)} was not written.")
    return HostError(f"{path} cannot be written: {error.strerror or type(error).__name__}.")
