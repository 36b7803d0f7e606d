"""The report of 附件1: headings found whatever people made of them, guidance and doubts."""

from __future__ import annotations

from typing import Any

import pytest

import kjfz_docs as kd
from tests.making import document, paragraph, table

TITLE = paragraph("湖北省第二批“科技副总”服务中小微企业考核表")
PRINTED = (
    "一、工作开展情况（必填，1500字以内）",
    "（一）主要成绩",
    "（二）典型经验",
    "二、存在的不足（必填，200字以内）",
    "三、工作建议（选填，200字以内）",
)
TEXTS = ("攻克难题三项。", "校企合作。", "时间不足。", "多交流。")
# Enough of the form to be recognised.
REST = (
    "姓名 | 李明 | 派出单位及院系 | 武汉大学 | 职务职称 | 教授",
    "接收企业 | 甲公司 |  |  |  | ",
    "接收企业考核意见 | 同意¶（盖章）¶2023年8月25日 |  |  |  | ",
    "派出单位考核意见 | 同意¶（盖章）¶2023年8月25日 |  |  |  | ",
    "经信部门考核意见 | 同意¶（盖章）¶2023年8月25日 |  |  |  | ",
    "组织部门考核意见 | 同意¶（盖章）¶2023年8月25日 |  |  |  | ",
    "解决技术难题数（个） | 1 |  |  |  | ",
)


def read(*lines: str) -> kd.Reading[Any]:
    report = f"两年服务期工作情况总结报告 | {'¶'.join(lines)} |  |  |  | "
    return kd.read(document(TITLE, table(*REST, report), paragraph()))


def sections(reading: kd.Reading[Any]) -> tuple[str | None, ...]:
    report = reading.record.report if reading.record is not None else kd.ServiceReport()
    return report.achievements, report.experience, report.shortcomings, report.suggestions


def doubts(reading: kd.Reading[Any]) -> list[tuple[str, str | None]]:
    return [
        (finding.code, finding.field)
        for finding in reading.findings
        if (finding.field or "").startswith("report") and finding.code != "KD401"
    ]


def with_heads(*heads: str) -> list[str]:
    lines = [heads[0]]
    for head, text in zip(heads[1:], TEXTS, strict=True):
        lines += [head, text]
    return lines


@pytest.mark.parametrize(
    "heads",
    [
        PRINTED,
        ("一、工作开展情况", "1.主要成绩", "2.典型经验", "二、存在不足", "三、工作建议"),
        ("一、工作开展情况：", "主要成绩：", "典型经验：", "存在的不足：", "工作建议："),
        ("第一部分 工作开展情况", "① 主要成绩", "② 典型经验", "2、存在的不足", "3、工作建议"),
        ("一、工作开展情况", "（一）主要成积", "（二）典型经验", "二、存在的问题和不足", "三、工作建议"),
    ],
    ids=["printed", "renumbered", "unnumbered", "other numbers", "reworded"],
)
def test_headings_are_found_however_they_are_typed(heads: tuple[str, ...]) -> None:
    reading = read(*with_heads(*heads))
    assert sections(reading) == TEXTS
    assert doubts(reading) == []


def test_a_heading_may_have_its_text_behind_a_colon() -> None:
    lines = (f"{head}：{text}" for head, text in zip(PRINTED[1:], TEXTS, strict=True))
    assert sections(read(PRINTED[0], *lines)) == TEXTS


def test_numbered_paragraphs_of_the_text_are_no_headings() -> None:
    text = "一、深入车间。\n二、培养人才。\n（1）建立制度。\n三是推广经验。"
    lines = with_heads(*PRINTED)
    lines[2:3] = text.split("\n")
    assert sections(read(*lines)) == (text, *TEXTS[1:])


def test_guidance_left_in_is_no_answer() -> None:
    lines = with_heads(*PRINTED)
    lines.insert(4, "担任“科技副总”期间取得的典型工作经验等。")
    reading = read(*lines)
    assert sections(reading) == TEXTS
    assert [code for code, _ in doubts(reading)] == ["KD213"]


def test_a_piece_of_guidance_left_in_is_no_answer_either() -> None:
    lines = with_heads(*PRINTED)
    lines.insert(2, "包括帮助企业树立创新意识、培养创新团队、提升创新能力、搭建创新平台")
    reading = read(*lines)
    assert sections(reading) == TEXTS
    assert [code for code, _ in doubts(reading)] == ["KD213"]


def test_a_heading_that_is_gone_leaves_a_doubt_on_both_sections() -> None:
    lines = with_heads(*PRINTED)
    lines.remove(PRINTED[2])
    reading = read(*lines)
    assert sections(reading) == (f"{TEXTS[0]}\n{TEXTS[1]}", None, *TEXTS[2:])
    assert doubts(reading) == [("KD204", "report.experience"), ("KD205", "report.achievements")]


def test_a_report_without_headings_is_kept_and_doubted() -> None:
    reading = read(*TEXTS)
    assert sections(reading) == ("\n".join(TEXTS), None, None, None)
    assert {field for _, field in doubts(reading)} == {
        "report.achievements",
        "report.experience",
        "report.shortcomings",
        "report.suggestions",
    }


def test_text_before_the_first_heading_is_reported() -> None:
    reading = read("本人自2021年起服务企业。", *with_heads(*PRINTED))
    assert sections(reading) == TEXTS
    assert doubts(reading) == [("KD206", "report.achievements")]


def test_a_section_that_is_too_long_is_reported_with_its_count() -> None:
    lines = with_heads(*PRINTED)
    lines[6] = "不" * 201
    reading = read(*lines)
    assert ("KD402", "report.shortcomings") in doubts(reading)
    assert any("201字" in finding.message for finding in reading.findings)
