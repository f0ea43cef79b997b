"""SheetLLM.xlam from its text sources: a VBA project written by pyopenvba inside an Office Open XML package."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from pyopenvba import ExcelFile, VBAModuleKind
from pyopenvba.cfb import CFB

from ribbon.icons import FOLDER, icon_names, png

from .words import words_module

ROOT = Path(__file__).resolve().parent.parent
VBA = Path(__file__).parent / "vba"
CUSTOM_UI = ROOT / "ribbon" / "customUI14.xml"

ARGUMENTS = Path(__file__).parent / "arguments.xml"

VBA_PROJECT = "xl/vbaProject.bin"
NO_COMPILED_CODE = bytes.fromhex("cc61ffff000000")  # [MS-OVBA] 2.3.4.1: no performance cache, Excel compiles the source
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can name: the same bytes whenever it is packed

_FIRST = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_RIBBON = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_CORE = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>SheetLLM</dc:title>\
<dc:description>Ask a workbook a question from a cell; find every table on a sheet.</dc:description>\
<dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>"""


def modules() -> dict[str, str]:
    """Every module's text by name, with LF line ends: the files of addin/vba, and the words."""
    found = {path.stem: path.read_text(encoding="ascii") for path in sorted(VBA.iterdir())}
    return {**found, "Words": words_module()}


def pack(target: Path, sources: Mapping[str, str] | None = None) -> None:
    """Write the add-in, of ``modules()`` if no other sources are given. The same sources give the same bytes.

    Raises UnicodeEncodeError for a source that is not ASCII: the packer would write question marks without a word.
    """
    parts = _template(modules() if sources is None else sources)
    parts[VBA_PROJECT] = _without_compiled_code(parts[VBA_PROJECT])
    parts["docProps/core.xml"] = _CORE.encode()
    arguments = "".join(ARGUMENTS.read_text(encoding="ascii").splitlines())
    parts["xl/workbook.xml"] = _replaced(parts["xl/workbook.xml"], "<extLst>", f"<extLst>{arguments}")
    parts.update(_ribbon_parts(parts))
    target.parent.mkdir(parents=True, exist_ok=True)
    names = [*_FIRST, *sorted(parts.keys() - set(_FIRST))]
    with zipfile.ZipFile(target, "w") as package:
        for name in names:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            package.writestr(entry, parts[name], compresslevel=9)


def _template(sources: Mapping[str, str]) -> dict[str, bytes]:
    """An empty add-in of pyopenvba's with our modules in it. Its Module1 is renamed: deleting it would leave a hole."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "SheetLLM.xlam"
        with ExcelFile.create_new(path) as book:
            project = book.vba_project()
            project.rename_module("Module1", "Bridge")
            for name, text in sources.items():
                written = text.encode("ascii").decode("ascii").replace("\n", "\r\n")
                if name in book.module_names():
                    book.set_module(name, written)
                else:
                    kind = VBAModuleKind.other if "Attribute VB_Exposed" in text else VBAModuleKind.standard
                    project.add_module(name, written, kind=kind)
            book.set_module("Sheet1", book.get_module("Sheet1") + "Option Explicit\r\n")  # else it keeps stale code
            book.save()
        with zipfile.ZipFile(path) as package:
            return {name: package.read(name) for name in package.namelist()}


def _without_compiled_code(project: bytes) -> bytes:
    storage = CFB.from_bytes(project)
    storage.write_stream_in_storage("VBA", "_VBA_PROJECT", NO_COMPILED_CODE)
    return bytes(storage.to_bytes())


def _ribbon_parts(parts: dict[str, bytes]) -> dict[str, bytes]:
    icons = {name: png((FOLDER / f"{name}.svg").read_text(encoding="utf-8")) for name in icon_names()}
    links = "".join(f'<Relationship Id="{name}" Type="{_IMAGE}" Target="images/{name}.png"/>' for name in icons)
    to_ribbon = f'<Relationship Id="ribbon" Type="{_RIBBON}" Target="customUI/customUI14.xml"/></Relationships>'
    return {
        "_rels/.rels": _replaced(parts["_rels/.rels"], "</Relationships>", to_ribbon),
        "[Content_Types].xml": _replaced(
            parts["[Content_Types].xml"], "<Default ", '<Default Extension="png" ContentType="image/png"/><Default '
        ),
        "customUI/customUI14.xml": CUSTOM_UI.read_bytes().replace(b"\r\n", b"\n"),
        "customUI/_rels/customUI14.xml.rels": (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<Relationships xmlns="{_RELATIONSHIPS}">{links}</Relationships>'
        ).encode(),
        **{f"customUI/images/{name}.png": drawn for name, drawn in icons.items()},
    }


def _replaced(part: bytes, old: str, new: str) -> bytes:
    text, count = re.subn(re.escape(old), lambda found: new, part.decode("utf-8"), count=1)
    if count != 1:
        raise ValueError(f"the template has no {old}: it is of another version of pyopenvba")
    return text.encode()
