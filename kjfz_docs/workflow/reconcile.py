"""What several forms say is held against one another: sums, lists and forms, people, accounts, head counts.

What is compared is data of the programme: its ``collations``, ``exclusive`` lists and instalments, and the kinds of
fields. Each finding stands at one place and names the other; numbers of accounts and mobiles are masked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kjfz_docs.findings import Finding, Severity, has_errors
from kjfz_docs.records.masking import masked
from kjfz_docs.records.numerals import ordinal_text
from kjfz_docs.records.programme import Exclusive, Programme
from kjfz_docs.workflow.arrived import Arrived
from kjfz_docs.workflow.entitled import unmet
from kjfz_docs.workflow.ledger import ACCOUNT, MOBILE, Doubt, Ledger, Stand
from kjfz_docs.workflow.people import IDENTITY, ROSTER, Someone
from kjfz_docs.workflow.reconcile_forms import against_forms, against_sums
from kjfz_docs.workflow.submission import Submission

_MOST_PLACES = 3


def reconcile(
    submission: Submission,
    *,
    programme: Programme | None = None,
    earlier: Iterable[Any] = (),
    whole: bool = False,
) -> tuple[Finding, ...]:
    """Every contradiction between the forms of a submission, in the order of what is compared.

    ``programme`` is that of the submission unless given. ``earlier`` are lists of before, Readings or records, whose
    accounts are compared: an earlier form with accounts, a list of payments. ``whole``: all forms of all districts
    are there, so that head counts must be those of the programme.
    """
    ledger = Ledger.of(submission, programme, earlier)
    return tuple(doubt.finding for doubt in doubts(ledger, whole=whole))


def doubts(ledger: Ledger, *, whole: bool = False) -> tuple[Doubt, ...]:
    """The same with the people whom each is about."""
    arrived = Arrived.of(ledger)
    return (
        *against_sums(ledger, arrived),
        *against_forms(ledger, arrived),
        *_exclusive(ledger, arrived),
        *_listed_twice(ledger),
        *_not_entitled(ledger),
        *_of_two_people(ledger),
        *_of_one_person(ledger),
        *(_heads(ledger, arrived) if whole else ()),
    )


# ------------------------------------------------------------------ lists that share nobody


def _exclusive(ledger: Ledger, arrived: Arrived) -> Iterator[Doubt]:
    for rule in ledger.programme.exclusive:
        for someone in ledger.people.everybody:
            places = [each for form in rule.forms for each in ledger.handed_in(someone, form, rule.cohort)]
            first = places[0] if places else None
            other = next(
                (each for each in places if first and each.mention.source != first.mention.source), None
            )
            if first is not None and other is not None:
                finding = other.doubt(
                    "KD535",
                    IDENTITY[0],
                    who=someone.who,
                    form=ledger.title(first.mention.source),
                    place=first.place(IDENTITY[0]),
                )
                yield Doubt(finding, (someone,))
            elif not places:
                yield from _in_none(ledger, arrived, rule, someone)


def _in_none(ledger: Ledger, arrived: Arrived, rule: Exclusive, someone: Someone) -> Iterator[Doubt]:
    """KD536, where all the lists that could have somebody have arrived and nobody else may be meant."""
    known = next((each for each in someone.known if each.cohort == rule.cohort), None)
    if known is None:
        return
    for other in ledger.alike(someone):
        if any(each.source in rule.forms for each in other.mentions):
            return
    if any(each.source in rule.forms and each.cohort in (None, rule.cohort) for each in someone.mentions):
        return  # it is open which version counts
    district = arrived.district(someone)
    items = [arrived.lists(form, rule.cohort, district) for form in rule.forms]
    if not all(items):
        return
    names = [item.name for found in items for item in found]
    finding = Stand(mention=known).doubt(
        "KD536",
        IDENTITY[0],
        who=someone.who,
        forms="、".join(map(ledger.title, rule.forms)),
        places=_some(names),
    )
    yield Doubt(finding, (someone,))


def _listed_twice(ledger: Ledger) -> Iterator[Doubt]:
    """KD542 for people of two lists of one kind and cohort; within one list its own check says so."""
    for someone in ledger.people.everybody:
        seen: dict[tuple[str, int | None], Stand] = {}
        for each in ledger.handed_in(someone):
            if not each.mention.field:
                continue
            key = (each.mention.source, each.mention.cohort)
            first = seen.setdefault(key, each)
            if first.mention.form != each.mention.form:
                form = ledger.title(each.mention.source)
                finding = each.doubt(
                    "KD542", IDENTITY[0], who=someone.who, form=form, place=first.place(IDENTITY[0])
                )
                yield Doubt(finding, (someone,))


# ------------------------------------------------------------------ accounts


def _not_entitled(ledger: Ledger) -> Iterator[Doubt]:
    """KD537 for those whom a strict list does not pay and who have an account in it."""
    for cohort in ledger.programme.cohorts:
        for instalment in cohort.instalments:
            if not instalment.strict:
                continue
            for someone in ledger.people.everybody:
                for each in ledger.handed_in(someone, instalment.form, cohort.number):
                    denied = next(iter(unmet(each, instalment)), None)
                    account = next(each.of_kind(ACCOUNT), None)
                    if denied is not None and account is not None:
                        finding = each.doubt(
                            "KD537",
                            denied,
                            who=someone.who,
                            label=each.label(denied),
                            value=each.text(denied),
                            place=each.place(account[0]),
                        )
                        yield Doubt(finding, (someone,))


def _of_two_people(ledger: Ledger) -> Iterator[Doubt]:
    """KD538 for a number of somebody that another has first; a mobile may be shared, an account may not."""
    for kind, severity in ((ACCOUNT, None), (MOBILE, Severity.WARNING)):
        having: dict[str, dict[int, tuple[Someone, Stand, str]]] = defaultdict(dict)
        for someone in ledger.people.everybody:
            for stand in ledger.stands(someone):
                for path, number in stand.numbers(kind):
                    having[number].setdefault(id(someone), (someone, stand, path))
        for number, found in having.items():
            (earliest, *others) = found.values()
            for other in others:
                (first, there, where), (second, here, path) = earliest, other
                if here.item is None and there.item is not None:
                    first, there, where, second, here, path = second, here, path, first, there, where
                if _told_already(ledger, first, second):
                    continue
                finding = here.doubt(
                    "KD538",
                    path,
                    severity=severity,
                    who=second.who,
                    label=here.label(path),
                    number=masked(number),
                    other=first.who,
                    place=there.place(where),
                )
                yield Doubt(finding, (first, second))


def _told_already(ledger: Ledger, first: Someone, second: Someone) -> bool:
    """Whether two may be one person by an error: then they share a number because they are."""
    return second in ledger.alike(first) and any(
        has_errors(ledger.findings.get(id(each), ())) for each in (first, second)
    )


def _of_one_person(ledger: Ledger) -> Iterator[Doubt]:
    """KD539 for two accounts of one person in the forms, KD540 for another than the roster or a list of before has."""
    for someone in ledger.people.everybody:
        stands = [
            (each, path, number) for each in ledger.stands(someone) for path, number in each.numbers(ACCOUNT)
        ]
        now = [found for found in stands if found[0].item is not None]
        if not now:
            continue
        told = {now[0][2]}
        for here, path, number in now[1:]:
            if number not in told:
                told.add(number)
                yield _differs("KD539", someone, (here, path, number), now[0])
        for found in stands:
            if found[0].item is None and found[2] not in told:
                told.add(found[2])
                yield _differs("KD540", someone, now[0], found)


def _differs(
    code: str, someone: Someone, here: tuple[Stand, str, str], there: tuple[Stand, str, str]
) -> Doubt:
    (stand, path, number), (other, where, before) = here, there
    finding = stand.doubt(
        code,
        path,
        who=someone.who,
        label=stand.label(path),
        number=masked(number),
        place=other.place(where),
        other=masked(before),
    )
    return Doubt(finding, (someone,))


# ------------------------------------------------------------------ head counts


def _heads(ledger: Ledger, arrived: Arrived) -> Iterator[Doubt]:
    """KD541 where the people of a cohort are not as many as the programme says: in the roster, and by forms.

    Lists that share nobody count together. Fewer than expected are told where no form is missing, and of forms that
    some need not hand in as a warning.
    """
    for cohort in ledger.programme.cohorts:
        if cohort.size is None:
            continue
        together = [rule.forms for rule in ledger.programme.exclusive if rule.cohort == cohort.number]
        single = [
            (duty.form, *duty.unless)  # who is listed there owes none
            for duty in ledger.programme.duties
            if duty.cohort == cohort.number and not any(duty.form in forms for forms in together)
        ]
        listed = [each for each in ledger.people.listed if any(k.cohort == cohort.number for k in each.known)]
        groups: list[tuple[tuple[str, ...], Sequence[Someone]]] = [((ROSTER,), listed)] if listed else []
        for forms in (*together, *single):
            found = [
                each
                for each in ledger.people.everybody
                if any(ledger.handed_in(each, form, cohort.number) for form in forms)
            ]
            groups.append((forms, found))
        for forms, people in groups:
            fewer = len(people) < cohort.size
            if not people or len(people) == cohort.size:
                continue
            if fewer and forms != (ROSTER,) and arrived.is_missing(forms, cohort.number):
                continue
            certain = not fewer or forms in together or forms == (ROSTER,)
            documents = dict.fromkeys(
                each.mention.document
                for someone in people
                for each in ledger.stands(someone)
                if each.mention.source in forms
            )
            finding = Finding.of(
                "KD541",
                severity=None if certain else Severity.WARNING,
                cohort=ordinal_text(cohort.number),
                size=cohort.size,
                form="、".join(map(ledger.title, forms)),
                count=len(people),
                places=_some(list(documents)),
            )
            yield Doubt(finding)


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:_MOST_PLACES]) + (f"等{len(names)}份" if len(names) > _MOST_PLACES else "")
