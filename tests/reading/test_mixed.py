"""A cell of the form's own words and values, taken apart although people changed the words."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

import kjfz_docs as kd
from kjfz_docs.grids.model import RichText
from kjfz_docs.reading.inner_labels import labels_in
from kjfz_docs.reading.mixed import belongs_to, has_words, take_apart
from kjfz_docs.records.fields import field
from kjfz_docs.templating.pattern import Pattern
from tests.making import document, paragraph, table

ONE, OTHER = "6222021234567890123", "6222021234567890124"


@attrs.frozen(kw_only=True)
class Sheet:
    branch: str | None = None
    number: str | None = field("银行账号", private=True, kind="account", default=None)
    text: str | None = None
    signed_on: dt.date | None = None
    judge: str | None = None
    unit: str | None = None


FORM = kd.Form(
    id="sheet",
    record=Sheet,
    docx=document(
        paragraph("登记表"),
        table(
            "账户 | 开户行：{{ branch }}¶银行账号：{{ number }}",
            "意见 | {{ text }}¶（盖章）¶{{ signed_on|date('  年  月  日') }}",
            "评审 | 评委：{{ judge }}  单位：{{ unit }}",
        ),
        paragraph(),
    ),
)
CELLS = {slot.path: pattern for pattern, _ in FORM.skeleton.patterns() for slot in pattern.slots}
ACCOUNT, OPINION, JUDGE = CELLS["number"], CELLS["text"], CELLS["judge"]


def taken(pattern: Pattern, text: str) -> tuple[list[str], list[tuple[str, str | None]]]:
    """What stood in the slots of a cell in their order, and what was doubted."""
    found = take_apart(pattern, RichText(text.replace("¶", "\n")))
    assert isinstance(found.captures, tuple)
    return [each.text.text for each in found.captures], [(f.code, f.field) for f in found.findings]


@pytest.mark.parametrize(
    "text",
    [
        f"开户行：某支行¶银行账号：{ONE}",
        f"银行账号：{ONE}¶开户行：某支行",
        f"开户行：某支行；银行账号：{ONE}",
        f"开 户 行（含支行）: 某支行¶银行账号:{ONE}",
        f"某支行¶{ONE}",
        f"{ONE}¶某支行",
        f"某支行 {ONE}",
        f"{ONE} 某支行",
    ],
)
def test_an_account_is_found_beside_its_branch_however_they_stand(text: str) -> None:
    assert taken(ACCOUNT, text) == (["某支行", ONE], [])


@pytest.mark.parametrize(
    "text",
    [
        f"开户行：某支行；账号：{ONE}",
        f"开户行：某支行¶账号：{ONE}",
        f"开户行：某支行 账号 {ONE}",
        f"某支行；账号：{ONE}",
    ],
)
def test_another_name_of_a_number_is_no_part_of_the_text_before_it(text: str) -> None:
    assert taken(ACCOUNT, text) == (["某支行", ONE], [])


@pytest.mark.parametrize("name", ["卡号", "手机", "身份证号"])
def test_a_number_behind_a_name_that_is_not_its_own_is_doubted(name: str) -> None:
    assert taken(ACCOUNT, f"开户行：某支行；{name}：{ONE}") == (["某支行", ONE], [("KD205", "number")])


@pytest.mark.parametrize(
    "text", [f"开户行：某支行账号：{ONE}", f"开户行：某支行；账号{ONE}", f"某支行账号：{ONE}"]
)
def test_a_name_or_number_glued_to_the_text_before_it_is_doubted(text: str) -> None:
    assert {("KD205", "number"), ("KD205", "branch")} <= set(taken(ACCOUNT, text)[1])


def test_a_text_that_begins_with_the_label_of_something_else_is_doubted() -> None:
    assert taken(ACCOUNT, f"户名：李明；某支行；账号：{ONE}")[1] == [("KD205", "branch")]


@pytest.mark.parametrize("text", ["同意 日期：2023年8月25日", "同意¶（盖章）¶签字日期：2023年8月25日"])
def test_the_name_of_a_day_is_no_part_of_the_opinion_above_it(text: str) -> None:
    assert taken(OPINION, text) == (["同意", "2023年8月25日"], [])


@pytest.mark.parametrize("text", [f"{ONE}¶{OTHER}¶某支行", f"某支行 {ONE} {OTHER}"])
def test_two_values_of_one_shape_are_doubted(text: str) -> None:
    assert ("KD205", "number") in taken(ACCOUNT, text)[1]


def test_two_days_below_an_opinion_are_doubted() -> None:
    assert taken(OPINION, "同意¶2023年8月25日¶2023年8月26日")[1] == [("KD205", "signed_on")]


@pytest.mark.parametrize("text", ["无", "/", "（无）", "——"])
def test_a_cell_that_says_there_is_nothing_is_blank(text: str) -> None:
    assert taken(ACCOUNT, text) == (["", ""], [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("同意¶（公章）¶2023年8月25日", ["同意", "2023年8月25日"]),
        ("同意 2023年8月25日", ["同意", "2023年8月25日"]),
        ("（盖章）2023年8月25日", ["", "2023年8月25日"]),
        ("单位盖章：¶同意", ["同意", ""]),
        ("同意。（签章）", ["同意。", ""]),
    ],
)
def test_the_words_of_a_seal_are_no_part_of_an_opinion(text: str, said: list[str]) -> None:
    assert taken(OPINION, text) == (said, [])


def test_words_behind_the_date_are_left_over() -> None:
    assert taken(OPINION, "同意¶2023年8月25日¶补充") == (["同意", "2023年8月25日"], [("KD206", "text")])


@pytest.mark.parametrize("text", ["单位：某厂；评委：王芳", "王芳  单位：某厂"])
def test_what_stands_before_the_first_label_is_of_the_slot_without_one(text: str) -> None:
    assert taken(JUDGE, text) == (["王芳", "某厂"], [])


def test_a_text_that_no_label_names_is_left_over_where_two_could_have_it() -> None:
    assert taken(JUDGE, "王芳某厂") == (["", ""], [("KD206", "judge"), ("KD206", "unit")])


def test_long_numbers_that_are_left_over_are_masked() -> None:
    found = take_apart(JUDGE, RichText(f"王芳{ONE}"))
    assert found.findings
    assert all(ONE not in (finding.raw or "") for finding in found.findings)


def test_labels_are_found_in_a_text() -> None:
    assert [slot.path for slot in labels_in(ACCOUNT, f"银行账号：{ONE}")] == ["number"]
    assert labels_in(ACCOUNT, "某支行的银行账号") == []


@pytest.mark.parametrize(
    ("text", "belongs", "words"),
    [
        ("（盖章）", True, False),
        ("2023年8月25日", True, False),
        ("同意", False, True),
        ("同意\n2023年8月25日", True, True),
    ],
)
def test_a_part_of_an_opinion_is_known_by_its_seal_or_date(text: str, belongs: bool, words: bool) -> None:
    assert (belongs_to(OPINION, text), has_words(OPINION, text)) == (belongs, words)


# ------------------------------------------------------------------ an opinion with the day it was signed


@attrs.frozen(kw_only=True)
class Verdict:
    name: str | None = None
    text: str | None = None
    signed_on: dt.date | None = None


def form_of(cell: str) -> kd.Form:
    return kd.Form(
        id="verdict",
        record=Verdict,
        docx=document(paragraph("设备走访结论表"), table("姓名 | {{ name }}", f"结论 | {cell}"), paragraph()),
    )


PLAIN = form_of("{{ text }}¶（盖章）¶{{ signed_on|date('%Y年%-m月%-d日') }}")
LABELLED = form_of("详细意见：{{ text }}¶（盖章）¶{{ signed_on|date('%Y年%-m月%-d日') }}")
DAY = dt.date(2023, 8, 25)


def read(form: kd.Form, cell: str) -> tuple[str | None, dt.date | None, list[tuple[str, str | None]]]:
    """What is read of a file in another layout: the text, the day, and the doubts."""
    made = document(paragraph("设备走访结论表"), table("结论 | " + cell, "姓名 | 李明"), paragraph())
    reading = kd.read(made, forms=[form])
    record = reading.record
    assert isinstance(record, Verdict)
    doubts = [(f.code, f.field) for f in reading.findings if f.severity is not kd.Severity.NOTE]
    return record.text, record.signed_on, doubts


@pytest.mark.parametrize("form", [PLAIN, LABELLED], ids=["plain", "labelled"])
@pytest.mark.parametrize(
    ("end", "text"),
    [
        ("同意推荐¶（盖章）¶2023年8月25日", "同意推荐"),
        ("同意推荐¶2023年8月25日", "同意推荐"),
        ("同意推荐。2023年8月25日", "同意推荐。"),
        ("同意推荐（盖章）2023.8.25", "同意推荐"),
    ],
)
def test_the_day_is_found_behind_the_text(form: kd.Form, end: str, text: str) -> None:
    label = "详细意见：" if form is LABELLED else ""
    assert read(form, label + end) == (text, DAY, [])


def test_what_follows_the_day_in_a_labelled_cell_is_said_to_be_left_over() -> None:
    text, day, doubts = read(LABELLED, "详细意见：同意推荐¶2023年8月25日¶但附条件：须补交材料")
    assert (text, day) == ("同意推荐", DAY)
    assert ("KD206", "text") in doubts


@pytest.mark.parametrize("form", [PLAIN, LABELLED], ids=["plain", "labelled"])
@pytest.mark.parametrize("cell", ["同意 2023年8月25日 张三", "同意（盖章）2023年8月25日，另：已调离"])
def test_a_day_in_the_midst_of_a_line_is_a_doubt_about_both(form: kd.Form, cell: str) -> None:
    text, day, doubts = read(form, ("详细意见：" if form is LABELLED else "") + cell)
    assert day is None
    assert {("KD205", "text"), ("KD205", "signed_on")} <= set(doubts), (text, doubts)


def test_a_day_that_is_part_of_a_sentence_is_none() -> None:
    cell = "同意，请于2023年8月25日前办理"
    assert read(PLAIN, cell) == (cell, None, [])


@pytest.mark.parametrize("day", ["8/9/2023", "2023年8月10日-13日"])
def test_a_day_that_is_not_certain_is_withheld_and_no_part_of_the_text(day: str) -> None:
    text, signed_on, doubts = read(PLAIN, f"同意推荐¶{day}")
    assert (text, signed_on) == ("同意推荐", None)
    assert doubts == [("KD322", "signed_on")]
