"""What a programme asks for again and again: a report every second month, as long as a cohort serves."""

from __future__ import annotations

import calendar
import datetime as dt

import attrs

# The intervals that divide a year, so that a report of every second month is that of every even one.
INTERVALS = tuple(f"{months} months" if months > 1 else "1 month" for months in (1, 2, 3, 4, 6, 12))


@attrs.frozen(kw_only=True)
class PeriodicDuty:
    """A form that is due on a ``day`` of every so many months (``every``, one of ``INTERVALS``).

    The months are those that the interval divides: the even ones for ``2 months``. All cohorts that serve on a due day
    owe it; ``since`` is the first day on which it may be due. ``begins`` and ``ends`` are the fields of the form that
    say the first and the last day of its period, ``new`` and ``total`` those, or parts with several, that hold what was
    achieved in the period and up to its end. ``per``, ``owner``, ``scan`` and ``unless`` are those of a ``Duty``.
    """

    form: str
    every: str
    day: int
    begins: str
    ends: str
    per: str = "person"
    since: dt.date | None = None
    new: str = ""
    total: str = ""
    owner: str = ""
    scan: bool = False
    unless: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """The fields that it names; empty texts for those that it leaves out."""
        return (self.begins, self.ends, self.new, self.total)

    def due_of(self, last: dt.date) -> dt.date:
        """The day on which the report of a period is due, by the last day of that: both lie in the same months."""
        months = int(self.every.split()[0])
        month = -(-last.month // months) * months
        return last.replace(month=month, day=min(self.day, calendar.monthrange(last.year, month)[1]))


# 每双月26日前报送服务情况: the first one after the notice. Who is not on duty has nothing to report.
HUBEI_PERIODIC = (
    PeriodicDuty(
        form="tracking_report",
        every="2 months",
        day=26,
        since=dt.date(2023, 8, 14),
        begins="period_from",
        ends="period_to",
        new="outcomes",
        total="cumulative",
        owner="“科技副总”本人",
        unless=("absence_summary",),
    ),
)
