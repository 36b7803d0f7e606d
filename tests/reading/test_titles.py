"""Titles as people retype them: other quotation marks, words around them, broken over two lines."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import kjfz_docs as kd
from kjfz_docs.grids import RichText
from tests.making import document, paragraph, table

TITLE = "湖北省第二批“科技副总”未签约到岗、履职服务情况汇总表"
STRAIGHT = TITLE.replace("“", '"').replace("”", '"')
LINE = "各区经信局（盖章）：江夏区经信局    填报人：王芳    填报日期：2023年8月25日"
HEADS = (
    "序号 | “科技副总”姓名 | 派出单位及院系 | 职称职务 | 接收企业 | 未能签约到岗、履职服务原因（300字以内）"
)
ROWS = (
    "1 | 李明 | 江汉大学 | 教授 | 武汉佰通公司 | 出国",
    "2 | 王兰 | 三峡大学 | 讲师 | 宜昌金泰公司 | 调动",
)
RECORD = kd.AbsenceSummary(
    cohort=2,  # the form was issued for the fourth, so that its title alone says this
    economy_bureau="江夏区经信局",
    filled_by="王芳",
    filled_on=dt.date(2023, 8, 25),
    rows=(
        kd.AbsenceRow(
            serial=1,
            name="李明",
            sending_unit="江汉大学",
            position="教授",
            host_enterprise="武汉佰通公司",
            reason="出国",
        ),
        kd.AbsenceRow(
            serial=2,
            name="王兰",
            sending_unit="三峡大学",
            position="讲师",
            host_enterprise="宜昌金泰公司",
            reason="调动",
        ),
    ),
)


def read(*lines: str) -> kd.Reading[Any]:
    return kd.read(document(*map(paragraph, lines), paragraph(LINE), table(HEADS, *ROWS), paragraph()))


def doubts(reading: kd.Reading[Any]) -> list[str]:
    return [finding.code for finding in reading.findings if finding.severity is not kd.Severity.NOTE]


def around(reading: kd.Reading[Any]) -> list[str | None]:
    """What stood around the title, as the findings say it."""
    return [finding.raw for finding in reading.findings if finding.code == "KD242"]


@pytest.mark.parametrize(
    "lines",
    [
        (STRAIGHT,),
        (TITLE.replace("“", "「").replace("”", "」"),),
        (TITLE.replace("“", "").replace("”", ""),),
        (f"《{TITLE}》",),
        (f"附件3：{TITLE}",),
        (f"附件3  《{TITLE}》",),
        ("湖北省第二批“科技副总”", "未签约到岗、履职服务情况汇总表"),
        ("湖北省第二批", '"科技副总"未签约到岗、履职服务情况汇总表'),
    ],
    ids=["straight", "corners", "no quotes", "frame", "attached", "both", "two lines", "two lines, straight"],
)
def test_a_title_is_found_however_it_is_quoted_framed_or_broken(lines: tuple[str, ...]) -> None:
    reading = read(*lines)
    assert reading.record == RECORD
    assert doubts(reading) == []
    assert around(reading) == []


@pytest.mark.parametrize(
    ("title", "said"),
    [
        (f"2023年{TITLE}", "2023年"),
        (f"武汉市{TITLE}", "武汉市"),
        (TITLE.replace("湖北省", "湖北省2023年度"), "2023年度"),
        (f"附件3{TITLE}", "附件3"),
        (f"{TITLE}（江夏区）", "（江夏区）"),
        (f"《{TITLE}》(江夏区)", "(江夏区)"),
        (f"《{TITLE}（江夏区）》", "（江夏区）"),
        (f"附件3：{STRAIGHT}（江夏区）", "（江夏区）"),
    ],
)
def test_what_stands_around_a_title_is_no_part_of_it_and_said_in_a_note(title: str, said: str) -> None:
    reading = read(title)
    assert reading.record == RECORD
    assert doubts(reading) == []
    assert around(reading) == [said]


def test_the_layout_of_the_form_itself_makes_no_difference() -> None:
    reading = read("附件3", f"2023年{TITLE}")
    assert reading.record == RECORD
    assert around(reading) == ["2023年"]


def test_a_programme_nobody_knows_is_not_part_of_the_number_of_the_form() -> None:
    reading = read(f"附件3：{TITLE.replace('湖北省', '江苏省')}")
    assert reading.record is not None
    assert reading.record.programme == "江苏省"
    assert doubts(reading) == ["KD406"]


def test_a_sentence_about_the_form_is_not_its_title() -> None:
    reading = read(f"请各区填写《{TITLE}》。")
    assert {"KD204", "KD206"} <= set(doubts(reading))


@pytest.mark.parametrize("name", list(kd.forms))
def test_the_titles_of_all_forms_are_known_without_their_quotation_marks(name: str) -> None:
    form = kd.forms[name]
    title = form.title_of(form.record(cohort=7)).replace("“", '"').replace("”", '"')
    for line in (title, f"附件9：{title}", f"《{title}》", f"{title}（江夏区）"):
        found = form.labels.title_in(RichText(line))
        assert found is not None, line
        assert [capture.text.text for capture in found.captures] == ["湖北省", "第七批"]
