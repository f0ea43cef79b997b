"""Cells beside whose value a rich one stands: what Excel shows of it."""

from pathlib import Path

import pytest

from sheetllm_xl.files.file import FileHost
from sheetllm_xl.literals import CellError, Value

from .packages import MAIN, links, package

NS = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"
STRUCTURES = (
    '<s t="_error"><k n="colOffset" t="i"/><k n="errorType" t="i"/></s><s t="_error"><k n="errorType" t="i"/></s>'
    '<s t="_linkedentity2core"><k n="%EntityId" t="s"/><k n="_DisplayString" t="s"/><k n="Population" t="r"/></s>'
    '<s t="_localImage"><k n="_rvRel:LocalImageIdentifier" t="i"/><k n="Text" t="s"/></s>'
    '<s t="_webimage"><k n="WebImageIdentifier" t="i"/></s><s t="_formattednumber"><k n="_Format" t="spb"/></s>'
)
VALUES = (
    "<rv s='0'><v>0</v><v>8</v></rv>",
    "<rv s='1'><v>13</v></rv>",
    "<rv s='1'><v>12</v></rv>",
    "<rv s='1'><v>10</v></rv>",
    "<rv s='2'><fb t='s'>x</fb><v>Q1</v><v>Spring_x0020_field</v><v>9</v></rv>",
    "<rv s='3'><v>0</v><v>a red bicycle</v></rv>",
    "<rv s='4'><v>0</v></rv>",
    "<rv s='5'><v>0</v></rv>",
    "<rv s='1'><v>99</v></rv>",
    "<rv s='77'><v>8</v></rv>",
)
SHOWN: tuple[Value, ...] = (
    CellError.SPILL,
    CellError.CALC,
    CellError.FIELD,
    CellError.BLOCKED,
    "Spring field",
    "(image: a red bicycle)",
    "(image)",
    CellError.VALUE,
    CellError.VALUE,
    CellError.VALUE,
)


def book(path: Path, metadata: str, rows: str, prefix: str = "rd") -> Path:
    kinds = "http://schemas.microsoft.com/office/2017/06/relationships"
    rich = "".join(
        f'<Relationship Id="{name}" Type="{kinds}/{prefix}{kind}" Target="{target}"/>'.replace("rdr", "rdR")
        for name, kind, target in (
            ("r8", "RichValue" if prefix else "richValue", "richData/values.xml"),
            ("r9", "RichValueStructure" if prefix else "richValueStructure", "richData/structures.xml"),
        )
    )
    linked = links(r1="worksheet worksheets/sheet1.xml", r7="sheetMetadata metadata.xml")
    extra = {
        "xl/_rels/workbook.xml.rels": linked.replace("</Relationships>", f"{rich}</Relationships>"),
        "xl/metadata.xml": f'<metadata xmlns="{MAIN}" xmlns:xlrd="{NS}">{metadata}</metadata>',
        "xl/richData/values.xml": f'<rvData xmlns="{NS}">{"".join(VALUES)}</rvData>',
        "xl/richData/structures.xml": f'<rvStructures xmlns="{NS}">{STRUCTURES}</rvStructures>',
    }
    return package(path, rows, extra=extra)


def metadata(places: range) -> str:
    blocks = "".join(f'<bk><extLst><ext uri="{{a}}"><xlrd:rvb i="{i}"/></ext></extLst></bk>' for i in places)
    records = "".join(f'<bk><rc t="2" v="{i}"/></bk>' for i in range(len(places)))
    return (
        '<metadataTypes><metadataType name="XLDAPR"/><metadataType name="XLRICHVALUE"/></metadataTypes>'
        '<futureMetadata name="XLDAPR"><bk><extLst/></bk></futureMetadata>'
        f'<futureMetadata name="XLRICHVALUE">{blocks}</futureMetadata><valueMetadata>{records}</valueMetadata>'
    )


def values(path: Path) -> tuple[Value | None, ...]:
    with FileHost(path) as host:
        sheet = host.read("Sheet1")
    return tuple(sheet.value(row, 1) for row in range(1, 1 + max(sheet.rows.tolist())))


def column(count: int) -> str:
    return "".join(f'<row r="{i}"><c r="A{i}" t="e" vm="{i}"><v>#VALUE!</v></c></row>' for i in range(1, count + 1))


@pytest.mark.parametrize("prefix", ["rd", ""])
def test_what_a_rich_value_shows(tmp_path: Path, prefix: str) -> None:
    path = book(tmp_path / "b.xlsx", metadata(range(len(VALUES))), column(len(VALUES)), prefix)
    assert values(path) == SHOWN


def test_the_metadata_say_which_rich_value_a_cell_has(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", metadata(range(5, -1, -1)), column(6))
    assert values(path) == SHOWN[5::-1]


def test_cells_without_a_rich_value_stay_as_they_are(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2" t="e"><v>#VALUE!</v></c></row>'
    rows += '<row r="3"><c r="A3" t="e" vm="999"><v>#VALUE!</v></c></row><row r="4"><c r="A4" vm="x"><v>4</v></c></row>'
    rows += '<row r="5"><c r="A5" t="e" vm="1"><f>SEQUENCE(3)</f><v>#VALUE!</v></c></row>'
    path = book(tmp_path / "b.xlsx", metadata(range(3)), rows)
    assert values(path) == (1.0, CellError.VALUE, CellError.VALUE, 4.0, CellError.SPILL)


@pytest.mark.parametrize("damage", ["<metadataTypes>", "<valueMetadata><bk><rc t='1' v='0'/></bk></valueMetadata>", ""])
def test_metadata_that_lead_nowhere(tmp_path: Path, damage: str) -> None:
    assert values(book(tmp_path / "b.xlsx", damage, column(2))) == (CellError.VALUE, CellError.VALUE)
