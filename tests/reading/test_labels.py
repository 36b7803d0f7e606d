"""The labels of a template and where their values stand."""

from __future__ import annotations

import attrs

import kjfz_docs as kd
from kjfz_docs.reading.labels import Direction, Labels
from tests.making import document, paragraph, table


@attrs.frozen(kw_only=True)
class Sheet:
    name: str | None = None
    unit: str | None = None
    count: int | None = None
    passed: bool | None = None


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


def test_a_label_is_compared_with_and_without_what_stands_in_brackets() -> None:
    anchor = labels("数量（个） | {{ count }}").anchors[0]
    assert (anchor.keys, anchor.short_keys) == (("数量个",), ("数量",))


def test_the_title_is_the_longest_line_above_the_table() -> None:
    found = labels("姓名 | {{ name }}")
    assert found.is_title("某某 登记表")
    assert not found.is_title("现报送某某登记表如下")


def test_every_text_without_slots_is_a_literal_of_the_form() -> None:
    found = labels("姓名 | {{ name }}", "评 价 | （{{ passed|tick('是') }}）是（{{ passed|tick('否') }}）否")
    assert found.literals == {"姓名", "评价", "某某登记表"}


def test_a_changed_literal_is_still_seen_to_be_one() -> None:
    found = labels("企业考核评价（由企业填写） | ", "姓名 | {{ name }}")
    assert found.resembles_literal("企业考核评价（由接收企业填写）")
    assert not found.resembles_literal("企业对他的评价很高")


def test_the_built_in_lists_have_a_column_for_each_cell() -> None:
    columns = {name: [len(t.columns) for t in form.labels.lists] for name, form in kd.forms.items()}
    assert columns == {
        "assessment": [],
        "acceptance_summary": [9],
        "absence_summary": [6],
        "account_collection": [11],
        "outcome_statistics": [9],
    }


def test_a_mixed_column_may_be_split_and_split_columns_may_be_one() -> None:
    parts = {
        name: [a.names[0] for a in form.labels.lists[0].parts] for name, form in list(kd.forms.items())[1:]
    }
    wholes = {
        name: [a.names[0] for a in form.labels.lists[0].wholes] for name, form in list(kd.forms.items())[1:]
    }
    assert parts["acceptance_summary"] == ["开户行（含支行）", "银行账号"]
    assert wholes["account_collection"] == ["个人账户信息"]
    assert parts["absence_summary"] == wholes["absence_summary"] == []
