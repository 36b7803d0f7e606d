"""A whole city by its seed: who is in it, what is handed in, and the faults that were planted."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import attrs

import kjfz_docs as kd
from kjfz_docs.cli.city.arrivals_faults import ARRIVALS
from kjfz_docs.cli.city.draft import Document, Draft
from kjfz_docs.cli.city.planted import Fault

Planter = Callable[[Draft], Fault | None]
KINDS: tuple[Planter, ...] = (*ARRIVALS,)


@attrs.frozen(kw_only=True)
class City:
    """An invented city: its programme and roster, the documents as they arrived, and what is wrong with them."""

    programme: kd.Programme
    roster: kd.Roster
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
        documents=tuple(draft.documents.values()),
        faults=tuple(planted),
    )


def _planted(draft: Draft) -> Iterator[Fault]:
    """Faults of every kind in turn, as long as there is room for one."""
    kinds = list(KINDS)
    while kinds:
        draft.rng.shuffle(kinds)
        for kind in tuple(kinds):
            fault = kind(draft)
            if fault is None:
                kinds.remove(kind)
            else:
                yield fault
