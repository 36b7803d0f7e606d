"""A record of each form as a careful person fills it in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import kjfz_docs as kd

ACCOUNT = kd.BankAccount(branch="建设银行武汉光谷支行", number="6217002870000001241")
FILLED: dict[str, Any] = {
    "assessment": kd.Assessment(
        name="李明",
        sending_unit="武汉大学计算机学院",
        position="教授",
        host_enterprise="武汉某科技有限公司",
        outcomes=kd.Outcomes(
            problems_solved=3,
            results_transferred=0,
            people_trained=40,
            talents_recruited=1,
            agreements_signed=2,
            agreement_amount=Decimal("12.5"),
            platforms_built=1,
        ),
        first_payment_received=True,
        funds_used_properly=False,
        report=kd.ServiceReport(achievements="成绩一\n成绩二", experience="经验", shortcomings="不足"),
        evaluation=kd.EnterpriseEvaluation(
            contract_fulfilled=True, satisfaction=kd.Satisfaction.FAIRLY_SATISFIED, violation=False
        ),
        opinions=kd.Opinions(host_enterprise=kd.Opinion(text="同意", signed_on=dt.date(2024, 7, 1))),
    ),
    "acceptance_summary": kd.AcceptanceSummary(
        organization_dept="江夏区委组织部",
        economy_bureau="江夏区经信局",
        filled_by="王芳",
        filled_on=dt.date(2024, 7, 1),
        rows=tuple(
            kd.AcceptanceRow(
                prefecture="武汉市",
                serial=number,
                name=name,
                sending_unit="武汉大学",
                position="教授",
                host_enterprise="甲公司",
                passed=number == 1,
                failure_reason=None if number == 1 else "未按时到岗",
                account=ACCOUNT if number == 1 else kd.BankAccount(),
            )
            for number, name in ((1, "李明"), (2, "赵强"))
        ),
    ),
    "absence_summary": kd.AbsenceSummary(
        economy_bureau="江夏区经信局",
        filled_by="王芳",
        filled_on=dt.date(2024, 7, 1),
        rows=(
            kd.AbsenceRow(
                serial=1,
                name="李明",
                sending_unit="武汉大学",
                position="教授",
                host_enterprise="甲公司",
                reason="出国访学",
            ),
        ),
    ),
    "account_collection": kd.AccountCollection(
        economy_bureau="江夏区经信局",
        filled_by="王芳",
        filled_on=dt.date(2024, 7, 1),
        rows=(
            kd.AccountRow(
                name="李明",
                gender="男",
                party="群众",
                account=ACCOUNT,
                host_enterprise="甲公司",
                contract_signed=True,
                on_duty=True,
                effectiveness=kd.Effectiveness.VERY_GOOD,
                satisfaction=kd.Satisfaction.SATISFIED,
                mobile="13800000000",
            ),
        ),
    ),
    "outcome_statistics": kd.OutcomeStatistics(
        economy_bureau="江夏区经信局",
        filled_by="王芳",
        filled_on=dt.date(2024, 7, 1),
        rows=tuple(
            kd.OutcomeRow(
                district=district,
                cohort=2,
                outcomes=kd.Outcomes(people_trained=9, agreement_amount=Decimal("0.1")),
            )
            for district in ("江夏区", "洪山区", "武昌区")
        ),
    ),
    "tracking_report": kd.TrackingReport(
        name="李明",
        sending_unit="武汉大学计算机学院",
        position="教授",
        host_enterprise="武汉某科技有限公司",
        period_from=dt.date(2024, 4, 27),
        period_to=dt.date(2024, 6, 26),
        outcomes=kd.Outcomes(problems_solved=1, people_trained=12),
        cumulative=kd.Outcomes(problems_solved=3, people_trained=40, agreement_amount=Decimal("12.5")),
        work_done="到企业四次\n完成样机",
        problems="无",
        plan="小试",
        filled_on=dt.date(2024, 6, 25),
    ),
}
