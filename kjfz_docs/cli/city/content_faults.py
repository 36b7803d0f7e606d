"""Faults of what forms say: in one of them, and between several."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs

import kjfz_docs as kd
from kjfz_docs.cli.city import forms
from kjfz_docs.cli.city.draft import FOURTH, PERIODS, REPORT, SECOND, Draft, Key
from kjfz_docs.cli.city.people import Deputy
from kjfz_docs.cli.city.planted import MISSING, Fault, Sign
from kjfz_docs.records.numerals import ordinal_text

_FORM, _PASSED, _ABSENT, _PAID, _SUMS = (
    "assessment", "acceptance_summary", "absence_summary", "account_collection", "outcome_statistics",
)  # fmt: skip
_UNDECIDED = ("材料待补齐后再审。", "情况属实。", "建议延期考核。", "请市局研究决定。")


def _form_of(deputy: Deputy) -> Key:
    return Key(form=_FORM, subject=deputy.host_enterprise)


def _report_of(deputy: Deputy, last: dt.date) -> Key:
    return Key(form=f"{REPORT} {last}", subject=deputy.host_enterprise)


def _list_of(form: str, deputy: Deputy) -> Key:
    return Key(form=form, subject=deputy.district)


# ------------------------------------------------------------------ one form


def blank_field(draft: Draft) -> Fault | None:
    """Something required is not filled in."""
    deputy = draft.somebody(SECOND, succeeded=True)
    if deputy is None:
        return None
    document = draft.documents[_form_of(deputy)]
    draft.change(_form_of(deputy), attrs.evolve(document.content, position=None))
    return Fault(
        kind="必填项未填",
        about=deputy.name,
        signs=(Sign("KD401", (document.name, "position")),),
        consequences=(Sign("KD520", (document.name,)),),
        unpaid=(deputy,),
    )


def undated_opinion(draft: Draft) -> Fault | None:
    """An opinion without a date."""
    deputy = draft.somebody(SECOND)
    if deputy is None:
        return None
    document = draft.documents[_form_of(deputy)]
    opinions = document.content.opinions
    undated = attrs.evolve(opinions.sending_unit, signed_on=None)
    changed = attrs.evolve(document.content, opinions=attrs.evolve(opinions, sending_unit=undated))
    draft.change(_form_of(deputy), changed)
    return Fault(kind="意见无日期", about=deputy.name, signs=(Sign("KD413", (document.name,)),))


def wrong_digit(draft: Draft) -> Fault | None:
    """A digit of an account is wrong."""
    deputy = draft.somebody(FOURTH, succeeded=True)
    if deputy is None:
        return None
    key = _list_of(_PAID, deputy)
    wrong = deputy.account[:-1] + str((int(deputy.account[-1]) + 1) % 10)
    draft.change_row(key, deputy, account=kd.BankAccount(branch=deputy.branch, number=wrong))
    draft.say(deputy, account=wrong)
    return Fault(
        kind="账号校验不符",
        about=deputy.name,
        signs=(Sign("KD418", (draft.documents[key].name, deputy.host_enterprise)),),
    )


# ------------------------------------------------------------------ between forms


def undecided(draft: Draft) -> Fault | None:
    """The opinions do not say whether somebody passed."""
    deputy = draft.somebody(SECOND)
    if deputy is None:
        return None
    document = draft.documents[_form_of(deputy)]
    opinions = document.content.opinions
    said = attrs.evolve(opinions.organization_dept, text=draft.rng.choice(_UNDECIDED))
    changed = attrs.evolve(document.content, opinions=attrs.evolve(opinions, organization_dept=said))
    draft.change(_form_of(deputy), changed)
    return Fault(
        kind="结论不能确定",
        about=deputy.name,
        signs=(Sign("KD521", (deputy.host_enterprise,)), Sign("KD543", (deputy.host_enterprise,))),
    )


def divided(draft: Draft) -> Fault | None:
    """One opinion rejects whom the other one and 附件2 accept."""
    deputy = draft.somebody(SECOND, succeeded=True)
    if deputy is None:
        return None
    document = draft.documents[_form_of(deputy)]
    opinions = document.content.opinions
    name = draft.rng.choice(("economy_bureau", "organization_dept"))
    said = attrs.evolve(getattr(opinions, name), text="考核不合格，不予通过。")
    changed = attrs.evolve(document.content, opinions=attrs.evolve(opinions, **{name: said}))
    draft.change(_form_of(deputy), changed)
    return Fault(
        kind="一方意见与结论不一致",
        about=deputy.name,
        signs=(Sign("KD521", (deputy.host_enterprise,)), Sign("KD534", (deputy.host_enterprise,))),
        unpaid=(deputy,),
    )


def wrong_sum(draft: Draft) -> Fault | None:
    """附件5 of a district is not the sum of its 附件1."""
    key = draft.some_list(_SUMS)
    if key is None:
        return None
    record = draft.documents[key].content
    (row,) = record.rows
    amount = row.outcomes.agreement_amount + Decimal("0.01") * draft.rng.randrange(1, 900)
    wrong = attrs.evolve(row, outcomes=attrs.evolve(row.outcomes, agreement_amount=amount))
    draft.with_rows(key, [wrong])
    return Fault(
        kind="统计数与合计不符",
        about=key.subject,
        signs=(Sign("KD530", (draft.documents[key].name, "amount")),),
    )


def wrong_verdict(draft: Draft) -> Fault | None:
    """附件2 says of somebody what the opinions of 附件1 do not."""
    deputy = draft.somebody(SECOND, succeeded=True)
    if deputy is None:
        return None
    key = _list_of(_PASSED, deputy)
    draft.change_row(key, deputy, passed=False, failure_reason=forms.FAILED, account=kd.BankAccount())
    return Fault(
        kind="结论与意见不一致",
        about=deputy.name,
        signs=(Sign("KD534", (draft.documents[key].name, deputy.host_enterprise)),),
        unpaid=(deputy,),
    )


def in_both(draft: Draft) -> Fault | None:
    """Somebody stands in 附件3 and in 附件4."""
    deputy = draft.somebody(FOURTH, succeeded=True)
    if deputy is None:
        return None
    key = _list_of(_ABSENT, deputy)
    more = forms.absences(deputy.district, FOURTH, [deputy], forms.FILLED).rows
    draft.with_rows(key, [*draft.documents[key].content.rows, *more])
    return Fault(
        kind="同时列入两种名单",
        about=deputy.name,
        signs=(Sign("KD535", (deputy.host_enterprise,)),),
        unpaid=(deputy,),
    )


def in_neither(draft: Draft) -> Fault | None:
    """Somebody stands neither in 附件3 nor in 附件4."""
    deputy = draft.somebody(FOURTH)
    if deputy is None:
        return None
    draft.drop_row(_list_of(_PAID if deputy.succeeded else _ABSENT, deputy), deputy)
    return Fault(
        kind="各种名单都没有列入",
        about=deputy.name,
        signs=(Sign("KD536", (deputy.host_enterprise,)),),
        consequences=(
            Sign("KD541", (ordinal_text(FOURTH),)),
            # Who is not listed as absent owes reports.
            Sign(MISSING, (REPORT, deputy.host_enterprise)),
        ),
        unpaid=(deputy,),
    )


def unsigned(draft: Draft) -> Fault | None:
    """Somebody who has not signed hands in an account."""
    deputy = draft.somebody(FOURTH, succeeded=True)
    if deputy is None:
        return None
    key = _list_of(_PAID, deputy)
    draft.change_row(key, deputy, **{draft.rng.choice(("contract_signed", "on_duty")): False})
    return Fault(
        kind="未签约或未到岗却有账号",
        about=deputy.name,
        signs=(
            Sign("KD417", (draft.documents[key].name, deputy.host_enterprise)),
            Sign("KD537", (deputy.host_enterprise,)),
        ),
        unpaid=(deputy,),
    )


def shared_account(draft: Draft) -> Fault | None:
    """Two people have one account."""
    pair = draft.somebody(FOURTH, succeeded=True), draft.somebody(FOURTH, succeeded=True)
    first, second = pair
    if first is None or second is None:
        return None
    key = _list_of(_PAID, second)
    draft.change_row(key, second, account=first.bank_account)
    within = (Sign("KD420", (draft.documents[key].name, "account.number")),)
    return Fault(
        kind="一个账号用于两人",
        about=f"{first.name}、{second.name}",
        signs=(Sign("KD538", (first.host_enterprise, second.host_enterprise, "账号")),),
        consequences=within if first.district == second.district else (),
        unpaid=(first, second),
    )


def shared_mobile(draft: Draft) -> Fault | None:
    """Two people have one mobile."""
    first, second = draft.somebody(FOURTH, succeeded=True), draft.somebody(FOURTH, succeeded=True)
    if first is None or second is None:
        return None
    draft.change_row(_list_of(_PAID, second), second, mobile=first.mobile)
    return Fault(
        kind="一个手机号用于两人",
        about=f"{first.name}、{second.name}",
        signs=(Sign("KD538", (first.host_enterprise, second.host_enterprise, "手机")),),
    )


def two_accounts(draft: Draft) -> Fault | None:
    """Two districts list somebody, each with another account."""
    deputy, host = draft.somebody(FOURTH, succeeded=True), draft.somebody(FOURTH, succeeded=True)
    if deputy is None or host is None or deputy.district == host.district:
        return None
    key = _list_of(_PAID, host)
    other = attrs.evolve(deputy, account=draft.strangers.account())
    more = forms.accounts(host.district, FOURTH, [other], forms.FILLED).rows
    draft.with_rows(key, [*draft.documents[key].content.rows, *more])
    return Fault(
        kind="一人两个账号",
        about=deputy.name,
        signs=(Sign("KD539", (deputy.host_enterprise,)), Sign("KD542", (deputy.host_enterprise,))),
        consequences=(Sign("KD525", (deputy.host_enterprise,)),),
        unpaid=(deputy,),
    )


def changed_account(draft: Draft) -> Fault | None:
    """The account is another than that of the first payment."""
    deputy = draft.somebody(SECOND, succeeded=True)
    if deputy is None:
        return None
    before = attrs.evolve(deputy, account=draft.strangers.account())
    draft.earlier[draft.earlier.index(deputy)] = before
    return Fault(
        kind="账号有变",
        about=deputy.name,
        signs=(Sign("KD540", (deputy.host_enterprise,)),),
        consequences=(Sign("KD523", (deputy.host_enterprise,)),),
    )


def fallen_total(draft: Draft) -> Fault | None:
    """A total that is less than that of the period before."""
    deputy = draft.somebody(FOURTH, succeeded=True)
    if deputy is None:
        return None
    before, now = (_report_of(deputy, last) for last in PERIODS)
    less = draft.documents[before].content.cumulative.people_trained - 1
    record = draft.documents[now].content
    draft.change(now, attrs.evolve(record, cumulative=attrs.evolve(record.cumulative, people_trained=less)))
    name = draft.documents[now].name
    return Fault(
        kind="累计数减少",
        about=deputy.name,
        signs=(Sign("KD560", (name, deputy.host_enterprise)),),
        consequences=(Sign("KD561", (name,)), Sign("KD441", (name,))),
    )


def missing_report(draft: Draft) -> Fault | None:
    """The report of the last period is not there."""
    deputy = draft.somebody(FOURTH, succeeded=True)
    if deputy is None:
        return None
    del draft.documents[_report_of(deputy, PERIODS[-1])]
    return Fault(
        kind="缺跟踪报送表", about=deputy.name, signs=(Sign(MISSING, (REPORT, deputy.host_enterprise)),)
    )


def lost_person(draft: Draft) -> Fault | None:
    """Everybody has forgotten one of a cohort: the roster and all forms."""
    deputy = draft.somebody(draft.rng.choice((SECOND, FOURTH)))
    if deputy is None or deputy.cohort in draft.lost:
        return None
    draft.lost.add(deputy.cohort)
    draft.forget(deputy)
    lost = ordinal_text(deputy.cohort)
    return Fault(
        kind="人数不符",
        about=lost,
        signs=(Sign("KD541", (lost, "花名册")),),
        consequences=(Sign("KD541", (lost,)), Sign("KD540", (deputy.host_enterprise,))),
        unpaid=(deputy,),
    )


CONTENTS = (
    blank_field, undated_opinion, wrong_digit, undecided, divided, wrong_verdict, in_both, in_neither, unsigned,
    shared_account, shared_mobile, two_accounts, changed_account, lost_person, fallen_total, missing_report,
)  # fmt: skip
