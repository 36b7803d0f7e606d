from __future__ import annotations

import pytest

from kjfz_docs.grids.docx_styles import Styles
from kjfz_docs.grids.docx_unread import shortener

PLAIN, WITH_SYMBOLS = Styles(), Styles(has_symbol_fonts=True)
SIZES = '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
SONG = '<w:rFonts w:ascii="宋体" w:hAnsi="宋体"/>'
BORDERS = '<w:tcBorders><w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/></w:tcBorders>'


def shortened(text: str, styles: Styles = PLAIN) -> str:
    return shortener(text.encode(), styles)(text.encode()).decode()


def run(properties: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>姓名</w:t></w:r>"


def test_what_says_nothing_of_the_text_is_left_out() -> None:
    assert shortened(run(SIZES)) == "<w:r><w:t>姓名</w:t></w:r>"
    assert shortened(f"<w:tcPr>{BORDERS}<w:tcW/></w:tcPr>") == ""
    assert shortened('<w:pPr><w:bidi w:val="0"/></w:pPr><w:r/>') == "<w:r/>"


@pytest.mark.parametrize(
    "said",
    [
        '<w:u w:val="single"/>',
        "<w:b/>",
        "<w:vanish/>",
        '<w:rStyle w:val="a"/>',
        '<w:del w:id="1"/>',
        '<w:rFonts w:ascii="Wingdings"/>',
    ],
)
def test_what_is_read_stays(said: str) -> None:
    assert shortened(run(SIZES + said + SIZES)) == run(said)


def test_spans_merges_and_numbers_stay() -> None:
    for said in ('<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>', "<w:tcPr><w:vMerge/></w:tcPr>"):
        assert shortened(said.replace("><w", f">{BORDERS}<w", 1)) == said
    numbered = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    assert shortened(numbered.replace("</w:pPr>", '<w:jc w:val="left"/></w:pPr>')) == numbered


def test_a_plain_font_stays_where_a_style_has_a_symbol_font() -> None:
    assert shortened(run(SONG)) == "<w:r><w:t>姓名</w:t></w:r>"
    assert shortened(run(SONG), WITH_SYMBOLS) == run(SONG)


@pytest.mark.parametrize(
    "before", ["<!-- <w:rPr> -->", "<w:p><?x <w:rPr>?>", "<w:t><![CDATA[<w:rPr>]]></w:t>"]
)
def test_nothing_is_left_out_where_what_looks_like_a_tag_may_be_none(before: str) -> None:
    assert shortened(before + run(SIZES)) == before + run(SIZES)


def test_properties_that_are_cut_off_stay() -> None:
    whole = run(SIZES).encode()
    shorten = shortener(whole, PLAIN)
    for cut in range(len(whole)):
        first, second = shorten(whole[:cut]), shorten(whole[cut:])
        assert shorten(first + second) == shorten(whole)


@pytest.mark.parametrize(
    "broken", ["<w:sz w:val=21/>", "<w:sz w:val='21'/>", '<w:sz x:val="21"/>', '<w:sz a="&b;"/>']
)
def test_what_may_not_be_well_formed_is_left_to_the_parser(broken: str) -> None:
    assert shortened(run(broken)) == run(broken)


def texts(*pieces: str, opening: str = "<w:r><w:t>", between: str = "") -> str:
    return "".join(f"{opening}{piece}</w:t></w:r>{between}" for piece in pieces)


KEPT = '<w:r><w:t xml:space="preserve">'
DOUBT = '<w:proofErr w:type="spellStart"/>'


def test_a_text_in_several_plain_runs_is_one() -> None:
    assert shortened(texts("姓", "名", "：")) == texts("姓名：")
    assert shortened(texts(" 姓 ", " 名 ", opening=KEPT)) == texts(" 姓  名 ", opening=KEPT)
    assert shortened(texts("姓", "名", between=DOUBT)) == texts("姓名", between=DOUBT)
    assert (
        shortened(texts("姓", "名", opening='<w:r w:rsidR="00A1"><w:t>'))
        == '<w:r w:rsidR="00A1"><w:t>姓名</w:t></w:r>'
    )


@pytest.mark.parametrize(
    "text",
    [
        texts("姓 ", "名"),  # a blank at an edge is none of the text
        texts("姓", "\n名"),
        texts("姓", "&#32;名"),
        texts("姓") + texts("名", opening=KEPT),
        run("<w:b/>") + texts("：") + run("<w:b/>"),
        "<w:r><w:t>姓</w:t><w:tab/><w:t>名</w:t></w:r>" + texts("：") + "<w:r><w:tab/></w:r>" + texts("甲"),
        "<w:p>" + texts("姓") + "</w:p><w:p>" + texts("名") + "</w:p>",
        texts("_x005F_x00", "41_"),
    ],
)
def test_runs_that_differ_or_do_not_meet_stay(text: str) -> None:
    assert shortened(text) == text
