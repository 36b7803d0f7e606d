"""The labels of a template, and where their values stand, derived from its cells."""

from __future__ import annotations

import attrs

import kjfz_docs as kd
from kjfz_docs.reading.labels import Direction, Labels
from kjfz_docs.records.fields import field, part, record
from tests.grids.documents import docx, p, tbl, tc, tr
from tests.making import document, paragraph, table


@record
class Score:
    points: int | None = field("得分", default=None)
    remark: str | None = field("备注", default=None)


@record
class Row:
    name: str | None = None
    own: Score = part("自评", factory=Score)
    expert: Score = part("专家评", factory=Score)


@attrs.frozen(kw_only=True)
class Sum:
    points: int | None = None


@attrs.frozen(kw_only=True)
class Sheet:
    name: str | None = None
    unit: str | None = None
    count: int | None = None
    passed: bool | None = None
    rows: tuple[Row, ...] = ()

    @property
    def total(self) -> Sum:
        return Sum()


def labels(*rows: str) -> Labels:
    form = kd.Form(id="s", record=Sheet, docx=document(paragraph("某某登记表"), table(*rows), paragraph()))
    return form.labels


def shown(found: Labels) -> list[tuple[str, str, str]]:
    return [(a.names[0], a.pattern.slots[0].path, a.direction.value) for a in found.anchors]


def test_a_value_belongs_to_the_label_on_its_left() -> None:
    assert shown(labels("姓名 | {{ name }} | 单位 | {{ unit }}")) == [
        ("姓名", "name", "right"),
        ("单位", "unit", "right"),
    ]


def test_a_value_under_its_heading_belongs_to_the_label_above() -> None:
    found = labels("姓名 | 数量（个）", "{{ name }} | {{ count }}")
    assert shown(found) == [("姓名", "name", "down"), ("数量（个）", "count", "down")]
    assert found.anchors[0].direction is Direction.DOWN


def test_every_text_without_slots_is_a_literal_of_the_form() -> None:
    found = labels("姓名 | {{ name }}", "评 价 | （{{ passed|tick('是') }}）是（{{ passed|tick('否') }}）否")
    assert found.literals == {"姓名", "评价", "某某登记表"}


def test_the_built_in_lists_have_a_column_for_each_cell() -> None:
    columns = {name: [len(t.columns) for t in form.labels.lists] for name, form in kd.forms.items()}
    assert columns == {
        "assessment": [],
        "acceptance_summary": [9],
        "absence_summary": [6],
        "account_collection": [11],
        "outcome_statistics": [9],
        "tracking_report": [],
    }


def test_a_mixed_column_may_be_split_and_split_columns_may_be_one() -> None:
    lists = {name: form.labels.lists[0] for name, form in kd.forms.items() if form.labels.lists}
    parts = {name: [a.names[0] for a in each.parts] for name, each in lists.items()}
    wholes = {name: [a.names[0] for a in each.wholes] for name, each in lists.items()}
    assert parts["acceptance_summary"] == ["开户行（含支行）", "银行账号"]
    assert wholes["account_collection"] == ["个人账户信息"]
    assert parts["absence_summary"] == wholes["absence_summary"] == []


SIDE, BESIDE = (
    tc(text, properties=f"<w:vMerge{mark}/>") for text, mark in (("评分", ' w:val="restart"'), ("", ""))
)


def test_labels_beside_a_merged_label_name_what_is_below_them() -> None:
    rows = tr(SIDE, "姓名", "单位") + tr(BESIDE, "{{ name }}", "{{ unit }}")
    form = kd.Form(id="s", record=Sheet, docx=docx(p("某某登记表") + tbl(rows) + p("")))
    assert shown(form.labels) == [("姓名", "name", "down"), ("单位", "unit", "down")]


def test_a_label_in_the_cell_of_its_value_names_it_unless_another_cell_begins_alike() -> None:
    (inside,) = labels("姓名：{{ name }} | 照片").anchors
    assert (inside.names, inside.direction) == (("姓名",), Direction.INSIDE)
    assert [slot.path for slot in inside.pattern.slots] == ["name"]
    assert labels("签字：{{ name }} | 签字：{{ unit }}").anchors == ()


LOOP = ("{%tr for row in rows %} |  |  |  | ", "{%tr endfor %} |  |  |  | ")
CELLS = (
    "{{ row.name }} | {{ row.own.points }} | {{ row.own.remark }} | {{ row.expert.points }}"
    " | {{ row.expert.remark }}"
)


def listed(*heads: str, total: str = "") -> kd.Form:
    rows = (*heads, LOOP[0], CELLS, LOOP[1], *([total] if total else []))
    return kd.Form(id="s", record=Sheet, docx=document(paragraph("某某登记表"), table(*rows), paragraph()))


UPPER = "".join(tc(text, properties='<w:gridSpan w:val="2"/>') for text in ("自评", "专家评"))


def test_columns_with_the_same_head_are_told_apart_by_the_heads_above() -> None:
    heads = tr(tc("")).replace("</w:tr>", f"{UPPER}</w:tr>") + tr("姓名", "得分", "备注", "得分", "备注")
    cells = [tr(*row.split(" | ")) for row in (LOOP[0], CELLS, LOOP[1])]
    form = kd.Form(id="s", record=Sheet, docx=docx(p("某某登记表") + tbl(heads, *cells) + p("")))
    columns = form.labels.lists[0].columns
    assert [column.full_name for column in columns] == [
        "姓名",
        "自评得分",
        "自评备注",
        "专家评得分",
        "专家评备注",
    ]
    assert [column.shared for column in columns] == [False, True, True, True, True]


def test_a_name_that_fields_of_several_columns_have_names_none_of_them() -> None:
    columns = listed("姓名 | 自评得分 | 自评备注 | 专家评得分 | 专家评备注").labels.lists[0].columns
    assert [column.names for column in columns] == [
        *(("姓名",), ("自评得分",), ("自评备注",), ("专家评得分",), ("专家评备注",))
    ]


def test_one_column_may_hold_a_whole_part_of_the_record() -> None:
    wholes = listed("姓名 | 自评得分 | 自评备注 | 专家评得分 | 专家评备注").labels.lists[0].wholes
    assert [(each.names, [slot.path for slot in each.pattern.slots]) for each in wholes] == [
        (("自评",), ["rows.*.own.points", "rows.*.own.remark"]),
        (("专家评",), ["rows.*.expert.points", "rows.*.expert.remark"]),
    ]


def test_a_total_is_known_by_its_label_and_stands_under_a_column() -> None:
    heads = "姓名 | 自评得分 | 自评备注 | 专家评得分 | 专家评备注"
    (found,) = listed(heads, total="合 计 | {{ total.points }} |  |  | ").labels.lists[0].totals
    name, ((anchor, under),) = found
    assert name == "合计"
    assert anchor.pattern.slots[0].path == "total.points"
    assert under is not None
    assert under.names[0] == "自评得分"
