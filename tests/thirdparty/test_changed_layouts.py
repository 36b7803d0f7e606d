"""Small changes of the layout of forms of third parties: each value is read equal, or its field is reported."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.records.fields import leaves
from tests.making import document, paragraph
from tests.thirdparty.changes import CHANGES, Change, Pick, changed
from tests.thirdparty.drawing import GOES_ON, START, cell, grid, row
from tests.thirdparty.forms import FORMS, View
from tests.thirdparty.test_thirdparty import EVERY, FILLED, GRANT, PAIRS, PERSON

FORM_OF = {form.id: form for form in FORMS}
EACH = pytest.mark.parametrize(
    ("form", "record"), list(zip(FORMS, FILLED, strict=True)), ids=lambda each: getattr(each, "id", "")
)


def doubts(reading: kd.Reading[Any]) -> list[kd.Finding]:
    return [finding for finding in reading.findings if finding.severity is not kd.Severity.NOTE]


def unreported(reading: kd.Reading[Any], record: Any) -> list[str]:
    """The fields that were read otherwise, or not at all, without a word about them or about their texts."""
    values, found = ({p: v for p, _, v in leaves(each) if v is not None} for each in (record, reading.record))
    said = {finding.field for finding in doubts(reading) if finding.field}
    left_over = {finding.raw for finding in doubts(reading) if finding.code == "KD206"}
    return [
        path
        for path in dict.fromkeys((*values, *found))
        if values.get(path) != found.get(path)
        and not any(path.startswith(field) for field in said)
        and not (path not in found and str(values[path]) in left_over)
    ]


def picking(data: Any) -> Pick:
    return lambda each: data.draw(st.sampled_from(list(each)))


@EACH
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_one_change_leaves_every_value_equal_or_reported(
    form: kd.Form, record: Any, change: Change, data: Any
) -> None:
    file = changed(kd.render(record, form=form), change, picking(data), form.template)
    if file is None:
        return  # the form has no place for it
    reading: kd.Reading[Any] = kd.read(file, forms=EVERY)
    assert reading.outcome is kd.Outcome.OK
    assert unreported(reading, record) == []
    if reading.record == record:
        about_fields = [finding for finding in doubts(reading) if finding.field is not None]
        assert about_fields == []


@EACH
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_two_changes_leave_no_value_wrong_without_a_word(form: kd.Form, record: Any, data: Any) -> None:
    file = kd.render(record, form=form)
    for change in data.draw(st.lists(st.sampled_from(CHANGES), min_size=2, max_size=2)):
        file = changed(file, change, picking(data), form.template) or file
    reading: kd.Reading[Any] = kd.read(file, forms=EVERY)
    assert reading.outcome is kd.Outcome.OK
    assert unreported(reading, record) == []


# ------------------------------------------------------------------ the same, drawn


def read(form: kd.Form, *blocks: str) -> kd.Reading[Any]:
    return kd.read(document(paragraph(form.title), *blocks, paragraph()), forms=EVERY)


HEAD = (
    row(cell("指标", merge=START), cell("自评", 2), cell("专家评", 2)),
    row(cell("", merge=GOES_ON), cell("得分"), cell("备注"), cell("得分"), cell("备注")),
)
RATED = (
    row(cell("产出"), cell("90"), cell("超额"), cell("85"), cell("属实")),
    row(cell("效益"), cell("80"), cell(""), cell("78"), cell("偏低")),
)
SUMS = row(cell("合计"), cell("170"), cell(""), cell("163"), cell(""))


def test_upper_heads_that_changed_places_take_their_columns_along() -> None:
    head = (
        row(cell("指标", merge=START), cell("专家评", 2), cell("自评", 2)),
        row(cell("", merge=GOES_ON), cell("得分"), cell("备注"), cell("得分"), cell("备注")),
    )
    rows = (
        row(cell("产出"), cell("85"), cell("属实"), cell("90"), cell("超额")),
        row(cell("效益"), cell("78"), cell("偏低"), cell("80"), cell("")),
    )
    sums = row(cell("合计"), cell("163"), cell(""), cell("170"), cell(""))
    reading = read(FORM_OF["review"], grid(5, *head, *rows, sums))
    assert reading.record == PAIRS
    assert reading.stated["total"] == PAIRS.total
    assert doubts(reading) == []


def test_the_same_heads_without_those_above_are_read_in_their_order_with_a_doubt() -> None:
    head = row(cell("指标"), cell("得分"), cell("备注"), cell("得分"), cell("备注"))
    reading = read(FORM_OF["review"], grid(5, head, *RATED, SUMS))
    assert reading.record == PAIRS
    assert [(finding.code, finding.field) for finding in doubts(reading)] == [
        ("KD205", f"rows.*.{field}") for field in ("own.score", "own.note", "expert.score", "expert.note")
    ]


def test_a_sum_that_differs_is_that_of_its_own_upper_head() -> None:
    sums = row(cell("合计"), cell("170"), cell(""), cell("160"), cell(""), cell(""))
    more = [each.replace("</w:tr>", cell("") + "</w:tr>") for each in (*HEAD, *RATED)]
    reading = read(FORM_OF["review"], grid(6, *more, sums))
    assert reading.record == PAIRS
    assert [(finding.code, finding.field) for finding in doubts(reading)] == [("KD416", "total.expert")]


def test_a_blank_row_under_merged_heads_does_not_make_data_of_them() -> None:
    blank = row(cell("", merge=GOES_ON), *(cell("") for _ in range(4)))
    reading = read(FORM_OF["review"], grid(5, *HEAD, blank, *RATED, SUMS))
    assert reading.record == PAIRS
    assert doubts(reading) == []


def opinion(view: View) -> str:
    return f"{view.text}¶（盖章）¶{view.signed_on:%Y年%m月%d日}"


def test_opinions_under_labels_beside_a_merged_label_are_found_after_a_row_was_added() -> None:
    reading = read(
        FORM_OF["approval"],
        grid(
            5,
            row(cell("项目名称"), cell("激光焊接", 2), cell("负责人"), cell("赵敏")),
            row(cell("申报日期"), cell("2023年2月1日", 4)),
            row(cell("初审意见", merge=START), cell("所在单位"), cell(opinion(GRANT.unit), 3)),
            row(cell("", merge=GOES_ON), cell("专家组"), cell(opinion(GRANT.expert), 3)),
            row(cell("终审意见", merge=START), cell("财务部门", 2), cell("主管部门", 2)),
            row(cell("", merge=GOES_ON), cell(opinion(GRANT.finance), 2), cell(opinion(GRANT.bureau), 2)),
        ),
    )
    assert reading.record == GRANT
    assert {(finding.code, finding.field) for finding in doubts(reading)} == {("KD206", None)}


def test_a_blank_cell_beside_a_label_does_not_cast_doubt_on_the_opinions_below() -> None:
    top = (
        row(cell("姓名"), cell("李明", 2), cell("性别"), cell("男", 2), cell("")),
        row(cell("出生日期"), cell("1985年3月9日", 2), cell("工作单位"), cell("示范大学", 2), cell("")),
        row(cell("个人简历"), cell("2008年毕业¶2012年任讲师", 6)),
        row(cell("综合评定"), cell("（　）优秀　（√）良好　（　）合格　（　）不合格", 6)),
    )
    labels = row(
        cell("部门意见"), cell(""), cell("学院意见", 2), cell("主管局意见"), cell("评审委员会意见", 2)
    )
    views = (PERSON.department, PERSON.school, PERSON.bureau, PERSON.committee)
    boxes = row(*(cell(opinion(view), span) for view, span in zip(views, (2, 2, 1, 2), strict=True)))
    reading = read(FORM_OF["registration"], grid(7, *top, labels, boxes))
    assert reading.record == PERSON
    assert doubts(reading) == []


def test_upper_heads_that_no_longer_stand_over_their_columns_are_not_trusted() -> None:
    head = (
        row(cell("指标", merge=START), cell("自评"), cell("专家评"), cell("", 2)),
        HEAD[1],
    )
    reading = read(FORM_OF["review"], grid(5, *head, *RATED, SUMS))
    assert reading.record == PAIRS
    assert {finding.field for finding in doubts(reading)} == {"rows.*.own.note", "rows.*.expert.note"}


TOP = (
    row(cell("姓名"), cell("李明", 2), cell("性别"), cell("男", 3)),
    row(cell("出生日期"), cell("1985年3月9日", 2), cell("工作单位"), cell("示范大学", 3)),
    row(cell("个人简历"), cell("2008年毕业¶2012年任讲师", 6)),
)
GRADED = row(cell("综合评定"), cell("（　）优秀　（√）良好　（　）合格　（　）不合格", 6))
VIEWS = (PERSON.department, PERSON.school, PERSON.bureau, PERSON.committee)
OPINION_LABELS = row(cell("部门意见", 2), cell("学院意见", 2), cell("主管局意见"), cell("评审委员会意见", 2))
BOXES = row(*(cell(opinion(view), span) for view, span in zip(VIEWS, (2, 2, 1, 2), strict=True)))
BLANKS = row(*(cell("", span) for span in (2, 2, 1, 2)))


@pytest.mark.parametrize(
    "between",
    [(row(cell("", 3), cell("", 4)),), (BLANKS,)],
    ids=["cut otherwise", "cut alike"],
)
def test_a_blank_row_between_labels_and_opinions_is_passed_over(between: tuple[str, ...]) -> None:
    reading = read(FORM_OF["registration"], grid(7, *TOP, GRADED, OPINION_LABELS, *between, BOXES))
    assert reading.record == PERSON
    assert doubts(reading) == []


@pytest.mark.parametrize(
    "between",
    [
        (row(cell("联系地址", 3), cell("解放路一号", 4)),),
        (BLANKS, row(cell("联系地址"), cell("解放路一号", 6))),
    ],
    ids=["alone", "below a blank row"],
)
def test_a_row_of_another_label_between_labels_and_opinions_is_no_opinion(between: tuple[str, ...]) -> None:
    reading = read(FORM_OF["registration"], grid(7, *TOP, GRADED, OPINION_LABELS, *between, BOXES))
    assert unreported(reading, PERSON) == []


def test_opinions_that_stand_unused_below_cast_doubt_on_blank_ones() -> None:
    reading = read(FORM_OF["registration"], grid(7, *TOP, OPINION_LABELS, BLANKS, GRADED, BOXES))
    said = {finding.field for finding in doubts(reading)}
    assert {f"{view}.text" for view in ("department", "school", "bureau", "committee")} <= said


def test_a_row_cut_as_the_opinions_are_does_not_become_part_of_them_without_a_word() -> None:
    alien = row(*(cell(text, span) for text, span in zip("甲乙丙丁", (2, 2, 1, 2), strict=True)))
    reading = read(FORM_OF["registration"], grid(7, *TOP, GRADED, OPINION_LABELS, alien, BOXES))
    assert unreported(reading, PERSON) == []


def test_the_seal_and_date_of_opinions_in_a_row_of_their_own_belong_to_them() -> None:
    texts = row(*(cell(str(view.text), span) for view, span in zip(VIEWS, (2, 2, 1, 2), strict=True)))
    dates = row(
        *(
            cell(f"（盖章）¶{view.signed_on:%Y年%m月%d日}", span)
            for view, span in zip(VIEWS, (2, 2, 1, 2), strict=True)
        )
    )
    reading = read(FORM_OF["registration"], grid(7, *TOP, GRADED, OPINION_LABELS, texts, dates))
    assert reading.record == PERSON
    assert doubts(reading) == []
