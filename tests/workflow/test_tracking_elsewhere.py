"""Reports, reminders, grounds and cases of another province: records, templates and data, no other Python."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import docx
import pytest

import kjfz_docs as kd
from tests.making import document, paragraph, table

PROGRAMME = """
id = "nanling"
name = "南岭省“科技专员”"
title = "南岭省"
owners = ["南岭省科技厅"]
districts = ["东城区", "西城区"]

[[cohorts]]
number = 1
year = 2024
service_begins = 2024-01-15
service_ends = 2024-12-31

[[periodic]]
form = "quarter"
every = "3 months"
day = 31
begins = "since"
ends = "until"
new = "fresh"
total = "whole"
owner = "专员本人"

[[grounds]]
form = "quarter"
field = "whole"
label = "到访总数（次）"

[[grounds]]
form = "quarter"
field = "content"

[[cases]]
form = "quarter"
fields = ["story"]
suggest = "content"
words = ["非常好"]
"""


@attrs.frozen(kw_only=True)
class Quarter:
    """A report of a quarter."""

    name: str | None = None
    host_enterprise: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    fresh: int | None = None
    whole: int | None = None
    content: str | None = None
    story: str | None = None


QUARTER = kd.Form(
    id="quarter",
    record=Quarter,
    docx=document(
        paragraph("科技专员季度报告"),
        table(
            "姓名 | {{ name }} | 服务企业 | {{ host_enterprise }}",
            "起始日期 | {{ since }} | 截止日期 | {{ until }}",
            "本季到访（次） | {{ fresh }} | 累计到访（次） | {{ whole }}",
            "企业评价 | {{ content }} | 工作事迹 | {{ story }}",
        ),
        paragraph(),
    ),
)


def quarter(name: str, until: tuple[int, int], fresh: int, whole: int) -> Quarter:
    last = dt.date(2024, *until)
    return Quarter(
        name=name,
        host_enterprise=f"{name}厂",
        since=last.replace(month=last.month - 2, day=1),
        until=last,
        fresh=fresh,
        whole=whole,
        content="非常好",
        story=f"{name}的事迹。",
    )


@pytest.fixture
def found(tmp_path: Path) -> kd.Submission:
    (tmp_path / "p.toml").write_text(PROGRAMME, encoding="utf-8")
    inbox = tmp_path / "in"
    inbox.mkdir()
    for number, record in enumerate(
        (quarter("甲一", (3, 31), 3, 3), quarter("甲一", (6, 30), 2, 4), quarter("乙二", (3, 31), 1, 1)), 1
    ):
        kd.write(record, inbox / f"{number}.docx", form=QUARTER)
    people = tuple(
        kd.Person(name=name, host_enterprise=f"{name}厂", cohort=1, district=district)
        for name, district in (("甲一", "西城区"), ("乙二", "东城区"))
    )
    return kd.Submission.scan(
        inbox,
        programme=kd.load_programme(tmp_path / "p.toml"),
        roster=kd.Roster(programme="nanling", rows=people),
        forms=[QUARTER],
    )


def test_each_quarter_is_owed(found: kd.Submission) -> None:
    assert found.findings == ()
    missing = found.missing(on=dt.date(2024, 6, 30))
    assert [(each.who, each.due, each.district) for each in missing] == [
        ("乙二（乙二厂）", dt.date(2024, 6, 30), "东城区")
    ]


def test_totals_of_single_fields_are_compared(found: kd.Submission) -> None:
    (finding,) = kd.compare_reports(found)
    assert (finding.code, finding.field) == ("KD561", "whole")
    assert "【累计到访（次）】累计4次" in finding.message
    assert "应等于5次" in finding.message


def test_the_text_of_a_reminder_is_of_that_programme(found: kd.Submission) -> None:
    made = kd.reminders(found, on=dt.date(2024, 7, 1))
    (reminder,) = made.reminders
    assert "东城区：" in reminder.text
    assert "1. 《科技专员季度报告》（第一批，应于2024年6月30日前报送，已逾期1天），1人：" in reminder.text
    assert "南岭省科技厅" in reminder.text


def test_grounds_are_the_fields_that_the_programme_names(found: kd.Submission) -> None:
    made = kd.grounds(found, on=dt.date(2024, 6, 30))
    assert made.people.heads[5:] == ("到访总数（次）", "企业评价", "应报（份）", "已报（份）")
    assert made.people.column("到访总数（次）") == (1, 4)
    assert made.districts.column("到访总数（次）") == (1, 4)
    assert made.people.column("已报（份）") == (1, 2)


def test_cases_are_drawn_from_the_fields_that_the_programme_names(
    found: kd.Submission, tmp_path: Path
) -> None:
    made = kd.typical_cases(found, [kd.Person(name="乙二")])
    assert made.suggested == ("甲一（甲一厂）",)
    path = made.write(tmp_path / "a.docx")
    assert [each.text for each in docx.Document(str(path)).paragraphs] == [
        "南岭省“科技专员”典型案例",
        "一、乙二",
        "服务企业：乙二厂（东城区，第一批）",
        "（一）工作事迹",
        "乙二的事迹。",
    ]


def test_fields_that_a_form_does_not_have_are_told(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(PROGRAMME.replace('"until"', '"untill"'), encoding="utf-8")
    with pytest.raises(ValueError, match=r"periodic duties name what there is not: quarter\.untill"):
        kd.Submission.scan(tmp_path, programme=kd.load_programme(tmp_path / "p.toml"), forms=[QUARTER])
