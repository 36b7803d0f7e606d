"""The head of a list in a file: its rows, and the column that each label has."""

from __future__ import annotations

import attrs
import pytest

import kjfz_docs as kd
from kjfz_docs.grids import open_file, read_grid
from kjfz_docs.reading.headers import Header, header
from kjfz_docs.reading.page import Page
from kjfz_docs.records.fields import field
from tests.making import document, paragraph, table


@attrs.frozen(kw_only=True)
class Score:
    points: int | None = field("得分", default=None)
    remark: str | None = field("备注", default=None)


@attrs.frozen(kw_only=True)
class Row:
    name: str | None = field("姓名", aliases=("参评人",), default=None)
    unit: str | None = field("工作单位（全称）", default=None)
    own: Score = Score()
    expert: Score = Score()


@attrs.frozen(kw_only=True)
class Sheet:
    rows: tuple[Row, ...] = ()


FORM = kd.Form(
    id="sheet",
    record=Sheet,
    docx=document(
        paragraph("评分表"),
        table(
            "姓名 | 工作单位（全称） | 自评得分 | 专家评得分",
            "{%tr for row in rows %} |  |  | ",
            "{{ row.name }} | {{ row.unit }} | {{ row.own.points }} | {{ row.expert.points }}",
            "{%tr endfor %} |  |  | ",
        ),
        paragraph(),
    ),
)


def found(*rows: str, partial: bool = False) -> Header | None:
    grid = read_grid(open_file(document(paragraph("评分表"), table(*rows), paragraph())))
    labels = FORM.labels
    return header(Page(grid.lines, labels), attrs.evolve(labels.lists[0], partial=partial))


def columns(*rows: str) -> dict[str, str]:
    """The head over the column of each label."""
    head = found(*rows)
    return {} if head is None else {each.anchor.names[0]: each.head.text for each in head.columns}


ALL = {
    "姓名": "姓名",
    "工作单位（全称）": "工作单位（全称）",
    "自评得分": "自评得分",
    "专家评得分": "专家评得分",
}
VALUES = "李明 | 某厂 | 3 | 4"


def test_each_label_has_the_column_under_its_words_in_whatever_order() -> None:
    assert columns("姓名 | 工作单位（全称） | 自评得分 | 专家评得分", VALUES) == ALL
    assert columns("专家评得分 | 工作单位（全称） | 姓名 | 自评得分", "4 | 某厂 | 李明 | 3") == ALL


@pytest.mark.parametrize(
    ("head", "label"),
    [
        ("姓 名", "姓名"),
        ("参评人", "姓名"),
        ("工作单位", "工作单位（全称）"),
        ("工作单位(全称)", "工作单位（全称）"),
        ("专家评得份", "专家评得分"),
    ],
    ids=["spaced", "alias", "without brackets", "half-width brackets", "misspelt"],
)
def test_a_head_in_other_words_is_known(head: str, label: str) -> None:
    heads = " | ".join(head if name == label else name for name in ALL)
    assert columns(heads, VALUES) == {**ALL, label: head}


def test_a_head_in_the_words_of_nothing_is_no_column_of_the_list() -> None:
    assert "姓名" not in columns("编号 | 工作单位（全称） | 自评得分 | 专家评得分", VALUES)


def test_half_of_the_columns_are_too_few_for_a_head() -> None:
    assert found("姓名 | 工作单位 | 电话 | 邮箱", VALUES) is None
    assert found("姓名 | 工作单位 | 自评得分 | 邮箱", VALUES) is not None


def test_a_line_of_misspelt_heads_is_sought_only_near_the_top_of_a_table() -> None:
    misspelt = "名字 | 工作单泣（全称） | 自评得份 | 专家评得份"
    assert found("批次 | 二 |  | ", misspelt, VALUES) is not None
    assert found(*["张三 | 某校 | 1 | 2"] * 12, misspelt, VALUES) is None


def test_where_any_column_may_be_missing_a_head_in_like_words_is_another() -> None:
    head = found("姓名 | 工作单泣（全称） | 自评得分 | 备注", VALUES, partial=True)
    assert head is not None
    assert [column.head.text for column in head.columns] == ["姓名", "自评得分"]
    assert found("编号 | 工作单泣（全称） | 电话 | 邮箱", VALUES, partial=True) is None


def test_a_name_that_fields_of_two_columns_have_names_neither() -> None:
    heads = columns("姓名 | 工作单位（全称） | 专家评得分 | 得分", VALUES)
    assert heads == {name: head for name, head in ALL.items() if name != "自评得分"}


def test_the_first_of_several_heads_is_the_head() -> None:
    head = "姓名 | 工作单位（全称） | 自评得分 | 专家评得分"
    again = found(head, VALUES, head, VALUES)
    assert again is not None
    assert (again.first, again.last) == (1, 1)


def test_heads_that_only_an_upper_row_tells_apart_are_two_rows() -> None:
    upper = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>'
    plain = "<w:tc><w:tcPr/><w:p/></w:tc>"
    first = f"<w:tr>{plain * 2}{upper.format('自评')}{upper.format('专家评')}</w:tr>"
    second = table("姓名 | 工作单位（全称） | 得分 | 备注 | 得分 | 备注", "李明 | 某厂 | 3 | a | 4 | b")
    rows = second.replace("<w:tblGrid/>", f"<w:tblGrid/>{first}")
    grid = read_grid(open_file(document(paragraph("评分表"), rows, paragraph())))
    head = header(Page(grid.lines, FORM.labels), FORM.labels.lists[0])
    assert head is not None
    assert (head.first, head.last) == (1, 2)
    assert {each.anchor.names[0]: each.index for each in head.columns} == {
        "姓名": 0,
        "工作单位（全称）": 1,
        "自评得分": 2,
        "专家评得分": 4,
    }
