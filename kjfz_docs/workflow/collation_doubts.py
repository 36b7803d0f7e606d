"""What is doubtful about a collation as a whole: forms with errors, people who are in it twice, and who is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

from kjfz_docs.findings import Finding, Place, has_errors
from kjfz_docs.records.collations import CollationRule
from kjfz_docs.workflow.entries import Entry
from kjfz_docs.workflow.items import Item, Status
from kjfz_docs.workflow.made_rows import Known, MadeList
from kjfz_docs.workflow.owed import owed
from kjfz_docs.workflow.people import some_of


def doubt(code: str, where: Place | None, field: str | None = None, **values: object) -> Finding:
    """A finding about something that was collated."""
    return Finding.of(code, field=field, where=where, raw=None, severity=None, **values)


def of_items(items: Sequence[Item], forms: set[str], known: Known) -> Iterator[Finding]:
    """Forms that were collated with their errors, and those that were not though they have arrived."""
    for item in items:
        if item.status is Status.UNREADABLE:
            yield doubt("KD526", Place(file=item.name), form="汇总表", reason="文件不能读取")
        if item.form not in forms or not item.status.is_there:
            continue
        where, form = Place(file=item.name), known.called.get(item.form or "", item.form)
        if item.programme not in (None, known.programme.id):
            yield doubt("KD526", where, form=form, reason=f"是另一个项目（{item.programme}）的表")
        elif item.status is Status.CONFLICTING:
            yield doubt("KD526", where, form=form, reason="有两个版本，看不出哪份较新")
        elif item.status is Status.FAULTY and item.reading is not None:
            count = sum(has_errors([finding]) for finding in item.reading.findings)
            yield doubt("KD520", where, count=count)


def of_repeated(made: MadeList, known: Known) -> Iterator[Finding]:
    """People who are in a list, or in its sums, more than once; districts with several rows where each has one."""
    found: dict[Hashable, list[tuple[int, str, Entry]]] = defaultdict(list)
    one_by_one = [row for row in made.rows if not row.is_sum]
    is_of_people = any(entry.mention for row in one_by_one for entry in row.entries)
    for index, row in enumerate(made.rows):
        for entry in row.entries:
            if entry.mention is not None:
                whose: Hashable = id(known.people.of(entry.mention))
                found[whose].append((index, entry.mention.who, entry))
        if row.of_district is not None and not is_of_people:
            (district, *_), entry = row.of_district, row.entries[0]
            found[row.of_district].append((index, district, entry))
    for places in found.values():
        if len(places) > 1:
            index, who, last = places[-1]
            told = "、".join(str(_spot(entry)) for _, _, entry in places)
            field = f"{made.target.list.name}.{index}"
            yield doubt("KD525", last.place(""), field, who=who, count=len(places), places=told)


def _spot(entry: Entry) -> str | Place:
    """Where somebody is named; where a row of somebody unnamed begins."""
    return entry.mention.spot if entry.mention is not None else entry.first_place


def of_absent(
    made: MadeList, rules: Sequence[CollationRule], items: Sequence[Item], known: Known, district: str | None
) -> Iterator[Finding]:
    """Whoever is not in a list though a form names them or they owe one, and districts without anything.

    A list of one ``district`` lacks its own people alone, and those of others that are in it; other lists are of all.
    """
    people, title = known.people, known.called.get(made.target.into, made.target.into)
    entries = [entry for row in made.rows for entry in row.entries]
    there = {id(people.of(entry.mention)) for entry in entries if entry.mention is not None}
    # Their own sums speak for those of a district.
    covered = {row.district for row in made.rows if not any(entry.mention for entry in row.entries)}
    for entry in made.left_out:
        if entry.mention is None or id(people.of(entry.mention)) in there or entry.district in covered:
            continue
        alike = [each for each in people.alike(people.of(entry.mention)) if id(each) in there]
        reason = "看不出是哪个区的，可能已在各区报送的表中"
        if alike:
            reason = f"表中有像是同一人的{alike[0].mentions[0].who}"
        elif entry.district is not None:
            reason = f"{entry.district}报送的表中没有"
        yield doubt("KD528", entry.place(""), who=entry.who, form=title, reason=reason)
    duties = [each for each in owed(known.programme, items, people) if each.cohort == made.target.cohort]
    named = {id(people.of(entry.mention)) for entry in made.left_out if entry.mention is not None}
    here = {row.district for row in made.rows} | made.silent
    for form in dict.fromkeys(rule.of for rule in rules):
        absent = [
            each.person.first.name
            for each in duties
            if each.form == form
            and each.person is not None
            and each.is_missing
            and id(each.person) not in there | named
            and each.district not in covered
            and (district is None or each.district in {None, district} | here)
        ]
        if absent:
            reason = f"没有报送{known.called.get(form, form)}"
            yield doubt("KD528", None, who=some_of(absent), form=title, reason=reason)
    owing = (each.district for each in duties if each.form == made.target.into and each.person is None)
    lacking = [each for each in dict.fromkeys(owing) if each is not None and each not in here]
    if lacking and district is None:
        yield doubt("KD527", None, form=title, districts="、".join(lacking))
