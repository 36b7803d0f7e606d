"""The report that a deputy in service hands in every second month (跟踪报送).

The notice asks for these reports and issues no form for them: this one is ours, in the style of the five.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from kjfz_docs.findings import Finding
from kjfz_docs.records import common
from kjfz_docs.records.fields import Rule, field, fields_of, part, record
from kjfz_docs.records.values import Outcomes


def _period_in_order(report: TrackingReport) -> Iterator[Finding]:
    if (
        report.period_from is not None
        and report.period_to is not None
        and report.period_from > report.period_to
    ):
        yield Finding.of("KD440", field="period_to", label="本期截止日期")


def _no_less_than_new(report: TrackingReport) -> Iterator[Finding]:
    """What was achieved since the service began includes what was achieved in the period."""
    for info in fields_of(Outcomes):
        new, total = getattr(report.outcomes, info.name), getattr(report.cumulative, info.name)
        if new is not None and total is not None and total < new:
            yield Finding.of("KD441", field=f"cumulative.{info.name}", label=info.meta.label)


@record
class TrackingReport:
    """跟踪报送表: what one deputy in service did in a period, achieved, met with, and plans.

    Due by the 26th of every even month. Not issued by the notice.
    """

    programme: str = common.programme("跟踪报送表")
    cohort: int = common.cohort("跟踪报送表", 4)
    name: str | None = common.name("姓名", "跟踪报送表 第1行第2格")
    sending_unit: str | None = common.sending_unit("跟踪报送表 第1行第4格")
    position: str | None = common.position("职务职称", "跟踪报送表 第1行第6格")
    host_enterprise: str | None = common.host_enterprise("接收企业", "跟踪报送表 第2行第2格")
    period_from: dt.date | None = field(
        "本期起始日期",
        default=None,
        required=True,
        aliases=("起始日期", "本期开始日期"),
        description="本期的第一天，即上期截止后的一天",
        source="跟踪报送表 第3行第2格",
    )
    period_to: dt.date | None = field(
        "本期截止日期",
        default=None,
        required=True,
        aliases=("截止日期", "本期结束日期"),
        description="本期的最后一天，双月26日前报送",
        source="跟踪报送表 第3行第4格",
    )
    outcomes: Outcomes = part(
        "本期新增成效",
        factory=Outcomes,
        aliases=("本期新增", "本期成效数据"),
        description="自上期报送以来取得的成效",
        source="跟踪报送表 第6行",
    )
    cumulative: Outcomes = part(
        "服务以来累计成效",
        factory=Outcomes,
        aliases=("服务以来累计", "累计成效数据"),
        description="服务开始以来取得的全部成效，包括本期",
        source="跟踪报送表 第7行",
    )
    work_done: str | None = field(
        "本期工作开展情况",
        default=None,
        required=True,
        max_chars=800,
        aliases=("工作开展情况", "本期工作情况"),
        description="本期到企业服务的情况和所做的工作，800字以内",
        source="跟踪报送表 第8行第2格",
    )
    problems: str | None = field(
        "存在的问题",
        default=None,
        max_chars=300,
        aliases=("存在问题", "问题和困难"),
        description="需要协调解决的问题，300字以内",
        source="跟踪报送表 第9行第2格",
    )
    plan: str | None = field(
        "下一步计划",
        default=None,
        required=True,
        max_chars=300,
        aliases=("下步计划", "下期工作计划", "下一步工作计划"),
        description="下一期的工作计划，300字以内",
        source="跟踪报送表 第10行第2格",
    )
    filled_on: dt.date | None = common.filled_on("跟踪报送表 第2行第4格")

    form_title: ClassVar[str] = "“科技副总”服务工作跟踪报送表"
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("the period is in order", _period_in_order),
        Rule("the total includes the period", _no_less_than_new),
    )
