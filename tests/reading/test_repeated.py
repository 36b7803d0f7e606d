"""The title of a list on each of its pages, and a second form that has no title of its own."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

import kjfz_docs as kd
from tests.making import body, document, joined, paragraph, table
from tests.reading.test_anchored import FORM, WHOLE, Sheet

TITLE = paragraph("湖北省第四批“科技副总”未签约到岗、履职服务情况汇总表")
LINE = paragraph("各区经信局（盖章）：江夏区经信局    填报人：王芳    填报日期：2023年8月25日")
HEADS = (
    "序号 | “科技副总”姓名 | 派出单位及院系 | 职称职务 | 接收企业 | 未能签约到岗、履职服务原因（300字以内）"
)


def rows(*numbers: int) -> str:
    return table(
        HEADS,
        *(f"{number} | 李{'一二三四五'[number - 1]} | 某大学 | 教授 | 甲公司 | 出国" for number in numbers),
    )


def serials(reading: Any) -> list[int]:
    return [row.serial for row in reading.record.rows]


def doubts(reading: kd.Reading[Any]) -> list[tuple[str, str | None]]:
    return [(f.code, f.field) for f in reading.findings if f.severity is not kd.Severity.NOTE]


@pytest.mark.parametrize("above", ["", paragraph("附件3")])
def test_a_title_repeated_on_the_next_page_begins_no_new_form(above: str) -> None:
    data = document(TITLE, LINE, rows(1, 2), above, TITLE, rows(3, 4), TITLE, rows(5), paragraph())
    (reading,) = kd.read_all(data)
    assert serials(reading) == [1, 2, 3, 4, 5]
    assert doubts(reading) == []
    titles = [finding for finding in reading.findings if "重复的标题" in finding.message]
    assert [finding.code for finding in titles] == ["KD207", "KD207"]


def test_the_line_of_a_list_may_stand_below_its_last_page() -> None:
    reading: Any = kd.read(document(TITLE, rows(1, 2), TITLE, rows(3), LINE, paragraph()))
    assert serials(reading) == [1, 2, 3]
    assert (reading.record.filled_by, doubts(reading)) == ("王芳", [])


@pytest.mark.parametrize(
    "second",
    [(TITLE, LINE, rows(3, 4)), (TITLE, rows(1, 3)), (TITLE.replace("第四批", "第二批"), rows(3, 4))],
    ids=["whole", "numbered from one", "another cohort"],
)
def test_another_list_in_the_same_file_stays_one(second: tuple[str, ...]) -> None:
    readings = kd.read_all(document(TITLE, LINE, rows(1, 2), *second, paragraph()))
    assert [len(reading.record.rows) for reading in readings if reading.record] == [2, 2]


PERSONS = tuple(
    kd.Assessment(name=name, sending_unit="某大学", position="教授", host_enterprise=firm)
    for name, firm in (("李明", "甲公司"), ("王芳", "乙公司"), ("张伟", "丙公司"))
)


def untitled(record: kd.Assessment, above: str = "") -> bytes:
    """The form of a person without 附件1 and its title, or with other words above it."""
    data = kd.render(record)
    tables = [element for element in body(data) if element.tag.endswith("}tbl")]
    return document(above, *(etree.tostring(each, encoding="unicode") for each in tables), paragraph())


@pytest.mark.parametrize("count", [2, 3])
def test_a_form_without_a_title_behind_another_is_a_form_of_its_own(count: int) -> None:
    data = kd.render(PERSONS[0])
    for person in PERSONS[1:count]:
        data = joined(data, untitled(person))
    readings: Any = kd.read_all(data)
    assert [reading.record.name for reading in readings] == [person.name for person in PERSONS[:count]]
    assert [reading.record.host_enterprise for reading in readings] == ["甲公司", "乙公司", "丙公司"][:count]
    assert kd.read(data).outcome is kd.Outcome.SEVERAL
    for reading in readings[1:]:
        assert {("KD204", "programme"), ("KD204", "cohort")} <= set(doubts(reading))
        assert not [code for code, _ in doubts(reading) if code == "KD206"]


def test_what_stands_above_a_form_without_a_title_is_its_own() -> None:
    data = joined(kd.render(PERSONS[0]), untitled(PERSONS[1], paragraph("附件1") + paragraph("（第二人）")))
    first, second = kd.read_all(data)
    assert first.record == PERSONS[0]
    left = [finding.raw for finding in second.findings if finding.code == "KD206"]
    assert left == ["（第二人）"]


A_CARD = ("走访人姓名 | 李明 | 工作单位 | 某厂", "走访次数（次） | 3 | 是否通过 | ☑是 □否")
TYPED = (
    "走访人姓名：李明",
    "工作单位：某厂",
    "走访次数：3",
    "是否通过：是",
    "走访人姓名：王芳",
    "工作单位：某店",
    "走访次数：4",
    "是否通过：否",
)
ANOTHER = ("走访人姓名 | 王芳 | 工作单位 | 某店", "走访次数（次） | 4 | 是否通过 | □是 ☑否")


@pytest.mark.parametrize(
    "blocks",
    [
        (table(*A_CARD, *ANOTHER),),
        (table(*A_CARD), paragraph(), table(*ANOTHER)),
        tuple(map(paragraph, TYPED)),
    ],
    ids=["one table", "two tables", "typed"],
)
def test_cards_below_one_another_are_each_read(blocks: tuple[str, ...]) -> None:
    readings = kd.read_all(document(paragraph("设备走访登记表"), *blocks, paragraph()), forms=[FORM])
    another = Sheet(name="王芳", unit="某店", count=4, passed=False)
    assert [reading.record for reading in readings] == [WHOLE, another]
    assert [doubts(reading) for reading in readings] == [[], []]
