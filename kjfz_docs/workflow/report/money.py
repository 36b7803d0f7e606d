"""What is paid, what is held back until errors are resolved, and why others get nothing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Protocol

from kjfz_docs.findings import Finding, Place
from kjfz_docs.pages import fragment
from kjfz_docs.pages.pieces import BAD, Cell, Fact, Section, Table
from kjfz_docs.records.fields import leaves
from kjfz_docs.records.masking import fit_to_show
from kjfz_docs.records.numerals import chinese_number, ordinal_text
from kjfz_docs.records.shown import label_of, text_of
from kjfz_docs.workflow.people import Someone
from kjfz_docs.workflow.report.links import Links


class _Decided(Protocol):
    """What is decided of one person for one instalment."""

    @property
    def person(self) -> Someone: ...
    @property
    def cohort(self) -> int: ...
    @property
    def ordinal(self) -> int: ...


class _Paid(_Decided, Protocol):
    @property
    def row(self) -> Any: ...
    @property
    def listed(self) -> Place: ...
    @property
    def warnings(self) -> Sequence[Finding]: ...


class _Held(_Decided, Protocol):
    @property
    def amount(self) -> Decimal: ...
    @property
    def findings(self) -> Sequence[Finding]: ...


class _Unpaid(_Decided, Protocol):
    @property
    def reason(self) -> str: ...
    @property
    def where(self) -> Place | None: ...


class PaymentsLike(Protocol):
    """What a report takes of payments: who is paid (rows for the bank), held back, paid nothing; the total."""

    @property
    def paid(self) -> Sequence[_Paid]: ...
    @property
    def held(self) -> Sequence[_Held]: ...
    @property
    def none(self) -> Sequence[_Unpaid]: ...
    @property
    def total(self) -> Decimal: ...
    @property
    def capitals(self) -> str: ...
    def of(self, cohort: int, ordinal: int) -> PaymentsLike: ...


def paying(payments: PaymentsLike, links: Links | None = None) -> Section:
    """The sums by instalment, then everybody."""
    facts = (
        Fact(label="拨付人数", value=str(len(payments.paid))),
        Fact(label="拨付合计（元）", value=_money(payments.total)),
        Fact(label="大写", value=payments.capitals),
        Fact(label="暂缓人数", value=str(len(payments.held)), tone=BAD if payments.held else ""),
    )
    tables = (
        _sums(payments),
        _held(payments, links),
        _doubtful(payments, links),
        _paid(payments, links),
        _unpaid(payments, links),
    )
    return Section(
        id="payments", title="经费拨付", facts=facts, tables=tuple(table for table in tables if table.rows)
    )


def payments_html(payments: PaymentsLike) -> str:
    """Payments for a notebook."""
    return fragment([paying(payments)], "kjfz-payments")


def _sums(payments: PaymentsLike) -> Table:
    decided: list[_Decided] = [*payments.paid, *payments.held, *payments.none]
    rows = []
    for cohort, ordinal in sorted({(each.cohort, each.ordinal) for each in decided}):
        of_it = payments.of(cohort, ordinal)
        counts = [str(len(some)) for some in (of_it.paid, of_it.held, of_it.none)]
        rows.append([_instalment(cohort, ordinal), *counts, _money(of_it.total)])
    return Table(
        caption="各次拨付",
        heads=("批次", "拨付人数", "暂缓人数", "不拨付人数", "拨付金额（元）"),
        rows=rows,
        figures=range(1, 5),
    )


def _paid(payments: PaymentsLike, links: Links | None) -> Table:
    """The rows for the bank, without the columns that are blank in all of them."""
    rows = [list(leaves(each.row)) for each in payments.paid]
    filled = sorted({number for row in rows for number, (_, _, value) in enumerate(row) if value is not None})
    heads = [label_of(type(payments.paid[0].row), rows[0][number][0]) for number in filled]
    texts = [[text_of(row[number][2], row[number][1], False) for number in filled] for row in rows]
    return Table(
        caption=f"拨付名单：{len(rows)} 人（账号隐去）",
        heads=("批次", *heads, "依据"),
        rows=[
            [_instalment(each.cohort, each.ordinal), *text, _place(each.listed, links)]
            for each, text in zip(payments.paid, texts, strict=True)
        ],
        stacks=True,
    )


def _held(payments: PaymentsLike, links: Links | None) -> Table:
    rows: list[list[Cell | str]] = [
        [
            _who(each),
            _instalment(each.cohort, each.ordinal),
            _money(each.amount),
            _place(finding.where, links),
            _said(finding),
        ]
        for each in payments.held
        for finding in each.findings
    ]
    return Table(
        caption=f"暂缓拨付：{len(payments.held)} 人，问题解决后再拨付",
        heads=("姓名", "批次", "金额（元）", "位置", "问题"),
        rows=rows,
        figures=(2,),
        stacks=True,
    )


def _doubtful(payments: PaymentsLike, links: Links | None) -> Table:
    """Warnings about those who are paid, which hold nobody back."""
    rows: list[list[Cell | str]] = [
        [_who(each), _instalment(each.cohort, each.ordinal), _place(finding.where, links), _said(finding)]
        for each in payments.paid
        for finding in each.warnings
    ]
    return Table(
        caption=f"拨付前请核对：{len(rows)} 条",
        heads=("姓名", "批次", "位置", "问题"),
        rows=rows,
        stacks=True,
    )


def _unpaid(payments: PaymentsLike, links: Links | None) -> Table:
    return Table(
        caption=f"不拨付：{len(payments.none)} 人",
        heads=("姓名", "批次", "位置", "原因"),
        rows=[
            [
                _who(each),
                _instalment(each.cohort, each.ordinal),
                _place(each.where, links),
                _shown(each.reason),
            ]
            for each in payments.none
        ],
        stacks=True,
    )


def _instalment(cohort: int, ordinal: int) -> str:
    return f"{ordinal_text(cohort)}第{chinese_number(ordinal)}次"


def _who(decided: _Decided) -> str:
    return _shown(decided.person.who)


def _place(place: Place | None, links: Links | None) -> Cell:
    if place is None:
        return Cell("")
    return Cell(str(place), links.to(place.file) if links is not None else None)


def _said(finding: Finding) -> str:
    return f"{finding.code} {_shown(finding.message)}"


def _shown(text: str) -> str:
    return str(fit_to_show(text, private=False))


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"
