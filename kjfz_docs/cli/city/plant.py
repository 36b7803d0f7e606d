"""A whole city by its seed: who is in it, what is handed in, and the faults that were planted."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from decimal import Decimal

import attrs

import kjfz_docs as kd
from kjfz_docs.cli.city import forms
from kjfz_docs.cli.city.arrivals_faults import ARRIVALS, missing_list
from kjfz_docs.cli.city.content_faults import CONTENTS, wrong_sum
from kjfz_docs.cli.city.draft import SECOND, Document, Draft
from kjfz_docs.cli.city.people import Deputy
from kjfz_docs.cli.city.planted import Fault

Planter = Callable[[Draft], Fault | None]
# Whole lists come first: later there is none that no person's fault has to do with.
LISTS: tuple[Planter, ...] = (missing_list, wrong_sum)
PEOPLE: tuple[Planter, ...] = (*ARRIVALS, *CONTENTS)


@attrs.frozen(kw_only=True)
class City:
    """An invented city: its programme and roster, the documents as they arrived, and what is wrong with them.

    ``earlier`` is the list by which the first instalment was paid to the cohort that is assessed now.
    """

    programme: kd.Programme
    roster: kd.Roster
    earlier: kd.AccountCollection
    documents: tuple[Document, ...]
    faults: tuple[Fault, ...]
    people: tuple[Deputy, ...] = attrs.field(repr=False)

    @property
    def assessed(self) -> kd.Outcomes:
        """The sums of what everybody achieved whose form counts."""
        return kd.Outcomes.sum_of(
            each.content.outcomes
            for each in self.documents
            if each.counts and isinstance(each.content, kd.Assessment)
        )

    @property
    def stated(self) -> kd.Outcomes:
        """The sums of what the districts state, or for a district that states nothing, of its people's forms."""
        lists = [each.content for each in self.documents if isinstance(each.content, kd.OutcomeStatistics)]
        rows = [row for each in lists for row in each.rows]
        at_home = {each.host_enterprise: each.district for each in self.people}
        silent = {each.district for each in self.people} - {row.district for row in rows}
        forms = [
            each.content
            for each in self.documents
            if each.counts
            and isinstance(each.content, kd.Assessment)
            and at_home.get(each.content.host_enterprise or "") in silent
        ]
        return kd.Outcomes.sum_of([*(row.outcomes for row in rows), *(form.outcomes for form in forms)])

    @property
    def day(self) -> dt.date:
        """The day on which the city looks at what has arrived: soon after the last file."""
        return max(each.arrived for each in self.documents).date() + dt.timedelta(days=1)

    def sum_due(self, cohort: int, ordinal: int) -> Decimal:
        """What the instalment of a cohort comes to, in yuan."""
        known = self.programme.cohort(cohort)
        instalments = known.instalments if known is not None else ()
        return sum(
            (each.amount * len(self.entitled(cohort)) for each in instalments if each.ordinal == ordinal),
            Decimal(0),
        )

    def entitled(self, cohort: int) -> tuple[Deputy, ...]:
        """Who is to be paid: everybody who passed, or signed and serves, without those whom a fault holds back."""
        unpaid = {each.host_enterprise for fault in self.faults for each in fault.unpaid}
        return tuple(
            each
            for each in self.people
            if each.cohort == cohort and each.succeeded and each.host_enterprise not in unpaid
        )


def city_of(
    seed: int = 1, faults: int = 40, *, districts: int = 15, second: int = 106, fourth: int = 118
) -> City:
    """The city of a seed. Raises ValueError where there is no room for so many faults, saying for how many."""
    rng = random.Random(seed)
    draft = Draft(rng, districts, second, fourth)
    planted = [fault for _, fault in zip(range(faults), _planted(draft), strict=False)]
    if len(planted) < faults:
        raise ValueError(str(len(planted)))
    return City(
        programme=draft.programme,
        roster=kd.Roster(rows=tuple(draft.roster)),
        earlier=forms.accounts("市本级", SECOND, draft.earlier, forms.FILLED_BEFORE),
        documents=tuple(draft.documents.values()),
        faults=tuple(planted),
        people=tuple(draft.people),
    )


def _planted(draft: Draft) -> Iterator[Fault]:
    """Faults of every kind in turn, as long as there is room for one."""
    kinds = [*LISTS, *PEOPLE]
    while kinds:
        draft.rng.shuffle(kinds)
        for kind in sorted(kinds, key=lambda kind: kind not in LISTS):
            fault = kind(draft)
            if fault is None:
                kinds.remove(kind)
            else:
                yield fault
