"""The labels of a template and where their values stand."""

from __future__ import annotations

import attrs

import kjfz_docs as kd
from kjfz_docs.reading.labels import Direction, Labels, labels_of
from tests.making import document, paragraph, table


@attrs.frozen(kw_only=True)
class Sheet:
    name: str | None = None
    unit: str | None = None
    count: int | None = None
    passed: bool | None = None


def labels(*rows: str) -> Labels:
    form = kd.Form(id="s", record=Sheet, docx=document(paragraph("某某登记表"), table(*rows), paragraph()))
    return labels_of(form.skeleton)


def shown(found: Labels) -> list[tuple[str, str, str]]:
    return [(a.keys[0], a.pattern.slots[0].path, a.direction.value) for a in found.anchors]


def test_a_value_belongs_to_the_label_on_its_left() -> None:
    assert shown(labels("姓名 | {{ name }} | 单位 | {{ unit }}")) == [
        ("姓名", "name", "right"),
        ("单位", "unit", "right"),
    ]


def test_a_value_under_its_heading_belongs_to_the_label_above() -> None:
    found = labels("姓名 | 数量（个）", "{{ name }} | {{ count }}")
    assert shown(found) == [("姓名", "name", "down"), ("数量(个)", "count", "down")]
    assert found.anchors[0].direction is Direction.DOWN


def test_the_title_is_the_literal_part_of_the_heading() -> None:
    assert labels("姓名 | {{ name }}").titles == ("某某登记表",)


def test_every_text_without_slots_is_a_literal_of_the_form() -> None:
    found = labels("姓名 | {{ name }}", "评 价 | （{{ passed|tick('是') }}）是（{{ passed|tick('否') }}）否")
    assert found.literals == {"姓名", "评价", "某某登记表"}


def test_the_built_in_lists_have_a_column_for_each_cell() -> None:
    columns = {
        name: [len(t.columns) for t in labels_of(form.skeleton).lists] for name, form in kd.forms.items()
    }
    assert columns == {
        "assessment": [],
        "acceptance_summary": [9],
        "absence_summary": [6],
        "account_collection": [11],
        "outcome_statistics": [9],
    }
