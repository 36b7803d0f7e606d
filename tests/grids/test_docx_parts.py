from __future__ import annotations

import pytest

from kjfz_docs.errors import Refused
from kjfz_docs.grids import open_file, read_grid
from tests.grids.documents import (
    CONTENT_TYPES,
    STRICT,
    codes,
    document,
    docx,
    grid,
    p,
    parts,
    r,
    relationships,
    tbl,
    tc,
    tr,
    zipped,
)

BODY = p("附件1") + tbl(tr("姓名", "李明"))
DRAWN = "  附件1\n| 姓名 | 李明"


def drawn(members: dict[str, bytes]) -> str:
    return read_grid(open_file(zipped(members))).draw()


def moved(name: str) -> dict[str, bytes]:
    """The document with its main part under another name, and a decoy under the usual one."""
    members = parts(BODY)
    members[name] = members["word/document.xml"]
    members["word/document.xml"] = document(p("假")).encode()
    members["[Content_Types].xml"] = CONTENT_TYPES.replace("word/document.xml", name).encode()
    members["_rels/.rels"] = relationships(officeDocument=name).encode()
    return members


def test_the_main_part_is_found_by_its_relationship_and_never_by_its_name() -> None:
    assert drawn(moved("word/document2.xml")) == DRAWN
    assert drawn(moved("文档/主体.xml")) == DRAWN


@pytest.mark.parametrize(
    "target", ["/word/document.xml", "word/../word/document.xml", "WORD/Document.xml", "word/%64ocument.xml"]
)
def test_a_target_may_be_written_in_many_ways(target: str) -> None:
    assert drawn({**parts(BODY), "_rels/.rels": relationships(officeDocument=target).encode()}) == DRAWN


def test_without_its_relationship_the_main_part_is_found_by_its_type() -> None:
    members = parts(BODY)
    del members["_rels/.rels"]
    assert drawn(members) == DRAWN


def test_a_package_without_a_main_part_is_damaged() -> None:
    members = parts(BODY)
    del members["word/document.xml"]
    with pytest.raises(Refused, match="KD102"):
        open_file(zipped(members))


def test_a_target_outside_the_package_is_no_part() -> None:
    external = relationships(officeDocument="http://example.invalid/document.xml").replace(
        "/>", ' TargetMode="External"/>'
    )
    assert drawn({**parts(BODY), "_rels/.rels": external.encode()}) == DRAWN


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
)
def test_templates_and_documents_with_macros_are_documents(kind: str) -> None:
    plain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = CONTENT_TYPES.replace(plain, kind)
    opened = open_file(zipped({**parts(BODY), "[Content_Types].xml": types.encode()}))
    assert opened.kind == "docx"
    assert read_grid(opened).draw() == DRAWN


def test_the_strict_variant_reads_like_the_transitional_one() -> None:
    styles = '<w:style w:type="character" w:styleId="s"><w:rPr><w:strike/></w:rPr></w:style>'
    body = p(r("删", '<w:rStyle w:val="s"/>')) + tbl(tr(tc("宽", properties='<w:gridSpan w:val="2"/>')))
    members = parts(body, styles=styles)
    strict = {}
    for name, data in members.items():
        text = data.decode()
        for transitional, last in STRICT:
            text = text.replace(transitional, f"http://purl.oclc.org/ooxml/{last}")
        strict[name] = text.encode()
    assert strict["word/document.xml"] != members["word/document.xml"]
    found = read_grid(open_file(zipped(strict)))
    assert found.draw() == "  删\n| 宽"
    assert found.lines[0].cells[0].rich.format_at(0).strike
    assert found.lines[1].cells[0].last == 1


def test_a_strict_name_inside_a_text_stays_as_it_is() -> None:
    text = "见 http://purl.oclc.org/ooxml/wordprocessingml/main"
    assert grid(p(text)).draw() == "  " + text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_the_main_part_may_be_in_any_encoding(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    xml = f'<?xml version="1.0" encoding="{declared}"?>' + document(BODY)
    assert drawn({**parts(BODY), "word/document.xml": xml.encode(encoding)}) == DRAWN


@pytest.mark.parametrize("part", ["[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"])
def test_any_part_may_be_in_any_encoding(part: str) -> None:
    found = parts(BODY)
    text = found[part].decode()
    xml = '<?xml version="1.0" encoding="utf-16"?>' + text.rpartition("?>")[2]
    assert drawn({**found, part: xml.encode("utf-16")}) == DRAWN


def test_the_identifier_of_the_document_is_among_its_properties() -> None:
    found = grid(BODY, core="<dc:identifier> urn:kjfz:hubei:2:assessment:ab12 </dc:identifier>")
    assert found.properties == {"identifier": "urn:kjfz:hubei:2:assessment:ab12"}
    assert grid(BODY, core="<dc:title>考核表</dc:title>").properties == {}
    assert grid(BODY).properties == {}


@pytest.mark.parametrize(
    ("maker", "text"),
    [("LibreOffice/7.4", "_x0041_ _x005F_ _X0041_"), ("Microsoft Office Word", "as it stands")],
)
def test_an_underscore_that_libreoffice_escaped_is_read_back(maker: str, text: str) -> None:
    written = "_x005F_x0041_ _x005F_ _x005F_X0041_"
    members = parts(p(written))
    members["docProps/app.xml"] = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>{maker}</Application></Properties>"
    ).encode()
    targets = {"officeDocument": "word/document.xml", "extended_properties": "docProps/app.xml"}
    members["_rels/.rels"] = relationships(**targets).encode()
    assert drawn(members) == "  " + (text if maker.startswith("Libre") else written)


SIDEWAYS = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
UPRIGHT = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'


@pytest.mark.parametrize(
    ("body", "landscape"),
    [
        (BODY + SIDEWAYS, True),
        (BODY + UPRIGHT, False),
        (BODY + '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr>', True),
        (BODY + p("", properties=SIDEWAYS) + p("") + UPRIGHT, False),
        (BODY + p("", properties=SIDEWAYS) + p(""), True),
        (BODY, None),
    ],
)
def test_the_page_may_lie_on_its_side(body: str, landscape: bool | None) -> None:
    assert grid(body).landscape is landscape


def test_every_place_has_the_name_of_the_file_where_it_has_one(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "李明-考核表.docx"
    path.write_bytes(docx(BODY + p(r("藏", "<w:vanish/>"))))
    found = read_grid(open_file(path))
    assert {cell.place.file for cell in found.cells()} == {"李明-考核表.docx"}
    assert str(found.findings[0].where) == "李明-考核表.docx 第2段"


def test_missing_parts_are_none() -> None:
    members = parts(BODY, styles="<w:style/>", numbering="<w:num/>")
    del members["word/styles.xml"], members["word/numbering.xml"]
    assert drawn(members) == DRAWN


def test_a_main_part_that_is_no_word_document_is_damaged() -> None:
    members = {**parts(BODY), "word/document.xml": b"<html><body/></html>"}
    with pytest.raises(Refused, match="KD102"):
        drawn(members)


def test_a_document_without_a_body_has_no_lines() -> None:
    found = grid("")
    assert (found.lines, codes(found)) == ((), [])
