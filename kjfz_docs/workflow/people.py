"""Who is who: the people of a roster and of the forms, matched by name, sending unit and enterprise.

Two mentions are of one person where name, unit and enterprise are the same as far as both say them: blank is not
known, and a university alone is that of any of its faculties; where that fits several, the cohort that the roster has
them in may tell. Where a mention might be of several people, or differs a little from another, it is matched with none
and a finding names both places: nothing is merged on a likeness.

The time grows with the number of mentions while few people share a name.
"""

from __future__ import annotations

import bisect
import functools
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from kjfz_docs.findings import Finding, Place, Severity
from kjfz_docs.reading.reading import Reading
from kjfz_docs.records.fields import fields_by_name, fields_of, programme_and_cohort
from kjfz_docs.records.numerals import ordinal_text
from kjfz_docs.workflow.people_alike import MOST_NAMESAKES, Identity, difference, similar_names

ROSTER = "roster"
_NAME = "name"
_WHOSE = ("sending_unit", "host_enterprise")
# The fields by which people are told apart; the first is their name.
IDENTITY = (_NAME, *_WHOSE)


@attrs.frozen(kw_only=True, eq=False)
class Mention:
    """One person as a roster or a form names them, and where.

    ``source`` is the id of the form, or ``ROSTER``; ``document`` its file, ``number`` which form in it.
    ``field`` is the path of the row (``rows.3``), empty for a form about one person; ``item`` is that row or record.
    """

    name: str
    sending_unit: str | None = None
    host_enterprise: str | None = None
    district: str | None = None
    cohort: int | None = None
    source: str = ""
    document: str = ""
    number: int = 1
    field: str = ""
    where: Place | None = None
    item: Any = attrs.field(default=None, repr=False)

    @property
    def who(self) -> str:
        """The person in words: 李明（示范大学，甲公司）."""
        told = "，".join(filter(None, (self.sending_unit, self.host_enterprise)))
        return f"{self.name}（{told}）" if told else self.name

    @property
    def form(self) -> tuple[str, str, int]:
        """What tells the form that it stands in from all others; a file may hold several."""
        return self.source, self.document, self.number

    @property
    def spot(self) -> str:
        """Where it stands, in words."""
        return str(self.where) if self.where is not None else self.document

    @property
    def identity(self) -> Identity:
        """What is compared."""
        return Identity.of(self.name, self.sending_unit, self.host_enterprise)


@attrs.frozen(eq=False)
class Someone:
    """One person: who they are, where the roster has them (``known``), and where forms name them."""

    identity: Identity
    known: tuple[Mention, ...] = ()
    mentions: tuple[Mention, ...] = ()

    @property
    def first(self) -> Mention:
        """The mention to speak of: the roster's, else the first of a form."""
        return (self.known or self.mentions)[0]

    @property
    def who(self) -> str:
        """The person in words."""
        return self.first.who

    def mentioned_in(self, source: str, cohort: int | None = None) -> tuple[Mention, ...]:
        """The mentions in forms of one kind, and of one cohort where it is given."""
        return tuple(
            each for each in self.mentions if each.source == source and cohort in (None, each.cohort)
        )


@attrs.frozen(eq=False)
class People:
    """Everybody, those of the roster first, in the order of the files; and every doubt."""

    everybody: tuple[Someone, ...]
    findings: tuple[Finding, ...]
    _whose: Mapping[Mention, Someone] = attrs.field(repr=False)
    _alike: Mapping[Identity, tuple[Someone, ...]] = attrs.field(repr=False)

    def of(self, mention: Mention) -> Someone:
        """The person that a mention is of. Raises KeyError for one that was not given."""
        return self._whose[mention]

    def alike(self, someone: Someone) -> tuple[Someone, ...]:
        """Those who may be the same person by a finding (KD501, KD503)."""
        return self._alike.get(someone.identity, ())

    @property
    def listed(self) -> tuple[Someone, ...]:
        """The people of the roster."""
        return tuple(each for each in self.everybody if each.known)

    @property
    def unlisted(self) -> tuple[Someone, ...]:
        """Those whom only forms name."""
        return tuple(each for each in self.everybody if not each.known)

    def __len__(self) -> int:
        return len(self.everybody)


# ------------------------------------------------------------------ who is named


def mentions_of(
    record: Any,
    *,
    source: str,
    document: str = "",
    number: int = 1,
    provenance: Mapping[str, Place] | None = None,
) -> tuple[Mention, ...]:
    """The people whom a record names, itself or in its rows; those without a name are left out."""
    places = provenance or {}
    cohort = programme_and_cohort(record)[1] or None
    form = (source, document, number)
    found = [_mention(record, "", cohort, form, places)]
    for info in fields_of(record.__class__):
        if info.row is not None and attrs.has(info.row):
            found += [
                _mention(row, f"{info.name}.{index}", cohort, form, places)
                for index, row in enumerate(getattr(record, info.name))
            ]
    return tuple(each for each in found if each is not None)


def mentions_in(reading: Reading[Any], document: str | None = None, number: int = 1) -> tuple[Mention, ...]:
    """The people whom a reading names; nobody where it has no record."""
    if reading.record is None or reading.form is None:
        return ()
    return mentions_of(
        reading.record,
        source=reading.form.id,
        document=document if document is not None else reading.file or "",
        number=number,
        provenance=reading.provenance,
    )


@functools.cache
def _is_about_a_person(cls: Any) -> bool:
    """Whether a record's name is that of a person: by its kind, or by what else is said of whom it names."""
    known = fields_by_name(cls)
    return _NAME in known and (known[_NAME].meta.kind == _NAME or not known.keys().isdisjoint(_WHOSE))


def _mention(
    item: Any, path: str, cohort: int | None, form: tuple[str, str, int], places: Mapping[str, Place]
) -> Mention | None:
    name = getattr(item, _NAME, None) if _is_about_a_person(item.__class__) else None
    if not isinstance(name, str) or not name.strip():
        return None
    texts = {key: getattr(item, key, None) for key in (*_WHOSE, "district")}
    own = getattr(item, "cohort", None)
    where = places.get(f"{path}.{_NAME}" if path else _NAME)
    source, document, number = form
    return Mention(
        name=name,
        **texts,
        cohort=own if isinstance(own, int) else cohort,
        source=source,
        document=document,
        number=number,
        field=path,
        # Files of one name lie in several folders: the document says which it is.
        where=attrs.evolve(where, file=document) if where is not None and document else where,
        item=item,
    )


# ------------------------------------------------------------------ who is who


def who_is_who(mentions: Iterable[Mention], roster: Iterable[Mention] | None = None) -> People:
    """Everybody whom forms and a roster name, each once, and a finding for every doubt.

    With a roster, whoever is not in it is an error (KD502), as is a likeness to somebody who is (KD501); without one a
    likeness is a warning. A mention that fits several people is of none of them (KD503); one of another cohort
    than the roster's is doubted (KD504).
    """
    known, named = tuple(roster or ()), tuple(mentions)
    groups: dict[Identity, list[Mention]] = defaultdict(list)
    for mention in (*known, *named):
        groups[mention.identity].append(mention)
    wider = _wider(groups)
    listed = {id(mention) for mention in known}
    cohorts = {
        identity: {each.cohort for each in groups[identity] if id(each) in listed}
        for found in wider.values()
        for identity in found
    }
    members: dict[Identity, list[Mention]] = defaultdict(list)
    for mention in (*known, *named):
        found = wider.get(mention.identity, ())
        if len(found) > 1 and mention.cohort is not None:
            # The roster knows who is of which cohort.
            found = tuple(each for each in found if mention.cohort in cohorts[each])
        members[found[0] if len(found) == 1 else mention.identity].append(mention)
    everybody = {
        identity: Someone(
            identity,
            tuple(each for each in whole if id(each) in listed),
            tuple(each for each in whole if id(each) not in listed),
        )
        for identity, whole in members.items()
    }
    findings, alike = _doubts(everybody, wider, has_roster=roster is not None)
    whose = {each: everybody[identity] for identity, whole in members.items() for each in whole}
    near = {identity: tuple(map(everybody.__getitem__, others)) for identity, others in alike.items()}
    return People(tuple(everybody.values()), tuple(findings), whose, near)


def _wider(groups: Mapping[Identity, Sequence[Mention]]) -> dict[Identity, tuple[Identity, ...]]:
    """The identities that say all that one says and more, of those that have such; the fullest of them only."""
    # By unit, so that those of one institution stand together.
    by_name: dict[tuple[str, str], list[Identity]] = defaultdict(list)
    for identity in sorted(groups, key=lambda each: each.unit):
        by_name[identity.name, ""].append(identity)
        if identity.enterprise:
            by_name[identity.name, identity.enterprise].append(identity)
    found: dict[Identity, tuple[Identity, ...]] = {}
    for identity in groups:
        if not identity.unit and not identity.enterprise:
            continue
        others = by_name[identity.name, identity.enterprise]
        start = bisect.bisect_left(others, identity.unit, key=lambda each: each.unit)
        wider = tuple(
            each for each in _of_unit(others, start, identity.unit) if each.says_more_than(identity)
        )
        if wider:
            found[identity] = wider
    # What is itself contained in another says nothing new.
    return {identity: tuple(each for each in wider if each not in found) for identity, wider in found.items()}


def _of_unit(by_unit: Sequence[Identity], start: int, unit: str) -> Iterator[Identity]:
    """Those from a place on whose units begin with a unit."""
    return itertools.takewhile(
        lambda each: each.unit.startswith(unit), itertools.islice(by_unit, start, None)
    )


def some_of(texts: Sequence[str], most: int = 5) -> str:
    """Texts in a row, and how many there are where they are too many."""
    more = f"等{len(texts)}人" if len(texts) > most else ""
    return "、".join(texts[:most]) + more


# ------------------------------------------------------------------ doubts


def _doubts(
    everybody: Mapping[Identity, Someone],
    wider: Mapping[Identity, tuple[Identity, ...]],
    *,
    has_roster: bool,
) -> tuple[list[Finding], dict[Identity, tuple[Identity, ...]]]:
    """Every doubt, and who may be whom."""
    findings: list[Finding] = []
    alike: dict[Identity, tuple[Identity, ...]] = {}
    explained: set[Identity] = set()
    for identity, someone in everybody.items():
        candidates = wider.get(identity, ())
        if candidates:
            told = [f"{everybody[each].who}（{everybody[each].first.spot}）" for each in candidates]
            findings.append(_said(someone.first, "KD503", who=someone.who, places=some_of(told)))
            explained.add(identity)
            for each in candidates:
                _add(alike, identity, each)
    findings += _too_many(everybody)
    for first, second in _pairs(everybody, explained):
        # Those of the roster come first.
        earlier, later = everybody[first], everybody[second]
        what = difference(earlier.identity, later.identity, is_listed=bool(earlier.known))
        if not what or _listed_apart(earlier, later, same_name=first.name == second.name):
            continue
        hard = has_roster and bool(earlier.known) != bool(later.known)
        here, there = (later.mentions or later.known)[0], earlier.first
        findings.append(
            _said(
                here,
                "KD501",
                severity=Severity.ERROR if hard else None,
                who=here.who,
                other=there.who,
                place=there.spot,
                difference=what,
            )
        )
        _add(alike, first, second)
        if earlier.known:
            explained.add(later.identity)
    for identity, someone in everybody.items():
        if has_roster and not someone.known and identity not in explained:
            findings.append(_said(someone.first, "KD502", who=someone.who))
        findings += _other_cohorts(someone)
    return findings, alike


def _add(alike: dict[Identity, tuple[Identity, ...]], first: Identity, second: Identity) -> None:
    alike[first] = (*alike.get(first, ()), second)
    alike[second] = (*alike.get(second, ()), first)


def _said(at: Mention, code: str, *, severity: Severity | None = None, **values: Any) -> Finding:
    where = at.where or (Place(file=at.document) if at.document else None)
    return Finding.of(code, field=at.field or None, where=where, severity=severity, **values)


def _other_cohorts(someone: Someone) -> list[Finding]:
    """KD504, once for each form and cohort."""
    cohorts = {each.cohort for each in someone.known if each.cohort is not None}
    seen: set[tuple[str, int]] = set()
    found = []
    for each in someone.mentions:
        told = (each.document, each.cohort)
        if not cohorts or each.cohort is None or each.cohort in cohorts or told in seen:
            continue
        seen.add((each.document, each.cohort))
        expected = "、".join(ordinal_text(number) for number in sorted(cohorts))
        value = ordinal_text(each.cohort)
        place = someone.first.spot
        found.append(_said(each, "KD504", who=each.who, place=place, expected=expected, value=value))
    return found


def _too_many(everybody: Mapping[Identity, Someone]) -> Iterator[Finding]:
    """KD515 for names that so many have that they are not compared with one another."""
    counts = Counter(identity.name for identity in everybody)
    told: set[str] = set()
    for identity, someone in everybody.items():
        name = identity.name
        if counts[name] > MOST_NAMESAKES and name not in told:
            told.add(name)
            yield _said(someone.first, "KD515", name=someone.first.name, count=counts[name])


def _pairs(
    everybody: Mapping[Identity, Someone], explained: set[Identity]
) -> Iterable[tuple[Identity, Identity]]:
    """The pairs that might be one person, in the order of the people."""
    rank = {identity: number for number, identity in enumerate(everybody)}
    by_name: dict[str, list[Identity]] = defaultdict(list)
    for identity in everybody:
        if identity not in explained:
            by_name[identity.name].append(identity)
    found = {
        (first, second)
        for same in by_name.values()
        if len(same) <= MOST_NAMESAKES
        for number, first in enumerate(same)
        for second in same[number + 1 :]
        if not (everybody[first].known and everybody[second].known)
    }
    found.update(similar_names(identity for identity in everybody if identity not in explained))
    ordered = (sorted(pair, key=rank.__getitem__) for pair in found)
    return sorted(((one, other) for one, other in ordered), key=lambda pair: (rank[pair[0]], rank[pair[1]]))


def _listed_apart(first: Someone, second: Someone, *, same_name: bool) -> bool:
    """Whether somebody who should know has them as two: one form with both, or for two names one kind of form."""
    here, there = (
        {each.form if same_name else each.source for each in (*someone.known, *someone.mentions)}
        for someone in (first, second)
    )
    return bool(first.known and second.known) or not here.isdisjoint(there)
