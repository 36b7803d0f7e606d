"""附件2, the list of deputies whose service was accepted or not (考核验收情况汇总表)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from kjfz_docs.findings import Finding
from kjfz_docs.records import common
from kjfz_docs.records.fields import Rule, field, part, record, rows
from kjfz_docs.records.rules import (
    is_none,
    no_row_twice,
    renumbered,
    says_nothing,
    serials_in_order,
    unique_in_rows,
)
from kjfz_docs.records.values import BankAccount


def _failure_explained(row: AcceptanceRow) -> Iterator[Finding]:
    if row.passed is False and says_nothing(row.failure_reason):
        yield Finding.of("KD408", field="failure_reason", label="未通过考核验收的原因")
    if row.passed is True and not says_nothing(row.failure_reason):
        yield Finding.of("KD422", field="failure_reason", label="未通过考核验收的原因")


def _account_given(row: AcceptanceRow) -> Iterator[Finding]:
    missing = [name for name in ("branch", "number") if is_none(getattr(row.account, name))]
    if row.passed and missing:
        path = f"account.{missing[0]}" if len(missing) == 1 else "account"
        yield Finding.of("KD409", field=path)


@record
class AcceptanceRow:
    """One deputy of the list: accepted with an account, or not accepted with a reason."""

    prefecture: str | None = field(
        "市州",
        default=None,
        required=True,
        aliases=("市", "地市", "所在市州"),
        description="所在市州，同一市州的各行合并为一格",
        source="附件2 第2行第1格",
    )
    serial: int | None = common.serial("附件2 第2行第2格")
    name: str | None = common.name("“科技副总”姓名", "附件2 第2行第3格")
    sending_unit: str | None = common.sending_unit("附件2 第2行第4格")
    position: str | None = common.position("职称职务", "附件2 第2行第5格")
    host_enterprise: str | None = common.host_enterprise("接收企业", "附件2 第2行第6格")
    passed: bool | None = field(
        "考核验收总体意见",
        default=None,
        required=True,
        choices={True: "通过验收", False: "不通过验收"},
        aliases=("总体意见", "考核验收意见", "验收意见", "验收结论", "考核结论", "考核验收结论"),
        description="考核验收总体意见",
        source="附件2 第2行第7格",
    )
    failure_reason: str | None = field(
        "未通过考核验收的原因",
        default=None,
        aliases=(
            *("未通过考核验收原因", "未通过的原因", "未通过原因"),
            *("不通过原因", "不通过的原因", "未通过验收原因", "未通过验收的原因"),
        ),
        description="未通过考核验收的原因，不通过验收时必填",
        source="附件2 第2行第8格",
    )
    account: BankAccount = part(
        "通过验验收的“科技副总”个人账号信息",
        factory=BankAccount,
        aliases=(
            "通过验收的“科技副总”个人账号信息",
            "通过验收的“科技副总”个人账户信息",
            "个人账号信息",
            "个人账户信息",
        ),
        description="通过验收的“科技副总”的个人账号，用于第二次拨付",
        source="附件2 第2行第9格",
    )

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("a failure is explained", _failure_explained),
        Rule("who passed has an account", _account_given),
    )


@record
class AcceptanceSummary:
    """附件2 考核验收情况汇总表: one row for each deputy who was assessed."""

    programme: str = common.programme("附件2")
    cohort: int = common.cohort("附件2", 2)
    organization_dept: str | None = common.organization_dept("附件2 表前第1行")
    economy_bureau: str | None = common.economy_bureau("附件2 表前第2行")
    filled_by: str | None = common.filled_by("附件2 表前第2行")
    filled_on: dt.date | None = common.filled_on("附件2 表前第2行")
    rows: tuple[AcceptanceRow, ...] = rows("名单", default=(), description="每人一行", source="附件2 第2行起")

    form_title: ClassVar[str] = "附件2 “科技副总”服务中小微企业工作考核验收情况汇总表"
    rules: ClassVar[tuple[Rule, ...]] = (
        serials_in_order(group="prefecture"),
        no_row_twice("KD414", "name", "sending_unit", "host_enterprise"),
        unique_in_rows("KD420", "account.number", label="银行账号"),
    )

    def renumbered(self) -> AcceptanceSummary:
        """A copy with serial numbers 1, 2, 3 …"""
        return renumbered(self)
