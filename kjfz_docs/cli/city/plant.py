"""A whole city by its seed: who is in it, what is handed in, and the faults that were planted."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import attrs

import kjfz_docs as kd
from kjfz_docs.cli.city import forms
from kjfz_docs.cli.city.arrivals_faults import ARRIVALS, missing_list
from kjfz_docs.cli.city.content_faults import CONTENTS, wrong_sum
from kjfz_docs.cli.city.draft import SECOND, Document, Draft
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
