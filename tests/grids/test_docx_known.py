"""Rows and paragraphs whose tags were met before are read as if they had not been."""

from __future__ import annotations

from typing import Any
from unittest import mock

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kjfz_docs.errors import Refused
from kjfz_docs.grids import DEFAULT_LIMITS, Grid, Limits, docx, docx_blocks, docx_known
from kjfz_docs.grids.docx_known import Known
from kjfz_docs.grids.docx_styles import styles_in
from kjfz_docs.grids.xml import nodes
from tests.grids.documents import NAMESPACES, document, grid

STYLES = (
    '<w:style w:type="paragraph" w:styleId="bold"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="ticks"><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="one"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def read(body: str, limits: Limits = DEFAULT_LIMITS) -> Any:
    """What is read of a document, in a form that can be compared; the reasons of a refusal."""
    try:
        found = grid(body, styles=STYLES, numbering=NUMBERING, limits=limits)
    except Refused as refused:
        return [finding.message for finding in refused.findings]
    return said(found)


def said(found: Grid) -> Any:
    def of(cells: Any) -> list[Any]:
        return [
            (cell.text, cell.paragraphs, cell.place, cell.first, cell.last, cell.height) for cell in cells
        ]

    lines = [(line.kind, of(line.cells), of(line.above), line.table, line.header) for line in found.lines]
    return lines, found.findings, found.properties, found.landscape


def unremembered(body: str) -> Any:
    with mock.patch.object(Known, "of", return_value=None):
        return read(body)


def run(text: str, properties: str = "", *, keeps: bool = True) -> str:
    space = ' xml:space="preserve"' if keeps else ""
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{properties}<w:t{space}>{text}</w:t></w:r>"


TEXTS = st.one_of(
    st.text("姓名 a1　;>\xa0\uf0fc", max_size=4).map(lambda text: text.replace("&", "")),
    st.sampled_from(
        ["", " ", " 甲 ", "&amp;", "&lt;w:tr&gt;", "&#65;", "&#xa;", "a>b", "]]>", "甲\n乙", "\t"]
    ),
    st.sampled_from(
        ["<!-- 甲 -->", "<![CDATA[甲]]>", "\x01", "&nbsp;", "</w:t><w:t>", "_x005F_x0041_", ' k="0"']
    ),
)
RUNS = st.one_of(
    st.builds(run, TEXTS, st.sampled_from(["", "<w:b/>", "<w:u/>", "<w:strike/>", "<w:vanish/>", "<w:sz/>"])),
    st.builds(run, TEXTS, st.sampled_from(["", '<w:rFonts w:ascii="Wingdings"/>']), keeps=st.just(False)),
    st.sampled_from(
        [
            "<w:r><w:br/></w:r>",
            '<w:r><w:br w:type="page"/></w:r>',
            "<w:r><w:tab/></w:r>",
            "<w:r><w:t/></w:r>",
            '<w:proofErr w:type="spellStart"/>',
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            r"<w:r><w:instrText>eq \o(□,√)</w:instrText></w:r>",
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            r'<w:fldSimple w:instr="eq \o(□,√)"><w:r><w:t></w:t></w:r></w:fldSimple>',
            "<w:ins><w:r><w:t>新</w:t></w:r></w:ins>",
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>填</w:t></w:r></w:sdtContent></w:sdt>",
            "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
            '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>',
        ]
    ),
)
MARKED = '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
PROPERTIES = st.sampled_from(
    ["", "", *(f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>' for name in ("bold", "ticks", "one")), MARKED]
)
IDS = st.sampled_from(["", "", ' w:rsidR="00A77427"', ' w:rsidR="00B12345" w14:paraId="1A2B3C4D"'])


def paragraph(properties: str, runs: list[str], ids: str) -> str:
    return f"<w:p{ids}>{properties}{''.join(runs)}</w:p>"


PARAGRAPHS = st.one_of(
    st.builds(paragraph, PROPERTIES, st.lists(RUNS, max_size=3), IDS),
    st.builds(paragraph, st.just(""), st.lists(st.builds(run, TEXTS), max_size=2), st.just("")),
    st.sampled_from(
        [
            "<w:p/>",
            '<w:p w:rsidR="00A77427"/>',
            "<w:p><w:pPr><w:sectPr><w:pgSz w:w='9' w:h='5'/></w:sectPr></w:pPr></w:p>",
        ]
    ),
)
CELLS = st.builds(
    "<w:tc>{}{}</w:tc>".format,
    st.sampled_from(
        [
            "",
            "",
            "<w:tcPr><w:tcW/></w:tcPr>",
            *(
                f"<w:tcPr>{each}</w:tcPr>"
                for each in (
                    '<w:gridSpan w:val="2"/>',
                    '<w:vMerge w:val="restart"/>',
                    "<w:vMerge/>",
                    '<w:hMerge w:val="continue"/>',
                    '<w:cellDel w:id="1"/>',
                )
            ),
        ]
    ),
    st.lists(PARAGRAPHS, max_size=2).map("".join),
)


def tables(cells: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    properties = st.sampled_from(
        [
            *("", "", "<w:trPr><w:tblHeader/></w:trPr>", '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'),
            "<w:trPr><w:hidden/></w:trPr>",
        ]
    )
    rows = st.builds("<w:tr>{}{}</w:tr>".format, properties, st.lists(cells, max_size=3).map("".join))
    # A row twice: what stands in it is then known.
    twice = st.builds(lambda row, more: row * more, rows, st.integers(1, 3))
    grids = st.sampled_from(["", '<w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="20"/></w:tblGrid>'])
    return st.builds("<w:tbl>{}{}</w:tbl>".format, grids, st.lists(twice, max_size=3).map("".join))


NESTED = st.builds("<w:tc>{}<w:p/></w:tc>".format, tables(CELLS))
BLOCKS = st.one_of(
    PARAGRAPHS,
    tables(st.one_of(CELLS, CELLS, CELLS, NESTED)),
    st.builds("<w:del>{}</w:del>".format, PARAGRAPHS),
    st.builds(
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>".format,
        PARAGRAPHS,
    ),
    st.builds("<!-- {} -->".format, PARAGRAPHS),
)


@given(st.lists(BLOCKS, max_size=4).map("".join))
def test_what_is_known_is_read_as_what_is_not(body: str) -> None:
    expected = unremembered(body)
    assert [read(body) for _ in range(3)] == [expected] * 3


@pytest.mark.parametrize("ids", ["", ' w:rsidR="00{:06}" w14:paraId="{:08}"'])
def test_what_is_met_again_is_no_longer_parsed(ids: str) -> None:
    for number, (text, others) in enumerate([("甲", "乙"), ("丙", "丁"), ("戊", "己")]):
        body = f"<w:p{ids.format(number, number)}>{run(text, '<w:i/>')}</w:p>"
        row = f"<w:tr{ids.format(number, number)}><w:tc><w:p>{run(others, '<w:i/>')}</w:p></w:tc></w:tr>"
        body += f"<w:tbl>{row}</w:tbl>"
        with mock.patch.object(docx_known, "_has_flat_blocks", wraps=docx_known._has_flat_blocks) as left:
            found = grid(body, styles=STYLES + "<!-- of this test -->" + ids)
        assert [cell.text for cell in found.cells()] == [text, others]
        # Those with numbers of their own are never the same as a whole.
        sought = [[], [0], [0] if ids else []][number]
        assert [call.args[0].count(b"</w:t>") for call in left.call_args_list] == sought


# Odd documents, each read when all that is plain in it is known: as it is read by those who know nothing.


def row(*texts: str, attributes: str = "") -> str:
    cells = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in texts)
    return f"<w:tr{attributes}>{cells}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


LIST = [row("甲", "1"), row("乙", "2"), row("丙", "3")]
PLAIN = f"<w:p>{run('题')}</w:p>"
HEADED = f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{{}}</w:t></w:r></w:p>{table(*LIST)}"


def warm() -> None:
    """Meet what the odd documents hold often enough for it to be known; no two documents are the same as a whole."""
    for number in range(1, 4):
        read(PLAIN * number + table(*LIST * number))


def as_unknown(body: str, **more: Any) -> Any:
    """What is read of a document when its blocks are known; it has to be what is read when they are not."""
    warm()
    found = read(body, **more)
    with mock.patch.object(Known, "of", return_value=None):
        assert found == read(body, **more)
    return found


NAME = docx_blocks.NUMBER


@pytest.mark.parametrize("spelt", [' {}="{}"', " {}='{}'", ' {} ="{}"', '\n{}="{}"', '\t{} = "{}"'])
@pytest.mark.parametrize("name", [NAME, "k"])
@pytest.mark.parametrize("number", ["0", "2", "4", "99", "-1", "abc", ""])
def test_an_attribute_like_that_of_a_known_block_names_none(spelt: str, name: str, number: str) -> None:
    odd = row("丁", "4", attributes=spelt.format(name, number))
    lines, *_ = as_unknown(PLAIN + table(*LIST, odd))
    assert [cell[0] for cell in lines[-1][1]] == ["丁", "4"]


@pytest.mark.parametrize("number", ["0", "abc"])
def test_an_attribute_like_that_of_a_known_block_names_none_where_no_block_is_known(number: str) -> None:
    assert as_unknown(f'<w:p {NAME}="{number}">{run("未见过", "<w:i/><w:dstrike/>")}</w:p>')[0]


ODD_ROWS = [
    pytest.param(row("丁", "4").replace("<w:tr>", "<w:tr\n>"), id="a row begun in another spelling"),
    pytest.param(row("丁", "4").replace("<w:p>", "<w:p\n>"), id="paragraphs begun in another spelling"),
    pytest.param(row("丁", "4").replace("</w:tr>", "</w:tr >"), id="a row ended in another spelling"),
    pytest.param(row("丁\x01", "4"), id="a control sign"),
    pytest.param(row("丁&#1;", "4"), id="a control sign by reference"),
    pytest.param(row("丁\ufffe", "4"), id="a sign that is none"),
    pytest.param(row("丁", "4").replace("<w:p>", "<w:tbl\n><w:tr><w:tc><w:p>", 1), id="unbalanced tags"),
    pytest.param(
        f"<w:tr><w:tc><w:tbl\n>{LIST[0]}</w:tbl\n><w:p>{run('丁')}</w:p></w:tc></w:tr>",
        id="a table in a cell in another spelling",
    ),
    pytest.param(
        f"<w:tr><w:tc><w:tbl>{LIST[0]}</w:tbl><w:p>{run('丁')}</w:p></w:tc></w:tr>", id="a table in a cell"
    ),
    pytest.param(f"<!-- {LIST[0]} -->", id="a row in a comment"),
]


@pytest.mark.parametrize("odd", ODD_ROWS)
@pytest.mark.parametrize("at", [0, 1, 3])
def test_what_is_odd_among_known_rows_is_read_as_if_nothing_was_known(odd: str, at: int) -> None:
    as_unknown(PLAIN + table(*LIST[:at], odd, *LIST[at:]))


def test_a_control_sign_in_a_known_cell_is_refused() -> None:
    assert "有误" in as_unknown(table(*LIST, row("丁\x01", "4")))[0]


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r></w:p>{}'
    '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
ODD_BODIES = [
    pytest.param('<w:sdt xmlns:w="urn:other">{}</w:sdt>', id="a second namespace"),
    pytest.param('<w:ins xmlns:w ="urn:other">{}</w:ins>', id="a second namespace in another spelling"),
    pytest.param("<w:ins\nxmlns:w = 'urn:other'>{}</w:ins>", id="a second namespace in single quotes"),
    pytest.param('<w:sdt xmlns:w14="urn:other"><w:sdtContent>{}</w:sdtContent></w:sdt>', id="another prefix"),
    pytest.param(FIELD, id="a field"),
    pytest.param(
        FIELD.replace("w:", "x:").replace("<x:p>", f'<x:p xmlns:x="{WORD}" xmlns:w="{WORD}">'),
        id="a field by another prefix",
    ),
    pytest.param(
        FIELD.replace("w:", "x:").replace("<x:p>", f'<x:p xmlns:x="{WORD[:-1]}&#110;">'),
        id="a field by another prefix by a reference",
    ),
    pytest.param(
        f'<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>{run("前")}</w:p>{{}}', id="a deleted mark"
    ),
    pytest.param("<w:del>{}</w:del>", id="deleted"),
    pytest.param("<w:ins>{}</w:ins>", id="inserted"),
    pytest.param(
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        id="a placeholder",
    ),
]


@pytest.mark.parametrize("odd", ODD_BODIES)
def test_what_stands_around_known_blocks_holds_for_them(odd: str) -> None:
    for inner in (PLAIN, table(*LIST), PLAIN + table(*LIST), table(*LIST) + PLAIN):
        as_unknown(PLAIN + odd.format(inner) + PLAIN)


TAKEN = PLAIN + table(*LIST)
NOT_TAKEN = [
    pytest.param(f"<!-- {PLAIN} -->", id="a comment"),
    pytest.param("<![CDATA[]]>", id="a section of characters"),
    pytest.param('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>', id="a field"),
    pytest.param("<w:p><w:r><w:pict><w:txbxContent/></w:pict></w:r></w:p>", id="a text box"),
    pytest.param(f"<w:sdt {NAME}='9'/>", id="the name of a known block"),
    pytest.param('<w:sdt xmlns:m ="urn:other"/>', id="a prefix of the root declared anew"),
    pytest.param("<w:sdt xmlns='urn:other'/>", id="a namespace without a prefix"),
    pytest.param(f'<w:sdt xmlns:x="{WORD}"/>', id="another prefix of Word"),
    pytest.param(f'<w:sdt xmlns:x="{WORD[:-1]}&#110;"/>', id="another prefix of Word, by a reference"),
    pytest.param(f"<w:tbl><w:tr><w:tc>{table(LIST[0])}</w:tc></w:tr></w:tbl>", id="a table in a table"),
]


def blocks_taken(data: str) -> int:
    styles = styles_in(f"<w:styles {NAMESPACES}><!-- taken --></w:styles>".encode(), DEFAULT_LIMITS)
    for _ in range(3):
        known = Known.of(data.encode(), styles, DEFAULT_LIMITS)
        assert known is not None
        short, replaced = known.without_blocks(data.encode())
    assert bool(replaced.blocks) == (short != data.encode())
    return len(replaced.blocks)


def test_known_blocks_are_taken_out() -> None:
    assert blocks_taken(document(TAKEN)) == 4
    assert blocks_taken(document(TAKEN + '<w:sdt xmlns:x="urn:other"/>')) == 4


@pytest.mark.parametrize("odd", NOT_TAKEN)
def test_nothing_is_taken_out_of_a_document_that_its_tags_alone_do_not_explain(odd: str) -> None:
    assert blocks_taken(document(TAKEN + odd)) == 0


@pytest.mark.parametrize("name", [WORD, f"{WORD[:-1]}&#110;"])
def test_nothing_is_taken_out_of_a_document_in_which_word_has_two_names(name: str) -> None:
    assert blocks_taken(document(TAKEN).replace("<w:document", f'<w:document xmlns:x="{name}"', 1)) == 0


def test_the_rows_of_a_placeholder_are_no_data() -> None:
    muted = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    lines, findings, *_ = as_unknown(PLAIN + table(LIST[0], muted.format(LIST[1])))
    assert [cell[0] for cell in lines[-1][1]] == ["", ""]
    assert [each.code for each in findings] == ["KD217"]


@pytest.mark.parametrize("limit", ["xml_part", "xml_nodes", "tree_nodes"])
@pytest.mark.parametrize("whole", [1 << 20, 1 << 10])
def test_known_blocks_are_counted_within_tight_limits(
    limit: str, whole: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (docx, docx_known):
        monkeypatch.setattr(module, "PARSED_WHOLE", whole)
    body = PLAIN + table(*LIST * 30)
    data = document(body).encode()
    most = len(data) if limit == "xml_part" else nodes(data)
    for by in (-1, 0, 1):
        limits = attrs.evolve(DEFAULT_LIMITS, **{limit: most + by})
        for _ in range(3):  # what is remembered is so within these limits
            as_unknown(body, limits=limits)


def test_the_roots_that_are_remembered_are_bounded() -> None:
    styles = styles_in(b"<styles/>", DEFAULT_LIMITS)
    for number in range(100):
        assert Known.of(b"<root-%d><w:body>" % number, styles, DEFAULT_LIMITS) is not None
    assert 1 <= len(styles.memory or ()) <= 16


def test_long_blocks_are_not_remembered() -> None:
    known = Known.of(b"<w:body>", styles_in(b"<styles />", DEFAULT_LIMITS), DEFAULT_LIMITS)
    assert known is not None
    for _ in range(3):
        _, found = known.without_blocks(b"<w:body>" + f"<w:p>{run('长' * 20_000)}</w:p>".encode())
        assert not found.blocks
        assert not len(known._memory)
