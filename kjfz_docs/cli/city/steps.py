"""What each step of the work tells of a city's folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import kjfz_docs as kd
from kjfz_docs.cli.city.planted import MISSING, UNSCANNED, Told

_QUIET = (kd.Status.COMPLETE, kd.Status.FAULTY, kd.Status.SCAN, kd.Status.DOUBLE, kd.Status.SUPERSEDED)


def of_status(found: kd.Submission, on: dt.date) -> Iterator[Told]:
    """What a submission tells on a day: what is missing, what counts for nothing, and the findings."""
    step = "报送"
    for each in found.missing(on=on):
        text = f"{each.form} {each.district} {each.who}"
        yield Told(step=step, code=MISSING if each.is_missing else UNSCANNED, text=text)
    for item in found.items:
        if item.status is kd.Status.UNREADABLE or item.status is kd.Status.UNKNOWN:
            yield Told(step=step, code=item.status.label, text=item.name)
        elif item.status.counts and item.reading is not None:
            yield from _of_reading(item, item.reading.findings)
        elif item.status not in _QUIET and item.status is not kd.Status.CONFLICTING:
            yield Told(step=step, code=item.status.label, text=item.name)
    yield from of_findings(step, found.findings)


def of_findings(step: str, findings: Iterable[kd.Finding], file: str = "") -> Iterator[Told]:
    """Findings as they are told."""
    for each in findings:
        yield Told(step=step, code=each.code, text=f"{file} {each.field or ''} {each}")


def _of_reading(item: kd.Item, findings: Iterable[kd.Finding]) -> Iterator[Told]:
    """The findings of a form, each with whom its row is about."""
    whose = {mention.field: mention.who for mention in item.mentions}
    for each in findings:
        row = ".".join((each.field or "").split(".")[:2])
        yield from of_findings("读取", [each], f"{item.name} {whose.get(row, '')}")
