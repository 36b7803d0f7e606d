"""Rows and paragraphs whose tags were met before are read as if they had not been."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kjfz_docs.errors import Refused
from kjfz_docs.grids import Grid, Limits, docx_known
from kjfz_docs.grids.docx_known import Known
from kjfz_docs.grids.docx_styles import Styles
from tests.grids.documents import grid

STYLES = (
    '<w:style w:type="paragraph" w:styleId="bold"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="ticks"><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="one"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def read(body: str) -> Any:
    """What is read of a document, in a form that can be compared; the reasons of a refusal."""
    try:
        found = grid(body, styles=STYLES, numbering=NUMBERING)
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


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_known, "_MOST_REMEMBERED", 500)
    known = Known(b"", Styles(), Limits())
    for number in range(100):
        assert known._meaning(b"%040d" % number, lambda tags: tags) is None
    assert sum(map(len, known._memory)) <= 600
