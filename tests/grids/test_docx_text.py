from __future__ import annotations

import pytest

from tests.grids.documents import codes, grid, p, r, tbl, tc, text_of, tr


def fld(kind: str, inner: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar></w:r>'


def field(code: str, result: str | None = None) -> str:
    shown = "" if result is None else fld("separate") + r(result)
    return f"{fld('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{shown}{fld('end')}"


def test_runs_are_one_text() -> None:
    assert text_of(p("湖北省", "第二批", "考核表")) == "湖北省第二批考核表"


@pytest.mark.parametrize(
    ("element", "text"),
    [
        ("<w:tab/>", "甲\t乙"),
        ('<w:ptab w:alignment="right"/>', "甲\t乙"),
        ("<w:noBreakHyphen/>", "甲\u2011乙"),
        ("<w:softHyphen/>", "甲\u00ad乙"),
        ("<w:br/>", "甲\n乙"),
        ("<w:cr/>", "甲\n乙"),
        ('<w:br w:type="textWrapping"/>', "甲\n乙"),
        ('<w:br w:type="page"/>', "甲\n乙"),
        ("<w:lastRenderedPageBreak/>", "甲乙"),
        ('<w:commentReference w:id="0"/>', "甲乙"),
        ('<w:footnoteReference w:id="2"/>', "甲乙"),
        ("<w:delText>删</w:delText>", "甲乙"),
    ],
)
def test_what_stands_between_texts(element: str, text: str) -> None:
    assert text_of(p("甲", r(element), "乙")) == text


def test_a_soft_break_splits_the_paragraph_but_not_the_line() -> None:
    (line,) = grid(p("甲", r("<w:br/>"), "乙")).lines
    assert [paragraph.text for paragraph in line.cells[0].paragraphs] == ["甲", "乙"]


@pytest.mark.parametrize("body", [p(r('<w:br w:type="page"/>'), "甲"), p("甲", r('<w:br w:type="page"/>'))])
def test_a_page_break_at_the_edge_makes_no_empty_line(body: str) -> None:
    assert text_of(body) == "甲"


def test_white_space_at_the_edges_of_a_text_counts_only_if_it_is_preserved() -> None:
    assert text_of("<w:p><w:r><w:t> 甲 </w:t><w:t xml:space='preserve'> 乙 </w:t></w:r></w:p>") == "甲 乙 "


def test_a_line_end_inside_a_text_is_a_space() -> None:
    assert text_of(p(r("甲\n乙"))) == "甲 乙"


def test_comments_and_sections_of_character_data_leave_the_text_whole() -> None:
    assert text_of("<w:p><w:r><w:t>甲<!-- 注 -->乙<![CDATA[<丙>]]></w:t></w:r></w:p>") == "甲乙<丙>"


@pytest.mark.parametrize(
    "wrapped",
    [
        "<w:hyperlink>{}</w:hyperlink>",
        "<w:smartTag><w:smartTagPr/>{}</w:smartTag>",
        "<w:customXml>{}</w:customXml>",
        '<w:fldSimple w:instr="DOCPROPERTY 姓名">{}</w:fldSimple>',
        '<w:ins w:id="1" w:author="x">{}</w:ins>',
        '<w:moveTo w:id="1" w:author="x">{}</w:moveTo>',
        '<w:bdo w:val="ltr">{}</w:bdo>',
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:sdt><w:sdtContent><w:smartTag>{}</w:smartTag></w:sdtContent></w:sdt>",
        "<mc:AlternateContent><mc:Choice Requires='w14'>{}</mc:Choice>"
        "<mc:Fallback><w:r><w:t>旧</w:t></w:r></mc:Fallback></mc:AlternateContent>",
    ],
)
def test_wrappers_do_not_hide_their_text(wrapped: str) -> None:
    assert text_of(p("甲", wrapped.format(r("乙")), "丙")) == "甲乙丙"


def test_a_ruby_text_is_its_base() -> None:
    ruby = f"<w:ruby><w:rubyPr/><w:rt>{r('hàn')}</w:rt><w:rubyBase>{r('汉')}</w:rubyBase></w:ruby>"
    assert text_of(p(r(ruby), "字")) == "汉字"


def test_a_formula_is_its_text() -> None:
    assert text_of(p("x=", "<m:oMath><m:r><m:t>1</m:t></m:r></m:oMath>")) == "x=1"


# Fields


def test_a_field_is_its_result_and_not_its_code() -> None:
    assert text_of(p("第", field("PAGE", "3"), "页")) == "第3页"


def test_a_field_in_the_code_of_a_field_is_no_text() -> None:
    inner = field("MERGEFIELD 满意", "是")
    outer = f"{fld('begin')}<w:r><w:instrText>IF </w:instrText></w:r>{inner}{fld('separate')}{r('满意')}{fld('end')}"
    assert text_of(p(outer)) == "满意"


def test_a_field_may_end_in_a_later_paragraph() -> None:
    found = grid(
        p(fld("begin"), "<w:r><w:instrText>TOC</w:instrText></w:r>", fld("separate"), "一")
        + p("二", fld("end"), "三")
    )
    assert found.draw() == "  一\n  二三"


def test_a_field_that_never_ends_does_not_swallow_what_follows() -> None:
    found = grid(
        p("甲", fld("begin"), "<w:r><w:instrText>PAGE</w:instrText></w:r>") + p("乙") + tbl(tr("丙"))
    )
    assert found.draw() == "  甲\n  乙\n| 丙"


@pytest.mark.parametrize(
    ("code", "text", "circled"),
    [
        (r"eq \o\ac(○,是)", "是", True),
        (r" EQ \o \ac(〇,否) ", "否", True),
        (r"eq \o\ac(○,\s\up 2(√))", "√", True),
        (r"eq \o(□,√)", "☑", False),
        (r"eq \o\ac(□,×)", "☒", False),
        (r"eq \o\ac(□)", "□", False),
        (r"eq \o\ac(○)", "○", False),
    ],
)
def test_a_character_in_a_ring_or_a_box(code: str, text: str, circled: bool) -> None:
    found = grid(p(field(code)))
    cell = found.lines[0].cells[0]
    assert cell.text == text
    assert cell.rich.format_at(0).circled is circled
    assert not found.findings


def test_a_formula_field_that_is_more_than_text_is_said_to_be_so() -> None:
    found = grid(p("甲", field(r"eq \f(1,2)")))
    assert (found.draw(), codes(found)) == ("  甲", ["KD218"])


def test_a_symbol_field_is_its_character() -> None:
    assert text_of(p(field(r'SYMBOL 254 \f "Wingdings"'))) == "☑"


def test_a_code_of_many_brackets_takes_no_time() -> None:
    assert grid(p(field(r"eq \o(" + ") " * 400_000 + "x"))).draw() == "  "


@pytest.mark.parametrize(
    ("box", "text"),
    [
        ("<w:checked/>", "☑"),
        ('<w:checked w:val="0"/>', "☐"),
        ('<w:default w:val="1"/>', "☑"),
        ('<w:default w:val="1"/><w:checked w:val="0"/>', "☐"),
        ("", "☐"),
    ],
)
def test_a_check_box_of_old_is_ticked_or_not(box: str, text: str) -> None:
    begin = fld("begin", f"<w:ffData><w:checkBox>{box}</w:checkBox></w:ffData>")
    code = "<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>"
    assert text_of(p(begin, code, fld("separate"), fld("end"), "是")) == text + "是"


def test_a_drop_down_of_old_shows_its_choice() -> None:
    entries = '<w:result w:val="1"/><w:listEntry w:val="满意"/><w:listEntry w:val="不满意"/>'
    begin = fld("begin", f"<w:ffData><w:ddList>{entries}</w:ddList></w:ffData>")
    assert text_of(p(begin, "<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>", fld("end"))) == "不满意"


# Content controls


def control(properties: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


PLACEHOLDER_STYLE = '<w:style w:type="character" w:styleId="a8"><w:name w:val="Placeholder Text"/></w:style>'


def test_the_placeholder_of_a_control_is_no_text() -> None:
    prompt = r("单击此处输入", '<w:rStyle w:val="a8"/>')
    found = grid(p("姓名：", control("<w:showingPlcHdr/>", prompt)), styles=PLACEHOLDER_STYLE)
    assert (found.draw(), codes(found)) == ("  姓名：", [])


def test_a_placeholder_that_looks_like_text_is_doubted() -> None:
    found = grid(p("姓名：", control("<w:showingPlcHdr/>", r("李明"))), styles=PLACEHOLDER_STYLE)
    assert (found.draw(), codes(found)) == ("  姓名：", ["KD217"])


def test_a_control_around_paragraphs_may_show_its_placeholder_too() -> None:
    found = grid(control("<w:showingPlcHdr/>", p("请填写")) + p("甲"))
    assert (found.draw(), codes(found)) == ("  \n  甲", ["KD217"])


def test_a_control_that_no_longer_shows_its_placeholder_is_text() -> None:
    assert text_of(p(control('<w:showingPlcHdr w:val="0"/>', r("李明")))) == "李明"


def test_a_check_box_control_shows_its_own_text() -> None:
    box = '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    assert text_of(p(control(box, r("☒")), "是")) == "☒是"


@pytest.mark.parametrize(("state", "text"), [("1", "☑"), ("0", "☐")])
def test_a_check_box_control_without_text_still_knows_its_state(state: str, text: str) -> None:
    box = f'<w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox>'
    assert text_of(p(control(box, "<w:r/>"), "是")) == text + "是"


def test_controls_in_cells_are_read_where_they_stand() -> None:
    assert text_of(tbl(tr(tc(control("", p("甲")), p("乙")), "丙"))) == "甲\n乙\t丙"
