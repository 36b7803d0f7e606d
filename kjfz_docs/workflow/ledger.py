"""Where people stand: in the forms that count, in the roster, and in lists of earlier payments; with what numbers."""

from __future__ import annotations

import functools
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from kjfz_docs.findings import Finding, Place, Severity
from kjfz_docs.reading.reading import Reading
from kjfz_docs.records.digits import has_its_digits
from kjfz_docs.records.fields import field_paths
from kjfz_docs.records.programme import Programme
from kjfz_docs.records.rules import is_none, value_at
from kjfz_docs.records.shown import label_of, text_of
from kjfz_docs.workflow.earlier import lists_in
from kjfz_docs.workflow.items import Item, Status
from kjfz_docs.workflow.payment_list import PaymentList
from kjfz_docs.workflow.people import ROSTER, Mention, People, Someone, mentions_of, who_is_who
from kjfz_docs.workflow.submission import Submission

EARLIER = "earlier"
ACCOUNT, BANK, MOBILE = "account", "bank", "mobile"
_TITLES = {ROSTER: "花名册", EARLIER: "以前的名单"}


@attrs.frozen
class Doubt:
    """A finding and the people whom it is about."""

    finding: Finding
    people: tuple[Someone, ...] = ()


@attrs.frozen(kw_only=True, eq=False)
class Stand:
    """One place where somebody stands; ``item`` is None in the roster and in earlier lists."""

    mention: Mention
    item: Item | None = None
    provenance: Mapping[str, Place] = attrs.field(factory=dict, repr=False)

    @classmethod
    def at(cls, item: Item, mention: Mention) -> Stand:
        """The place where a form that was handed in names somebody."""
        return cls(mention=mention, item=item, provenance=item.reading.provenance if item.reading else {})

    def path(self, path: str) -> str:
        """The path of a field in the whole form."""
        return f"{self.mention.field}.{path}" if self.mention.field else path

    def place(self, path: str) -> Place:
        """Where a field stands; where nobody knows, where the person does."""
        found = self.provenance.get(self.path(path)) or self.mention.where or Place()
        return attrs.evolve(found, file=self.mention.document or found.file)

    def value(self, path: str) -> Any:
        """The value of a field."""
        return value_at(self.mention.item, path)

    def label(self, path: str) -> str:
        """What a field is called, without the part of the form that it stands in."""
        printed = self.item.reading.printed_names if self.item is not None and self.item.reading else {}
        rows = self.mention.field.partition(".")[0]
        whole = label_of(type(self.mention.item), path, printed, f"{rows}.*." if rows else "")
        return whole.rpartition(" / ")[2]

    def text(self, path: str) -> str:
        """The value of a field as its form prints it."""
        info = dict(field_paths(type(self.mention.item))).get(path)
        value = self.value(path)
        return text_of(value, info, True) if info is not None else str(value or "")

    def of_kind(self, kind: str) -> Iterator[tuple[str, str]]:
        """The fields of a kind that are filled in, with more than a stroke or 无: paths and texts."""
        for path in paths_of_kind(self.mention.item.__class__, kind):
            value = self.value(path)
            if not is_none(value):
                yield path, str(value)

    def numbers(self, kind: str) -> Iterator[tuple[str, str]]:
        """The fields of accounts or mobiles that hold a whole number, which alone can be compared."""
        return (found for found in self.of_kind(kind) if has_its_digits(kind, found[1]))

    def doubt(self, code: str, path: str, *, severity: Severity | None = None, **values: object) -> Finding:
        """A finding at one of its fields."""
        field = self.path(path) if self.item is not None else None
        return Finding.of(code, field=field, where=self.place(path), raw=None, severity=severity, **values)


@functools.cache
def paths_of_kind(cls: Any, kind: str) -> tuple[str, ...]:
    """The single fields of a class that are of a kind."""
    return tuple(path for path, info in field_paths(cls) if info.meta.kind == kind and "*" not in path)


@attrs.frozen(kw_only=True, eq=False)
class Ledger:
    """Everybody with the places where they stand. ``lost`` are those of earlier lists whom nobody knows for certain."""

    submission: Submission
    programme: Programme
    people: People
    lost: tuple[Stand, ...] = ()
    _stands: Mapping[int, tuple[Stand, ...]] = attrs.field(repr=False)

    @classmethod
    def of(
        cls, submission: Submission, programme: Programme | None = None, earlier: Iterable[Any] = ()
    ) -> Ledger:
        """The people of a submission; ``earlier`` are lists of before: Readings, records, or submissions of such."""
        lists = [one for each in earlier for one in _lists(each)]
        before = [stand for number, each in enumerate(lists, 1) for stand in _of_list(each, number)]
        told = [each for each in before if each.mention.identity.unit or each.mention.identity.enterprise]
        named = [each for item in submission.items if item.status.is_there for each in item.mentions]
        people = submission.people
        if told:
            people = who_is_who([*named, *(each.mention for each in told)], submission.roster)
        stands: dict[int, list[Stand]] = defaultdict(list)
        wanted = programme or submission.programme
        for item in submission.counting():
            for mention in item.mentions if item.programme in (None, wanted.id) else ():
                stands[id(people.of(mention))].append(Stand.at(item, mention))
        for mention in submission.roster or ():
            stands[id(people.of(mention))].append(Stand(mention=mention))
        for each in told:
            stands[id(people.of(each.mention))].append(each)
        by_name: dict[str, list[Someone]] = defaultdict(list)
        for someone in people.everybody:
            by_name[someone.identity.name].append(someone)
        lost = []
        for each in before:
            if each.mention.identity.unit or each.mention.identity.enterprise:
                continue
            found = _whose(each, by_name[each.mention.identity.name], stands)
            if found is None:
                lost.append(each)
            else:
                stands[id(found)].append(each)
        frozen = {who: tuple(found) for who, found in stands.items()}
        return cls(
            submission=submission,
            programme=wanted,
            people=people,
            lost=tuple(lost),
            stands=frozen,
        )

    def items(self, form: str, cohort: int | None = None) -> Iterator[Item]:
        """The items of a form, whether they count or not; those of another programme are none."""
        for item in self.submission.items:
            if item.is_of(form, cohort) and item.programme in (None, self.programme.id):
                yield item

    def counting(self, form: str, cohort: int | None = None) -> Iterator[Item]:
        """Those that count."""
        return (item for item in self.items(form, cohort) if item.status.counts)

    def stands(self, someone: Someone) -> tuple[Stand, ...]:
        """All the places where somebody stands: forms in the order of the files, the roster, earlier lists."""
        return self._stands.get(id(someone), ())

    def handed_in(
        self, someone: Someone, form: str | None = None, cohort: int | None = None
    ) -> tuple[Stand, ...]:
        """Where somebody stands in forms that count: of one kind, and of one cohort where its form says any."""
        return tuple(
            each
            for each in self.stands(someone)
            if each.item is not None
            and form in (None, each.mention.source)
            and (cohort is None or each.mention.cohort in (None, cohort))
        )

    def known(self, someone: Someone, source: str) -> tuple[Stand, ...]:
        """Where somebody stands in the roster, in earlier lists, or in forms of one kind."""
        return tuple(each for each in self.stands(someone) if each.mention.source == source)

    def title(self, form: str) -> str:
        """What people call a form: 附件2, or its title; and the roster and earlier lists."""
        if form in _TITLES:
            return _TITLES[form]
        found = self.submission.forms.get(form)
        return (found.attachment or found.title) if found is not None else form

    def alike(self, someone: Someone) -> tuple[Someone, ...]:
        """Those who may be the same person by a finding of the submission."""
        return self.people.alike(someone)

    @functools.cached_property
    def findings(self) -> Mapping[int, tuple[Finding, ...]]:
        """What the submission doubts about each person: who they are, and which version counts."""
        found: dict[int, list[Finding]] = defaultdict(list)
        spots = {
            (mention.field or None, mention.where or Place(file=mention.document)): mention
            for someone in self.people.everybody
            for mention in (*someone.known, *someone.mentions)
        }
        for finding in self.submission.people.findings:
            mention = spots.get((finding.field, finding.where or Place()))
            if mention is not None:
                found[id(self.people.of(mention))].append(finding)
        for item in self.submission.items:
            if item.status is Status.CONFLICTING:
                for who in {id(self.people.of(each)) for each in item.mentions}:
                    found[who] += item.findings
        return {who: tuple(doubts) for who, doubts in found.items()}


def _lists(given: Any) -> Iterable[Any]:
    return lists_in(given) if isinstance(given, Submission) else (given,)


def _of_list(given: Any, number: int) -> Sequence[Stand]:
    document, record = f"以前的名单{number}", given
    provenance: Mapping[str, Place] = {}
    if isinstance(given, Reading):
        if given.record is None:
            given.raise_for_findings()
        record, provenance = given.record, given.provenance
        document = os.path.basename(given.file or "") or document
    found = mentions_of(record, source=EARLIER, document=document, number=number, provenance=provenance)
    # Without a name, an account still tells whom it was paid to.
    unnamed = [
        Mention(name="", source=EARLIER, document=document, number=number, field=f"rows.{index}", item=row)
        for index, row in enumerate(record.rows if isinstance(record, PaymentList) else ())
        if not (row.name or "").strip()
    ]
    return [Stand(mention=mention, provenance=provenance) for mention in (*found, *unnamed)]


def _whose(
    stand: Stand, namesakes: Sequence[Someone], stands: Mapping[int, Sequence[Stand]]
) -> Someone | None:
    """Whose a place in a list of names and numbers is: who has that number, else the only one of that name."""
    numbers = {number for _, number in stand.numbers(ACCOUNT)}
    having = [
        someone
        for someone in namesakes
        if any(
            number in numbers for each in stands.get(id(someone), ()) for _, number in each.numbers(ACCOUNT)
        )
    ]
    found = having or namesakes
    return found[0] if len(found) == 1 else None
