"""What is due again and again: on which days, for which cohorts, and of which period a form is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from kjfz_docs.records.programme import Duty, Programme
from kjfz_docs.records.programme_periods import PeriodicDuty
from kjfz_docs.records.rules import value_at

_DAY = dt.timedelta(days=1)


def due_dates(
    programme: Programme, *, until: dt.date, since: dt.date | None = None, form: str | None = None
) -> tuple[Duty, ...]:
    """What is due again and again from one day to another, as duties of one cohort and day each, in their order.

    A cohort owes what is due while it serves (``Cohort.service``). ``since`` is the first day of all unless given,
    ``form`` the id of one form.
    """
    found = [
        duty
        for periodic in programme.periodic
        if form in (None, periodic.form)
        for duty in _duties(programme, periodic, since, until)
    ]
    return tuple(sorted(found, key=lambda duty: (duty.due or dt.date.min, duty.cohort)))


def _duties(
    programme: Programme, periodic: PeriodicDuty, since: dt.date | None, until: dt.date
) -> Iterator[Duty]:
    for cohort in programme.cohorts:
        begins, ends = cohort.service
        first = max(filter(None, (since, periodic.since, begins)))
        for due in _days(periodic, first, min(until, ends or until)):
            yield Duty(
                form=periodic.form,
                cohort=cohort.number,
                per=periodic.per,
                owner=periodic.owner,
                due=due,
                scan=periodic.scan,
                unless=periodic.unless,
            )


def _days(periodic: PeriodicDuty, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    month = first.replace(day=1)
    while month <= last:
        due = periodic.due_of(month)
        if first <= due <= last:
            yield due
        if (due.year, due.month) == (dt.MAXYEAR, 12):
            return
        month = due.replace(day=28) + 4 * _DAY
        month = month.replace(day=1)


def period_of(periodic: PeriodicDuty, record: Any) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of the period that a form is of, as far as it says."""
    first, last = value_at(record, periodic.begins), value_at(record, periodic.ends)
    return (first if isinstance(first, dt.date) else None, last if isinstance(last, dt.date) else None)


def period_values(programme: Programme, form: str, *, cohort: int, due: dt.date) -> dict[str, dt.date]:
    """The first and the last day of the period that is due on a day, by the fields of a form, for ``kd.prefill``.

    The first period of a cohort begins with its service where the programme states that day; else it is left open.
    Raises ValueError where the form is not due from the cohort on that day.
    """
    periodic = periodic_of(programme, form)
    days = [
        duty.due for duty in due_dates(programme, until=due, form=form) if duty.cohort == cohort and duty.due
    ]
    if periodic is None or not days or days[-1] != due:
        raise ValueError(f"form {form!r} is not due on {due} from cohort {cohort}")
    known = programme.cohort(cohort)
    first = days[-2] + _DAY if len(days) > 1 else known.service_begins if known is not None else None
    return {periodic.begins: first, periodic.ends: due} if first is not None else {periodic.ends: due}


def due_of(periodic: PeriodicDuty, record: Any) -> dt.date | None:
    """The day on which a form was due, by the last day of its period; None where it does not say that."""
    last = period_of(periodic, record)[1]
    return periodic.due_of(last) if last is not None else None


def periodic_of(programme: Programme, form: str | None) -> PeriodicDuty | None:
    """What asks for a form again and again; None for others."""
    return next((each for each in programme.periodic if each.form == form), None)


def asked(programme: Programme, on: dt.date | None) -> Sequence[tuple[Duty, PeriodicDuty | None]]:
    """All duties: those of the programme, and what was due again and again up to a day, where one is given."""
    once: list[tuple[Duty, PeriodicDuty | None]] = [(duty, None) for duty in programme.duties]
    if on is None:
        return once
    return once + [(duty, periodic_of(programme, duty.form)) for duty in due_dates(programme, until=on)]
