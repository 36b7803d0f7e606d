"""附件3, the deputies who did not sign or did not take up their duties (未签约到岗、履职服务情况汇总表)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from kjfz_docs.records import common
from kjfz_docs.records.fields import Rule, field, record, rows
from kjfz_docs.records.rules import no_row_twice, renumbered, serials_in_order


@record
class AbsenceRow:
    """One deputy of the list, with the reason."""

    serial: int | None = common.serial("附件3 第2行第1格")
    name: str | None = common.name("“科技副总”姓名", "附件3 第2行第2格")
    sending_unit: str | None = common.sending_unit("附件3 第2行第3格")
    position: str | None = common.position("职称职务", "附件3 第2行第4格")
    host_enterprise: str | None = common.host_enterprise("接收企业", "附件3 第2行第5格")
    reason: str | None = field(
        "未能签约到岗、履职服务原因（300字以内）",
        default=None,
        required=True,
        max_chars=300,
        aliases=(
            *("未能签约到岗、履职服务原因", "未签约到岗、履职服务原因", "未能签约到岗原因", "原因"),
            *("未签约到岗原因", "未到岗原因", "未到岗履职原因", "未履职原因", "未签约原因"),
        ),
        description="未能签约到岗、履职服务的原因，300字以内",
        source="附件3 第2行第6格",
    )


@record
class AbsenceSummary:
    """附件3 未签约到岗、履职服务情况汇总表: one row for each deputy who did not sign or serve."""

    programme: str = common.programme("附件3")
    cohort: int = common.cohort("附件3", 4)
    economy_bureau: str | None = common.economy_bureau("附件3 表前第1行")
    filled_by: str | None = common.filled_by("附件3 表前第1行")
    filled_on: dt.date | None = common.filled_on("附件3 表前第1行")
    rows: tuple[AbsenceRow, ...] = rows("名单", default=(), description="每人一行", source="附件3 第2行起")

    form_title: ClassVar[str] = "附件3 “科技副总”未签约到岗、履职服务情况汇总表"
    rules: ClassVar[tuple[Rule, ...]] = (
        serials_in_order(),
        no_row_twice("KD414", "name", "sending_unit", "host_enterprise"),
    )

    def renumbered(self) -> AbsenceSummary:
        """A copy with serial numbers 1, 2, 3 …"""
        return renumbered(self)
