"""The reports of a person over the periods are held against one another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kjfz_docs as kd
from tests.workflow.reporting import report, roster
from tests.workflow.submitting import put

Told = list[str]


def read(record: kd.TrackingReport, name: str = "a.docx") -> kd.Reading[Any]:
    (reading,) = kd.read_all(kd.render(record, "docx"))
    return kd.Reading(
        outcome=reading.outcome,
        record=reading.record,
        provenance=reading.provenance,
        form=reading.form,
        file=name,
    )


def told(*reports: kd.TrackingReport) -> Told:
    """The codes, and how often."""
    codes = [finding.code for finding in kd.compare_reports(map(read, reports))]
    return [f"{code} x{codes.count(code)}" for code in dict.fromkeys(codes)]


def test_reports_that_follow_one_another_give_no_finding() -> None:
    first = report("李明", "07-01", "08-26", new=2, total=2)
    second = report("李明", "08-27", "10-26", new=3, total=5)
    third = report("李明", "10-27", "12-26", new=0, total=5)
    assert told(third, first, second) == []
    assert told(first) == told() == []


def test_a_total_that_falls_is_an_error_that_names_both_places() -> None:
    first = read(report("李明", "07-01", "08-26", new=4, total=4), "江夏区/8月.docx")
    second = read(report("李明", "08-27", "10-26", new=0, total=3), "江夏区/10月.docx")
    findings = kd.compare_reports([first, second])
    assert {finding.code for finding in findings} == {"KD560"}
    assert len(findings) == 7
    finding = findings[2]
    assert finding.field == "cumulative.people_trained"
    assert finding.severity is kd.Severity.ERROR
    assert str(finding.where).startswith("江夏区/10月.docx 表1")
    assert "【为企业培训人次（位）】累计3位，比上一期（江夏区/8月.docx 表1" in finding.message
    assert "的4位少" in finding.message


def test_a_total_that_is_not_the_last_one_and_what_is_new_is_doubted() -> None:
    first = report("李明", "07-01", "08-26", new=2, total=2)
    assert told(first, report("李明", "08-27", "10-26", new=3, total=6)) == ["KD561 x7"]
    assert told(first, report("李明", "08-27", "10-26", new=3, total=4)) == ["KD561 x7"]


def test_days_that_no_report_is_of_may_have_brought_more() -> None:
    first = report("李明", "05-01", "06-26", new=2, total=2)
    assert told(first, report("李明", "08-27", "10-26", new=3, total=9)) == ["KD563 x1"]
    assert told(first, report("李明", "08-27", "10-26", new=3, total=4)) == ["KD563 x1", "KD561 x7"]


def test_what_two_reports_are_of_may_be_counted_once() -> None:
    first = report("李明", "07-01", "08-26", new=2, total=2)
    assert told(first, report("李明", "08-01", "10-26", new=3, total=4)) == ["KD562 x1"]
    assert told(first, report("李明", "08-01", "10-26", new=3, total=6)) == ["KD562 x1", "KD561 x7"]
    assert told(first, report("李明", "07-01", "08-26", new=2, total=2)) == ["KD562 x1"]


@pytest.mark.parametrize("begins", ["08-26", "08-27"])
def test_the_last_day_of_one_period_may_be_the_first_of_the_next(begins: str) -> None:
    first = report("李明", "07-01", "08-26", new=2, total=2)
    assert told(first, report("李明", begins, "10-26", new=3, total=5)) == []


def test_people_are_compared_with_themselves_alone() -> None:
    assert (
        told(report("李明", "07-01", "08-26", total=9, new=9), report("王芳", "08-27", "10-26", total=1))
        == []
    )


def test_blank_figures_and_periods_are_not_compared_but_what_lies_around_them_is() -> None:
    first = report("李明", "07-01", "08-26", new=2, total=2)
    blank = kd.TrackingReport(
        name="李明",
        sending_unit="示范大学",
        host_enterprise="李明公司",
        period_from=report("李明", "08-27", "10-26").period_from,
        period_to=report("李明", "08-27", "10-26").period_to,
    )
    assert told(first, report("李明", "08-27", None, total=1)) == []
    assert told(first, blank) == []
    assert told(first, blank, report("李明", "10-27", "12-26", new=0, total=1)) == ["KD560 x7"]


def test_of_a_submission_what_counts_is_compared(tmp_path: Path) -> None:
    put(tmp_path, "8月旧.docx", report("林晓舟", "07-01", "08-26", new=9, total=9), day=1)
    put(tmp_path, "8月新.docx", report("林晓舟", "07-01", "08-26", new=2, total=2), day=3)
    put(tmp_path, "10月.docx", report("林晓舟", "08-27", "10-26", new=3, total=5))
    found = kd.Submission.scan(tmp_path, roster=roster("林晓舟"))
    assert kd.compare_reports(found) == ()
    put(tmp_path, "12月.docx", report("林晓舟", "10-27", "12-26", new=0, total=4))
    found = kd.Submission.scan(tmp_path, roster=roster("林晓舟"))
    assert {finding.code for finding in kd.compare_reports(found)} == {"KD560"}
