"""Labels are compared as printed, without brackets, and with a typo or two."""

from __future__ import annotations

import pytest

from kjfz_docs.reading.words import is_numbered, key, short_key, typos, without_number


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("姓  名", "姓名"),
        ('"科技副总"姓名', "“科技副总”姓名"),
        ("开户行(含支行)", "开户行（含支行）"),
        ("职称/职务：", "职称职务"),
        ("职称、职务", "职称职务"),
        ("派出单位\n及院系", "派出单位及院系"),
    ],
)
def test_signs_and_spaces_make_no_difference(typed: str, printed: str) -> None:
    assert key(typed) == key(printed)


def test_what_stands_in_brackets_can_be_left_out() -> None:
    assert short_key("解决技术难题数（个）") == short_key("解决技术难题数(项)") == "解决技术难题数"


@pytest.mark.parametrize(
    ("typed", "printed", "count"),
    [
        ("接企业", "接收企业", 1),
        ("派岀单位及院系", "派出单位及院系", 1),
        ("为企引进人才数", "为企业引进人才数", 1),
        ("收接企业", "接收企业", 1),
        ("未通考核验收原因", "未通过考核验收的原因", 2),
        ("接收企业", "接收企业", 0),
    ],
)
def test_a_typo_or_two_are_seen_through(typed: str, printed: str, count: int) -> None:
    assert typos(typed, printed) == count


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("指标1", "指标2"),
        ("姓名", "性别"),
        ("通过验收", "不通过验收"),
        ("职务", "职称"),
        ("接收企业", "服务企业"),
    ],
)
def test_other_labels_are_no_typos(one: str, other: str) -> None:
    assert typos(one, other) is None


@pytest.mark.parametrize(
    "heading",
    ["（一）主要成绩", "一、主要成绩", "1.主要成绩", "①主要成绩", "第一部分 主要成绩", "(1) 主要成绩"],
)
def test_a_number_before_a_heading_is_no_part_of_it(heading: str) -> None:
    assert without_number(heading) == "主要成绩"
    assert is_numbered(heading)


@pytest.mark.parametrize("text", ["二是深入车间", "12个难题", "一批成果"])
def test_a_numeral_that_belongs_to_a_sentence_stays(text: str) -> None:
    assert without_number(text) == text
