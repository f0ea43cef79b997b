"""What stands beside a worksheet's cells and is no value: notes, threads, link targets, lists to choose from, pivots.

Read where it is asked for alone. No encoding holds it; notes reach the prompts of a question to a whole workbook, where
the model looks them up (retrieve/marks).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ...grid import quoted
from ..limits import Deadline
from ..package import Package
from ..styles_xml import child, local
from ..xml_stream import Parser, stream, unescaped

LONGEST = 2_000  # characters of one that are kept
MOST = 10_000  # of each kind that are kept of a sheet
_MARK = "[Threaded comment]"  # begins the note that Excel writes for programs that know no threads


@dataclass(frozen=True, slots=True)
class Remarks:
    """By address: ``notes`` (those of a thread as its lines), ``links`` (an address, or a place in the workbook),
    ``lists`` (the range or the values that a cell's entry is chosen from), ``pivots`` (where one stands, and the cells
    or the name that it sums up).
    """

    notes: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    pivots: Mapping[str, str] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """A line a remark, for the reader."""
        kinds = (("note", self.notes), ("link", self.links), ("one of", self.lists), ("pivot of", self.pivots))
        for kind, remarks in kinds:
            yield from (f"{place} {kind}: {text}" for place, text in remarks.items())


def remarks_of(package: Package, part: str, deadline: Deadline) -> Remarks:
    """The remarks of the worksheet in a part. Raises HostError beyond the limits, ValueError for a damaged part."""
    beside = _Beside(package.external(part, deadline))
    with package.open(part) as content:
        stream(content, Parser(beside.start, beside.end, beside.text), deadline)
    return Remarks(notes_of(package, part, deadline), beside.links, beside.lists, _pivots(package, part, deadline))


def notes_of(package: Package, part: str, deadline: Deadline) -> dict[str, str]:
    """The notes of the worksheet in a part, by address; its cells are not read. Raises as ``remarks_of`` does."""
    notes = dict[str, str]()
    threads = dict[str, list[str]]()
    for kind, target in package.links(part, deadline).values():
        tree = package.tree(target, deadline) if kind.endswith(("/comments", "/threadedComment")) else None
        for one in tree.iter() if tree is not None else ():
            text = unescaped("".join(_texts(one))).strip()[:LONGEST]
            if local(one) == "comment" and not text.startswith(_MARK) and len(notes) < MOST:
                notes[one.get("ref", "")] = text
            elif local(one) == "threadedComment" and len(threads) < MOST:
                threads.setdefault(one.get("ref", ""), []).append(text)
    notes |= {place: "\n".join(texts)[:LONGEST] for place, texts in threads.items()}
    return notes


def _pivots(package: Package, part: str, deadline: Deadline) -> dict[str, str]:
    """Where the pivot tables of a worksheet stand, and what they sum up; "" where the file does not say."""
    pivots = dict[str, str]()
    for kind, target in package.links(part, deadline).values():
        tree = package.tree(target, deadline) if kind.endswith("/pivotTable") and len(pivots) < MOST else None
        if tree is not None and (place := child(tree, "location")) is not None:
            caches = package.links(target, deadline).values()
            named = (_source(package, cache, deadline) for kind, cache in caches if kind.endswith("CacheDefinition"))
            pivots[place.get("ref", "")] = next(named, "")[:LONGEST]
    return pivots


def _source(package: Package, part: str, deadline: Deadline) -> str:
    """The cells, the name or the ListObject that a pivot's cache was filled from (ECMA-376 part 1, §18.10.1.95)."""
    tree = package.tree(part, deadline)
    source = child(tree, "cacheSource") if tree is not None else None
    sheet = child(source, "worksheetSource") if source is not None else None
    if sheet is None:
        return ""
    name, cells = sheet.get("sheet", ""), sheet.get("ref", "") or sheet.get("name", "")
    return f"{quoted(name)}!{cells}" if name else cells


def _texts(element: Element) -> Iterator[str]:
    """The texts of a comment: runs of a note, or the one text of a thread's comment."""
    inner = child(element, "text")
    yield from (one.text or "" for one in (inner.iter() if inner is not None else ()) if local(one) in ("t", "text"))


class _Beside:
    """Takes in the events of a worksheet part, but its cells."""

    def __init__(self, targets: Mapping[str, str]) -> None:
        self.links, self.lists = dict[str, str](), dict[str, str]()
        self._targets = targets
        self._list: str | None = None
        self._text: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag == "hyperlink" and len(self.links) < MOST:
            link = next((value for name, value in attributes.items() if name.endswith("}id")), "")
            target = "#".join(filter(None, (self._targets.get(link, ""), attributes.get("location", ""))))
            self.links[attributes.get("ref", "")] = target[:LONGEST]
        elif tag == "dataValidation" and attributes.get("type") == "list":
            self._list = attributes.get("sqref", "")
        elif tag == "formula1" and self._list is not None:
            self._text = []

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "formula1" and self._text is not None:
            if len(self.lists) < MOST:
                self.lists[self._list or ""] = "".join(self._text)[:LONGEST]
            self._text = None
        elif tag == "dataValidation":
            self._list = None

    def text(self, text: str) -> None:
        """Characters."""
        if self._text is not None:
            self._text.append(text)
