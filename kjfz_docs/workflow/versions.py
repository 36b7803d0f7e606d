"""Which of several versions counts: of equal contents one, of different ones the newest, and every choice is told."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

import attrs

from kjfz_docs.records.convert import to_json
from kjfz_docs.workflow.items import Item, Status
from kjfz_docs.workflow.people import some_of
from kjfz_docs.workflow.scans import stem_of

# Zip files count time in steps of two seconds.
_SAME_TIME = dt.timedelta(seconds=2)


def without_doubles(items: Sequence[Item]) -> list[Item]:
    """The items, all but the first of equal contents marked DOUBLE: equal bytes, or equal records of one form.

    What lies in a zip file is the double of what lies in the folder itself. A scan is a double only under one name.
    """
    seen: dict[Hashable, Item] = {}
    doubles: dict[int, Item] = {}
    for item in sorted(items, key=lambda item: item.member is not None):
        if not (item.status.counts or item.status is Status.SCAN):
            continue
        keys = _contents(item)
        first = next((seen[key] for key in keys if key in seen), None)
        if first is None:
            seen.update(dict.fromkeys(keys, item))
            continue
        if (
            item.person is None
            and None not in (item.district, first.district)
            and item.district != first.district
        ):
            continue  # two districts with nothing to say, in the same words
        double = attrs.evolve(item, status=Status.DOUBLE, replaced_by=first.name)
        doubles[id(item)] = double.with_doubt("KD506", other=first.name)
    return [doubles.get(id(item), item) for item in items]


def _contents(item: Item) -> tuple[Hashable, ...]:
    """What equal contents have in common: the bytes of their files, or what was read."""
    same_file = (item.digest, item.number)
    if item.record is None:
        # One scan of several forms is sent under the name of each.
        return ((*same_file, stem_of(item.name)),)
    try:
        said = to_json(item.record, indent=None)
    except (TypeError, ValueError):  # a record of others with values that JSON does not know
        return (same_file,)
    return same_file, (item.form, hashlib.sha256(said.encode()).digest())


def newest(
    items: Sequence[Item],
    subject: Callable[[Item], Hashable | None],
    people: Callable[[Item], Mapping[int, str]],
) -> list[Item]:
    """The items, those of which there is a newer version marked SUPERSEDED, or CONFLICTING where none can be told.

    ``subject`` says what an item is about: items of one subject are versions of one form (None: of none). Lists of one
    subject that share no people (``people``: their names by who they are) are parts, which count together.
    """
    times = _times(items)
    called = _called(items)
    groups: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        if item.status.counts and (about := subject(item)) is not None:
            groups[about].append(item)
    changed: dict[int, Item] = {}
    for group in groups.values():
        if len(group) > 1:
            changed.update((id(item), _judged(item, group, times, people, called)) for item in group)
    return [changed.get(id(item), item) for item in items]


def _times(items: Iterable[Item]) -> Mapping[str, list[dt.datetime | None]]:
    """When each content arrived: the times of an item and of its doubles, by the item's name."""
    found: dict[str, list[dt.datetime | None]] = defaultdict(list)
    for item in items:
        found[item.replaced_by or item.name].append(item.modified)
    return found


def _called(items: Iterable[Item]) -> Callable[[Item], str]:
    """What items are called: their names, and which form it is where the file holds several."""
    several = {item.name for item in items if item.number > 1}
    return lambda item: f"{item.name}（第{item.number}份）" if item.name in several else item.name


def _judged(
    item: Item,
    group: Sequence[Item],
    times: Mapping[str, list[dt.datetime | None]],
    people: Callable[[Item], Mapping[int, str]],
    called: Callable[[Item], str],
) -> Item:
    own = people(item)
    others = [other for other in group if other is not item]
    versions = [
        other
        for other in others
        if not own or not (theirs := people(other)) or not own.keys().isdisjoint(theirs)
    ]
    newer = [other for other in versions if _is_newer(times[other.name], times[item.name])]
    if newer:
        last = max(newer, key=lambda other: (max(filter(None, times[other.name])), other.name))
        kept = people(last)
        lost = [name for who, name in own.items() if who not in kept] if kept else []
        note = f"；其中{some_of(lost)}不在那一份中" if lost else ""
        made = attrs.evolve(item, status=Status.SUPERSEDED, replaced_by=last.name)
        return made.with_doubt("KD507", other=called(last), note=note)
    unclear = [other for other in versions if not _is_newer(times[item.name], times[other.name])]
    if unclear:
        made = attrs.evolve(item, status=Status.CONFLICTING)
        return made.with_doubt("KD508", other=called(unclear[0]))
    parts = [other for other in others if other not in versions]
    return item.with_doubt("KD509", other=called(parts[0])) if parts else item


def _is_newer(first: Sequence[dt.datetime | None], second: Sequence[dt.datetime | None]) -> bool:
    """Whether the first came last and was not there before the second: else somebody sent an old one again."""
    these, those = list(filter(None, first)), list(filter(None, second))
    if len(these) < len(first) or len(those) < len(second):
        return False
    return min(these) >= max(those) and max(these) - max(those) > _SAME_TIME
