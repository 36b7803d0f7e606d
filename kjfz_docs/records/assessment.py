"""附件1, the assessment of one deputy at the end of the service (考核表)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from kjfz_docs.findings import Finding
from kjfz_docs.records import common
from kjfz_docs.records.fields import Rule, field, fields_of, part, record
from kjfz_docs.records.rules import character_count, is_blank
from kjfz_docs.records.values import Outcomes, Satisfaction

# 一、工作开展情况 holds both the achievements and the experience; the form limits them together.
WORK_LIMIT = 1500


def _work_within_limit(report: ServiceReport) -> Iterator[Finding]:
    count = character_count(report.achievements) + character_count(report.experience)
    if count > WORK_LIMIT:
        yield Finding.of("KD402", label="工作开展情况（主要成绩、典型经验）", count=count, limit=WORK_LIMIT)


@record
class ServiceReport:
    """The report on the years of service (工作情况总结报告), written by the deputy."""

    achievements: str | None = field(
        "（一）主要成绩",
        default=None,
        required=True,
        aliases=("主要成绩",),
        description="服务期内的工作情况、科研创新成果、社会效益和经济效益；与典型经验合计不超过1500字",
        source="附件1 第8行第2格 一（一）",
    )
    experience: str | None = field(
        "（二）典型经验",
        default=None,
        required=True,
        aliases=("典型经验",),
        description="任职期间取得的典型工作经验；与主要成绩合计不超过1500字",
        source="附件1 第8行第2格 一（二）",
    )
    shortcomings: str | None = field(
        "二、存在的不足（必填，200字以内）",
        default=None,
        required=True,
        max_chars=200,
        aliases=("二、存在的不足", "存在的不足", "存在不足"),
        description="服务企业创新方面存在的问题和不足，200字以内",
        source="附件1 第8行第2格 二",
    )
    suggestions: str | None = field(
        "三、工作建议（选填，200字以内）",
        default=None,
        max_chars=200,
        aliases=("三、工作建议", "工作建议"),
        description="对“科技副总”工作各方的建议，选填，200字以内",
        source="附件1 第8行第2格 三",
    )

    rules: ClassVar[tuple[Rule, ...]] = (Rule("work within its limit", _work_within_limit),)


@record
class EnterpriseEvaluation:
    """The six indicators that the host enterprise judges (企业考核评价)."""

    contract_fulfilled: bool | None = field(
        "“科技副总”是否充分履行了签订四方项目合同书",
        default=None,
        aliases=("指标1", "是否充分履行了签订四方项目合同书"),
        description="指标1：是否充分履行了四方项目合同书",
        source="附件1 第11行第3格",
    )
    monthly_service_met: bool | None = field(
        "“科技副总”是否提供了每月不少于7天的兼职服务",
        default=None,
        aliases=("指标2", "是否提供了每月不少于7天的兼职服务"),
        description="指标2：是否每月提供不少于7天的兼职服务",
        source="附件1 第12行第3格",
    )
    innovation_improved: bool | None = field(
        "“科技副总”是否帮助企业提升了创新能力",
        default=None,
        aliases=("指标3", "是否帮助企业提升了创新能力"),
        description="指标3：是否帮助企业提升了创新能力",
        source="附件1 第13行第3格",
    )
    economic_benefit: bool | None = field(
        "“科技副总”的创新成果是否帮助企业取得了经济效益",
        default=None,
        aliases=("指标4", "创新成果是否帮助企业取得了经济效益"),
        description="指标4：创新成果是否帮助企业取得了经济效益",
        source="附件1 第14行第3格",
    )
    satisfaction: Satisfaction | None = field(
        "对“科技副总”服务企业的满意度",
        default=None,
        aliases=("指标5", "服务企业的满意度"),
        description="指标5：企业对服务的满意度",
        source="附件1 第15行第3格",
    )
    violation: bool | None = field(
        "“科技副总”是否存在违纪违法行为",
        default=None,
        aliases=("指标6", "是否存在违纪违法行为"),
        description="指标6：是否存在违纪违法行为；如有，须在接收企业考核意见中说明",
        source="附件1 第16行第3格",
    )


@record
class Opinion:
    """One opinion box: its text and the date beside the seal."""

    text: str | None = field("考核意见", default=None, description="意见全文（盖章处以上的文字）")
    signed_on: dt.date | None = field(
        "日期",
        default=None,
        kind="signed",
        aliases=("签署日期", "盖章日期"),
        description="盖章处的日期，不早于服务期最后一个月",
    )


def _dated(opinions: Opinions) -> Iterator[Finding]:
    for info in fields_of(Opinions):
        opinion: Opinion = getattr(opinions, info.name)
        if opinion.text is not None and opinion.signed_on is None:
            yield Finding.of("KD413", field=f"{info.name}.signed_on", label=info.meta.label)


@record
class Opinions:
    """The four opinion boxes at the end of the form (考核意见)."""

    host_enterprise: Opinion = part(
        "接收企业考核意见",
        factory=Opinion,
        aliases=("接收企业意见", "服务企业考核意见", "企业考核意见"),
        description="接收企业的考核意见",
        source="附件1 第17行第2格",
    )
    sending_unit: Opinion = part(
        "派出单位考核意见",
        factory=Opinion,
        aliases=("派出单位意见",),
        description="派出单位的考核意见",
        source="附件1 第18行第2格",
    )
    economy_bureau: Opinion = part(
        "经信部门考核意见",
        factory=Opinion,
        aliases=("经信部门意见", "经信局考核意见"),
        description="经信部门的考核意见",
        source="附件1 第19行第2格",
    )
    organization_dept: Opinion = part(
        "组织部门考核意见",
        factory=Opinion,
        aliases=("组织部门意见", "组织部考核意见"),
        description="组织部门的考核意见",
        source="附件1 第20行第2格",
    )

    rules: ClassVar[tuple[Rule, ...]] = (Rule("opinions are dated", _dated),)


def _violation_explained(assessment: Assessment) -> Iterator[Finding]:
    if assessment.evaluation.violation and assessment.opinions.host_enterprise.text is None:
        yield Finding.of("KD407", field="opinions.host_enterprise.text")


def _evaluated(assessment: Assessment) -> Iterator[Finding]:
    """An untouched evaluation is one finding, one begun is a finding for each indicator left out."""
    missing = [
        info for info in fields_of(EnterpriseEvaluation) if getattr(assessment.evaluation, info.name) is None
    ]
    if is_blank(assessment.evaluation):
        if not is_blank(assessment):
            yield Finding.of("KD412", field="evaluation", label="指标1至指标6")
        return
    for info in missing:
        yield Finding.of("KD412", field=f"evaluation.{info.name}", label=info.meta.label)


@record
class Assessment:
    """附件1 考核表: one deputy's outcomes, report, evaluation by the enterprise, and four opinions."""

    programme: str = common.programme("附件1")
    cohort: int = common.cohort("附件1", 2)
    name: str | None = common.name("姓名", "附件1 第1行第2格")
    sending_unit: str | None = common.sending_unit("附件1 第1行第4格")
    position: str | None = common.position("职务职称", "附件1 第1行第6格")
    outcomes: Outcomes = part(
        "两年服务期内取得的成效数据",
        factory=Outcomes,
        aliases=("服务期内取得的成效数据", "成效数据"),
        description="服务期内取得的成效数据",
        source="附件1 第2行第1格",
    )
    first_payment_received: bool | None = field(
        "是否足额领取了第一笔工作保障经费（3万元/人）",
        default=None,
        required=True,
        aliases=("是否足额领取了第一笔工作保障经费", "是否足额领取第一笔工作保障经费"),
        description="是否足额领取了第一笔工作保障经费",
        source="附件1 第5行第2格",
    )
    funds_used_properly: bool | None = field(
        "是否将工作经费充分合理的运用于服务接收企业",
        default=None,
        required=True,
        aliases=("是否将工作经费充分合理地运用于服务接收企业",),
        description="工作经费是否充分合理地用于服务接收企业",
        source="附件1 第6行第2格",
    )
    host_enterprise: str | None = common.host_enterprise("接收企业", "附件1 第7行第2格")
    report: ServiceReport = part(
        "两年服务期工作情况总结报告",
        factory=ServiceReport,
        aliases=("服务期工作情况总结报告", "工作情况总结报告"),
        description="服务期工作情况总结报告",
        source="附件1 第8行第2格",
    )
    evaluation: EnterpriseEvaluation = part(
        "企业考核评价（由“科技副总”接收企业填写）",
        factory=EnterpriseEvaluation,
        aliases=("企业考核评价",),
        description="企业考核评价，由接收企业填写",
        source="附件1 第9行第1格",
    )
    opinions: Opinions = part(
        "考核意见", factory=Opinions, description="四方考核意见", source="附件1 第17行至第20行"
    )

    form_title: ClassVar[str] = "附件1 “科技副总”服务中小微企业考核表"
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("a violation is explained", _violation_explained),
        Rule("the evaluation is complete", _evaluated),
    )
