"""What cells hold of which a file keeps only #VALUE! beside them: linked data types, images, and newer errors.

[MS-XLSX] 2.3.6, 2.4: a cell's ``vm`` counts the workbook's value metadata from 1; a record there leads through the
future metadata XLRICHVALUE to a rich value, whose structure names its fields in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from ...literals import CellError, Value
from ..limits import Deadline
from ..package import Package
from ..styles_xml import children, local
from ..xml_stream import MAX_TEXT, unescaped

_TYPE = "XLRICHVALUE"
_ERRORS = dict(
    enumerate(
        (
            CellError.NULL, CellError.DIV0, CellError.VALUE, CellError.REF, CellError.NAME, CellError.NUM, CellError.NA,
            CellError.GETTING_DATA, CellError.SPILL, CellError.CONNECT, CellError.BLOCKED, CellError.UNKNOWN,
            CellError.FIELD, CellError.CALC,
        )
    )
)  # fmt: skip
"""errorType of the structure _error: one less than what ERROR.TYPE gives."""


def rich_values(package: Package, targets: Mapping[str, str], deadline: Deadline) -> dict[int, Value]:
    """By ``vm`` what the cell shows, for those that are known. ``targets``: the workbook's parts by their kind."""
    parts = {kind.lower().removeprefix("rd"): target for kind, target in targets.items()}
    metadata, values, structures = (
        package.tree(parts.get(kind, ""), deadline) for kind in ("sheetmetadata", "richvalue", "richvaluestructure")
    )
    shown = _shown(values, structures)
    return {vm: shown[at] for vm, at in _places(metadata).items() if at in shown}


def _places(metadata: Element | None) -> dict[int, int]:
    """By ``vm`` which rich value the metadata point to."""
    if metadata is None:
        return {}
    types = [element.get("name") for element in children(metadata, "metadataTypes")]
    future = [e for e in metadata if local(e) == "futureMetadata" and e.get("name") == _TYPE]
    blocks = [
        next((_int(e.get("i")) for e in block.iter() if local(e) == "rvb"), -1) for one in future for block in one
    ]
    places = {}
    for vm, block in enumerate(children(metadata, "valueMetadata"), 1):
        for record in block:
            sort, at = _int(record.get("t")), _int(record.get("v"))
            if 0 < sort <= len(types) and types[sort - 1] == _TYPE and 0 <= at < len(blocks):
                places[vm] = blocks[at]
    return places


def _shown(values: Element | None, structures: Element | None) -> dict[int, Value]:
    """By their place what the rich values show."""
    known = [
        (element.get("t", "").lower(), [key.get("n", "") for key in element])
        for element in (structures if structures is not None else ())
    ]
    by_index: dict[int, Value] = {}
    for at, value in enumerate(values if values is not None else ()):
        structure = _int(value.get("s"))
        if not 0 <= structure < len(known):
            continue
        sort, names = known[structure]
        texts = [element.text or "" for element in value if local(element) == "v"]
        shown = _value(sort, dict(zip(names, texts, strict=False)))
        if shown is not None:
            by_index[at] = shown
    return by_index


def _value(sort: str, fields: Mapping[str, str]) -> Value | None:
    if sort == "_error":
        return _ERRORS.get(_int(fields.get("errorType")))
    if sort.endswith("image"):
        text = " ".join(unescaped(fields.get("Text", "")).split())
        return f"(image: {text})"[:MAX_TEXT] if text else "(image)"
    return unescaped(fields.get("_DisplayString", ""))[:MAX_TEXT] or None


def _int(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1
