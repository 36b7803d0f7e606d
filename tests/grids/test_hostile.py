from __future__ import annotations

import io
import random
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kjfz_docs.errors import Refused
from kjfz_docs.grids import Grid, Limits, open_file, read_grid
from tests.grids.documents import document, docx, ole, p, parts, r, relationships, tbl, tc, tr, zipped

MIB = 1 << 20
FILLED = docx(
    p("附件1")
    + tbl(*(tr(tc("甲", properties='<w:vMerge w:val="restart"/>'), str(each)) for each in range(9))),
    styles='<w:style w:styleId="a"><w:rPr><w:b/></w:rPr></w:style>',
    core="<dc:identifier>urn:x</dc:identifier>",
)


def outcome(data: bytes, limits: Limits | None = None) -> str:
    """``read``, or the code for which the file is refused; any other exception fails the test."""
    try:
        found = read_grid(open_file(data, limits or Limits()))
    except Refused as refused:
        (finding,) = refused.findings
        return finding.code
    assert isinstance(found, Grid)
    return "read"


def main_part(data: bytes) -> bytes:
    return zipped({**parts(""), "word/document.xml": data})


def lying(data: bytes, name: str, size: int) -> bytes:
    """The zip file with another inflated size declared for a member, in both its headers."""
    changed = bytearray(data)
    raw = name.encode()
    for mark, at_size, at_name in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            if data[at + at_name : at + at_name + len(raw)] == raw:
                struct.pack_into("<I", changed, at + at_size, size)
    return bytes(changed)


# Bombs


def bomb(size: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in {**parts(""), "word/document.xml": b"<w:document>" + b" " * size}.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_a_bomb_is_refused_in_little_memory() -> None:
    data = bomb(150 * MIB)
    tracemalloc.start()
    try:
        assert outcome(data) == "KD104"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 40 * MIB


def test_a_bomb_that_declares_itself_small_is_refused_in_little_memory() -> None:
    data = lying(bomb(150 * MIB), "word/document.xml", 1000)
    tracemalloc.start()
    try:
        assert outcome(data) in ("KD102", "KD104")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 40 * MIB


def test_a_member_that_declares_more_than_it_has_is_damaged() -> None:
    assert outcome(lying(FILLED, "word/document.xml", 999_999)) == "KD102"


def test_a_part_that_only_claims_to_be_a_giant_is_refused_at_once() -> None:
    assert outcome(lying(FILLED, "word/document.xml", 0xF0000000)) == "KD104"


def test_many_parts_that_are_large_together_are_refused() -> None:
    members = {**parts(p("甲")), **{f"word/media/{each}.bin": bytes(MIB) for each in range(20)}}
    assert outcome(zipped(members), Limits(inflated=10 * MIB)) == "KD104"
    assert outcome(zipped(members)) == "read"


def test_the_ratio_counts_only_for_what_is_large() -> None:
    rows = tbl(*[tr("甲")] * 2000)
    assert outcome(docx(rows), Limits(ratio=5)) == "read"
    assert outcome(docx(rows), Limits(ratio=5, ratio_from=10_000)) == "KD104"


def test_too_many_members_are_refused() -> None:
    members = {**parts(p("甲")), **{f"x/{each}": b"" for each in range(2000)}}
    assert outcome(zipped(members)) == "KD104"


def test_a_directory_of_very_many_members_is_refused_before_it_is_read() -> None:
    entry = b"PK\x01\x02" + bytes(42)
    count = 200_000
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, count * 46, 30, 0)
    assert outcome(b"PK\x03\x04" + bytes(26) + entry * count + end) == "KD104"


def test_a_zip_file_inside_a_zip_file_is_not_opened() -> None:
    members = {**parts(p("甲")), "word/embeddings/inner.zip": bomb(50 * MIB)}
    assert outcome(zipped(members)) == "read"


# What the XML may bring


PROLOGS = (
    '<!DOCTYPE w:document SYSTEM "file:///etc/passwd">',
    '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    '<?xml version="1.0"?>\n<!-- <w:document> --><!DOCTYPE d>',
    '<?xml version="1.0"?><?pi <a ?>  <!DOCTYPE d [ ]>',
)


@pytest.mark.parametrize("prolog", PROLOGS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "docProps/core.xml", "_rels/.rels"])
def test_a_doctype_is_refused_in_every_part_and_encoding(prolog: str, encoding: str, part: str) -> None:
    members = parts(p("甲"), styles="<w:style/>", core="<a/>")
    members[part] = (prolog + members[part].decode()).encode(encoding)
    assert outcome(zipped(members)) == "KD105"


def test_nothing_of_another_file_gets_into_the_grid() -> None:
    entity = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    assert outcome(main_part((entity + document(p("&x;"))).encode())) == "KD105"


def test_a_doctype_spelled_in_an_odd_encoding_is_refused() -> None:
    text = "<?xml version='1.0' encoding='utf-7'?>" + "+ADwAIQ-DOCTYPE d+AD4-" + document(p("x"))
    assert outcome(main_part(text.encode("ascii"))) == "KD105"


def test_an_entity_that_nobody_declared_is_refused() -> None:
    assert outcome(docx(p("&passwd;"))) in ("KD105", "KD102")


def test_a_doctype_inside_a_text_is_text() -> None:
    found = read_grid(open_file(docx(p("&lt;!DOCTYPE html&gt;", r("<w:t><![CDATA[<!DOCTYPE x>]]></w:t>")))))
    assert found.draw() == "  <!DOCTYPE html><!DOCTYPE x>"


@pytest.mark.parametrize("wrapper", ["ins", "smartTag", "hyperlink"])
def test_wrappers_nested_too_deep_are_refused(wrapper: str) -> None:
    def nested(count: int) -> bytes:
        return docx(f"<w:p>{f'<w:{wrapper}>' * count}{r('甲')}{f'</w:{wrapper}>' * count}</w:p>")

    assert [outcome(nested(count)) for count in (50, 80, 300, 20_000)] == ["read", "KD104", "KD104", "KD104"]


@pytest.mark.parametrize(("wrapper", "expected"), [("ins", "KD104"), ("customXml", "read"), ("x", "read")])
def test_blocks_nested_too_deep_are_refused_where_it_matters(wrapper: str, expected: str) -> None:
    def nested(count: int) -> bytes:
        return docx(f"<w:{wrapper}>" * count + p("甲") + f"</w:{wrapper}>" * count)

    assert [outcome(nested(count)) for count in (80, 300, 20_000)] == [expected, "KD104", "KD104"]


def test_text_boxes_nested_too_deep_are_refused() -> None:
    body = p("底")
    for _ in range(60):
        body = p(
            r(
                f"<w:pict><v:shape><v:textbox><w:txbxContent>{body}</w:txbxContent></v:textbox></v:shape></w:pict>"
            )
        )
    assert outcome(docx(body)) == "KD104"


def test_a_paragraph_of_very_many_nodes_is_refused() -> None:
    limits = Limits(tree_nodes=150_000)
    assert outcome(docx(p("<w:bookmarkEnd/>" * 300_000)), limits) == "KD104"
    assert outcome(docx("<w:x/>" * 300_000), limits) == "KD104"
    assert outcome(docx(p("甲") * 40_000), limits) == "read"


def test_a_part_of_very_many_nodes_is_refused() -> None:
    assert outcome(docx(p("甲") * 1000), Limits(xml_nodes=3000)) == "KD104"
    styles = "<w:style/>" * 5000
    assert outcome(docx(p("甲"), styles=styles), Limits(tree_nodes=3000)) == "KD104"


def test_a_number_text_of_great_length_is_not_printed_again_and_again() -> None:
    level = f'<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="{"%1" * 100_000}"/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    item = p("甲", properties='<w:numPr><w:numId w:val="1"/></w:numPr>')
    found = read_grid(open_file(docx(item * 50, numbering=numbering)))
    assert all(len(cell.paragraphs[0].number) <= 300 for cell in found.cells())


# Broken containers


def test_a_file_cut_short_is_refused_wherever_it_was_cut() -> None:
    for at in range(0, len(FILLED), 100):
        assert outcome(FILLED[:at]) in ("KD101", "KD102", "KD106")


def test_a_part_whose_checksum_is_wrong_is_damaged() -> None:
    members = parts(p("甲乙丙丁" * 50))
    data = bytearray(zipped(members, zipfile.ZIP_STORED))
    at = data.index("丙".encode())
    data[at : at + 3] = "戊".encode()
    assert outcome(bytes(data)) == "KD102"


def test_two_members_of_one_name_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in {**parts(p("甲")), "Word/Document.xml": document(p("乙")).encode()}.items():
            archive.writestr(name, data)
    assert outcome(buffer.getvalue()) == "KD102"


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/passwd", "..\\evil.xml", "C:\\evil.xml", "a/../../b", "folder/"]
)
def test_members_with_names_that_lead_outside_are_ignored(name: str) -> None:
    data = zipped({**parts(p("甲")), name: b"x"})
    opened = open_file(data)
    assert opened.package is not None
    assert name not in opened.package.names
    assert read_grid(opened).draw() == "  甲"


def test_a_relationship_cannot_lead_outside() -> None:
    members = {**parts(p("甲")), "_rels/.rels": relationships(officeDocument="../../../etc/passwd").encode()}
    assert read_grid(open_file(zipped(members))).draw() == "  甲"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_are_refused(method: int) -> None:
    assert outcome(zipped(parts(p("甲")), method)) == "KD102"


@pytest.mark.parametrize(
    "part", ["word/document.xml", "[Content_Types].xml", "_rels/.rels", "word/styles.xml"]
)
@pytest.mark.parametrize(
    "data", [b"", b"  ", b"<a", b"\xff\xfe\x00", b"<?xml version='1.0' encoding='nonsense'?><a/>"]
)
def test_a_part_that_is_no_xml_is_damaged(part: str, data: bytes) -> None:
    assert outcome(zipped({**parts(p("甲"), styles="<w:style/>"), part: data})) == "KD102"


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 30))
def test_a_corrupted_document_is_read_or_refused(chance: random.Random, count: int) -> None:
    data = bytearray(FILLED)
    for _ in range(count):
        data[chance.randrange(len(data))] = chance.randrange(256)
    outcome(bytes(data))


@settings(max_examples=150, deadline=None)
@given(
    st.randoms(use_true_random=False),
    st.sampled_from(["word/document.xml", "word/styles.xml", "_rels/.rels"]),
)
def test_a_part_with_pieces_moved_about_is_read_or_refused(chance: random.Random, part: str) -> None:
    members = parts(
        p("甲", r("乙", '<w:rStyle w:val="a"/>')) + tbl(tr("丙", tc("丁", properties="<w:vMerge/>"))),
        styles='<w:style w:styleId="a"><w:basedOn w:val="a"/></w:style>',
    )
    data = members[part]
    for _ in range(chance.randrange(1, 4)):
        start, end = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
        at = chance.randrange(len(data))
        data = data[:at] + data[start:end] + data[at:] if chance.random() < 0.5 else data[:start] + data[end:]
    outcome(zipped({**members, part: data}))


@settings(max_examples=100, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 20))
def test_a_corrupted_compound_file_is_told_or_refused(chance: random.Random, count: int) -> None:
    data = bytearray(ole("EncryptionInfo", "WordDocument", "x", "y", "z"))
    for _ in range(count):
        data[chance.randrange(8, 1600)] = chance.choice((0, 1, 255, chance.randrange(256)))
    assert outcome(bytes(data[: chance.randrange(8, len(data) + 1)])) in ("KD102", "KD103", "KD106")
