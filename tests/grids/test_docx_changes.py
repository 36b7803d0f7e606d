from __future__ import annotations

import pytest

from tests.grids.documents import codes, grid, p, r, tbl, tc, tr

WHO = 'w:id="1" w:author="x"'
DELETED_MARK = f"<w:rPr><w:del {WHO}/></w:rPr>"


def deleted(text: str) -> str:
    return f"<w:del {WHO}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def test_inserted_text_is_kept_and_deleted_text_left_out_with_one_note() -> None:
    found = grid(p("甲", f"<w:ins {WHO}>{r('新')}</w:ins>", deleted("旧")) + p(deleted("旧"), "乙"))
    assert (found.draw(), codes(found)) == ("  甲新\n  乙", ["KD209"])
    assert str(found.findings[0].where) == "第1段"


def test_moved_text_stands_where_it_was_moved_to() -> None:
    found = grid(
        p("甲", f"<w:moveFrom {WHO}>{r('动')}</w:moveFrom>")
        + p("乙", f"<w:moveTo {WHO}>{r('动')}</w:moveTo>")
    )
    assert (found.draw(), codes(found)) == ("  甲\n  乙动", ["KD209"])


def test_what_was_inserted_and_deleted_again_is_left_out() -> None:
    assert grid(p("甲", f"<w:ins {WHO}>{deleted('乙')}</w:ins>")).draw() == "  甲"


def test_a_paragraph_whose_mark_was_deleted_goes_on_in_the_next() -> None:
    found = grid(p("甲", properties=DELETED_MARK) + p("乙") + p("丙"))
    assert (found.draw(), codes(found)) == ("  甲乙\n  丙", ["KD209"])
    assert [str(line.cells[0].place) for line in found.lines] == ["第1段", "第2段"]


def test_a_paragraph_deleted_whole_leaves_no_line() -> None:
    assert grid(p(deleted("甲"), properties=DELETED_MARK) + p("乙")).draw() == "  乙"


def test_a_deleted_mark_at_the_end_ends_all_the_same() -> None:
    found = grid(tbl(tr(tc(p("甲", properties=DELETED_MARK)), "乙")) + p("丙", properties=DELETED_MARK))
    assert found.draw() == "| 甲 | 乙\n  丙"


def test_a_deleted_mark_before_a_table_ends_the_paragraph() -> None:
    assert grid(p("甲", properties=DELETED_MARK) + tbl(tr("乙")) + p("丙")).draw() == "  甲\n| 乙\n  丙"


@pytest.mark.parametrize("tag", ["del", "moveFrom"])
def test_deleted_blocks_are_left_out(tag: str) -> None:
    found = grid(f"<w:{tag} {WHO}>{p('甲')}{tbl(tr('乙'))}</w:{tag}>" + tbl(tr("丙")))
    assert (found.draw(), codes(found)) == ("| 丙", ["KD209"])
    assert found.lines[0].cells[0].place.table == 1


def test_inserted_blocks_are_kept() -> None:
    found = grid(f"<w:ins {WHO}>{p('甲')}{tbl(tr('乙'))}</w:ins>")
    assert (found.draw(), codes(found)) == ("  甲\n| 乙", ["KD209"])


def test_a_deleted_cell_is_left_out_and_its_column_stays() -> None:
    (line,) = grid(tbl(tr("甲", tc("删", properties=f"<w:cellDel {WHO}/>"), "乙"))).lines
    assert [(cell.text, cell.first) for cell in line.cells] == [("甲", 0), ("乙", 2)]


def test_a_merge_under_tracked_changes_counts() -> None:
    found = grid(
        tbl(
            tr(tc("甲", properties=f'<w:cellMerge {WHO} w:vMerge="rest"/>')),
            tr(tc("", properties=f'<w:cellMerge {WHO} w:vMerge="cont"/>')),
        )
    )
    assert found.lines[0].cells[0].height == 2


def test_changes_of_format_alone_are_no_matter() -> None:
    change = f"<w:rPrChange {WHO}><w:rPr><w:b/></w:rPr></w:rPrChange>"
    found = grid(p(r("甲", "<w:strike/>" + change)))
    assert codes(found) == []
    assert not found.lines[0].cells[0].rich.format_at(0).bold
