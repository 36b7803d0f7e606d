"""The rules of the report of every second month."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import kjfz_docs as kd
from tests.strategies import changed

REPORT = kd.TrackingReport(
    name="李明",
    sending_unit="武汉大学",
    position="教授",
    host_enterprise="甲公司",
    period_from=dt.date(2023, 8, 27),
    period_to=dt.date(2023, 10, 26),
    outcomes=kd.Outcomes(
        problems_solved=1,
        results_transferred=0,
        people_trained=12,
        talents_recruited=0,
        agreements_signed=1,
        agreement_amount=Decimal("2.5"),
        platforms_built=0,
    ),
    cumulative=kd.Outcomes(
        problems_solved=1,
        results_transferred=0,
        people_trained=40,
        talents_recruited=0,
        agreements_signed=1,
        agreement_amount=Decimal("12.5"),
        platforms_built=0,
    ),
    work_done="调试样机",
    plan="小试",
    filled_on=dt.date(2023, 10, 25),
)


def codes(report: kd.TrackingReport) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.field) for finding in kd.check(report)]


def test_a_complete_report_has_no_findings_and_its_problems_may_be_left_out() -> None:
    assert codes(REPORT) == []


def test_a_period_that_ends_before_it_begins_is_reported() -> None:
    report = changed(REPORT, period_from=dt.date(2023, 10, 27))
    assert codes(report) == [("KD440", "period_to")]


def test_a_total_below_what_the_period_added_is_reported_at_the_total() -> None:
    report = changed(REPORT, cumulative=changed(REPORT.cumulative, agreement_amount=Decimal("2.49")))
    assert codes(report) == [("KD441", "cumulative.agreement_amount")]
