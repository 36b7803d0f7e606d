"""附件4, the bank accounts for the first payment (个人账户信息采集表)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from kjfz_docs.findings import Finding
from kjfz_docs.records import common
from kjfz_docs.records.fields import Rule, field, leaves, part, record, rows
from kjfz_docs.records.rules import is_none, no_row_twice, unique_in_rows
from kjfz_docs.records.values import BankAccount, Effectiveness, Satisfaction


def _entitled(row: AccountRow) -> Iterator[Finding]:
    """Who has signed and serves hands in an account; who has not, or does not, is paid nothing and hands in none."""
    denied = (
        "contract_signed" if row.contract_signed is False else "on_duty" if row.on_duty is False else None
    )
    if denied is not None:
        if not all(is_none(value) for _, _, value in leaves(row.account)):
            yield Finding.of("KD417", field=denied)
    elif row.contract_signed and row.on_duty:
        for name, info, value in leaves(row.account):
            if is_none(value):
                yield Finding.of("KD401", field=f"account.{name}", label=info.label)


@record
class AccountRow:
    """One deputy who has signed and serves, with the account to pay to."""

    name: str | None = common.name("“科技副总”姓名", "附件4 第2行第1格")
    gender: str | None = field(
        "性别",
        default=None,
        required=True,
        choices={"男": "男", "女": "女"},
        description="性别，男或女",
        source="附件4 第2行第2格",
    )
    party: str | None = field(
        "党派",
        default=None,
        required=True,
        aliases=("政治面貌", "党派（政治面貌）", "党派/政治面貌", "所属党派"),
        description="党派，无党派的写无党派或群众",
        source="附件4 第2行第3格",
    )
    account: BankAccount = part(
        "个人账户信息",
        factory=BankAccount,
        aliases=("个人账号信息", "账户信息", "账号信息", "银行账户信息"),
        description="个人账户，用于第一次拨付；已签约且到岗的必填",
        source="附件4 第2行第4格、第5格",
    )
    host_enterprise: str | None = common.host_enterprise("服务企业", "附件4 第2行第6格")
    contract_signed: bool | None = field(
        "是否已与企业签约（是/否）",
        default=None,
        required=True,
        aliases=("是否已与企业签约", "是否签约"),
        description="是否已与企业签约",
        source="附件4 第2行第7格",
    )
    on_duty: bool | None = field(
        "是否到岗履职（是/否）",
        default=None,
        required=True,
        aliases=("是否到岗履职", "是否到岗"),
        description="是否到岗履职",
        source="附件4 第2行第8格",
    )
    effectiveness: Effectiveness | None = field(
        "服务成效（很好/一般/没有）",
        default=None,
        required=True,
        aliases=("服务成效",),
        description="服务成效",
        source="附件4 第2行第9格",
    )
    # The form offers three of the four degrees: 基本满意 is not among them.
    satisfaction: Satisfaction | None = field(
        "企业满意度（很满意/满意/不满意）",
        default=None,
        required=True,
        choices={
            member: member.value
            for member in (Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED, Satisfaction.DISSATISFIED)
        },
        aliases=("企业满意度", "满意度"),
        description="企业满意度",
        source="附件4 第2行第10格",
    )
    mobile: str | None = field(
        "联系手机",
        default=None,
        kind="mobile",
        required=True,
        private=True,
        aliases=(
            *("手机", "手机号", "手机号码", "联系电话", "联系方式"),
            *("电话", "电话号码", "移动电话", "联系手机号", "本人手机", "联系人手机"),
        ),
        description="联系手机，11位",
        source="附件4 第2行第11格",
    )

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("who has signed and is on duty, and nobody else, hands in an account", _entitled),
    )


@record
class AccountCollection:
    """附件4 个人账户信息采集表: one row for each deputy who is to be paid the first instalment."""

    programme: str = common.programme("附件4")
    cohort: int = common.cohort("附件4", 4)
    economy_bureau: str | None = common.economy_bureau("附件4 表前第1行")
    filled_by: str | None = common.filled_by("附件4 表前第1行")
    filled_on: dt.date | None = common.filled_on("附件4 表前第1行")
    rows: tuple[AccountRow, ...] = rows("名单", default=(), description="每人一行", source="附件4 第2行起")

    form_title: ClassVar[str] = "附件4 “科技副总”支持经费第一次拨付个人账户信息采集表"
    rules: ClassVar[tuple[Rule, ...]] = (
        no_row_twice("KD414", "name", "host_enterprise"),
        unique_in_rows("KD420", "account.number", label="银行账号"),
    )
