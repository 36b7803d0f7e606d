"""Payments for tests, as a report takes them."""
# ruff: noqa: RUF009

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs

import kjfz_docs as kd
from kjfz_docs.workflow.people import Someone

ACCOUNT = "6200000000000089011"


@attrs.frozen(kw_only=True)
class Row:
    """A row for the bank."""

    name: str = kd.field("户名", default="", kind="name")
    account: str = kd.field("账号", default="", kind="account", private=True)
    bank: str | None = kd.field("开户行", default=None)
    amount: Decimal = kd.field("金额（元）", default=Decimal(0))


@attrs.frozen(kw_only=True)
class Decided:
    person: Someone
    cohort: int = 4
    ordinal: int = 1
    row: Row = Row()
    listed: kd.Place = kd.Place(file="附件4.docx", table=1, row=2)
    warnings: tuple[kd.Finding, ...] = ()
    amount: Decimal = Decimal(30_000)
    findings: tuple[kd.Finding, ...] = ()
    reason: str = ""
    where: kd.Place | None = None


@attrs.frozen(kw_only=True)
class Paying:
    paid: tuple[Decided, ...] = ()
    held: tuple[Decided, ...] = ()
    none: tuple[Decided, ...] = ()
    capitals: str = "叁万元整"

    @property
    def total(self) -> Decimal:
        return sum((each.row.amount for each in self.paid), Decimal(0))

    def of(self, cohort: int, ordinal: int) -> Paying:
        def some(decided: tuple[Decided, ...]) -> tuple[Decided, ...]:
            return tuple(each for each in decided if (each.cohort, each.ordinal) == (cohort, ordinal))

        return Paying(paid=some(self.paid), held=some(self.held), none=some(self.none))


def somebody(name: str) -> Someone:
    (found,) = kd.who_is_who([kd.Mention(name=name, sending_unit="示范大学")]).everybody
    return found


def payments(**changes: Any) -> Paying:
    """唐立新 is paid, 李明 held back, 王芳 paid nothing."""
    place = kd.Place(file="江夏区/林.docx", table=1, row=2)
    given = {
        "paid": (
            Decided(
                person=somebody("唐立新"),
                row=Row(name="唐立新", account=ACCOUNT, amount=Decimal(30_000)),
            ),
        ),
        "held": (
            Decided(person=somebody("李明"), findings=(kd.Finding.of("KD502", where=place, who="李明"),)),
        ),
        "none": (Decided(person=somebody("王芳"), reason="未到岗", where=place),),
    }
    return Paying(**{**given, **changes})
