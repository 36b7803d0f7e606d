"""What was handed in: a folder as it arrived, read, each file told what it is, and held against what is owed."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from kjfz_docs.findings import Finding, has_errors
from kjfz_docs.forms import builtin
from kjfz_docs.forms.api import read_all
from kjfz_docs.forms.form import Form
from kjfz_docs.forms.recognise import with_programmes
from kjfz_docs.grids import DEFAULT_LIMITS, Limits
from kjfz_docs.reading.origin import Origin
from kjfz_docs.reading.reading import Outcome, Reading
from kjfz_docs.records.programme import HUBEI, Programme
from kjfz_docs.workflow.arrivals import Arrival, NamedBytes, arrivals_of, files_in
from kjfz_docs.workflow.districts import Districts
from kjfz_docs.workflow.items import Item, Status
from kjfz_docs.workflow.named_fields import check_named
from kjfz_docs.workflow.owed import Owed, owed
from kjfz_docs.workflow.people import ROSTER, Mention, People, mentions_in, mentions_of, who_is_who
from kjfz_docs.workflow.periods import due_of, periodic_of
from kjfz_docs.workflow.roster import Roster
from kjfz_docs.workflow.scans import SCANS, FormName, paired
from kjfz_docs.workflow.versions import newest, without_doubles

if TYPE_CHECKING:
    from kjfz_docs.workflow.cache import Cache

Progress = Callable[[int, int], None]
# Files of these kinds might hold a form, but nothing can look into them.
_CLOSED = ("archive", "zip")


@attrs.frozen(kw_only=True, eq=False)
class Submission:
    """A folder that was read: ``items`` in the order of their names, who is who, and what is owed.

    Nothing in the folder is moved or changed.
    """

    folder: Path
    programme: Programme
    items: tuple[Item, ...]
    people: People
    roster: tuple[Mention, ...] | None = attrs.field(default=None, repr=False)
    forms: Mapping[str, Form] = attrs.field(repr=False)
    limits: Limits = attrs.field(default=DEFAULT_LIMITS, repr=False)

    @classmethod
    def scan(
        cls,
        folder: str | os.PathLike[str],
        *,
        programme: Programme | None = None,
        roster: Roster | Reading[Roster] | None = None,
        forms: Sequence[Form] | None = None,
        cache: Cache | None = None,
        limits: Limits | None = None,
        leave_out: Collection[str | os.PathLike[str]] = (),
        progress: Progress | None = None,
    ) -> Submission:
        """Read a folder of submissions: any names, nested, zip attachments, several forms in a file.

        ``programme`` as it is given says which forms are owed by whom, else the notice of 2023; ``roster`` who is due;
        ``forms`` which are looked for, the built-in ones unless given. ``cache`` keeps readings for the next time.
        Files and folders in ``leave_out`` are not looked at. ``progress(done, total)`` is called after each file.

        Raises OSError where the folder cannot be listed, what ``roster`` raises if it is a Reading without a record,
        and ValueError for a duty whose form is not among ``forms``, or has not the fields that it names. A file that
        cannot be read is an item that says so.
        """
        known = tuple(builtin.forms.values()) if forms is None else tuple(forms)
        by_id = {form.id: form for form in known}
        chosen = HUBEI if programme is None else programme
        if programme is None:
            chosen = attrs.evolve(
                HUBEI,
                duties=tuple(duty for duty in HUBEI.duties if duty.form in by_id),
                periodic=tuple(each for each in HUBEI.periodic if each.form in by_id),
            )
        asked = [duty.form for duties in (chosen.duties, chosen.periodic) for duty in duties]
        if strange := [form for form in asked if form not in by_id]:
            raise ValueError(f"duties name forms that are not looked for: {', '.join(sorted(set(strange)))}")
        named = [(each.form, path) for each in chosen.periodic for path in each.named if path]
        check_named("periodic duties", named, by_id)
        listed = None if roster is None else mentions_of_roster(roster)
        reader = _Reader(known, chosen, limits or DEFAULT_LIMITS, cache)
        root = Path(folder)
        paths = files_in(root, [Path(path) for path in leave_out])
        read: list[Item] = []
        with contextlib.closing(reader):
            for number, path in enumerate(paths, 1):
                for arrival in arrivals_of(path, root, reader.limits):
                    read += reader.items(arrival)
                if progress is not None:
                    progress(number, len(paths))
        items, people = _judged(read, listed, chosen, by_id)
        return cls(
            folder=root,
            programme=chosen,
            items=tuple(items),
            people=people,
            roster=listed,
            forms=by_id,
            limits=reader.limits,
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every doubt about files and people, besides what each reading says of its own form."""
        of_items = [finding for item in self.items for finding in item.findings]
        return (*of_items, *self.people.findings, *self._of_roster())

    def _of_roster(self) -> Iterator[Finding]:
        unsaid = sum(mention.cohort is None for mention in self.roster or ())
        if unsaid and any(duty.per == "person" for duty in self.programme.duties):
            yield Finding.of("KD514", count=unsaid)

    def counting(self, form: str | None = None, cohort: int | None = None) -> tuple[Item, ...]:
        """The items that count as handed in, of one form and cohort where they are given."""
        return tuple(item for item in self.items if item.status.counts and item.is_of(form, cohort))

    def readings_of(self, form: str, cohort: int | None = None) -> tuple[Reading[Any], ...]:
        """The readings of a form (its id) that count, in the order of the files."""
        return tuple(item.reading for item in self.counting(form, cohort) if item.reading is not None)

    def owed(
        self,
        roster: Roster | Reading[Roster] | None = None,
        programme: Programme | None = None,
        *,
        on: dt.date | None = None,
    ) -> tuple[Owed, ...]:
        """All that is to be handed in, each with the items that are it; by another roster or programme where given.

        ``on`` a day, that includes what was due again and again up to it, for each period.
        """
        people = self.people
        if roster is not None:
            named = [each for item in self.items if item.status.is_there for each in item.mentions]
            people = who_is_who(named, mentions_of_roster(roster))
        return owed(programme or self.programme, self.items, people, on)

    def missing(
        self,
        roster: Roster | Reading[Roster] | None = None,
        programme: Programme | None = None,
        *,
        on: dt.date | None = None,
    ) -> tuple[Owed, ...]:
        """What of it has not arrived, or not with its sealed scan."""
        return tuple(
            each for each in self.owed(roster, programme, on=on) if each.is_missing or each.unscanned
        )

    def counts(self) -> Mapping[Status, int]:
        """How many items stand how."""
        return Counter(item.status for item in self.items)

    def _repr_html_(self) -> str:
        """For a notebook: what there is, how far each district is, what is doubtful; private values masked."""
        from kjfz_docs.workflow.report.whole import submission_html

        return submission_html(self)


# ------------------------------------------------------------------ reading


def mentions_of_roster(roster: Roster | Reading[Roster]) -> tuple[Mention, ...]:
    """The people of a roster. Raises what a Reading without a record raises."""
    if isinstance(roster, Reading):
        if roster.record is None:
            roster.raise_for_findings()
        document = os.path.basename(roster.file or "") or "花名册"
        return mentions_of(roster.record, source=ROSTER, document=document, provenance=roster.provenance)
    return mentions_of(roster, source=ROSTER, document="花名册")


class _Reader:
    """Reads what arrives, or takes it from the cache."""

    def __init__(
        self, forms: Sequence[Form], programme: Programme, limits: Limits, cache: Cache | None
    ) -> None:
        self.limits = limits
        # Once for all files, since templates are compiled for their programmes.
        known = all(form.programmes.get(programme.id) == programme for form in forms)
        self._forms = tuple(forms) if known else with_programmes(forms, (programme,))
        self._shelf = None if cache is None else cache.shelf(self._forms, limits)

    def close(self) -> None:
        """Let go of the cache."""
        if self._shelf is not None:
            self._shelf.close()

    def items(self, arrival: Arrival) -> Iterator[Item]:
        """The items of a file: one for each form, or one that says what else it is."""
        digest = hashlib.sha256(arrival.data).hexdigest() if arrival.data else ""
        bare = Item(
            path=arrival.path,
            name=arrival.name,
            member=arrival.member,
            modified=arrival.modified,
            kind=arrival.kind,
            digest=digest,
            status=Status.UNREADABLE,
        )
        if arrival.refused:
            reading: Reading[Any] = Reading(
                outcome=Outcome.REFUSED, findings=arrival.refused, file=arrival.name
            )
            yield attrs.evolve(bare, reading=reading)
        elif arrival.kind in SCANS:
            yield attrs.evolve(bare, status=Status.SCAN)
        else:
            for number, reading in enumerate(self._readings(arrival, digest), 1):
                mentions = mentions_in(reading, arrival.name, number)
                status = _status(reading, arrival.kind)
                yield attrs.evolve(bare, number=number, status=status, reading=reading, mentions=mentions)

    def _readings(self, arrival: Arrival, digest: str) -> tuple[Reading[Any], ...]:
        kept = None if self._shelf is None else self._shelf.get(digest, arrival.name)
        if kept is None:
            source = NamedBytes(arrival.data, arrival.name)
            kept = read_all(source, forms=self._forms, limits=self.limits)
            if self._shelf is not None:
                self._shelf.put(digest, arrival.name, kept)
        # Of a file on the disk the path is enough; what lay in a zip is kept to be marked up.
        on_disk = Origin(digest, os.path.abspath(arrival.path))
        origin = on_disk if arrival.member is None else Origin(digest, None, arrival.data)
        return tuple(attrs.evolve(reading, file=arrival.name, origin=origin) for reading in kept)


def _status(reading: Reading[Any], kind: str) -> Status:
    if reading.outcome is Outcome.OK:
        return Status.FAULTY if has_errors(reading.findings) else Status.COMPLETE
    if reading.outcome is Outcome.BLANK_FORM:
        return Status.BLANK
    if reading.outcome is Outcome.REFUSED:
        other = kind not in _CLOSED and any(finding.code == "KD106" for finding in reading.findings)
        return Status.UNKNOWN if other else Status.UNREADABLE
    return Status.UNKNOWN


# ------------------------------------------------------------------ judging


def _judged(
    read: Sequence[Item],
    roster: tuple[Mention, ...] | None,
    programme: Programme,
    forms: Mapping[str, Form],
) -> tuple[list[Item], People]:
    districts = Districts.of(programme, (each.district for each in roster or ()))
    items = without_doubles([_placed(item, None, districts) for item in read])
    people = _people(items, roster)
    items = _as_doubles([_placed(item, people, districts) for item in items])
    whole = {duty.form for duty in programme.duties if duty.per == "programme"}

    def subject(item: Item) -> Hashable | None:
        about: Hashable = item.district or (item.form if item.form in whole else None)
        if item.person is not None:
            about = id(people.of(item.person))
        # Reports of several periods are no versions of one another.
        periodic = periodic_of(programme, item.form)
        due = due_of(periodic, item.record) if periodic is not None else None
        return None if about is None else (item.form, item.programme, item.cohort, about, due)

    def named(item: Item) -> Mapping[int, str]:
        return {id(people.of(each)): each.name for each in item.mentions if each.field}

    items = newest(items, subject, named)
    by_district = {duty.form for duty in programme.duties if duty.per == "district"}
    items = [
        item.with_doubt("KD510")
        if item.status.counts
        and item.form in by_district
        and item.district is None
        and districts.names
        and not districts.stated_in(item.record)
        else item
        for item in items
    ]
    names = {name: FormName(form.attachment, form.title) for name, form in forms.items()}
    items = paired(items, names)
    # Of what counts alone: a superseded mistake is none any more.
    return items, _people(items, roster)


def _people(items: Sequence[Item], roster: tuple[Mention, ...] | None) -> People:
    return who_is_who([each for item in items if item.status.is_there for each in item.mentions], roster)


def _as_doubles(items: Sequence[Item]) -> list[Item]:
    """The items, those of no known district with that of their doubles, where these have one."""
    found: dict[str, set[str]] = {}
    for item in items:
        if item.status is Status.DOUBLE and item.replaced_by is not None and item.district is not None:
            found.setdefault(item.replaced_by, set()).add(item.district)
    return [
        attrs.evolve(item, district=min(found[item.name]))
        if item.district is None and len(found.get(item.name, ())) == 1
        else item
        for item in items
    ]


def _placed(item: Item, people: People | None, districts: Districts) -> Item:
    """The item with its district: what the form says, else what the roster says of its people, else its folder.

    While nobody knows who is who, nothing is doubted.
    """
    by_path = districts.of_path(item.name.split("/"))
    stated = districts.of_record(item.record) if item.record is not None else None
    if stated is None and people is not None and item.status.counts and item.mentions:
        known = {
            districts.called(each.district) for mention in item.mentions for each in people.of(mention).known
        }
        stated = known.pop() if len(known) == 1 else None
    placed = attrs.evolve(item, district=stated or by_path)
    is_open = people is not None and item.status.counts and None not in (stated, by_path)
    return (
        placed.with_doubt("KD511", stated=stated, found=by_path) if is_open and stated != by_path else placed
    )
