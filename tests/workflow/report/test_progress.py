"""How far each district is, and what is missing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs

import kjfz_docs as kd
from kjfz_docs.pages.pieces import Table
from kjfz_docs.records.programme import HUBEI
from kjfz_docs.workflow.report.progress import Progress, missing, progressing
from tests.workflow import reporting
from tests.workflow.submitting import PDF, PROGRAMME, acceptance, assessment, person, put


def drawn(table: Table) -> str:
    """A table as text, a row a line."""
    rows = (*table.rows, *table.foot)
    return "\n".join(" | ".join(cell.text for cell in row) for row in rows)


def scan(folder: Path, *people: kd.Person, programme: kd.Programme = PROGRAMME) -> kd.Submission:
    roster = kd.Roster(rows=people) if people else None
    return kd.Submission.scan(folder, programme=programme, roster=roster)


def handed_in(folder: Path) -> kd.Submission:
    """林晓舟 of 江夏区 with a scan, 王芳 of 东湖 without; 赵强 of 东湖 owes; 江夏区 sent its list."""
    put(folder, "江夏区/林.docx", assessment())
    put(folder, "江夏区/林.pdf", PDF)
    put(folder, "江夏区/附件2.docx", acceptance("林晓舟"))
    put(folder, "东湖高新区/王.docx", assessment("王芳", host_enterprise="王芳公司"))
    lake = {"district": "东湖高新区"}
    return scan(
        folder,
        person(assessment()),
        person(assessment("王芳"), host_enterprise="王芳公司", **lake),
        person(assessment("赵强"), host_enterprise="赵强公司", **lake),
    )


def test_each_district_has_a_row_and_each_duty_a_column(tmp_path: Path) -> None:
    progress = Progress.of(handed_in(tmp_path))
    assert progress.heads == ("附件1 第二批", "附件2 第二批", "附件5 第二批")
    (table,) = progressing(progress).tables
    assert drawn(table) == (
        "江夏区 | 1/1 | 1/1 |  | 2/2 | 0\n"
        "东湖新技术开发区 | 1/2 | 0/1 |  | 1/3 | 1\n"
        "（全项目） |  |  | 0/1 | 0/1 | 0\n"
        "合计 | 2/3 | 1/2 | 0/1 | 3/6 | 1"
    )
    assert (progress.owed, progress.missing, progress.unscanned) == (6, 3, 1)


def test_without_a_roster_what_people_sent_is_counted_and_nothing_is_guessed(tmp_path: Path) -> None:
    put(tmp_path, "江夏区/林.docx", assessment())
    put(tmp_path, "别处/王.docx", assessment("王芳"))
    section = progressing(Progress.of(scan(tmp_path)))
    (table,) = section.tables
    assert drawn(table) == (
        "江夏区 | 1 | 0/1 |  | 0/1 | 1\n"
        "东湖新技术开发区 |  | 0/1 |  | 0/1 | 0\n"
        "（全项目） |  |  | 0/1 | 0/1 | 0\n"
        "（区不明） | 1 |  |  |  | 1\n"
        "合计 | 2 | 0/2 | 0/1 | 0/3 | 2"
    )
    assert "没有花名册" in section.notes[0]


def test_a_programme_without_duties_owes_nothing(tmp_path: Path) -> None:
    put(tmp_path, "林.docx", assessment())
    found = scan(tmp_path, programme=attrs.evolve(PROGRAMME, id="other", duties=()))
    assert progressing(Progress.of(found)).is_empty
    assert missing(found, dt.date(2023, 9, 1)).is_empty


def test_who_is_missing_stands_by_district_with_the_day_that_is_past(tmp_path: Path) -> None:
    found = handed_in(tmp_path)
    duties = tuple(
        attrs.evolve(duty, owner="本人" if duty.per == "person" else "经信局", due=dt.date(2023, 8, 31))
        for duty in PROGRAMME.duties
    )
    found = attrs.evolve(found, programme=attrs.evolve(found.programme, duties=duties))
    absent, unscanned = missing(found, dt.date(2023, 9, 1)).tables
    assert absent.caption == "未报送：3 份"
    assert drawn(absent) == (
        "东湖新技术开发区 | 1 | 附件1 第二批：赵强 | 本人 | 2023-08-31（已过）\n"
        "东湖新技术开发区 | 1 | 附件2 第二批 | 经信局 | 2023-08-31（已过）\n"
        "（全项目） | 1 | 附件5 第二批 | 经信局 | 2023-08-31（已过）"
    )
    assert drawn(unscanned) == "东湖新技术开发区 | 1 | 附件1 第二批：王芳 | 本人 | 2023-08-31（已过）"
    on_time, _ = missing(found, dt.date(2023, 8, 31)).tables
    assert "已过" not in drawn(on_time)


def test_who_may_have_sent_something_is_marked(tmp_path: Path) -> None:
    put(tmp_path, "江夏区/林.docx", assessment("林晓周"))
    section = missing(scan(tmp_path, person(assessment())), dt.date(2023, 8, 1))
    assert "附件1 第二批：林晓舟？" in drawn(section.tables[0])
    assert "可能已报送" in section.notes[0]


def test_where_nothing_is_missing_it_is_said(tmp_path: Path) -> None:
    put(tmp_path, "江夏区/林.docx", assessment())
    put(tmp_path, "江夏区/林.pdf", PDF)
    found = scan(tmp_path, person(assessment()))
    found = attrs.evolve(found, programme=attrs.evolve(found.programme, duties=PROGRAMME.duties[:1]))
    assert missing(found, dt.date(2023, 9, 1)).notes == ("应报送的材料都已报送。",)


# ------------------------------------------------------------------ reports of every second month

DUE = dt.date(2023, 10, 27)


def reported(folder: Path) -> kd.Submission:
    """林晓舟 handed in the reports of two periods, the second with totals that fall; 王芳 handed in none."""
    put(folder, "江夏区/8月.docx", reporting.report("林晓舟", "07-01", "08-26", new=4, total=4))
    put(folder, "江夏区/10月.docx", reporting.report("林晓舟", "08-27", "10-26", new=0, total=3))
    programme = attrs.evolve(
        HUBEI,
        duties=(),
        periodic=tuple(attrs.evolve(each, since=dt.date(2023, 8, 1), scan=False) for each in HUBEI.periodic),
    )
    return kd.Submission.scan(folder, programme=programme, roster=reporting.roster("林晓舟", "王芳"))


def test_reports_of_all_periods_up_to_the_day_are_owed_and_share_a_column(tmp_path: Path) -> None:
    found = reported(tmp_path)
    progress = Progress.of(found, DUE)
    (head,) = progress.heads
    assert head.endswith("跟踪报送表 第四批")
    assert (progress.owed, progress.missing) == (4, 2)
    (absent,) = missing(found, DUE).tables
    assert drawn(absent).count("跟踪报送表 第四批：王芳") == 2
    assert "2023-08-26（已过）" in drawn(absent)
    assert "2023-10-26（已过）" in drawn(absent)


def test_totals_that_fall_from_period_to_period_are_findings_of_the_report(tmp_path: Path) -> None:
    page = kd.report(reported(tmp_path), on=DUE)
    assert "KD560" in page
    assert "跟踪报送表 第四批：王芳" in page
