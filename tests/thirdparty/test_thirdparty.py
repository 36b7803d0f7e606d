"""Forms of third parties: linted, written, recognised and read without a change to the library."""

from __future__ import annotations

import datetime as dt
import pickle
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.grids import open_file, read_grid
from tests.making import edited, elements
from tests.strategies import records
from tests.thirdparty.forms import (
    FORMS,
    Approval,
    Card,
    Device,
    Grade,
    Laboratory,
    Mark,
    Registration,
    Review,
    ReviewRow,
    ScoreRow,
    Scores,
    ScoreSheet,
    View,
    Visitor,
)
from tests.thirdparty.registers import Award, Career, Kin, Nomination, Paper, Progress, Quarter

EVERY = (*kd.forms.values(), *FORMS)
PERSON = Registration(
    name="李明",
    gender="男",
    born=dt.date(1985, 3, 9),
    unit="示范大学",
    resume="2008年毕业\n2012年任讲师",
    grade=Grade.GOOD,
    department=View(text="同意。", signed_on=dt.date(2023, 8, 1)),
    school=View(text="同意推荐。", signed_on=dt.date(2023, 8, 2)),
    bureau=View(text="情况属实。", signed_on=dt.date(2023, 8, 3)),
    committee=View(text="通过。", signed_on=dt.date(2023, 8, 4)),
)
MARKS = ScoreSheet(
    judge="王芳",
    rows=(
        ScoreRow(serial=1, team="甲队", scores=Scores(innovation=Decimal("9.5"), benefit=Decimal(8))),
        ScoreRow(
            serial=2, team="乙队", scores=Scores(innovation=Decimal(7), service=Decimal(6)), remark="补赛"
        ),
    ),
)
REPORT = Laboratory(
    title="光电实验室",
    opened=dt.date(2020, 9, 1),
    shared=True,
    devices=(Device(name="光谱仪", count=2), Device(name="示波器", count=5)),
    visitors=(Visitor(visitor="周强", phone="027-12345678"),),
)
GRANT = Approval(
    project="激光焊接",
    leader="赵敏",
    unit=View(text="情况属实，同意申报。", signed_on=dt.date(2023, 3, 1)),
    expert=View(text="建议立项。", signed_on=dt.date(2023, 3, 2)),
    finance=View(text="经费合理。", signed_on=dt.date(2023, 3, 3)),
    bureau=View(text="同意。", signed_on=dt.date(2023, 3, 4)),
)
PAIRS = Review(
    rows=(
        ReviewRow(
            item="产出", own=Mark(score=Decimal(90), note="超额"), expert=Mark(score=Decimal(85), note="属实")
        ),
        ReviewRow(item="效益", own=Mark(score=Decimal(80)), expert=Mark(score=Decimal(78), note="偏低")),
    )
)
OPINION = Card(
    expert="赵敏",
    day=dt.date(2024, 1, 2),
    passed=False,
    photo="附后",
    text="一、好。\n二、请改进。",
    sign="赵敏",
)
CV = Career(
    name="李明",
    unit="示范大学",
    resume="2000年毕业\n2004年工作",
    kin=(
        Kin(relation="配偶", name="张三", age=44, job="医生"),
        Kin(relation="儿子", name="李小", age=12, job="学生"),
    ),
    note="无补充",
    opinion="同意",
)
NOMINEE = Nomination(
    name="李明",
    field="材料",
    awards=(
        Award(year=2020, title="省科技进步奖", rank="二等"),
        Award(year=2022, title="市青年奖", rank="一等"),
    ),
    papers=(
        Paper(title="论水泵", journal="机械学报", first=True),
        Paper(title="论阀门", journal="流体", first=False),
    ),
    votes="同意9票",
    opinion="同意推荐",
)
SPENT = Progress(
    unit="示范研究院",
    first=Quarter(plan=Decimal(10), done=Decimal(9), note="按期"),
    second=Quarter(plan=Decimal(20), done=Decimal(19), note="略缓"),
    third=Quarter(plan=Decimal(30)),
    remark="单位为万元",
)
FILLED = (PERSON, MARKS, REPORT, GRANT, PAIRS, OPINION, CV, NOMINEE, SPENT)


def read(data: bytes) -> kd.Reading[Any]:
    return kd.read(data, forms=EVERY)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_the_template_is_sound(form: kd.Form) -> None:
    assert form.check() == ()


@pytest.mark.parametrize(
    ("form", "record"), list(zip(FORMS, FILLED, strict=True)), ids=lambda each: getattr(each, "id", "")
)
def test_a_record_is_recognised_among_all_forms_and_read_equal(form: kd.Form, record: Any) -> None:
    reading = read(kd.render(record, form=form))
    assert reading.form is not None
    assert reading.form.id == form.id
    assert reading.record == record
    assert reading.findings == kd.check(record)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_record_comes_back_or_is_refused_by_name(form: kd.Form, data: Any) -> None:
    record = data.draw(records(form.record))
    try:
        document = kd.render(record, form=form)
    except kd.UnwritableError:
        assume(False)
    reading = read(document)
    if reading.outcome is kd.Outcome.BLANK_FORM:
        assert record == form.record()
    else:
        assert reading.record == record


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_blank_form_is_said_to_be_blank(form: kd.Form) -> None:
    reading = kd.read(kd.blank(form), forms=EVERY)
    assert reading.outcome is kd.Outcome.BLANK_FORM
    assert reading.form is not None
    assert reading.form.id == form.id


@pytest.mark.parametrize("form", kd.forms.values(), ids=lambda form: form.id)
def test_a_built_in_form_is_not_taken_for_one_of_these(form: kd.Form) -> None:
    reading = read(kd.blank(form))
    assert reading.form is not None
    assert reading.form.id == form.id


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_these_are_not_recognised_where_nobody_knows_them(form: kd.Form) -> None:
    assert kd.read(kd.blank(form)).outcome is kd.Outcome.NOT_RECOGNISED


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_form_survives_pickling(form: kd.Form) -> None:
    again = pickle.loads(pickle.dumps(form))
    assert again.fingerprint == form.fingerprint


@pytest.mark.parametrize("record", FILLED, ids=lambda record: type(record).__name__)
def test_a_plain_class_is_converted_to_json_and_back(record: Any) -> None:
    assert kd.from_json(kd.to_json(record), type(record)) == record
    assert kd.json_schema(type(record))["type"] == "object"


def test_the_photo_cell_is_neither_a_value_nor_left_over() -> None:
    data = edited(kd.render(PERSON, form=FORMS[0]), "姓名", "姓　名")
    data = edited(data, "（贴照片处）", "")
    reading = read(data)
    assert reading.record == PERSON
    assert "KD206" not in {finding.code for finding in reading.findings}


def test_four_opinions_in_a_row_are_told_apart_in_a_changed_layout() -> None:
    data = edited(kd.render(PERSON, form=FORMS[0]), "工作单位", "工作单位（全称）")
    reading = read(data)
    assert "KD214" in {finding.code for finding in reading.findings}
    assert reading.record == PERSON


def test_the_sums_of_the_paper_are_stated_and_compared() -> None:
    data = kd.render(MARKS, form=FORMS[1])
    assert read(data).stated["total"] == MARKS.total
    wrong = edited(data, r"16\.5", "17")
    assert [finding.code for finding in read(wrong).findings if finding.code == "KD416"] == ["KD416"]


def test_swapped_sub_columns_are_read_by_their_heads() -> None:
    from lxml import etree

    from tests.making import body, with_part

    root = body(kd.render(MARKS, form=FORMS[1]))
    tag = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for row in list(root.iter(f"{tag}tr"))[1:]:
        cells = row.findall(f"{tag}tc")
        if len(cells) == 6:
            cells[2].addprevious(cells[3])
        elif len(cells) == 5:
            cells[1].addprevious(cells[2])
    data = with_part(
        kd.render(MARKS, form=FORMS[1]),
        {"word/document.xml": etree.tostring(root.getparent(), encoding="UTF-8")},
    )
    reading = read(data)
    assert reading.record == MARKS
    assert reading.stated["total"] == MARKS.total


def test_both_lists_of_a_form_are_read_whichever_comes_first() -> None:
    data = edited(kd.render(REPORT, form=FORMS[2]), "台（套）数", "台套数")
    reading = read(data)
    assert reading.record == REPORT
    assert sum(1 for _ in elements(data, "tbl")) == 3


def test_a_document_from_a_template_without_properties_carries_its_identity() -> None:
    grid = read_grid(open_file(kd.render(MARKS, form=FORMS[1])))
    assert grid.properties["identifier"] == f"urn:kjfz::0:scores:{FORMS[1].fingerprint}"


@pytest.mark.parametrize(("rows", "added"), [(None, 5), (2, 2), (0, 0)])
def test_a_blank_form_has_rows_to_fill_in_for_each_of_its_lists(rows: int | None, added: int) -> None:
    (form,) = [form for form in FORMS if form.record is Laboratory]

    def lines(data: bytes) -> int:
        return sum(1 for line in read_grid(open_file(data)).lines if line.is_row)

    none = lines(kd.blank(form, rows=0))
    assert lines(kd.blank(form, rows=rows)) == none + 2 * added
    assert kd.read(kd.blank(form, rows=rows), forms=EVERY).outcome is kd.Outcome.BLANK_FORM


@pytest.mark.parametrize("sign", ["\x01", "\x1f", "\x0b", "\ud800", "\ufffe"])
def test_a_sign_that_no_document_can_hold_is_refused_by_name_of_field(sign: str) -> None:
    row = attrs.evolve(MARKS.rows[1], team=f"乙{sign}队")
    for record, form, field in (
        (attrs.evolve(PERSON, name=sign), FORMS[0], "name"),
        (attrs.evolve(PERSON, resume=f"2008年{sign}毕业"), FORMS[0], "resume"),
        (attrs.evolve(MARKS, rows=(MARKS.rows[0], row)), FORMS[1], "rows.1.team"),
    ):
        with pytest.raises(kd.UnwritableError, match="control character") as refused:
            kd.render(record, form=form)
        assert refused.value.field == field


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_label_beside_all_rows_of_a_list_does_not_hide_them(count: int) -> None:
    form = next(each for each in FORMS if each.id == "career")
    record = attrs.evolve(CV, kin=CV.kin[:count])
    reading = read(kd.render(record, form=form))
    assert reading.record == record
    assert reading.findings == ()
