"""What is to be handed in, and what of it has arrived: the duties of a programme against the items of a folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import attrs

from kjfz_docs.records.programme import Duty, Programme
from kjfz_docs.workflow.districts import Districts
from kjfz_docs.workflow.items import Item
from kjfz_docs.workflow.people import People, Someone
from kjfz_docs.workflow.periods import asked, due_of


@attrs.frozen(kw_only=True, eq=False)
class Owed:
    """A form that is to be handed in, by a person, a district or for the programme, and the items that are it.

    ``district`` is None where nobody knows it, or where the duty is the programme's. ``unsure`` are items of people who
    may be this person by a finding, and reports that do not say of which period: perhaps it has arrived.
    ``is_periodic``: it is asked for again and again, here for the period that ``due`` is of.
    """

    duty: Duty
    district: str | None = None
    person: Someone | None = None
    items: tuple[Item, ...] = ()
    unsure: tuple[Item, ...] = ()
    is_periodic: bool = False

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


def owed(
    programme: Programme, items: Sequence[Item], people: People, on: dt.date | None = None
) -> tuple[Owed, ...]:
    """What is owed, duty by duty, districts in their order, people in that of the roster.

    What is asked for again and again is owed for each period that was due up to the day ``on``; without a day, not at
    all. Blank forms and those that cannot be read are none. Without a roster nobody knows what people owe; where no
    district is known, all of them together owe one.
    """
    arrived = [item for item in items if item.status.is_there]
    districts = Districts.of(programme, (known.district for each in people.listed for known in each.known))
    found: list[Owed] = []
    for duty, periodic in asked(programme, on):
        there = [item for item in arrived if item.is_of(duty.form, duty.cohort)]
        undated: list[Item] = []
        if periodic is not None:
            dated = [(item, due_of(periodic, item.record)) for item in there]
            there = [item for item, due in dated if due == duty.due]
            undated = [item for item, due in dated if due is None]
        if duty.per == "person":
            made = _by_people(duty, there, undated, people, districts)
        elif duty.per == "district" and districts.names:
            made = _by_districts(duty, there, undated, people, districts)
        else:
            made = iter((Owed(duty=duty, items=tuple(there), unsure=tuple(undated)),))
        found += made if periodic is None else (attrs.evolve(each, is_periodic=True) for each in made)
    return tuple(found)


def _by_people(
    duty: Duty, there: Sequence[Item], undated: Sequence[Item], people: People, districts: Districts
) -> Iterator[Owed]:
    by_person, without_day = _whose(there, people), _whose(undated, people)
    owing = [
        (district_of(someone, districts), someone)
        for someone in people.listed
        if any(known.cohort == duty.cohort for known in someone.known)
        and not any(someone.mentioned_in(form) for form in duty.unless)
    ]
    order = {name: number for number, name in enumerate(districts.names)}
    for district, someone in sorted(owing, key=lambda pair: order.get(pair[0] or "", len(order))):
        items = tuple(by_person.get(id(someone), ()))
        unsure = [item for each in people.alike(someone) for item in by_person.get(id(each), ())]
        unsure += without_day.get(id(someone), ())
        yield Owed(duty=duty, district=district, person=someone, items=items, unsure=tuple(unsure))


def _whose(items: Sequence[Item], people: People) -> Mapping[int, Sequence[Item]]:
    by_person: dict[int, list[Item]] = {}
    for item in items:
        for who in {id(people.of(mention)) for mention in item.mentions}:
            by_person.setdefault(who, []).append(item)
    return by_person


def _by_districts(
    duty: Duty, there: Sequence[Item], undated: Sequence[Item], people: People, districts: Districts
) -> Iterator[Owed]:
    """Each district owes one; where the roster says whose all people of the cohort are, those that have some."""
    cohort = [known for someone in people.listed for known in someone.known if known.cohort == duty.cohort]
    having = {districts.called(each.district) for each in cohort}
    all_known = having and None not in having
    for name in districts.names:
        if name in having or not all_known:
            items, unsure = (
                tuple(item for item in some if item.district == name) for some in (there, undated)
            )
            yield Owed(duty=duty, district=name, items=items, unsure=unsure)


def district_of(someone: Someone, districts: Districts) -> str | None:
    """The district of somebody, by the roster; None where it says none."""
    stated = next((known.district for known in someone.known if known.district), None)
    return districts.called(stated) or stated
