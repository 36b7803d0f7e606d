"""What the forms add up to."""
# ruff: noqa: RUF009

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import attrs

import kjfz_docs as kd
from kjfz_docs.records.programme import District
from kjfz_docs.workflow.districts import Districts
from kjfz_docs.workflow.report.figures import Stated, of_submission, outcomes
from tests.workflow.report.test_progress import drawn, scan
from tests.workflow.submitting import acceptance, assessment, put

DISTRICTS = Districts([District(name="甲区"), District(name="乙区", aliases=("乙高新区",))])


@attrs.frozen(kw_only=True)
class Course:
    """A row of another province."""

    district: str | None = kd.field("区", default=None)
    people: int | None = kd.field("培训（人次）", default=None)
    cost: Decimal | None = kd.field("费用", default=None, unit="万元")
    mark: int | None = kd.field("评分（分）", default=None)
    year: int | None = kd.field("年份", default=None)


@attrs.frozen(kw_only=True)
class Courses:
    programme: str = kd.field("项目", default="other", kind="programme")
    courses: tuple[Course, ...] = kd.rows("课程", default=())


def courses(*rows: Course) -> Stated:
    return Stated("courses", 3, Courses(courses=rows), "乙区")


def test_counts_and_money_are_summed_by_district_and_marks_and_years_are_not() -> None:
    first = courses(
        Course(district="乙高新区", people=3, cost=Decimal("0.10"), mark=90, year=2023),
        Course(district="甲区", people=4, cost=Decimal("0.20"), mark=80),
    )
    second = courses(Course(people=5), Course(district="甲区"))
    (table,) = outcomes([first, second], DISTRICTS, {}, "表格").tables
    assert table.heads == ("区", "份数或行数", "培训（人次）", "费用（万元）")
    assert drawn(table) == "甲区 | 2 | 4 | 0.20\n乙区 | 2 | 8 | 0.10\n合计 | 4 | 12 | 0.30"
    assert table.caption == "courses 第三批"


def test_sums_are_exact_however_long() -> None:
    many = Decimal("12345678901234567890123456789012345.01")
    (table,) = outcomes([courses(Course(cost=many), Course(cost=Decimal("0.02")))], DISTRICTS, {}, "x").tables
    assert "12345678901234567890123456789012345.03" in drawn(table)


def test_districts_stand_in_their_order_and_what_is_of_none_last() -> None:
    rows = (
        Course(people=1),
        Course(district="丙县", people=2),
        Course(district="乙区"),
        Course(district="甲区"),
    )
    (table,) = outcomes([Stated("courses", None, Courses(courses=rows))], DISTRICTS, {}, "x").tables
    assert [row[0].text for row in table.rows] == ["甲区", "乙区", "丙县", "（区不明）"]
    assert table.caption == "courses"


def test_forms_that_count_are_summed_and_others_are_not(tmp_path: Path) -> None:
    put(tmp_path, "江夏区/林.docx", assessment(outcomes=kd.Outcomes(problems_solved=1)), day=1)
    put(tmp_path, "江夏区/林-新.docx", assessment(outcomes=kd.Outcomes(problems_solved=2)), day=2)
    put(tmp_path, "江夏区/附件2.docx", acceptance("王芳"))
    found = scan(tmp_path)
    section = outcomes(of_submission(found), DISTRICTS, found.forms, "表格")
    (table,) = section.tables
    assert table.caption == "附件1 第二批"
    assert table.heads[2] == "解决技术难题数（个）"
    assert [cell.text for cell in table.rows[0]][:4] == ["江夏区", "1", "2", ""]


def test_nothing_to_sum_is_nothing_to_show() -> None:
    assert outcomes([Stated("x", 2, kd.AbsenceSummary())], DISTRICTS, {}, "x").is_empty
