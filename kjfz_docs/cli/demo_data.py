"""What ``kjfz demo`` fills in: an invented district, its deputies and enterprises. Nobody here exists.

One maker of records for each record class; a class without one gets a blank form only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import kjfz_docs as kd

Samples = Iterator[tuple[str, Any]]

_BUREAU = "示范区经济和信息化局"
_CLERK = "何文秀"
_DAY = dt.date(2023, 8, 25)


def samples_of(cls: type) -> Samples:
    """The records of a class, each with a name for its file."""
    make = _MAKERS.get(cls)
    if make is not None:
        yield from make()


# ------------------------------------------------------------------ the reports


def _assessments() -> Samples:
    yield "林晓舟", _of_lin()
    yield "周雅琴", _of_zhou()
    yield "欧阳明远", _of_ouyang()


def _of_lin() -> kd.Assessment:
    return kd.Assessment(
        name="林晓舟",
        sending_unit="示范理工大学机械工程学院",
        position="副教授、系副主任",
        outcomes=kd.Outcomes(
            problems_solved=6,
            results_transferred=2,
            people_trained=120,
            talents_recruited=3,
            agreements_signed=2,
            agreement_amount=Decimal("86.5"),
            platforms_built=1,
        ),
        first_payment_received=True,
        funds_used_properly=True,
        host_enterprise="示范区精工机床有限公司",
        report=kd.ServiceReport(
            achievements=(
                "两年来累计驻企 196 天，围绕企业主轴热变形、刀库换刀可靠性等问题开展攻关。\n"
                "1.建立主轴温升在线监测模型，热误差由 28μm 降至 9μm，产品一次交验合格率提高 6.2%。\n"
                "2.与企业共建“数控装备可靠性联合实验室”，申报市级工程技术研究中心 1 项。\n"
                "3.指导企业申请发明专利 4 件、实用新型专利 7 件，新增销售收入约 1,300 万元。"
            ),
            experience=(
                "坚持“问题清单—任务清单—成果清单”三单管理：每月入企先走车间、再开例会，"
                "把技术问题写成可以验收的任务；学院实验室夜间向企业开放，试验周期缩短一半。"
            ),
            shortcomings="对企业海外市场的技术标准研究不够，出口机型的认证支持偏少。",
            suggestions="建议延长服务期，并为联合培养的研究生提供交通和食宿补贴。",
        ),
        evaluation=_praise(kd.Satisfaction.VERY_SATISFIED),
        opinions=kd.Opinions(
            host_enterprise=kd.Opinion(
                text="林晓舟同志认真履职，技术支持有力，同意通过考核。", signed_on=_DAY
            ),
            sending_unit=kd.Opinion(text="情况属实，同意。", signed_on=dt.date(2023, 8, 26)),
            economy_bureau=kd.Opinion(text="同意。", signed_on=dt.date(2023, 8, 28)),
            organization_dept=kd.Opinion(text="同意。", signed_on=dt.date(2023, 8, 29)),
        ),
    )


def _of_zhou() -> kd.Assessment:
    return kd.Assessment(
        name="周雅琴",
        sending_unit="示范农业大学食品科技学院",
        position="讲师",
        outcomes=kd.Outcomes(
            problems_solved=3,
            results_transferred=1,
            people_trained=45,
            talents_recruited=0,
            agreements_signed=1,
            agreement_amount=Decimal("20"),
            platforms_built=0,
        ),
        first_payment_received=True,
        funds_used_properly=True,
        host_enterprise="示范区湖鲜食品股份有限公司",
        report=kd.ServiceReport(
            achievements=(
                "帮助企业建立低温真空浸渍工艺，藕制品货架期由 15 天延长到 40 天；\n"
                "完成企业标准 2 项，协助通过 HACCP 体系复审（A&B 两条生产线）。"
            ),
            experience="先做小试、再上生产线，用数据说服车间；把培训开在班前会上，每次 20 分钟。",
            shortcomings="服务时间集中在寒暑假，学期中到企业的次数偏少。",
        ),
        evaluation=_praise(kd.Satisfaction.SATISFIED),
        opinions=kd.Opinions(
            host_enterprise=kd.Opinion(text="同意。", signed_on=_DAY),
            # Signed and not dated: so that the demo shows a finding.
            sending_unit=kd.Opinion(text="同意推荐。"),
        ),
    )


def _of_ouyang() -> kd.Assessment:
    return kd.Assessment(
        name="欧阳明远",
        sending_unit="示范市材料研究院",
        position="高级工程师",
        outcomes=kd.Outcomes(
            problems_solved=9,
            results_transferred=3,
            people_trained=260,
            talents_recruited=5,
            agreements_signed=4,
            agreement_amount=Decimal("312.75"),
            platforms_built=2,
        ),
        first_payment_received=False,
        funds_used_properly=True,
        host_enterprise="示范区恒新复合材料有限公司",
        report=kd.ServiceReport(
            achievements="主持开发轻量化碳纤维电池箱体，较钢制件减重 42%，已为 3 家整车厂供货。",
            experience="研究院派出由 5 人组成的“副总团队”，一人挂职、全院支持。",
            shortcomings="中试设备不足，部分试验需外送，周期较长。",
            suggestions="建议设立区级中试补贴。",
        ),
        evaluation=_praise(kd.Satisfaction.VERY_SATISFIED),
        opinions=kd.Opinions(
            host_enterprise=kd.Opinion(text="工作成效突出，同意。", signed_on=_DAY),
            sending_unit=kd.Opinion(text="同意。", signed_on=_DAY),
        ),
    )


def _praise(satisfaction: kd.Satisfaction) -> kd.EnterpriseEvaluation:
    return kd.EnterpriseEvaluation(
        contract_fulfilled=True,
        monthly_service_met=True,
        innovation_improved=True,
        economic_benefit=True,
        satisfaction=satisfaction,
        violation=False,
    )


# ------------------------------------------------------------------ the lists


def _acceptances() -> Samples:
    people = (
        ("林晓舟", "示范理工大学机械工程学院", "副教授", "示范区精工机床有限公司", "6200000000000001230"),
        ("周雅琴", "示范农业大学食品科技学院", "讲师", "示范区湖鲜食品股份有限公司", "6200000000000045674"),
    )
    passed = tuple(
        kd.AcceptanceRow(
            prefecture="示范市",
            serial=number,
            name=name,
            sending_unit=unit,
            position=position,
            host_enterprise=enterprise,
            passed=True,
            account=kd.BankAccount(branch="示范银行示范区支行", number=account),
        )
        for number, (name, unit, position, enterprise, account) in enumerate(people, 1)
    )
    failed = kd.AcceptanceRow(
        prefecture="示范市",
        serial=3,
        name="段思成",
        sending_unit="示范职业技术学院",
        position="助理研究员",
        host_enterprise="示范区华昌电子有限公司",
        passed=False,
        failure_reason="服务期内到企业不足规定天数，未完成合同约定的任务。",
    )
    yield (
        "示范区",
        kd.AcceptanceSummary(
            organization_dept="中共示范区委组织部",
            economy_bureau=_BUREAU,
            filled_by=_CLERK,
            filled_on=_DAY,
            rows=(*passed, failed),
        ),
    )


def _absences() -> Samples:
    yield (
        "示范区",
        kd.AbsenceSummary(
            economy_bureau=_BUREAU,
            filled_by=_CLERK,
            filled_on=_DAY,
            rows=(
                kd.AbsenceRow(
                    serial=1,
                    name="贺知远",
                    sending_unit="示范理工大学计算机学院",
                    position="副教授",
                    host_enterprise="示范区云数科技有限公司",
                    reason="因承担学校新设专业的教学任务，经与企业协商，未签订合同书。",
                ),
                kd.AbsenceRow(
                    serial=2,
                    name="苏曼",
                    sending_unit="示范医科大学药学院",
                    position="讲师",
                    host_enterprise="示范区康宁制药有限公司",
                    reason="2023年3月起赴国外访学一年，无法到岗。\n访学结束后愿意继续服务。",
                ),
                kd.AbsenceRow(
                    serial=3,
                    name="司马文渊",
                    sending_unit="示范市材料研究院",
                    position="工程师",
                    host_enterprise="示范区恒新复合材料有限公司",
                    reason="企业经营调整，原定的研发项目取消。",
                ),
            ),
        ),
    )


def _accounts() -> Samples:
    yield (
        "示范区",
        kd.AccountCollection(
            economy_bureau=_BUREAU,
            filled_by=_CLERK,
            filled_on=_DAY,
            rows=(
                kd.AccountRow(
                    name="唐立新",
                    gender="男",
                    party="中共党员",
                    account=kd.BankAccount(branch="示范银行示范区支行", number="6200000000000089011"),
                    host_enterprise="示范区光谱仪器有限公司",
                    contract_signed=True,
                    on_duty=True,
                    effectiveness=kd.Effectiveness.VERY_GOOD,
                    satisfaction=kd.Satisfaction.VERY_SATISFIED,
                    mobile="13800000001",
                ),
                kd.AccountRow(
                    name="叶知秋",
                    gender="女",
                    party="群众",
                    account=kd.BankAccount(branch="示范银行大学路支行", number="6200000000000023457"),
                    host_enterprise="示范区绿源环保有限公司",
                    contract_signed=True,
                    on_duty=True,
                    effectiveness=kd.Effectiveness.FAIR,
                    satisfaction=kd.Satisfaction.SATISFIED,
                    mobile="13800000002",
                ),
            ),
        ),
    )


def _statistics() -> Samples:
    rows = (
        kd.OutcomeRow(
            district="示范区",
            cohort=2,
            outcomes=kd.Outcomes(
                problems_solved=18,
                results_transferred=6,
                people_trained=425,
                talents_recruited=8,
                agreements_signed=7,
                agreement_amount=Decimal("419.25"),
                platforms_built=3,
            ),
        ),
        kd.OutcomeRow(
            district="滨湖示范区",
            cohort=2,
            outcomes=kd.Outcomes(
                problems_solved=11,
                results_transferred=4,
                people_trained=210,
                talents_recruited=5,
                agreements_signed=3,
                agreement_amount=Decimal("150"),
                platforms_built=1,
            ),
        ),
    )
    yield (
        "示范区",
        kd.OutcomeStatistics(economy_bureau=_BUREAU, filled_by=_CLERK, filled_on=_DAY, rows=rows),
    )


def _trackings() -> Samples:
    yield (
        "唐立新",
        kd.TrackingReport(
            name="唐立新",
            sending_unit="示范大学物理学院",
            position="副教授",
            host_enterprise="示范区光谱仪器有限公司",
            period_from=dt.date(2023, 8, 27),
            period_to=dt.date(2023, 10, 26),
            outcomes=kd.Outcomes(
                problems_solved=1,
                results_transferred=0,
                people_trained=24,
                talents_recruited=0,
                agreements_signed=1,
                agreement_amount=Decimal("12.5"),
                platforms_built=0,
            ),
            cumulative=kd.Outcomes(
                problems_solved=3,
                results_transferred=1,
                people_trained=60,
                talents_recruited=1,
                agreements_signed=2,
                agreement_amount=Decimal("42.5"),
                platforms_built=0,
            ),
            work_done="到企业工作八天，完成光谱仪样机的第二轮调试。\n为检测车间讲课两次。",
            problems="样机测试缺少恒温环境，建议由派出单位开放实验室。",
            plan="完成样机定型，准备产品鉴定材料。",
            filled_on=dt.date(2023, 10, 25),
        ),
    )


_MAKERS: Mapping[type, Callable[[], Samples]] = {
    kd.Assessment: _assessments,
    kd.AcceptanceSummary: _acceptances,
    kd.AbsenceSummary: _absences,
    kd.AccountCollection: _accounts,
    kd.OutcomeStatistics: _statistics,
    kd.TrackingReport: _trackings,
}
