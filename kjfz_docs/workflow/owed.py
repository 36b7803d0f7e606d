"""What is still to be handed in: the duties of a programme against what arrived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.records.programme import Duty, Programme
from kjfz_docs.workflow.districts import Districts
from kjfz_docs.workflow.items import Item
from kjfz_docs.workflow.people import People, Someone


@attrs.frozen(kw_only=True, eq=False)
class Missing:
    """A form that has not arrived, or (``scan``) its sealed scan: of which district, and of whom.

    ``item`` is the form that has no scan yet.
    """

    duty: Duty
    district: str | None = None
    person: Someone | None = None
    scan: bool = False
    item: Item | None = None

    @property
    def form(self) -> str:
        """The id of the form."""
        return self.duty.form

    @property
    def cohort(self) -> int:
        """The cohort that it is owed for."""
        return self.duty.cohort

    @property
    def owner(self) -> str:
        """Who is responsible."""
        return self.duty.owner

    @property
    def due(self) -> dt.date | None:
        """The last day."""
        return self.duty.due

    @property
    def who(self) -> str:
        """The person in words; empty where it is owed by a district or the programme."""
        return self.person.who if self.person is not None else ""


def missing(programme: Programme, items: Sequence[Item], people: People) -> tuple[Missing, ...]:
    """What is owed and not there, duty by duty, districts in their order, people in that of the roster.

    A form with errors is there, as is one of which no version can be chosen; a blank one and one that could not be
    read are not. Without a roster nobody knows what people owe.
    """
    arrived = [item for item in items if item.status.is_there]
    districts = Districts(programme.districts)
    found: list[Missing] = []
    for duty in programme.duties:
        there = [item for item in arrived if item.form == duty.form and item.cohort == duty.cohort]
        if duty.per == "person":
            found += _of_people(duty, there, people, districts)
        elif duty.per == "district":
            found += _of_districts(duty, there, people, districts)
        else:
            found += _owed(duty, there, None, None)
    return tuple(found)


def _owed(
    duty: Duty, there: Sequence[Item], district: str | None, person: Someone | None
) -> Iterator[Missing]:
    if not there:
        yield Missing(duty=duty, district=district, person=person)
    elif duty.scan:
        for item in there:
            if not item.scans and item.status.counts:
                yield Missing(duty=duty, district=district, person=person, scan=True, item=item)


def _of_people(duty: Duty, there: Sequence[Item], people: People, districts: Districts) -> Iterator[Missing]:
    by_person: dict[int, list[Item]] = {}
    for item in there:
        for mention in item.mentions:
            by_person.setdefault(id(people.of(mention)), []).append(item)
    owing = [
        someone
        for someone in people.listed
        if any(known.cohort == duty.cohort for known in someone.known)
        and not any(someone.mentioned_in(form) for form in duty.unless)
    ]
    named = {id(someone): _district(someone, districts) for someone in owing}
    order = {name: number for number, name in enumerate(districts.names)}
    for someone in sorted(owing, key=lambda each: order.get(named[id(each)] or "", len(order))):
        yield from _owed(duty, by_person.get(id(someone), ()), named[id(someone)], someone)


def _of_districts(
    duty: Duty, there: Sequence[Item], people: People, districts: Districts
) -> Iterator[Missing]:
    """Each district owes one; where the roster says whose all people of the cohort are, those that have some."""
    cohort = [known for someone in people.listed for known in someone.known if known.cohort == duty.cohort]
    known = {districts.called(each.district) for each in cohort}
    wanted = districts.names if not known or None in known else [n for n in districts.names if n in known]
    for district in wanted:
        yield from _owed(duty, [item for item in there if item.district == district], district, None)


def _district(someone: Someone, districts: Districts) -> str | None:
    stated = next((known.district for known in someone.known if known.district), None)
    return districts.called(stated) or stated
