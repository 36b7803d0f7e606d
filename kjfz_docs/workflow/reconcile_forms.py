"""Lists against the forms that they are made out of: figures against sums, rows against forms and opinions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kjfz_docs.findings import Finding
from kjfz_docs.reading.words import key
from kjfz_docs.records.collations import CollationRule, Decision
from kjfz_docs.records.fields import field_at, field_paths
from kjfz_docs.records.rules import is_unfilled, value_at
from kjfz_docs.records.shown import text_of
from kjfz_docs.records.values import exact_sum
from kjfz_docs.workflow.arrived import Arrived
from kjfz_docs.workflow.entries import Entry, copied, entries_of
from kjfz_docs.workflow.items import Status
from kjfz_docs.workflow.ledger import Doubt, Ledger, Stand
from kjfz_docs.workflow.made_rows import stated_district
from kjfz_docs.workflow.people import IDENTITY, Mention, Someone
from kjfz_docs.workflow.verdicts import decided

_MOST_PLACES = 3
# A space divides words of several characters; single ones are only stretched (教 授).
_PARTS = re.compile(r"[、，,;；/／|()（）兼\n]+|(?<=\S\S)\s+(?=\S\S)")


def against_sums(ledger: Ledger, arrived: Arrived) -> Iterator[Doubt]:
    """KD530 for figures of a district that are not the sums of its forms.

    Where forms are missing, or lack a figure, the figure may be larger.
    """
    for rule in ledger.programme.collations:
        if rule.how == "sums" and rule.of != rule.into:
            for item in ledger.counting(rule.into):
                for row in entries_of(item):
                    yield from _sums(ledger, arrived, rule, row)


def _sums(ledger: Ledger, arrived: Arrived, rule: CollationRule, row: Entry) -> Iterator[Doubt]:
    cohort, district = _cohort(row), stated_district(row, rule, arrived.districts) or row.item.district
    if rule.cohort not in (None, cohort):
        return
    parts = [
        each
        for item in ledger.counting(rule.of, cohort)
        for each in entries_of(item)
        if district is None or (stated_district(each, rule, arrived.districts) or item.district) == district
    ]
    if not parts:
        return
    complete = _is_complete(ledger, arrived, rule, cohort, district)
    for path, info, origin in copied(parts[0].content.__class__, row.content.__class__, rule.copies):
        stated = value_at(row.content, path)
        if info.type not in (int, Decimal) or info.meta.kind is not None or stated is None:
            continue
        values = [value_at(each.content, origin) for each in parts]
        total = exact_sum(values) or 0
        if stated == total or ((None in values or not complete) and stated > total):
            continue
        places = [str(each.place(origin)) for each in parts[:_MOST_PLACES]]
        stand = _stand(row)
        yield Doubt(
            stand.doubt(
                "KD530",
                path,
                district=district or ledger.title(rule.into),
                label=stand.label(path),
                stated=text_of(stated, info, True),
                count=len(parts),
                form=ledger.title(rule.of),
                value=f"{total:f}" if isinstance(total, Decimal) else total,
                places="、".join(places) + ("等" if len(parts) > _MOST_PLACES else ""),
            )
        )


def _is_complete(
    ledger: Ledger, arrived: Arrived, rule: CollationRule, cohort: int | None, district: str | None
) -> bool:
    """Whether all forms that a sum is of have arrived, as far as the roster and lists tell."""
    if arrived.is_missing((rule.of,), cohort, district):
        return False
    for item in ledger.items(rule.of, cohort):
        if item.status.is_there:
            unknown = item.district is None and district is not None
            if unknown or (item.status is Status.CONFLICTING and district in (None, item.district)):
                return False
    lists = [each.into for each in ledger.programme.collations if each.of == rule.of != each.into]
    return all(
        ledger.handed_in(ledger.people.of(mention), rule.of)
        for form in lists
        for item in ledger.counting(form, cohort)
        if district is None or item.district in (None, district)
        for mention in item.mentions
    )


def _cohort(row: Entry) -> int | None:
    """The cohort of a row: its own, or that of its form."""
    for path, info in field_paths(type(row.content)):
        value = value_at(row.content, path) if info.meta.kind == "cohort" and "*" not in path else None
        if isinstance(value, int):
            return value
    return row.item.cohort


def _stand(row: Entry) -> Stand:
    """A row as a place where somebody, or nobody, stands."""
    field = row.prefix.rstrip(".")
    nobody = Mention(name="", document=row.item.name, field=field, item=row.content)
    return Stand.at(row.item, row.mention or nobody)


# ------------------------------------------------------------------ rows


def against_forms(ledger: Ledger, arrived: Arrived) -> Iterator[Doubt]:
    """People of a list without the form that it is made out of, and the other way round; what differs between both."""
    for rule in ledger.programme.collations:
        if rule.how != "rows" or rule.of == rule.into:
            continue
        having = {(item.cohort, item.district) for item in ledger.counting(rule.of, rule.cohort)}
        for item in ledger.counting(rule.into, rule.cohort):
            for mention in item.mentions:
                someone = ledger.people.of(mention)
                row = Stand.at(item, mention)
                forms = ledger.handed_in(someone, rule.of, mention.cohort)
                if forms:
                    yield from _differences(ledger, rule, someone, row, forms[0])
                elif (item.cohort, item.district) in having and not _may_have(ledger, someone, rule.of):
                    finding = row.doubt("KD531", IDENTITY[0], who=someone.who, form=ledger.title(rule.of))
                    yield Doubt(finding, (someone,))
        yield from _unlisted(ledger, arrived, rule)


def _may_have(ledger: Ledger, someone: Someone, form: str) -> bool:
    """Whether there is a form, of an open version or another's by name, that may be somebody's."""
    return any(each.mentioned_in(form) for each in (someone, *ledger.alike(someone)))


def _unlisted(ledger: Ledger, arrived: Arrived, rule: CollationRule) -> Iterator[Doubt]:
    """KD532 for people who handed in the form and whom no list of their district has."""
    for item in ledger.counting(rule.of, rule.cohort):
        lists = arrived.lists(rule.into, item.cohort, item.district)
        for mention in item.mentions if lists else ():
            someone = ledger.people.of(mention)
            meant = (someone, *ledger.alike(someone))
            if any(each.mentioned_in(rule.into, mention.cohort) for each in meant):
                continue
            stand = Stand.at(item, mention)
            names = "、".join(each.name for each in lists[:_MOST_PLACES])
            form = ledger.title(rule.into)
            yield Doubt(
                stand.doubt("KD532", IDENTITY[0], who=someone.who, form=form, places=names), (someone,)
            )


def _differences(
    ledger: Ledger, rule: CollationRule, someone: Someone, row: Stand, form: Stand
) -> Iterator[Doubt]:
    target, source = row.mention.item.__class__, form.mention.item.__class__
    for path, info, origin in copied(source, target, rule.copies):
        value, other = row.value(path), form.value(origin)
        if path in IDENTITY or info.is_of_programme or is_unfilled(value) or is_unfilled(other):
            continue
        if not _is_alike(value, other):
            finding = row.doubt(
                "KD533",
                path,
                who=someone.who,
                label=row.label(path),
                value=text_of(value, info, False),
                place=form.place(origin),
                other=text_of(other, info, False),
            )
            yield Doubt(finding, (someone,))
    for decision in rule.decisions:
        against = _against_opinions(ledger, rule, decision, someone, row, form)
        if against is not None:
            yield Doubt(against, (someone,))


def _against_opinions(
    ledger: Ledger, rule: CollationRule, decision: Decision, someone: Someone, row: Stand, form: Stand
) -> Finding | None:
    """KD534 where an opinion means another value than a row states; KD543 where all together leave it open."""
    if is_unfilled(row.value(decision.field)):
        return None
    stated = row.text(decision.field)
    names = [text for text in map(row.value, IDENTITY) if isinstance(text, str)]
    told = [
        form.text(path) if field_at(form.mention.item.__class__, path) and form.value(path) else None
        for path in decision.by
    ]
    found = decided(told, decision, names)
    if found == stated:
        return None
    # One opinion against it is enough, whatever the others leave open.
    against = [
        (path, meant)
        for path, text in zip(decision.by, told, strict=True)
        if (meant := decided([text], decision, names)) is not None and meant != stated
    ]
    path, other = against[0] if against else (decision.by[0], found)
    more: dict[str, Any] = {} if other is None else {"other": other}
    return row.doubt(
        "KD543" if other is None else "KD534",
        decision.field,
        who=someone.who,
        label=row.label(decision.field),
        value=stated,
        form=ledger.title(rule.of),
        place=form.place(path),
        **more,
    )


def _is_alike(value: object, other: object) -> bool:
    """Whether two values are the same; a text may name some of what the other lists, width and spacing do not count."""
    if not isinstance(value, str) or not isinstance(other, str):
        return value == other
    first, second = ({key(part) for part in _PARTS.split(text)} - {""} for text in (value, other))
    return key(value) == key(other) or bool(first and second and (first <= second or second <= first))
