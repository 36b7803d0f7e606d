"""Pages and fragments are made of the same pieces, and hold nothing but what they are given."""

from __future__ import annotations

import re

import pytest
from lxml import html

from kjfz_docs.pages import fragment, page
from kjfz_docs.pages.pieces import BAD, Cell, Fact, Section, Table

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}"
TABLE = Table(
    caption="名单",
    heads=("姓名", "份数"),
    rows=[["李明", Cell("3", tone=BAD)]],
    foot=[["合计", "3"]],
    figures=(1,),
)


def parsed(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def test_a_page_says_its_language_its_title_and_where_each_section_is() -> None:
    made = parsed(page("标题", "副题", [Section(id="a", title="甲", tables=(TABLE,))]))
    assert made.get("lang") == "zh-CN"
    assert [made.findtext(".//title"), made.findtext(".//h1"), made.findtext(".//h2")] == [
        "标题",
        "标题",
        "甲",
    ]
    assert made.xpath("//nav//a/@href") == ["#a"]
    assert made.xpath("//section/@aria-labelledby") == made.xpath("//h2/@id")


def test_a_page_needs_nothing_from_elsewhere_and_forbids_it() -> None:
    text = page("标题", "", [Section(id="a", title="甲", notes=(HOSTILE,))])
    assert "default-src 'none'; style-src 'unsafe-inline'" in text
    assert re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//", text) == []


@pytest.mark.parametrize(
    "section",
    [
        Section(id="a", title=HOSTILE),
        Section(id="a", title="甲", notes=(HOSTILE,)),
        Section(id="a", title="甲", facts=(Fact(label=HOSTILE, value=HOSTILE),)),
        Section(
            id="a",
            title="甲",
            tables=(Table(caption=HOSTILE, heads=(HOSTILE,), rows=[[Cell(HOSTILE, "x.docx")]], stacks=True),),
        ),
    ],
)
def test_texts_are_never_markup(section: Section) -> None:
    for made in (parsed(page("标题", HOSTILE, [section])), parsed(fragment([section], "x"))):
        assert made.xpath("//script | //img | //@onerror") == []
        assert HOSTILE in made.text_content()


def test_what_no_page_can_hold_is_replaced() -> None:
    text = fragment([Section(id="a", notes=("甲\x00乙\x1b[31m丙\ud800丁\n戊",))], "x")
    assert "甲\ufffd乙\ufffd[31m丙\ufffd丁\n戊" in text
    text.encode()


def test_a_table_tells_heads_of_columns_and_rows() -> None:
    made = parsed(fragment([Section(id="a", tables=(TABLE,))], "x"))
    assert made.xpath("//thead//th[@scope='col']/text()") == ["姓名", "份数"]
    assert made.xpath("//tbody//th[@scope='row']/text() | //tfoot//th[@scope='row']/text()") == [
        "李明",
        "合计",
    ]
    assert made.xpath("//caption/text()") == ["名单"]
    assert made.xpath("//tbody//td/@class") == ["figure bad"]
    # It can be scrolled with keys alone.
    assert made.xpath("//table/../@tabindex") == ["0"]


def test_a_table_that_stacks_says_what_its_cells_are_by_roles_and_heads() -> None:
    table = Table(heads=("姓名", "区"), rows=[["李明", "江夏区"]], stacks=True)
    made = parsed(fragment([Section(id="a", tables=(table,))], "x"))
    assert made.xpath("//tbody/tr/*/@data-head") == ["姓名", "区"]
    assert made.xpath("//tbody/tr/*/@role") == ["rowheader", "cell"]


def test_a_section_with_nothing_in_it_is_left_out_of_a_page() -> None:
    assert "<h2" not in page("标题", "", [Section(id="a", title="甲")])
