"""The filled forms of an invented city where nothing is wrong: records of the built-in classes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import kjfz_docs as kd
from kjfz_docs.cli.city.people import Deputy

CLERK = "何文秀"
FILLED = dt.date(2023, 8, 25)
FILLED_BEFORE = dt.date(2021, 9, 30)
_WORK = (
    "围绕企业主要产品的质量问题开展攻关，改进工艺并形成操作规程，一次交验合格率明显提高。",
    "协助企业建立研发台账和试验室，培养技术骨干，组织申报专利和科技项目。",
    "牵头开展关键部件国产化替代试验，完成样机试制和用户试用，已形成小批量订单。",
)
_EXPERIENCE = (
    "坚持每周到车间，把技术问题写成可以验收的任务，逐项销号。",
    "一人挂职、团队支持，学校的试验条件向企业开放。",
)
_SHORTCOMINGS = ("对企业所在行业的标准研究不够，到企业的时间不够均衡。", "中试条件不足，部分试验周期较长。")
_SUGGESTION = "建议为联合培养的研究生提供交通补贴。"
_REASON = "因承担学校新设专业的教学任务，未能与企业签订合同书。"
FAILED = "服务期内到企业不足规定天数，未完成合同约定的任务。"
_PASSED = ("同意通过考核验收。", "经审核，同意通过。", "考核合格，同意通过验收。")
_NOT_PASSED = ("不予通过考核验收。", "考核不合格，不予通过。")


def bureau_of(district: str) -> str:
    """The economy bureau of a district."""
    return f"{district}经济和信息化局"


def assessment(deputy: Deputy, number: int) -> kd.Assessment:
    """附件1 of one person; ``number`` chooses among the phrases."""
    day = dt.date(2023, 8, 10) + dt.timedelta(days=number % 9)
    verdicts = _PASSED if deputy.succeeded else _NOT_PASSED
    return kd.Assessment(
        cohort=deputy.cohort,
        name=deputy.name,
        sending_unit=deputy.sending_unit,
        position=deputy.position,
        outcomes=deputy.outcomes,
        first_payment_received=True,
        funds_used_properly=True,
        host_enterprise=deputy.host_enterprise,
        report=kd.ServiceReport(
            achievements=f"{_WORK[number % 3]}\n{_WORK[(number + 1) % 3]}",
            experience=_EXPERIENCE[number % 2],
            shortcomings=_SHORTCOMINGS[number % 2],
            suggestions=_SUGGESTION if number % 3 == 0 else None,
        ),
        evaluation=kd.EnterpriseEvaluation(
            contract_fulfilled=deputy.succeeded,
            monthly_service_met=deputy.succeeded,
            innovation_improved=True,
            economic_benefit=True,
            satisfaction=kd.Satisfaction.VERY_SATISFIED
            if deputy.succeeded
            else kd.Satisfaction.FAIRLY_SATISFIED,
            violation=False,
        ),
        opinions=kd.Opinions(
            host_enterprise=kd.Opinion(text="情况属实。", signed_on=day),
            sending_unit=kd.Opinion(text="情况属实。", signed_on=day + dt.timedelta(days=1)),
            economy_bureau=kd.Opinion(
                text=verdicts[number % len(verdicts)], signed_on=day + dt.timedelta(days=3)
            ),
            organization_dept=kd.Opinion(text=verdicts[0], signed_on=day + dt.timedelta(days=4)),
        ),
    )


def acceptances(
    district: str, prefecture: str, people: Sequence[Deputy], filled_on: dt.date
) -> kd.AcceptanceSummary:
    """附件2 of a district."""
    return kd.AcceptanceSummary(
        cohort=people[0].cohort,
        organization_dept=f"中共{district}委员会组织部",
        economy_bureau=bureau_of(district),
        filled_by=CLERK,
        filled_on=filled_on,
        rows=tuple(
            kd.AcceptanceRow(
                prefecture=prefecture,
                serial=serial,
                name=deputy.name,
                sending_unit=deputy.sending_unit,
                position=deputy.position,
                host_enterprise=deputy.host_enterprise,
                passed=deputy.succeeded,
                failure_reason=None if deputy.succeeded else FAILED,
                account=deputy.bank_account if deputy.succeeded else kd.BankAccount(),
            )
            for serial, deputy in enumerate(people, 1)
        ),
    )


def absences(district: str, cohort: int, people: Sequence[Deputy], filled_on: dt.date) -> kd.AbsenceSummary:
    """附件3 of a district, perhaps of nobody."""
    return kd.AbsenceSummary(
        cohort=cohort,
        economy_bureau=bureau_of(district),
        filled_by=CLERK,
        filled_on=filled_on,
        rows=tuple(
            kd.AbsenceRow(
                serial=serial,
                name=deputy.name,
                sending_unit=deputy.sending_unit,
                position=deputy.position,
                host_enterprise=deputy.host_enterprise,
                reason=_REASON,
            )
            for serial, deputy in enumerate(people, 1)
        ),
    )


def accounts(
    district: str, cohort: int, people: Sequence[Deputy], filled_on: dt.date
) -> kd.AccountCollection:
    """附件4 of a district."""
    return kd.AccountCollection(
        cohort=cohort,
        economy_bureau=bureau_of(district),
        filled_by=CLERK,
        filled_on=filled_on,
        rows=tuple(
            kd.AccountRow(
                name=deputy.name,
                gender=deputy.gender,
                party=deputy.party,
                account=deputy.bank_account,
                host_enterprise=deputy.host_enterprise,
                contract_signed=True,
                on_duty=True,
                effectiveness=kd.Effectiveness.VERY_GOOD,
                satisfaction=kd.Satisfaction.SATISFIED,
                mobile=deputy.mobile,
            )
            for deputy in people
        ),
    )


def statistics(district: str, people: Sequence[Deputy], filled_on: dt.date) -> kd.OutcomeStatistics:
    """附件5 of a district."""
    cohort = people[0].cohort
    total = kd.Outcomes.sum_of(deputy.outcomes for deputy in people)
    return kd.OutcomeStatistics(
        cohort=cohort,
        economy_bureau=bureau_of(district),
        filled_by=CLERK,
        filled_on=filled_on,
        rows=(kd.OutcomeRow(district=district, cohort=cohort, outcomes=total),),
    )


def tracking(deputy: Deputy, last: dt.date, new: kd.Outcomes, total: kd.Outcomes) -> kd.TrackingReport:
    """The report of one person for the two months that end on a day."""
    first = (last - dt.timedelta(days=70)).replace(day=last.day) + dt.timedelta(days=1)
    return kd.TrackingReport(
        cohort=deputy.cohort,
        name=deputy.name,
        sending_unit=deputy.sending_unit,
        position=deputy.position,
        host_enterprise=deputy.host_enterprise,
        period_from=first,
        period_to=last,
        outcomes=new,
        cumulative=total,
        work_done=_WORK[last.month % 3],
        problems=_SHORTCOMINGS[last.month % 2],
        plan="继续完成合同书约定的研发任务，组织下一阶段试验。",
        filled_on=last,
    )
