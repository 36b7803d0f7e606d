from __future__ import annotations

import pytest

from kjfz_docs.errors import Refused
from kjfz_docs.grids import Limits
from tests.grids.documents import codes, grid, p, r, spans, tbl, tc, tr


def test_it_draws_paragraphs_and_rows_in_reading_order() -> None:
    found = grid(p("附件1") + tbl(tr("姓名", "李明"), tr("职称", "教授")) + p("填报人："))
    assert found.draw() == "  附件1\n| 姓名 | 李明\n| 职称 | 教授\n  填报人："


def test_a_cell_across_columns_covers_them() -> None:
    (line,) = grid(tbl(tr("甲", tc("乙", properties='<w:gridSpan w:val="3"/>'), "丙"))).lines
    assert [spans(cell) for cell in line.cells] == [(0, 0, 1), (1, 3, 1), (4, 4, 1)]


def test_a_cell_merged_down_stands_once_and_reaches_into_the_lines_below() -> None:
    found = grid(
        tbl(
            tr(tc("市州", properties='<w:vMerge w:val="restart"/>'), "一"),
            tr(tc("", properties="<w:vMerge/>"), "二"),
            tr(tc("", properties='<w:vMerge w:val="continue"/>'), "三"),
            tr("武汉", "四"),
        )
    )
    assert found.draw() == "| 市州 | 一\n| 二\n| 三\n| 武汉 | 四"
    merged = found.lines[0].cells[0]
    assert spans(merged) == (0, 0, 3)
    assert [line.above for line in found.lines] == [(), (merged,), (merged,), ()]


def test_a_second_merge_begins_where_the_first_ends() -> None:
    down, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    found = grid(
        tbl(
            tr(tc("甲", properties=down), "1"),
            tr(tc("", properties=more), "2"),
            tr(tc("乙", properties=down), "3"),
            tr(tc("", properties=more), "4"),
        )
    )
    assert [cell.text for line in found.lines for cell in line.above] == ["甲", "乙"]
    assert found.lines[2].cells[0].height == 2


def test_a_continuation_below_nothing_is_a_cell_of_its_own() -> None:
    found = grid(tbl(tr("甲"), tr(tc("乙", properties="<w:vMerge/>"))))
    assert found.draw() == "| 甲\n| 乙"


def test_text_in_a_covered_cell_is_hidden_text() -> None:
    found = grid(
        tbl(tr(tc("甲", properties='<w:vMerge w:val="restart"/>')), tr(tc("藏", properties="<w:vMerge/>")))
    )
    assert "藏" not in found.draw()
    assert codes(found) == ["KD210"]


def test_a_row_may_begin_after_some_columns() -> None:
    found = grid(tbl(tr("甲", "乙", "丙"), tr("丁", properties='<w:gridBefore w:val="2"/>')))
    assert [spans(cell) for cell in found.lines[1].cells] == [(2, 2, 1)]
    assert found.lines[1].cells[0].place.column == 1


def test_a_row_may_end_before_some_columns() -> None:
    found = grid(tbl(tr("甲", properties='<w:gridAfter w:val="2"/>'), tr("乙", "丙", "丁")))
    assert [len(line.cells) for line in found.lines] == [1, 3]


def test_a_merge_to_the_right_of_old_widens_its_first_cell() -> None:
    (line,) = grid(
        tbl(
            tr(
                tc("甲", properties='<w:hMerge w:val="restart"/>'),
                tc("", properties='<w:hMerge w:val="continue"/>'),
                "乙",
            )
        )
    ).lines
    assert [(cell.text, cell.first, cell.last) for cell in line.cells] == [("甲", 0, 1), ("乙", 2, 2)]


def test_rows_marked_as_header_are_header_only_at_the_top() -> None:
    head = "<w:tblHeader/>"
    found = grid(
        tbl(tr("甲", properties=head), tr("乙", properties=head), tr("丙"), tr("丁", properties=head))
    )
    assert [line.header for line in found.lines] == [True, True, False, False]


def test_a_nested_table_follows_the_row_that_holds_it() -> None:
    found = grid(tbl(tr(tc("外", tbl(tr("内1", "内2")), p("续")), "右"), tr("下")) + tbl(tr("第三")))
    assert found.draw() == "| 外¶续 | 右\n| 内1 | 内2\n| 下\n| 第三"
    assert [line.table for line in found.lines] == [0, 1, 0, 2]


def test_cells_and_rows_may_stand_in_content_controls() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    found = grid(
        control.format(
            tbl(control.format(tr(control.format(tc("甲")), tc(control.format(p("乙"))))), tr("丙"))
        )
    )
    assert found.draw() == "| 甲 | 乙\n| 丙"


def test_every_cell_knows_its_place_as_printed() -> None:
    found = grid(
        p("一")
        + tbl(
            tr(tc("甲", properties='<w:vMerge w:val="restart"/>'), "乙"),
            tr(tc("", properties="<w:vMerge/>"), "丙"),
        )
        + p("二")
    )
    places = [str(cell.place) for line in found.lines for cell in line.cells]
    assert places == ["第1段", "表1第1行第1列", "表1第1行第2列", "表1第2行第2列", "第2段"]


def test_a_row_deleted_with_tracked_changes_is_left_out() -> None:
    found = grid(tbl(tr("甲"), tr("删", properties='<w:del w:id="1" w:author="x"/>'), tr("乙")))
    assert found.draw() == "| 甲\n| 乙"
    assert found.lines[1].cells[0].place.row == 2
    assert codes(found) == ["KD209"]


def test_a_hidden_row_is_left_out_with_a_note() -> None:
    found = grid(tbl(tr("甲"), tr("藏", properties="<w:hidden/>")))
    assert found.draw() == "| 甲"
    assert codes(found) == ["KD210"]


def test_an_empty_cell_has_one_empty_paragraph() -> None:
    (line,) = grid(tbl(tr("<w:tc/>", tc("")))).lines
    assert [len(cell.paragraphs) for cell in line.cells] == [1, 1]
    assert line.is_blank


@pytest.mark.parametrize("value", ["-3", "x", "", "9" * 5000, "1000000000"])
def test_a_senseless_span_does_no_harm(value: str) -> None:
    (line,) = grid(tbl(tr(tc("甲", properties=f'<w:gridSpan w:val="{value}"/>'), "乙"))).lines
    assert line.text == "甲\t乙"
    assert line.cells[0].last < 1000


def test_tables_nested_too_deep_are_refused() -> None:
    inner = tbl(tr("底"))
    for _ in range(20):
        inner = tbl(tr(tc(inner, p(""))))
    with pytest.raises(Refused) as refused:
        grid(inner)
    assert [finding.code for finding in refused.value.findings] == ["KD104"]


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(Refused, match="KD104"):
        grid(tbl(*[tr("一", "二")] * 10), limits=Limits(blocks=30))
    assert len(grid(tbl(*[tr("一", "二")] * 10), limits=Limits(blocks=40)).lines) == 10


def test_runs_of_one_look_that_touch_are_one_span() -> None:
    bold = "<w:b/>"
    (line,) = grid(tbl(tr(tc(p(r("甲", bold), r("乙", bold), r("丙")))))).lines
    assert [(start, end) for start, end, _ in line.cells[0].rich.spans] == [(0, 2)]
