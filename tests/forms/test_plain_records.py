"""Forms of one's own with the classes that engineers write: defaults other than None, lists, fields of any name."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import attrs
import pytest
from openpyxl import load_workbook

import kjfz_docs as kd
from kjfz_docs.records.fields import field
from tests.making import document, edited, paragraph, table


def form(record: type, *rows: str, title: str = "登记表", older: tuple[bytes, ...] = ()) -> kd.Form:
    data = document(paragraph(title), table(*rows), paragraph())
    return kd.Form(id="plain", record=record, docx=data, older=older)


@attrs.frozen(kw_only=True)
class Contract:
    party: str | None = None
    terms: str | None = None


def test_a_field_may_be_called_as_the_words_of_the_programme_are() -> None:
    mine = form(Contract, "甲方 | {{ party }} | 主要条款 | {{ terms }}")
    contract = Contract(party="甲公司", terms="三年内交付")
    assert mine.check() == ()
    assert kd.read(kd.render(contract, form=mine), forms=[mine]).record == contract


@attrs.define(kw_only=True)
class Plain:
    name: str = ""
    age: int = 0
    unit: str = "本单位"


PLAIN = "姓名 | {{ name }} | 年龄 | {{ age }} | 单位 | {{ unit }}"


@pytest.mark.parametrize(
    "record", [Plain(name="张三", age=33, unit="甲公司"), Plain(name="张三"), Plain(age=7), Plain(unit="乙")]
)
def test_fields_may_have_other_defaults_than_none(record: Plain) -> None:
    mine = form(Plain, PLAIN)
    assert mine.check() == ()
    reading = kd.read(kd.render(record, form=mine), forms=[mine])
    assert (reading.outcome, reading.record) == (kd.Outcome.OK, record)


def test_a_form_that_says_no_more_than_the_defaults_is_blank() -> None:
    mine = form(Plain, PLAIN)
    assert kd.read(kd.blank(mine), forms=[mine]).outcome is kd.Outcome.BLANK_FORM


@attrs.define(kw_only=True)
class Item:
    title: str = ""
    count: int = 0


@attrs.define(kw_only=True)
class Order:
    buyer: str = ""
    items: list[Item] = attrs.field(factory=list)


def test_rows_may_be_a_list() -> None:
    mine = form(
        Order,
        "采购人 | {{ buyer }}",
        "品名 | 数量",
        "{%tr for item in items %} |",
        "{{ item.title }} | {{ item.count }}",
        "{%tr endfor %} |",
    )
    order = Order(buyer="李明", items=[Item(title="泵", count=2), Item(title="阀", count=5)])
    assert mine.check() == ()
    assert kd.read(kd.render(order, form=mine), forms=[mine]).record == order
    assert kd.read(kd.render(Order(buyer="李明"), form=mine), forms=[mine]).record == Order(buyer="李明")


@attrs.frozen(kw_only=True)
class Demanding:
    name: str
    order: Order = attrs.field(factory=Order)


def test_a_field_without_a_default_is_named() -> None:
    with pytest.raises(TypeError, match=r"form 'plain': what may be blank needs a default .*: name$"):
        form(Demanding, "姓名 | {{ name }}")
    with pytest.raises(TypeError, match="takes an attrs class"):
        form(dict, "姓名 | {{ name }}")


def test_forms_without_a_cohort_are_told_apart_without_one() -> None:
    mine = form(Plain, PLAIN)
    other = kd.Form(id="other", record=Plain, docx=mine.template)
    found = kd.read(kd.render(Plain(name="张三"), form=mine), forms=[other]).findings
    assert [finding.message for finding in found] == [
        "文件属性记为“plain”，内容是“other”：已以内容为准，请核对文件是否误用"
    ]


@attrs.frozen(kw_only=True)
class Opinion:
    text: str | None = None
    signed_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class Post:
    rank: int | None = None


@attrs.frozen(kw_only=True)
class Review:
    resume: str | None = None
    fit: bool | None = None
    school: Opinion = Opinion()
    posts: tuple[Post, ...] = ()


REVIEW = (
    "简历 | {{ resume }} | 是否合适 | （{{ fit|tick('是') }}）是 （{{ fit|tick('否') }}）否",
    "学院意见 | {{ school.text }} | 签署日期 | {{ school.signed_on|date('') }}",
    "职务等级 | 备注 |  | ",
    "{%tr for post in posts %} |  |  | ",
    "{{ post.rank }} | 无 |  | ",
    "{%tr endfor %} |  |  | ",
)


def test_messages_call_a_field_without_a_label_as_the_form_prints_it() -> None:
    mine = form(Review, *REVIEW)
    record = Review(
        resume="同上",
        fit=True,
        school=Opinion(text="同意", signed_on=dt.date(2999, 1, 1)),
        posts=(Post(rank=1),),
    )
    data = edited(edited(kd.render(record, form=mine), ">1<", ">约五六七<"), "（√）是", "（√）是（√")
    said = " ".join(finding.message for finding in kd.read(data, forms=[mine]).findings)
    assert set(re.findall("【(.*?)】", said)) == {"是否合适", "职务等级", "简历", "签署日期"}


def test_a_reading_shows_such_fields_by_the_names_that_the_form_prints(tmp_path: Path) -> None:
    mine = form(Review, *REVIEW)
    record = Review(resume="同上", school=Opinion(text="同意"), posts=(Post(rank=1),))
    reading = kd.read(kd.render(record, form=mine), forms=[mine])
    shown = reading._repr_html_()
    assert all(name in shown for name in ("简历", "学院意见", "签署日期", "职务等级"))
    assert not any(name in shown for name in ("resume", "school", "signed_on", "rank"))
    table_ = load_workbook(kd.findings_table([reading], tmp_path / "t.xlsx")).active
    assert "简历" in {cell.value for row in table_ for cell in row}


def test_the_check_of_a_template_calls_a_field_as_it_prints_it() -> None:
    (finding,) = form(Review, REVIEW[0].replace("{{ fit|tick('否') }}", " "), *REVIEW[1:]).check()
    assert finding.message.startswith("【是否合适】")


@attrs.frozen(kw_only=True)
class Notice:
    programme: str = field("项目", default="hubei", kind="programme")
    cohort: int = field("批次", default=2, kind="cohort")
    name: str | None = None


def test_a_cohort_that_the_paper_does_not_print_must_not_be_another() -> None:
    mine = form(Notice, "姓名 | {{ name }}", title="湖北省第二批通知")
    assert [(finding.code, finding.severity.value, finding.field) for finding in mine.check()] == [
        ("KD609", "warning", "programme"),
        ("KD609", "warning", "cohort"),
    ]
    assert kd.read(kd.render(Notice(name="李明"), form=mine), forms=[mine]).record == Notice(name="李明")
    with pytest.raises(kd.UnwritableError, match="cohort"):
        kd.render(Notice(cohort=4, name="李明"), form=mine)


@attrs.frozen(kw_only=True)
class Project:
    programme: str = "甲计划"
    cohort: int = 1
    name: str | None = None


def test_fields_of_an_own_class_are_what_their_metadata_says_whatever_their_names() -> None:
    mine = form(Project, "项目 | {{ programme }} | 批次 | {{ cohort }} | 姓名 | {{ name }}")
    assert mine.check() == ()
    record = Project(programme="引才计划", cohort=3)
    assert kd.read(kd.render(record, form=mine), forms=[mine]).record == record
    assert kd.read(kd.blank(mine), forms=[mine]).outcome is kd.Outcome.BLANK_FORM
    assert kd.check(record) == ()


@pytest.mark.parametrize("above", ["附件1", "附表2", "附件三", "附录", None])
def test_the_title_is_the_line_that_the_reader_knows_the_form_by(above: str | None) -> None:
    data = document(
        *([paragraph(above)] if above else []), paragraph("某某情况登记表"), table(PLAIN), paragraph()
    )
    mine = kd.Form(id="plain", record=Plain, docx=data)
    assert (mine.attachment, mine.title) == (above or "", "某某情况登记表")


def test_an_older_template_is_checked_too() -> None:
    older = document(paragraph("登记表"), table(PLAIN.replace("{{ age", "{{ aeg")), paragraph())
    (finding,) = form(Plain, PLAIN, older=(older,)).check()
    assert finding.code == "KD602"


def test_a_tag_in_deleted_text_ends_in_a_template_error() -> None:
    data = document(paragraph("登记表"), table(PLAIN), paragraph("删"), paragraph())
    deleted = '<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>{{ nmae }}</w:delText></w:r></w:del></w:p>'
    mine = kd.Form(
        id="plain", record=Plain, docx=edited(data, "<w:p><w:r>[^/]*>删</w:t></w:r></w:p>", deleted)
    )
    assert "KD209" in {finding.code for finding in mine.check()}
    with pytest.raises(kd.TemplateError, match="nmae"):
        kd.render(Plain(name="张三"), form=mine)
