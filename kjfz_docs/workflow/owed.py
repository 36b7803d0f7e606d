"""What is to be handed in, and what of it has arrived: the duties of a programme against the items of a folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.records.programme import Duty, Programme
from kjfz_docs.workflow.districts import Districts
from kjfz_docs.workflow.items import Item
from kjfz_docs.workflow.people import People, Someone


@attrs.frozen(kw_only=True, eq=False)
class Owed:
    """A form that is to be handed in, by a person, a district or for the programme, and the items that are it.

    ``district`` is None where nobody knows it, or where the duty is the programme's. ``unsure`` are items of people who
    may be this person by a finding: perhaps it has arrived.
    """

    duty: Duty
    district: str | None = None
    person: Someone | None = None
    items: tuple[Item, ...] = ()
    unsure: tuple[Item, ...] = ()

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

    @property
    def is_missing(self) -> bool:
        """Whether it has not arrived. With errors it has, and where it is open which of two versions counts."""
        return not self.items

    @property
    def unscanned(self) -> tuple[Item, ...]:
        """The items whose sealed scan is owed and has not arrived."""
        counting = (item for item in self.items if item.status.counts)
        return tuple(item for item in counting if self.duty.scan and not item.scans)


def owed(programme: Programme, items: Sequence[Item], people: People) -> tuple[Owed, ...]:
    """What is owed, duty by duty, districts in their order, people in that of the roster.

    Blank forms and those that cannot be read are none. Without a roster nobody knows what people owe; where no district
    is known, all of them together owe one.
    """
    arrived = [item for item in items if item.status.is_there]
    districts = Districts.of(programme, (known.district for each in people.listed for known in each.known))
    found: list[Owed] = []
    for duty in programme.duties:
        there = [item for item in arrived if item.is_of(duty.form, duty.cohort)]
        if duty.per == "person":
            found += _by_people(duty, there, people, districts)
        elif duty.per == "district" and districts.names:
            found += _by_districts(duty, there, people, districts)
        else:
            found.append(Owed(duty=duty, items=tuple(there)))
    return tuple(found)


def _by_people(duty: Duty, there: Sequence[Item], people: People, districts: Districts) -> Iterator[Owed]:
    by_person: dict[int, list[Item]] = {}
    for item in there:
        for who in {id(people.of(mention)) for mention in item.mentions}:
            by_person.setdefault(who, []).append(item)
    owing = [
        (_district(someone, districts), someone)
        for someone in people.listed
        if any(known.cohort == duty.cohort for known in someone.known)
        and not any(someone.mentioned_in(form) for form in duty.unless)
    ]
    order = {name: number for number, name in enumerate(districts.names)}
    for district, someone in sorted(owing, key=lambda pair: order.get(pair[0] or "", len(order))):
        items = tuple(by_person.get(id(someone), ()))
        unsure = [item for each in people.alike(someone) for item in by_person.get(id(each), ())]
        yield Owed(duty=duty, district=district, person=someone, items=items, unsure=tuple(unsure))


def _by_districts(duty: Duty, there: Sequence[Item], people: People, districts: Districts) -> Iterator[Owed]:
    """Each district owes one; where the roster says whose all people of the cohort are, those that have some."""
    cohort = [known for someone in people.listed for known in someone.known if known.cohort == duty.cohort]
    having = {districts.called(each.district) for each in cohort}
    all_known = having and None not in having
    for name in districts.names:
        if name in having or not all_known:
            yield Owed(duty=duty, district=name, items=tuple(item for item in there if item.district == name))


def _district(someone: Someone, districts: Districts) -> str | None:
    stated = next((known.district for known in someone.known if known.district), None)
    return districts.called(stated) or stated
