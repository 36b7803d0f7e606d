"""Readings for the tests of collating: invented forms as they were read, without files."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

import kjfz_docs as kd
from kjfz_docs.records.fields import leaves
from kjfz_docs.records.programme import HUBEI, District
from kjfz_docs.records.rules import value_at
from tests.workflow.submitting import assessment

DAY = dt.date(2023, 8, 28)
# Three districts are enough; the rest is as the notice has it.
CITY = attrs.evolve(
    HUBEI,
    districts=(District(name="江岸区"), District(name="江夏区"), District(name="洪山区")),
    duties=(),
)


def reading(file: str, record: Any, form: kd.Form | None = None) -> kd.Reading[Any]:
    """A record as it was read from a file; each value in the row of its number."""
    chosen = form or next(each for each in kd.forms.values() if each.record is type(record))
    places = {
        path: kd.Place(file=file, table=1, row=number)
        for number, (path, _, value) in enumerate(leaves(record), 1)
        if value is not None
    }
    return kd.Reading(outcome=kd.Outcome.OK, record=record, provenance=places, form=chosen, file=file)


def opinions(economy: str | None, organization: str | None) -> kd.Opinions:
    """The two opinions of the district."""
    return kd.Opinions(
        economy_bureau=kd.Opinion(text=economy, signed_on=DAY),
        organization_dept=kd.Opinion(text=organization, signed_on=DAY),
    )


def deputy(
    name: str, economy: str | None = "同意通过", organization: str | None = "考核合格", **changes: Any
) -> Any:
    """附件1 of somebody with two opinions."""
    enterprise = changes.pop("host_enterprise", f"{name}公司")
    return assessment(name, host_enterprise=enterprise, opinions=opinions(economy, organization), **changes)


def drawn(record: Any, *paths: str) -> list[str]:
    """The rows of a list as text."""
    return [" ".join(str(value_at(row, path)) for path in paths) for row in record.rows]


def told(made: kd.Collation, *codes: str) -> list[str]:
    """The findings, or those of some codes, as text: code and field."""
    return [f"{each.code} {each.field or '-'}" for each in made.findings if not codes or each.code in codes]
