"""Faults of what arrives: missing, twice, replaced, unreadable, of nobody, in the wrong place."""

from __future__ import annotations

import datetime as dt

import attrs

import kjfz_docs as kd
from kjfz_docs.cli.city.draft import FOURTH, REPORT, SECOND, Draft, Key
from kjfz_docs.cli.city.forms import assessment
from kjfz_docs.cli.city.people import Deputy
from kjfz_docs.cli.city.planted import MISSING, UNSCANNED, Fault, Sign
from kjfz_docs.records.numerals import ordinal_text

_FORM = "assessment"
_JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 stands for a picture"


def _of(deputy: Deputy) -> Key:
    return Key(form=_FORM, subject=deputy.host_enterprise)


# How many forms of people count.
_COUNTED_OTHERWISE = Sign("KD541", (ordinal_text(SECOND), "附件1"))
# People without a form are told together, some by name.
_NOT_HANDED_IN = (Sign("KD528", ("没有报送附件1",)), _COUNTED_OTHERWISE)


def _handed_in_beside(deputy: Deputy, district: str) -> tuple[Sign, ...]:
    """What follows where a form of somebody counts whom the lists of the district do not have."""
    return (
        Sign("KD522", (deputy.name, deputy.host_enterprise)),
        Sign("KD528", (deputy.name, deputy.host_enterprise)),
        Sign("KD530", (district,)),
        _COUNTED_OTHERWISE,
    )


def missing_form(draft: Draft) -> Fault | None:
    """Somebody handed in nothing."""
    deputy = draft.somebody(SECOND)
    if deputy is None:
        return None
    draft.drop(_of(deputy))
    return Fault(
        kind="缺考核表",
        about=deputy.name,
        signs=(Sign(MISSING, (_FORM, deputy.host_enterprise)), Sign("KD531", (deputy.host_enterprise,))),
        consequences=_NOT_HANDED_IN,
        unpaid=(deputy,),
    )


def missing_list(draft: Draft) -> Fault | None:
    """A district did not hand in a list."""
    key = draft.some_list("outcome_statistics", "absence_summary")
    if key is None:
        return None
    draft.drop(key)
    return Fault(
        kind="缺汇总表",
        about=key.subject,
        signs=(Sign(MISSING, (key.form, key.subject)),),
        consequences=(
            Sign("KD527", (kd.forms[key.form].attachment, key.subject)),
            # Who is listed nowhere as absent owes reports.
            Sign(MISSING, (REPORT, key.subject)),
        ),
    )


def missing_scan(draft: Draft) -> Fault | None:
    """The sealed scan of somebody's form is not there."""
    deputy = draft.somebody(SECOND)
    if deputy is None:
        return None
    del draft.documents[_of(deputy).scan]
    return Fault(
        kind="缺扫描件", about=deputy.name, signs=(Sign(UNSCANNED, (_FORM, deputy.host_enterprise)),)
    )


def double(draft: Draft) -> Fault | None:
    """The same form lies there twice, under two names."""
    deputy = draft.somebody(SECOND)
    if deputy is None:
        return None
    first = draft.documents[_of(deputy)]
    copy = first.beside(
        f"{first.stem} - 副本{first.suffix}", arrived=first.arrived + dt.timedelta(seconds=20), counts=False
    )
    draft.add(_of(deputy), copy)
    return Fault(kind="重复", about=deputy.name, signs=(Sign("KD506", (copy.stem,)),))


def superseded(draft: Draft) -> Fault | None:
    """An earlier version lies beside the form, with other figures."""
    deputy = draft.somebody(SECOND)
    if deputy is None:
        return None
    first = draft.documents[_of(deputy)]
    old = first.beside(
        f"{first.stem}-初稿{first.suffix}",
        content=attrs.evolve(first.content, outcomes=draft.strangers.outcomes()),
        arrived=first.arrived - dt.timedelta(hours=5),
        counts=False,
    )
    draft.add(_of(deputy), old)
    return Fault(kind="已有新版", about=deputy.name, signs=(Sign("KD507", (old.stem,)),))


def conflicting(draft: Draft) -> Fault | None:
    """Two versions of one form, and nothing says which is newer."""
    deputy = draft.somebody(SECOND)
    if deputy is None:
        return None
    first = draft.documents[_of(deputy)]
    other = first.beside(
        f"{first.stem}-修改{first.suffix}",
        content=attrs.evolve(first.content, outcomes=draft.strangers.outcomes()),
        counts=False,
    )
    draft.documents[_of(deputy)] = attrs.evolve(first, counts=False)
    draft.add(_of(deputy), other)
    return Fault(
        kind="新旧不明",
        about=deputy.name,
        signs=(Sign("KD508", (other.name,)), Sign("KD508", (first.name,))),
        consequences=(Sign("KD526", (other.name,)), Sign("KD526", (first.name,)), _COUNTED_OTHERWISE),
        unpaid=(deputy,),
    )


def unreadable(draft: Draft) -> Fault | None:
    """Somebody's form broke on the way."""
    deputy = draft.somebody(SECOND)
    if deputy is None:
        return None
    document = draft.documents[_of(deputy)]
    whole = kd.render(document.content, document.suffix[1:])
    draft.change(_of(deputy), whole[: len(whole) // 2])
    del draft.documents[_of(deputy).scan]
    return Fault(
        kind="不能读取",
        about=deputy.name,
        signs=(
            Sign(kd.Status.UNREADABLE.label, (document.name,)),
            Sign(MISSING, (_FORM, deputy.host_enterprise)),
            Sign("KD531", (deputy.host_enterprise,)),
        ),
        consequences=(Sign("KD526", (document.name,)), *_NOT_HANDED_IN),
        unpaid=(deputy,),
    )


def unknown_file(draft: Draft) -> Fault | None:
    """Something lies there that is no form."""
    deputy = draft.somebody(SECOND)
    if deputy is None:
        return None
    photo = draft.documents[_of(deputy)].beside(f"IMG_{draft.rng.randrange(10**6):06}.jpg", content=_JPEG)
    draft.add(_of(deputy), photo)
    return Fault(kind="不是表格", about=photo.name, signs=(Sign(kd.Status.UNKNOWN.label, (photo.name,)),))


def stray_scan(draft: Draft) -> Fault | None:
    """A scan of nobody knows what."""
    deputy = draft.somebody(SECOND)
    if deputy is None:
        return None
    name = f"CamScanner {draft.rng.randrange(10**6):06}.pdf"
    scan = draft.documents[_of(deputy)].beside(name, content=b"%PDF-1.7 " + name.encode())
    draft.add(_of(deputy), scan)
    return Fault(kind="扫描件无主", about=scan.name, signs=(Sign("KD512", (scan.name,)),))


def unknown_person(draft: Draft) -> Fault | None:
    """A form of somebody who is not in the roster."""
    near = draft.somebody(SECOND)
    if near is None:
        return None
    stranger = draft.strangers.deputy(near.district, SECOND)
    document = draft.documents[_of(near)].beside(
        f"{stranger.name}{draft.documents[_of(near)].suffix}", content=assessment(stranger, 0)
    )
    draft.add(_of(near), document)
    return Fault(
        kind="不在花名册",
        about=stranger.name,
        signs=(Sign("KD502", (stranger.name, document.name)), Sign("KD532", (stranger.host_enterprise,))),
        consequences=_handed_in_beside(stranger, near.district),
    )


def near_match(draft: Draft) -> Fault | None:
    """A name with another last character than in the roster. The list that pays has the right one."""
    deputy = draft.somebody(SECOND)
    if deputy is None:
        return None
    wrong = deputy.name[:-1] + ("昕" if deputy.name[-1] != "昕" else "欣")
    document = draft.documents[_of(deputy)]
    draft.change(_of(deputy), attrs.evolve(document.content, name=wrong))
    return Fault(
        kind="姓名写法不同",
        about=f"{deputy.name}、{wrong}",
        signs=(
            Sign("KD501", (document.name, wrong, deputy.name)),
            Sign(MISSING, (_FORM, deputy.host_enterprise)),
        ),
        consequences=(
            # Its scan has the name that the roster has.
            Sign("KD512", (draft.documents[_of(deputy).scan].name,)),
            *_handed_in_beside(attrs.evolve(deputy, name=wrong), deputy.district),
            *_NOT_HANDED_IN,
        ),
    )


def other_cohort(draft: Draft) -> Fault | None:
    """Somebody of a later cohort handed in the form of the earlier one."""
    deputy = draft.somebody(FOURTH, succeeded=True)
    if deputy is None:
        return None
    like = next((key for key in draft.documents if key.form == _FORM and key not in draft.spoilt), None)
    if like is None:
        return None
    near = draft.documents[like]
    document = attrs.evolve(
        near,
        path=f"{deputy.district}补报/{deputy.name}.docx",
        archive=None,
        content=assessment(attrs.evolve(deputy, cohort=SECOND), 1),
    )
    draft.add(like, document)
    return Fault(
        kind="批次不符",
        about=deputy.name,
        signs=(Sign("KD504", (document.name, deputy.name)), Sign("KD532", (deputy.host_enterprise,))),
        consequences=_handed_in_beside(deputy, deputy.district),
        unpaid=(deputy,),
    )


def wrong_folder(draft: Draft) -> Fault | None:
    """Somebody's form lies in the folder of another district."""
    deputy = draft.somebody(SECOND)
    if deputy is None:
        return None
    others = [name for name in draft.districts if name != deputy.district]
    if not others:
        return None
    folder = f"{draft.rng.choice(others)}补报"
    for key in (_of(deputy), _of(deputy).scan):
        document = draft.documents[key]
        path = f"{folder}/{document.path.rpartition('/')[2]}"
        draft.documents[key] = attrs.evolve(document, path=path, archive=None)
    name = draft.documents[_of(deputy)].name
    return Fault(kind="放错文件夹", about=name, signs=(Sign("KD511", (name,)),))


ARRIVALS = (
    missing_form, missing_scan, double, superseded, conflicting, unreadable, unknown_file,
    stray_scan, unknown_person, near_match, other_cohort, wrong_folder,
)  # fmt: skip
