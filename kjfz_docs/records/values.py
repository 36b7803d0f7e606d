"""Values that several forms share: choices, the outcome figures, a bank account."""

from __future__ import annotations

import decimal
import enum
import functools
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, ClassVar

from kjfz_docs.findings import Finding
from kjfz_docs.records.fields import FieldInfo, Rule, field, fields_of, normalise, record


class Satisfaction(enum.Enum):
    """How satisfied the enterprise is (满意度)."""

    VERY_SATISFIED = "很满意"
    SATISFIED = "满意"
    FAIRLY_SATISFIED = "基本满意"
    DISSATISFIED = "不满意"


class Effectiveness(enum.Enum):
    """What the service achieved (服务成效)."""

    VERY_GOOD = "很好"
    FAIR = "一般"
    NONE = "没有"


@record
class Outcomes:
    """The seven figures of what a deputy, or a district, achieved (成效数据)."""

    problems_solved: int | None = field(
        "解决技术难题数（个）",
        default=None,
        unit="个",
        required=True,
        aliases=("解决技术难题数", "解决技术难题"),
        description="服务期内为企业解决的技术难题数",
        source="附件1 第4行第1格；附件5 第2行第3格",
    )
    results_transferred: int | None = field(
        "促成科技成果转化数（个）",
        default=None,
        unit="个",
        required=True,
        aliases=("促成科技成果转化数", "促成科技成果转化"),
        description="服务期内促成转化的科技成果数",
        source="附件1 第4行第2格；附件5 第2行第4格",
    )
    people_trained: int | None = field(
        "为企业培训人次（位）",
        default=None,
        unit="位",
        required=True,
        aliases=("为企业培训人次", "为企业培训人次（人次）", "培训人次"),
        description="服务期内为企业培训的人次",
        source="附件1 第4行第3格；附件5 第2行第5格",
    )
    talents_recruited: int | None = field(
        "为企业引进人才数（位）",
        default=None,
        unit="位",
        required=True,
        aliases=("为企业引进人才数", "为企业引进人才数（人）", "引进人才数"),
        description="服务期内为企业引进的人才数",
        source="附件1 第4行第4格；附件5 第2行第6格",
    )
    agreements_signed: int | None = field(
        "达成项目协议数（个）",
        default=None,
        unit="个",
        required=True,
        aliases=("达成项目协议数", "项目协议数"),
        description="服务期内达成的项目协议数",
        source="附件1 第4行第5格；附件5 第2行第7格",
    )
    agreement_amount: Decimal | None = field(
        "达成协议金额（万元）",
        default=None,
        unit="万元",
        required=True,
        aliases=("达成协议金额", "协议金额（万元）", "协议金额"),
        description="服务期内达成协议的金额，以万元计",
        source="附件1 第4行第6格；附件5 第2行第8格",
    )
    platforms_built: int | None = field(
        "推动共建平台数（个）",
        default=None,
        unit="个",
        required=True,
        aliases=("推动共建平台数", "共建平台数"),
        description="服务期内推动共建的创新平台数",
        source="附件1 第4行第7格；附件5 第2行第9格",
    )

    @staticmethod
    def sum_of(items: Iterable[Outcomes]) -> Outcomes:
        """The exact sums; a figure is blank where all are blank, or where no record can hold its sum."""
        held = tuple(items)
        infos = fields_of(Outcomes)
        sums = {info.name: exact_sum(getattr(item, info.name) for item in held) for info in infos}
        return Outcomes(**{info.name: if_held(sums[info.name], info) for info in infos})


# Figures have up to 60 digits on either side of the point: their sums must not be rounded to 28.
_EXACT = decimal.Context(prec=200)


def exact_sum(values: Iterable[int | Decimal | None]) -> Any:
    """The sum, not rounded; None where nothing is known."""
    known = [value for value in values if value is not None]
    if any(isinstance(value, Decimal) for value in known):
        return functools.reduce(_EXACT.add, map(Decimal, known))
    return sum(known) if known else None


def if_held(value: Any, info: FieldInfo) -> Any:
    """A value as a record holds it; None where no record can."""
    try:
        return normalise(value, info, info.name)
    except ValueError:
        return None


# An account, or what a spreadsheet has left of one.
_NUMBER = re.compile(r"[0-9](?:[\s-]*[0-9]){11,29}|[0-9]\.[0-9]+[Ee]\+?[0-9]+")


def _branch_is_a_number(account: BankAccount) -> Iterator[Finding]:
    if account.branch is not None and _NUMBER.search(account.branch):
        yield Finding.of("KD428", field="branch", label="开户行（含支行）")


@record
class BankAccount:
    """Where a payment goes: the branch and the number, both texts; the number is private."""

    branch: str | None = field(
        "开户行（含支行）",
        default=None,
        kind="bank",
        aliases=(
            *("开户行（支行）", "开户行", "开户银行", "开户支行", "开户行及支行", "开户行名称", "开户行全称"),
            *("开户银行及支行", "开户银行名称", "开户银行全称", "开户银行（支行）", "开户银行（含支行）"),
        ),
        description="开户银行全称，写明支行",
        source="附件2 第2行第9格；附件4 第2行第4格",
    )
    number: str | None = field(
        "银行账号",
        default=None,
        kind="account",
        private=True,
        aliases=(
            *(
                "账号",
                "帐号",
                "银行帐号",
                "银行卡号",
                "卡号",
                "银行账户",
                "银行账号（卡号）",
                "收款账号",
                "收款账户",
            ),
            *("个人账号", "个人账户", "账户号码", "银行卡账号"),
        ),
        description="收款账号，个人账号16至19位，对公账号不超过30位",
        source="附件2 第2行第9格；附件4 第2行第5格",
    )

    rules: ClassVar[tuple[Rule, ...]] = (Rule("a branch is no number", _branch_is_a_number),)
