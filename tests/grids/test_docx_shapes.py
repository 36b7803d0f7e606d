from __future__ import annotations

import pytest

from tests.grids.documents import codes, grid, p, r, tbl, tc, tr


def box(content: str) -> str:
    return f"<wps:wsp><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp>"


def drawing(inner: str, doc_pr: str = "<wp:docPr id='1' name='x'/>") -> str:
    data = f"<a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic>"
    return f"<w:drawing><wp:anchor>{doc_pr}{data}</wp:anchor></w:drawing>"


def vml(content: str) -> str:
    return (
        f"<w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )


def both(content: str) -> str:
    return (
        f"<mc:AlternateContent><mc:Choice Requires='wps'>{drawing(box(content))}</mc:Choice>"
        f"<mc:Fallback>{vml(content)}</mc:Fallback></mc:AlternateContent>"
    )


@pytest.mark.parametrize("made", [lambda text: drawing(box(text)), vml, both])
def test_a_text_box_is_a_further_paragraph_of_its_line_once(made) -> None:  # type: ignore[no-untyped-def]
    found = grid(p("甲", r(made(p("框"))), "乙"))
    assert found.draw() == "  甲乙¶框"
    assert not found.findings


def test_a_text_box_in_a_cell_is_a_further_paragraph_of_the_cell() -> None:
    found = grid(tbl(tr(tc(p("是", r(both(p("√") + p("二")))), p("后")), "右")))
    assert found.draw() == "| 是¶√¶二¶后 | 右"


def test_a_text_box_alone_stands_for_its_paragraph() -> None:
    assert grid(tbl(tr(tc(p(r(both(p("√")))))))).draw() == "| √"


def test_a_table_in_a_text_box_follows_the_line_that_holds_it() -> None:
    found = grid(p("甲", r(both(tbl(tr("一", "二")) + p("框")))) + p("乙"))
    assert found.draw() == "  甲¶框\n| 一 | 二\n  乙"


def test_a_text_box_in_a_text_box_is_read_once() -> None:
    assert grid(p("甲", r(drawing(box(p("外", r(drawing(box(p("内")))))))))).draw() == "  甲¶外¶内"


def test_a_text_box_does_not_disturb_the_look_of_what_follows() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="b"><w:rPr><w:strike/></w:rPr></w:style>'
    inner = p("框", properties='<w:pStyle w:val="b"/>')
    (line,) = grid(p("甲", r(both(inner)), "乙"), styles=styles).lines
    assert [(start, end) for start, end, _ in line.cells[0].rich.spans] == [(3, 4)]


@pytest.mark.parametrize(
    "shape",
    [
        drawing("<wps:wsp><wps:spPr/></wps:wsp>"),
        "<w:pict><v:oval style='position:absolute'/></w:pict>",
        "<w:pict><v:line from='0,0' to='9,9'/></w:pict>",
        drawing(box(p(""))),
    ],
)
def test_a_shape_without_text_is_noted_with_its_place(shape: str) -> None:
    found = grid(tbl(tr("甲", tc(p("是", r(shape))))))
    assert (found.draw(), codes(found)) == ("| 甲 | 是", ["KD211"])
    assert str(found.findings[0].where) == "表1第1行第2列"


def test_words_drawn_as_a_shape_are_text() -> None:
    word_art = "<w:pict><v:shape><v:textpath string='考核表'/></v:shape></w:pict>"
    assert grid(p(r(word_art))).draw() == "  考核表"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (drawing("<pic:pic/>"), "图片"),
        ("<w:pict><v:shape><v:imagedata/></v:shape></w:pict>", "图片"),
        (drawing("<c:chart/>"), "图表"),
        ("<w:object><o:OLEObject/></w:object>", "嵌入对象"),
    ],
)
def test_what_cannot_be_read_is_noted(content: str, kind: str) -> None:
    found = grid(p("甲", r(content)))
    assert codes(found) == ["KD219"]
    assert kind in found.findings[0].message


def test_a_document_embedded_as_a_chunk_is_noted() -> None:
    assert codes(grid(p("甲") + "<w:altChunk r:id='r9'/>")) == ["KD219"]


def test_a_hidden_drawing_is_hidden_text() -> None:
    found = grid(p("甲", r(drawing(box(p("藏")), "<wp:docPr id='1' name='x' hidden='1'/>"))))
    assert (found.draw(), codes(found)) == ("  甲", ["KD210"])


def test_a_place_is_noted_once_and_the_places_are_bounded() -> None:
    shape = r("<w:pict><v:oval/></w:pict>")
    assert codes(grid(p(shape, shape))) == ["KD211"]
    assert len(grid(p(shape) * 200).findings) == 50


def test_blocks_in_alternatives_are_read_once() -> None:
    found = grid(
        f"<mc:AlternateContent><mc:Choice Requires='wps'>{p('新')}</mc:Choice>"
        f"<mc:Fallback>{p('旧')}{tbl(tr('旧'))}</mc:Fallback></mc:AlternateContent>" + tbl(tr("表"))
    )
    assert found.draw() == "  新\n| 表"
    assert found.lines[1].table == 0
