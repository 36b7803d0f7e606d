"""Collating: out of the forms of people come the lists of a district, out of those the city's and the province's.

What is made out of what is data of the programme (``Programme.collations``). Nobody is left out without a finding, and
every value can be traced to the files and cells that it comes from.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from kjfz_docs.findings import Finding, has_errors
from kjfz_docs.forms import builtin
from kjfz_docs.forms.form import Form
from kjfz_docs.reading.reading import Outcome, Reading
from kjfz_docs.records.collations import CollationRule
from kjfz_docs.records.fields import (
    SERIAL,
    computed_parts,
    field_paths,
    fields_of,
    names_of_programme_and_cohort,
)
from kjfz_docs.records.programme import HUBEI, Programme
from kjfz_docs.workflow.collation_doubts import doubt, of_absent, of_items, of_repeated
from kjfz_docs.workflow.districts import Districts
from kjfz_docs.workflow.entries import Entry, Source, built, entries_of, list_of
from kjfz_docs.workflow.items import Item, Status
from kjfz_docs.workflow.made_rows import (
    Known,
    MadeList,
    MadeRow,
    Target,
    row_of,
    row_of_sums,
    stated_district,
    unsound,
)
from kjfz_docs.workflow.people import ROSTER, Mention, mentions_in, some_of, who_is_who
from kjfz_docs.workflow.submission import Submission, mentions_of_roster

if TYPE_CHECKING:
    from kjfz_docs.workflow.roster import Roster

Key = tuple[str, int | None]
Handed = Submission | Iterable[Reading[Any]]


@attrs.frozen(kw_only=True, eq=False)
class Collation:
    """What was made: ``records`` by form id and cohort, and a finding for whatever could not be decided.

    ``empty`` are the districts that handed in a list without rows, by form id and cohort. The records' own rules are
    not among the findings: ``kd.check`` says what is still to be filled in.
    """

    programme: Programme
    records: Mapping[Key, Any]
    findings: tuple[Finding, ...]
    empty: Mapping[Key, tuple[str, ...]]
    forms: Mapping[str, Form] = attrs.field(repr=False)
    sources: Mapping[Key, Mapping[str, tuple[Source, ...]]] = attrs.field(repr=False)

    def explain(self, form: str, cohort: int | None, path: str) -> tuple[Source, ...]:
        """Where a value comes from: ``explain("outcome_statistics", 2, "rows.3.outcomes.people_trained")``.

        A sum has all the values that it is the sum of, a row or a part those of all its fields, what the record
        computes itself (``total.people_trained``) those of the rows. Serial numbers come from nowhere. Raises KeyError
        for a record that was not made.
        """
        known, cls = self.sources[form, cohort], self.forms[form].record
        first, _, rest = path.partition(".")
        if first in computed_parts(cls):
            return tuple(self._of_computed(known, cls, computed_parts(cls)[first], rest))
        return tuple(
            source for name in known if name == path or name.startswith(f"{path}.") for source in known[name]
        )

    @staticmethod
    def _of_computed(
        known: Mapping[str, Sequence[Source]], cls: Any, part: type, rest: str
    ) -> Iterator[Source]:
        rows = list_of(cls)
        if rows is None or rows.row is None:
            return
        parts = {info.name for info in fields_of(rows.row) if info.record is part}
        for name, sources in known.items():
            _, _, path = name.removeprefix(f"{rows.name}.").partition(".")
            head, _, tail = path.partition(".")
            if head in parts and (not rest or tail == rest or tail.startswith(f"{rest}.")):
                yield from sources

    def _repr_html_(self) -> str:
        """For a notebook: what the lists add up to, and what could not be decided; private values masked."""
        from kjfz_docs.workflow.report.whole import collation_html

        return collation_html(self)

    def write(
        self,
        folder: str | os.PathLike[str],
        format: str = "docx",
        *,
        sources: bool = False,
        overwrite: bool = False,
    ) -> tuple[Path, ...]:
        """Write every record by its form (附件2-第二批.docx); with ``sources`` 来源.xlsx says where values come from.

        The lists stay as issued, so that the sources are a workbook of their own. All files appear, or none. Raises
        FileExistsError unless ``overwrite``, UnwritableError (its field begins with the form's id), ValueError for a
        format that a form lacks, OSError.
        """
        from kjfz_docs.workflow.collation_files import write_collation

        return write_collation(self, folder, format, sources=sources, overwrite=overwrite)


def collate(
    handed: Handed,
    *,
    programme: Programme | None = None,
    roster: Roster | Reading[Roster] | None = None,
    earlier: Handed | None = None,
    of: Collection[str] | None = None,
    district: str | None = None,
) -> Collation:
    """The lists that the collations of a programme make out of a submission, or out of readings.

    ``programme`` and ``roster`` are those of the submission unless given; without them the notice of 2023, and none.
    ``earlier`` are forms of earlier times, in which accounts are looked up. ``of``: only what is made out of these
    forms (ids). ``district``: what does not say whose it is, is of this one; the one that the folder is named after,
    unless given. A programme that says nothing of collations puts lists of one kind together.

    Raises what ``roster`` raises if it is a Reading without a record; ValueError for a rule that names a form or field
    that is not known.
    """
    collator = _Collator(handed, programme, roster, earlier, district)
    rules = [rule for rule in collator.rules() if of is None or rule.of in of]
    return collator.collated(rules)


# ------------------------------------------------------------------ what is given


def _items_of(readings: Iterable[Reading[Any]], districts: Districts) -> Iterator[Item]:
    """Readings as items: what they say themselves, and what their names say, tells the district."""
    for number, reading in enumerate(readings, 1):
        name = reading.file or f"第{number}份"
        place = districts.of_record(reading.record) if reading.record is not None else None
        status = Status.FAULTY if has_errors(reading.findings) else Status.COMPLETE
        if reading.record is None:
            status = Status.BLANK if reading.outcome is Outcome.BLANK_FORM else Status.UNREADABLE
        yield Item(
            path=Path(name),
            name=name,
            number=number,
            status=status,
            reading=reading,
            district=place or districts.of_path(Path(name).parts),
            mentions=mentions_in(reading, name, number),
        )


class _Collator:
    """Everything that is known while lists are made."""

    def __init__(
        self,
        handed: Handed,
        programme: Programme | None,
        roster: Roster | Reading[Roster] | None,
        earlier: Handed | None,
        district: str | None,
    ) -> None:
        listed: tuple[Mention, ...] | None = None if roster is None else mentions_of_roster(roster)
        if isinstance(handed, Submission):
            self.programme, self.forms = handed.programme, dict(handed.forms)
            listed = handed.roster if roster is None else listed
        else:
            handed = tuple(handed)
            self.programme, self.forms = HUBEI, dict(builtin.forms)
            self.forms |= {each.form.id: each.form for each in handed if isinstance(each.form, Form)}
        if programme is not None:
            self.programme = programme
        self.districts = Districts.of(self.programme, (each.district for each in listed or ()))
        self._district = self.districts.called(district) or district
        if district is None and isinstance(handed, Submission):
            self._district = self.districts.named_in(handed.folder.name)
        self.items = self._of(handed)
        before = [] if earlier is None else self._of(earlier)
        there = [item for item in (*self.items, *before) if item.status.is_there]
        people = who_is_who([mention for item in there for mention in item.mentions], listed)
        counting = {id(each): item for item in there if item.status.counts for each in item.mentions}
        called = {name: form.attachment or form.title for name, form in self.forms.items()}
        self.known = Known(
            programme=self.programme,
            districts=self.districts,
            people=people,
            counting=counting,
            called={**called, ROSTER: "花名册"},
        )
        self._rank = {id(someone): number for number, someone in enumerate(people.everybody)}
        self.findings: list[Finding] = []

    def _of(self, handed: Handed) -> list[Item]:
        if isinstance(handed, Submission):
            return list(handed.items)
        return list(_items_of(handed, self.districts))

    def rules(self) -> tuple[CollationRule, ...]:
        """Those of the programme; where it has none, each list out of lists of its kind."""
        lists = (form.id for form in self.forms.values() if list_of(form.record) is not None)
        return self.programme.collations or tuple(CollationRule(into=name, of=name) for name in lists)

    def collated(self, rules: Sequence[CollationRule]) -> Collation:
        """All lists, in the order of the rules and cohorts."""
        records: dict[Key, Any] = {}
        sources: dict[Key, Mapping[str, tuple[Source, ...]]] = {}
        empty: dict[Key, tuple[str, ...]] = {}
        self.findings += of_items(self.items, {rule.of for rule in rules}, self.known)
        for into in dict.fromkeys(rule.into for rule in rules):
            own = [rule for rule in rules if rule.into == into]
            for cohort in self._cohorts(own):
                made = self._list(into, cohort, own)
                if made is None:
                    continue
                records[into, cohort], sources[into, cohort] = self._record(made)
                filled = {row.district for row in made.rows}
                order = self._order(sorted(made.silent))
                empty[into, cohort] = tuple(sorted(made.silent - filled, key=order))
                self.findings += of_absent(made, own, self.items, self.known, self._district)
        return Collation(
            programme=self.programme,
            records=records,
            # Two lists of the same forms have the same doubts.
            findings=tuple(dict.fromkeys(self.findings)),
            empty=empty,
            forms=self.forms,
            sources=sources,
        )

    # -------------------------------------------------------------- one list

    def _cohorts(self, rules: Sequence[CollationRule]) -> list[int | None]:
        found = {item.cohort for rule in rules for item in self._items(rule, None)}
        found |= {rule.cohort for rule in rules if rule.cohort is not None}
        return sorted(found, key=lambda cohort: (cohort is None, cohort or 0))

    def _items(self, rule: CollationRule, cohort: int | None) -> list[Item]:
        """The items of a rule that count, of the programme, and of a cohort where it is given."""
        if rule.cohort is not None and cohort not in (None, rule.cohort):
            return []
        wanted = rule.cohort if rule.cohort is not None else cohort
        return [
            item
            for item in self.items
            if item.status.counts
            and item.is_of(rule.of, wanted)
            and item.programme in (None, self.programme.id)
        ]

    def _list(self, into: str, cohort: int | None, rules: Sequence[CollationRule]) -> MadeList | None:
        given = [(rule, self._items(rule, cohort)) for rule in rules]
        if not any(items for _, items in given):
            return None
        form = self.forms.get(into)
        rows = list_of(form.record) if form is not None else None
        if form is None or rows is None or rows.row is None:
            raise ValueError(f"collation into {into!r}: expected the id of a list")
        target = Target(into=into, cohort=cohort, list=rows, printed=form.printed_names)
        made = MadeList(target=target)
        for rule, items in given:
            if not items:
                continue
            source = self.forms[rule.of]
            if fault := unsound(rule, source, target, self.known):
                raise ValueError(f"collation of {rule.of!r} into {into!r}: {fault}")
            entries = [self._placed(entry, rule) for item in items for entry in entries_of(item)]
            self._say_whose_district_is_unknown(entries)
            silent = {item.district for item in items if item.district and not any(entries_of(item))}
            taken = [entry for entry in entries if self._is_wanted(entry, made)]
            made.left_out += [entry for entry in entries if not self._is_wanted(entry, made)]
            if list_of(source.record) is None:
                taken.sort(key=self._place_of_person)
            made.rows += self._rows(taken, target, rule)
            made.served |= silent.union(entry.district for entry in taken)
            made.silent |= silent
        order = self._order([row.district for row in made.rows])
        made.rows.sort(key=lambda row: order(row.district))
        return made

    def _is_wanted(self, entry: Entry, made: MadeList) -> bool:
        """Whether nothing that came before has it already: its district, or perhaps its district."""
        return not made.served or (entry.district is not None and entry.district not in made.served)

    def _rows(self, entries: Sequence[Entry], target: Target, rule: CollationRule) -> list[MadeRow]:
        if rule.how == "rows":
            return [row_of(entry, target, rule, self.known) for entry in entries]
        groups: dict[tuple[str | None, type], list[Entry]] = defaultdict(list)
        for entry in entries:
            groups[entry.district, type(entry.content)].append(entry)
        return [row_of_sums(group, target, rule, self.known) for group in groups.values()]

    def _placed(self, entry: Entry, rule: CollationRule) -> Entry:
        """The entry with its district: what it says itself, else its file's, else that of its person in the roster."""
        stated = stated_district(entry, rule, self.districts)
        whole = entry.item.district
        if whole is None and entry.mention is not None:
            whole = self._of_roster(entry.mention)
        found = stated or whole or self._district
        detail = None
        if stated is not None and whole is not None and stated != whole:
            detail = f"{entry.who}写的区是{stated}，文件是{whole}的，已按{stated}汇总"
        elif found is not None and self.districts.names and found not in self.districts.names:
            detail = f"{entry.who}的区{found}不在项目的各区之中，排在最后"
        if detail is not None:
            self.findings.append(doubt("KD529", entry.place(""), detail=detail))
        return attrs.evolve(entry, district=found)

    def _say_whose_district_is_unknown(self, entries: Sequence[Entry]) -> None:
        """One finding for all: often it is the folder of one district, and nobody said so."""
        unknown = [entry for entry in entries if entry.district is None] if self.districts.names else []
        if unknown:
            where = unknown[0].place("") if len(unknown) == 1 else None
            who = some_of([entry.who for entry in unknown])
            detail = f"看不出{who}是哪个区的，排在最后；如是一个区的材料，请指明是哪个区"
            self.findings.append(doubt("KD529", where, detail=detail))

    def _of_roster(self, mention: Mention) -> str | None:
        known = {self.districts.called(each.district) for each in self.known.people.of(mention).known}
        return known.pop() if len(known) == 1 else None

    def _place_of_person(self, entry: Entry) -> int:
        """The people of the roster in its order, others behind them in that of the files."""
        if entry.mention is None:
            return len(self._rank)
        return self._rank[id(self.known.people.of(entry.mention))]

    def _order(self, found: Sequence[str | None]) -> Any:
        names = dict.fromkeys((*self.districts.names, *(each for each in found if each is not None)))
        order = {name: number for number, name in enumerate(names)}
        return lambda district: order.get(district, len(order))

    def _record(self, made: MadeList) -> tuple[Any, dict[str, tuple[Source, ...]]]:
        cls = self.forms[made.target.into].record
        rows = made.target.list
        serials = [path for path, info in field_paths(made.target.row) if info.meta.kind == SERIAL]
        sources: dict[str, tuple[Source, ...]] = {}
        content = []
        for index, row in enumerate(made.rows):
            values = {**row.values, **dict.fromkeys(serials, index + 1)}
            content.append(built(made.target.row, values))
            path = f"{rows.name}.{index}"
            sources.update((f"{path}.{name}", found) for name, found in row.sources.items())
            self.findings += [finding.under(path) for finding in row.findings]
        self.findings += of_repeated(made, self.known)
        names = names_of_programme_and_cohort(cls)
        stated = {"programme": self.programme.id, "cohort": made.target.cohort}
        head = {names[kind]: value for kind, value in stated.items() if kind in names and value is not None}
        return cls(**head, **{rows.name: rows.listed(content)}), sources
