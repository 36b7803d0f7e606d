"""What is due again and again: on which days, by whom, and which report is which."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import kjfz_docs as kd
from kjfz_docs.records.programme import HUBEI, Cohort
from kjfz_docs.records.programme_periods import PeriodicDuty
from kjfz_docs.workflow.items import Status
from tests.workflow.reporting import report, roster
from tests.workflow.submitting import put


def days(programme: kd.Programme, until: str) -> list[str]:
    duties = kd.due_dates(programme, until=dt.date.fromisoformat(until))
    return [f"{duty.cohort}: {duty.due}" for duty in duties]


def asking(every: str, day: int, *cohorts: Cohort, since: dt.date | None = None) -> kd.Programme:
    duty = PeriodicDuty(form="x", every=every, day=day, begins="a", ends="b", since=since)
    return kd.Programme(id="p", name="p", title="p", cohorts=cohorts, periodic=(duty,))


# ------------------------------------------------------------------ days


def test_the_notice_asks_on_the_26th_of_every_even_month_for_the_cohort_that_serves() -> None:
    assert days(HUBEI, "2024-04-25") == ["4: 2023-08-26", "4: 2023-10-26", "4: 2023-12-26", "4: 2024-02-26"]


def test_all_cohorts_that_serve_on_the_day_owe_it() -> None:
    third = Cohort(number=3, year=2022, service_begins=dt.date(2022, 9, 1), service_ends=dt.date(2023, 2, 26))
    fourth = Cohort(number=4, year=2023, service_years=2)
    assert days(asking("2 months", 26, third, fourth), "2023-04-26") == [
        *("3: 2022-10-26", "3: 2022-12-26", "3: 2023-02-26", "4: 2023-02-26", "4: 2023-04-26"),
    ]


@pytest.mark.parametrize(
    ("cohort", "service"),
    [
        (Cohort(number=1, year=2021, service_years=2), ("2021-01-01", "2022-12-31")),
        (
            Cohort(number=1, year=2021, service_years=2, service_begins=dt.date(2021, 9, 1)),
            ("2021-09-01", "2023-08-31"),
        ),
        (
            Cohort(number=1, year=2021, service_years=2, service_ends=dt.date(2023, 8, 31)),
            ("2021-09-01", "2023-08-31"),
        ),
        (Cohort(number=1, year=2021), ("2021-01-01", "None")),
    ],
)
def test_what_is_not_stated_of_the_service_follows_from_the_rest(
    cohort: Cohort, service: tuple[str, str]
) -> None:
    assert tuple(map(str, cohort.service)) == service


def test_a_day_that_a_month_does_not_have_is_its_last() -> None:
    cohort = Cohort(number=1, year=2024, service_years=1)
    assert days(asking("1 month", 31, cohort), "2024-03-31") == [
        *("1: 2024-01-31", "1: 2024-02-29", "1: 2024-03-31"),
    ]
    assert days(asking("12 months", 31, Cohort(number=1, year=9998)), "9999-12-31") == [
        *("1: 9998-12-31", "1: 9999-12-31"),
    ]


# ------------------------------------------------------------------ who owes what


def test_each_person_owes_each_period(tmp_path: Path) -> None:
    put(tmp_path, "林.docx", report("林晓舟", "07-01", "08-26"))
    put(tmp_path, "王1.docx", report("王芳", "07-01", "08-31"))
    put(tmp_path, "王2.docx", report("王芳", "09-01", "10-26", total=2))
    found = kd.Submission.scan(tmp_path, roster=roster())
    assert {item.status for item in found.items} == {Status.COMPLETE}  # no versions of one another
    assert found.findings == ()
    on = dt.date(2023, 10, 26)
    owed = [each for each in found.owed(on=on) if each.is_periodic]
    assert len(owed) == 6
    assert [(each.who, str(each.due)) for each in owed if each.is_missing] == [
        ("李明（示范大学，李明公司）", "2023-08-26"),
        ("林晓舟（示范大学，林晓舟公司）", "2023-10-26"),
        ("李明（示范大学，李明公司）", "2023-10-26"),
    ]
    assert sum(each.is_periodic for each in found.missing(on=on)) == 3
    assert not [each for each in found.owed() if each.is_periodic]


def test_two_reports_of_one_period_are_versions(tmp_path: Path) -> None:
    put(tmp_path, "旧.docx", report("林晓舟", "07-01", "08-26"), day=1)
    put(tmp_path, "新.docx", report("林晓舟", "07-01", "08-26", new=2, total=2), day=3)
    found = kd.Submission.scan(tmp_path, roster=roster())
    assert {item.name: item.status for item in found.items} == {
        "旧.docx": Status.SUPERSEDED,
        "新.docx": Status.COMPLETE,
    }


def test_a_report_that_does_not_say_its_period_may_be_any(tmp_path: Path) -> None:
    put(tmp_path, "林.docx", report("林晓舟", "07-01", None))
    found = kd.Submission.scan(tmp_path, roster=roster("林晓舟"))
    (owed,) = (each for each in found.owed(on=dt.date(2023, 8, 26)) if each.is_periodic)
    assert owed.is_missing
    assert [item.name for item in owed.unsure] == ["林.docx"]


def test_who_is_not_on_duty_has_nothing_to_report(tmp_path: Path) -> None:
    row = kd.AbsenceRow(
        serial=1, name="李明", sending_unit="示范大学", host_enterprise="李明公司", reason="出国"
    )
    put(tmp_path, "附件3.docx", kd.AbsenceSummary(economy_bureau="江夏区经信局", rows=(row,)))
    found = kd.Submission.scan(tmp_path, roster=roster("李明", "王芳"))
    owed = [each for each in found.owed(on=dt.date(2023, 8, 26)) if each.is_periodic]
    assert [each.person.first.name for each in owed if each.person is not None] == ["王芳"]


# ------------------------------------------------------------------ forms for the next period


def test_a_period_begins_on_the_day_after_the_last_one(tmp_path: Path) -> None:
    october = kd.period_values(HUBEI, "tracking_report", cohort=4, due=dt.date(2023, 10, 26))
    assert october == {"period_from": dt.date(2023, 8, 27), "period_to": dt.date(2023, 10, 26)}
    (made,) = kd.prefill("tracking_report", roster("王芳"), folder=tmp_path, values=october)
    record = kd.read(made.path).record
    assert record is not None
    assert (record.name, record.period_from) == ("王芳", dt.date(2023, 8, 27))


def test_the_first_period_begins_with_the_service_where_it_is_stated() -> None:
    first = dt.date(2023, 8, 26)
    assert kd.period_values(HUBEI, "tracking_report", cohort=4, due=first) == {"period_to": first}
    (stated,) = kd.due_dates(SERVING, until=dt.date(2022, 10, 31))
    assert stated.due is not None
    values = kd.period_values(SERVING, "x", cohort=3, due=stated.due)
    assert values == {"a": dt.date(2022, 9, 1), "b": dt.date(2022, 10, 26)}


SERVING = asking(
    "2 months", 26, Cohort(number=3, year=2022, service_years=1, service_begins=dt.date(2022, 9, 1))
)


@pytest.mark.parametrize(
    ("form", "cohort", "due"),
    [
        ("tracking_report", 4, "2023-10-25"),
        ("tracking_report", 2, "2023-10-26"),
        ("assessment", 4, "2023-10-26"),
    ],
)
def test_a_day_on_which_nothing_is_due_is_refused(form: str, cohort: int, due: str) -> None:
    with pytest.raises(ValueError, match="is not due on"):
        kd.period_values(HUBEI, form, cohort=cohort, due=dt.date.fromisoformat(due))
