"""Reports of every second month for tests: one person of the fourth cohort, free of findings."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

import kjfz_docs as kd
from kjfz_docs.cli.demo_data import samples_of
from kjfz_docs.records.fields import fields_of

PEOPLE = ("林晓舟", "王芳", "李明")


def figures(first: int) -> kd.Outcomes:
    """Outcomes whose figures are all the same."""
    return kd.Outcomes(**{info.name: info.type(first) for info in fields_of(kd.Outcomes)})


def report(name: str, first: str, last: str | None, new: int = 1, total: int = 1) -> kd.TrackingReport:
    """The report of a person for a period (month-day of 2023)."""
    record: Any = next(iter(samples_of(kd.TrackingReport)))[1]
    made: kd.TrackingReport = attrs.evolve(
        record,
        name=name,
        sending_unit="示范大学",
        host_enterprise=f"{name}公司",
        period_from=dt.date.fromisoformat(f"2023-{first}"),
        period_to=None if last is None else dt.date.fromisoformat(f"2023-{last}"),
        outcomes=figures(new),
        cumulative=figures(total),
        filled_on=dt.date.fromisoformat(f"2023-{last or first}"),
    )
    return made


def roster(*names: str, cohort: int = 4, **more: Any) -> kd.Roster:
    """Those people in a roster."""
    return kd.Roster(
        rows=tuple(
            kd.Person(
                name=name,
                sending_unit="示范大学",
                host_enterprise=f"{name}公司",
                cohort=cohort,
                **{"district": "江夏区", **more},
            )
            for name in names or PEOPLE
        )
    )
