"""The list of payments that the bank gets: a row for each person, and lists of before read back."""

from __future__ import annotations

import os
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from kjfz_docs.errors import ConversionError
from kjfz_docs.records import common
from kjfz_docs.records.fields import Rule, field, record, rows
from kjfz_docs.records.numerals import chinese_number, ordinal_text
from kjfz_docs.records.programme import Cohort, Instalment, Programme
from kjfz_docs.records.rules import unique_in_rows

if TYPE_CHECKING:
    from kjfz_docs.grids import Limits, Source
    from kjfz_docs.reading.reading import Reading

_SOURCE = "拨付名单"
_QUOTES = dict.fromkeys(map(ord, "“”‘’\"'《》"))


class NoPaymentListError(ConversionError):
    """A file has not the heads of a list of payments."""


@record
class PaymentRow:
    """One payment: to whom, to which account, how much, what for."""

    serial: int | None = common.serial(_SOURCE)
    name: str | None = field(
        "户名", default=None, kind="name", required=True, description="收款人姓名", source=_SOURCE
    )
    account: str | None = field(
        "账号",
        default=None,
        kind="account",
        private=True,
        required=True,
        description="收款账号",
        source=_SOURCE,
    )
    bank: str | None = field(
        "开户行", default=None, kind="bank", description="开户银行及支行", source=_SOURCE
    )
    amount: Decimal | None = field(
        "金额（元）", default=None, unit="元", required=True, description="金额", source=_SOURCE
    )
    purpose: str | None = field("用途", default=None, description="批次和第几次拨付", source=_SOURCE)


@record
class PaymentList:
    """A list of payments in its order."""

    rows: tuple[PaymentRow, ...] = rows("名单", default=(), description="每人一行", source=_SOURCE)

    form_title: ClassVar[str] = _SOURCE
    rules: ClassVar[tuple[Rule, ...]] = (unique_in_rows("KD420", "account", label="账号"),)

    @staticmethod
    def read(source: Source, *, limits: Limits | None = None) -> Reading[PaymentList]:
        """A list that ``Payments.write`` wrote, or another with the same heads in a row.

        All tables with these heads are read; rows of sums and further columns are left out. Raises Refused for a
        file that cannot be read, NoPaymentListError for one that is no such list, ConversionError for rows that
        cannot be taken for certain (no name, an account that lost its digits), OSError.
        """
        from kjfz_docs.workflow.payment_files import read_payment_list

        return read_payment_list(source, limits=limits)


def purpose_of(programme: Programme, cohort: Cohort, instalment: Instalment) -> str:
    """What a payment is for, without signs that banks refuse: 湖北省科技副总第二批第二次拨付."""
    name = (programme.name or programme.title).translate(_QUOTES)
    return f"{name}{ordinal_text(cohort.number)}第{chinese_number(instalment.ordinal)}次拨付"


def named(source: Source) -> str:
    """The name of the file of a list."""
    stated = source if isinstance(source, (str, os.PathLike)) else getattr(source, "name", None)
    return os.path.basename(os.fspath(stated)) if isinstance(stated, (str, os.PathLike)) else _SOURCE
