"""What is fuzzed: every reader of something that others wrote. Each may raise the errors it names, and no other."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Hashable
from pathlib import Path
from unittest import mock

from sheetllm_xl.compress import LOSSLESS, compress, decode, lossless
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import HostError, InputError
from sheetllm_xl.excel.read.spreadsheetml import SpreadsheetXml
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.limits import Limits
from sheetllm_xl.files.xlsx import shared_strings
from sheetllm_xl.files.xlsx import worksheet as worksheet_xml
from sheetllm_xl.grid import CellRange, Ref
from sheetllm_xl.sheet import Sheet

from ..files.packages import DOCUMENT, MAIN, links
from .engine import Target

LIMITS = Limits(seconds=10, cells=200_000, part_bytes=1 << 24, text_bytes=1 << 22, tree_bytes=1 << 20)
_WORDS = (
    *(b'r="A1"', b'r="XFD1048576"', b'r="A0"', b's="1"', b's="-1"', b't="s"', b't="b"', b't="e"', b't="str"', b't="d"'),
    *(b't="inlineStr"', b"<c>", b"</c>", b'<c r="B2"/>', b"<v>", b"</v>", b"<v/>", b"<f>", b"</f>", b"<is>", b"<t>"),
    *(
        b"</t>",
        b"</is>",
        b"<row>",
        b'<row r="2">',
        b"</row>",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"<?a?>",
        b"&amp;",
    ),
    *(b"&#10;", b"&#0;", b"&lt;", b"&x;", b"_xD800_", b"_x0000_", b"\x00", b"\r\n", b"\xef\xbf\xbe", b"\xed\xa0\x80"),
    *(b"</sheetData>", b"<sheetData>", b"<x:c>", b"'", b'"', b" ", b"\n", b"<", b">", b"/>", b"="),
    *(b't="shared"', b'si="0"', b'hidden="1"', b'xml:space="preserve"', b"<rPh>", b"<r>", "é😀".encode()),
)
_ROWS = (
    b'<row r="1" spans="1:4"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>44620.5</v></c><c r="C1" t="b"><v>1</v></c>'
    b'<c r="D1" t="e"><v>#N/A</v></c></row><row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>a &amp; b</t></is></c>'
    b'<c r="B2" s="2"><f>A1+1</f><v>-0.25</v></c><c r="C2" t="str"><f t="shared" ref="C2:C3" si="0">$A2&amp;B$1</f>'
    b'<v>x</v></c></row><row r="3"><c r="C3" t="str"><f t="shared" si="0"/><v>y</v></c><c r="D3" s="1"/></row>'
)
PARTS = {
    "sheet": b'<worksheet xmlns="%s" xmlns:r="%s"><cols><col min="2" max="3" hidden="1"/></cols><sheetData>%s'
    b'</sheetData><mergeCells><mergeCell ref="A5:B6"/></mergeCells><tableParts><tablePart r:id="r1"/></tableParts>'
    b"</worksheet>" % (MAIN.encode(), DOCUMENT.encode(), _ROWS),
    "strings": f'<sst xmlns="{MAIN}" count="2"><si><t>North</t></si><si><r><t>a</t></r><r><t xml:space="preserve"> b'
    "</t></r><rPh><t>c</t></rPh></si><si><t/></si></sst>".encode(),
    "styles": f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="0.0%"/></numFmts><fonts><font>'
    '<b/><sz val="11"/></font></fonts><fills><fill/><fill><patternFill patternType="solid"><fgColor theme="4" '
    'tint="0.5"/></patternFill></fill></fills><borders><border><top style="thin"/></border></borders><cellXfs><xf/>'
    '<xf numFmtId="14" fillId="1"/><xf numFmtId="164" borderId="0"><alignment indent="2"/></xf></cellXfs></styleSheet>'
    "".encode(),
    "book": f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><workbookPr date1904="0"/><sheets><sheet name="Sheet1" '
    'sheetId="1" r:id="r1"/></sheets><definedNames><definedName name="N" localSheetId="0">Sheet1!$A$1</definedName>'
    "</definedNames></workbook>".encode(),
    "links": links(
        r1="worksheet worksheets/sheet1.xml", r2="sharedStrings sharedStrings.xml", r3="styles styles.xml"
    ).encode(),
    "table": f'<table xmlns="{MAIN}" displayName="T" ref="A1:D3" headerRowCount="1" totalsRowCount="0"/>'.encode(),
}
_PLACES = {
    "sheet": "xl/worksheets/sheet1.xml",
    "strings": "xl/sharedStrings.xml",
    "styles": "xl/styles.xml",
    "book": "xl/workbook.xml",
    "links": "xl/_rels/workbook.xml.rels",
    "table": "xl/tables/table1.xml",
}
_FOLDER = tempfile.TemporaryDirectory(prefix="sheetllm-fuzz-")


def packed(**changed: bytes) -> bytes:
    """A workbook's file, some of its parts changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("_rels/.rels", links(r1="officeDocument xl/workbook.xml"))
        archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", links(r1="table ../tables/table1.xml"))
        for name, content in (PARTS | changed).items():
            archive.writestr(_PLACES[name], content)
    return file.getvalue()


def read_file(data: bytes, suffix: str = ".xlsx") -> tuple[Hashable, list[Sheet]]:
    """What became of the file: its sheets, or the sentence with its numbers left out."""
    path = Path(_FOLDER.name) / f"book{suffix}"
    path.write_bytes(data)
    try:
        with FileHost(path, LIMITS) as host:
            sheets = [host.read(name) for name in host.sheet_names()]
    except HostError as error:
        text = str(error)
        assert text.endswith("."), text
        assert "\n" not in text, text
        return re.sub(r"\S*\d\S*|“.*”|'.*'", "", text)[-60:], []
    return "read", sheets


def _by_expat(data: bytes) -> tuple[Hashable, list[Sheet]]:
    """The same, with nothing read past expat."""
    with (
        mock.patch.object(worksheet_xml, "plain_cells", return_value=None),
        mock.patch.object(shared_strings, "normal", return_value=None),
    ):
        return read_file(data)


def shape(sheets: list[Sheet]) -> Hashable:
    """Roughly what sheets hold: so that new kinds of sheet are noticed, and not every new value."""
    return tuple(
        (
            min(len(s), 8),
            tuple(sorted(set(s.kinds.tolist()))),
            min(len(s.formulas), 4),
            len(s.merges),
            len(s.hidden_rows),
        )
        for s in sheets[:3]
    )


def _part(name: str) -> Callable[[bytes], Hashable]:
    def run(data: bytes) -> Hashable:
        file = packed(**{name: data})
        result, sheets = read_file(file)
        if name in ("sheet", "strings"):
            other, same = _by_expat(file)
            assert (result, sheets) == (other, same), f"{result} {sheets} by blocks, {other} {same} by expat"
        return result, shape(sheets)

    return run


def _zip(data: bytes) -> Hashable:
    result, sheets = read_file(data)
    return result, shape(sheets)


def _address(data: bytes) -> Hashable:
    text = data.decode("utf-8", "replace")
    for kind in (CellRange, Ref):
        try:
            found = kind.parse(text)
        except InputError:
            continue
        assert kind.parse(str(found)) == found
        return kind.__name__, len(text)
    return "none"


def _decode(data: bytes) -> Hashable:
    with mock.patch.object(lossless, "_MOST_CELLS", 1 << 12):
        try:
            sheet = decode(data.decode("utf-8", "replace"))
        except InputError as error:
            return str(error)[:50]
        assert decode(compress(sheet, LOSSLESS, count=len).text) == sheet
        return shape([sheet])


def _spreadsheetml(data: bytes) -> Hashable:
    found = SpreadsheetXml()
    try:
        found.read(data.decode("utf-8", "replace"), CellRange(2, 2, 40, 20))
    except HostError as error:
        return str(error)[:40]
    return shape([found.sheet("Sheet1")])


_SHEET = drawn("**Region** | Units | Share\nNorth | 1,200 | 40%\nSouth | 2024-01-31 | TRUE\nEast | #N/A | x")
_VALUE11 = b"""<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="s1"><NumberFormat ss:Format="Percent"/>
 <Borders><Border ss:Position="Top" ss:LineStyle="Continuous"/></Borders><Font ss:Bold="1"/><Interior ss:Color="#FF0000"
 ss:Pattern="Solid"/></Style></Styles><Worksheet ss:Name="Sheet1"><Names><NamedRange ss:Name="N"
 ss:RefersTo="=Sheet1!R1C1"/></Names><Table ss:ExpandedColumnCount="4"><Column ss:Index="2" ss:Hidden="1"/>
 <Row ss:StyleID="s1"><Cell ss:Index="2" ss:MergeAcross="1"><Data ss:Type="String">a</Data></Cell></Row>
 <Row ss:Hidden="1"><Cell ss:Formula="=RC[-1]*R1C2"><Data ss:Type="Number">1.5</Data></Cell><Cell><Data
 ss:Type="DateTime">2026-01-31T00:00:00.000</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell></Row>
 </Table></Worksheet></Workbook>"""
_VALUE11_WORDS = (
    b"ss:Index=",
    b'ss:Span="9"',
    b"ss:MergeDown=",
    b"R[-9]C[99]",
    b"<Cell/>",
    b"<Row>",
    b"<Data>",
    b"<!--",
)
_ADDRESSES = (b"A1", b"$B$2:D5", b"A:C", b"3:5", b"'It''s'!A1:B2", b"Sheet1!A:A", "Übersicht!A1".encode())

TARGETS = (
    *(Target(name, _part(name), (content,), _WORDS) for name, content in PARTS.items()),
    Target("zip", _zip, (packed(),), (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"\xff\xff\xff\xff")),
    Target(
        "address", _address, _ADDRESSES, (b":", b"$", b"!", b"'", b"XFD", b"1048576", "Ａ１".encode(), "²".encode())
    ),
    Target(
        "decode", _decode, (compress(_SHEET, LOSSLESS).text.encode(),), (b"|", b":", b",", b"values\n", b"merges\n")
    ),
    Target("spreadsheetml", _spreadsheetml, (_VALUE11,), (*_WORDS, *_VALUE11_WORDS)),
)
