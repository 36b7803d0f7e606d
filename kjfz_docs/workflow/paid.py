"""What was decided: who is paid, who is held back, who is paid nothing, and the sums."""

from __future__ import annotations

import os
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import attrs

from kjfz_docs.codecs.capitals import capitals
from kjfz_docs.findings import Finding, Place
from kjfz_docs.records.programme import Programme
from kjfz_docs.records.values import exact_sum
from kjfz_docs.workflow.payment_list import PaymentRow
from kjfz_docs.workflow.people import Someone

FEN = Decimal("0.01")


@attrs.frozen(kw_only=True, eq=False)
class Payment:
    """One person who is paid: the row of the bank's list, where it comes from, and warnings about it."""

    person: Someone = attrs.field(repr=False)
    cohort: int
    ordinal: int
    row: PaymentRow
    listed: Place
    account_at: Place
    warnings: tuple[Finding, ...] = ()


@attrs.frozen(kw_only=True, eq=False)
class Held:
    """One person who is not paid before what is open is resolved."""

    person: Someone = attrs.field(repr=False)
    cohort: int
    ordinal: int
    amount: Decimal
    findings: tuple[Finding, ...]


@attrs.frozen(kw_only=True, eq=False)
class Unpaid:
    """One person who is paid nothing, with the reason and where it stands, if it does."""

    person: Someone = attrs.field(repr=False)
    cohort: int
    ordinal: int
    reason: str
    where: Place | None = None


@attrs.frozen(kw_only=True, eq=False)
class Payments:
    """Who is ``paid``, who is ``held`` back with open errors, and who is paid nothing (``none``)."""

    programme: Programme
    paid: tuple[Payment, ...]
    held: tuple[Held, ...]
    none: tuple[Unpaid, ...]

    @property
    def total(self) -> Decimal:
        """The sum of all payments in yuan, exact."""
        return _total(self.paid)

    @property
    def capitals(self) -> str:
        """The sum in Chinese capitals (大写)."""
        return capitals(self.total)

    @property
    def rows(self) -> tuple[PaymentRow, ...]:
        """The rows of the bank's list."""
        return tuple(each.row for each in self.paid)

    def of(self, cohort: int, ordinal: int) -> Payments:
        """Those of one instalment."""

        def of_it(each: Payment | Held | Unpaid) -> bool:
            return (each.cohort, each.ordinal) == (cohort, ordinal)

        return attrs.evolve(
            self,
            paid=tuple(filter(of_it, self.paid)),
            held=tuple(filter(of_it, self.held)),
            none=tuple(filter(of_it, self.none)),
        )

    @property
    def parts(self) -> tuple[Payments, ...]:
        """The same by instalments, those by which somebody is paid."""
        return tuple(
            self.of(*which) for which in dict.fromkeys((each.cohort, each.ordinal) for each in self.paid)
        )

    def _repr_html_(self) -> str:
        """For a notebook: the sums, who is held back and why; accounts masked."""
        from kjfz_docs.workflow.report.money import payments_html

        return payments_html(self)

    def write(self, path: str | os.PathLike[str]) -> Path:
        """Write the list for the bank, as .xlsx with who is not paid in further sheets, or as .csv. Returns the path.

        Accounts are texts and stand in full. Raises ValueError for any other file, and OSError.
        """
        from kjfz_docs.workflow.payment_files import write_payments

        return write_payments(self, path)


def _total(paid: Iterable[Payment]) -> Decimal:
    return Decimal(exact_sum(each.row.amount for each in paid) or 0).quantize(FEN)
