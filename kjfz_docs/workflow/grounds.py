"""Grounds for recommendations: what the forms say of each deputy, and in all of each sending unit and district.

Tables in the order of the roster and of the districts. Nothing is weighed, and nobody is ranked.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

from kjfz_docs.files import write_whole
from kjfz_docs.findings import Finding, Place
from kjfz_docs.reading.words import key
from kjfz_docs.records.fields import FieldInfo, general_path, leaves
from kjfz_docs.records.numerals import ordinal_text
from kjfz_docs.records.programme_grounds import Ground
from kjfz_docs.records.shown import text_of
from kjfz_docs.records.values import exact_sum
from kjfz_docs.text_tables import TextTable, text_workbook
from kjfz_docs.workflow.csv_files import csv_bytes
from kjfz_docs.workflow.districts import Districts
from kjfz_docs.workflow.entries import Entry, entries_of
from kjfz_docs.workflow.items import Status
from kjfz_docs.workflow.named_fields import check_named
from kjfz_docs.workflow.owed import district_of
from kjfz_docs.workflow.people import People, Someone
from kjfz_docs.workflow.periods import period_of, periodic_of
from kjfz_docs.workflow.submission import Submission
from kjfz_docs.workflow.together import write_together

Value = str | int | Decimal
_PERSON = ("区", "派出单位", "姓名", "接收企业", "批次")
_REPORTS = ("应报（份）", "已报（份）")
_UNSAID = "未报或未填"
# 示范大学 of 示范大学机械学院; 示范地质大学（武汉） is one as well.
_UNIVERSITY = re.compile(r".*?大学(?:\([^()]*\))?")
_WIDTHS = {"派出单位": 28, "接收企业": 28, "区": 18}


@attrs.frozen(kw_only=True)
class Table:
    """A table of the grounds: its name, the heads of its columns, its rows; None is blank."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]

    def column(self, head: str) -> tuple[Value | None, ...]:
        """The values of one column."""
        place = self.heads.index(head)
        return tuple(row[place] for row in self.rows)


@attrs.frozen(kw_only=True)
class Grounds:
    """What the forms say of each person, sending unit and district. ``findings``: where two forms
    differ (KD523), and what keeps a form out: people who could not be matched, versions of which none counts."""

    people: Table
    units: Table
    districts: Table
    findings: tuple[Finding, ...]

    def write(self, path: str | os.PathLike[str]) -> tuple[Path, ...]:
        """Write them as a workbook with three sheets (.xlsx), or as three files beside one another (.csv).

        What is there is replaced. Raises ValueError for another ending, OSError.
        """
        target = Path(path)
        tables = (self.people, self.units, self.districts)
        if target.suffix.lower() == ".xlsx":
            return (write_whole(target, text_workbook(map(_sheet, tables))),)
        targets = self.paths(target)
        contents = [csv_bytes(table.rows, table.heads) for table in tables]
        write_together(target.parent, targets, contents)
        return targets

    def paths(self, path: str | os.PathLike[str]) -> tuple[Path, ...]:
        """The files that ``write`` makes. Raises ValueError."""
        target = Path(path)
        if target.suffix.lower() == ".xlsx":
            return (target,)
        if target.suffix.lower() != ".csv":
            raise ValueError(f"{target.name!r}: expected a name that ends in .xlsx or .csv")
        tables = (self.people, self.units, self.districts)
        return tuple(target.with_name(f"{target.stem}-{table.title}{target.suffix}") for table in tables)


def grounds(submission: Submission, *, on: dt.date | None = None) -> Grounds:
    """What speaks for whom: the fields that the programme names (``grounds``), of the forms that count.

    ``on`` a day, the reports that were due again and again up to it are among those owed and handed in. Of such
    reports the last one counts, and only where no other form says it. Where two forms of one kind differ, the column
    is left blank with a finding. Private values are masked. Raises ValueError where the programme names what there
    is not.
    """
    named = [(ground.form, ground.field) for ground in submission.programme.grounds]
    check_named("grounds", named, submission.forms)
    made = _People(submission, on)
    return Grounds(
        people=Table(title="人员", heads=made.heads, rows=tuple(map(made.row, made.everybody))),
        units=made.summed("派出单位", made.by_unit()),
        districts=made.summed("区", made.by_district()),
        findings=(*_unmatched(submission), *made.findings),
    )


def _unmatched(submission: Submission) -> Iterator[Finding]:
    """What may be missing in the tables: people who are nobody of the roster, forms of which no version counts."""
    yield from submission.people.findings
    forms = {ground.form for ground in submission.programme.grounds}
    for item in submission.items:
        if item.status is Status.CONFLICTING and item.form in forms:
            yield from item.findings


@attrs.define
class _Column:
    """A column: whether it holds numbers, and the choices of the fields that share it."""

    is_number: bool
    choices: dict[str, None]

    @property
    def heads(self) -> Sequence[str]:
        """What is counted of it, each behind the label."""
        return ("",) if self.is_number else [f"：{text}" for text in (*self.choices, _UNSAID)]

    def summary(self, values: Sequence[Value | None]) -> Sequence[Value | None]:
        """The sum, or how many have which choice, and how many none."""
        if self.is_number:
            return (exact_sum(value for value in values if not isinstance(value, str)),)
        return [values.count(text) for text in (*self.choices, None)]


@attrs.frozen(eq=False)
class _One:
    """A person in a cohort, with what the forms say, by column."""

    someone: Someone
    cohort: int | None
    district: str | None
    values: Mapping[str, Value]
    owed: int
    handed_in: int


class _People:
    """Everybody of a submission, and the columns that forms have something for."""

    def __init__(self, submission: Submission, on: dt.date | None) -> None:
        self.findings: list[Finding] = []
        self._submission = submission
        people = submission.people
        self._entries = _by_person(submission, people)
        roster = submission.roster or ()
        self._districts = Districts.of(submission.programme, (each.district for each in roster))
        counts = _counts(submission, on)
        order = {name: number for number, name in enumerate(self._districts.names)}
        made = [
            self._one(someone, cohort, counts)
            for someone in (people.listed if submission.roster is not None else people.everybody)
            for cohort in _cohorts(someone)
        ]
        self.everybody = sorted(
            made, key=lambda one: (order.get(one.district or "", len(order)), one.cohort or 0)
        )
        self.columns = self._columns(made)

    def _columns(self, people: Iterable[_One]) -> dict[str, _Column]:
        """The columns that the forms of those people have something for, in the order of the programme."""
        found: dict[str, _Column] = {}
        entries = [entry for one in people for entry in self._entries.get(id(one.someone), ())]
        for ground in self._submission.programme.grounds:
            for entry in entries:
                for label, _, info, _ in _said(ground, entry):
                    number = _is_number(info)
                    column = found.setdefault(label, _Column(number, {}))
                    column.is_number &= number
                    column.choices.update(dict.fromkeys((info.choices or {}).values()))
        return found

    def _one(
        self, someone: Someone, cohort: int | None, counts: Mapping[tuple[int, int], tuple[int, int]]
    ) -> _One:
        entries = [
            entry
            for entry in self._entries.get(id(someone), ())
            if cohort is None or entry.mention is None or entry.mention.cohort in (None, cohort)
        ]
        district = district_of(someone, self._districts)
        if district is None:
            named = {entry.item.district for entry in entries}
            district = named.pop() if len(named) == 1 else None
        owed, handed_in = counts.get((id(someone), cohort or 0), (0, 0))
        return _One(someone, cohort, district, self._values(someone, entries), owed, handed_in)

    def _values(self, someone: Someone, entries: Sequence[Entry]) -> Mapping[str, Value]:
        found: dict[str, tuple[Value, Place]] = {}
        unsure: set[str] = set()
        programme = self._submission.programme
        # What was said for a period counts where nothing else does.
        once = [ground for ground in programme.grounds if periodic_of(programme, ground.form) is None]
        again = [ground for ground in programme.grounds if ground not in once]
        for ground in (*once, *again):
            for entry in self._last(ground, entries):
                for label, path, info, value in _said(ground, entry):
                    shown, place = _shown(value, info), entry.place(path)
                    before, there = found.setdefault(label, (shown, place))
                    if before != shown and ground in once and label not in unsure:
                        unsure.add(label)
                        told = f"{there}、{place}"
                        self.findings.append(
                            Finding.of("KD523", where=place, who=someone.who, label=label, places=told)
                        )
        return {label: value for label, (value, _) in found.items() if label not in unsure}

    def _last(self, ground: Ground, entries: Sequence[Entry]) -> Sequence[Entry]:
        """The entries of a form; of one that is due again and again that of the last period."""
        of_form = [entry for entry in entries if entry.item.form == ground.form]
        periodic = periodic_of(self._submission.programme, ground.form)
        if periodic is None:
            return of_form
        ends = [period_of(periodic, entry.item.record)[1] or dt.date.min for entry in of_form]
        return [entry for entry, end in zip(of_form, ends, strict=True) if end == max(ends)]

    # -------------------------------------------------------------- tables

    @property
    def heads(self) -> tuple[str, ...]:
        """The columns of the people."""
        return (*_PERSON, *self.columns, *_REPORTS)

    def row(self, one: _One) -> tuple[Value | None, ...]:
        """A person."""
        first = one.someone.first
        texts = (one.district, first.sending_unit, first.name, first.host_enterprise, _cohort(one.cohort))
        values = map(one.values.get, self.columns)
        return (*texts, *values, one.owed, one.handed_in)

    def by_unit(self) -> Mapping[tuple[str, int | None], Sequence[_One]]:
        """The people by sending unit, in the order of the roster."""
        listed = {id(someone): number for number, someone in enumerate(self._submission.people.everybody)}
        called: dict[str, str] = {}
        found: dict[tuple[str, int | None], list[_One]] = {}
        for one in sorted(self.everybody, key=lambda one: listed[id(one.someone)]):
            unit = _institution(one.someone.first.sending_unit)
            found.setdefault((called.setdefault(key(unit), unit), one.cohort), []).append(one)
        order = {name: number for number, name in enumerate(called.values())}
        return dict(sorted(found.items(), key=lambda pair: (order[pair[0][0]], pair[0][1] or 0)))

    def by_district(self) -> Mapping[tuple[str, int | None], Sequence[_One]]:
        """The people by district, in the order of these."""
        found: dict[tuple[str, int | None], list[_One]] = {}
        for one in self.everybody:
            found.setdefault((one.district or "", one.cohort), []).append(one)
        return found

    def summed(self, title: str, groups: Mapping[tuple[str, int | None], Sequence[_One]]) -> Table:
        """Numbers in all, and how many have which choice; texts are left out."""
        counted = {label: each for label, each in self.columns.items() if each.is_number or each.choices}
        rows = []
        for (name, cohort), group in groups.items():
            values = [
                value
                for label, column in counted.items()
                for value in column.summary([one.values.get(label) for one in group])
            ]
            reports = sum(one.owed for one in group), sum(one.handed_in for one in group)
            rows.append((name, _cohort(cohort), len(group), *values, *reports))
        heads = [label + head for label, column in counted.items() for head in column.heads]
        return Table(title=title, heads=(title, "批次", "人数", *heads, *_REPORTS), rows=tuple(rows))


def _by_person(submission: Submission, people: People) -> Mapping[int, Sequence[Entry]]:
    found: dict[int, list[Entry]] = {}
    forms = {ground.form for ground in submission.programme.grounds}
    for item in submission.counting():
        for entry in entries_of(item) if item.form in forms else ():
            if entry.mention is not None:
                found.setdefault(id(people.of(entry.mention)), []).append(entry)
    return found


def _counts(submission: Submission, on: dt.date | None) -> Mapping[tuple[int, int], tuple[int, int]]:
    """How many forms each person owes in a cohort, and how many have arrived."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for each in submission.owed(on=on):
        if each.person is not None:
            owed, there = found.get((id(each.person), each.cohort), (0, 0))
            found[id(each.person), each.cohort] = owed + 1, there + (not each.is_missing)
    return found


def _cohorts(someone: Someone) -> Sequence[int | None]:
    known = {each.cohort for each in someone.known} or {each.cohort for each in someone.mentions}
    return sorted(known, key=lambda number: number or 0)


def _cohort(number: int | None) -> str:
    return ordinal_text(number) if number is not None else ""


def _said(ground: Ground, entry: Entry) -> Iterator[tuple[str, str, FieldInfo, Any]]:
    """What an entry has for a ground: column, path, field and value; nothing for what is blank."""
    if entry.item.form != ground.form:
        return
    printed = entry.item.reading.printed_names if entry.item.reading is not None else {}
    for path, plain, value in leaves(entry.content):
        if value is None or not (path == ground.field or path.startswith(f"{ground.field}.")):
            continue
        info = plain.called_as(printed.get(general_path(entry.prefix + path), ""))
        label = ground.label if ground.label and path == ground.field else info.label
        # Numbers of different units share no column.
        counted = f"（{info.unit}）" if info.unit and info.unit not in label else ""
        yield label + counted, path, info, value


def _institution(unit: str | None) -> str:
    """The university of a school; any other unit as it is called."""
    plain = " ".join(unicodedata.normalize("NFKC", unit or "").split())
    found = _UNIVERSITY.match(plain)
    return found.group() if found else plain


def _is_number(info: FieldInfo) -> bool:
    return info.type in (int, Decimal) and info.meta.kind is None and not info.meta.private


def _shown(value: Any, info: FieldInfo) -> Value:
    number: Value = value
    return number if _is_number(info) else text_of(value, info, False)


def _sheet(table: Table) -> TextTable:
    heads = [(head, _WIDTHS.get(head, 10)) for head in table.heads]
    return TextTable(
        table.title, heads, [["" if value is None else value for value in row] for row in table.rows]
    )
