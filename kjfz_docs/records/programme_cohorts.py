"""The cohorts of a programme: when they serve, and what they are paid."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs

from kjfz_docs.records.numerals import chinese_number

_TEN_THOUSAND = 10_000
_DAY = dt.timedelta(days=1)
# What a field must say for a payment.
Needed = bool | str


@attrs.frozen(kw_only=True)
class Instalment:
    """One payment of a cohort: the first, the second; ``amount`` in yuan for each person.

    ``form`` is the list by which it is paid, empty for one that is not paid now. ``needs`` are fields of its rows and
    what they say of those who are paid, as a value or as the form prints it; several values are alternatives.
    ``accounts`` are where their account may stand: ids of forms, ``roster`` and ``earlier`` (an earlier list), the
    first that has one counts; without any, it is ``form`` alone. ``strict``: who is not paid hands in no account there.
    """

    ordinal: int
    amount: Decimal
    condition: str = ""
    form: str = ""
    needs: tuple[tuple[str, Needed | tuple[Needed, ...]], ...] = ()
    accounts: tuple[str, ...] = ()
    strict: bool = False

    @property
    def amount_text(self) -> str:
        """The amount as forms print it: 3万元, 2.5万元, 8000元. Exact."""
        if abs(self.amount) < _TEN_THOUSAND:
            return f"{_plain(self.amount)}元"
        return f"{_plain(self.amount.scaleb(-4))}万元"


def _plain(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _years_on(day: dt.date, years: int) -> dt.date:
    """The same day of another year; the 28th where that has no 29th of February."""
    year = min(max(day.year + years, 1), dt.MAXYEAR)
    leap = (day.month, day.day) == (2, 29)
    return dt.date(year, 2, 28) if leap else day.replace(year=year)


@attrs.frozen(kw_only=True)
class Cohort:
    """One cohort of a programme: 第二批, selected in 2021, 106 people, two years of service.

    ``service_begins`` and ``service_ends`` are the first and the last day of service, where the programme says.
    """

    number: int
    year: int
    size: int | None = None
    service_years: int | None = None
    service_begins: dt.date | None = None
    service_ends: dt.date | None = None
    instalments: tuple[Instalment, ...] = ()

    @property
    def last_month(self) -> dt.date | None:
        """The first day on which service may be judged: that of its last month, or of its last year at least."""
        if self.service_ends is not None:
            return self.service_ends.replace(day=1)
        return (
            None if self.service_years is None else dt.date(min(self.year + self.service_years, 9999), 1, 1)
        )

    @property
    def service(self) -> tuple[dt.date, dt.date | None]:
        """The first and the last day of service: as stated, else by its years from the year of selection on.

        Without an end where nothing says it.
        """
        years = self.service_years
        begins, ends = self.service_begins, self.service_ends
        if begins is None:
            begins = dt.date(self.year, 1, 1)
            if ends is not None and years is not None:
                begins = _years_on(ends + _DAY, -years)
        if ends is None and years is not None:
            ends = _years_on(begins, years) - _DAY
        return begins, ends

    @property
    def service_years_text(self) -> str | None:
        """The years of service as forms print them: 一年, 两年; None where the programme does not say."""
        if self.service_years is None:
            return None
        return "两年" if self.service_years == 2 else f"{chinese_number(self.service_years)}年"
