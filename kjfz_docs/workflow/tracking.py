"""Reports over time: what one person reported for a period against what they reported for the period before."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import attrs

from kjfz_docs.findings import Finding, Place
from kjfz_docs.reading.reading import Reading
from kjfz_docs.records.fields import leaves
from kjfz_docs.records.programme import HUBEI, Programme
from kjfz_docs.records.programme_periods import PeriodicDuty
from kjfz_docs.records.rules import value_at
from kjfz_docs.records.shown import text_of
from kjfz_docs.records.values import exact_sum
from kjfz_docs.workflow.people import Mention, People, mentions_in, who_is_who
from kjfz_docs.workflow.periods import period_of
from kjfz_docs.workflow.submission import Submission


@attrs.frozen
class _Report:
    """A report about a person with its period."""

    reading: Reading[Any]
    document: str
    who: str
    first: dt.date
    last: dt.date

    def place(self, field: str) -> Place:
        found = self.reading.provenance.get(field, Place())
        return attrs.evolve(found, file=self.document or found.file)


def compare_reports(
    readings: Submission | Iterable[Reading[Any]], *, programme: Programme | None = None
) -> tuple[Finding, ...]:
    """What does not fit together in the reports of a person over the periods (KD560 to KD563).

    A total that falls; one that is not that of the period before and what is new; periods that overlap, or leave days
    out. Of a submission the reports that count are compared. What the fields of a report mean says the ``programme``:
    its own for a submission, else that of the notice of 2023 unless given.
    """
    if isinstance(readings, Submission):
        chosen, people = programme or readings.programme, readings.people
        whose = [(item.reading, item.name, item.person) for item in readings.counting()]
    else:
        chosen, given = programme or HUBEI, tuple(readings)
        mentions = [mentions_in(reading, number=number) for number, reading in enumerate(given, 1)]
        people = who_is_who(itertools.chain.from_iterable(mentions))
        whose = [
            (reading, reading.file or "", next((each for each in named if not each.field), None))
            for reading, named in zip(given, mentions, strict=True)
        ]
    found: list[Finding] = []
    for periodic in chosen.periodic:
        for reports in _by_person(periodic, whose, people):
            for earlier, later in itertools.pairwise(reports):
                found += _periods(periodic, earlier, later)
            found += _totals(periodic, reports)
    return tuple(found)


def _by_person(
    periodic: PeriodicDuty,
    whose: Iterable[tuple[Reading[Any] | None, str, Mention | None]],
    people: People,
) -> Iterator[Sequence[_Report]]:
    """The reports of each person in the order of their periods; those that do not say theirs are left out."""
    found: dict[int, list[_Report]] = defaultdict(list)
    for reading, document, mention in whose:
        form = reading.form.id if reading is not None and reading.form is not None else None
        if reading is None or mention is None or form != periodic.form:
            continue
        first, last = period_of(periodic, reading.record)
        if first is not None and last is not None:
            found[id(people.of(mention))].append(_Report(reading, document, mention.who, first, last))
    for reports in found.values():
        yield sorted(reports, key=lambda report: (report.last, report.first))


def _days_between(earlier: _Report, later: _Report) -> int:
    """How many days lie between two periods; fewer than none where they overlap."""
    return (later.first - earlier.last).days - 1


def _periods(periodic: PeriodicDuty, earlier: _Report, later: _Report) -> Iterator[Finding]:
    between = _days_between(earlier, later)
    # Many write the last day of the one period as the first of the next.
    if between < -1 or between > 0:
        yield Finding.of(
            "KD562" if between < 0 else "KD563",
            field=periodic.begins,
            where=later.place(periodic.begins),
            who=later.who,
            period=f"{later.first}至{later.last}",
            place=earlier.place(periodic.ends),
            other=f"{earlier.first}至{earlier.last}",
            count=between,
        )


def _totals(periodic: PeriodicDuty, reports: Sequence[_Report]) -> Iterator[Finding]:
    if not periodic.total:
        return
    # The last report that stated a total, for each.
    before: dict[str, tuple[_Report, Any]] = {}
    for report in reports:
        record: Any = report.reading.record
        printed = report.reading.printed_names
        for field, plain, total in leaves(record):
            name = field.removeprefix(periodic.total)
            is_total = field == periodic.total or field.startswith(f"{periodic.total}.")
            if not is_total or type(total) not in (int, Decimal):
                continue
            earlier, was = before.get(name, (None, None))
            before[name] = (report, total)
            if earlier is None:
                continue
            new = value_at(record, periodic.new + name) if periodic.new else None
            info = plain.called_as(printed.get(field, ""))
            told: dict[str, Any] = {
                "field": field,
                "where": report.place(field),
                "who": report.who,
                "label": info.label,
                "value": f"{text_of(total, info, False)}{info.unit}",
                "place": earlier.place(field),
            }
            if total < was:
                yield Finding.of("KD560", expected=f"{text_of(was, info, False)}{info.unit}", **told)
            elif type(new) in (int, Decimal) and (
                word := _misfit(total, exact_sum((was, new)), earlier, report)
            ):
                yield Finding.of("KD561", expected=f"{word}{exact_sum((was, new))}{info.unit}", **told)


def _misfit(total: Any, expected: Any, earlier: _Report, later: _Report) -> str:
    """How a total should be to the one before and what is new; empty where it is so.

    Days that no report is of may have brought more; what two reports are of is counted twice.
    """
    between = _days_between(earlier, later)
    if between > 0:
        return "不少于" if total < expected else ""
    if between < -1:
        return "不多于" if total > expected else ""
    return "等于" if total != expected else ""
