"""Deciding who is paid, who is held back, and who is paid nothing: one person after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from kjfz_docs.findings import Finding, Place, has_errors
from kjfz_docs.records.check import check
from kjfz_docs.records.digits import has_its_digits
from kjfz_docs.records.fields import fields_by_name
from kjfz_docs.records.masking import masked
from kjfz_docs.records.programme import Cohort, Instalment
from kjfz_docs.workflow.arrived import Arrived
from kjfz_docs.workflow.entitled import unmet, unsaid
from kjfz_docs.workflow.ledger import ACCOUNT, BANK, Ledger, Stand, paths_of_kind
from kjfz_docs.workflow.paid import FEN, Held, Payment, Unpaid
from kjfz_docs.workflow.payment_list import PaymentRow, purpose_of
from kjfz_docs.workflow.people import IDENTITY, Someone
from kjfz_docs.workflow.reconcile import doubts


class Deciding:
    """What is known while it is decided who is paid."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._arrived = Arrived.of(ledger)
        self._errors: dict[int, list[Finding]] = defaultdict(list)
        self._warnings: dict[int, list[Finding]] = defaultdict(list)
        for doubt in doubts(ledger):
            told = self._errors if has_errors([doubt.finding]) else self._warnings
            for someone in doubt.people:
                told[id(someone)].append(doubt.finding)
        purposes = {
            purpose_of(ledger.programme, cohort, each): (cohort.number, each.ordinal)
            for cohort in ledger.programme.cohorts
            for each in cohort.instalments
        }
        # By the name and by the account of who was paid.
        self._before: dict[tuple[int, int, str], list[tuple[Stand, Someone | None]]] = defaultdict(list)
        whose: list[tuple[Stand, Someone | None]] = [
            (each, someone) for someone in ledger.people.everybody for each in ledger.stands(someone)
        ]
        for stand, payee in [*whose, *((each, None) for each in ledger.lost)]:
            row = stand.mention.item
            if isinstance(row, PaymentRow):
                if row.purpose not in purposes:
                    raise ValueError(
                        f"{stand.place(IDENTITY[0])}: no instalment has the purpose {row.purpose or ''!r}"
                    )
                numbers = (number for _, number in stand.of_kind(ACCOUNT))
                for sign in {stand.mention.identity.name, *numbers}:
                    self._before[*purposes[row.purpose], sign].append((stand, payee))

    def decided(self, cohort: Cohort, instalment: Instalment) -> Iterator[Payment | Held | Unpaid]:
        """Everybody of a cohort, and who else is listed, by district."""
        order = {name: number for number, name in enumerate(self._arrived.districts.names)}
        everybody = [
            each
            for each in self._ledger.people.everybody
            if self._is_of(each, cohort.number, instalment.form)
        ]
        for each in sorted(
            everybody, key=lambda one: order.get(self._arrived.district(one) or "", len(order))
        ):
            yield self._one(each, cohort, instalment)

    def _one(self, someone: Someone, cohort: Cohort, instalment: Instalment) -> Payment | Held | Unpaid:
        number, ordinal = cohort.number, instalment.ordinal
        entries = self._ledger.handed_in(someone, instalment.form, number)

        def none(reason: str, where: Place | None) -> Unpaid:
            return Unpaid(person=someone, cohort=number, ordinal=ordinal, reason=reason, where=where)

        def held(findings: Iterable[Finding]) -> Held:
            once = tuple(dict.fromkeys(findings))
            return Held(
                person=someone, cohort=number, ordinal=ordinal, amount=instalment.amount, findings=once
            )

        paid = self._paid_before(someone, number, ordinal)
        if paid is not None:
            where, amount = paid.place(IDENTITY[0]), paid.mention.item.amount
            if amount == instalment.amount:
                return none("已经拨付", where)
            value, expected = "空白" if amount is None else f"{amount:f}元", f"{instalment.amount:f}元"
            return held([paid.doubt("KD556", "amount", who=someone.who, value=value, expected=expected)])
        errors = self._about(someone, number)
        if not entries:
            errors += self._errors.get(id(someone), [])
            named = any(each.source == instalment.form for each in someone.mentions)
            if errors and (named or self._errors.get(id(someone))):
                return held(errors)
            return none(*self._why_not_listed(someone, cohort, instalment))
        errors += self._errors.get(id(someone), [])
        errors += self._of_forms(someone, number, instalment)
        errors += self._perhaps_twice(someone, number, instalment, entries)
        if errors:
            return held(errors)
        first = entries[0]
        for path in unmet(first, instalment):
            return none(f"{first.label(path)}：{first.text(path)}", first.place(path))
        blank = [
            first.doubt("KD551", path, who=someone.who, label=first.label(path))
            for path in unsaid(first, instalment)
        ]
        if blank:
            return held(blank)
        made = self._paid(someone, cohort, instalment, first)
        return made if isinstance(made, Payment) else held(made)

    def _is_of(self, someone: Someone, cohort: int, form: str) -> bool:
        """Whether somebody is to be decided upon: a form or the roster has them in the cohort, or none says which."""
        stated = _stated(someone)
        if cohort in stated or someone.mentioned_in(form, cohort):
            return True
        return not stated and any(
            each.cohort == cohort or (each.cohort is None and each.source == form)
            for each in someone.mentions
        )

    # -------------------------------------------------------------- what is open

    def _about(self, someone: Someone, cohort: int) -> list[Finding]:
        """Who it is, and which version counts: errors, and that the roster has them in another cohort."""
        stated = _stated(someone)
        other = bool(stated) and cohort not in stated
        return [
            each
            for each in self._ledger.findings.get(id(someone), ())
            if has_errors([each]) or (other and each.code == "KD504")
        ]

    def _of_forms(self, someone: Someone, cohort: int, instalment: Instalment) -> Iterator[Finding]:
        """The errors that stand in forms which are owed for the cohort, in what they say of somebody."""
        forms = {duty.form for duty in self._ledger.programme.duties if duty.cohort == cohort}
        for stand in self._ledger.handed_in(someone, None, cohort):
            reading = stand.item.reading if stand.item is not None else None
            if reading is not None and stand.mention.source in forms | {instalment.form}:
                for each in reading.findings:
                    if has_errors([each]) and _concerns(each, stand, reading.record):
                        place = each.where or Place()
                        yield attrs.evolve(each, where=attrs.evolve(place, file=stand.mention.document))

    def _perhaps_twice(
        self, someone: Someone, cohort: int, instalment: Instalment, entries: Sequence[Stand]
    ) -> Iterator[Finding]:
        """What could pay one person twice: a likeness within the list, two rows that differ, an earlier payment."""
        for other in self._ledger.alike(someone):
            if self._ledger.handed_in(other, instalment.form, cohort):
                yield from (
                    each
                    for who in (someone, other)
                    for each in self._ledger.findings.get(id(who), ())
                    if each.code == "KD501"
                )
        first, *others = entries
        if first.mention.cohort is None and not _stated(someone) and self._several(instalment.form):
            yield first.doubt("KD551", IDENTITY[0], who=someone.who, label="批次")
        for each in others:
            for path, _ in instalment.needs:
                if each.text(path) != first.text(path):
                    place = first.place(path)
                    yield each.doubt("KD555", path, who=someone.who, place=place, label=each.label(path))
        told: set[int] = set()
        signs = dict.fromkeys(self._numbers(someone), "账号") | {someone.identity.name: "姓名"}
        for sign, same in signs.items():
            for stand, _ in self._before.get((cohort, instalment.ordinal, sign), ()):
                if id(stand) not in told:
                    told.add(id(stand))
                    yield first.doubt(
                        "KD550",
                        IDENTITY[0],
                        who=someone.who,
                        place=stand.place(IDENTITY[0]),
                        other=stand.mention.name or "没有户名的一行",
                        same=same,
                    )

    def _several(self, form: str) -> bool:
        """Whether several cohorts are paid by one list, so that it must say of which its people are."""
        cohorts = self._ledger.programme.cohorts
        return sum(any(each.form == form for each in cohort.instalments) for cohort in cohorts) > 1

    def _paid_before(self, someone: Someone, cohort: int, ordinal: int) -> Stand | None:
        """Where an earlier list of payments has somebody by name and number for the instalment."""
        for number in self._numbers(someone):
            for stand, payee in self._before.get((cohort, ordinal, number), ()):
                if payee is someone:
                    return stand
        return None

    def _numbers(self, someone: Someone) -> list[str]:
        """The accounts of somebody, without those that they were paid to."""
        own = [each for each in self._ledger.stands(someone) if not isinstance(each.mention.item, PaymentRow)]
        return list(dict.fromkeys(number for each in own for _, number in each.of_kind(ACCOUNT)))

    # -------------------------------------------------------------- who is not listed

    def _why_not_listed(
        self, someone: Someone, cohort: Cohort, instalment: Instalment
    ) -> tuple[str, Place | None]:
        ledger = self._ledger
        for rule in ledger.programme.exclusive:
            if rule.cohort == cohort.number and instalment.form in rule.forms:
                for form in rule.forms:
                    for each in ledger.handed_in(someone, form, cohort.number):
                        return f"列入{ledger.title(form)}", each.place(IDENTITY[0])
        title = ledger.title(instalment.form)
        for other in ledger.alike(someone):
            for each in ledger.handed_in(other, instalment.form, cohort.number):
                return f"{title}中没有此人，{other.who}可能是同一人", each.place(IDENTITY[0])
        lists = self._arrived.lists(instalment.form, cohort.number, self._arrived.district(someone))
        if not lists:
            return f"{title}尚未收到", None
        return f"{title}中没有此人", Place(file=lists[0].name)

    # -------------------------------------------------------------- accounts

    def _paid(
        self, someone: Someone, cohort: Cohort, instalment: Instalment, entry: Stand
    ) -> Payment | list[Finding]:
        """The payment of somebody who is entitled to it, or why there is no account for it."""
        found = self._accounts(someone, instalment, entry)
        if not found:
            sources = instalment.accounts or (instalment.form,)
            places = "、".join(map(self._ledger.title, sources))
            return [entry.doubt("KD552", IDENTITY[0], who=someone.who, places=places)]
        stand, path, number = found[0]
        row = PaymentRow(
            name=entry.mention.name,
            account=number,
            bank=next((bank for _, bank in stand.of_kind(BANK)), None),
            amount=instalment.amount.quantize(FEN),
            purpose=purpose_of(self._ledger.programme, cohort, instalment),
        )
        told = tuple(attrs.evolve(each, field=None, where=stand.place(path)) for each in check(row))
        errors = [each for each in told if has_errors([each])]
        if not errors and not has_its_digits(ACCOUNT, number):
            errors.append(stand.doubt("KD554", path, who=someone.who, number=masked(number)))
        if not row.bank and paths_of_kind(stand.mention.item.__class__, BANK):
            errors.append(stand.doubt("KD553", path, who=someone.who))
        for other, where, differing in found[1:]:
            if differing != number:
                errors.append(
                    other.doubt(
                        "KD539",
                        where,
                        who=someone.who,
                        label=other.label(where),
                        number=masked(differing),
                        place=stand.place(path),
                        other=masked(number),
                    )
                )
        return errors or Payment(
            person=someone,
            cohort=cohort.number,
            ordinal=instalment.ordinal,
            row=row,
            listed=entry.place(IDENTITY[0]),
            account_at=stand.place(path),
            warnings=(*told, *self._warnings.get(id(someone), ())),
        )

    def _accounts(
        self, someone: Someone, instalment: Instalment, entry: Stand
    ) -> list[tuple[Stand, str, str]]:
        """The accounts of somebody in the first of the sources of the instalment that has one."""
        for source in instalment.accounts or (instalment.form,):
            stands = (entry,) if source == instalment.form else self._ledger.known(someone, source)
            found = [(stand, path, number) for stand in stands for path, number in stand.of_kind(ACCOUNT)]
            if found:
                return found
        return []


def _stated(someone: Someone) -> set[int]:
    """The cohorts that the roster has somebody in."""
    return {each.cohort for each in someone.known if each.cohort is not None}


def _concerns(finding: Finding, stand: Stand, record: Any) -> bool:
    """Whether an error in a form is about what it says of somebody: the whole form, its list, their row."""
    field, row = finding.field or "", stand.mention.field
    if not row or not field:
        return True
    if field == row or field.startswith(f"{row}."):
        return True
    first, _, rest = field.partition(".")
    info = fields_by_name(record.__class__).get(first)
    if info is None:
        return True
    if first == row.partition(".")[0]:
        return not rest or rest.startswith("*")
    return info.is_of_programme
